"""A search server with the embedded index as its stand-by: both are kept, one answers."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from smartland.adapters.search_relay import Relay
from smartland.errors import Busy, Label
from smartland.ports.search import (
    IndexDocument,
    IndexState,
    SearchAnswer,
    SearchIndex,
    SearchRequest,
)

T = TypeVar("T")

_REBUILDING = Label(
    it="La ricostruzione dell'indice di ricerca è già in corso.",
    en="The search index is being rebuilt already.",
)
_BEHIND = "not yet up to date"


class Primary(SearchIndex, Protocol):
    """An index that may be away."""

    def away(self) -> bool:
        """True while it does not answer; it looks again from time to time, and asks nobody to
        wait for that."""


class StandbyIndex(SearchIndex):
    """``primary`` answers while it is there and as far as ``standby``, else that one does.

    Each has its own position. While the primary is away the stand-by alone is written, and the
    position is the stand-by's; once it is back the position is that of the one further behind, so
    that whoever follows the change log brings both up to date. ``debt`` is a file that says that
    the primary missed a rebuild: it begins anew when it is back. ``last`` tells the last sequence
    number of the truth: a primary beyond it has what a restored backup no longer has.
    """

    def __init__(
        self, primary: Primary, standby: SearchIndex, debt: Path, last: Callable[[], int]
    ) -> None:
        self._primary = primary
        self._standby = standby
        self._debt = debt
        self._last = last
        self._rebuilding = threading.Lock()

    def position(self) -> int:
        """Where both stand; the stand-by alone while the primary is away."""
        standing = self._standby.position()
        return standing if self._primary.away() else min(standing, self._primary_position())

    def apply(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], sequence: int
    ) -> None:
        """Bring a change to both; a primary that is away gets it later.

        Raises what either refuses for another reason, after the other has been written.
        """
        fault: Exception | None = None
        if not self._primary.away():
            try:
                self._pay()
                self._primary.apply(documents, removed, sequence)
            except Exception as error:  # noqa: BLE001  # whatever it is, the stand-by goes on
                fault = error
        self._standby.apply(documents, removed, sequence)
        # A primary that is there and only too busy would be waited for without end
        if fault is not None and not (isinstance(fault, Busy) and self._primary.away()):
            raise fault

    def rebuild(self, documents: Iterable[IndexDocument], sequence: int) -> None:
        """Fill new generations of both from one reading of ``documents``."""
        if not self._rebuilding.acquire(blocking=False):
            raise Busy(_REBUILDING, retry_after=60)
        try:
            if self._primary.away():
                self._owe()
                self._standby.rebuild(documents, sequence)
            else:
                self._rebuild_both(documents, sequence)
        finally:
            self._rebuilding.release()

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer from the primary, or from the stand-by."""
        return self._ask(lambda index: index.search(request))

    def vocabulary(
        self, prefix: str, limit: int, *, titles: bool = True
    ) -> Sequence[tuple[str, int]]:
        """As the index that answers."""
        return self._ask(lambda index: index.vocabulary(prefix, limit, titles=titles))

    def state(self) -> IndexState:
        """The index that answers; ``fault`` says why that is the stand-by."""
        primary = self._primary.state()
        if not primary.fault and self._answers():
            return primary
        return replace(self._standby.state(), fault=f"{primary.engine}: {primary.fault or _BEHIND}")

    def digests(self) -> Mapping[str, str]:
        """What both hold; where they differ, a digest that no resource has."""
        standing = dict(self._standby.digests())
        if self._primary.away():
            return standing
        try:
            held = dict(self._primary.digests())
        except Busy:
            return standing
        return {
            iri: standing.get(iri, "") if standing.get(iri) == held.get(iri) else "two indexes"
            for iri in standing.keys() | held.keys()
        }

    def close(self) -> None:
        """Close both."""
        try:
            self._primary.close()
        finally:
            self._standby.close()

    def _ask(self, question: Callable[[SearchIndex], T]) -> T:
        if self._answers():
            try:
                return question(self._primary)
            except Busy:
                return question(self._standby)
        return question(self._standby)

    def _answers(self) -> bool:
        """Whether the primary is there and knows no less than the stand-by."""
        return not self._primary.away() and self._primary_position() >= self._standby.position()

    def _primary_position(self) -> int:
        """Where the primary stands; 0 if it is to begin anew."""
        position = self._primary.position()
        if position > self._standby.position() and position > self._last():
            self._owe()
        return 0 if self._debt.exists() else position

    def _owe(self) -> None:
        self._debt.parent.mkdir(parents=True, exist_ok=True)
        self._debt.touch()

    def _pay(self) -> None:
        """Empty a primary that missed a rebuild, so that the change log fills it again."""
        if self._debt.exists():
            self._primary.rebuild((), 0)
            self._debt.unlink(missing_ok=True)

    def _rebuild_both(self, documents: Iterable[IndexDocument], sequence: int) -> None:
        relay = Relay(lambda copies: self._primary.rebuild(copies, sequence))
        with relay:
            self._standby.rebuild(relay.passing(documents), sequence)
        if relay.fault is None:
            self._debt.unlink(missing_ok=True)
            return
        self._owe()
        if not (isinstance(relay.fault, Busy) and self._primary.away()):
            raise relay.fault
