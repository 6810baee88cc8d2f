"""What a search finds, the last changed first: for feeds of searches that nobody saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from smartland.domain.resource import Revision
from smartland.ports.alerts import Percolator
from smartland.ports.search import SearchRequest
from smartland.ports.truth import Truth, Window
from smartland.services.alerts.running import Compile, Describe
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.finding import MAX_LIMIT, Search

WINDOW = 200
FARTHEST = 2_000
"""Changes that are looked through for a page; a search that finds much finds it sooner."""


class Recent:
    """Answers searches in the order of changes, which no index keeps.

    A search that finds few resources is answered by the index and put in order; one that finds
    many is tried on the newest changes until the page is full.
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

    def page(self, query: SearchQuery, before: int, limit: int) -> tuple[list[Revision], bool]:
        """At most ``limit`` resources found whose last change is before the sequence number
        ``before`` (0: any), the last changed first, and whether there are more.

        Raises Invalid for what cannot be searched.
        """
        found = self._search.find(replace(query, limit=MAX_LIMIT))
        if found.total > MAX_LIMIT:
            page = self._newest(query, before, limit + 1)
        elif found.relaxed:  # similar words are for readers, who see that they are similar
            page = []
        else:
            heads = [one.revision for one in found.items]
            older = [one for one in heads if not before or one.sequence < before]
            page = sorted(older, key=lambda one: one.sequence, reverse=True)
        return page[:limit], len(page) > limit

    def _newest(self, query: SearchQuery, before: int, limit: int) -> list[Revision]:
        requests = {"": self._compile(query)}
        kept: list[Revision] = []
        window, seen = Window(below=before or None), 0
        while seen < FARTHEST and len(kept) < limit:
            changes = self._truth.latest(window, WINDOW, newest=True)
            if not changes:
                break
            shown = [one for one in changes if not one.withdrawn]
            matching = self._matching(shown, requests)
            kept += [one for one in shown if one.iri in matching]
            window = replace(window, below=changes[-1].sequence)
            seen += len(changes)
        return kept

    def _matching(
        self, shown: Sequence[Revision], requests: Mapping[str, SearchRequest]
    ) -> frozenset[str]:
        found = self._percolator.matches(self._describe(shown), requests).found
        return frozenset(found.get("", ()))
