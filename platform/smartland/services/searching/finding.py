"""Search over everything that is published, with facets, filters and stable pages."""

from collections.abc import Sequence
from dataclasses import replace

from smartland.ports.search import Everything, SearchAnswer, SearchIndex, SearchRequest, TermIs
from smartland.services.catalogue import Catalogue
from smartland.services.concepts import Concepts
from smartland.services.places import Places
from smartland.services.searching.answers import (
    Result,
    Results,
    SearchQuery,
    Suggestions,
    Understood,
)
from smartland.services.searching.asking import Asking
from smartland.services.searching.checking import MAX_LIMIT, check_query
from smartland.services.searching.explaining import Explainer
from smartland.services.searching.fields import filter_names
from smartland.services.searching.meaning import Meaning
from smartland.services.searching.names import Names
from smartland.services.searching.nearest import Found, Nearest
from smartland.services.searching.suggesting import Suggester
from smartland.services.searching.values import Values

__all__ = ["MAIN_FACETS", "MAX_LIMIT", "Search", "filter_names"]

MAIN_FACETS = (
    *("kind", "stakeholder_kind", "corridor", "filiera", "in", "theme", "competence", "status"),
    *("year", "budget_band", "licence"),
)


class Search:
    """Asks the index, and fetches what it found from the truth."""

    def __init__(
        self,
        index: SearchIndex,
        catalogue: Catalogue,
        concepts: Concepts | None = None,
        places: Places | None = None,
    ) -> None:
        self._index = index
        self._catalogue = catalogue
        self._names = Names(catalogue.truth)
        self._explainer = Explainer(
            concepts or Concepts(catalogue.truth), places or Places(catalogue.truth)
        )
        self._suggester = Suggester(index, catalogue)

    def find(self, query: SearchQuery) -> Results:
        """One page of results. Raises Invalid for an unknown kind, filter, facet, sort or cursor,
        a limit or box without sense; whatever is typed into ``q`` has some meaning."""
        check_query(query)
        asking = self._asking()
        meaning = asking.understand(query.q)
        answer = self._index.search(asking.request(query, meaning))
        nearest = Nearest(self._index, self._catalogue, asking, query, meaning)
        if answer.total or not query.q.strip():
            return self._results(query, Found(meaning, answer, nearest.better(answer)))
        found = nearest.found()
        return replace(self._results(query, found, relaxed=True), relaxed=found.answer.total > 0)

    def request(self, query: SearchQuery) -> SearchRequest:
        """What the index is asked for ``query``: all that was typed. Raises Invalid."""
        check_query(query)
        asking = self._asking()
        return asking.request(query, asking.understand(query.q))

    def referring(self, iri: str, limit: int = 50, kinds: tuple[str, ...] = ()) -> Results:
        """The resources that point to ``iri``, by title."""
        filters = {"kind": kinds} if kinds else {}
        request = SearchRequest(
            TermIs("refers", iri), filters=filters, facets=("kind",), sort="title", limit=limit
        )
        answer = self._index.search(request)
        return self._results(SearchQuery(), Found(self._asking().understand(""), answer))

    def counts(self, names: Sequence[str]) -> SearchAnswer:
        """How many resources there are, and how they fall on the facets ``names``."""
        request = SearchRequest(Everything(), facets=tuple(names), facet_size=500, limit=1)
        return self._index.search(request)

    def suggest(self, text: str, kinds: tuple[str, ...] = (), limit: int = 8) -> Suggestions:
        """What the search box offers while somebody types ``text``; raises nothing."""
        return self._suggester.suggest(text, kinds, limit)

    def _asking(self) -> Asking:
        base = self._catalogue.base
        return Asking(Values(base, self._names.concepts(), self._names.places()))

    def _results(self, query: SearchQuery, found: Found, *, relaxed: bool = False) -> Results:
        answer, meaning = found.answer, found.meaning
        heads = self._catalogue.by_iris([hit.iri for hit in answer.hits])
        # a hit may be withdrawn since the index last followed: it is left out of the page
        items = tuple(Result(heads[h.iri], h.score) for h in answer.hits if h.iri in heads)
        if query.explain:
            explain = self._explainer.reader(meaning, found.mended, relaxed=relaxed)
            items = tuple(replace(one, why=explain(one.revision)) for one in items)
        return Results(
            answer.total,
            items,
            answer.facets,
            answer.next,
            answer.sequence,
            missing=found.missing,
            suggestion=found.suggestion,
            understood=tuple(_understood(meaning)),
            unknown_fields=found.unknown or meaning.typed.unknown,
        )


def _understood(meaning: Meaning) -> list[Understood]:
    """The concepts and places that words named; of one word with several, each."""
    return [
        Understood(" ".join(one.word for one in segment.units), meant.iri, meant.label)
        for segment in meaning.segments
        for meant in segment.meanings
        if "://" in meant.iri
    ]
