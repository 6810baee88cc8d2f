"""CORDIS: projects of FP7, Horizon 2020 and Horizon Europe, who takes part in them, their topics.

The source is a file, a folder, or an archive as CORDIS publishes it. Tables (CSV, XLSX) and JSON
are told by their columns, whatever the file is called; what lies together is joined by PIC, grant
number and record number, so a table of participants alone gives projects that others complete.

What is decided here:

- **Kinds.** PRC is a firm, HES a university, PUB an administration. REC (research organisations)
  count as universities: our kind is defined as institutions "of higher education or research", and
  what others look for in both is the same, competences. OTH (other) counts as an association:
  what is left beside the four is mostly foundations, clusters, chambers and networks. Both are
  remarked at each item. Without any activity type an organisation is rejected, not guessed.
- **Names.** A stakeholder's key is its PIC, whatever other codes it has, because projects
  refer to it so. A PIC without a name anywhere in the source becomes no stakeholder; the project
  still refers to it, and a source that names it later fills the gap.
- **One of many rows.** An organisation comes once a participation. The newest row
  (contentUpdateDate) counts, then the most frequent value, then the first by alphabet: never the
  order of rows. Contradictions are remarked once.
- **Projects without a title** are taken: who works with whom is worth having at the scale at which
  research copies give it. The acronym stands in for the title, else programme and number in plain
  words, which claim nothing. Copies without grant numbers keep CORDIS's record number as their key
  (``cordis-221856``), unless a table beside says which grant that is.
- **Money.** A participant's grant is net of what it passes on; a cost of 0 means that none is told.
- **Calls.** The topic, described where a table or a copy gives its title; FP7 and H2020 are closed.
- **Size** is left out: "SME" says that an organisation is none of the large ones, not which size.
- **Left out knowingly:** partners without a PIC, contact persons, deliverables, reports.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import ClassVar

from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Expected, Item, Rejected
from smartland_importers.cordis_calls import call
from smartland_importers.cordis_classes import Classes, is_vocabulary, read_classes
from smartland_importers.cordis_columns import (
    ORGANISATION,
    PROJECT,
    TOPIC,
    UNKNOWN,
    NotCordis,
    recognise,
)
from smartland_importers.cordis_files import File, read_files
from smartland_importers.cordis_json import read_json
from smartland_importers.cordis_programmes import programme_in_name
from smartland_importers.cordis_projects import project
from smartland_importers.cordis_rows import Read, facts_of, read_row
from smartland_importers.cordis_stakeholders import stakeholder
from smartland_importers.cordis_store import Store
from smartland_importers.cordis_towns import Seats, seats_beside
from smartland_importers.tables import Table, read_tables
from smartland_importers.towns import LIST

NOTHING = Label(
    it="{address} non descrive progetti, organizzazioni o temi: indicare la cartella o l'archivio "
    "con tutte le tabelle.",
    en="{address} describes no projects, organisations or topics: give the folder or the archive "
    "with all tables.",
)


class CordisImporter:
    """Harvests stakeholders, projects with their participants, and calls from CORDIS."""

    name: ClassVar[str] = "cordis"
    label: ClassVar[Label] = Label(
        it="Progetti europei di ricerca (CORDIS)", en="European research projects (CORDIS)"
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """Bad rows first, then calls, stakeholders and projects, each once and by key.

        In a folder or archive a file that is not CORDIS's is rejected as one item; alone it fails
        the source. Municipalities are linked where ISTAT's list lies in the folder or beside it,
        EuroSciVoc where the vocabulary lies in it. Raises SourceFailed and TooLarge.
        """
        with closing(Store()) as store:
            filling = _Filling(store)
            yield from filling.take(address, fetcher)
            store.join()
            seats = seats_beside(address, fetcher, base)
            counts = [store.count(sort) for sort in (TOPIC, ORGANISATION, PROJECT)]
            if not any(counts):
                raise filling.foreign or SourceFailed(NOTHING.format(address=address))
            yield Expected(sum(counts))
            yield from _items(store, seats, filling.classes)


def _items(store: Store, seats: Seats | None, classes: Classes | None) -> Iterator[Item]:
    for code, statements in store.statements(TOPIC):
        yield call(code, statements)
    for pic, statements in store.statements(ORGANISATION):
        item = stakeholder(pic, statements, seats)
        if item:
            yield item
    for said in store.projects():
        yield project(said, classes)


@dataclass
class _Filling:
    """Reads every file of a source into the store."""

    store: Store
    classes: Classes | None = None
    foreign: NotCordis | None = None

    def take(self, address: str, fetcher: Fetcher) -> Iterator[Rejected]:
        """The rows that cannot be used, and the files that are not CORDIS's."""
        for file in read_files(address, fetcher, frozenset({LIST})):
            try:
                yield from self._take_file(file)
            except NotCordis as error:
                self.foreign = self.foreign or error
                yield Rejected(file.name, error.message.en)

    def _take_file(self, file: File) -> Iterator[Rejected]:
        if is_vocabulary(file.name):
            self.classes = read_classes(file.body, file.name)
            return
        programme = programme_in_name(file.name)
        if file.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            for records in read_json(file.body, file.name, programme):
                yield from self._keep(records)
            return
        for table in read_tables(file.body, file.name):
            yield from self._take_table(table, programme)

    def _take_table(self, table: Table, programme: str) -> Iterator[Rejected]:
        found = recognise(table.header)
        if found is None:
            columns = ", ".join(table.header)[:200]
            raise NotCordis(UNKNOWN.format(name=table.name, columns=columns))
        sheet, columns_by_field = found
        for row in table.rows:
            where = f"{table.name}, row {row.number}"
            if row.fault:
                yield Rejected(where, row.fault.en)
                continue
            facts = facts_of(row.cells, columns_by_field, programme)
            yield from self._keep(read_row(sheet.sort, facts, where))

    def _keep(self, records: Read) -> Iterator[Rejected]:
        for record in records:
            if isinstance(record, Rejected):
                yield record
            else:
                self.store.add(record)
