"""What becomes of searches and changes while the search server misbehaves or is away."""

import json
import logging
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from smartland.adapters.search_elastic import bulk
from smartland.adapters.search_elastic.breaker import Breaker
from smartland.adapters.search_elastic.client import OPENSEARCH, Address, Server
from smartland.adapters.search_elastic.index import ElasticIndex
from smartland.errors import Busy, Invalid, StorageFailed
from smartland.ports.search import Everything, SearchRequest, Words
from support.indexes import a_document, batch
from support.search_imposter import Imposter, imposter
from support.servers import free_port

ALL = SearchRequest(Everything())


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The breaker's time."""
    return Clock()


@pytest.fixture
def server() -> Iterator[Imposter]:
    """A server that does well until told otherwise."""
    with imposter() as one:
        yield one


def _index(url: str, clock: Clock, **options: Any) -> ElasticIndex:  # noqa: ANN401
    return ElasticIndex(Server(Address(url, **options), Breaker(clock=clock)))


@pytest.fixture
def index(server: Imposter, clock: Clock) -> Iterator[ElasticIndex]:
    """The index on ``server``."""
    one = _index(server.url, clock)
    assert (one.position(), one.away(), one.state().fault) == (0, False, "")
    yield one
    one.close()


def _turn(server: Imposter, **manners: Any) -> None:  # noqa: ANN401
    for name, value in manners.items():
        setattr(server, name, value)


BAD: dict[str, dict[str, Any]] = {
    "a fault of its own": {"status": 500, "body": {"error": "x"}},
    "a gateway": {"status": 502, "body": b"<html>bad gateway</html>"},
    "no shard": {"status": 503, "body": {"error": {"type": "no_shard", "reason": "x"}}},
    "no JSON": {"body": b"{not json"},
    "another JSON": {"body": {"hits": []}},
    "a list": {"body": b"[]"},
    "nothing": {"body": b""},
    "no product": {"product": "", "status": 200, "body": {}},
    "no credentials": {"status": 401, "body": {"error": {"type": "security_exception"}}},
}


@pytest.mark.parametrize("manners", BAD.values(), ids=list(BAD))
def test_a_server_that_answers_badly_is_away(
    server: Imposter, clock: Clock, manners: dict[str, Any]
) -> None:
    with imposter() as fresh:
        index = _index(fresh.url, clock)
        _turn(fresh, **manners)
        for _ in range(2):
            with pytest.raises(Busy) as caught:
                index.search(ALL)
            assert caught.value.retry_after
        with pytest.raises(Busy):
            index.apply(batch(1, 2), [], 1)
        assert index.state().fault
        assert index.position() == 0
        index.close()


def test_nobody_waits_for_a_server_that_is_away(
    server: Imposter, index: ElasticIndex, clock: Clock
) -> None:
    _turn(server, status=503, body={})
    with pytest.raises(Busy):
        index.search(ALL)
    server.asked.clear()
    _turn(server, delay=1.0)
    begin = time.monotonic()
    for _ in range(50):
        with pytest.raises(Busy):
            index.search(ALL)
        assert index.away()
    assert time.monotonic() - begin < 0.5
    assert server.asked == []


def test_one_looks_whether_the_server_is_back(
    server: Imposter, index: ElasticIndex, clock: Clock
) -> None:
    index.apply(batch(1, 2), [], 4)
    _turn(server, status=503, body={})
    with pytest.raises(Busy):
        index.search(ALL)
    assert index.position() == 4
    for _ in range(2):
        clock.now += 6
        server.asked.clear()
        with pytest.raises(Busy):
            index.search(ALL)
        with pytest.raises(Busy):
            index.search(ALL)
        assert [path for _, path, _ in server.asked] == ["/"]
    _turn(server, status=0, body=None)
    clock.now += 6
    assert index.search(ALL).total == 0
    assert not index.away()
    # What this server has is no longer what the index knew
    assert (index.position(), index.state().fault) == (0, "")


