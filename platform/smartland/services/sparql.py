"""SPARQL 1.1 queries from the public: guarded, bounded, cached."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from smartland.errors import Invalid, Label, NotAcceptable, Problem
from smartland.ports.graph import GraphStore, QueryAnswer, QueryRequest
from smartland.rdf.guard import Guarded, guard

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
MAX_GRAPHS = 1_000
REMEMBERED_LENGTH = 4_000
ENTRY = 1_000
"""Bytes that an entry of the cache takes beyond its texts, roughly."""
NOT_GRAPH = Label(it="«{iri}» non è un IRI assoluto.", en="“{iri}” is no absolute IRI.")
TOO_MANY = Label(it=f"Al massimo {MAX_GRAPHS} grafi.", en=f"{MAX_GRAPHS} graphs at most.")
NO_FORMAT = Label(
    it="Una interrogazione {form} risponde in: {formats}.",
    en="A {form} query is answered in: {formats}.",
)

_Key = tuple[str, str, tuple[str, ...], tuple[str, ...]]
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]*")


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
        return _formats(_guarded(text))

    def query(
        self,
        text: str,
        media_type: str,
        timeout: float | None = None,
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> QueryAnswer:
        """Answer one query in ``media_type``; ``timeout`` (s) may shorten the deadline.

        Raises QueryRefused, NotAcceptable, QueryTimeout, QueryTooCostly, Busy, or Invalid for a
        graph that is no IRI.
        """
        # a graph that is named twice would be counted twice
        defaults = tuple(dict.fromkeys(default_graphs))
        named = tuple(dict.fromkeys(named_graphs))
        key = (text, media_type, defaults, named)
        cached = self._cache.get(key, self._graph.position())
        if cached:
            return cached
        guarded = _guarded(text)
        formats = _formats(guarded)
        if media_type not in formats:
            names = ", ".join(formats)
            raise NotAcceptable(NO_FORMAT.format(form=guarded.form.upper(), formats=names))
        _check_graphs({"default-graph-uri": defaults, "named-graph-uri": named})
        deadline = self.bounds.deadline
        request = QueryRequest(
            text,
            media_type,
            min(deadline, max(timeout, 0.01)) if timeout else deadline,
            self.bounds.max_rows,
            self.bounds.max_bytes,
            defaults,
            named,
            guarded.own_dataset,
        )
        answer = self._graph.query(request)
        self._cache.put(key, answer)
        return answer


def _formats(guarded: Guarded) -> tuple[str, ...]:
    return RESULTS if guarded.form in ("select", "ask") else GRAPHS


def _guarded(text: str) -> Guarded:
    """The guard's verdict; that on a short query is remembered, as clients repeat them."""
    return _remembered(text) if len(text) <= REMEMBERED_LENGTH else guard(text)


@lru_cache(maxsize=1_000)
def _remembered(text: str) -> Guarded:
    return guard(text)


def _check_graphs(given: Mapping[str, tuple[str, ...]]) -> None:
    problems = [
        Problem(name, NOT_GRAPH.format(iri=iri[:200]))
        for name, iris in given.items()
        for iri in iris[:MAX_GRAPHS]
        if not _IRI.fullmatch(iri)
    ]
    problems += [Problem(name, TOO_MANY) for name, iris in given.items() if len(iris) > MAX_GRAPHS]
    if problems:
        raise Invalid.of(tuple(problems))


class _Cache:
    """Answers by query and format, true of one sequence number; least recently used go first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held = 0
        self._answers: OrderedDict[_Key, QueryAnswer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _Key, sequence: int) -> QueryAnswer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is None or answer.sequence != sequence:
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: _Key, answer: QueryAnswer) -> None:
        size = _size(key, answer)
        if size > self._capacity // 8:
            return
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._held += size
            while self._held > self._capacity:
                self._drop(next(iter(self._answers)))

    def _drop(self, key: _Key) -> None:
        old = self._answers.pop(key, None)
        self._held -= _size(key, old) if old else 0


def _size(key: _Key, answer: QueryAnswer) -> int:
    """Bytes that an answer and its key take: a long query may have a short answer."""
    text, _, defaults, named = key
    return len(answer.body) + 4 * len(text) + sum(map(len, (*defaults, *named))) + ENTRY
