"""The reader processes of the SPARQL store: what becomes of them when something goes wrong."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from smartland.adapters.graph.pool import ReaderPool
from smartland.errors import Busy, QueryRefused, QueryTimeout
from smartland.ports.graph import GraphChange, QueryRequest
from support.graphs import JSON, MEMORY, ask, change, count, eventually, pids

RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


def run_away(pool: ReaderPool, deadline: float, errors: list[Exception]) -> Thread:
    def body() -> None:
        try:
            ask(pool, RUNAWAY, deadline)
        except QueryTimeout as error:
            errors.append(error)

    thread = Thread(target=body)
    thread.start()
    time.sleep(0.3)
    return thread


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[ReaderPool]:
    pool = ReaderPool(tmp_path, readers=2, memory_bytes=MEMORY)
    yield pool
    pool.close()


def test_a_query_that_fails_costs_no_reader(pool: ReaderPool) -> None:
    pool.apply([change(1)], 1)
    pool.start()
    before = pids(pool)
    for text in (
        "SELECT (<http://example.org/unknown>(1) AS ?x) {}",
        "SELECT * { ?s ?p }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "DROP ALL",
    ):
        with pytest.raises(QueryRefused):
            ask(pool, text)
    assert pids(pool) == before


def test_graphs_of_a_request_are_checked(pool: ReaderPool) -> None:
    with pytest.raises(QueryRefused, match="not the IRI"):
        pool.query(QueryRequest("ASK {}", JSON, 9, 9, 999, ("http://e/a\nhttp://e/b",)))
    with pytest.raises(QueryRefused, match="1000 graphs"):
        pool.query(QueryRequest("ASK {}", JSON, 9, 9, 999, ("http://e/a",) * 1_001))


def test_an_answer_never_goes_to_another_query(pool: ReaderPool) -> None:
    pool.apply([change(1)], 1)
    pool.start()

    def interrupted() -> None:
        with pool._fleet.lend() as reader:
            reader._channel.sendall(b"\0\0\0\1D")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [count(pool) for _ in range(6)] == [1] * 6


def test_a_replacement_that_began_before_a_rebuild_does_not_serve_the_old(tmp_path: Path) -> None:
    first = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    first.apply([change(n, triples=400) for n in range(300)], 300)
    first.close()
    pool = ReaderPool(tmp_path, readers=2, memory_bytes=MEMORY)
    pool.start()
    os.kill(min(pids(pool)), signal.SIGKILL)
    time.sleep(0.05)
    assert {count(pool) for _ in range(2)} == {120_000}  # one of them finds it dead
    pool.rebuild([change(n) for n in range(5)], 301)
    for _ in range(20):
        assert count(pool) == 5
        time.sleep(0.05)
    assert len(pids(pool)) == 2
    pool.close()


def test_a_rebuild_waits_for_no_query_and_leaves_as_many_readers(pool: ReaderPool) -> None:
    pool.apply([change(n) for n in range(300)], 300)
    pool.start()
    errors: list[Exception] = []
    thread = run_away(pool, 4.0, errors)
    start = time.monotonic()
    pool.rebuild((change(n) for n in range(5)), 301)
    assert time.monotonic() - start < 3
    assert {count(pool) for _ in range(6)} == {5}
    thread.join()
    assert len(errors) == 1
    assert eventually(lambda: len(pids(pool)) == 2)
    assert [one.split(":")[0] for one in pool.digests()] == ["https"] * 5


def test_nothing_is_missing_when_readers_end_while_snapshots_are_written(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=2, memory_bytes=MEMORY, journal_bytes=2_000)
    chance = random.Random(3)  # noqa: S311 - when to kill, not a secret
    held: dict[int, GraphChange] = {}
    pool.start()
    for number in range(60):
        changes = [change(chance.randrange(40), f"{number}-{n}", 5) for n in range(4)]
        held.update({int(one.graph.rpartition("g")[2]): one for one in changes})
        if number % 3 == 0 and (running := pids(pool)):
            os.kill(chance.choice(sorted(running)), signal.SIGKILL)
        pool.apply(changes, number + 1)
        if number % 10 == 9:
            assert count(pool) == 5 * len(held)
    assert eventually(lambda: len(pids(pool)) == 2)
    assert pool.digests() == pool.digests_of(held.values())
    pool.close()


def test_a_reader_that_took_in_much_is_renewed(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=2, memory_bytes=MEMORY, journal_bytes=10_000)
    pool.start()
    before = pids(pool)
    for number in range(1, 30):
        pool.apply([change(1, "x" * 1_000)], number)
        assert count(pool) == 1
    assert pids(pool) == before, "one graph again and again does not fill the journal"
    for number in range(30, 60):
        pool.apply([change(number, "x" * 1_000)], number)
    assert eventually(lambda: len(pids(pool)) == 2 and not pids(pool) & before)
    assert count(pool) == 31
    pool.close()


def test_queries_that_wait_too_long_are_told_so(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY, patience=0.2)
    pool.apply([change(n) for n in range(300)], 300)
    pool.start()
    errors: list[Exception] = []
    thread = run_away(pool, 1.5, errors)
    with pytest.raises(Busy) as busy:
        count(pool)
    assert busy.value.retry_after == 2
    thread.join()
    assert eventually(lambda: len(pids(pool)) == 1)
    assert count(pool) == 300
    pool.close()


def test_data_beyond_the_memory_leave_the_store_busy_not_wrong(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=1, memory_bytes=60_000_000, patience=0.2)
    pool.apply([change(1)], 1)
    with pytest.raises(Busy):
        count(pool)
    pool.close()


def test_a_reader_ends_although_nobody_is_left_to_end_it(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from smartland.adapters.graph.pool import ReaderPool
from smartland.ports.graph import GraphChange, QueryRequest
pool = ReaderPool(Path(sys.argv[1]), readers=1)
lines = "".join(f'<https://e/s{{n}}> <https://e/p> "x" .\\n' for n in range(300))
pool.apply([GraphChange("https://e/g", lines)], 1)
pool.start()
print(pool._fleet.readers()[0].pid, flush=True)
pool.query(QueryRequest({RUNAWAY!r}, {JSON!r}, 60, 10, 1000))
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.5)
        parent.kill()
    proc = Path(f"/proc/{pid}/stat")
    assert proc.exists()
    assert eventually(lambda: not proc.exists() or " Z " in proc.read_text(), 5)


def test_a_reader_has_no_rights_and_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTLAND_DATABASE_URL", "postgresql://user:secret@host/db")
    pool = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    pool.start()
    (pid,) = pids(pool)
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    limits = Path(f"/proc/{pid}/limits").read_text()
    pool.close()
    assert b"secret" not in environment
    assert b"MALLOC_ARENA_MAX=2" in environment
    for name, value in (
        ("Max open files", 0),
        ("Max processes", 0),
        ("Max core file size", 0),
        ("Max address space", MEMORY),
    ):
        (line,) = [one for one in limits.splitlines() if one.startswith(name)]
        assert line[len(name) :].split()[:2] == [str(value)] * 2
