"""A rectangle on the map, as addresses and forms write it."""

from collections.abc import Mapping
from typing import NoReturn

from smartland.errors import Invalid, Label, Problem

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees (WGS 84), as ``SearchQuery.box``."""
SIDES = ("south", "west", "north", "east")
DIGITS = 5
"""Decimals that are kept: about a metre."""
_MOST = {"south": 90.0, "west": 180.0, "north": 90.0, "east": 180.0}

BAD_BOX = Label(
    it="Servono quattro gradi decimali: sud,ovest,nord,est, con il sud non oltre il nord"
    " (per esempio 44.9,8.5,46.6,11.4).",
    en="Four decimal degrees are needed: south,west,north,east, the south not beyond the north"
    " (for example 44.9,8.5,46.6,11.4).",
)


def read_box(text: str) -> Box | None:
    """``south,west,north,east``; None for an empty text. Raises Invalid naming ``box``."""
    if not text.strip():
        return None
    parts = text.split(",")
    if len(parts) != len(SIDES):
        _refuse()
    return _checked(dict(zip(SIDES, parts, strict=True)))


def read_sides(sides: Mapping[str, str]) -> Box | None:
    """The rectangle of a form's four fields, a comma being as good as a point; None where all are
    empty. Raises Invalid where only some are given."""
    given = {name: sides.get(name, "").strip().replace(",", ".") for name in SIDES}
    return _checked(given) if any(given.values()) else None


def write_box(box: Box) -> str:
    """What ``read_box`` reads."""
    return ",".join(write_degrees(one) for one in box)


def write_degrees(value: float) -> str:
    """Degrees with no more decimals than they need."""
    # adding zero takes the sign from a zero that has one
    return f"{value + 0.0:.{DIGITS}f}".rstrip("0").rstrip(".")


def _checked(sides: Mapping[str, str]) -> Box:
    found = []
    for name in SIDES:
        try:
            value = round(float(sides[name]), DIGITS)
        except ValueError:
            _refuse()
        # false for NaN too
        if not abs(value) <= _MOST[name]:
            _refuse()
        found.append(value)
    south, west, north, east = found
    if south > north:
        _refuse()
    return south, west, north, east


def _refuse() -> NoReturn:
    raise Invalid.of((Problem("box", BAD_BOX),))
