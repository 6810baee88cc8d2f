"""Which hits stand on a page: every order is total, with equal keys ordered by IRI."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import tantivy
from tantivy import Occur, Order

from smartland.adapters.search_common.pages import DEEPEST_HIT, Page
from smartland.adapters.search_tantivy.deep import Deep, DeepRankings, Ranked

_FIRST_WINDOW = 1_000

Address = tantivy.DocAddress


@dataclass(frozen=True)
class Ranking:
    """The orders of one query's hits in one state of the index.

    Each order answers with the number of all hits and those of the page. ``asked`` is the query
    by which ``deep`` knows it.
    """

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    query: tantivy.Query
    deep: DeepRankings
    asked: Hashable

    def count(self) -> int:
        """The number of all hits."""
        return _total(self.searcher.search(self.query, limit=1))

    def by_iri(self, page: Page) -> tuple[int, list[Address]]:
        """Hits in order of IRI, for those that are otherwise alike."""
        found = self._in_iri_order(self.query, page.end)
        return _total(found), [address for _, address in found.hits[page.start :]]

    def by_score(self, page: Page) -> tuple[int, list[tuple[float, Address]]]:
        """Hits with their scores, best first.

        Equal scores beyond hit 10,000 do not take part in the order by IRI.
        """
        found = self.deep.known(self.searcher, self.asked) or self._ranked(page)
        return found.total, list(_ties(found.hits, page, self._iri, found.ordered))

    def _ranked(self, page: Page) -> Deep:
        """All hits up to the page's end, and the equals of the last one."""
        found = self.searcher.search(self.query, limit=page.end + 1)
        total, hits = _total(found), found.hits
        # The engine cuts equal scores anyhow: look further until they end
        for window in (_FIRST_WINDOW, DEEPEST_HIT + 1):
            if len(hits) <= page.end or hits[page.end - 1][0] > hits[-1][0]:
                return Deep(total, hits)
            if window > len(hits):
                hits = self.searcher.search(self.query, limit=window, count=False).hits
        deep = Deep(total, hits)
        self.deep.keep(self.searcher, self.asked, deep)
        return deep

    def by_field(self, field: str, page: Page, *, descending: bool) -> tuple[int, list[Address]]:
        """Hits in order of a fast field; those without a value come last."""
        order = Order.Desc if descending else Order.Asc
        found = self.searcher.search(
            self.query, limit=page.end + 1, order_by_field=field, order=order
        )
        hits: list[Ranked] = found.hits
        if len(hits) > page.end and hits[page.end - 1][0] == hits[-1][0]:
            hits = self._with_whole_group(hits, field, page)
        return _total(found), [address for _, address in _ties(hits, page, self._iri, {})]

    def _with_whole_group(self, hits: list[Ranked], field: str, page: Page) -> list[Ranked]:
        """``hits``, their last group of equal values replaced by its first members by IRI."""
        value = hits[-1][0]
        begin = next(at for at, hit in enumerate(hits) if hit[0] == value)
        if value is None:
            narrowed = (Occur.MustNot, tantivy.Query.exists_query(field))
        else:
            term = tantivy.Query.term_query(self.schema, field, value, "basic")
            narrowed = (Occur.Must, term)
        group = tantivy.Query.boolean_query([(Occur.Must, self.query), narrowed])
        members = self._in_iri_order(group, page.end - begin).hits
        return [*hits[:begin], *((value, address) for _, address in members)]

    def _in_iri_order(self, query: tantivy.Query, limit: int) -> tantivy.SearchResult:
        return self.searcher.search(query, limit=limit, order_by_field="iri", order=Order.Asc)

    def _iri(self, hit: Ranked) -> str:
        return str(self.searcher.doc(hit[1]).get_first("iri"))


def _ties(
    hits: Sequence[Ranked],
    page: Page,
    iri: Callable[[Ranked], str],
    ordered: dict[int, list[Ranked]],
) -> Iterator[Ranked]:
    """The page's part of ``hits``, whose groups of equal keys are put in order of IRI and added
    to ``ordered``."""
    begin = 0
    for _, members in groupby(hits, key=itemgetter(0)):
        if begin >= page.end:
            break
        group = list(members)
        if begin + len(group) > page.start:
            if len(group) > 1:
                group = ordered.get(begin) or sorted(group, key=iri)
                ordered[begin] = group
            yield from group[max(page.start - begin, 0) : page.end - begin]
        begin += len(group)


def _total(found: tantivy.SearchResult) -> int:
    count: int = found.count  # type: ignore[attr-defined]  # missing in the library's stub
    return count
