"""A harvest: one outcome an item, idempotent, and never more withdrawn than is believable."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from smartland.adapters.sql import Database, open_database
from smartland.domain.resource import Description
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher, Posted
from smartland.ports.harvests import Source
from smartland.ports.importer import Found, Item, Rejected
from smartland.services.catalogue import Catalogue
from smartland.services.harvest import Harvest

BASE = "https://example.org/"
SOURCE = Source("list", "list", "nowhere")
DATASET = "https://example.com/d/{}"


class ListImporter:
    """Gives what it was told to give, then fails if it was told to."""

    name: ClassVar[str] = "list"
    label: ClassVar[Label] = Label(it="elenco", en="list")

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.fails = False

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        yield from self.items
        if self.fails:
            raise SourceFailed(Label(it="rotta", en="the source broke off"))


class NoFetcher:
    """Never asked."""

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        raise AssertionError(address)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'truth.db'}")
    yield database
    database.close()


@pytest.fixture
def importer() -> ListImporter:
    return ListImporter()


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database.truth, BASE)


@pytest.fixture
def harvest(catalogue: Catalogue, database: Database, importer: ListImporter) -> Harvest:
    return Harvest(
        catalogue, database.harvests, NoFetcher(), {"list": importer}, database.proposals
    )


def dataset(number: int, title: str = "Titolo") -> Found:
    iri = DATASET.format(number)
    lines = (
        f'<{iri}> <http://purl.org/dc/terms/title> "{title}"@it .\n'
        f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<http://www.w3.org/ns/dcat#Dataset> .\n"
    )
    return Found(Description("dataset", iri, triples=lines, iri=iri))


def test_a_second_run_changes_nothing(harvest: Harvest, importer: ListImporter) -> None:
    importer.items = [dataset(n) for n in range(5)]
    assert harvest.run(SOURCE).counts == {"created": 5}
    assert harvest.run(SOURCE).counts == {"unchanged": 5}


def test_a_changed_item_becomes_a_new_revision(
    harvest: Harvest, importer: ListImporter, catalogue: Catalogue
) -> None:
    importer.items = [dataset(1)]
    harvest.run(SOURCE)
    importer.items = [dataset(1, "Altro")]
    assert harvest.run(SOURCE).counts == {"changed": 1}
    head = catalogue.by_iri(DATASET.format(1))
    assert head is not None
    assert head.number == 2
    assert head.document["title"] == {"it": "Altro"}


def test_a_bad_item_is_reported_and_the_rest_goes_in(
    harvest: Harvest, importer: ListImporter, database: Database
) -> None:
    bad = Found(Description("stakeholder", "bad", {"name": "x", "stakeholder_kind": "firm"}))
    importer.items = [dataset(1), Rejected("line 7", "no name"), bad, dataset(2)]
    run = harvest.run(SOURCE)
    assert run.counts == {"created": 2, "rejected": 2}
    reasons = {
        one.source_key: one.reason for one in database.harvests.outcomes(run.id, "rejected", 10)
    }
    assert reasons["line 7"] == "no name"
    assert reasons["bad"].startswith("vat: ")


def test_an_iri_that_rdf_does_not_allow_rejects_its_item_alone(
    harvest: Harvest, importer: ListImporter
) -> None:
    bad = Found(Description("claim", "c", dict(CLAIM), iri="https://example.org/a b"))
    importer.items = [dataset(1), bad, dataset(2)]
    assert harvest.run(SOURCE).counts == {"created": 2, "rejected": 1}


CLAIM = {
    "stakeholder": "https://example.org/id/stakeholder/x",
    "competence": "energy",
    "direction": "offered",
}


def test_what_vanished_from_a_complete_run_is_withdrawn(
    harvest: Harvest, importer: ListImporter, catalogue: Catalogue
) -> None:
    importer.items = [dataset(n) for n in range(10)]
    harvest.run(SOURCE)
    importer.items = importer.items[:9]
    assert harvest.run(SOURCE).counts == {"unchanged": 9, "withdrawn": 1}
    assert catalogue.by_iri(DATASET.format(9)) is None
    importer.items = [dataset(n) for n in range(10)]
    assert harvest.run(SOURCE).counts == {"created": 1, "unchanged": 9}


def test_a_run_that_broke_off_withdraws_nothing(
    harvest: Harvest, importer: ListImporter, catalogue: Catalogue
) -> None:
    importer.items = [dataset(n) for n in range(10)]
    harvest.run(SOURCE)
    importer.items, importer.fails = importer.items[:9], True
    run = harvest.run(SOURCE)
    assert run.state == "failed"
    assert "broke off" in run.message
    assert catalogue.by_iri(DATASET.format(9)) is not None


def test_a_source_that_shrinks_too_much_is_held(
    harvest: Harvest, importer: ListImporter, catalogue: Catalogue
) -> None:
    importer.items = [dataset(n) for n in range(10)]
    harvest.run(SOURCE)
    importer.items = importer.items[:5]
    run = harvest.run(SOURCE)
    assert run.counts == {"unchanged": 5}
    assert "ceiling" in run.message
    assert catalogue.by_iri(DATASET.format(9)) is not None


def test_an_edit_made_here_is_not_overwritten(
    harvest: Harvest, importer: ListImporter, catalogue: Catalogue
) -> None:
    importer.items = [dataset(1)]
    harvest.run(SOURCE)
    head = catalogue.by_iri(DATASET.format(1))
    assert head is not None
    catalogue.patch("dataset", head.key, {"description": "Nostra"}, "owner", head.etag)
    importer.items = [dataset(1, "Altro")]
    assert harvest.run(SOURCE).counts == {"changed": 1}
    after = catalogue.by_iri(DATASET.format(1))
    assert after is not None
    assert after.document["description"] == {"und": "Nostra"}
    assert after.document["title"] == {"it": "Altro"}, "what nobody edited follows the source"
    assert harvest.run(SOURCE).counts == {"unchanged": 1}


def test_a_source_describes_only_what_it_brought(harvest: Harvest, importer: ListImporter) -> None:
    importer.items = [dataset(1)]
    harvest.run(SOURCE)
    assert harvest.run(Source("other", "list", "elsewhere")).counts == {"kept": 1}


def test_an_item_that_comes_twice_counts_once(harvest: Harvest, importer: ListImporter) -> None:
    importer.items = [dataset(1), dataset(1, "Altro")]
    assert harvest.run(SOURCE).counts == {"created": 1, "kept": 1}


def test_a_resource_under_another_key_did_not_vanish(
    harvest: Harvest, importer: ListImporter, catalogue: Catalogue
) -> None:
    importer.items = [dataset(n) for n in range(10)]
    harvest.run(SOURCE)
    first = dataset(0)
    moved = replace(first, description=replace(first.description, source_key="moved"))
    importer.items[0] = moved
    assert harvest.run(SOURCE).counts == {"unchanged": 10}
    assert catalogue.by_iri(DATASET.format(0)) is not None
