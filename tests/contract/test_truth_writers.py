"""Several writers and readers at once, and writers that are killed: nothing lost, nothing torn."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import psycopg
import pytest

from smartland.adapters.sql import Database, open_database
from smartland.adapters.sql.truth import SqlTruth
from smartland.errors import Conflict, StaleWrite
from support.truths import NOW, a_write, start_writer

pytest_plugins = ["support.databases"]

KILLS = {"sqlite": 10, "postgresql": 3}


class Follower(threading.Thread):
    """Reads the change log as a projection does, while others write."""

    def __init__(self, truth: SqlTruth) -> None:
        super().__init__(daemon=True)
        self.truth = truth
        self.sequences: list[int] = []
        self.promised: list[int] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            self.step()

    def step(self) -> None:
        last = self.truth.last_sequence()
        after = self.sequences[-1] if self.sequences else 0
        self.sequences += [change.sequence for change in self.truth.changes(after, 10_000)]
        # what the counter says is there to be read
        self.promised.append(self.sequences[-1] - last if self.sequences else -last)

    def finish(self) -> list[int]:
        self.stopped.set()
        self.join(20)
        self.step()
        return self.sequences


def write_batches(truth: SqlTruth, name: str, batches: int, size: int) -> list[list[int]]:
    return [
        [
            revision.sequence
            for revision in truth.write(
                [a_write(f"{name}-{batch}-{item}") for item in range(size)], NOW
            )
        ]
        for batch in range(batches)
    ]


def see_it_whole(truth: SqlTruth, size: int) -> int:
    """See that batches are whole, sequences have no gap and heads are last; the last sequence."""
    last = truth.last_sequence()
    changes = truth.changes(0, last + 1_000)
    assert [change.sequence for change in changes] == list(range(1, last + 1))
    assert last % size == 0
    for start in range(0, last, size):
        batch = {change.key.rpartition("-")[0] for change in changes[start : start + size]}
        assert len(batch) == 1
    assert list(truth.all_heads()) == sorted(changes, key=lambda change: change.iri)
    return last


def test_threads_take_turns_and_readers_see_no_gap(url: str, database: Database) -> None:
    other = open_database(url)
    follower = Follower(database.truth)
    follower.start()
    with ThreadPoolExecutor(4) as pool:
        places = [database.truth, other.truth] * 2
        work = [pool.submit(write_batches, place, f"t{n}", 15, 4) for n, place in enumerate(places)]
        written = [batch for each in work for batch in each.result()]
    assert follower.finish() == list(range(1, 241))
    assert min(follower.promised) >= 0
    assert all(b == a + 1 for batch in written for a, b in pairwise(batch))
    assert see_it_whole(other.truth, 4) == 240
    other.close()


def test_processes_take_turns_and_readers_see_no_gap(url: str, database: Database) -> None:
    follower = Follower(database.truth)
    follower.start()
    writers = [start_writer(url, name, batches=20, size=5) for name in ("p", "q")]
    acknowledged = [int(line) for each in writers for line in each.communicate()[0].split()]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sorted(acknowledged) == list(range(5, 201, 5))
    assert follower.finish() == list(range(1, 201))
    assert min(follower.promised) >= 0
    assert see_it_whole(database.truth, 5) == 200


def test_one_of_many_editors_of_a_head_wins(url: str, database: Database) -> None:
    database.truth.write([a_write("a")], NOW)
    other = open_database(url)

    def edit(place: Database) -> bool:
        try:
            place.truth.write([a_write("a", 1)], NOW)
        except StaleWrite:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(edit, [database, other] * 3)) == [False] * 5 + [True]
    other.close()
    assert database.truth.last_sequence() == 2


def test_one_of_many_makers_of_a_resource_wins(url: str, database: Database) -> None:
    other = open_database(url)

    def make(place: Database) -> bool:
        try:
            place.truth.write([a_write("a")], NOW)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(make, [database, other] * 3)) == [False] * 5 + [True]
    other.close()
    assert database.truth.last_sequence() == 1


def wait_until_alone(url: str) -> None:
    """PostgreSQL goes on for a moment with what a killed client had sent."""
    if url.startswith("postgresql"):
        others = (
            "SELECT count(*) > 0 FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(url, autocommit=True) as connection:
            while connection.execute(others).fetchone() == (True,):
                time.sleep(0.01)


@pytest.mark.timeout(60)
def test_a_killed_writer_loses_nothing_that_it_acknowledged(url: str) -> None:
    chance = random.Random(20260531)  # noqa: S311  # a moment to kill at, no secret
    last = 0
    for kill in range(KILLS[url.partition(":")[0]]):
        writer = start_writer(url, f"k{kill}", batches=100_000, size=7)
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline())]
        time.sleep(chance.uniform(0, 0.06))
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout.read().splitlines()]
        writer.wait()
        writer.stdout.close()
        wait_until_alone(url)
        reopened = open_database(url)
        before, last = last, see_it_whole(reopened.truth, 7)
        reopened.close()
        assert acknowledged[0] == before + 7
        assert acknowledged[-1] <= last
