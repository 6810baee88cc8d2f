"""What ``ports.harvests`` promises, on every database."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from smartland.adapters.sql import Database, open_database
from smartland.adapters.sql.harvests import SqlHarvestLog
from smartland.errors import Busy, NotFound, SourceFailed
from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    REJECTED,
    UNCHANGED,
    WITHDRAWN,
    ItemOutcome,
    Run,
    Source,
)
from support.postgres import Server
from support.truths import NOW

pytest_plugins = ["support.databases"]

HOUR = timedelta(hours=1)
OPEN_RUN = (
    "INSERT INTO harvest_run (source, importer, address, started, state, message) "
    "VALUES ('dati-milano', 'dcat', '', now(), 'running', '')"
)
MILANO = Source("dati-milano", "dcat", "https://dati.example.it/catalog.rdf")
ROMA = Source("dati-roma", "dcat", "https://roma.example.it/catalog.ttl")


@pytest.fixture
def log(database: Database) -> SqlHarvestLog:
    return database.harvests


def items(outcome: str, keys: Iterable[str]) -> list[ItemOutcome]:
    return [ItemOutcome(key, outcome, f"https://x/{key}") for key in keys]


def harvest(log: SqlHarvestLog, *outcomes: ItemOutcome, source: Source = MILANO) -> int:
    """One whole run with these outcomes; its number."""
    run = log.start(source, NOW)
    log.record(run, outcomes)
    log.finish(run, NOW, "done", "")
    return run


def vanished_keys(log: SqlHarvestLog, run: int) -> list[str]:
    return [item.source_key for item in gone(log, run)]


def gone(log: SqlHarvestLog, run: int) -> list[ItemOutcome]:
    return [item for item, _ in log.vanished(run, NOW)]


def test_sources_are_kept_by_name(log: SqlHarvestLog) -> None:
    log.save_source(ROMA)
    log.save_source(MILANO)
    assert log.source("dati-roma") == ROMA
    assert log.source("nowhere") is None
    assert log.sources() == [MILANO, ROMA]


def test_saving_a_source_again_replaces_it(log: SqlHarvestLog) -> None:
    log.save_source(MILANO)
    moved = replace(MILANO, importer="ipa", address="/srv/ipa.csv")
    log.save_source(moved)
    assert log.sources() == [moved]


def test_a_run_is_open_until_it_is_finished(log: SqlHarvestLog) -> None:
    run = log.start(MILANO, NOW)
    opened = Run(run, "dati-milano", "dcat", MILANO.address, NOW, "running", {})
    assert log.run(run) == opened
    log.record(run, [*items(CREATED, "abc"), ItemOutcome("d", REJECTED, reason="no title")])
    log.record(run, items(CREATED, "e"))
    log.finish(run, NOW + HOUR, "failed", "page 3 is not RDF")
    assert log.run(run) == replace(
        opened,
        state="failed",
        ended=NOW + HOUR,
        message="page 3 is not RDF",
        counts={CREATED: 4, REJECTED: 1},
    )


def test_unknown_runs(log: SqlHarvestLog) -> None:
    assert log.outcomes(7, None, 10) == []
    with pytest.raises(NotFound):
        log.run(7)
    with pytest.raises(NotFound):
        log.record(7, items(CREATED, "a"))
    with pytest.raises(NotFound):
        log.finish(7, NOW, "done", "")
    with pytest.raises(NotFound):
        log.vanished(7, NOW)


def test_a_run_left_running_is_interrupted_by_the_next_of_its_source(log: SqlHarvestLog) -> None:
    left, other = log.start(MILANO, NOW), log.start(ROMA, NOW)
    done = harvest(log)
    states = {run.id: (run.state, run.ended) for run in log.runs(None, 9)}
    assert states == {
        left: ("interrupted", NOW),
        other: ("running", None),
        done: ("done", NOW),
    }


def test_runs_are_newest_first(log: SqlHarvestLog) -> None:
    first, roma, second = harvest(log), harvest(log, source=ROMA), harvest(log)
    assert [run.id for run in log.runs(None, 9)] == [second, roma, first]
    assert [run.id for run in log.runs("dati-milano", 9)] == [second, first]
    assert [run.id for run in log.runs(None, 1)] == [second]
    assert log.runs("nowhere", 9) == []


def test_runs_carry_their_own_counts(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "ab"))
    harvest(log, *items(UNCHANGED, "a"), *items(CHANGED, "b"), *items(CREATED, "c"))
    assert [run.counts for run in log.runs(None, 9)] == [
        {UNCHANGED: 1, CHANGED: 1, CREATED: 1},
        {CREATED: 2},
    ]


def test_outcomes_come_in_order_of_one_sort_or_all(log: SqlHarvestLog) -> None:
    run = log.start(MILANO, NOW)
    first = [ItemOutcome("z", REJECTED, "", "il titolo manca: «»"), *items(CREATED, "ya")]
    log.record(run, first)
    log.record(run, [])
    log.record(run, [ItemOutcome("b", REJECTED, "", "x" * 5_000)])
    everything = log.outcomes(run, None, 9)
    assert [item.source_key for item in everything] == ["z", "y", "a", "b"]
    assert everything[:3] == first
    assert log.outcomes(run, REJECTED, 9) == [everything[0], everything[3]]
    assert log.outcomes(run, REJECTED, 1) == [everything[0]]
    assert log.outcomes(run, KEPT, 9) == []


def test_created_changed_and_unchanged_keys_are_known(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "ab"), *items(CHANGED, "c"), *items(UNCHANGED, "d"))
    harvest(log, *items(CREATED, "abxyz"), source=ROMA)
    assert (log.known("dati-milano"), log.known("dati-roma"), log.known("nowhere")) == (4, 5, 0)


def test_rejected_keys_are_not_known(log: SqlHarvestLog) -> None:
    harvest(log, *items(REJECTED, "ab"), *items(KEPT, "c"))
    assert log.known("dati-milano") == 0


def test_keys_not_seen_have_vanished(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "bcaèd"))
    harvest(log, *items(CREATED, "xyz"), source=ROMA)
    run = log.start(MILANO, NOW)
    log.record(run, [*items(UNCHANGED, "b"), *items(CHANGED, "c"), *items(CREATED, "n")])
    assert gone(log, run) == items(WITHDRAWN, "adè")


def test_a_rejected_key_was_seen_and_stays_present(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "ab"))
    run = harvest(log, ItemOutcome("a", REJECTED, reason="broken today"))
    assert vanished_keys(log, run) == ["b"]
    assert log.known("dati-milano") == 2
    # and it has kept the IRI it stands for
    assert gone(log, harvest(log)) == items(WITHDRAWN, "ab")


def test_withdrawn_keys_are_gone_until_they_are_seen_again(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "ab"))
    run = log.start(MILANO, NOW)
    log.record(run, items(UNCHANGED, "a"))
    log.record(run, gone(log, run))
    assert (log.known("dati-milano"), gone(log, run)) == (1, [])
    assert vanished_keys(log, harvest(log)) == ["a"]
    harvest(log, *items(CHANGED, "ab"))
    assert log.known("dati-milano") == 2


def test_a_kept_key_was_seen_and_stays_present(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "ab"))
    run = harvest(log, *items(UNCHANGED, "a"), *items(KEPT, "b"))
    assert vanished_keys(log, run) == []
    assert log.known("dati-milano") == 2
    assert vanished_keys(log, harvest(log, *items(UNCHANGED, "a"))) == ["b"]


def test_a_key_that_stands_for_another_iri_now(log: SqlHarvestLog) -> None:
    harvest(log, ItemOutcome("a", CREATED, "https://x/old"))
    moved = log.vanished(harvest(log, ItemOutcome("a", CHANGED, "https://x/new")), NOW)
    assert [one for one, _ in moved] == [ItemOutcome("https://x/old", WITHDRAWN, "https://x/old")]
    assert log.named("dati-milano", ["a", "b"]) == {"a": "https://x/new"}
    harvest(log, ItemOutcome("https://x/old", WITHDRAWN, "https://x/old"))
    assert gone(log, harvest(log)) == [ItemOutcome("a", WITHDRAWN, "https://x/new")]


def test_a_forgotten_key_is_absent_until_it_is_seen(log: SqlHarvestLog) -> None:
    log.forget(harvest(log, *items(CREATED, "ab")), ["a", "z"])
    assert log.known("dati-milano") == 1
    harvest(log, *items(UNCHANGED, "ab"))
    assert log.known("dati-milano") == 2


def test_a_run_that_another_one_overtook_writes_nothing_more(log: SqlHarvestLog) -> None:
    first = log.start(MILANO, NOW)
    log.start(MILANO, NOW)
    for write in (
        lambda: log.announce(first, ()),
        lambda: log.announce(first, items(CREATED, "a")),
        lambda: log.record(first, items(CREATED, "a")),
        lambda: log.vanished(first, NOW),
    ):
        with pytest.raises(SourceFailed, match="begun meanwhile"):
            write()
    log.finish(first, NOW, "failed", "overtaken")
    assert (log.run(first).state, log.run(first).message) == ("interrupted", "overtaken")
    assert log.known("dati-milano") == 0


def test_the_last_outcome_of_a_key_in_a_batch_counts(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "a"), *items(CHANGED, "a"), *items(WITHDRAWN, "a"))
    assert log.known("dati-milano") == 0
    assert log.runs(None, 1)[0].counts == {CREATED: 1, CHANGED: 1, WITHDRAWN: 1}


def test_large_batches(log: SqlHarvestLog) -> None:
    run = log.start(MILANO, NOW)
    keys = [f"k{n}" for n in range(3_000)]
    log.record(run, items(CREATED, keys))
    assert log.known("dati-milano") == 3_000
    assert [item.source_key for item in log.outcomes(run, None, 5_000)] == keys
    assert len(gone(log, log.start(MILANO, NOW))) == 3_000


def test_a_source_is_never_harvested_twice_at_once(migrated_postgres: Server) -> None:
    database = open_database(migrated_postgres.empty("truth"))
    with ThreadPoolExecutor(1) as pool:
        with database.engines.writing() as connection:
            connection.execute(text(OPEN_RUN))
            started = pool.submit(database.harvests.start, MILANO, NOW)
            wait_for_lock(migrated_postgres)
        with pytest.raises(Busy):
            started.result()
    assert [run.state for run in database.harvests.runs("dati-milano", 9)] == ["running"]
    database.close()


def wait_for_lock(server: Server) -> None:
    """Until somebody waits for somebody else's transaction."""
    waiting = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
    with psycopg.connect(server.url("truth"), autocommit=True) as connection:
        while connection.execute(waiting).fetchone() == (False,):
            time.sleep(0.01)


