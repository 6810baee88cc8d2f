"""A search request as one request to the server, and its answer as ours."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from smartland.adapters.search_common.fields import term_field, unstemmed
from smartland.adapters.search_common.pages import Page
from smartland.adapters.search_common.requests import RELEVANCE, sort_field
from smartland.adapters.search_elastic.documents import POSITION_ID
from smartland.adapters.search_elastic.query import Query
from smartland.domain.text import LONGEST_WORD
from smartland.ports.search import Hit, SearchAnswer, SearchRequest
from smartland.ports.search_names import IndexNames

Body = dict[str, Any]

POSITION = {"ids": {"values": [POSITION_ID]}}
"""The document that is no resource."""
RESOURCES = {"bool": {"must_not": [POSITION]}}

_FACET = "facet_"
_PLAIN = re.compile(r"[^\w]")


def search_body(
    names: IndexNames,
    request: SearchRequest,
    page: Page,
    query: Query,
    filters: Mapping[str, Query],
    *,
    alike: bool,
) -> Body:
    """The body of a search; ``alike`` when all documents found have one score.

    The position is read by the same search, so that an answer tells exactly which state it shows.
    """
    free = [one for name, one in filters.items() if name not in request.facets]
    held = {name: one for name, one in filters.items() if name in request.facets}
    asked = {"bool": {"must": [query], "filter": free}}
    position = {"constant_score": {"filter": POSITION, "boost": 0.0}}
    return {
        "query": {"bool": {"should": [asked, position], "minimum_should_match": 1}},
        "post_filter": {"bool": {"filter": list(held.values()), "must_not": [POSITION]}},
        "aggs": {
            "position": {"max": {"field": "position"}},
            **{_FACET + name: _facet(name, held, request.facet_size) for name in request.facets},
        },
        "from": page.start if request.limit else 0,
        "size": page.end - page.start,
        "sort": _order(names, request.sort, alike=alike),
        "track_total_hits": True,
        "_source": ["iri", "kind", "key"],
    }


def _facet(name: str, held: Mapping[str, Query], size: int) -> Body:
    """Counts of one name under the filters of all others."""
    order = [{"_count": "desc"}, {"_key": "asc"}]
    terms: Body = {"terms": {"field": term_field(name), "size": size, "order": order}}
    others = [one for other, one in held.items() if other != name]
    chosen = {"bool": {"filter": others}} if others else {"match_all": {}}
    return {"filter": chosen, "aggs": {"values": terms}}


def _order(names: IndexNames, sort: str, *, alike: bool) -> list[Body]:
    by_iri: Body = {"iri": {"order": "asc"}}
    if sort != RELEVANCE:
        order = "desc" if sort.startswith("-") else "asc"
        return [{sort_field(names, sort): {"order": order, "missing": "_last"}}, by_iri]
    return [by_iri] if alike else [{"_score": {"order": "desc"}}, by_iri]


def read_answer(
    request: SearchRequest, page: Page, found: Mapping[str, Any], score: float | None
) -> SearchAnswer:
    """The server's answer as ours; ``score`` where all have the same.

    Raises KeyError or TypeError for what is no answer to :func:`search_body`.
    """
    total = int(found["hits"]["total"]["value"])
    sorted_by = 0.0 if request.sort != RELEVANCE else score
    hits = tuple(_hit(one, sorted_by) for one in found["hits"]["hits"])
    counts = found["aggregations"]
    facets = {
        name: tuple(
            (str(one["key"]), int(one["doc_count"]))
            for one in counts[_FACET + name]["values"]["buckets"]
        )
        for name in request.facets
    }
    sequence = int(counts["position"]["value"] or 0)
    return SearchAnswer(total, hits, facets, page.next(total), sequence)


def _hit(found: Mapping[str, Any], score: float | None) -> Hit:
    source = found["_source"]
    value = float(found["_score"]) if score is None else score
    return Hit(source["iri"], source["kind"], source["key"], value)


def vocabulary_body(prefix: str, limit: int, *, titles: bool) -> Body | None:
    """Counts of the words that begin with ``prefix``; None when there can be none."""
    if not prefix or limit < 1 or len(prefix) > LONGEST_WORD:
        return None
    field = unstemmed("title" if titles else "text")
    # The prefix as a query, too: only the documents that have such a word are looked through
    pattern = _PLAIN.sub(lambda sign: "\\" + sign[0], prefix) + ".*"
    order = [{"_count": "desc"}, {"_key": "asc"}]
    words = {"field": field, "include": pattern, "size": min(limit, 10_000), "order": order}
    return {
        "query": {"bool": {"filter": [{"prefix": {field: {"value": prefix}}}]}},
        "aggs": {"words": {"terms": words}},
        "size": 0,
        "track_total_hits": False,
    }


def read_vocabulary(found: Mapping[str, Any]) -> Sequence[tuple[str, int]]:
    """The words of :func:`vocabulary_body`'s answer with their counts."""
    buckets = found["aggregations"]["words"]["buckets"]
    return tuple((str(one["key"]), int(one["doc_count"])) for one in buckets)
