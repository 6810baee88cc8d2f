"""Search engines to test, and a writer of an index to run as a process of its own."""

import atexit
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from smartland.adapters.search_elastic.client import Address, Server
from smartland.adapters.search_elastic.index import ElasticIndex
from smartland.adapters.search_standby import StandbyIndex
from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.errors import SmartlandError
from smartland.ports.search import IndexDocument, Query, SearchIndex, SearchRequest
from support.search_servers import VARIABLE, given_servers

Open = Callable[[Path], SearchIndex]

_prefixes: set[tuple[Address, str]] = set()


def open_tantivy(folder: Path) -> SearchIndex:
    """The embedded index, with little memory and no patience."""
    return TantivyIndex(folder / "index", heap_bytes=20_000_000, lock_seconds=0)


def open_elastic(address: Address, folder: Path) -> ElasticIndex:
    """The index on a real server that belongs to ``folder``; wiped when the tests end."""
    prefix = prefix_of(folder)
    _prefixes.add((address, prefix))
    return ElasticIndex(Server(address), prefix)


def prefix_of(folder: Path) -> str:
    """What the indices of ``folder`` on a server begin with."""
    return f"test-{hashlib.blake2b(str(folder).encode(), digest_size=8).hexdigest()}"


class NeverAway(TantivyIndex):
    """An embedded index in the place of a server."""

    def away(self) -> bool:
        """Never."""
        return False


def open_standby(folder: Path) -> SearchIndex:
    """Two embedded indexes, one the stand-by of the other."""
    primary = NeverAway(folder / "primary", heap_bytes=20_000_000, lock_seconds=0)
    return StandbyIndex(primary, open_tantivy(folder), folder / "debt", lambda: 1_000)


def _no_server(folder: Path) -> SearchIndex:
    pytest.skip(f"{VARIABLE} is not set (make test-elasticsearch)")


@atexit.register
def _wipe() -> None:
    for address, prefix in _prefixes:
        server = Server(address)
        with suppress(SmartlandError):
            server.call(partial(_drop_all, prefix))
        server.close()


def _drop_all(prefix: str, client: Elasticsearch) -> None:
    for name in client.indices.get_alias(index=f"{prefix}-*").body:
        client.indices.delete(index=name)


SERVERS = {flavour: Address(url, flavour) for flavour, url in given_servers().items()}
"""The real servers that the environment names, by flavour."""

ENGINES: dict[str, Open] = {
    "tantivy": open_tantivy,
    **{flavour: partial(open_elastic, address) for flavour, address in SERVERS.items()},
}
"""Every engine passes the contract: add one here and its tests exist."""
if not SERVERS:
    ENGINES["elasticsearch"] = _no_server


def a_document(
    key: str,
    title: str = "",
    text: str = "",
    *,
    language: str = "it",
    codes: tuple[str, ...] = (),
    numbers: dict[str, float] | None = None,
    dates: dict[str, str] | None = None,
    **terms: tuple[str, ...],
) -> IndexDocument:
    """A project called ``key``."""
    return IndexDocument(
        iri=f"https://example.org/id/project/{key}",
        kind="project",
        key=key,
        title={language: title} if title else {},
        text={language: text} if text else {},
        codes=codes,
        terms={"kind": ("project",), **terms},
        numbers=numbers or {},
        dates=dates or {},
        point=(45.46, 9.19),
        digest=f"digest of {key} {title}",
    )


def found(index: SearchIndex, query: Query, **filters: tuple[str, ...]) -> list[str]:
    """The keys that ``query`` finds, best first."""
    answer = index.search(SearchRequest(query, filters=filters, limit=1_000))
    assert answer.total == len(answer.hits)
    return [hit.key for hit in answer.hits]


def pages(index: SearchIndex, request: SearchRequest) -> list[list[str]]:
    """The keys of every page from that of ``request`` on."""
    collected: list[list[str]] = []
    after = request.after
    while True:
        answer = index.search(
            SearchRequest(
                request.query, request.filters, sort=request.sort, limit=request.limit, after=after
            )
        )
        collected.append([hit.key for hit in answer.hits])
        after = answer.next
        if after is None:
            return collected


def batch(number: int, size: int) -> list[IndexDocument]:
    """What the writer process adds at sequence ``number``."""
    return [a_document(f"{number}-{at}", f"progetto numero {number}") for at in range(size)]


def start_writer(folder: Path, size: int, *, rebuild: bool = False) -> subprocess.Popen[str]:
    """A process that applies (or rebuilds with) batches from the index's position on.

    It prints each sequence number once that is acknowledged.
    """
    tests = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(tests)}
    how = "rebuild" if rebuild else "apply"
    command = [sys.executable, "-P", "-m", "support.indexes", str(folder), str(size), how]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def _write_on(arguments: Sequence[str]) -> None:
    folder, size, how = Path(arguments[0]), int(arguments[1]), arguments[2]
    index = open_tantivy(folder)
    for number in range(index.position() + 1, 100_000):
        if how == "rebuild":
            index.rebuild(batch(number, size), number)
        else:
            index.apply(batch(number, size), [], number)
        print(number, flush=True)


if __name__ == "__main__":
    _write_on(sys.argv[1:])
