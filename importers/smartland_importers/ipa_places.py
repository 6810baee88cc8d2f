"""ISTAT's list of municipalities: the territories themselves, and the way to find one by name."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final, Protocol

from smartland.domain.identity import resource_iri
from smartland.domain.kinds.territory import MUNICIPALITY, PROVINCE, REGION
from smartland.domain.resource import Description, Json
from smartland.domain.text import every_word
from smartland.errors import Label, SourceFailed
from smartland.ports.importer import Found, Item, Rejected

HEADER_START = "Codice Regione"
COLUMNS: Final = 26
_REGION, _PROVINCE, _CODE = 0, 2, 4
_FULL_NAME, _NAME, _OTHER_NAME = 5, 6, 7
_REGION_NAME, _PROVINCE_NAME, _PLATE, _CADASTRAL = 10, 11, 14, 19
_NUTS2, _NUTS3 = 24, 25
# the language of a second name follows from where the place is
_LANGUAGES = {"BZ": "de", "AO": "fr", "TN": "lld", "TS": "sl", "GO": "sl", "UD": "sl"}
_REGION_LANGUAGES = {"02": "fr", "04": "de"}
FORMER_PROVINCES = {"CI": "SU", "VS": "SU", "OT": "SS", "OG": "NU"}
"""Sardinian provinces of 2005–2016 that the register of administrations still writes."""

WRONG_COLUMNS = Label(
    it="L'elenco dei comuni non ha le {columns} colonne dell'ISTAT.",
    en="The list of municipalities does not have the {columns} columns of ISTAT.",
)
NO_TABLE = Label(
    it="La tabella non è leggibile alla riga {line}: {reason}.",
    en="The table cannot be read at line {line}: {reason}.",
)


class Rows(Protocol):
    """What ``csv.reader`` gives."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]:
        """The rows."""


@dataclass(frozen=True)
class Place:
    """One municipality: codes, and the folded names that it goes by."""

    code: str
    province: str
    plate: str
    region: str
    names: tuple[str, ...]


@dataclass
class Places:
    """The municipalities of one list, for looking them up."""

    base: str
    by_name: dict[tuple[str, str], list[Place]] = field(default_factory=lambda: defaultdict(list))
    by_cadastral: dict[str, Place] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)

    def iri(self, code: str) -> str:
        """The IRI of the territory with that ISTAT code."""
        return resource_iri(self.base, "territory", f"istat-{code}")

    def municipality(self, name: str, plate: str, region: str, cadastral: str) -> str:
        """The IRI of a municipality; empty when none fits.

        By name and province; by name alone where one in the region has it (provinces come and
        go); by cadastral code where the names are alike — the code alone is wrong for one in
        a hundred municipalities of the register.
        """
        wanted = folded(name)
        same = self.by_name.get((wanted, self.regions.get(folded(region), "")), [])
        near = [place for place in same if place.plate == plate]
        found = near or same
        if len(found) == 1:
            return self.iri(found[0].code)
        place = self.by_cadastral.get(cadastral.upper())
        if place and place.plate == plate and any(_alike(wanted, one) for one in place.names):
            return self.iri(place.code)
        return ""

    def province(self, plate: str) -> str:
        """The IRI of a province by its plate code; empty when there is none."""
        code = self.provinces.get(FORMER_PROVINCES.get(plate, plate))
        return self.iri(code) if code else ""


def folded(name: str) -> str:
    """A name without accents, case, apostrophes, hyphens and spaces."""
    return "".join(every_word(name))


