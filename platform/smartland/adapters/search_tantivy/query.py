"""The query AST as tantivy queries, built node by node: no text is ever parsed as a query."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import tantivy
from tantivy import Occur

from smartland.adapters.search_tantivy.schema import (
    POSITION_IRI,
    date_field,
    day_number,
    number_field,
    term_field,
)
from smartland.adapters.search_tantivy.words import TOO_LARGE, WordQueries, all_of, any_of, best_of
from smartland.domain.text import compact_code
from smartland.errors import Invalid, Label, Problem
from smartland.ports.search import (
    AllOf,
    AnyOf,
    BestOf,
    CodeIs,
    Everything,
    Not,
    Phrase,
    Query,
    Range,
    TermIs,
    Words,
)
from smartland.ports.search_names import PLACE, IndexNames, unknown

CODE_SCORE = 1000.0
"""Above every sum that words reach: a document asked for by its code comes first."""

MOST_NODES = 1_000
DEEPEST = 32
"""Deeper queries are no longer safe to recurse into, here and in the engine."""

_FEW_VALUES = 50
"""Up to here the engine joins lists of documents twice as fast one by one as in a set."""

_NOT_A_BOUND = Label(
    it="«{value}» non è un limite per «{name}»: serve un numero o una data come 2026-05-31.",
    en="“{value}” is no bound for “{name}”: give a number or a day like 2026-05-31.",
)


def constant_score(query: Query) -> float | None:
    """The score of every document that ``query`` finds; None where scores differ."""
    match query:
        case TermIs():
            return query.boost
        case CodeIs():
            return CODE_SCORE * query.boost
        case Everything() | Range() | Not():
            return 1.0
        case AllOf(parts):
            scores = [constant_score(part) for part in parts if not isinstance(part, Not)]
            known = [score for score in scores if score is not None]
            return (sum(known) or 1.0) if len(known) == len(scores) else None
        case _:
            return None


class QueryTranslator:
    """Translates for one schema and its names.

    A part without searchable words ("the") says nothing: it neither narrows nor excludes.
    """

    def __init__(self, schema: tantivy.Schema, names: IndexNames) -> None:
        self._schema = schema
        self._names = names
        self._position = self._term("iri", POSITION_IRI)
        text = WordQueries(schema)
        self._nodes: dict[type[Query], Callable[[Any], tantivy.Query | None]] = {
            Words: text.words,
            Phrase: text.phrase,
            CodeIs: self._code,
            TermIs: self._term_is,
            Range: self._range,
            Everything: lambda _: self.everything(),
            AllOf: self._all,
            AnyOf: partial(self._any, any_of),
            BestOf: partial(self._any, best_of),
            Not: self._not,
        }

    def everything(self) -> tantivy.Query:
        """All resources, each with the score 1."""
        return self._but([tantivy.Query.all_query()], [self._position])

    def translate(self, query: Query) -> tantivy.Query:
        """The tantivy query; raises Invalid for unknown names, bad bounds and excess."""
        if _size(query, 1) > MOST_NODES:
            raise Invalid(TOO_LARGE)
        return self._one(query) or self.everything()

    def filters(self, filters: Mapping[str, Sequence[str]]) -> dict[str, tantivy.Query]:
        """One filter without score a name, for the names that have values."""
        return {name: self._filter(name, values) for name, values in filters.items() if values}

    def _filter(self, name: str, values: Sequence[str]) -> tantivy.Query:
        self._names.check_term(name)
        field = term_field(name)
        if len(values) > _FEW_VALUES:
            chosen = tantivy.Query.term_set_query(self._schema, field, list(values))
        else:
            chosen = any_of([self._term(field, value) for value in values])
        return tantivy.Query.const_score_query(chosen, 0.0)

    def _one(self, query: Query) -> tantivy.Query | None:
        return self._nodes[type(query)](query)

    def _code(self, query: CodeIs) -> tantivy.Query:
        code = self._term("codes", compact_code(query.value))
        return tantivy.Query.const_score_query(code, CODE_SCORE * query.boost)

    def _term_is(self, query: TermIs) -> tantivy.Query:
        self._names.check_term(query.name)
        term = self._term(term_field(query.name), query.value)
        return tantivy.Query.const_score_query(term, query.boost)

    def _all(self, query: AllOf) -> tantivy.Query | None:
        wanted: list[tantivy.Query] = []
        excluded: list[tantivy.Query] = []
        for part in query.parts:
            found = self._one(part.part if isinstance(part, Not) else part)
            if found is not None:
                (excluded if isinstance(part, Not) else wanted).append(found)
        if excluded:
            return self._but(wanted or [self.everything()], excluded)
        return all_of(wanted) if wanted else None

    def _any(
        self, join: Callable[[Sequence[tantivy.Query]], tantivy.Query], query: AnyOf | BestOf
    ) -> tantivy.Query | None:
        if not query.parts:
            return tantivy.Query.empty_query()
        found = [one for one in map(self._one, query.parts) if one is not None]
        return join(found) if found else None

    def _not(self, query: Not) -> tantivy.Query | None:
        return self._all(AllOf((query,)))

    def _but(
        self, wanted: Sequence[tantivy.Query], excluded: Sequence[tantivy.Query]
    ) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [(Occur.Must, one) for one in wanted] + [(Occur.MustNot, one) for one in excluded]
        )

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "basic")

    def _range(self, query: Range) -> tantivy.Query:
        low: float | None
        high: float | None
        if query.name in (*self._names.numbers, *PLACE):
            field, kind = number_field(query.name), tantivy.FieldType.Float
            low, high = _number(query.name, query.low), _number(query.name, query.high)
        elif query.name in self._names.dates:
            field, kind = date_field(query.name), tantivy.FieldType.Integer
            low, high = _day(query.name, query.low), _day(query.name, query.high)
        else:
            raise unknown(query.name)
        if low is None and high is None:
            found = tantivy.Query.exists_query(field)
        else:
            found = tantivy.Query.range_query(self._schema, field, kind, low, high)
        return tantivy.Query.const_score_query(found, 1.0)


def _number(name: str, value: float | str | None) -> float | None:
    if value is None:
        return None
    if isinstance(value, str) or math.isnan(value):
        raise _not_a_bound(name, value)
    return float(value)


def _day(name: str, value: float | str | None) -> int | None:
    if value is None:
        return None
    day = day_number(value) if isinstance(value, str) else None
    if day is None:
        raise _not_a_bound(name, value)
    return day


def _not_a_bound(name: str, value: float | str) -> Invalid:
    text = _NOT_A_BOUND.format(value=value, name=name)
    return Invalid(text, problems=(Problem(name, text),))


def _size(query: Query, depth: int) -> int:
    if depth > DEEPEST:
        raise Invalid(TOO_LARGE)
    match query:
        case AllOf(parts) | AnyOf(parts) | BestOf(parts):
            return 1 + sum(_size(part, depth + 1) for part in parts)
        case Not(part):
            return 1 + _size(part, depth + 1)
        case _:
            return 1
