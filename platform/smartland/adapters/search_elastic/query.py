"""Queries of Elasticsearch and OpenSearch, as JSON objects."""

import math
from collections.abc import Sequence
from typing import Any

from smartland.adapters.search_common.builder import QueryBuilder

Query = dict[str, Any]

_EXPANSIONS = 1_000
"""Similar words that may count; without score none is left out, whatever this says."""
_BOOSTABLE = ("bool", "dis_max", "constant_score", "match_all")


class ElasticQueries(QueryBuilder[Query]):
    """Builds queries out of values; no text is ever read as syntax."""

    def everything(self) -> Query:
        """All resources, each with the score 1; requests leave out the position."""
        return {"match_all": {}}

    def nothing(self) -> Query:
        """No document."""
        return {"match_none": {}}

    def stem(self, field: str, stem: str) -> Query:
        """Documents whose ``field`` has this stem."""
        return {"term": {field: {"value": stem}}}

    def in_order(self, field: str, stems: Sequence[str]) -> Query:
        """Documents whose ``field`` has the stems side by side, in order."""
        phrase = {"query": " ".join(stems), "analyzer": "whitespace", "slop": 0}
        return {"match_phrase": {field: phrase}}

    def like(self, field: str, word: str, distance: int, score: float) -> Query:
        """Words within ``distance`` typing errors; at distance 0, words that begin so."""
        if not distance:
            prefix = {"value": word, "rewrite": "constant_score"}
            return _constant({"prefix": {field: prefix}}, score)
        fuzzy = {
            "value": word,
            "fuzziness": distance,
            "prefix_length": 0,
            "max_expansions": _EXPANSIONS,
            "transpositions": True,
            "rewrite": "constant_score",
        }
        return _constant({"fuzzy": {field: fuzzy}}, score)

    def value(self, field: str, value: str, score: float) -> Query:
        """Documents with this exact value, with ``score``."""
        return _constant({"term": {field: {"value": value}}}, score)

    def one_of(self, field: str, values: Sequence[str], score: float = 0.0) -> Query:
        """Documents with one of these exact values, with ``score``."""
        return _constant({"terms": {field: list(values)}}, score)

    def between(self, field: str, low: float | None, high: float | None, *, whole: bool) -> Query:
        """Numbers between two inclusive bounds, scored 1; JSON knows no ``whole`` numbers."""
        # What is held is finite, and JSON has no infinity
        if low == math.inf or high == -math.inf:
            return self.nothing()
        bounds = {"gte": low, "lte": high}
        given = {to: one for to, one in bounds.items() if one is not None and math.isfinite(one)}
        if not given:
            return _constant({"exists": {"field": field}}, 1.0)
        return _constant({"range": {field: given}}, 1.0)

    def boosted(self, query: Query, boost: float) -> Query:
        """``query`` with its scores multiplied."""
        if boost == 1.0:
            return query
        ((kind, body),) = query.items()
        if kind in _BOOSTABLE:
            return {kind: {**body, "boost": body.get("boost", 1.0) * boost}}
        return {"bool": {"must": [query], "boost": boost}}

    def all_of(self, queries: Sequence[Query]) -> Query:
        """What matches each of ``queries``; their scores add up."""
        return queries[0] if len(queries) == 1 else {"bool": {"must": list(queries)}}

    def any_of(self, queries: Sequence[Query]) -> Query:
        """What matches one of ``queries``; their scores add up."""
        if len(queries) == 1:
            return queries[0]
        return {"bool": {"should": list(queries), "minimum_should_match": 1}}

    def best_of(self, queries: Sequence[Query]) -> Query:
        """What matches one of ``queries``, with the best of their scores."""
        if len(queries) == 1:
            return queries[0]
        return {"dis_max": {"queries": list(queries), "tie_breaker": 0.0}}

    def but(self, wanted: Sequence[Query], excluded: Sequence[Query]) -> Query:
        """What matches each of ``wanted`` and none of ``excluded``."""
        return {"bool": {"must": list(wanted), "must_not": list(excluded)}}


def _constant(query: Query, score: float) -> Query:
    return {"constant_score": {"filter": query, "boost": score}}
