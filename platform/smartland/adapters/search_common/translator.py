"""The query AST as an engine's queries, built node by node: no text is ever parsed as a query."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic

from smartland.adapters.search_common.bounds import day_bound, number_bound
from smartland.adapters.search_common.builder import Q, QueryBuilder
from smartland.adapters.search_common.fields import date_field, number_field, term_field
from smartland.adapters.search_common.limits import check_query
from smartland.adapters.search_common.weights import CODE_SCORE
from smartland.adapters.search_common.words import WordQueries
from smartland.domain.text import compact_code
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


class Translator(Generic[Q]):
    """Translates for one engine's builder and the names of its index.

    A part without searchable words ("the") says nothing: it neither narrows nor excludes.
    """

    def __init__(self, build: QueryBuilder[Q], names: IndexNames) -> None:
        self._build = build
        self._names = names
        text = WordQueries(build)
        self._nodes: dict[type[Query], Callable[[Any], Q | None]] = {
            Words: text.words,
            Phrase: text.phrase,
            CodeIs: self._code,
            TermIs: self._term_is,
            Range: self._range,
            Everything: lambda _: build.everything(),
            AllOf: self._all,
            AnyOf: partial(self._any, build.any_of),
            BestOf: partial(self._any, build.best_of),
            Not: self._not,
        }

    def everything(self) -> Q:
        """All resources, each with the score 1."""
        return self._build.everything()

    def translate(self, query: Query) -> Q:
        """The engine's query; raises Invalid for unknown names, bad bounds and excess."""
        check_query(query)
        found = self._one(query)
        return self.everything() if found is None else found

    def filters(self, filters: Mapping[str, Sequence[str]]) -> dict[str, Q]:
        """One filter without score a name, for the names that have values."""
        return {name: self._filter(name, values) for name, values in filters.items() if values}

    def _filter(self, name: str, values: Sequence[str]) -> Q:
        self._names.check_term(name)
        return self._build.one_of(term_field(name), values)

    def _one(self, query: Query) -> Q | None:
        return self._nodes[type(query)](query)

    def _code(self, query: CodeIs) -> Q:
        return self._build.value("codes", compact_code(query.value), CODE_SCORE * query.boost)

    def _term_is(self, query: TermIs) -> Q:
        self._names.check_term(query.name)
        return self._build.value(term_field(query.name), query.value, query.boost)

    def _all(self, query: AllOf) -> Q | None:
        wanted: list[Q] = []
        excluded: list[Q] = []
        for part in query.parts:
            found = self._one(part.part if isinstance(part, Not) else part)
            if found is not None:
                (excluded if isinstance(part, Not) else wanted).append(found)
        if excluded:
            return self._build.but(wanted or [self.everything()], excluded)
        return self._build.all_of(wanted) if wanted else None

    def _any(self, join: Callable[[Sequence[Q]], Q], query: AnyOf | BestOf) -> Q | None:
        if not query.parts:
            return self._build.nothing()
        found = [one for one in map(self._one, query.parts) if one is not None]
        return join(found) if found else None

    def _not(self, query: Not) -> Q | None:
        return self._all(AllOf((query,)))

    def _range(self, query: Range) -> Q:
        name, low, high = query.name, query.low, query.high
        if name in (*self._names.numbers, *PLACE):
            bounds = number_bound(name, low), number_bound(name, high)
            return self._build.between(number_field(name), *bounds, whole=False)
        if name in self._names.dates:
            days = day_bound(name, low), day_bound(name, high)
            return self._build.between(date_field(name), *days, whole=True)
        raise unknown(name)
