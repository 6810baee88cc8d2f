"""How every search engine takes changes."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smartland.errors import Busy
from smartland.ports.search import Everything, IndexDocument, SearchIndex, SearchRequest, Words
from support.indexes import ENGINES, Open, a_document, batch, found, open_standby

SIZE = 20


TAKERS = {**ENGINES, "stand-by": open_standby}


@pytest.fixture(params=TAKERS.values(), ids=list(TAKERS))
def open_index(request: pytest.FixtureRequest) -> Open:
    """Opens an engine's index in a folder."""
    opened: Open = request.param
    return opened


@pytest.fixture
def index(open_index: Open, tmp_path: Path) -> Iterator[SearchIndex]:
    """An empty index."""
    opened = open_index(tmp_path)
    yield opened
    opened.close()


def test_an_empty_index_answers(index: SearchIndex) -> None:
    answer = index.search(SearchRequest(Everything(), facets=("kind",), sort="title"))
    assert (answer.total, answer.hits, answer.next, answer.sequence) == (0, (), None, 0)
    assert answer.facets == {"kind": ()}
    assert index.search(SearchRequest(Words("x"))).total == 0
    assert (index.position(), index.digests(), list(index.vocabulary("x", 3))) == (0, {}, [])


def test_documents_are_replaced_by_iri_and_removed(index: SearchIndex) -> None:
    index.apply([a_document("a", "primo"), a_document("b", "secondo")], [], 2)
    index.apply([a_document("a", "terzo")], [], 3)
    assert found(index, Words("primo")) == []
    assert found(index, Words("terzo")) == ["a"]
    index.apply([], [a_document("b").iri, "https://example.org/never"], 4)
    assert found(index, Everything()) == ["a"]
    assert list(index.vocabulary("s", 3)) == []
    assert index.position() == index.search(SearchRequest(Everything())).sequence == 4


def test_changes_may_come_again(index: SearchIndex) -> None:
    for _ in range(3):
        index.apply(batch(1, SIZE), [a_document("gone").iri], 1)
    assert len(found(index, Words("progetto"))) == SIZE


def test_the_last_of_several_with_one_iri_counts(index: SearchIndex) -> None:
    index.apply([a_document("a", "primo"), a_document("a", "secondo")], [], 1)
    assert found(index, Everything()) == found(index, Words("secondo")) == ["a"]
    index.rebuild([a_document("a", "primo"), a_document("a", "terzo")], 2)
    assert found(index, Everything()) == found(index, Words("terzo")) == ["a"]


def _at(version: int, key: str, title: str) -> IndexDocument:
    return replace(a_document(key, title), version=version)


def test_what_comes_late_replaces_nothing_newer(index: SearchIndex) -> None:
    index.apply([_at(5, "a", "quinto"), _at(6, "b", "sesto")], [], 6)
    index.apply([_at(3, "a", "terzo"), _at(4, "c", "quarto")], [], 4)
    assert sorted(found(index, Everything())) == ["a", "b", "c"]
    assert found(index, Words("quinto")) == ["a"]
    index.apply([], [a_document("b").iri], 5)
    assert sorted(found(index, Everything())) == ["a", "b", "c"]
    assert index.position() == 6
    index.apply([_at(7, "a", "settimo")], [a_document("b").iri], 7)
    assert (found(index, Words("settimo")), index.position()) == (["a"], 7)
    assert sorted(found(index, Everything())) == ["a", "c"]


def test_what_is_newer_than_its_batch_stays_too(index: SearchIndex) -> None:
    """Who depends on a change is brought as it is now, which later batches reach only later."""
    index.apply([_at(2, "a", "secondo"), _at(9, "b", "nono")], [], 3)
    index.apply([_at(5, "b", "quinto")], [], 6)
    index.apply([], [a_document("b").iri], 7)
    assert (found(index, Words("nono")), index.position()) == (["b"], 7)
    index.apply([], [a_document("b").iri], 10)
    assert found(index, Everything()) == ["a"]


