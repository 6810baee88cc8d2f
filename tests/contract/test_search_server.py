"""What only a real server can show: generations, versions and accidents of its index."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smartland.adapters.search_elastic.bulk import write
from smartland.adapters.search_elastic.client import Address, Server
from smartland.adapters.search_elastic.documents import document_id, lay_out
from smartland.adapters.search_elastic.index import ElasticIndex
from smartland.errors import Busy, Invalid, StorageFailed
from smartland.ports.search import Everything, IndexDocument, Range, SearchRequest, Words
from smartland.ports.search_names import IndexNames
from support.indexes import SERVERS, a_document, batch, found, open_elastic, prefix_of
from support.search_servers import VARIABLE

pytestmark = pytest.mark.skipif(
    not SERVERS, reason=f"{VARIABLE} is not set (make test-elasticsearch)"
)
ALL = SearchRequest(Everything())


@pytest.fixture(params=SERVERS.values(), ids=list(SERVERS))
def address(request: pytest.FixtureRequest) -> Address:
    """Each server that the environment names."""
    given: Address = request.param
    return given


@pytest.fixture
def index(address: Address, tmp_path: Path) -> Iterator[ElasticIndex]:
    """An empty index."""
    one = open_elastic(address, tmp_path)
    yield one
    one.close()


@pytest.fixture
def server(address: Address) -> Iterator[Server]:
    """The server itself."""
    one = Server(address)
    yield one
    one.close()


def _generations(server: Server, folder: Path) -> dict[str, list[str]]:
    pattern = f"{prefix_of(folder)}*"
    answer = server.call(lambda client: client.indices.get_alias(index=pattern))
    return {name: sorted(one["aliases"]) for name, one in answer.body.items()}


def test_one_generation_stays_whatever_happens(
    address: Address, index: ElasticIndex, server: Server, tmp_path: Path
) -> None:
    def failing() -> Iterator[IndexDocument]:
        yield from batch(2, 1_500)
        assert len(_generations(server, tmp_path)) == 2
        raise RuntimeError

    index.apply(batch(1, 2), [], 1)
    for number in (2, 3):
        index.rebuild(batch(number, 3), number)
        ((name, aliases),) = _generations(server, tmp_path).items()
        assert name.startswith(f"{aliases[0]}-")
    with pytest.raises(RuntimeError):
        index.rebuild(failing(), 9)
    assert list(_generations(server, tmp_path)) == [name]
    other = ElasticIndex(Server(address), prefix_of(tmp_path), names=IndexNames(("kind",)))
    assert (other.position(), len(_generations(server, tmp_path))) == (0, 1)
    other.close()


def test_what_an_interrupted_rebuild_left_is_swept_and_nothing_else(
    address: Address, index: ElasticIndex, server: Server, tmp_path: Path
) -> None:
    index.apply(batch(1, 2), [], 1)
    ((name, aliases),) = _generations(server, tmp_path).items()
    prefix = prefix_of(tmp_path)
    left = f"{prefix}-0123456789ab-17"
    strangers = {f"{prefix}-notes", f"{prefix}-x-0123456789ab-17", f"{prefix}2-0123456789ab-17"}
    for one in (left, *strangers):
        server.call(lambda client, one=one: client.indices.create(index=one))  # type: ignore[misc]
    again = open_elastic(address, tmp_path)
    assert _generations(server, tmp_path).keys() == {name, *strangers}
    assert (again.position(), found(again, Words("progetto"))) == (1, found(index, Words("numero")))
    again.close()
    for one in strangers:
        server.call(lambda client, one=one: client.indices.delete(index=one))  # type: ignore[misc]
    assert _generations(server, tmp_path) == {name: aliases}


def test_a_crash_between_documents_and_position_does_no_harm(
    address: Address, index: ElasticIndex, server: Server, tmp_path: Path
) -> None:
    index.apply(batch(1, 3), [], 1)
    (alias,) = next(iter(_generations(server, tmp_path).values()))
    changes = [(document_id(one.iri), 2, lay_out(one, 2)) for one in batch(2, 3)]
    write(server, alias, changes)
    assert len(found(index, Everything())) == 3
    again = open_elastic(address, tmp_path)
    assert again.position() == 1
    again.apply(batch(2, 3), [], 2)
    assert (again.position(), len(found(again, Everything()))) == (2, 6)
    again.close()


def test_the_position_never_goes_back(
    address: Address, index: ElasticIndex, tmp_path: Path
) -> None:
    late = open_elastic(address, tmp_path)
    index.apply(batch(1, 2), [], 8)
    late.apply(batch(2, 2), [], 3)
    assert index.search(ALL).sequence == 8
    again = open_elastic(address, tmp_path)
    assert again.position() == 8
    again.close()
    late.close()


def test_a_removal_is_remembered_by_its_version(index: ElasticIndex) -> None:
    index.apply([a_document("a", "primo")], [], 2)
    index.apply([], [a_document("a").iri], 5)
    index.apply([a_document("a", "secondo")], [], 4)
    assert found(index, Everything()) == []
    index.apply([a_document("a", "terzo")], [], 6)
    assert found(index, Words("terzo")) == ["a"]


def test_a_field_that_nobody_declared_is_refused(
    index: ElasticIndex, server: Server, tmp_path: Path
) -> None:
    (alias,) = next(iter(_generations(server, tmp_path).values()))
    fields: dict[str, Any] = {"iri": "https://example.org/strange", "nonesuch": 1}
    with pytest.raises(StorageFailed, match="strange") as caught:
        write(server, alias, [(document_id("x"), 1, fields)])
    assert "nonesuch" in str(caught.value)


def test_a_dropped_index_is_made_again_and_never_by_a_write(
    index: ElasticIndex, server: Server, tmp_path: Path
) -> None:
    index.apply(batch(1, 2), [], 4)
    (name,) = _generations(server, tmp_path)
    server.call(lambda client: client.indices.delete(index=name))
    with pytest.raises(Busy):
        index.apply(batch(2, 2), [], 5)
    assert _generations(server, tmp_path) == {}
    with pytest.raises(Busy):
        index.search(ALL)
    assert (index.position(), index.search(ALL).total) == (0, 0)
    index.apply(batch(2, 2), [], 5)
    assert index.search(ALL).sequence == 5


def test_the_mapping_is_strict_and_small(
    index: ElasticIndex, server: Server, tmp_path: Path
) -> None:
    document = a_document("a", "Titolo", "Testo lungo", codes=("X1",), theme=("energy",))
    index.apply([document], [], 1)
    (name,) = _generations(server, tmp_path)
    about = server.call(lambda client: client.indices.get(index=name)).body[name]
    assert about["mappings"]["dynamic"] == "strict"
    shards = about["settings"]["index"]
    assert (shards["number_of_shards"], shards["number_of_replicas"]) == ("1", "0")
    kept = server.call(lambda client: client.get(index=name, id=document_id(document.iri))).body
    assert set(kept["_source"]) == {"iri", "kind", "key", "digest", "version"}


def test_a_change_is_seen_at_once_and_whole(index: ElasticIndex) -> None:
    """Nobody sees half of a change: a document and not its companion, or not its position."""
    index.apply(batch(0, 10), [], 0)
    seen: set[tuple[int, int]] = set()
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answer = index.search(ALL)
            seen.add((answer.sequence, answer.total))

    thread = threading.Thread(target=ask)
    thread.start()
    for number in range(1, 5):
        index.apply(batch(number, 1_100), [], number)
        assert index.search(SearchRequest(Words(f"numero {number}"))).total >= 1_100
    stop.set()
    thread.join()
    assert seen <= {(number, 10 + number * 1_100) for number in range(5)}


def test_no_search_fails_while_generations_are_swapped(index: ElasticIndex) -> None:
    index.apply(batch(0, 20), [], 1)
    failures: list[BaseException] = []
    asked = [0]
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                totals = index.search(SearchRequest(Words("progetto"), facets=("kind",))).total
                assert totals == 20
                index.vocabulary("prog", 5)
                asked[0] += 1
            except BaseException as error:  # noqa: BLE001  # reported by the test's own thread
                failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 7):
        index.rebuild(batch(number, 20), number)
    stop.set()
    for thread in threads:
        thread.join()
    assert (failures, asked[0] > 20) == ([], True)


def test_iris_longer_than_a_server_takes(index: ElasticIndex) -> None:
    iris = [f"https://example.org/{'x' * 900}/{number}" for number in range(3)]
    documents = [IndexDocument(iri, "project", str(n), {}, {}) for n, iri in enumerate(iris)]
    index.apply(documents, [], 1)
    index.apply([], iris[:1], 2)
    assert [hit.iri for hit in index.search(ALL).hits] == iris[1:]
    assert list(index.digests()) == iris[1:]


def test_facets_beyond_what_a_server_counts_are_invalid_not_a_fault(index: ElasticIndex) -> None:
    names = ("theme", "holder", "territory", "kind", "status", "source", "in", "corridor")
    many = {name: tuple(f"{name}/{number}" for number in range(9_000)) for name in names}
    index.apply([replace(a_document("a"), terms=many)], [], 1)
    request = SearchRequest(Everything(), facets=names, facet_size=10_000)
    with pytest.raises(Invalid):
        index.search(request)
    assert not index.away()
    assert index.search(SearchRequest(Range("lat", 1, 90))).total == 1


def test_thousands_are_compared_page_by_page(index: ElasticIndex) -> None:
    begin = time.monotonic()
    index.rebuild(batch(1, 6_000), 1)
    assert len(index.digests()) == 6_000
    assert time.monotonic() - begin < 120
