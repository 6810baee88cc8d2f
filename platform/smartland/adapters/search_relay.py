"""One reading of many documents, for two who take them at the same time."""

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Full, Queue
from types import TracebackType

from smartland.ports.search import IndexDocument

_ROOM = 500
"""Documents that one may be ahead of the other."""
_GLANCE = 0.1


class _GivenUp(Exception):
    """The reading failed, or he who reads did."""


class Relay:
    """Hands what ``passing`` reads to ``taker`` too, in a thread of its own.

    Used as a context: leaving it in peace tells the taker that all has been read, leaving it by
    an error that nothing is to be kept. A taker that fails stops nobody; ``fault`` is its error.
    """

    def __init__(self, taker: Callable[[Iterable[IndexDocument]], None]) -> None:
        self._taker = taker
        self._queue: Queue[IndexDocument | None] = Queue(_ROOM)
        self._over = threading.Event()
        self._failed = False
        self._thread = threading.Thread(target=self._take, name="search-relay", daemon=True)
        self.fault: Exception | None = None

    def __enter__(self) -> "Relay":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._failed = error is not None
        self._put(None)
        self._thread.join()

    def passing(self, documents: Iterable[IndexDocument]) -> Iterator[IndexDocument]:
        """``documents``, each handed on before it is given."""
        for one in documents:
            self._put(one)
            yield one

    def _put(self, one: IndexDocument | None) -> None:
        while not self._over.is_set():
            try:
                self._queue.put(one, timeout=_GLANCE)
            except Full:
                continue
            return

    def _take(self) -> None:
        try:
            self._taker(self._copies())
        except _GivenUp:
            pass
        except Exception as error:  # noqa: BLE001  # told by ``fault`` to the other thread
            self.fault = error
        finally:
            self._over.set()

    def _copies(self) -> Iterator[IndexDocument]:
        while (one := self._queue.get()) is not None:
            yield one
        if self._failed:
            raise _GivenUp
