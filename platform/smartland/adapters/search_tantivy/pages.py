"""Which hits stand on a page: every order is total, with equal keys ordered by IRI."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import tantivy
from tantivy import Occur, Order

from smartland.errors import Invalid, Label, Problem
from smartland.ports.search import SearchRequest

DEEPEST_HIT = 10_000
"""No page reaches beyond this hit: what is ranked there nobody compares, and each page costs all
hits before it."""

_FIRST_WINDOW = 1_000

_BAD_CURSOR = Label(
    it="Il cursore «after» non è di questa ricerca: ricominciare dalla prima pagina.",
    en="The cursor “after” is not of this search: start again from the first page.",
)
_TOO_DEEP = Label(
    it=f"Si arriva fino al risultato {DEEPEST_HIT}: restringere la ricerca con i filtri.",
    en=f"Pages end at hit {DEEPEST_HIT}: narrow the search with filters.",
)
_BAD_SIZE = Label(
    it=f"«{{name}}» va da {{low}} a {DEEPEST_HIT}.",
    en=f"“{{name}}” goes from {{low}} to {DEEPEST_HIT}.",
)

Address = tantivy.DocAddress
Ranked = tuple[Any, tantivy.DocAddress]


@dataclass(frozen=True)
class Page:
    """Hits number ``start`` to ``end`` (exclusive) of a request."""

    start: int
    end: int
    fingerprint: str

    def next(self, total: int) -> str | None:
        """The cursor of the page after this one; None after the last."""
        if self.end >= total or self.end == self.start:
            return None
        text = json.dumps([self.end, self.fingerprint])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def page_of(request: SearchRequest) -> Page:
    """The page that ``request`` asks for; raises Invalid for a bad cursor, size or depth."""
    _check_size("limit", request.limit, 0)
    _check_size("facet_size", request.facet_size, 1)
    # A cursor counts hits of one order under certain filters. The query is left out: whoever
    # widens a query that finds nothing may go on with the cursor of the wider one
    asked = (sorted(request.filters.items()), request.sort)
    fingerprint = hashlib.blake2b(repr(asked).encode(), digest_size=6).hexdigest()
    start = 0 if request.after is None else _read_cursor(request.after, fingerprint)
    if start + request.limit > DEEPEST_HIT:
        raise Invalid(_TOO_DEEP, problems=(Problem("cursor", _TOO_DEEP),))
    return Page(start, start + request.limit, fingerprint)


def _check_size(name: str, size: int, low: int) -> None:
    if not low <= size <= DEEPEST_HIT:
        text = _BAD_SIZE.format(name=name, low=low)
        raise Invalid(text, problems=(Problem(name, text),))


def _read_cursor(cursor: str, fingerprint: str) -> int:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        start, made_for = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        start, made_for = None, None
    if not isinstance(start, int) or start < 0 or made_for != fingerprint:
        raise Invalid(_BAD_CURSOR, problems=(Problem("cursor", _BAD_CURSOR),))
    return start


@dataclass(frozen=True)
class Ranking:
    """The orders of one query's hits in one state of the index.

    Each order answers with the number of all hits and those of the page.
    """

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    query: tantivy.Query

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
        found = self.searcher.search(self.query, limit=page.end + 1)
        total, hits = _total(found), found.hits
        # The engine cuts equal scores anyhow: look further until they end
        for window in (_FIRST_WINDOW, DEEPEST_HIT + 1):
            if len(hits) <= page.end or hits[page.end - 1][0] > hits[-1][0]:
                break
            if window > len(hits):
                hits = self.searcher.search(self.query, limit=window, count=False).hits
        return total, list(self._ties_by_iri(hits, page))

    def by_field(self, field: str, page: Page, *, descending: bool) -> tuple[int, list[Address]]:
        """Hits in order of a fast field; those without a value come last."""
        order = Order.Desc if descending else Order.Asc
        found = self.searcher.search(
            self.query, limit=page.end + 1, order_by_field=field, order=order
        )
        hits: list[Ranked] = found.hits
        if len(hits) > page.end and hits[page.end - 1][0] == hits[-1][0]:
            hits = self._with_whole_group(hits, field, page)
        return _total(found), [address for _, address in self._ties_by_iri(hits, page)]

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

    def _ties_by_iri(self, hits: Sequence[Ranked], page: Page) -> Iterator[Ranked]:
        """The page's part of ``hits``, whose groups of equal keys are put in order of IRI."""
        begin = 0
        for _, members in groupby(hits, key=itemgetter(0)):
            group = list(members)
            low, high = max(page.start - begin, 0), page.end - begin
            if high > 0 and low < len(group):
                if len(group) > 1:
                    group.sort(key=self._iri)
                yield from group[low:high]
            begin += len(group)

    def _iri(self, hit: Ranked) -> str:
        return str(self.searcher.doc(hit[1]).get_first("iri"))


def _total(found: tantivy.SearchResult) -> int:
    count: int = found.count  # type: ignore[attr-defined]  # missing in the library's stub
    return count
