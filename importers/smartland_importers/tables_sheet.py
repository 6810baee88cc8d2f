"""One worksheet of XLSX as records (ECMA-376 part 1, 18.3)."""

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from smartland.errors import Label, TooLarge
from smartland_importers.tables_cells import GENERAL, NumberFormat, show_number
from smartland_importers.tables_record import LONGEST_TEXT, Record

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_BOOLEANS = {"1": "true", "0": "false"}
# how the format writes characters that XML does not allow (ECMA-376 part 1, 22.4.2.4)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

MOST_ROWS = 1_048_576
"""Rows of a sheet, empty ones too, that the format knows."""

MANY_ROWS = Label(
    it="Il foglio {name} ha più di {limit} righe.",
    en="The sheet {name} has more than {limit} rows.",
)
MANY_COLUMNS = Label(
    it="Il foglio {name} ha valori oltre la colonna numero {limit}.",
    en="The sheet {name} has values beyond column number {limit}.",
)
LONG_TEXT = Label(
    it="Il foglio {name} ha una cella di più di {limit} caratteri.",
    en="The sheet {name} has a cell of more than {limit} characters.",
)
BAD_CELL = Label(
    it="la cella {cell} rimanda a un testo che manca",
    en="the cell {cell} points to a text that is missing",
)


class SheetReader:
    """Takes the events of a worksheet's XML and gives ``records``, for the caller to empty.

    ``texts`` are the workbook's shared texts, ``formats`` those of its styles. Raises TooLarge.
    """

    def __init__(
        self,
        name: str,
        texts: Sequence[str],
        formats: Sequence[NumberFormat],
        columns: int,
        *,
        from_1904: bool,
    ) -> None:
        self.records: deque[Record] = deque()
        self._name = name
        self._texts = texts
        self._formats = formats
        self._columns = columns
        self._from_1904 = from_1904
        self._row = 0
        self._cells: list[str] = []
        self._fault: Label | None = None
        self._column = -1
        self._sort, self._style = "n", ""
        self._parts: list[str] = []
        self._size = 0
        self._hint = self._taking = False
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "c": self._start_cell,
            "v": self._start_text,
            "t": self._start_text,
            "rPh": self._start_hint,
            "row": self._start_row,
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        begin = self._starts.get(name)
        if begin:
            begin(attributes)
        else:
            self._taking = False

    def end(self, name: str) -> None:
        """An element ends."""
        self._taking = False
        if name == "c":
            self._end_cell()
        elif name == "rPh":
            self._hint = False
        elif name == "row" and (self._cells or self._fault):
            self.records.append(Record(self._row, self._cells, (), self._fault))

    def characters(self, text: str) -> None:
        """Text inside an element."""
        if self._taking:
            self._parts.append(text)
            self._size += len(text)
            if self._size > LONGEST_TEXT:
                raise TooLarge(LONG_TEXT.format(name=self._name, limit=LONGEST_TEXT))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r", "")
        # rows and cells may leave out where they are: they follow the one before
        self._row = int(given) if given.isdecimal() and len(given) < 8 else self._row + 1
        if self._row > MOST_ROWS:
            raise TooLarge(MANY_ROWS.format(name=self._name, limit=MOST_ROWS))
        self._cells, self._column, self._fault = [], -1, None

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _column(reference[1]) if reference else self._column + 1
        self._sort, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._parts.clear()
        self._size = 0

    def _start_text(self, _: Mapping[str, str]) -> None:
        self._taking = not self._hint

    def _start_hint(self, _: Mapping[str, str]) -> None:
        self._hint, self._taking = True, False

    def _end_cell(self) -> None:
        value = self._value("".join(self._parts)).strip() if self._parts else ""
        if not value:
            return
        if self._column >= self._columns:
            raise TooLarge(MANY_COLUMNS.format(name=self._name, limit=self._columns))
        missing = self._column + 1 - len(self._cells)
        self._cells += [""] * missing
        self._cells[self._column] = value

    def _value(self, text: str) -> str:
        if self._sort == "s":
            number = int(text) if text.isdecimal() and len(text) < 9 else -1
            if 0 <= number < len(self._texts):
                return self._texts[number]
            self._fault = BAD_CELL.format(cell=f"{self._row}:{self._column + 1}")
            return ""
        if self._sort == "n":
            style = self._style
            known = int(style) if style.isdecimal() and len(style) < 6 else -1
            shown = self._formats[known] if 0 <= known < len(self._formats) else GENERAL
            return show_number(text, shown, from_1904=self._from_1904)
        return _BOOLEANS.get(text, text) if self._sort == "b" else unescape(text)


def unescape(text: str) -> str:
    """A text of the format with its ``_x000D_`` resolved."""
    return _ESCAPED.sub(_resolve, text) if "_x" in text else text


def _resolve(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character.isprintable() or character in "\t\n\r" else ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
