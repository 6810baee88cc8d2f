"""Whether a search asks for what there is: errors that name the parameter and what it may be."""

import math
from collections.abc import Iterator
from functools import cache

from smartland.domain.kinds import KINDS
from smartland.errors import Invalid, Label, Problem
from smartland.ports.search_names import declared_names
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.boxes import BAD_BOX
from smartland.services.searching.fields import filter_names

MAX_LIMIT = 200
RELEVANCE = "relevance"
MOST_VALUES = 100
"""Values of filters in one search: beyond, no person chooses, and answers would cost too much."""

TOO_MANY = Label(
    it="Al massimo {limit} valori di filtri insieme.", en="{limit} values of filters at most."
)
BAD_LIMIT = Label(it="Tra 1 e {limit}.", en="Between 1 and {limit}.")
NO_KIND = Label(it="Nessun tipo «{kind}»: {kinds}.", en="There is no kind “{kind}”: {kinds}.")
NO_FILTER = Label(
    it="Nessun filtro «{name}». Ci sono: {names}.", en="There is no filter “{name}”: {names}."
)
NO_FACET = Label(
    it="Non si conta per «{name}». Si può per: {names}.",
    en="“{name}” cannot be counted by. There are: {names}.",
)
NO_SORT = Label(
    it="Non si ordina per «{name}». Si può per relevance, e nei due versi (con - davanti) per:"
    " {names}.",
    en="“{name}” is no order. There are relevance and, both ways (with - in front): {names}.",
)


def check_query(query: SearchQuery) -> None:
    """Raise Invalid with one problem a wrong parameter."""
    problems = tuple(_problems(query))
    if problems:
        raise Invalid.of(problems)


def _problems(query: SearchQuery) -> Iterator[Problem]:
    if not 1 <= query.limit <= MAX_LIMIT:
        yield Problem("limit", BAD_LIMIT.format(limit=MAX_LIMIT))
    for kind in (*query.kinds, *query.filters.get("kind", ())):
        if kind not in KINDS:
            yield Problem("kind", NO_KIND.format(kind=kind, kinds=", ".join(KINDS)))
    if sum(map(len, (query.kinds, *query.filters.values()))) > MOST_VALUES:
        yield Problem("filters", TOO_MANY.format(limit=MOST_VALUES))
    yield from _no_names(query)
    if query.sort != RELEVANCE and query.sort.removeprefix("-") not in sort_names():
        yield Problem("sort", NO_SORT.format(name=query.sort, names=", ".join(sort_names())))
    if query.box is not None and not _is_box(*query.box):
        yield Problem("box", BAD_BOX)


def _no_names(query: SearchQuery) -> Iterator[Problem]:
    for name in query.filters:
        if name not in filter_names():
            known = ", ".join(sorted(filter_names()))
            yield Problem(name, NO_FILTER.format(name=name, names=known))
    for name in query.facets:
        if name not in facet_names():
            yield Problem("facets", NO_FACET.format(name=name, names=", ".join(facet_names())))


def _is_box(south: float, west: float, north: float, east: float) -> bool:
    numbers = all(math.isfinite(one) for one in (south, west, north, east))
    return numbers and -90 <= south <= north <= 90 and max(abs(west), abs(east)) <= 180


@cache
def sort_names() -> tuple[str, ...]:
    """What results may be sorted by, besides relevance."""
    names = declared_names()
    return ("title", *sorted({*names.numbers, *names.dates}))


@cache
def facet_names() -> tuple[str, ...]:
    """What results may be counted by."""
    return declared_names().facets
