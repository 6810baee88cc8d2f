"""A platform with two sources whose items a test gives, and a clock that it moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from smartland.adapters.sql import Database, open_database
from smartland.domain.resource import Description, Json, Revision
from smartland.errors import Label
from smartland.ports.fetch import Fetched, Fetcher, Posted
from smartland.ports.harvests import Run, Source
from smartland.ports.importer import Found, Item
from smartland.services.catalogue import Catalogue
from smartland.services.harvest import Harvest

BASE = "https://example.org/"
IPA, CORDIS = Source("ipa", "list", "ipa"), Source("cordis", "list", "cordis")
MILANO = f"{BASE}id/stakeholder/ipa-c_f205"
PIC = f"{BASE}id/stakeholder/pic-999879881"
NUMBER = "01199250158"


class ListImporter:
    """Gives what it was told to give for each address."""

    name: ClassVar[str] = "list"
    label: ClassVar[Label] = Label(it="elenco", en="list")

    def __init__(self) -> None:
        self.items: dict[str, list[Item]] = {}

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        yield from self.items[address]


class NoFetcher:
    """Never asked."""

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        raise AssertionError(address)


@dataclass
class World:
    """A platform with two sources, and a clock that the test moves."""

    database: Database
    catalogue: Catalogue
    importer: ListImporter
    harvest: Harvest
    today: datetime = datetime(2026, 5, 31, tzinfo=UTC)

    def run(self, source: Source, *items: Item) -> Run:
        self.importer.items[source.address] = list(items)
        return self.harvest.run(source)

    def head(self, iri: str) -> Revision:
        found = self.database.truth.head(iri)
        assert found is not None
        return found

    def edit(self, iri: str, **fields: Json) -> None:
        head = self.head(iri)
        self.catalogue.patch("stakeholder", head.key, fields, "owner", head.etag)

    def reason(self, run: Run) -> str:
        return self.database.harvests.outcomes(run.id, None, 10)[0].reason


@contextmanager
def opened(url: str) -> Iterator[World]:
    """The platform in the database at ``url``."""
    database = open_database(url)
    catalogue, importer = Catalogue(database.truth, BASE), ListImporter()
    harvest = Harvest(
        catalogue, database.harvests, NoFetcher(), {"list": importer}, database.proposals
    )
    made = World(database, catalogue, importer, harvest)
    harvest.clock = lambda: made.today
    try:
        yield made
    finally:
        database.close()


def body(key: str, **fields: Json) -> Found:
    document = {"stakeholder_kind": "administration"} | fields
    name = f"pic-{fields['pic']}" if "pic" in fields else ""
    return Found(Description("stakeholder", key, document, key=name))


def in_ipa(**more: Json) -> Found:
    given = {"name": {"it": "Comune di Milano"}, "ipa_code": "c_f205", "tax_code": NUMBER}
    return body("c_f205", **(given | more))


def in_cordis(**more: Json) -> Found:
    given = {"name": {"und": "COMUNE DI MILANO"}, "pic": "999879881", "vat": NUMBER}
    return body("999879881", **(given | more))
