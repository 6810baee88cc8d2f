"""Spreadsheets that people fill in: a documented template a kind, CSV or XLSX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Description
from smartland.errors import Invalid, Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import (
    ERROR,
    CellProblem,
    Examined,
    Found,
    Item,
    Rejected,
    Template,
    Validate,
)
from smartland_importers import spreadsheet_texts as texts
from smartland_importers.spreadsheet_rows import (
    Sheet,
    SheetRow,
    find_kind,
    is_skipped,
    read_row,
    read_sheet,
)
from smartland_importers.spreadsheet_template import (
    CSV_TYPE,
    XLSX_TYPE,
    explanations,
    template,
    template_xlsx,
)
from smartland_importers.tables import Table, read_tables
from smartland_importers.tables_record import Limits
from smartland_importers.towns import Towns, towns_beside

LIMITS = Limits(rows=200_000, columns=300, cell=20_000, unpacked=200_000_000)


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
        examined = self.examine(address, fetcher, base)
        return (one.item for one in examined if one.item is not None)

    def examine(
        self, address: str, fetcher: Fetcher, base: str, validate: Validate | None = None
    ) -> Iterator[Examined]:
        """The items of ``read`` with their problems, cell by cell, remarks as warnings.

        After a table without a required column no items come, but the problems of the others do.
        Raises SourceFailed and TooLarge.
        """
        file, mark, _ = address.partition("#")
        fetched = fetcher.fetch(file, accept=f"{CSV_TYPE}, {XLSX_TYPE};q=0.9, */*;q=0.1")
        named = fetched.address + (address[len(file) :] if mark else "")
        failed: list[CellProblem] = []
        for sheet, rows in read_sheets(
            fetched.body, named, base, towns_beside(file, fetcher, base)
        ):
            failed += [one for one in sheet.problems if not one.column]
            for one in _examine_sheet(sheet, rows, base, validate):
                yield replace(one, item=None) if failed else one
        if failed:
            raise SourceFailed(_sentence(failed[0]))

    def template(self, kinds: Sequence[str], *, workbook: bool) -> Template:
        """A workbook with the template of each kind, or the only one's as CSV. Raises NotFound."""
        stem = kinds[0] if len(kinds) == 1 else "smartland"
        if workbook:
            return Template(f"{stem}.xlsx", XLSX_TYPE, template_xlsx(kinds))
        (kind,) = kinds
        return Template(f"{stem}.csv", CSV_TYPE, template(kind))


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


def _examine_sheet(
    sheet: Sheet, rows: Iterator[SheetRow], base: str, validate: Validate | None
) -> Iterator[Examined]:
    for one in sheet.problems:
        yield Examined(_column_item(sheet, one) if one.column else None, (one,))
    if any(not one.column for one in sheet.problems):
        return
    for row in rows:
        if validate and not row.errors:
            broken = tuple(_invalid(sheet, row, base, validate))
            yield _examined(sheet, replace(row, problems=(*row.problems, *broken)))
        else:
            yield _examined(sheet, row)
    # which columns hold something is known when all rows were read
    for one in _unknown_columns(sheet):
        yield Examined(_column_item(sheet, one), (one,))


def _examined(sheet: Sheet, row: SheetRow) -> Examined:
    kind = sheet.kind.name
    if row.errors:
        where = f"{_where(sheet)}row {row.number}"
        # under the name of its resource, which then does not count as gone from the sheet
        key = f"{kind}/{row.key}" if row.key and not row.again else where
        reason = "; ".join(_sentence(one).en for one in row.errors)
        return Examined(Rejected(key, reason), row.problems)
    remarks = tuple(_sentence(one).en for one in row.problems)
    description = Description(kind, f"{kind}/{row.key}", row.document, key=row.key)
    return Examined(Found(description, remarks), row.problems)


def _unknown_columns(sheet: Sheet) -> Iterator[CellProblem]:
    """The columns that nobody reads although they hold something."""
    for index in sorted(sheet.unknown):
        if index in sheet.filled:
            header = sheet.header[index]
            message = texts.UNKNOWN_COLUMN.format(header=header, kind=sheet.kind.name)
            yield sheet.problem(sheet.header_row, index, message)


def _column_item(sheet: Sheet, problem: CellProblem) -> Item:
    return Rejected(f"{_where(sheet)}column {problem.column}", _sentence(problem).en)


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
            yield sheet.problem(row.number, index, problem.message, ERROR)


def _column_of(path: str, placed: Mapping[str, int]) -> int:
    """The column that a path of the document came from, or one of what it is part of; else -1."""
    while path:
        for known, index in placed.items():
            if known == path or known.startswith(f"{path}."):
                return index
        path = path.rpartition(".")[0]
    return -1
