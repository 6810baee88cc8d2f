"""XLSX as records, sheet by sheet, in the memory of its shared texts (ECMA-376 part 1, 18).

Why not a library: those that are fast lay out a sheet from its first to its last cell, so that a
file of a thousand bytes with a cell at the far corner ends the process.
"""

import io
import posixpath
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from smartland.errors import Label, SourceFailed, TooLarge
from smartland_importers.tables_cells import NumberFormat, number_format
from smartland_importers.tables_record import LONGEST_TEXT, Limits, Record
from smartland_importers.tables_sheet import SheetReader, unescape
from smartland_importers.tables_xml import feed

MOST_PARTS = 10_000
MOST_TEXTS = 2_000_000
_WORKBOOK = "xl/workbook.xml"

NOT_XLSX = Label(
    it="{name} non è un file XLSX integro: {reason}. Salvarlo come .xlsx o .csv.",
    en="{name} is no sound XLSX file: {reason}. Save it as .xlsx or .csv.",
)
LONG_TEXT = Label(
    it="{name}: un testo ha più di {limit} caratteri.",
    en="{name}: a text has more than {limit} characters.",
)
LARGE = Label(
    it="{name}: il foglio elettronico scompattato supera {limit} byte.",
    en="{name}: the unpacked workbook is larger than {limit} bytes.",
)


def read_sheets(body: bytes, name: str, limits: Limits) -> Iterator[tuple[str, Iterator[Record]]]:
    """(name, records) of each visible worksheet, in the order of the workbook.

    The unpacked size is checked by the directory of the archive, before anything is unpacked; what
    an archive says there is also the most that is read. Raises SourceFailed and TooLarge.
    """
    if body.count(b"PK\x01\x02") > MOST_PARTS:
        raise TooLarge(NOT_XLSX.format(name=name, reason=f"> {MOST_PARTS} parts"))
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            workbook = _Workbook(archive, name, limits)
            workbook.open()
            for title, part in workbook.sheets:
                yield title, _records(workbook, title, part)
    except _BROKEN_ARCHIVE as error:
        raise SourceFailed(NOT_XLSX.format(name=name, reason=str(error))) from error


_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
# RuntimeError: the archive wants a password; NotImplementedError: a packing that nobody uses


@dataclass
class _Workbook:
    """The parts of one archive that are read before its sheets."""

    archive: zipfile.ZipFile
    name: str
    limits: Limits
    sheets: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    formats: list[NumberFormat] = field(default_factory=list)
    from_1904: bool = False

    def open(self) -> None:
        """Read the list of sheets, the shared texts and the styles."""
        parts = {one.filename: one for one in self.archive.infolist()}
        if _WORKBOOK not in parts:
            raise SourceFailed(NOT_XLSX.format(name=self.name, reason=f"no {_WORKBOOK}"))
        if sum(one.file_size for one in parts.values()) > self.limits.unpacked:
            raise TooLarge(LARGE.format(name=self.name, limit=self.limits.unpacked))
        targets = _read_targets(self)
        _read_list(self, targets, parts)
        if "xl/sharedStrings.xml" in parts:
            _read_texts(self)
        if "xl/styles.xml" in parts:
            _read_styles(self)

    def elements(self, part: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """(local name, attributes) of each element of a small part."""
        queue: deque[tuple[str, Mapping[str, str]]] = deque()
        with self.archive.open(part) as file:
            take = queue.append
            most = self.limits.elements
            for _ in feed(part, file, lambda *one: take(one), _ignore, _ignore, most):
                while queue:
                    yield queue.popleft()


def _ignore(_: str) -> None:
    """What nobody asks for."""


def _qualified(attributes: Mapping[str, str], name: str) -> str:
    """An attribute by its local name: its namespace is one of two."""
    return next((value for key, value in attributes.items() if key.endswith(f" {name}")), "")


def _records(workbook: _Workbook, title: str, part: str) -> Iterator[Record]:
    sheet = SheetReader(
        title,
        workbook.texts,
        workbook.formats,
        workbook.limits.columns,
        from_1904=workbook.from_1904,
    )
    try:
        with workbook.archive.open(part) as file:
            most = workbook.limits.elements
            for _ in feed(part, file, sheet.start, sheet.end, sheet.characters, most):
                while sheet.records:
                    yield sheet.records.popleft()
    except _BROKEN_ARCHIVE as error:
        raise SourceFailed(NOT_XLSX.format(name=workbook.name, reason=str(error))) from error


def _read_targets(workbook: _Workbook) -> dict[str, str]:
    """Relation identifier → path of the part inside the archive."""
    part, targets = "xl/_rels/workbook.xml.rels", {}
    if part not in workbook.archive.NameToInfo:
        raise SourceFailed(NOT_XLSX.format(name=workbook.name, reason=f"no {part}"))
    for element, given in workbook.elements(part):
        if element == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            path = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))
            targets[given.get("Id", "")] = path.lstrip("/")
    return targets


def _read_list(
    workbook: _Workbook, targets: Mapping[str, str], parts: Mapping[str, zipfile.ZipInfo]
) -> None:
    for element, given in workbook.elements(_WORKBOOK):
        if element == "workbookPr":
            workbook.from_1904 = given.get("date1904", "") in ("1", "true")
        if element != "sheet" or given.get("state", "visible") != "visible":
            continue
        target = targets.get(_qualified(given, "id"), "")
        if target in parts:
            workbook.sheets.append((given.get("name", ""), target))


class _SharedTexts:
    """Takes the events of the shared texts; pronunciation hints (``rPh``) are not part of one."""

    def __init__(self, workbook: _Workbook) -> None:
        self._workbook = workbook
        self._parts: list[str] = []
        self._size = 0
        self._taking = self._hint = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            self._parts.clear()
            self._size = 0
        self._hint = self._hint or name == "rPh"
        self._taking = name == "t" and not self._hint

    def end(self, name: str) -> None:
        self._taking = False
        if name == "rPh":
            self._hint = False
        elif name == "si":
            self._workbook.texts.append(unescape("".join(self._parts)))

    def characters(self, text: str) -> None:
        if not self._taking:
            return
        self._parts.append(text)
        self._size += len(text)
        if self._size > LONGEST_TEXT:
            raise TooLarge(LONG_TEXT.format(name=self._workbook.name, limit=LONGEST_TEXT))


def _read_texts(workbook: _Workbook) -> None:
    part, texts = "xl/sharedStrings.xml", _SharedTexts(workbook)
    most = workbook.limits.elements
    with workbook.archive.open(part) as file:
        for _ in feed(part, file, texts.start, texts.end, texts.characters, most):
            if len(workbook.texts) > MOST_TEXTS:
                raise TooLarge(LARGE.format(name=workbook.name, limit=workbook.limits.unpacked))


def _read_styles(workbook: _Workbook) -> None:
    codes: dict[str, str] = {}
    inside = ""
    for element, given in workbook.elements("xl/styles.xml"):
        if element == "numFmt":
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif element in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = element
        elif element == "xf" and inside == "cellXfs":
            known = given.get("numFmtId", "0")
            number = int(known) if known.isdecimal() and len(known) < 6 else 0
            workbook.formats.append(number_format(number, codes.get(known, "")))