def read_places(text: str, base: str) -> tuple[Places, list[Item]]:
    """The look-up and the items of ISTAT's list: regions, provinces, municipalities.

    Raises SourceFailed when the columns are not those of the list.
    """
    # the header has line breaks inside its quotes
    rows = numbered_rows(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    header = next(rows, (0, []))[1]
    if len(header) != COLUMNS or not header[0].startswith(HEADER_START):
        raise SourceFailed(WRONG_COLUMNS.format(columns=COLUMNS))
    places, good, bad = Places(base), list[list[str]](), list[Item]()
    for line, row in rows:
        reason = _wrong(row)
        if reason:
            bad.append(Rejected(f"istat, line {line}", reason))
            continue
        cells = [cell.strip() for cell in row]
        good.append(cells)
        _remember(cells, places)
    documents = (*_regions(good), *_provinces(good, places), *_municipalities(good, places))
    return places, [*bad, *documents]


def numbered_rows(reader: Rows) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of a CSV reader. Raises SourceFailed, with the line, where it gives up."""
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise SourceFailed(NO_TABLE.format(line=reader.line_num, reason=str(error))) from error


def _wrong(row: Sequence[str]) -> str:
    if len(row) != COLUMNS:
        return f"{len(row)} columns, {COLUMNS} were expected"
    if not (len(row[_CODE]) == 6 and row[_CODE].isdecimal()):
        return f"the municipality code {row[_CODE]!r} is not six digits"
    return "" if row[_NAME].strip() else f"the municipality {row[_CODE]} has no name"


def _remember(row: Sequence[str], places: Places) -> None:
    code, plate, region = row[_CODE], row[_PLATE], row[_REGION]
    names = {folded(row[column]) for column in (_FULL_NAME, _NAME, _OTHER_NAME) if row[column]}
    place = Place(code, row[_PROVINCE], plate, region, tuple(sorted(names)))
    for name in names:
        places.by_name[name, region].append(place)
    places.by_cadastral[row[_CADASTRAL]] = place
    places.provinces[plate] = row[_PROVINCE]
    places.regions[folded(row[_REGION_NAME])] = region


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() > 0.8


def _regions(rows: Sequence[Sequence[str]]) -> Iterator[Item]:
    nuts: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for row in rows:
        nuts[row[_REGION]].add(row[_NUTS2])
        names.setdefault(row[_REGION], row[_REGION_NAME])
    for code, name in names.items():
        document = _document(code, _bilingual(name, _REGION_LANGUAGES.get(code, "und")), REGION)
        if len(nuts[code]) == 1:  # Trentino-Alto Adige is two of them
            document["nuts"] = next(iter(nuts[code]))
        yield _found(code, document)


def _provinces(rows: Sequence[Sequence[str]], places: Places) -> Iterator[Item]:
    firsts: dict[str, Sequence[str]] = {}
    nuts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        firsts.setdefault(row[_PROVINCE], row)
        nuts[row[_PROVINCE]].add(row[_NUTS3])
    for code, row in firsts.items():
        language = _LANGUAGES.get(row[_PLATE], "und")
        document = _document(code, _bilingual(row[_PROVINCE_NAME], language), PROVINCE)
        document |= {"plate": row[_PLATE], "part_of": places.iri(row[_REGION])}
        if len(nuts[code]) == 1:
            document["nuts"] = next(iter(nuts[code]))
        yield _found(code, document)


def _municipalities(rows: Sequence[Sequence[str]], places: Places) -> Iterator[Item]:
    for row in rows:
        code, other = row[_CODE], row[_OTHER_NAME]
        name = {"it": row[_NAME]}
        remarks = [f"the other name {other!r} has lost letters; it is left out"]
        if "?" not in other:
            remarks.clear()
        if other and not remarks:
            name[_LANGUAGES.get(row[_PLATE], "und")] = other
        document = _document(code, name, MUNICIPALITY)
        document |= {
            "cadastral_code": row[_CADASTRAL],
            "nuts": row[_NUTS3],
            "plate": row[_PLATE],
            "part_of": places.iri(row[_PROVINCE]),
        }
        given = {field: value for field, value in document.items() if value}
        yield _found(code, given, tuple(remarks))


def _bilingual(name: str, language: str) -> dict[str, str]:
    first, _, second = name.partition("/")
    return {"it": first.strip()} | ({language: second.strip()} if second.strip() else {})


def _document(code: str, name: dict[str, str], sort: str) -> dict[str, Json]:
    return {"name": name, "territory_type": sort, "istat_code": code}


def _found(code: str, document: dict[str, Json], remarks: tuple[str, ...] = ()) -> Found:
    return Found(Description("territory", f"istat/{code}", document), remarks)
