"""Sheets as people fill them in, for tests: rows that change a good one."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smartland.errors import SourceFailed
from smartland.ports.fetch import Fetched, Posted
from smartland.ports.importer import CellProblem, Examined, Found, Rejected, Validate
from smartland.schemas.documents import validate
from smartland_importers.spreadsheet import SpreadsheetImporter

BASE = "http://smartland.example/"
NEED = {
    "#need": "",
    "id": "1",
    "title_it": "Sensori per l'acqua",
    "description_it": "Misurare le perdite della rete.",
    "stakeholder": "ipa-c_f205",
}


def to_csv(rows: Sequence[Sequence[str]], delimiter: str = ";") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def sheet(*rows: Mapping[str, str], first: Mapping[str, str] = NEED) -> bytes:
    """A sheet with the columns of ``first`` and of all rows; rows change what is in ``first``."""
    header = list(dict.fromkeys(name for row in (first, *rows) for name in row))
    filled = [[{**first, **row}.get(name, "") for name in header] for row in rows]
    return to_csv([header, *filled])


@dataclass
class Tally:
    """What an examination found: how many rows, those that would come in by kind, what is wrong."""

    rows: int = 0
    good: Counter[str] = field(default_factory=Counter)
    problems: list[CellProblem] = field(default_factory=list)

    def add(self, one: Examined) -> None:
        self.problems += one.problems
        if isinstance(one.item, Found):
            self.rows += 1
            self.good[one.item.description.kind] += 1
        elif isinstance(one.item, Rejected):
            self.rows += " column " not in f" {one.item.source_key.rpartition(', ')[2]}"


@dataclass(frozen=True)
class Given:
    """A fetcher of the bytes given; there is nothing else."""

    body: bytes

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        return Fetched(address, self.body, "")


def examine(body: bytes, name: str, base: str, *, validate: Validate | None = None) -> Tally:
    """The examination of a file of that name, to its end; raises what no problem explains."""
    tally = Tally()
    # an address with a scheme has no list of municipalities beside it
    stream = SpreadsheetImporter().examine(f"test:{name}", Given(body), base, validate)
    try:
        for one in stream:
            tally.add(one)
    except SourceFailed:
        if not tally.problems:
            raise
    return tally


def check(
    body: bytes, name: str, base: str, *, validate: Validate | None = None
) -> list[CellProblem]:
    return examine(body, name, base, validate=validate).problems


def problems(body: bytes, name: str = "x.csv") -> list[CellProblem]:
    return check(body, name, BASE, validate=validate)
