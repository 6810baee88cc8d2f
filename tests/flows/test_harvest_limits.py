"""A harvest that is sent what it must not believe: mass deletions, errors, strange keys."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from smartland.adapters.sql import Database, open_database
from smartland.domain.resource import Description
from smartland.errors import Label
from smartland.ports.fetch import Fetched, Fetcher, Posted
from smartland.ports.harvests import Source
from smartland.ports.importer import Found, Item, Rejected, Removed
from smartland.services.catalogue import Catalogue
from smartland.services.harvest import Deletion, Harvest

BASE = "https://example.org/"
SOURCE = Source("list", "list", "nowhere")


class Told:
    """An importer that gives what it was told, then raises what it was told."""

    name: ClassVar[str] = "list"
    label: ClassVar[Label] = Label(it="elenco", en="list")

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.error: Exception | None = None

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        yield from self.items
        if self.error:
            raise self.error


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
def importer() -> Told:
    return Told()


@pytest.fixture
def harvest(database: Database, importer: Told) -> Harvest:
    return Harvest(
        Catalogue(database.truth, BASE),
        database.harvests,
        NoFetcher(),
        {"list": importer},
        database.proposals,
        Deletion(ceiling=20, grace=timedelta(days=2)),
    )


def dataset(number: int, *, key: str = "", iri: str = "") -> Found:
    document = {"title": {"it": "Titolo"}, "description": {"it": "Testo."}}
    name = iri or f"https://a.example/d/{number}"
    return Found(Description("dataset", key or f"k{number}", document, iri=name))


def shown(harvest: Harvest) -> int:
    return sum(not one.withdrawn for one in harvest.catalogue.truth.all_heads())


def test_a_source_that_deletes_everything_is_held(harvest: Harvest, importer: Told) -> None:
    importer.items = [dataset(number) for number in range(10)]
    harvest.run(SOURCE)
    importer.items = [Removed(f"k{number}") for number in range(10)]
    run = harvest.run(SOURCE)
    assert "10 of 10 items" in run.message
    assert "ceiling of 20 %" in run.message
    assert shown(harvest) == 10


def test_deletions_and_losses_share_the_ceiling(harvest: Harvest, importer: Told) -> None:
    importer.items = [dataset(number) for number in range(10)]
    harvest.run(SOURCE)
    importer.items = [*(dataset(number) for number in range(7)), Removed("k7"), Removed("k8")]
    assert "3 of 10 items" in harvest.run(SOURCE).message
    assert shown(harvest) == 10


def test_a_few_deletions_are_believed_at_once(harvest: Harvest, importer: Told) -> None:
    importer.items = [dataset(number) for number in range(10)]
    harvest.run(SOURCE)
    importer.items = [*(dataset(number) for number in range(8)), Removed("k8")]
    run = harvest.run(SOURCE)
    assert run.counts == {"unchanged": 8, "withdrawn": 1, "missing": 1}, "k9 has its grace"
    assert shown(harvest) == 9


@pytest.mark.parametrize(
    "error", [RecursionError("deep"), MemoryError(), ValueError("a\nb"), OverflowError("big")]
)
def test_an_importer_that_breaks_ends_the_run_with_a_report(
    harvest: Harvest, importer: Told, error: Exception
) -> None:
    importer.items, importer.error = [dataset(1)], error
    run = harvest.run(SOURCE)
    assert run.state == "failed"
    assert run.ended is not None
    assert run.message.startswith(type(error).__name__)
    assert "\n" not in run.message
    assert shown(harvest) == 0, "a batch goes in when it is whole"


def test_a_run_that_broke_is_no_obstacle_to_the_next(harvest: Harvest, importer: Told) -> None:
    importer.items, importer.error = [dataset(1)], RecursionError("deep")
    harvest.run(SOURCE)
    importer.error = None
    assert harvest.run(SOURCE).counts == {"created": 1}


def test_keys_and_reasons_that_fit_no_database_are_reported(
    harvest: Harvest, importer: Told, database: Database
) -> None:
    importer.items = [
        Rejected("\ud800\0", "why\n\x1b[2J\u202e" + "x" * 100_000),
        dataset(1, key="k\ud800" + "y" * 5_000),
        dataset(2),
    ]
    run = harvest.run(SOURCE)
    assert run.counts == {"created": 2, "rejected": 1}
    for one in database.harvests.outcomes(run.id, None, 10):
        assert one.source_key.isprintable()
        assert len(one.source_key) <= 1_000
        assert len(one.reason) <= 4_000
    assert harvest.run(SOURCE).counts == {"unchanged": 2, "rejected": 1}, "keys are stable"


@pytest.mark.parametrize(
    "iri",
    ["https://a.example/a b", "https://a.example/\u202ex", "https://a.example/" + "x" * 1_000],
)
def test_an_iri_that_no_database_or_reader_should_hold_costs_its_item(
    harvest: Harvest, importer: Told, iri: str
) -> None:
    importer.items = [dataset(1, iri=iri), dataset(2)]
    assert harvest.run(SOURCE).counts == {"created": 1, "rejected": 1}
