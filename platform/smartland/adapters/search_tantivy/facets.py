"""Facet counts: exact, each without the filter of its own name."""

from collections.abc import Iterable, Mapping
from typing import Any

import tantivy

from smartland.adapters.search_common.fields import term_field
from smartland.adapters.search_tantivy.query import all_of

Counts = tuple[tuple[str, int], ...]

_ALL_VALUES = 10_000_000
"""How many values a segment may hand up: all, or the counts would be estimates."""


def count_facets(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    filters: Mapping[str, tantivy.Query],
    names: Iterable[str],
    size: int,
) -> dict[str, Counts]:
    """The ``size`` most frequent values of each name; equal counts in order of value.

    Facets that are not filtered by share one pass over the hits.
    """
    wanted = list(dict.fromkeys(names))
    free = [name for name in wanted if name not in filters]
    counts: dict[str, Counts] = {}
    if free:
        counts |= _count(searcher, all_of([query, *filters.values()]), free, size)
    for name in wanted:
        if name in filters:
            others = [one for other, one in filters.items() if other != name]
            counts |= _count(searcher, all_of([query, *others]), [name], size)
    return {name: counts[name] for name in wanted}


def _count(
    searcher: tantivy.Searcher, query: tantivy.Query, names: list[str], size: int
) -> dict[str, Counts]:
    answer = searcher.aggregate(query, {name: _terms(name, size) for name in names})
    return {name: _pairs(answer[name]) for name in names}


def _terms(name: str, size: int) -> dict[str, Any]:
    # The engine orders equal counts by value, as asked of us
    return {"terms": {"field": term_field(name), "size": size, "segment_size": _ALL_VALUES}}


def _pairs(answer: Mapping[str, Any]) -> Counts:
    return tuple((str(one["key"]), int(one["doc_count"])) for one in answer["buckets"])
