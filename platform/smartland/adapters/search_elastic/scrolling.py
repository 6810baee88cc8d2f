"""Reading everything that an index holds, page by page."""

from collections.abc import Iterator, Mapping
from typing import Any

from smartland.adapters.search_elastic.client import Server

SCROLL_PAGE = 5_000
SCROLL_TIME = "2m"


def read_on(server: Server, first: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(IRI, digest) of every document, from the ``first`` page of a scroll on."""
    page = first
    while True:
        name, found = _page(server, page)
        yield from found
        if len(found) < SCROLL_PAGE:
            break
        page = _next(server, name)
    server.call(lambda client: client.clear_scroll(scroll_id=name))


def _page(server: Server, page: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    def read() -> tuple[str, list[tuple[str, str]]]:
        sources = [one["_source"] for one in page["hits"]["hits"]]
        found = [(str(one["iri"]), str(one["digest"])) for one in sources]
        return str(page["_scroll_id"]), found

    return server.readable(read)


def _next(server: Server, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = server.call(
        lambda client: client.scroll(scroll_id=name, scroll=SCROLL_TIME)
    ).body
    return found
