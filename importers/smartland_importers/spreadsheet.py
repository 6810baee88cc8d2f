"""Spreadsheets that people fill in: a documented template a kind, CSV or XLSX.

``check`` is the dry run: what is wrong, with row and column, and nothing is written.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import ClassVar

from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Description, Document, Json
from smartland.errors import Invalid, Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers import spreadsheet_texts as texts
from smartland_importers.spreadsheet_rows import (
    WARNING,
    CellProblem,
    Sheet,
    SheetRow,
    find_kind,
    is_skipped,
    read_row,
    read_sheet,
)
from smartland_importers.spreadsheet_template import XLSX_TYPE, explanations
from smartland_importers.tables import Table, read_tables
from smartland_importers.tables_record import Limits
from smartland_importers.towns import Towns, towns_beside

LIMITS = Limits(rows=200_000, columns=300, cell=20_000, unpacked=200_000_000)
MOST_PROBLEMS = 1_000

Validate = Callable[[Kind, Json, str], Document]
"""The validation of whole documents (``schemas.documents.validate``); raises Invalid."""


class SpreadsheetImporter:
    """Harvests the rows of spreadsheets that follow the templates."""

    name: ClassVar[str] = "spreadsheet"
    label: ClassVar[Label] = Label(
        it="Foglio elettronico (modello CSV o XLSX)", en="Spreadsheet (CSV or XLSX template)"
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """One description a row; ``address`` may end with ``#kind``.

        A row with a bad value is rejected with row, column and reason; an unknown column is
        reported as one rejected item. Raises SourceFailed (no kind, a required column missing)
        and TooLarge.
        """
        file, mark, _ = address.partition("#")
        fetched = fetcher.fetch(file, accept=f"text/csv, {XLSX_TYPE};q=0.9, */*;q=0.1")
        named = fetched.address + (address[len(file) :] if mark else "")
        towns = towns_beside(file, fetcher, base)
        for sheet, rows in read_sheets(fetched.body, named, base, towns):
            failed = [one for one in sheet.problems if not one.column]
            if failed:
                raise SourceFailed(_sentence(failed[0]))
            yield from (
                Rejected(f"{_where(sheet)}column {one.column}", _sentence(one).en)
                for one in sheet.problems
            )
            for row in rows:
                yield _item(sheet, row)
            yield from (
                Rejected(f"{_where(sheet)}column {one.column}", _sentence(one).en)
                for one in unknown_columns(sheet)
            )


@dataclass
class Examined:
    """What a dry run found: rows by kind, rows that would come in, and what is wrong.

    ``more`` is the number of problems beyond the first MOST_PROBLEMS.
    """

    rows: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    problems: list[CellProblem] = field(default_factory=list)
    more: int = 0

    def add(self, problems: Sequence[CellProblem]) -> None:
        """Keep the first problems, count the others."""
        kept = list(islice(problems, MOST_PROBLEMS - len(self.problems)))
        self.problems += kept
        self.more += len(problems) - len(kept)


def check(
    body: bytes,
    name: str,
    base: str,
    *,
    validate: Validate | None = None,
    towns: Towns | None = None,
) -> Sequence[CellProblem]:
    """What is wrong with a spreadsheet, in the order of its rows; nothing is written.

    See :func:`examine`.
    """
    return examine(body, name, base, validate=validate, towns=towns).problems


def examine(
    body: bytes,
    name: str,
    base: str,
    *,
    validate: Validate | None = None,
    towns: Towns | None = None,
) -> Examined:
    """The dry run of a spreadsheet. ``name`` is its file's name, perhaps with ``#kind``.

    ``validate`` adds what the rules of a kind say; ``towns`` finds municipalities by name. Raises
    SourceFailed and TooLarge where the file cannot be read at all.
    """
    found = Examined()
    for sheet, rows in read_sheets(body, name, base, towns):
        found.add(sheet.problems)
        if any(not one.column for one in sheet.problems):
            continue
        for row in rows:
            problems = list(row.problems)
            if validate and not row.errors:
                problems += _invalid(sheet, row, base, validate)
            found.rows[sheet.kind.name] += 1
            found.good[sheet.kind.name] += all(one.severity == WARNING for one in problems)
            found.add(problems)
        found.add(list(unknown_columns(sheet)))
    return found


def read_sheets(
    body: bytes, name: str, base: str, towns: Towns | None
) -> Iterator[tuple[Sheet, Iterator[SheetRow]]]:
    """Each table of a file with its rows, which are to be read before the next table.

    Sheets of a workbook that describe no kind are left out, unless all are. Raises SourceFailed
    and TooLarge.
    """
    file = name.partition("#")[0]
    unclear = ""
    known = False
    for table in read_tables(body, file, LIMITS):
        kind = find_kind(table, file, name[len(file) :].lstrip("#"))
        if kind is None:
            unclear = unclear or table.name
            continue
        known = True
        sheet = read_sheet(table, kind, "" if table.name == file else table.name)
        yield sheet, _rows(sheet, table, base, towns)
    if not known:
        raise SourceFailed(texts.NO_KIND.format(name=unclear, kinds=", ".join(KINDS)))


def unknown_columns(sheet: Sheet) -> Iterator[CellProblem]:
    """The columns that nobody reads although they hold something; known when all rows were read."""
    for index in sorted(sheet.unknown):
        if index in sheet.filled:
            header = sheet.header[index]
            message = texts.UNKNOWN_COLUMN.format(header=header, kind=sheet.kind.name)
            yield sheet.problem(sheet.header_row, index, message)


def _rows(sheet: Sheet, table: Table, base: str, towns: Towns | None) -> Iterator[SheetRow]:
    known = explanations(sheet.kind.name)
    seen: dict[str, int] = {}
    for row in table.rows:
        if is_skipped(sheet, row, known):
            continue
        sheet.note_filled(row)
        read = read_row(sheet, row, base, towns)
        first = seen.setdefault(read.key, row.number) if read.key else row.number
        if first != row.number:
            message = texts.SAME_ROW.format(row=first, key=read.key)
            problem = sheet.problem(row.number, sheet.identifier, message)
            read = replace(read, problems=(*read.problems, problem), again=True)
        yield read


def _item(sheet: Sheet, row: SheetRow) -> Item:
    kind = sheet.kind.name
    if row.errors:
        where = f"{_where(sheet)}row {row.number}"
        # under the name of its resource, which then does not count as gone from the sheet
        key = f"{kind}/{row.key}" if row.key and not row.again else where
        return Rejected(key, "; ".join(_sentence(one).en for one in row.errors))
    remarks = tuple(_sentence(one).en for one in row.problems)
    return Found(Description(kind, f"{kind}/{row.key}", row.document, key=row.key), remarks)


def _where(sheet: Sheet) -> str:
    return f"{sheet.name}, " if sheet.name else ""


def _sentence(problem: CellProblem) -> Label:
    """A problem with its place, for those who read one line."""
    sheet = f"{problem.sheet}, " if problem.sheet else ""
    at = f" {problem.column} ({problem.header})" if problem.column else ""
    return Label(
        it=f"{sheet}riga {problem.row}{', colonna' + at if at else ''}: {problem.message.it}",
        en=f"{sheet}row {problem.row}{', column' + at if at else ''}: {problem.message.en}",
    )


def _invalid(sheet: Sheet, row: SheetRow, base: str, validate: Validate) -> Iterator[CellProblem]:
    try:
        validate(sheet.kind, row.document, base)
    except Invalid as error:
        for problem in error.problems:
            index = _column_of(problem.field, row.placed)
            yield sheet.problem(row.number, index, problem.message)


def _column_of(path: str, placed: Mapping[str, int]) -> int:
    """The column that a path of the document came from, or one of what it is part of; else -1."""
    while path:
        for known, index in placed.items():
            if known == path or known.startswith(f"{path}."):
                return index
        path = path.rpartition(".")[0]
    return -1