def test_a_rebuild_keeps_the_newest_of_each(index: SearchIndex) -> None:
    index.rebuild([_at(4, "a", "quarto"), _at(9, "b", "nono")], 5)
    index.apply([_at(3, "a", "terzo"), _at(7, "b", "settimo")], [], 7)
    assert sorted(found(index, Words("quarto nono", every=False))) == ["a", "b"]


def test_strange_values_do_not_stop_the_index(index: SearchIndex) -> None:
    strange = a_document(
        "s",
        "x" * 100_000,
        numbers={"budget": float("nan")},
        dates={"start": "0000-13-77", "end": "12024-01-01"},
        theme=("t" * 100_000, "", "\x1f"),
    )
    index.apply([strange, a_document("t", "y")], [], 1)
    request = SearchRequest(Everything(), sort="budget", facets=("theme",))
    assert [hit.key for hit in index.search(request).hits] == ["s", "t"]


def test_reopening_keeps_position_and_documents(open_index: Open, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        index = open_index(tmp_path)
        assert index.position() == number - 1
        index.apply(batch(number, SIZE), [], number)
        index.close()
        index.close()
    index = open_index(tmp_path)
    assert (index.position(), len(index.digests())) == (3, 3 * SIZE)
    index.close()


def test_rebuilding_replaces_everything(open_index: Open, tmp_path: Path) -> None:
    index = open_index(tmp_path)
    index.apply(batch(1, SIZE), [], 5)
    index.rebuild(iter(batch(2, 3)), 4)
    assert (index.position(), len(index.digests())) == (4, 3)
    index.apply(batch(3, 3), [], 6)
    index.close()
    index = open_index(tmp_path)
    assert (index.position(), len(index.digests())) == (6, 6)
    index.close()


def test_a_rebuild_that_fails_changes_nothing(index: SearchIndex) -> None:
    def failing() -> Iterator[IndexDocument]:
        yield from batch(2, 3)
        raise RuntimeError("the truth is away")

    index.apply(batch(1, SIZE), [], 1)
    with pytest.raises(RuntimeError):
        index.rebuild(failing(), 9)
    index.apply([], [], 2)
    assert (index.position(), len(index.digests())) == (2, SIZE)


def test_searches_and_changes_go_on_during_a_rebuild(index: SearchIndex) -> None:
    """Each answer is the old content or the new one, never a mixture or an error."""
    index.apply(batch(0, SIZE), [], 1)
    seen: list[tuple[int, int]] = []
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                answer = index.search(SearchRequest(Words("progetto"), facets=("kind",), limit=50))
                seen.append((answer.sequence, answer.total))
        except BaseException as error:  # noqa: BLE001  # reported by the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(2, 8):
        index.rebuild(batch(number, SIZE + number), number * 10)
        index.apply([a_document(f"extra-{number}", "progetto")], [], number * 10 + 1)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    allowed = {(1, SIZE), *((n * 10, SIZE + n) for n in range(2, 8))}
    assert set(seen) <= allowed | {(n * 10 + 1, SIZE + n + 1) for n in range(2, 8)}


def test_what_is_applied_during_a_rebuild_comes_again(index: SearchIndex) -> None:
    """The position goes back to the rebuild's, so that whoever follows brings it once more."""

    def meanwhile() -> Iterator[IndexDocument]:
        yield a_document("old")
        index.apply([a_document("new")], [], 8)
        assert found(index, Everything()) == ["new"]
        with pytest.raises(Busy):
            index.rebuild([], 9)

    index.rebuild(meanwhile(), 7)
    assert (index.position(), found(index, Everything())) == (7, ["old"])


def test_closing_during_a_rebuild_keeps_the_old_content(open_index: Open, tmp_path: Path) -> None:
    index = open_index(tmp_path)
    index.apply(batch(1, SIZE), [], 1)

    def closing() -> Iterator[IndexDocument]:
        index.close()
        yield a_document("new")

    with pytest.raises(Busy):
        index.rebuild(closing(), 7)
    index = open_index(tmp_path)
    assert (index.position(), len(index.digests())) == (1, SIZE)
    index.close()
