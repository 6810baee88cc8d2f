"""Search over everything that is published, with facets, filters and stable pages."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from smartland.domain.kinds import KINDS
from smartland.domain.text import every_word
from smartland.errors import Invalid, Label, Problem
from smartland.ports.search import (
    AllOf,
    AnyOf,
    Everything,
    Not,
    Query,
    SearchAnswer,
    SearchIndex,
    SearchRequest,
    TermIs,
)
from smartland.ports.search_names import declared_names
from smartland.services.catalogue import Catalogue
from smartland.services.searching.answers import Result, Results, SearchQuery
from smartland.services.searching.grammar import parse
from smartland.services.searching.shorthands import expand, expand_all

MAX_LIMIT = 200
MAIN_FACETS = ("kind", "stakeholder_kind", "corridor", "filiera", "in", "theme", "competence")
CONCEPT_KINDS = ("concept", "corridor", "filiera", "scheme", "territory")

BAD_LIMIT = Label(it="Tra 1 e {limit}.", en="Between 1 and {limit}.")
NO_KIND = Label(it="Nessun tipo «{kind}»: {kinds}.", en="There is no kind “{kind}”: {kinds}.")
NO_FILTER = Label(
    it="Nessun filtro «{name}». Ci sono: {names}.", en="There is no filter “{name}”: {names}."
)


class Search:
    """Asks the index, and fetches what it found from the truth."""

    def __init__(self, index: SearchIndex, catalogue: Catalogue) -> None:
        self._index = index
        self._catalogue = catalogue

    def find(self, query: SearchQuery) -> Results:
        """One page of results. Raises Invalid for an unknown filter, facet, sort or cursor."""
        self._check(query)
        filters = dict(expand_all(query.filters, self._catalogue.base))
        if query.kinds:
            filters["kind"] = query.kinds
        sort = "title" if query.sort == "relevance" and not query.q else query.sort
        request = SearchRequest(
            self._query(query, relaxed=False),
            filters=filters,
            facets=query.facets,
            sort=sort,
            limit=query.limit,
            after=query.cursor,
        )
        answer = self._index.search(request)
        if answer.total or not query.q.strip():
            return self._results(answer)
        wider = replace(request, query=self._query(query, relaxed=True))
        found = self._results(self._index.search(wider))
        return replace(found, relaxed=found.total > 0)

    def referring(self, iri: str, limit: int = 50, kinds: tuple[str, ...] = ()) -> Results:
        """The resources that point to ``iri``, by title."""
        filters = {"kind": kinds} if kinds else {}
        request = SearchRequest(
            TermIs("refers", iri), filters=filters, facets=("kind",), sort="title", limit=limit
        )
        return self._results(self._index.search(request))

    def counts(self, names: Sequence[str]) -> SearchAnswer:
        """How many resources there are, and how they fall on the facets ``names``."""
        request = SearchRequest(Everything(), facets=tuple(names), facet_size=500, limit=1)
        return self._index.search(request)

    def complete(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Title words that begin with ``prefix``, most frequent first."""
        typed = every_word(prefix)
        words = self._index.vocabulary(typed[-1], limit) if typed else ()
        return [word for word, _ in words]

    def _query(self, query: SearchQuery, *, relaxed: bool) -> Query:
        base = self._catalogue.base
        asked = parse(
            query.q,
            filter_names(),
            lambda name, value: expand(name, value, base),
            relaxed=relaxed,
        )
        named = {*query.kinds, *query.filters.get("kind", ())}
        hidden = tuple(
            TermIs("kind", kind)
            for kind in CONCEPT_KINDS
            if kind not in named and f"kind:{kind}" not in query.q
        )
        return AllOf((asked, Not(AnyOf(hidden)))) if hidden else asked

    def _results(self, answer: SearchAnswer) -> Results:
        heads = self._catalogue.by_iris([hit.iri for hit in answer.hits])
        # a hit may be withdrawn since the index last followed: it is left out of the page
        items = tuple(Result(heads[h.iri], h.score) for h in answer.hits if h.iri in heads)
        return Results(answer.total, items, answer.facets, answer.next, answer.sequence)

    def _check(self, query: SearchQuery) -> None:
        if not 1 <= query.limit <= MAX_LIMIT:
            raise Invalid.of((Problem("limit", BAD_LIMIT.format(limit=MAX_LIMIT)),))
        kinds = (*query.kinds, *query.filters.get("kind", ()))
        if unknown := [kind for kind in kinds if kind not in KINDS]:
            text = NO_KIND.format(kind=unknown[0], kinds=", ".join(KINDS))
            raise Invalid.of((Problem("kind", text),))
        names = filter_names()
        for name in (*query.filters, *query.facets):
            if name not in names:
                known = ", ".join(sorted(names))
                raise Invalid.of((Problem(name, NO_FILTER.format(name=name, names=known)),))


@cache
def filter_names() -> frozenset[str]:
    """Every name that results may be filtered by."""
    names = declared_names()
    return frozenset((*names.facets, *names.filters))