def test_a_slow_server_is_away(server: Imposter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartland.adapters.search_elastic.index.SEARCH_SECONDS", 0.3)
    index = ElasticIndex(Server(Address(server.url)))
    _turn(server, delay=2.0)
    begin = time.monotonic()
    with pytest.raises(Busy, match="timeout"):
        index.search(ALL)
    assert time.monotonic() - begin < 1.5
    assert "timeout" in index.state().fault
    index.close()


def test_a_server_that_never_was_there_stops_nothing() -> None:
    index = ElasticIndex(Server(Address(f"http://127.0.0.1:{free_port()}")))
    assert (index.position(), index.away()) == (0, True)
    assert "does not answer" in index.state().fault
    for question in (lambda: index.search(ALL), index.digests, lambda: index.vocabulary("a", 3)):
        with pytest.raises(Busy):
            question()
    index.close()
    with pytest.raises(Busy, match="closed"):
        index.search(ALL)


def test_a_server_behind_tls_is_not_spoken_to_without(server: Imposter) -> None:
    index = ElasticIndex(Server(Address(server.url.replace("http:", "https:"))))
    assert "no connection" in index.state().fault
    assert server.asked == []
    index.close()


def test_a_bad_request_is_known_before_any_server_is_asked() -> None:
    index = ElasticIndex(Server(Address(f"http://127.0.0.1:{free_port()}")))
    with pytest.raises(Invalid):
        index.search(SearchRequest(Everything(), sort="nonesuch"))
    with pytest.raises(Invalid):
        index.search(SearchRequest(Words(" ".join(f"w{n}" for n in range(500)))))
    index.close()


def test_the_wrong_flavour_is_told(server: Imposter) -> None:
    server.product = ""
    index = ElasticIndex(Server(Address(server.url)))
    assert "SMARTLAND_ELASTICSEARCH_FLAVOUR=opensearch" in index.state().fault
    index.close()


def test_the_open_flavour_speaks_plainly(server: Imposter) -> None:
    server.product = ""
    index = ElasticIndex(Server(Address(server.url, OPENSEARCH)))
    index.apply(batch(1, 2), [], 1)
    assert (index.state().fault, index.search(ALL).total) == ("", 0)
    kinds = {one.get("content-type") for one in server.headers} | {
        one.get("accept") for one in server.headers
    }
    assert kinds <= {"application/json", "application/x-ndjson", None}
    index.close()


@pytest.mark.parametrize("flavour", ["elasticsearch", OPENSEARCH])
def test_credentials_are_sent_and_never_shown(
    server: Imposter, caplog: pytest.LogCaptureFixture, flavour: str
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "pass%2Fword"  # noqa: S105
    url = server.url.replace("http://", f"http://somebody:{secret}@")
    address = Address(url, flavour, "")
    index = ElasticIndex(Server(address))
    index.apply(batch(1, 1), [], 1)
    assert {one["authorization"] for one in server.headers} == {
        "Basic c29tZWJvZHk6cGFzcy93b3Jk",
    }
    _turn(server, status=401, body={})
    with pytest.raises(Busy) as caught:
        index.search(ALL)
    shown = f"{caught.value} {index.state()} {address!r} {caplog.text}"
    assert "pass" not in shown
    assert "credentials" in index.state().fault
    index.close()


def test_an_api_key_is_sent(server: Imposter) -> None:
    index = ElasticIndex(Server(Address(server.url, api_key="the-key")))
    assert index.state().fault == ""
    assert {one["authorization"] for one in server.headers} == {"ApiKey the-key"}
    index.close()


def test_a_refused_document_is_named(server: Imposter, index: ElasticIndex) -> None:
    reason = {"type": "document_parsing_exception", "reason": "too strange"}
    server.items = [{"status": 201}, {"status": 400, "error": reason}]
    documents = batch(1, 3)
    with pytest.raises(StorageFailed, match="too strange") as caught:
        index.apply(documents, [], 1)
    assert documents[1].iri in str(caught.value)
    assert index.position() == 0
    index.apply(documents, [], 1)
    assert index.position() == 1


def test_what_is_held_newer_and_what_was_never_there_are_no_errors(
    server: Imposter, index: ElasticIndex
) -> None:
    conflict = {"type": "version_conflict_engine_exception", "reason": "newer"}
    server.items = [{"status": 409, "error": conflict}, {"status": 404, "result": "not_found"}]
    index.apply(batch(1, 1), ["https://example.org/never"], 1)
    assert index.position() == 1


def test_what_is_refused_for_want_of_room_is_tried_again(
    server: Imposter, index: ElasticIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PAUSES", (0.0, 0.0))
    full = {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "full"}}
    server.items = [{"status": 201}, full, full, {"status": 201}, full]
    server.asked.clear()
    index.apply(batch(1, 3), [], 1)
    sent = [body.count(b'"index"') for _, path, body in server.asked if "_bulk" in path]
    assert sent == [3, 2, 1, 1]
    server.items = [full] * 3
    with pytest.raises(Busy, match="no changes just now"):
        index.apply(batch(2, 1), [], 2)
    assert (index.position(), index.away()) == (1, False)


def test_bulk_requests_are_bounded(
    server: Imposter, index: ElasticIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_CHANGES", 10)
    monkeypatch.setattr(bulk, "MOST_BYTES", 20_000)
    many = [*batch(1, 25), *(a_document(f"big-{n}", text="parola " * 1_500) for n in range(4))]
    server.asked.clear()
    index.apply(many, [], 1)
    bodies = [body for _, path, body in server.asked if "_bulk" in path]
    counts = [body.count(b'"index"') for body in bodies]
    assert sum(counts) == len(many) + 1
    assert max(counts) <= 10
    assert all(len(body) <= 21_000 for body in bodies)


def test_versions_and_position_go_with_every_change(server: Imposter, index: ElasticIndex) -> None:
    server.asked.clear()
    index.apply(batch(1, 2), ["https://example.org/gone"], 7)
    lines = [
        json.loads(line)
        for _, path, body in server.asked
        if "_bulk" in path
        for line in body.splitlines()
    ]
    actions = [one for line in lines if set(line) <= {"index", "delete"} for one in line.values()]
    assert [one["version"] for one in actions] == [7, 7, 7, 7]
    assert {one["version_type"] for one in actions} == {"external_gte"}
    assert lines[-1]["position"] == 7
    order = [path.rpartition("/")[2].partition("?")[0] for _, path, _ in server.asked]
    assert order == ["_bulk", "_bulk", "_refresh"]


def test_nothing_writes_to_an_index_that_nobody_made(server: Imposter, index: ElasticIndex) -> None:
    index.apply(batch(1, 1), [], 1)
    assert all("require_alias=true" in path for path in server.paths("_bulk"))


def test_an_index_that_was_dropped_is_made_again(server: Imposter, index: ElasticIndex) -> None:
    index.apply(batch(1, 1), [], 3)
    gone = {"error": {"type": "index_not_found_exception", "reason": "no such index"}}
    _turn(server, status=404, body=gone)
    with pytest.raises(Busy):
        index.search(ALL)
    assert "no index" in index.state().fault
    _turn(server, status=0, body=None, aliases={})
    time.sleep(1.1)
    assert index.position() == 0
    assert index.search(ALL).sequence == 0


def test_a_breaker_lets_one_look_after_each_pause(clock: Clock) -> None:
    breaker = Breaker(pause=5, clock=clock)
    assert (breaker.fault, breaker.take_look()) == (None, False)
    breaker.open(Busy.title)
    looks = []
    for _ in range(30):
        looks.append(breaker.take_look())
        clock.now += 1
    at = [second for second, look in enumerate(looks) if look]
    assert all(later - sooner >= 5 for sooner, later in pairwise(at))
    assert len(at) == 5
    assert breaker.retry_after >= 1
    breaker.close()
    assert breaker.fault is None
