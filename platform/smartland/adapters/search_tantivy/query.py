"""Queries of tantivy, made of its own query objects."""

from collections.abc import Sequence

import tantivy
from tantivy import Occur

from smartland.adapters.search_common.builder import QueryBuilder
from smartland.adapters.search_common.fields import POSITION_IRI
from smartland.adapters.search_common.translator import Translator
from smartland.ports.search_names import IndexNames

_FEW_VALUES = 50
"""Up to here the engine joins lists of documents twice as fast one by one as in a set."""


def all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """What matches each of ``queries`` (at least one)."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Must, one) for one in queries])


class TantivyQueries(QueryBuilder[tantivy.Query]):
    """Builds queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema
        self._position = self._term("iri", POSITION_IRI)

    def everything(self) -> tantivy.Query:
        """All resources, each with the score 1."""
        return self.but([tantivy.Query.all_query()], [self._position])

    def nothing(self) -> tantivy.Query:
        """No document."""
        return tantivy.Query.empty_query()

    def stem(self, field: str, stem: str) -> tantivy.Query:
        """Documents whose ``field`` has this stem."""
        return tantivy.Query.term_query(self._schema, field, stem, "freq")

    def in_order(self, field: str, stems: Sequence[str]) -> tantivy.Query:
        """Documents whose ``field`` has the stems side by side, in order."""
        return tantivy.Query.phrase_query(self._schema, field, [*stems])

    def like(self, field: str, word: str, distance: int, score: float) -> tantivy.Query:
        """Words within ``distance`` typing errors; at distance 0, words that begin so."""
        like = tantivy.Query.fuzzy_term_query(
            self._schema, field, word, distance=distance, prefix=distance == 0
        )
        return tantivy.Query.const_score_query(like, score)

    def value(self, field: str, value: str, score: float) -> tantivy.Query:
        """Documents with this exact value, with ``score``."""
        return tantivy.Query.const_score_query(self._term(field, value), score)

    def one_of(self, field: str, values: Sequence[str], score: float = 0.0) -> tantivy.Query:
        """Documents with one of these exact values, with ``score``."""
        if len(values) > _FEW_VALUES:
            chosen = tantivy.Query.term_set_query(self._schema, field, list(values))
        else:
            chosen = self.any_of([self._term(field, value) for value in values])
        return tantivy.Query.const_score_query(chosen, score)

    def between(
        self, field: str, low: float | None, high: float | None, *, whole: bool
    ) -> tantivy.Query:
        """Numbers between two inclusive bounds, scored 1."""
        kind = tantivy.FieldType.Integer if whole else tantivy.FieldType.Float
        if low is None and high is None:
            found = tantivy.Query.exists_query(field)
        else:
            found = tantivy.Query.range_query(self._schema, field, kind, low, high)
        return tantivy.Query.const_score_query(found, 1.0)

    def boosted(self, query: tantivy.Query, boost: float) -> tantivy.Query:
        """``query`` with its scores multiplied."""
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)

    def all_of(self, queries: Sequence[tantivy.Query]) -> tantivy.Query:
        """What matches each of ``queries``."""
        return all_of(queries)

    def any_of(self, queries: Sequence[tantivy.Query]) -> tantivy.Query:
        """What matches one of ``queries``; their scores add up."""
        if len(queries) == 1:
            return queries[0]
        return tantivy.Query.boolean_query([(Occur.Should, one) for one in queries])

    def best_of(self, queries: Sequence[tantivy.Query]) -> tantivy.Query:
        """What matches one of ``queries``, with the best of their scores."""
        return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query([*queries])

    def but(
        self, wanted: Sequence[tantivy.Query], excluded: Sequence[tantivy.Query]
    ) -> tantivy.Query:
        """What matches each of ``wanted`` and none of ``excluded``."""
        return tantivy.Query.boolean_query(
            [(Occur.Must, one) for one in wanted] + [(Occur.MustNot, one) for one in excluded]
        )

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "basic")


class QueryTranslator(Translator[tantivy.Query]):
    """Translates the query AST for one schema and its names."""

    def __init__(self, schema: tantivy.Schema, names: IndexNames) -> None:
        super().__init__(TantivyQueries(schema), names)
