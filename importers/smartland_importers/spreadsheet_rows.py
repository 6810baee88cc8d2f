"""Tables filled in by people as descriptions: the kind, the columns, the rows, what is wrong."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from smartland.domain.fields import Code, Field, Part
from smartland.domain.identity import KEY, mint_key
from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.domain.text import every_word
from smartland.errors import Label
from smartland.ports.importer import ERROR, WARNING, CellProblem
from smartland_importers import spreadsheet_texts as texts
from smartland_importers.spreadsheet_cells import BadCell, Reading, read_cell
from smartland_importers.spreadsheet_columns import ID, Column, find_column
from smartland_importers.tables import Row, Table, column_letter
from smartland_importers.towns import Towns

MARK = "#"
"""With it begins the first header of a template (``#stakeholder``) and each row to be skipped."""


@dataclass(frozen=True)
class SheetRow:
    """One row as a description; ``problems`` with an ERROR keep it out.

    ``key`` is the resource's key, minted from a register's code or ``id``; ``placed`` tells which
    column (its index) each path of the document came from, ``again`` that an earlier row has the
    same key.
    """

    number: int
    key: str
    document: Mapping[str, Json]
    problems: tuple[CellProblem, ...]
    placed: Mapping[str, int]
    again: bool = False

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        """The problems that keep the row out."""
        return tuple(one for one in self.problems if one.severity == ERROR)


@dataclass
class Sheet:
    """A table whose kind is known; ``problems`` concern its header."""

    name: str
    kind: Kind
    header: tuple[str, ...]
    columns: dict[int, Column] = field(default_factory=dict)
    identifier: int = -1
    unknown: dict[int, str] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    header_row: int = 1
    filled: set[int] = field(default_factory=set)

    def note_filled(self, row: Row) -> None:
        """Remember which unknown columns hold something."""
        self.filled.update(at for at, header in self.unknown.items() if row.cells[header])

    def problem(self, row: int, index: int, message: Label, severity: str = ERROR) -> CellProblem:
        """A problem at a column; at none for a negative index."""
        letter = column_letter(index) if index >= 0 else ""
        header = self.header[index] if index >= 0 else ""
        return CellProblem(row, letter, header, message, self.name, severity)


def find_kind(table: Table, address: str, said_so: str) -> Kind | None:
    """The kind that a table describes, by the first that tells: the mark in its first header,
    ``said_so`` (what follows ``#`` in an address), the sheet's name, the file's name."""
    file = PurePosixPath(unquote(urlsplit(address).path)).name.partition(".")[0]
    marked = table.header[0].removeprefix(MARK) if table.header[0].startswith(MARK) else ""
    sheet = table.name if table.name != address else ""
    for said in (marked, unquote(said_so), sheet, file):
        found = _named(said)
        if found:
            return found
    return None


def _named(said: str) -> Kind | None:
    """A kind by name, label or plural in either language; the name of a file may go on."""
    folded = " ".join(every_word(said))
    for name, kind in _kind_names():
        if folded == name or folded.startswith(f"{name} "):
            return KINDS[kind]
    return None


@cache
def _kind_names() -> tuple[tuple[str, str], ...]:
    """(folded name, kind), the longest first: "data service" before "data"."""
    found = {
        (" ".join(every_word(name)), kind.name)
        for kind in KINDS.values()
        for name in (kind.name, *vars(kind.label).values(), *vars(kind.plural).values())
    }
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one)))


def read_sheet(table: Table, kind: Kind, sheet_name: str) -> Sheet:
    """The columns of a table, with what is wrong about them."""
    sheet = Sheet(sheet_name, kind, table.header, header_row=table.header_row)
    taken: dict[str, int] = {}
    for index, written in enumerate(table.header):
        header = re.sub(r" \(\d+\)$", "", written) if written not in table.repeated else written
        if index == 0 and written.startswith(MARK):
            continue
        if header.strip().lower() == ID and ID not in taken:
            sheet.identifier = taken[ID] = index
            continue
        column = find_column(kind, header) or find_column(kind, written)
        if column is None:
            sheet.unknown[index] = written
        elif column.path in taken:
            other = column_letter(taken[column.path])
            message = texts.SAME_COLUMN.format(other=other, name=column.name)
            sheet.problems.append(sheet.problem(sheet.header_row, index, message))
        else:
            taken[column.path] = index
            sheet.columns[index] = column
    sheet.problems += _missing(sheet)
    return sheet


def _missing(sheet: Sheet) -> Iterator[CellProblem]:
    given = {column.field.name for column in sheet.columns.values() if not column.steps}
    given |= {column.steps[0].part.name for column in sheet.columns.values() if column.steps}
    for one in sheet.kind.fields:
        if one.required and one.name not in given:
            message = texts.NO_COLUMN.format(name=one.name, label=one.label)
            yield sheet.problem(sheet.header_row, -1, message)
    codes = [one.name for one in sheet.kind.fields if isinstance(one, Code) and one.identifies]
    if sheet.identifier < 0 and not given & set(codes):
        yield sheet.problem(
            sheet.header_row, -1, texts.NO_ID_COLUMN.format(codes=", ".join(codes) or "–")
        )


