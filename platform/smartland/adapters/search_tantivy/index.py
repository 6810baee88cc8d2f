"""The search index embedded in the process: tantivy, one folder, one writer, any readers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from smartland.adapters.search_common.changes import changes_of, version_of
from smartland.adapters.search_common.fields import unstemmed
from smartland.adapters.search_common.pages import Page, page_of
from smartland.adapters.search_common.requests import RELEVANCE, check_names, sort_field
from smartland.adapters.search_common.translator import constant_score
from smartland.adapters.search_tantivy.deep import DeepRankings
from smartland.adapters.search_tantivy.facets import count_facets
from smartland.adapters.search_tantivy.pages import Address, Ranking
from smartland.adapters.search_tantivy.query import QueryTranslator, all_of
from smartland.adapters.search_tantivy.schema import build_schema, lay_out, schema_hash
from smartland.adapters.search_tantivy.store import HEAP_BYTES, Store, translated
from smartland.ports.search import (
    Hit,
    IndexDocument,
    IndexState,
    SearchAnswer,
    SearchIndex,
    SearchRequest,
)
from smartland.ports.search_names import IndexNames, declared_names

LOCK_SECONDS = 5.0


class TantivyIndex(SearchIndex):
    """The index in ``folder``.

    One ``writable`` instance at a time may exist, in this or any process: another waits up to
    ``lock_seconds``, then raises Busy. Instances that only read see each commit at their next
    search. An index of another schema is left aside: a new one starts empty at position 0.
    """

    def __init__(
        self,
        folder: Path,
        *,
        writable: bool = True,
        heap_bytes: int = HEAP_BYTES,
        lock_seconds: float = LOCK_SECONDS,
        names: IndexNames | None = None,
    ) -> None:
        self._names = names or declared_names()
        self._schema = build_schema(self._names)
        self._translator = QueryTranslator(self._schema, self._names)
        self._store = Store(folder, self._schema, schema_hash(self._names), heap_bytes)
        self._deep = DeepRankings()
        if writable:
            self._store.take_over(lock_seconds)

    def position(self) -> int:
        """The last sequence number committed; 0 when nothing was."""
        return self._store.view().sequence

    def apply(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], sequence: int
    ) -> None:
        """Add or replace, drop and commit at ``sequence``; all of it or nothing.

        The last of several documents with one IRI counts, and none whose IRI is in ``removed``.
        """
        changes = changes_of(documents, removed, sequence)
        for iri in self._store.newer(changes.versions):
            changes.documents.pop(iri, None)
            del changes.versions[iri]
        laid_out = self._laid_out(changes.documents.values(), sequence)
        self._store.apply(laid_out, changes.versions, sequence)

    def rebuild(self, documents: Iterable[IndexDocument], sequence: int) -> None:
        """Fill a new generation and swap to it; until then the old one answers and changes."""
        self._store.rebuild(self._laid_out(documents, sequence), sequence)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one request. Raises Invalid for unknown names, a bad cursor, excess."""
        page = page_of(request)
        check_names(self._names, request)
        query = self._translator.translate(request.query)
        filters = self._translator.filters(request.filters)
        view = self._store.view()
        narrowed = all_of([query, *filters.values()])
        with translated():
            asked = request.query, tuple((name, tuple(request.filters[name])) for name in filters)
            ranking = Ranking(view.searcher, self._schema, narrowed, self._deep, asked)
            total, hits = self._hits(ranking, request, page)
            facets = count_facets(view.searcher, query, filters, request.facets, request.facet_size)
        return SearchAnswer(total, hits, facets, page.next(total), view.sequence)

    def vocabulary(
        self, prefix: str, limit: int, *, titles: bool = True
    ) -> Sequence[tuple[str, int]]:
        """Folded words that begin with ``prefix``, with the documents of each, most first."""
        if not prefix or limit < 1:
            return ()
        field = unstemmed("title" if titles else "text")
        searcher = self._store.view().searcher
        with translated():
            found = searcher.terms_with_prefix(field, prefix, self._translator.everything(), limit)
        return tuple((word, count) for word, count in found if count)

    def state(self) -> IndexState:
        """The embedded engine: always there."""
        return IndexState("tantivy", version("tantivy"), max(self._store.documents(), 0))

    def digests(self) -> Mapping[str, str]:
        """IRI → ``digest`` of every document held."""
        searcher = self._store.view().searcher
        with translated():
            limit = max(searcher.num_docs, 1)
            found = searcher.search(self._translator.everything(), limit=limit, count=False)
            documents = [searcher.doc(address) for _, address in found.hits]
        return {str(one.get_first("iri")): str(one.get_first("digest")) for one in documents}

    def close(self) -> None:
        """Release the writer lock and every file; a second call does nothing."""
        self._deep.clear()
        self._store.close()

    def _laid_out(
        self, documents: Iterable[IndexDocument], sequence: int
    ) -> Iterator[dict[str, Any]]:
        for one in documents:
            self._names.check_document(one)
            yield {**lay_out(one), "version": version_of(one, sequence)}

    def _hits(
        self, ranking: Ranking, request: SearchRequest, page: Page
    ) -> tuple[int, tuple[Hit, ...]]:
        if not request.limit:
            return ranking.count(), ()
        if request.sort != RELEVANCE:
            field, descending = sort_field(self._names, request.sort), request.sort.startswith("-")
            total, addresses = ranking.by_field(field, page, descending=descending)
            return total, tuple(_hit(ranking.searcher, one, 0.0) for one in addresses)
        score = constant_score(request.query)
        if score is not None:
            total, addresses = ranking.by_iri(page)
            return total, tuple(_hit(ranking.searcher, one, score) for one in addresses)
        total, scored = ranking.by_score(page)
        return total, tuple(_hit(ranking.searcher, one, score) for score, one in scored)


def _hit(searcher: tantivy.Searcher, address: Address, score: float) -> Hit:
    found = searcher.doc(address)
    iri, kind, key = (str(found.get_first(name)) for name in ("iri", "kind", "key"))
    return Hit(iri, kind, key, score)
