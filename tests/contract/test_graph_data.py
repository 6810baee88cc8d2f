"""The data of the SPARQL store: none lost, none half, counted exactly, the same on the disk."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from smartland.adapters.graph.journal import Base, Journal
from smartland.adapters.graph.pool import ReaderPool
from smartland.errors import QueryTooCostly
from smartland.ports.graph import GraphChange, QueryRequest
from support.graphs import JSON, MEMORY, change, count, eventually, pids


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[ReaderPool]:
    pool = ReaderPool(tmp_path, readers=2, memory_bytes=MEMORY)
    yield pool
    pool.close()


def test_a_graph_that_cannot_be_read_is_left_out_alone(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    wrong = GraphChange("https://example.org/g2", '<https://e/s> <https://e/p> "open .\n')
    pool.apply([change(n) for n in range(4)], 1)
    pool.apply([change(1, "y"), wrong, GraphChange("no iri", ""), change(4)], 2)
    assert count(pool) == 4
    assert pool.digests_of([change(3), wrong]) == {
        "https://example.org/g3": pool.digests()["https://example.org/g3"],
        "https://example.org/g2": "",
    }
    pool.rebuild([change(1), wrong, change(3)], 3)
    pool.close()
    again = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    assert (count(again), again.position()) == (2, 3)
    again.close()


def test_what_a_newer_engine_finds_wrong_in_an_iri_is_held_all_the_same(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    odd = GraphChange("https://example.org/g", "<https://e/%zz> <https://e/p> <http://[x> .\n")
    pool.apply([odd], 1)
    assert count(pool) == 1
    pool.close()
    again = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    assert count(again) == 1
    assert again.digests() == again.digests_of([odd])
    again.close()


def test_a_batch_without_changes_moves_the_position(pool: ReaderPool) -> None:
    pool.apply([change(1)], 1)
    pool.start()
    before = pids(pool)
    pool.apply([], 5)
    answer = pool.query(QueryRequest("ASK {}", JSON, 9, 9, 999))
    assert (answer.sequence, pool.position()) == (5, 5)
    assert pids(pool) == before


def test_a_damaged_snapshot_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "snapshot-7.nq").write_bytes(b"<https://e/s> <https://e/p> torn")
    (tmp_path / "snapshot-old.nq").touch()
    pool = ReaderPool(tmp_path, readers=2, memory_bytes=MEMORY)
    assert pool.position() == 7
    pool.start()
    assert pool.position() == 0
    pool.apply([change(1)], 7)
    assert eventually(lambda: len(pids(pool)) == 2)
    assert count(pool) == 1
    pool.close()


def test_a_rebuild_to_an_earlier_state_is_the_one_that_stays(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    pool.apply([change(n) for n in range(9)], 900)
    pool.close()
    pool = ReaderPool(tmp_path, readers=1, memory_bytes=MEMORY)
    pool.rebuild([change(2), change(1), change(2, "y")], 12)
    pool.close()
    assert [one.name for one in tmp_path.iterdir()] == ["snapshot-12.nq"]
    assert ReaderPool(tmp_path).position() == 12


def test_the_snapshot_is_the_same_whatever_the_way_to_it(tmp_path: Path) -> None:
    one = ReaderPool(tmp_path / "one", readers=1, memory_bytes=MEMORY)
    one.rebuild([change(n) for n in (3, 10, 1, 2)], 20)
    one.close()
    other = ReaderPool(tmp_path / "other", readers=1, memory_bytes=MEMORY, journal_bytes=1)
    for number in (10, 2, 5, 1):
        other.apply([change(number, "old"), change(number)], number)
    other.apply([change(3), GraphChange("https://example.org/g5", "")], 20)
    other.close()
    name = "snapshot-20.nq"
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    assert len((tmp_path / "one" / name).read_bytes().splitlines()) == 4


def test_the_journal_keeps_what_a_slow_reader_lacks() -> None:
    journal = Journal(None, 0)
    journal.add([("a", b"1"), ("b", b"1")], 10)
    journal.add([("a", b"22")], 20)
    journal.rebase(Base(Path("snapshot-20.nq"), 2, 20), floor=1)
    late = journal.since(1)
    assert late is not None
    assert (late.names, late.quads, late.position) == (["a"], b"22", 20)
    assert journal.since(2) is None
    assert journal.saved
    journal.rebase(journal.base, floor=2)
    assert journal.size == 0


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("SELECT ?o { ?s ?p ?o }", "text/csv"),
        ("SELECT ?o { ?s ?p ?o }", "text/tab-separated-values"),
        ("SELECT ?o { ?s ?p ?o }", "application/sparql-results+xml"),
        ("SELECT ?o { ?s ?p ?o }", JSON),
        ("SELECT ?perch\u00e9 { ?s ?p ?perch\u00e9 }", JSON),
        ("SELECT ?unbound { ?s ?p ?o }", JSON),
        ("SELECT ?unbound { ?s ?p ?o }", "application/sparql-results+xml"),
    ],
)
def test_rows_are_counted_exactly_whatever_their_text(
    pool: ReaderPool, text: str, media_type: str
) -> None:
    nasty = 'a\\r\\nb },{ \\"},{\\" <result> \\n'
    pool.apply([change(n, f"{nasty}{n}") for n in range(60)], 1)
    assert pool.query(QueryRequest(text, media_type, 9, 60, 10**6)).body
    with pytest.raises(QueryTooCostly, match="limit of 59 rows"):
        pool.query(QueryRequest(text, media_type, 9, 59, 10**6))


def test_no_query_fails_or_sees_half_while_batches_are_applied(pool: ReaderPool) -> None:
    pool.apply([change(n, "0", 3) for n in range(50)], 1)
    pool.start()
    done, seen = Event(), list[int]()

    def reading() -> None:
        while not done.is_set():
            seen.append(count(pool))

    threads = [Thread(target=reading) for _ in range(3)]
    for thread in threads:
        thread.start()
    number = 0
    while number < 40 or len(seen) < 30:
        number += 1
        pool.apply([change(n, str(number), 3) for n in range(50)], number + 1)
    done.set()
    for thread in threads:
        thread.join()
    assert set(seen) == {150}


@pytest.mark.parametrize("media_type", ["text/turtle", "application/rdf+xml"])
def test_a_graph_is_bounded_by_its_bytes(pool: ReaderPool, media_type: str) -> None:
    pool.apply([change(n) for n in range(60)], 1)
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    whole = pool.query(QueryRequest(text, media_type, 9, 10, 10**6)).body
    assert pool.query(QueryRequest(text, media_type, 9, 10, len(whole))).body
    with pytest.raises(QueryTooCostly, match=f"limit of {len(whole) - 1} bytes"):
        pool.query(QueryRequest(text, media_type, 9, 10, len(whole) - 1))
