"""The SPARQL store with real processes: what it answers, and what it survives."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from smartland.adapters.graph.pool import ReaderPool
from smartland.errors import NotAcceptable, QueryRefused, QueryTimeout, QueryTooCostly
from smartland.ports.graph import GraphChange, QueryRequest

JSON = "application/sparql-results+json"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


def triple(number: int, text: str = "x") -> str:
    return f'<https://example.org/s{number}> <https://example.org/p> "{text}" .\n'


def change(number: int, text: str = "x") -> GraphChange:
    return GraphChange(f"https://example.org/g{number}", triple(number, text))


def request(
    text: str, media_type: str = JSON, deadline: float = 20.0, rows: int = 10_000, size: int = 10**7
) -> QueryRequest:
    return QueryRequest(text, media_type, deadline, rows, size)


def count(pool: ReaderPool) -> int:
    answer = json.loads(pool.query(request(COUNT)).body)
    return int(answer["results"]["bindings"][0]["n"]["value"])


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[ReaderPool]:
    pool = ReaderPool(tmp_path, readers=2, memory_bytes=700_000_000)
    yield pool
    pool.close()


def test_an_applied_change_is_visible_at_once(pool: ReaderPool) -> None:
    pool.apply([change(n) for n in range(10)], 10)
    assert pool.position() == 10
    assert count(pool) == 10
    pool.apply([change(1, "y"), GraphChange("https://example.org/g2", "")], 12)
    assert [count(pool) for _ in range(4)] == [9] * 4
    answer = pool.query(request('ASK { <https://example.org/s1> ?p "y" }'))
    assert json.loads(answer.body)["boolean"] is True
    assert answer.sequence == 12


def test_it_starts_again_from_its_snapshot(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=1)
    pool.apply([change(n) for n in range(5)], 5)
    pool.apply([change(1, "y"), GraphChange("https://example.org/g0", "")], 7)
    before = pool.digests()
    pool.close()
    again = ReaderPool(tmp_path, readers=1)
    assert again.position() == 7
    assert again.digests() == before
    assert len(before) == 4
    again.close()
    assert [one.name for one in tmp_path.iterdir()] == ["snapshot-7.nq"]


def test_a_blank_node_shared_by_two_graphs_stays_one_node(tmp_path: Path) -> None:
    pool = ReaderPool(tmp_path, readers=1)
    one = GraphChange("https://example.org/a", '_:b1 <https://example.org/p> "x" .\n')
    other = GraphChange("https://example.org/b", '_:b1 <https://example.org/q> "y" .\n')
    pool.apply([one, other], 2)
    joined = "ASK { ?x <https://example.org/p> ?a ; <https://example.org/q> ?b }"
    assert json.loads(pool.query(request(joined)).body)["boolean"] is True
    pool.close()
    again = ReaderPool(tmp_path, readers=1)
    assert json.loads(again.query(request(joined)).body)["boolean"] is True
    assert again.digests() == again.digests_of([one, other])
    again.close()


def test_digests_equal_those_of_the_same_graphs(pool: ReaderPool) -> None:
    number = '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    odd = GraphChange(
        "https://example.org/o", f"<https://example.org/o> <https://e/p> {number} .\n"
    )
    pool.apply([change(1), odd], 2)
    assert pool.digests() == pool.digests_of([change(1), odd])
    assert pool.digests() != pool.digests_of([change(1, "z"), odd])


@pytest.mark.parametrize(
    ("media_type", "beginning"),
    [
        (JSON, b'{"head"'),
        ("application/sparql-results+xml", b"<?xml"),
        ("text/csv", b"b,a\r\n"),
        ("text/tab-separated-values", b"?b\t?a\n"),
    ],
)
def test_rows_come_in_every_format_in_the_order_asked(
    pool: ReaderPool, media_type: str, beginning: bytes
) -> None:
    pool.apply([change(1)], 1)
    answer = pool.query(request("SELECT ?b ?a WHERE { ?a ?p ?b }", media_type))
    assert answer.body.startswith(beginning)
    assert b"https://example.org/s1" in answer.body


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
)
def test_graphs_come_in_every_format(pool: ReaderPool, media_type: str) -> None:
    pool.apply([change(1)], 1)
    answer = pool.query(request("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", media_type))
    assert b"https://example.org/s1" in answer.body


def test_a_format_that_does_not_fit_the_query_is_refused(pool: ReaderPool) -> None:
    with pytest.raises(NotAcceptable):
        pool.query(request("ASK {}", "text/turtle"))


def test_a_query_chooses_its_graphs(pool: ReaderPool) -> None:
    pool.apply([change(1), change(2)], 2)
    own = QueryRequest(
        "SELECT * FROM <https://example.org/g1> { ?s ?p ?o }",
        "text/csv",
        9,
        9,
        999,
        own_dataset=True,
    )
    assert pool.query(own).body.count(b"\r\n") == 2
    given = QueryRequest(
        "SELECT * { ?s ?p ?o }", "text/csv", 9, 9, 999, default_graphs=("https://example.org/g2",)
    )
    assert b"s2" in pool.query(given).body
    assert b"s1" not in pool.query(given).body


def test_a_wrong_query_is_refused_with_its_place(pool: ReaderPool) -> None:
    with pytest.raises(QueryRefused, match="1:"):
        pool.query(request("SELECT * WHERE { ?s ?p }"))


def test_an_answer_beyond_its_limits_is_refused_not_cut(pool: ReaderPool) -> None:
    pool.apply([change(n) for n in range(100)], 100)
    everything = "SELECT * { ?s ?p ?o }"
    for media_type in (JSON, "text/csv", "application/sparql-results+xml"):
        assert pool.query(request(everything, media_type, rows=100)).body
        with pytest.raises(QueryTooCostly, match="limit of 99 rows"):
            pool.query(request(everything, media_type, rows=99))
        with pytest.raises(QueryTooCostly, match="limit of 500 bytes"):
            pool.query(request(everything, media_type, size=500))
    assert count(pool) == 100


def test_the_deadline_kills_and_others_go_on(pool: ReaderPool) -> None:
    pool.apply([change(n) for n in range(300)], 300)
    pool.start()
    late: list[float] = []

    def run_away() -> None:
        start = time.monotonic()
        with pytest.raises(QueryTimeout, match="after 1 s"):
            pool.query(request(RUNAWAY, deadline=1.0))
        late.append(time.monotonic() - start)

    thread = Thread(target=run_away)
    thread.start()
    waits = []
    while thread.is_alive():
        start = time.monotonic()
        assert count(pool) == 300
        waits.append(time.monotonic() - start)
    thread.join()
    assert 0.9 < late[0] < 1.5
    assert len(waits) > 5
    assert count(pool) == 300


def test_a_memory_bomb_dies_alone(pool: ReaderPool) -> None:
    pool.apply([change(1)], 1)
    bomb = "SELECT ?z { BIND('xxxxxxxxxxxxxxxx' AS ?a0) " + "".join(
        f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1}) " for n in range(30)
    )
    with pytest.raises(QueryTooCostly, match="memory"):
        pool.query(request(bomb + "BIND(?a30 AS ?z) }"))
    assert count(pool) == 1


def test_a_reader_killed_from_outside_is_replaced(pool: ReaderPool) -> None:
    pool.apply([change(1)], 1)
    pool.start()
    for reader in pool._fleet.readers():
        os.kill(reader.pid, signal.SIGKILL)
    assert [count(pool) for _ in range(5)] == [1] * 5


def test_a_query_cannot_reach_the_network_or_a_file(pool: ReaderPool, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        port = canary.getsockname()[1]
        with pytest.raises((QueryRefused, QueryTooCostly)):
            pool.query(request(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
        with pytest.raises(TimeoutError):
            canary.accept()
    pool.apply([change(1)], 1)
    assert count(pool) == 1


def test_a_rebuild_fails_no_query(pool: ReaderPool) -> None:
    pool.apply([change(n) for n in range(50)], 50)
    pool.start()
    done, seen = Event(), list[int]()

    def ask() -> None:
        while not done.is_set():
            seen.append(count(pool))

    thread = Thread(target=ask)
    thread.start()
    pool.rebuild((change(n) for n in range(70)), 80)
    done.set()
    thread.join()
    assert set(seen) <= {50, 70}
    assert count(pool) == 70
    assert pool.position() == 80
