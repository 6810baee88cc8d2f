"""Tables that people keep in files: CSV, TSV and XLSX as rows of named cells, read lazily."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from smartland.errors import Label, SourceFailed, TooLarge
from smartland_importers.tables_record import LIMITS, Limits, Record
from smartland_importers.tables_text import read_records
from smartland_importers.tables_xlsx import read_sheets

FIRST_BYTES_OF_ZIP = b"PK\x03\x04"
FIRST_BYTES_OF_OLD_EXCEL = b"\xd0\xcf\x11\xe0"

OLD_EXCEL = Label(
    it="{name} è protetto da password o è un vecchio file di Excel: salvarlo come .xlsx o .csv.",
    en="{name} is protected by a password or an old Excel file: save it as .xlsx or .csv.",
)
NO_ROWS = Label(it="{name} non contiene righe.", en="{name} holds no rows.")
MANY_COLUMNS = Label(
    it="{name} ha più di {limit} colonne.", en="{name} has more than {limit} columns."
)
MANY_ROWS = Label(it="{name} ha più di {limit} righe.", en="{name} has more than {limit} rows.")
LONG_CELL = Label(
    it="la cella {cell} ({column}) ha più di {limit} caratteri",
    en="the cell {cell} ({column}) has more than {limit} characters",
)
SURPLUS = Label(
    it="valori oltre l'ultima colonna, dalla cella {cell}: {value!r}",
    en="values beyond the last column, from the cell {cell} on: {value!r}",
)


@dataclass(frozen=True)
class Row:
    """One row by column name; ``number`` is the one that a spreadsheet program shows.

    Every column has a cell; an empty one is ``""``. ``fault`` tells why the row must not be used
    (a cell past the limit, values beyond the last column), ``remarks`` what was repaired in it.
    """

    number: int
    cells: Mapping[str, str]
    remarks: tuple[str, ...] = ()
    fault: Label | None = None


@dataclass(frozen=True)
class Table:
    """One sheet, or one text file: the names of its columns and its rows, which are read once.

    ``header_row`` is the number of the row with the names. A name that comes again is
    ``name (2)``, and in ``repeated``; a column without a name goes by its letter: ``(C)``.
    ``rows`` leaves out empty rows and raises SourceFailed or TooLarge.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    repeated: tuple[str, ...] = ()
    header_row: int = 1


def read_tables(body: bytes, name: str, limits: Limits = LIMITS) -> Iterator[Table]:
    """The tables of a file: one of CSV or TSV, one for each visible sheet of XLSX.

    ``name`` is the file's name or address, for messages and as a hint at its form. The first row
    that is not empty names the columns; a sheet without any is left out. Read the rows of a table
    before asking for the next. Raises SourceFailed (not a table, broken) and TooLarge.
    """
    sheets: Iterable[tuple[str, Iterator[Record]]]
    if body.startswith(FIRST_BYTES_OF_OLD_EXCEL):
        raise SourceFailed(OLD_EXCEL.format(name=name))
    if body.startswith(FIRST_BYTES_OF_ZIP):
        sheets = read_sheets(body, name, limits)
    else:
        sheets = [(name, read_records(body, name, limits))]
    empty = True
    for sheet, records in sheets:
        table = _table(sheet, records, limits)
        if table:
            empty = False
            yield table
    if empty:
        raise SourceFailed(NO_ROWS.format(name=name))


def column_letter(index: int) -> str:
    """How spreadsheet programs name a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _table(name: str, records: Iterator[Record], limits: Limits) -> Table | None:
    first = next((one for one in records if any(one.cells) or one.fault), None)
    if first is None:
        return None
    if first.fault:
        raise SourceFailed(first.fault)
    cells = list(first.cells)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > limits.columns:
        raise TooLarge(MANY_COLUMNS.format(name=name, limit=limits.columns))
    header, repeated = _header(cells)
    rows = _rows(name, header, records, limits)
    return Table(name, header, rows, repeated, first.number)


def _header(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the columns, each one once, and those that came more than once."""
    names = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    counts = Counter(name for name in names if name)
    taken, header = set[str](), list[str]()
    for index, name in enumerate(names):
        unique, number = name or f"({column_letter(index)})", 1
        while unique in taken:
            number += 1
            unique = f"{name} ({number})"
        taken.add(unique)
        header.append(unique)
    return tuple(header), tuple(name for name, count in counts.items() if count > 1)


def _rows(
    name: str, header: tuple[str, ...], records: Iterator[Record], limits: Limits
) -> Iterator[Row]:
    nothing = [""] * len(header)
    count = 0
    for record in records:
        cells = record.cells
        if not any(cells) and not record.fault:
            continue
        count += 1
        if count > limits.rows:
            raise TooLarge(MANY_ROWS.format(name=name, limit=limits.rows))
        fault = record.fault or _fault(record, header, limits)
        named = dict(zip(header, chain(cells, nothing), strict=False))
        yield Row(record.number, named, record.remarks, fault)


def _fault(record: Record, header: tuple[str, ...], limits: Limits) -> Label | None:
    cells, width = record.cells, len(header)
    if max(map(len, cells)) > limits.cell:
        index = next(at for at, cell in enumerate(cells) if len(cell) > limits.cell)
        column = header[index] if index < width else ""
        where = f"{column_letter(index)}{record.number}"
        return LONG_CELL.format(cell=where, column=column, limit=limits.cell)
    if len(cells) > width and any(cells[width:]):
        index = next(at for at in range(width, len(cells)) if cells[at])
        where = f"{column_letter(index)}{record.number}"
        return SURPLUS.format(cell=where, value=cells[index][:60])
    return None
