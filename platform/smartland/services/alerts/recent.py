"""What a search finds, the last changed first: for feeds of searches that nobody saved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from smartland.domain.resource import Revision
from smartland.ports.alerts import Percolator
from smartland.ports.search import SearchRequest
from smartland.ports.truth import Truth, Window
from smartland.services.alerts.running import Compile, Describe
from smartland.services.searching.answers import Results, SearchQuery
from smartland.services.searching.finding import MAX_LIMIT, Search

MOST_SORTED = 2_000
"""Resources that the index finds and that are put in order here."""
WINDOW = 200
FARTHEST = 1_000
"""Changes that are looked through for a page of a search that finds more than that."""


class Recent:
    """Answers searches in the order of changes, which no index keeps.

    What a search finds is put in order here; one that finds very much is tried on the newest
    changes until the page is full.
    """

    def __init__(
        self,
        search: Search,
        truth: Truth,
        percolator: Percolator,
        compile_query: Compile,
        describe: Describe,
    ) -> None:
        self._search = search
        self._truth = truth
        self._percolator = percolator
        self._compile = compile_query
        self._describe = describe

    def page(self, query: SearchQuery, before: int, limit: int) -> tuple[list[Revision], int]:
        """At most ``limit`` resources found whose last change is before the sequence number
        ``before`` (0: any), the last changed first, and before which number the next page begins
        (0: there is none). Where changes are looked through a page may be short of ``limit``.

        Raises Invalid for what cannot be searched.
        """
        found = self._search.find(replace(query, limit=MAX_LIMIT))
        if found.total > MOST_SORTED:
            return self._newest(query, before, limit)
        if found.relaxed:  # similar words are for readers, who see that they are similar
            return [], 0
        older = [one for one in self._all(query, found) if not before or one.sequence < before]
        page = sorted(older, key=lambda one: one.sequence, reverse=True)[:limit]
        return page, page[-1].sequence if len(older) > limit else 0

    def _all(self, query: SearchQuery, found: Results) -> Iterator[Revision]:
        yield from (one.revision for one in found.items)
        while found.next:
            found = self._search.find(replace(query, limit=MAX_LIMIT, cursor=found.next))
            yield from (one.revision for one in found.items)

    def _newest(self, query: SearchQuery, before: int, limit: int) -> tuple[list[Revision], int]:
        requests = {"": self._compile(query)}
        kept: list[Revision] = []
        window, seen = Window(below=before or None), 0
        while seen < FARTHEST:
            changes = self._truth.latest(window, WINDOW, newest=True)
            if not changes:
                return kept, 0
            shown = [one for one in changes if not one.withdrawn]
            matching = self._matching(shown, requests)
            kept += [one for one in shown if one.iri in matching]
            if len(kept) > limit:
                return kept[:limit], kept[limit - 1].sequence
            window = replace(window, below=changes[-1].sequence)
            seen += len(changes)
        return kept, window.below or 0

    def _matching(
        self, shown: Sequence[Revision], requests: Mapping[str, SearchRequest]
    ) -> frozenset[str]:
        found = self._percolator.matches(self._describe(shown), requests).found
        return frozenset(found.get("", ()))