def is_skipped(sheet: Sheet, row: Row, explanations: frozenset[str]) -> bool:
    """True for the template's rows of explanation and example, marked or known by their text."""
    first = row.cells[sheet.header[0]]
    if sheet.header[0].startswith(MARK) and first.startswith(MARK):
        return True
    filled = [cell for cell in row.cells.values() if cell]
    return sum(cell in explanations for cell in filled) * 2 > len(filled)


def read_row(sheet: Sheet, row: Row, base: str, towns: Towns | None) -> SheetRow:
    """The description in a row. One at fault as a whole has no document."""
    if row.fault:
        fault = sheet.problem(row.number, -1, row.fault)
        return SheetRow(row.number, _key(sheet, row, {}), {}, (fault,), {})
    remarks = (Label(it=one, en=one) for one in row.remarks)
    problems = [sheet.problem(row.number, -1, one, WARNING) for one in remarks]
    document: dict[str, Json] = {}
    placed: dict[str, int] = {}
    for index, column in sheet.columns.items():
        text = row.cells[sheet.header[index]]
        if text:
            placed[column.path] = index
            reading = Reading(base, towns)
            try:
                _place(document, column, read_cell(column.field, text, reading))
            except BadCell as error:
                problems.append(sheet.problem(row.number, index, error.message))
            told = (sheet.problem(row.number, index, one, WARNING) for one in reading.remarks)
            problems.extend(told)
    problems += _required(sheet, row.number, document, placed)
    key = _key(sheet, row, document)
    if not key:
        problems.append(sheet.problem(row.number, sheet.identifier, texts.NO_ID))
    return SheetRow(row.number, key, _compact(document), tuple(problems), placed)


def _place(document: dict[str, Json], column: Column, value: Json) -> None:
    """Put a value where its column belongs; lists of structures are kept by number for now."""
    target = document
    for step in column.steps:
        target = target.setdefault(step.part.name, {})
        if step.number:
            target = target.setdefault(step.number, {})
    if column.language:
        target = target.setdefault(column.field.name, {})
        target[column.language] = value
    else:
        target[column.field.name] = value


def _compact(value: Json) -> Json:
    """The document with its numbered structures as lists."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(one, int) for one in value):
        return [_compact(value[number]) for number in sorted(value)]
    return {name: _compact(one) for name, one in value.items()}


def _required(
    sheet: Sheet, number: int, document: Mapping[str, Json], placed: Mapping[str, int]
) -> Iterator[CellProblem]:
    """Required fields without a value: of the kind, and of the structures that are given."""
    for path, one in _lacking(sheet.kind.fields, document, ""):
        index = next(
            (at for at, column in sheet.columns.items() if _is_under(column.path, path)), -1
        )
        if not any(_is_under(known, path) for known in placed):
            message = texts.REQUIRED if index >= 0 else texts.NO_COLUMN
            yield sheet.problem(number, index, message.format(name=path, label=one.label))


def _lacking(
    fields: Sequence[Field], document: Mapping[str, Json], path: str
) -> Iterator[tuple[str, Field]]:
    for one in fields:
        value = document.get(one.name)
        if value is None:
            if one.required:
                yield f"{path}{one.name}", one
        elif isinstance(one, Part):
            numbered = one.many
            inner = value.items() if numbered else [(0, value)]
            for number, part in inner:
                step = f"{path}{one.name}.{number - 1}." if numbered else f"{path}{one.name}."
                yield from _lacking(one.of.fields, part, step)


def _is_under(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _key(sheet: Sheet, row: Row, document: Mapping[str, Json]) -> str:
    """The key of the row's resource: by a register's code, else by ``id``; empty without either."""
    coded = any(
        isinstance(one, Code) and one.identifies and document.get(one.name)
        for one in sheet.kind.fields
    )
    if coded:
        return mint_key(sheet.kind, document)
    written = row.cells[sheet.header[sheet.identifier]] if sheet.identifier >= 0 else ""
    return sheet_key(written) if written else ""


def sheet_key(written: str) -> str:
    """``sheet-{id}``; an id with other than letters, digits, ``.``, ``_`` and ``-`` gets a digest,
    so that no two become one."""
    if KEY.fullmatch(written) and len(written) <= 120:
        return f"sheet-{written}"
    safe = re.sub(r"[^A-Za-z0-9._~-]+", "-", written)[:80].strip("-")
    return f"sheet-{safe}-{hashlib.sha256(written.encode()).hexdigest()[:8]}"
