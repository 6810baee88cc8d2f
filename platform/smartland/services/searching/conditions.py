"""Conditions that hold beside the words: a rectangle on the map, and what is left out unasked."""

from collections.abc import Iterable, Iterator

from smartland.ports.search import AllOf, AnyOf, BestOf, Not, Query, Range, TermIs
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.expansion import CONCEPT_KINDS
from smartland.services.searching.meaning import Meaning

Box = tuple[float, float, float, float]


def box_query(box: Box | None) -> Iterator[Query]:
    """What has its point in the rectangle (south, west, north, east); nothing without one."""
    if box is None:
        return
    south, west, north, east = box
    yield Range("lat", south, north)
    if west <= east:
        yield Range("lon", west, east)
    else:  # over the antimeridian
        yield AnyOf((Range("lon", west, None), Range("lon", None, east)))


def hidden_kinds(asked: frozenset[str]) -> Iterator[Query]:
    """That code lists and places are left out, except the kinds ``asked`` for."""
    hidden = tuple(TermIs("kind", kind) for kind in CONCEPT_KINDS if kind not in asked)
    if hidden:
        yield Not(AnyOf(hidden))


def kinds_asked(query: SearchQuery, meaning: Meaning) -> frozenset[str]:
    """The kinds that ``query`` names, as filters or in its text."""
    typed = _kinds(meaning.conditions)
    return frozenset((*query.kinds, *query.filters.get("kind", ()), *typed))


def _kinds(conditions: Iterable[Query]) -> Iterator[str]:
    for one in conditions:
        match one:
            case TermIs("kind", value):
                yield value
            case AllOf(parts) | AnyOf(parts) | BestOf(parts):
                yield from _kinds(parts)
