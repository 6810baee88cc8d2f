"""Seats of Italian organisations as municipalities of ISTAT's list, where no doubt is left."""

import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from smartland.ports.fetch import Fetcher
from smartland_importers.ipa_places import Place, Places, folded, read_places
from smartland_importers.towns import LIST

# Regulation (EC) 1059/2003, NUTS 2; D and E were the letters of H and I until 2010
_REGIONS = {
    "ITC1": "01", "ITC2": "02", "ITC3": "07", "ITC4": "03",
    "ITH1": "04", "ITH2": "04", "ITH3": "05", "ITH4": "06", "ITH5": "08",
    "ITI1": "09", "ITI2": "10", "ITI3": "11", "ITI4": "12",
    "ITF1": "13", "ITF2": "14", "ITF3": "15", "ITF4": "16", "ITF5": "17", "ITF6": "18",
    "ITG1": "19", "ITG2": "20",
}  # fmt: skip
# what the list, which has full Italian names only, does not know
_OTHER_NAMES = {
    "rome": "roma",
    "milan": "milano",
    "turin": "torino",
    "florence": "firenze",
    "venice": "venezia",
    "naples": "napoli",
    "genoa": "genova",
    "padua": "padova",
    "mantua": "mantova",
    "reggioemilia": "reggionellemilia",
    "reggiocalabria": "reggiodicalabria",
}
_WITH_PLATE = re.compile(r"(.{2,100}?)[\s,]+\(?([A-Za-z]{2})\)?")
_FORMER = {"ITD": "ITH", "ITE": "ITI"}


class Seats:
    """Finds the municipality of a seat by its town and NUTS code."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._anywhere: dict[str, list[Place]] = defaultdict(list)
        for (name, _), found in places.by_name.items():
            self._anywhere[name] += found

    def find(self, town: str, nuts: str) -> str:
        """The IRI of a municipality, else empty.

        With a NUTS code the one of that name in the region; without, the only one in Italy. The
        plate code of its province may stand behind the name: ``TORINO TO``, ``CORSICO (MI)``.
        """
        found = self._named(town, nuts)
        parts = _WITH_PLATE.fullmatch(town.strip())
        if not found and parts:
            plate = parts[2].upper()
            found = [one for one in self._named(parts[1], nuts) if one.plate == plate]
        codes = {place.code for place in found}
        return self._places.iri(codes.pop()) if len(codes) == 1 else ""

    def _named(self, town: str, nuts: str) -> list[Place]:
        name = folded(town)
        name = _OTHER_NAMES.get(name, name)
        code = nuts[:4].upper()
        region = _REGIONS.get(_FORMER.get(code[:3], code[:3]) + code[3:], "")
        if region:
            return self._places.by_name.get((name, region), [])
        return self._anywhere.get(name, [])


def seats_beside(address: str, fetcher: Fetcher, base: str) -> Seats | None:
    """The look-up from ISTAT's list in a local folder or beside it; None where there is none."""
    if urlsplit(address).scheme:
        return None
    path = Path(address)
    folder = path if path.is_dir() else path.parent
    for one in (folder, folder.parent, folder.parent.parent):
        for file in (one / LIST, one / "istat" / LIST):
            if file.is_file():
                body = fetcher.fetch(str(file)).body
                return Seats(read_places(_text(body), base)[0])
    return None


def _text(body: bytes) -> str:
    """UTF-8, or else the Windows-1252 in which ISTAT publishes."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")
