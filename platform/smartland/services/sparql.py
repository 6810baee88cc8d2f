"""SPARQL 1.1 queries from the public: guarded, bounded, cached."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from smartland.errors import Label, NotAcceptable
from smartland.ports.graph import GraphStore, QueryAnswer, QueryRequest
from smartland.rdf.guard import guard

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
NO_FORMAT = Label(
    it="Una interrogazione {form} risponde in: {formats}.",
    en="A {form} query is answered in: {formats}.",
)


@dataclass(frozen=True)
class Bounds:
    """What one query may take: seconds, rows, bytes of answer."""

    deadline: float
    max_rows: int
    max_bytes: int


class Sparql:
    """Answers queries on the public graph; ``cache_bytes`` bounds the remembered answers."""

    def __init__(self, graph: GraphStore, bounds: Bounds, cache_bytes: int) -> None:
        self._graph = graph
        self.bounds = bounds
        self._cache = _Cache(cache_bytes)

    def media_types(self, text: str) -> tuple[str, ...]:
        """What a query can be answered in, the preferred first. Raises QueryRefused."""
        return RESULTS if guard(text).form in ("select", "ask") else GRAPHS

    def query(
        self,
        text: str,
        media_type: str,
        timeout: float | None = None,
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> QueryAnswer:
        """Answer one query in ``media_type``; ``timeout`` (s) may shorten the deadline.

        Raises QueryRefused, NotAcceptable, QueryTimeout, QueryTooCostly or Busy.
        """
        key = (text, media_type, default_graphs, named_graphs)
        cached = self._cache.get(key, self._graph.position())
        if cached:
            return cached
        guarded = guard(text)
        formats = RESULTS if guarded.form in ("select", "ask") else GRAPHS
        if media_type not in formats:
            raise NotAcceptable(
                NO_FORMAT.format(form=guarded.form.upper(), formats=", ".join(formats))
            )
        deadline = self.bounds.deadline
        request = QueryRequest(
            text,
            media_type,
            min(deadline, max(timeout, 0.01)) if timeout else deadline,
            self.bounds.max_rows,
            self.bounds.max_bytes,
            default_graphs,
            named_graphs,
            guarded.own_dataset,
        )
        answer = self._graph.query(request)
        self._cache.put(key, answer)
        return answer


class _Cache:
    """Answers by query and format, true of one sequence number; least recently used go first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held = 0
        self._answers: OrderedDict[tuple[object, ...], QueryAnswer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...], sequence: int) -> QueryAnswer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is None or answer.sequence != sequence:
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: tuple[object, ...], answer: QueryAnswer) -> None:
        if len(answer.body) > self._capacity // 8:
            return
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._held += len(answer.body)
            while self._held > self._capacity:
                self._drop(next(iter(self._answers)))

    def _drop(self, key: tuple[object, ...]) -> None:
        old = self._answers.pop(key, None)
        self._held -= len(old.body) if old else 0
