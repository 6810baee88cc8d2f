"""A search as the index is asked for it: what was typed, filters, rectangle, what is hidden."""

from dataclasses import dataclass

from smartland.ports.search import AllOf, Query, SearchRequest
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.checking import RELEVANCE
from smartland.services.searching.conditions import box_query, hidden_kinds, kinds_asked
from smartland.services.searching.meaning import Meaning, understand
from smartland.services.searching.shorthands import expand_all
from smartland.services.searching.values import Values


@dataclass(frozen=True)
class Asking:
    """Turns searches into requests, by what concepts and places are called now."""

    values: Values

    def understand(self, text: str) -> Meaning:
        """What ``text`` means."""
        return understand(text, self.values)

    def request(
        self, query: SearchQuery, meaning: Meaning, asked: Query | None = None
    ) -> SearchRequest:
        """The request for ``query``; ``asked`` takes the place of what its text means."""
        filters = dict(expand_all(query.filters, self.values.base))
        if query.kinds:
            filters["kind"] = query.kinds
        hidden = hidden_kinds(kinds_asked(query, meaning))
        parts = (asked or meaning.query, *box_query(query.box), *hidden)
        return SearchRequest(
            parts[0] if len(parts) == 1 else AllOf(parts),
            filters=filters,
            facets=query.facets,
            sort="title" if query.sort == RELEVANCE and not query.q.strip() else query.sort,
            limit=query.limit,
            after=query.cursor,
        )
