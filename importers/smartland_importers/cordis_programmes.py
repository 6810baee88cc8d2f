"""Which framework programme of the European Union money comes from, by the codes that tell it."""

import re
from dataclasses import dataclass

from smartland_importers.cordis_records import Facts


@dataclass(frozen=True)
class Programme:
    """A framework programme; ``over`` where its last calls have closed."""

    code: str
    name: str
    over: bool = True


PROGRAMMES = (
    Programme("FP6", "FP6"),
    Programme("FP7", "FP7"),
    Programme("H2020", "Horizon 2020"),
    Programme("HORIZON", "Horizon Europe", over=False),
)
_BY_CODE = {one.code: one for one in PROGRAMMES}
_START = re.compile(r"(FP6|FP7|H2020|HORIZON)(?![A-Z0-9])", re.I)
# as it stands anywhere in the name of a file
_IN_NAME = re.compile(r"(?<![a-z0-9])(fp6|fp7|h2020|horizon[-_ ]?europe|horizon(?!\D?2020))", re.I)
_CONTENT = re.compile(r"content=\"([^\"]{1,60})\"")
# what tells the programme, the surest first; the name of the file comes last
_TELLING = ("framework", "part", "topics", "call", "programme")


def programme_of(facts: Facts, *more: str) -> Programme | None:
    """The programme that a row's codes tell; ``more`` are further codes, looked at before the
    name of the file."""
    cells = [facts.get(name, "") for name in _TELLING]
    for cell in (*cells[:-1], *more, cells[-1]):
        content = _CONTENT.search(cell)
        found = _START.match(content[1] if content else cell.strip())
        if found:
            return _BY_CODE[found[1].upper()]
    return None


def programme_in_name(name: str) -> str:
    """The programme's code by the name of a file, or of its folder where the file tells none:
    ``cordis-h2020organizations.csv`` → ``H2020``; empty when neither does."""
    for step in reversed(name.split("/")):
        found = _IN_NAME.search(step)
        if found:
            code = found[1].upper()
            return "HORIZON" if code.startswith("HORIZON") else code
    return ""
