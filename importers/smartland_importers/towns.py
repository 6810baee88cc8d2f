"""Municipalities by the names that files of firms and people write, from ISTAT's list."""

from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from smartland.ports.fetch import Fetcher
from smartland_importers.ipa_places import FORMER_PROVINCES, Place, Places, folded, read_places

LIST = "Elenco-comuni-italiani.csv"
# plate codes that the business register still writes, and the ones since
_FORMER_PLATES = {**FORMER_PROVINCES, "FO": "FC", "PS": "PU"}
# how people name them; ISTAT's list has the full names only
_OTHER_NAMES = {
    "reggioemilia": "reggionellemilia",
    "reggiocalabria": "reggiodicalabria",
    "popoli": "popoliterme",
}


class Towns:
    """Finds a municipality by name, province (plate code or name) and region."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._codes: set[str] = set()
        for (name, _), found in places.by_name.items():
            self._by_name[name] += found
            self._codes.update(place.code for place in found)

    def find(self, name: str, province: str = "", region: str = "") -> str:
        """The IRI of the municipality; empty when none, or more than one, fits.

        Province and region are hints: a province that the name is not in counts for nothing,
        since provinces come and go.
        """
        wanted = folded(name)
        same = self._by_name.get(wanted) or self._by_name.get(_OTHER_NAMES.get(wanted, ""), [])
        fitting = {place.code: place for place in same}
        for narrowed in (self._in_region(fitting, region), self._in_province(fitting, province)):
            fitting = narrowed or fitting
        return self._places.iri(next(iter(fitting))) if len(fitting) == 1 else ""

    def known(self, code: str) -> bool:
        """True for the six digits of a municipality in the list."""
        return code in self._codes

    def _in_region(self, places: dict[str, Place], region: str) -> dict[str, Place]:
        start = folded(region)
        # ISTAT writes "Trentino-Alto Adige/Südtirol"
        codes = {
            code for name, code in self._places.regions.items() if start and name.startswith(start)
        }
        return {code: place for code, place in places.items() if place.region in codes}

    def _in_province(self, places: dict[str, Place], province: str) -> dict[str, Place]:
        plate = _FORMER_PLATES.get(province.upper(), province.upper())
        return {code: place for code, place in places.items() if place.plate == plate}


def towns_beside(address: str, fetcher: Fetcher, base: str) -> Towns | None:
    """The municipalities of the list that lies beside a local file, or beside its folder.

    None for an address on the web and where there is no list. Raises SourceFailed for a list that
    cannot be read.
    """
    if urlsplit(address).scheme:
        return None
    folder = Path(address).parent
    for one in (folder, folder / "istat", folder.parent, folder.parent / "istat"):
        for name in (LIST, f"{LIST}.gz"):
            if (one / name).is_file():
                body = fetcher.fetch(str(one / name)).body
                return Towns(read_places(_text(body), base)[0])
    return None


def _text(body: bytes) -> str:
    """UTF-8, or else the Windows-1252 in which ISTAT publishes."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")
