"""CSV and TSV as records: the encoding and the delimiter are found out, nothing is evaluated."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from itertools import islice

from smartland.errors import Label, SourceFailed, TooLarge
from smartland_importers.tables_record import LIMITS, Limits, Record

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 131_072
_SAMPLE_ROWS = 50
_CHUNK = 1 << 20
LONGEST_RECORD = 12_000_000
"""Characters of one row with all its lines; the longest of real files has 100,000."""
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.I)

NOT_TEXT = Label(
    it="{name} non è una tabella: né testo (CSV, TSV) né XLSX.",
    en="{name} is no table: neither text (CSV, TSV) nor XLSX.",
)
OPEN_QUOTE = Label(
    it="{name}: le virgolette aperte nella riga {row} non si chiudono.",
    en="{name}: the quotes opened in row {row} are never closed.",
)
BROKEN = Label(
    it="{name}: la riga {row} non è leggibile: {reason}.",
    en="{name}: row {row} cannot be read: {reason}.",
)
LONG_ROW = Label(
    it="{name}: una riga ha più di {limit} caratteri.",
    en="{name}: a row has more than {limit} characters.",
)
MANY_LINES = Label(
    it="{name} ha più di {limit} righe, anche vuote.",
    en="{name} has more than {limit} rows, empty ones too.",
)
LONG_CELL = Label(
    it="una cella ha più di {limit} caratteri", en="a cell has more than {limit} characters"
)
NULS = "NUL characters were taken out"


class _Lines:
    """The lines of a text, remembering those of the record that is being read.

    Raises TooLarge for a record past LONGEST_RECORD: a line is never read whole to find out.
    """

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text = text
        self._name = name
        self._size = 0
        self.taken: list[str] = []
        self.repaired = False
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next line, without NUL characters."""
        line = self._text.readline(LONGEST_RECORD + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self._size += len(line)
        if self._size > LONGEST_RECORD:
            raise TooLarge(LONG_ROW.format(name=self._name, limit=LONGEST_RECORD))
        if "\0" in line:
            line = line.replace("\0", "")
            self.repaired = True
        self.taken.append(line)
        return line

    def forget(self) -> None:
        """Begin another record."""
        self.taken.clear()
        self._size = 0
        self.repaired = False


def read_records(body: bytes, name: str, limits: Limits = LIMITS) -> Iterator[Record]:
    """Each row of a delimited text, empty ones too, cells stripped.

    UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252. The delimiter is the one of
    comma, semicolon, tab and bar that makes the most even rows. Raises SourceFailed where it is no
    text or a quote is never closed, TooLarge.
    """
    encoding = find_encoding(body, name)
    text = io.TextIOWrapper(io.BytesIO(body), encoding, errors="replace", newline="")
    delimiter = find_delimiter(text.read(_SAMPLE), name)
    text.seek(0)
    lines = _Lines(text, name)
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        lines.forget()
        number += 1
        if number > 2 * limits.rows:
            raise TooLarge(MANY_LINES.format(name=name, limit=2 * limits.rows))
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _unreadable(lines, name, number, error)
            continue
        if lines.ended:  # the reader only asks for another line inside quotes
            raise SourceFailed(OPEN_QUOTE.format(name=name, row=number))
        if number == 1 and _SEPARATOR_LINE.fullmatch("".join(lines.taken)):
            cells = []
        yield Record(number, [cell.strip() for cell in cells], (NULS,) if lines.repaired else ())


def _unreadable(lines: _Lines, name: str, number: int, error: csv.Error) -> Record:
    """A row with an overlong cell on one line is left out; over many lines a quote is missing."""
    if "field limit" not in str(error):
        raise SourceFailed(BROKEN.format(name=name, row=number, reason=str(error))) from error
    if len(lines.taken) > 1:
        raise SourceFailed(OPEN_QUOTE.format(name=name, row=number)) from error
    return Record(number, [], (), LONG_CELL.format(limit=csv.field_size_limit()))


def find_encoding(body: bytes, name: str) -> str:
    """The encoding of a text by its BOM and bytes. Raises SourceFailed where it is no text."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if body[:4096].count(0) * 20 > len(body[:4096]):
        raise SourceFailed(NOT_TEXT.format(name=name))
    if body.startswith(BOM_UTF8):
        return "utf-8-sig"
    good, bad = _count_foreign(body)
    # one broken character in a UTF-8 text must not turn all others into two
    return "utf-8" if bad == 0 or good > 20 * bad else "cp1252"


def _count_foreign(body: bytes) -> tuple[int, int]:
    """(characters beyond ASCII that UTF-8 reads, those that it does not)."""
    if body.isascii():
        return 0, 0
    decoder = getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    for start in range(0, len(body), _CHUNK):
        text = decoder.decode(body[start : start + _CHUNK])
        bad += text.count("\ufffd")
        good += len(text) - len(text.encode("ascii", "ignore"))
    bad += decoder.decode(b"", final=True).count("\ufffd")
    return good - bad, bad


def find_delimiter(sample: str, name: str) -> str:
    """The delimiter of a text; what its first line ``sep=`` says, the name or the rows tell."""
    said = _SEPARATOR_LINE.match(sample.split("\n", 1)[0])
    if said and said[1] in DELIMITERS:
        return said[1]
    likely = "\t" if name.lower().removesuffix(".gz").endswith((".tsv", ".tab")) else ","
    scores = {one: _evenness(sample, one) for one in DELIMITERS}
    best = max(scores.values())
    if best == 0 or scores[likely] == best:
        return likely
    return max(scores, key=lambda one: scores[one])


def _evenness(sample: str, delimiter: str) -> float:
    """Columns of the header, times the share of rows that have as many; 0 for one column."""
    reader = csv.reader(io.StringIO(sample.replace("\0", ""), newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(reader, _SAMPLE_ROWS) if any(row)]
    except csv.Error:
        return 0
    if len(sample) >= _SAMPLE and len(widths) > 1:
        widths.pop()  # the last row may be cut
    if not widths or widths[0] < 2:
        return 0
    return widths[0] * sum(width == widths[0] for width in widths) / len(widths)
