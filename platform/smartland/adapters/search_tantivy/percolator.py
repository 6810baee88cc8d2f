"""Saved searches tried on changed documents: a small tantivy index in memory for each batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from threading import Lock

import tantivy

from smartland.adapters.search_tantivy.query import QueryTranslator, all_of
from smartland.adapters.search_tantivy.schema import build_schema, lay_out, register_analyzers
from smartland.adapters.search_tantivy.store import translated
from smartland.errors import Invalid, Label
from smartland.ports.alerts import Percolated, Percolator
from smartland.ports.search import IndexDocument, SearchRequest
from smartland.ports.search_names import IndexNames, declared_names

HEAP_BYTES = 15_000_000
"""The least that the engine takes; a batch that needs more becomes several segments."""
CAPACITY = 10_000
"""Translated queries that are kept; with more, only those of the last batch are."""


class TantivyPercolator(Percolator):
    """``ports.alerts.Percolator`` for the index of this package, and for any that agrees with it.

    Translated queries are kept from one batch to the next, as long as the request of their name
    is the same.
    """

    def __init__(self, names: IndexNames | None = None) -> None:
        self._names = names or declared_names()
        self._schema = build_schema(self._names)
        self._translator = QueryTranslator(self._schema, self._names)
        self._kept: dict[str, tuple[SearchRequest, tantivy.Query | Label]] = {}
        self._lock = Lock()

    def matches(
        self, documents: Sequence[IndexDocument], requests: Mapping[str, SearchRequest]
    ) -> Percolated:
        """What ``requests`` find among ``documents``. Raises StorageFailed, or Invalid for a
        document with names that no index knows."""
        queries = self._translated(requests)
        broken = {name: one for name, one in queries.items() if isinstance(one, Label)}
        if not documents:
            return Percolated({}, broken)
        batch = _Batch(self._schema, self._laid_out(documents))
        found = {}
        for name, query in queries.items():
            if not isinstance(query, Label) and (iris := batch.find(query)):
                found[name] = iris
        return Percolated(found, broken)

    def _laid_out(self, documents: Sequence[IndexDocument]) -> list[dict[str, object]]:
        for one in documents:
            self._names.check_document(one)
        return [lay_out(one) for one in documents]

    def _translated(
        self, requests: Mapping[str, SearchRequest]
    ) -> dict[str, tantivy.Query | Label]:
        kept = self._kept
        fresh: dict[str, tuple[SearchRequest, tantivy.Query | Label]] = {}
        for name, request in requests.items():
            known = kept.get(name)
            # most often the very same object: comparing two equal requests costs far more
            same = known is not None and (known[0] is request or known[0] == request)
            fresh[name] = known if known and same else (request, self._translate(request))
        with self._lock:
            self._kept = fresh if len(self._kept) > CAPACITY else self._kept | fresh
        return {name: query for name, (_, query) in fresh.items()}

    def _translate(self, request: SearchRequest) -> tantivy.Query | Label:
        """The query of a request with its filters, or why there is none."""
        try:
            filters = self._translator.filters(request.filters)
            whole = all_of([self._translator.translate(request.query), *filters.values()])
        except Invalid as error:
            return error.problems[0].message if error.problems else error.message
        # scores say nothing here, and cost more than finding
        return tantivy.Query.const_score_query(whole, 1.0)


class _Batch:
    """Documents in memory, to be searched and forgotten."""

    def __init__(self, schema: tantivy.Schema, documents: Sequence[dict[str, object]]) -> None:
        with translated():
            index = tantivy.Index(schema)
            register_analyzers(index)
            writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
            for one in documents:
                writer.add_document(tantivy.Document.from_dict(one, schema))
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            self._searcher = index.searcher()
        self._limit = len(documents)
        self._iris = self._places()

    def find(self, query: tantivy.Query) -> tuple[str, ...]:
        """The IRIs found."""
        with translated():
            found = self._searcher.search(query, limit=self._limit, count=False)
        iris = self._iris
        return tuple([iris[at.segment_ord][at.doc] for _, at in found.hits])

    def _places(self) -> dict[int, dict[int, str]]:
        """The IRI of each document by segment and number: to read the stored document for each
        hit would take most of the time."""
        places: dict[int, dict[int, str]] = defaultdict(dict)
        everything = tantivy.Query.all_query()
        with translated():
            found = self._searcher.search(everything, limit=self._limit, count=False)
            for _, at in found.hits:
                iri = str(self._searcher.doc(at).get_first("iri"))
                places[at.segment_ord][at.doc] = iri
        return places
