"""The search index on a server: Elasticsearch 8 and 9, OpenSearch 2 and 3."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from smartland.adapters.search_common.changes import changes_of, version_of
from smartland.adapters.search_common.pages import page_of
from smartland.adapters.search_common.requests import RELEVANCE, check_names
from smartland.adapters.search_common.translator import Translator, constant_score
from smartland.adapters.search_elastic.bulk import Change, write
from smartland.adapters.search_elastic.client import (
    CLOSED,
    SEARCH_SECONDS,
    IndexMissing,
    Server,
)
from smartland.adapters.search_elastic.documents import (
    POSITION_ID,
    document_id,
    lay_out,
    lay_out_position,
)
from smartland.adapters.search_elastic.generations import Generations
from smartland.adapters.search_elastic.query import ElasticQueries, Query
from smartland.adapters.search_elastic.requests import (
    POSITION,
    RESOURCES,
    read_answer,
    read_vocabulary,
    search_body,
    vocabulary_body,
)
from smartland.adapters.search_elastic.scrolling import SCROLL_PAGE, SCROLL_TIME, read_on
from smartland.errors import Busy, Label, SmartlandError
from smartland.ports.search import (
    IndexDocument,
    IndexState,
    SearchAnswer,
    SearchIndex,
    SearchRequest,
)
from smartland.ports.search_names import IndexNames, declared_names

DEFAULT_PREFIX = "smartland"
_TRIES = 3
_AGAIN = 1.0
"""Seconds until the index is looked for once more: the position is asked for all the time."""

_REBUILDING = Label(
    it="La ricostruzione dell'indice di ricerca è già in corso.",
    en="The search index is being rebuilt already.",
)


class ElasticIndex(SearchIndex):
    """The index called ``prefix`` on a server, which one process at a time may write.

    While the server is away everything but ``position`` and ``state`` raises Busy, at once after
    the first time. An index of another schema is dropped: a new one starts empty at position 0.
    """

    def __init__(
        self,
        server: Server,
        prefix: str = DEFAULT_PREFIX,
        *,
        names: IndexNames | None = None,
        replicas: int = 0,
    ) -> None:
        self._names = names or declared_names()
        self._translator: Translator[Query] = Translator(ElasticQueries(), self._names)
        self._server = server
        self._generations = Generations(server, prefix, self._names, replicas)
        self._alias = self._generations.alias
        self._changing = threading.RLock()
        self._rebuilding = threading.Lock()
        self._known: int | None = None
        self._returns = 0
        self._documents = 0
        self._closed = False
        self._trouble = ""
        self._again_at = 0.0
        # A server that is away must not stop the platform from starting
        self._try_to_take_over()

    def position(self) -> int:
        """The last sequence number committed, or the last one known while the server is away; 0
        when nothing is known."""
        if self._closed:
            raise Busy(CLOSED)
        if not self._sure() and time.monotonic() >= self._again_at:
            self._try_to_take_over()
        return self._known or 0

    def away(self) -> bool:
        """True while the server does not answer; now and then one caller looks whether it is back,
        and waits a second or two for that."""
        self.position()
        return not self._sure()

    def apply(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], sequence: int
    ) -> None:
        """Add or replace, drop, then put the position at ``sequence``, all to be seen at once.

        What is repeated after a crash half-way does no harm: an older version replaces nothing.
        """
        for one in documents:
            self._names.check_document(one)
        changes = changes_of(documents, removed, sequence)
        with self._changing:
            self._take_over()
            try:
                lines = self._lines(changes.documents.values(), sequence)
                gone = ((document_id(iri), sequence, None) for iri in changes.removed)
                write(self._server, self._alias, chain(lines, gone))
                known = max(self._known or 0, sequence)
                self._commit(self._alias, known)
            except IndexMissing:
                self._known = None
                raise
            self._known = known

    def rebuild(self, documents: Iterable[IndexDocument], sequence: int) -> None:
        """Fill a new generation and swap to it; until then the old one answers and changes."""
        if not self._rebuilding.acquire(blocking=False):
            raise Busy(_REBUILDING, retry_after=60)
        try:
            self._take_over()
            filling = self._generations.create()
            try:
                self._fill(filling, documents, sequence)
            except BaseException:
                self._generations.drop(filling)
                raise
        finally:
            self._rebuilding.release()

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one request. Raises Invalid for unknown names, a bad cursor, excess."""
        page = page_of(request)
        check_names(self._names, request)
        query = self._translator.translate(request.query)
        filters = self._translator.filters(request.filters)
        score = constant_score(request.query) if request.sort == RELEVANCE else 0.0
        alike = score is not None
        body = search_body(self._names, request, page, query, filters, alike=alike)
        found = self._ask(body)
        return self._server.readable(lambda: read_answer(request, page, found, score))

    def vocabulary(
        self, prefix: str, limit: int, *, titles: bool = True
    ) -> Sequence[tuple[str, int]]:
        """Folded words that begin with ``prefix``, with the documents of each, most first."""
        body = vocabulary_body(prefix, limit, titles=titles)
        if body is None:
            return ()
        found = self._ask(body)
        return self._server.readable(lambda: read_vocabulary(found))

    def state(self) -> IndexState:
        """The server with its version, and what is wrong with it."""
        engine, version = "elasticsearch", ""
        try:
            engine, version = self._server.about()
            count = self._ask({"query": RESOURCES, "size": 0, "track_total_hits": True})
            self._documents = self._server.readable(lambda: int(count["hits"]["total"]["value"]))
        except SmartlandError as error:
            fault = self._trouble or error.message.en
            return IndexState(engine, version, self._documents, fault)
        return IndexState(engine, version, self._documents)

    def digests(self) -> Mapping[str, str]:
        """IRI → ``digest`` of every document held."""
        body = {"query": RESOURCES, "sort": ["_doc"], "size": SCROLL_PAGE}
        first = {**body, "_source": ["iri", "digest"], "scroll": SCROLL_TIME}
        return dict(read_on(self._server, self._ask(first)))

    def close(self) -> None:
        """Let the connections go; a second call does nothing."""
        with self._changing:
            self._closed = True
            self._server.close()

    def _try_to_take_over(self) -> None:
        try:
            self._take_over()
            self._trouble = ""
        except SmartlandError as error:
            self._trouble = error.message.en
            # While it is away the breaker paces us
            if not self._server.fault:
                self._again_at = time.monotonic() + _AGAIN

    def _take_over(self) -> None:
        """Find or make the current generation and read where it stands."""
        with self._changing:
            if self._sure():
                return
            self._generations.take_over()
            self._known, self._returns = self._read_position(), self._server.returns

    def _sure(self) -> bool:
        """True when what is known of the server has been true ever since."""
        here = not self._server.fault and self._returns == self._server.returns
        return here and self._known is not None

    def _read_position(self) -> int:
        found = self._ask({"query": POSITION, "_source": ["position"], "size": 1})
        hits = self._server.readable(lambda: found["hits"]["hits"])
        return self._server.readable(lambda: int(hits[0]["_source"]["position"]) if hits else 0)

    def _lines(self, documents: Iterable[IndexDocument], sequence: int) -> Iterator[Change]:
        for one in documents:
            self._names.check_document(one)
            version = version_of(one, sequence)
            yield document_id(one.iri), version, lay_out(one, version)

    def _commit(self, alias: str, sequence: int) -> None:
        """Put the position at ``sequence``, after everything else; then show it all."""
        write(self._server, alias, [(POSITION_ID, sequence, lay_out_position(sequence))])
        self._server.call(lambda client: client.indices.refresh(index=alias))

    def _fill(self, filling: str, documents: Iterable[IndexDocument], sequence: int) -> None:
        write(self._server, filling, self._lines(documents, sequence))
        self._commit(filling, sequence)
        with self._changing:
            if self._closed:
                raise Busy(CLOSED)
            self._generations.swap(filling)
            self._known = sequence

    def _ask(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to one search, from one state of the index.

        It is asked again when its generation was swapped away between the server's own steps.
        """
        given: dict[str, Any] = {"preference": self._alias, **_keywords(body)}
        for _ in range(_TRIES):
            try:
                found: Mapping[str, Any] = self._server.call(
                    lambda client: client.search(
                        index=self._alias, allow_partial_search_results=False, **given
                    ),
                    SEARCH_SECONDS,
                ).body
                return found
            except IndexMissing as error:
                missing = error
                time.sleep(0.05)
        # Dropped by somebody: made anew when the position is asked for, and then filled again
        self._known = None
        raise missing


def _keywords(body: Mapping[str, Any]) -> dict[str, Any]:
    """``body`` as the client's arguments, which avoid Python's own words."""
    names = {"from": "from_", "_source": "source"}
    return {names.get(name, name): value for name, value in body.items()}
