"""PA digitale 2026: the calls of the PNRR for public administrations, and what they funded."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from smartland.domain.text import fold
from smartland.errors import Label, SourceFailed, TooLarge
from smartland.ports.fetch import Fetched, Fetcher
from smartland.ports.importer import Expected, Found, Item, Rejected
from smartland_importers.json_pages import NO_FILE, decode_json, is_url
from smartland_importers.pnrr_calls import COLUMNS as CALL_COLUMNS
from smartland_importers.pnrr_calls import Notice, describe_call, notice_of, title_key
from smartland_importers.pnrr_projects import COLUMNS as APPLICATION_COLUMNS
from smartland_importers.pnrr_projects import (
    MOST,
    TOO_MANY,
    Projects,
    describe_project,
    read_application,
)
from smartland_importers.tables import read_tables

ACCEPT = "text/csv, application/json;q=0.9, */*;q=0.1"
_FOLDERS = (".", "data", "calls", "projects")
_CALLS, _APPLICATIONS = "avvisi", "candidature_"
# of two forms of one file the first is read
_ENDINGS: Final = (".csv", ".csv.gz", ".json", ".json.gz")
_LINES: Final = 5
"""Lines of one record: quoted cells go over several."""
_NOT_WORDS = re.compile(r"[^a-z0-9]+")

UNKNOWN = Label(
    it="{address} non è un file di PA digitale 2026: né avvisi né candidature finanziate.",
    en="{address} is no file of PA digitale 2026: neither calls nor funded applications.",
)


@dataclass(frozen=True)
class _Line:
    """One record of a file; ``fault`` tells why it cannot be used."""

    where: str
    cells: Mapping[str, str]
    fault: str = ""


class PnrrImporter:
    """Harvests calls, and one project a CUP with the administration that has the money."""

    name: ClassVar[str] = "pnrr"
    label: ClassVar[Label] = Label(
        it="PNRR: avvisi e candidature finanziate di PA digitale 2026",
        en="PNRR: calls and funded applications of PA digitale 2026",
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """The calls, then the projects.

        ``address`` is a file of calls or of applications (CSV or JSON), a folder with such files
        (also in its ``data``, ``calls`` and ``projects``), or a URL of one. Raises SourceFailed.
        """
        calls: dict[str, Notice] = {}
        projects = Projects()
        for one in _files(address):
            fetched = fetcher.fetch(one, accept=ACCEPT)
            yield from _read_file(fetched, calls, projects, base)
        yield Expected(len(calls) + len(projects.by_cup))
        for cup in projects.by_cup:
            yield describe_project(cup, projects, calls, base)


def _read_file(
    fetched: Fetched, calls: dict[str, Notice], projects: Projects, base: str
) -> Iterator[Found | Rejected]:
    """The calls of a file at once; its applications go to ``projects``, to be joined by CUP."""
    for line in _lines(fetched):
        if line.fault:
            yield Rejected(line.where, line.fault)
        elif line.cells.keys() >= CALL_COLUMNS:
            item = describe_call(line.cells, line.where)
            if isinstance(item, Found):
                key = title_key(line.cells["titolo"])
                calls.setdefault(key, notice_of(item, line.cells, base))
            yield item
        else:
            application = read_application(line.cells, line.where)
            if isinstance(application, Rejected):
                yield application
            else:
                projects.add(application)


def _lines(fetched: Fetched) -> Iterator[_Line]:
    """The records of a CSV or JSON file, column names in lower case with underscores."""
    name = Path(fetched.address).name
    if fetched.body.count(b"\n") > _LINES * MOST:
        raise TooLarge(TOO_MANY.format(limit=MOST))
    start = fetched.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"[", b"{"):
        yield from _json_lines(fetched, name)
        return
    for table in read_tables(fetched.body, fetched.address):
        names = {column: _column(column) for column in table.header}
        _check(names.values(), fetched)
        for row in table.rows:
            cells = {names[column]: cell for column, cell in row.cells.items()}
            fault = row.fault.en if row.fault else ""
            yield _Line(f"{name}, row {row.number}", cells, fault)


def _json_lines(fetched: Fetched, name: str) -> Iterator[_Line]:
    records = decode_json(fetched)
    if not isinstance(records, list):
        raise SourceFailed(UNKNOWN.format(address=fetched.address))
    for number, record in enumerate(records, 1):
        where = f"{name}, record {number}"
        if not isinstance(record, dict):
            yield _Line(where, {}, "not an object")
            continue
        cells = {_column(key): _cell(value) for key, value in record.items()}
        if number == 1:
            _check(cells, fetched)
        missing = "" if _known(cells) else "lacks the fields of a call or an application"
        yield _Line(where, cells, missing)


def _cell(value: object) -> str:
    return "" if value is None or isinstance(value, (bool, dict, list)) else str(value)


def _column(name: str) -> str:
    return _NOT_WORDS.sub("_", fold(name)).strip("_")


def _known(columns: Iterable[str]) -> bool:
    given = frozenset(columns)
    return given >= CALL_COLUMNS or given >= APPLICATION_COLUMNS


def _check(columns: Iterable[str], fetched: Fetched) -> None:
    if not _known(columns):
        raise SourceFailed(UNKNOWN.format(address=fetched.address))


def _files(address: str) -> list[str]:
    """The address, or the files of a folder: calls first, each file in one form only."""
    if is_url(address) or not Path(address).is_dir():
        return [address]
    found: dict[str, Path] = {}
    for folder in (Path(address) / one for one in _FOLDERS):
        for ending in _ENDINGS:
            for path in sorted(folder.glob(f"*{ending}")) if folder.is_dir() else ():
                found.setdefault(path.name.partition(".")[0], path)
    calls = [str(path) for stem, path in found.items() if _CALLS in stem]
    applications = [str(path) for stem, path in found.items() if stem.startswith(_APPLICATIONS)]
    if not calls + applications:
        names = f"*{_CALLS}*, {_APPLICATIONS}*"
        raise SourceFailed(NO_FILE.format(address=address, names=names))
    return calls + applications
