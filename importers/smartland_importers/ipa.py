"""The register of public administrations (Indice PA) and ISTAT's municipalities."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from smartland.domain.resource import Json
from smartland.errors import Label, SourceFailed, TooLarge
from smartland.ports.fetch import Fetched, Fetcher
from smartland.ports.importer import Expected, Found, Item
from smartland_importers import json_text
from smartland_importers.ipa_bodies import read_bodies, read_municipalities
from smartland_importers.ipa_places import HEADER_START, Places, read_places

ISTAT, MUNICIPALITIES, BODIES = "istat", "municipalities", "bodies"
FILES = {
    ISTAT: "Elenco-comuni-italiani.csv",
    MUNICIPALITIES: "comuniIPA.tsv",
    BODIES: "ipa.json",
}
MOST_BYTES, MOST_LINES = 32_000_000, 200_000
"""Of one file; all of it is held in memory. The whole register has 2.5 MB and 23,000 bodies."""
_FOLDERS = (".", "istat", "ipa")

NO_FILE = Label(
    it="In {address} non c'è nessuno dei file {names}.",
    en="In {address} there is none of the files {names}.",
)
UNKNOWN = Label(
    it="{address} non è un file dell'Indice PA (TSV dei comuni, JSON degli enti) né dell'ISTAT.",
    en="{address} is neither a file of the Indice PA (TSV of municipalities, JSON of bodies) "
    "nor ISTAT's list.",
)
LARGE = Label(
    it="{address} ha più di {size} byte o {lines} righe.",
    en="{address} has more than {size} bytes or {lines} lines.",
)
BROKEN = Label(it="{address} non è leggibile: {reason}.", en="{address} cannot be read: {reason}.")


@dataclass(frozen=True)
class _File:
    """One file of the source: which of the three it is, and its text."""

    sort: str
    address: str
    text: str


class IpaImporter:
    """Harvests administrations, universities and the territories that they sit in."""

    name: ClassVar[str] = "ipa"
    label: ClassVar[Label] = Label(
        it="Indice delle pubbliche amministrazioni e comuni ISTAT",
        en="Register of public administrations and ISTAT municipalities",
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """Territories, then municipal administrations, then all other bodies.

        ``address`` is one of the three files or a folder that holds them (also in ``ipa/`` and
        ``istat/``). A single file of bodies is linked to territories by the ISTAT list beside
        it, whose territories are then not part of the source. Raises SourceFailed.
        """
        files = {one.sort: one for one in _read_files(address, fetcher)}
        places, territories = _places(files.get(ISTAT), base)
        if places is None:
            places = _places_beside(address, fetcher, base)
        municipalities, bodies = files.get(MUNICIPALITIES), files.get(BODIES)
        items = list(territories)
        if municipalities:
            items += read_municipalities(municipalities.text, places)
        known = {
            str(item.description.document["ipa_code"])
            for item in items
            if isinstance(item, Found) and item.description.kind == "stakeholder"
        }
        if bodies:
            items += read_bodies(_json(bodies), places, known)
        yield Expected(len(items))
        yield from items


def _read_files(address: str, fetcher: Fetcher) -> list[_File]:
    if urlsplit(address).scheme in ("http", "https") or not Path(address).is_dir():
        return [_file(fetcher.fetch(address))]
    found = [_find(Path(address), sort) for sort in FILES]
    files = [_file(fetcher.fetch(str(path))) for path in found if path]
    if not files:
        names = ", ".join(FILES.values())
        raise SourceFailed(NO_FILE.format(address=address, names=names))
    return files


def _find(folder: Path, sort: str) -> Path | None:
    """The file of one sort in a folder or its ``ipa`` and ``istat``, packed or not."""
    name = FILES[sort]
    paths = (folder / inner / one for inner in _FOLDERS for one in (name, f"{name}.gz"))
    return next((path for path in paths if path.is_file()), None)


def _file(fetched: Fetched) -> _File:
    text = _text(fetched)
    start = text[:200].lstrip().lstrip('"')
    if start.startswith("{"):
        sort = BODIES
    elif start.startswith(HEADER_START):
        sort = ISTAT
    elif start.startswith("cod_amm"):
        sort = MUNICIPALITIES
    else:
        raise SourceFailed(UNKNOWN.format(address=fetched.address))
    return _File(sort, fetched.address, text)


def _text(fetched: Fetched) -> str:
    """UTF-8, or else the Windows-1252 in which ISTAT publishes. Raises TooLarge."""
    if len(fetched.body) > MOST_BYTES or fetched.body.count(b"\n") > MOST_LINES:
        label = LARGE.format(address=fetched.address, size=MOST_BYTES, lines=MOST_LINES)
        raise TooLarge(label)
    try:
        return fetched.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return fetched.body.decode("cp1252", "replace")


def _places(file: _File | None, base: str) -> tuple[Places | None, list[Item]]:
    return read_places(file.text, base) if file else (None, [])


def _places_beside(address: str, fetcher: Fetcher, base: str) -> Places | None:
    """The look-up from a list that lies beside a local register; None where there is none."""
    if urlsplit(address).scheme:
        return None
    path = Path(address)
    folder = path if path.is_dir() else path.parent
    for one in (folder, folder.parent):
        found = _find(one, ISTAT)
        if found:
            return _places(_file(fetcher.fetch(str(found))), base)[0]
    return None


def _json(file: _File) -> Json:
    try:
        return json_text.load(file.text)
    except ValueError as error:
        raise SourceFailed(BROKEN.format(address=file.address, reason=str(error))) from error
