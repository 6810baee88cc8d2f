"""The register of innovative start-ups of the chambers of commerce, CSV or XLSX."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher
from smartland.ports.importer import Expected, Item, Rejected
from smartland_importers.startups_columns import LONGEST, Columns, find_columns
from smartland_importers.startups_firm import Firms, Identity, identify
from smartland_importers.startups_values import EDITION_BEFORE, IN_USE_SINCE, LATEST_EDITION
from smartland_importers.tables import Row, read_tables
from smartland_importers.tables_record import Limits
from smartland_importers.towns import Towns, towns_beside

NOT_THE_REGISTER = Label(
    it="{address} non è l'elenco delle startup: servono le colonne della denominazione e del "
    "codice fiscale o della data di iscrizione.",
    en="{address} is not the register of start-ups: a column with the name and one with the tax "
    "code or the day of entry are needed.",
)
LIMITS = Limits(rows=100_000, unpacked=200_000_000, elements=2_000_000)
"""The register has 12,000 rows of 20 cells; its file is read twice."""
_ACCEPT = (
    "text/csv, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;q=0.9, */*;q=0.1"
)


class StartupsImporter:
    """Harvests the firms of a special section of the business register."""

    name: ClassVar[str] = "startups"
    label: ClassVar[Label] = Label(
        it="Registro delle startup innovative", en="Register of innovative start-ups"
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """One stakeholder a firm, in the order of the file.

        Of several rows about one firm the latest counts; the others are rejected with the row that
        counts. Towns become municipalities by ISTAT's list beside a local file. Raises
        SourceFailed where no sheet is the register.
        """
        fetched = fetcher.fetch(address, accept=_ACCEPT)
        survey = _survey(fetched)
        if not survey.columns:
            raise SourceFailed(NOT_THE_REGISTER.format(address=address))
        yield Expected(survey.rows)
        towns = towns_beside(address, fetcher, base)
        yield from _read_firms(fetched, survey, towns)


@dataclass
class _Survey:
    """What must be known of a whole file before its first firm is told.

    ``columns`` by sheet; ``latest`` the place (sheet, row) of the row that counts, by identity;
    ``namesakes`` the rows with the same name in the same town.
    """

    columns: dict[str, Columns] = field(default_factory=dict)
    rows: int = 0
    newest: str = ""
    latest: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    namesakes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sheet: str, row: Row, identity: Identity) -> None:
        """Count one row."""
        self.rows += 1
        self.newest = max(self.newest, identity.entered)
        place = (identity.age, sheet, row.number)
        known = self.latest.get(identity.key)
        # of rows of one year the last counts: registers are continued at their end
        if known is None or known[0] <= place[0]:
            self.latest[identity.key] = place
        self.namesakes[identity.namesake].append(row.number)


def _survey(fetched: Fetched) -> _Survey:
    survey = _Survey()
    for sheet, columns, rows in _register_sheets(fetched):
        survey.columns[sheet] = columns
        for row in rows:
            identity = identify(columns, row.cells)
            if identity:
                survey.add(sheet, row, identity)
            else:
                survey.rows += 1
    survey.namesakes = {one: rows for one, rows in survey.namesakes.items() if len(rows) > 1}
    return survey


def _register_sheets(fetched: Fetched) -> Iterator[tuple[str, Columns, Iterator[Row]]]:
    """The sheets that hold the register; a workbook has others with notes."""
    for table in read_tables(fetched.body, fetched.address, LIMITS):
        columns = find_columns(table.header)
        if columns:
            yield table.name, columns, table.rows


def _read_firms(fetched: Fetched, survey: _Survey, towns: Towns | None) -> Iterator[Item]:
    edition = LATEST_EDITION if survey.newest >= IN_USE_SINCE else EDITION_BEFORE
    for sheet, columns, rows in _register_sheets(fetched):
        firms = Firms(columns, columns.edition or edition, towns)
        for row in rows:
            yield _read_row(firms, sheet, row, survey)


def _read_row(firms: Firms, sheet: str, row: Row, survey: _Survey) -> Item:
    identity = identify(firms.columns, row.cells)
    if identity is None:
        missing = f"no name of up to {LONGEST} characters, or no tax code, day of entry or town"
        fault = row.fault.en if row.fault else missing
        return Rejected(f"row {row.number}", f"row {row.number}: {fault}")
    _, counted_sheet, counted = survey.latest[identity.key]
    if (counted_sheet, counted) != (sheet, row.number):
        reason = f"row {row.number}: the same firm as row {counted}, which is the later one"
        return Rejected(f"{identity.source_key}, row {row.number}", reason)
    if row.fault:
        return Rejected(identity.source_key, f"row {row.number}: {row.fault.en}")
    others = _others(survey.namesakes, identity, row.number)
    return firms.read(row, identity, others)


def _others(namesakes: Mapping[str, list[int]], identity: Identity, number: int) -> tuple[int, ...]:
    return tuple(one for one in namesakes.get(identity.namesake, ()) if one != number)
