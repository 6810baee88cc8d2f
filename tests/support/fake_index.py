"""The search index in memory, for tests of what stands on the port: slow, small and plain."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from smartland.domain.text import compact_code, every_word, query_words
from smartland.errors import Invalid, Label
from smartland.matching.forms import forms
from smartland.matching.stems import stem
from smartland.ports.search import (
    AllOf,
    AnyOf,
    BestOf,
    CodeIs,
    Everything,
    Hit,
    IndexDocument,
    IndexState,
    Not,
    Phrase,
    Query,
    Range,
    SearchAnswer,
    SearchRequest,
    TermIs,
    Words,
)
from smartland.ports.search_names import declared_names, unknown

TITLE = 3.0
BAD_CURSOR = Label(it="cursore sbagliato", en="bad cursor")


class FakeIndex:
    """Answers each node of the query language by its definition. ``requests`` is what was asked."""

    def __init__(self) -> None:
        self._names = declared_names()
        self._documents: dict[str, IndexDocument] = {}
        self._sequence = 0
        self.requests: list[SearchRequest] = []
        self._nodes: dict[type[Query], Callable[[Any, IndexDocument], float | None]] = {
            Words: self._words,
            Phrase: self._phrase,
            CodeIs: self._code,
            TermIs: self._term,
            Range: self._range,
            Everything: lambda _, __: 1.0,
            AllOf: self._all,
            AnyOf: self._any,
            BestOf: self._best,
            Not: self._not,
        }

    def position(self) -> int:
        """The last sequence applied."""
        return self._sequence

    def apply(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], sequence: int
    ) -> None:
        """Add, replace and drop."""
        for one in documents:
            self._names.check_document(one)
        self._documents.update({one.iri: one for one in documents})
        for iri in removed:
            self._documents.pop(iri, None)
        self._sequence = sequence

    def rebuild(self, documents: Iterable[IndexDocument], sequence: int) -> None:
        """Begin anew."""
        fresh = list(documents)
        self._documents.clear()
        self.apply(fresh, (), sequence)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one request; equal ones come by IRI."""
        self.requests.append(request)
        for name in (*request.filters, *request.facets):
            self._names.check_term(name)
        scored = self._scored(request, "")
        ranked = self._ranked(scored, request.sort)
        start = _read_cursor(request.after)
        end = start + request.limit
        hits = tuple(Hit(one.iri, one.kind, one.key, score) for one, score in ranked[start:end])
        facets = {name: self._facet(request, name) for name in request.facets}
        more = str(end) if end < len(ranked) and hits else None
        return SearchAnswer(len(ranked), hits, facets, more, self._sequence)

    def vocabulary(
        self, prefix: str, limit: int, *, titles: bool = True
    ) -> Sequence[tuple[str, int]]:
        """Words by how many documents have them."""
        counts = Counter(
            word
            for one in self._documents.values()
            for word in {
                word
                for text in (one.title if titles else one.text).values()
                for word in every_word(text)
            }
            if prefix and word.startswith(prefix)
        )
        return sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:limit]

    def state(self) -> IndexState:
        """Always there."""
        return IndexState("fake", "1", len(self._documents))

    def digests(self) -> Mapping[str, str]:
        """IRI → digest."""
        return {iri: one.digest for iri, one in self._documents.items()}

    def close(self) -> None:
        """Nothing to release."""

    def _scored(self, request: SearchRequest, without: str) -> list[tuple[IndexDocument, float]]:
        """The documents found, leaving out the filter ``without``, with their scores."""
        filters = {n: v for n, v in request.filters.items() if n != without and v}
        return [
            (one, score)
            for _, one in sorted(self._documents.items())
            if (score := self._score(request.query, one)) is not None
            and all(set(values) & set(one.terms.get(n, ())) for n, values in filters.items())
        ]

    def _ranked(
        self, scored: list[tuple[IndexDocument, float]], sort: str
    ) -> list[tuple[IndexDocument, float]]:
        name, down = sort.removeprefix("-"), sort.startswith("-")
        if sort == "relevance":
            return sorted(scored, key=lambda one: -one[1])
        if name == "title":
            return sorted(
                scored, key=lambda one: " ".join(one[0].title.values()).casefold(), reverse=down
            )
        if name not in (*self._names.numbers, *self._names.dates):
            raise unknown(sort)
        # A document without the value comes last, whichever way the order goes
        there = [one for one in scored if _value(one[0], name) is not None]
        there.sort(key=lambda one: _value(one[0], name), reverse=down)
        return there + [one for one in scored if _value(one[0], name) is None]

    def _facet(self, request: SearchRequest, name: str) -> tuple[tuple[str, int], ...]:
        found = self._scored(request, name)
        counts = Counter(value for one, _ in found for value in one.terms.get(name, ()))
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return tuple(ordered[: request.facet_size])

    def _score(self, query: Query, document: IndexDocument) -> float | None:
        return self._nodes[type(query)](query, document)

    def _words(self, query: Words, document: IndexDocument) -> float | None:
        asked = query_words(query.text)
        if not asked:
            return 0.0 if query.every else None
        if query.exact:
            scores = [_exactly(word, document) for word in asked]
        else:
            scores = [self._word(w, query.prefix and w == asked[-1], document) for w in asked]
        found = [score for score in scores if score]
        if not found or (query.every and len(found) < len(asked)):
            return None
        return query.boost * sum(found)

    def _word(self, word: str, begins: bool, document: IndexDocument) -> float:  # noqa: FBT001
        def there(one: IndexDocument, texts: Mapping[str, str]) -> bool:
            spoken = [w for text in texts.values() for w in query_words(text)]
            return any(stem(w) == stem(word) or (begins and w.startswith(word)) for w in spoken)

        weight = TITLE if there(document, document.title) else 0.0
        weight += 1.0 if there(document, document.text) else 0.0
        if not weight:
            return 0.0
        all_documents = self._documents.values()
        holding = sum(there(one, one.title) or there(one, one.text) for one in all_documents)
        return weight * math.log(1 + len(all_documents) / holding)

    def _phrase(self, query: Phrase, document: IndexDocument) -> float | None:
        asked = [stem(word) for word in query_words(query.text)]
        for text in (*document.title.values(), *document.text.values()):
            spoken = [stem(word) for word in query_words(text)]
            for start in range(len(spoken) - len(asked) + 1):
                if spoken[start : start + len(asked)] == asked:
                    return float(len(asked))
        return None

    def _code(self, query: CodeIs, document: IndexDocument) -> float | None:
        codes = {compact_code(code) for code in document.codes}
        return 1000.0 * query.boost if compact_code(query.value) in codes else None

    def _term(self, query: TermIs, document: IndexDocument) -> float | None:
        self._names.check_term(query.name)
        return query.boost if query.value in document.terms.get(query.name, ()) else None

    def _range(self, query: Range, document: IndexDocument) -> float | None:
        if query.name not in (*self._names.numbers, *self._names.dates, "lat", "lon"):
            raise unknown(query.name)
        value = _value(document, query.name)
        if value is None:
            return None
        above = query.low is None or value >= query.low
        below = query.high is None or value <= query.high
        return 1.0 if above and below else None

    def _all(self, query: AllOf, document: IndexDocument) -> float | None:
        scores = [self._score(one, document) for one in query.parts]
        if any(score is None for score in scores):
            return None
        wanted = zip(query.parts, scores, strict=True)
        return sum(score or 0.0 for part, score in wanted if not isinstance(part, Not))

    def _any(self, query: AnyOf, document: IndexDocument) -> float | None:
        scores = [self._score(one, document) for one in query.parts]
        found = [score for score in scores if score is not None]
        return sum(found) if found else None

    def _best(self, query: BestOf, document: IndexDocument) -> float | None:
        scores = [self._score(one, document) for one in query.parts]
        return max((score for score in scores if score is not None), default=None)

    def _not(self, query: Not, document: IndexDocument) -> float | None:
        return 1.0 if self._score(query.part, document) is None else None


def _exactly(word: str, document: IndexDocument) -> float:
    texts = (*document.title.values(), *document.text.values())
    spoken = {one for text in texts for one in query_words(text)}
    if word in spoken:
        return 1.0
    return 0.8 if spoken & {*forms(word)} else 0.0


def _value(document: IndexDocument, name: str) -> Any:  # noqa: ANN401 a number or a day
    if name in ("lat", "lon") and document.point:
        return document.point[name == "lon"]
    return document.numbers.get(name, document.dates.get(name))


def _read_cursor(after: str | None) -> int:
    if after is None:
        return 0
    if not after.isdigit():
        raise Invalid(BAD_CURSOR)
    return int(after)
