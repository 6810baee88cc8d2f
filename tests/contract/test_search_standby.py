"""A search server with the embedded index as its stand-by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from smartland.adapters.search_standby import StandbyIndex
from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.errors import Busy, Label, StorageFailed
from smartland.ports.search import (
    Everything,
    IndexDocument,
    IndexState,
    SearchAnswer,
    SearchIndex,
    SearchRequest,
    Words,
)
from support.indexes import a_document, batch, found, open_tantivy

AWAY = Label(it="via", en="gone for lunch")


class Server(TantivyIndex):
    """An index that can be told to be away, or to be wrong."""

    gone = False
    wrong: Exception | None = None

    def away(self) -> bool:
        """As told."""
        return self.gone

    def _check(self) -> None:
        if self.gone:
            raise Busy(AWAY, retry_after=5)
        if self.wrong:
            raise self.wrong

    def apply(self, *arguments: object) -> None:
        """As told."""
        self._check()
        super().apply(*arguments)  # type: ignore[arg-type]

    def rebuild(self, *arguments: object) -> None:
        """As told."""
        self._check()
        super().rebuild(*arguments)  # type: ignore[arg-type]

    def search(self, request: SearchRequest) -> SearchAnswer:
        """As told."""
        self._check()
        return super().search(request)

    def state(self) -> IndexState:
        """As told."""
        here = super().state()
        return IndexState("server", "9", here.documents, AWAY.en if self.gone else "")


@dataclass
class Both:
    """Two indexes and what stands before them; ``last`` is where the truth is."""

    folder: Path
    server: Server
    embedded: SearchIndex
    index: SearchIndex = field(init=False)
    last: int = 1_000

    def __post_init__(self) -> None:
        self.index = StandbyIndex(
            self.server, self.embedded, self.folder / "room" / "debt", lambda: self.last
        )

    def totals(self) -> tuple[int, int]:
        """How many documents each holds."""
        return len(self.server.digests()), len(self.embedded.digests())


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    """Two empty ones."""
    server = Server(tmp_path / "server", heap_bytes=20_000_000, lock_seconds=0)
    pair = Both(tmp_path, server, open_tantivy(tmp_path))
    yield pair
    pair.index.close()


def _follow(both: Both, log: Callable[[int], list[IndexDocument]], last: int) -> None:
    """Bring the index to ``last`` as one who follows the change log does."""
    for _ in range(50):
        at = both.index.position()
        if at >= last:
            return
        both.index.apply(log(at + 1), [], at + 1)
    raise AssertionError(both.index.position())


def _log(sequence: int) -> list[IndexDocument]:
    return batch(sequence, 2)


def test_both_are_written_and_the_server_answers(both: Both) -> None:
    both.index.apply(batch(1, 3), [], 1)
    assert (both.totals(), both.index.position()) == ((3, 3), 1)
    state = both.index.state()
    assert (state.engine, state.documents, state.fault) == ("server", 3, "")


def test_the_stand_by_goes_on_and_the_server_catches_up(both: Both) -> None:
    _follow(both, _log, 2)
    both.server.gone = True
    _follow(both, _log, 5)
    assert (both.index.position(), len(found(both.index, Everything()))) == (5, 10)
    assert list(both.index.vocabulary("prog", 3)) == [("progetto", 10)]
    state = both.index.state()
    assert (state.engine, state.documents) == ("tantivy", 10)
    assert AWAY.en in state.fault
    both.server.gone = False
    assert both.index.position() == 2
    # Until it knows as much, the other one answers
    assert len(found(both.index, Everything())) == 10
    assert both.index.state().engine == "tantivy"
    _follow(both, _log, 5)
    assert both.totals() == (10, 10)
    assert both.index.state().engine == "server"


def test_a_search_that_the_server_loses_is_answered_all_the_same(both: Both) -> None:
    both.index.apply(batch(1, 3), [], 1)
    both.server.wrong = Busy(AWAY)
    assert len(found(both.index, Words("progetto"))) == 3


def test_a_server_that_is_only_busy_is_not_passed_over(both: Both) -> None:
    both.index.apply(batch(1, 2), [], 1)
    both.server.wrong = Busy(AWAY)
    with pytest.raises(Busy):
        both.index.apply(batch(2, 2), [], 2)
    assert (both.totals(), both.index.position()) == ((2, 4), 1)
    both.server.wrong = None
    _follow(both, _log, 2)
    assert both.totals() == (4, 4)


def test_what_the_server_refuses_is_told_and_the_stand_by_has_it(both: Both) -> None:
    both.server.wrong = StorageFailed(AWAY)
    with pytest.raises(StorageFailed):
        both.index.apply(batch(1, 2), [], 1)
    assert (both.totals(), both.index.position()) == ((0, 2), 0)


def test_one_reading_rebuilds_both(both: Both) -> None:
    readings = []

    def documents() -> Iterator[IndexDocument]:
        readings.append(1)
        yield from batch(7, 3_000)

    both.index.apply(batch(1, 3), [], 1)
    both.index.rebuild(documents(), 7)
    assert (readings, both.totals(), both.index.position()) == ([1], (3_000, 3_000), 7)


def test_a_reading_that_fails_changes_neither(both: Both) -> None:
    def documents() -> Iterator[IndexDocument]:
        yield from batch(7, 1_200)
        raise RuntimeError

    both.index.apply(batch(1, 3), [], 1)
    with pytest.raises(RuntimeError):
        both.index.rebuild(documents(), 7)
    assert (both.totals(), both.index.position()) == ((3, 3), 1)


def test_a_server_that_missed_a_rebuild_begins_anew(both: Both) -> None:
    """What a truth restored from a backup no longer has must not come back."""
    both.index.apply([a_document("lost"), *batch(1, 3)], [], 9)
    both.server.gone = True
    both.last = 4
    both.index.rebuild(batch(4, 3), 4)
    both.server.gone = False
    again = Both(both.folder, both.server, both.embedded, last=4)
    assert (again.index.position(), len(found(again.index, Everything()))) == (0, 3)
    _follow(again, lambda n: batch(4, 3) if n == 4 else [], 4)
    assert both.totals() == (3, 3)
    assert again.index.state().engine == "server"
    assert again.index.position() == 4


def test_a_server_that_fails_during_a_rebuild_stops_nobody(both: Both) -> None:
    def documents() -> Iterator[IndexDocument]:
        yield from batch(7, 10)
        both.server.gone = True
        yield from batch(8, 2_000)

    failing = both.server.rebuild

    def rebuild(some: Iterator[IndexDocument], sequence: int) -> None:
        for number, _ in enumerate(some):
            if number == 11:
                failing(some, sequence)

    both.server.rebuild = rebuild  # type: ignore[method-assign, assignment]
    both.index.apply(batch(1, 3), [], 1)
    both.index.rebuild(documents(), 8)
    assert both.totals() == (3, 2_010)
    assert both.index.position() == 8


def test_a_server_beyond_a_restored_truth_begins_anew(both: Both) -> None:
    both.server.apply(batch(1, 3), [], 40)
    both.embedded.apply(batch(2, 3), [], 30)
    both.last = 35
    assert both.index.position() == 0
    assert {hit.key for hit in both.index.search(SearchRequest(Everything())).hits} == {
        one.key for one in batch(2, 3)
    }


def test_a_new_stand_by_is_filled_while_the_server_answers(both: Both) -> None:
    both.server.apply([one for n in range(1, 4) for one in _log(n)], [], 3)
    assert both.index.position() == 0
    assert len(found(both.index, Everything())) == 6
    _follow(both, _log, 3)
    assert (both.totals(), both.index.position()) == ((6, 6), 3)


def test_comparing_shows_what_differs_between_the_two(both: Both) -> None:
    both.index.apply(batch(1, 3), [], 1)
    both.embedded.apply([a_document("only")], [batch(1, 3)[0].iri], 1)
    digests = both.index.digests()
    good = {one.iri: one.digest for one in batch(1, 3)[1:]}
    assert {iri: one for iri, one in digests.items() if iri in good} == good
    assert set(digests.values()) - set(good.values()) == {"two indexes"}
    assert len(digests) == 4
    both.server.gone = True
    assert len(both.index.digests()) == 3


def test_rebuilding_waits_for_nobody(both: Both) -> None:
    def meanwhile() -> Iterator[IndexDocument]:
        yield a_document("old")
        both.index.apply([a_document("new")], [], 8)
        with pytest.raises(Busy):
            both.index.rebuild([], 9)

    both.index.rebuild(meanwhile(), 7)
    assert (both.index.position(), both.totals()) == (7, (1, 1))