def test_what_is_missing_is_missing_since_the_first_run_that_missed_it(log: SqlHarvestLog) -> None:
    harvest(log, *items(CREATED, "ab"))
    first = log.vanished(harvest(log, *items(UNCHANGED, "a")), NOW)
    later = log.vanished(harvest(log, *items(UNCHANGED, "a")), NOW + timedelta(days=1))
    assert [since for _, since in (*first, *later)] == [NOW, NOW]
    harvest(log, *items(UNCHANGED, "ab"))
    again = log.vanished(harvest(log, *items(UNCHANGED, "a")), NOW + timedelta(days=2))
    assert [since for _, since in again] == [NOW + timedelta(days=2)]


def test_an_announced_key_is_known_before_its_outcome(log: SqlHarvestLog) -> None:
    run = log.start(MILANO, NOW)
    log.announce(run, items(CREATED, "a"))
    assert log.known(MILANO.name) == 1
    assert log.run(run).counts == {}
    assert vanished_keys(log, harvest(log)) == ["a"]


def test_a_plan_survives_a_harvest_and_comes_due(log: SqlHarvestLog) -> None:
    log.save_source(MILANO)
    log.plan(MILANO.name, "0 3 * * *", NOW, paused=False)
    log.save_source(MILANO)
    due = log.overdue(NOW)
    assert due == [replace(MILANO, schedule="0 3 * * *", due=NOW)]
    assert log.overdue(NOW - timedelta(seconds=1)) == []
    assert log.advance(due[0], NOW + timedelta(days=1))
    assert not log.advance(due[0], NOW + timedelta(days=1)), "two schedulers start one harvest"
    log.plan(MILANO.name, "0 3 * * *", NOW, paused=True)
    assert log.overdue(NOW) == []


def test_a_removed_source_is_gone_and_an_unknown_one_cannot_be_planned(log: SqlHarvestLog) -> None:
    log.save_source(MILANO)
    assert log.remove_source(MILANO.name)
    assert not log.remove_source(MILANO.name)
    assert log.sources() == []
    with pytest.raises(NotFound):
        log.plan(MILANO.name, "", None, paused=True)
