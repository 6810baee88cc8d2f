"""What ``ports.harvests`` promises of outcomes, on every database: paged, and forgotten in time."""

from collections.abc import Iterable

import pytest

from smartland.adapters.sql import Database
from smartland.adapters.sql.harvests import SqlHarvestLog
from smartland.ports.harvests import CREATED, REJECTED, UNCHANGED, ItemOutcome, Source
from support.truths import NOW

pytest_plugins = ["support.databases"]

MILANO = Source("dati-milano", "dcat", "https://dati.example.it/catalog.rdf")
ROMA = Source("dati-roma", "dcat", "https://roma.example.it/catalog.ttl")


@pytest.fixture
def log(database: Database) -> SqlHarvestLog:
    return database.harvests


def items(outcome: str, keys: Iterable[str]) -> list[ItemOutcome]:
    return [ItemOutcome(key, outcome, f"https://x/{key}") for key in keys]


def harvest(log: SqlHarvestLog, *outcomes: ItemOutcome, source: Source = MILANO) -> int:
    run = log.start(source, NOW)
    log.record(run, outcomes)
    log.finish(run, NOW, "done", "")
    return run


def kept(log: SqlHarvestLog, *runs: int) -> list[int]:
    """How many outcomes each run has."""
    return [len(log.outcomes(run, None, 100)) for run in runs]


def test_outcomes_are_read_page_by_page(log: SqlHarvestLog) -> None:
    other = log.start(ROMA, NOW)
    run = log.start(MILANO, NOW)
    for key in "abcdefg":  # runs of two sources write at the same time
        log.record(run, items(REJECTED if key in "bdg" else CREATED, key))
        log.record(other, items(CREATED, key))
    pages, after = [], 0
    while page := log.outcomes(run, None, 3, after):
        pages.append("".join(one.source_key for one in page))
        after = page[-1].number
    assert pages == ["abc", "def", "g"]
    first, second = log.outcomes(run, REJECTED, 2)
    assert [one.source_key for one in log.outcomes(run, REJECTED, 9, second.number)] == ["g"]
    assert 0 < first.number < second.number
    assert log.outcomes(run, None, 3, 10**9) == []


def test_a_number_does_not_make_another_outcome(log: SqlHarvestLog) -> None:
    run = harvest(log, *items(CREATED, "a"))
    assert log.outcomes(run, None, 1) == items(CREATED, "a")
    assert len({*log.outcomes(run, None, 1), *items(CREATED, "a")}) == 1


def test_old_runs_are_forgotten_item_by_item(log: SqlHarvestLog) -> None:
    runs = [harvest(log, *items(UNCHANGED, "abc")) for _ in range(4)]
    other = harvest(log, *items(CREATED, "abc"), source=ROMA)
    assert log.prune("dati-milano", 2, 100) == 6
    assert kept(log, *runs, other) == [0, 0, 3, 3, 3]
    assert log.prune("dati-milano", 2, 100) == 0
    assert [one.counts for one in log.runs("dati-milano", 9)] == [{UNCHANGED: 3}] * 4
    assert log.known("dati-milano") == 3, "what a source has is known without its outcomes"


def test_so_many_are_forgotten_in_one_go(log: SqlHarvestLog) -> None:
    runs = [harvest(log, *items(UNCHANGED, "abc")) for _ in range(3)]
    assert [log.prune("dati-milano", 1, 2) for _ in range(4)] == [2, 2, 2, 0]
    assert kept(log, *runs) == [0, 0, 3]


def test_what_the_newest_run_rejected_is_always_kept(log: SqlHarvestLog) -> None:
    outcomes = [*items(UNCHANGED, "ab"), *items(REJECTED, "cd")]
    old, new = harvest(log, *outcomes), harvest(log, *outcomes)
    assert log.prune("dati-milano", 0, 100) == 6
    assert kept(log, old, new) == [0, 2]
    assert [one.outcome for one in log.outcomes(new, None, 9)] == [REJECTED] * 2
    assert log.prune("dati-milano", 0, 100) == 0


def test_a_run_under_way_is_left_alone(log: SqlHarvestLog) -> None:
    done = harvest(log, *items(UNCHANGED, "a"))
    running = log.start(MILANO, NOW)
    log.record(running, items(UNCHANGED, "a"))
    assert log.prune("dati-milano", 1, 100) == 0
    assert log.prune("dati-milano", 0, 100) == 1
    assert kept(log, done, running) == [0, 1]


def test_an_unknown_source_has_nothing_to_forget(log: SqlHarvestLog) -> None:
    assert log.prune("nowhere", 1, 100) == 0
