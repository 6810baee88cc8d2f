"""The engines that a benchmark puts side by side, and the CPU time that each of them takes."""

import pickle
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from smartland.adapters.search_elastic.client import Address
from smartland.adapters.search_elastic.client import Server as Client
from smartland.adapters.search_elastic.index import ElasticIndex
from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.ports.search import IndexDocument, SearchIndex, SearchRequest
from support.search_fts5 import Fts5
from support.search_servers import FULL, Server, server


@dataclass(frozen=True)
class Engine:
    """``ask`` gives the total; ``cpu`` is the engine's own CPU time so far, in seconds.

    ``complete`` gives words for a prefix; ``index`` is there when it is an engine of ours.
    """

    name: str
    fill: Callable[[Iterable[IndexDocument]], None]
    ask: Callable[[SearchRequest], int]
    cpu: Callable[[], float]
    size: Callable[[], int]
    complete: Callable[[str], object] | None = None
    index: SearchIndex | None = None


class Stored:
    """Index documents on disk, so that every engine gets the same without making them again.

    ``spent`` is the CPU time that reading them took.
    """

    def __init__(self, file: Path, documents: Iterable[IndexDocument]) -> None:
        self._file = file
        self.spent = 0.0
        with file.open("wb") as stream:
            for batch in _batches(documents, 2_000):
                pickle.dump(batch, stream)

    def read(self, most: int) -> Iterator[IndexDocument]:
        """The first ``most`` of them."""
        left = most
        with self._file.open("rb") as stream:
            while left > 0:
                start = time.process_time()
                batch = pickle.load(stream)[:left]  # noqa: S301 - our own file
                self.spent += time.process_time() - start
                yield from batch
                left -= len(batch)


@contextmanager
def embedded(folder: Path) -> Iterator[Engine]:
    """tantivy in this process."""
    index = TantivyIndex(folder)
    try:
        yield of_index("tantivy", index, time.process_time, lambda: folder_size(folder))
    finally:
        index.close()


@contextmanager
def remote(name: str) -> Iterator[Engine]:
    """A real server with the heap that it would have; what our client spends is not counted."""
    with server(name, FULL) as running:
        index = ElasticIndex(Client(Address(running.url, running.flavour)), "bench")
        try:
            yield of_index(
                f"{name} {running.distribution.version}",
                index,
                running.cpu_seconds,
                lambda: _stored(running),
            )
        finally:
            index.close()


@contextmanager
def sqlite(file: Path) -> Iterator[Engine]:
    """FTS5 in this process."""
    database = Fts5(file)
    try:
        yield Engine(
            "SQLite FTS5", database.fill, database.search, time.process_time, database.size
        )
    finally:
        database.close()


def of_index(
    name: str, index: SearchIndex, cpu: Callable[[], float], size: Callable[[], int]
) -> Engine:
    """An engine behind our port."""
    return Engine(
        name,
        lambda documents: index.rebuild(documents, 1),
        lambda request: index.search(request).total,
        cpu,
        size,
        lambda typed: index.vocabulary(typed, 10),
        index,
    )


def folder_size(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def _stored(running: Server) -> int:
    address = f"{running.url}/_cat/indices/bench*?h=store.size&bytes=b"
    with urllib.request.urlopen(address, timeout=30) as answer:
        return sum(map(int, answer.read().split()))


def _batches(documents: Iterable[IndexDocument], size: int) -> Iterator[list[IndexDocument]]:
    left = iter(documents)
    while batch := list(islice(left, size)):
        yield batch
