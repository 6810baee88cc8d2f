"""The filters beside a result list: exact counts, several choices each, trees where there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smartland.domain.fields import PUBLIC, Field, Part
from smartland.domain.kinds import KINDS
from smartland.matching.geography import Geography
from smartland.matching.taxonomy import Taxonomy
from smartland.services.indexing import PLACE_FIELDS
from smartland.services.searching.answers import Results
from smartland.services.searching.bands import (
    BANDS,
    BUDGET_BAND,
    LICENCE,
    YEAR,
    facet_label,
)
from smartland.services.searching.finding import MAIN_FACETS
from smartland.web.pages.asked import Asked, address
from smartland.web.pages.naming import Naming, capital
from smartland.web.pages.shown import Chip, Choice, FacetGroup, Level
from smartland.web.pages.texts import TEXTS

SEEN = 6
PLACES = "in"
LAST = (YEAR, BUDGET_BAND, LICENCE)
"""Facets that are made from fields, and come after those that are fields."""
IN_ORDER = (YEAR, BUDGET_BAND)
"""Facets that are read in the order of their values."""
NAMES: Mapping[str, str] = {
    "kind": "kind",
    "source": "source",
    YEAR: "facet_year",
    BUDGET_BAND: "facet_budget_band",
    LICENCE: "facet_licence",
}
"""Facets whose names are no field's, and how they are called."""


@dataclass(frozen=True)
class Above:
    """What lies above a place or a concept, as of one moment."""

    places: Geography
    concepts: Taxonomy

    def of(self, name: str, value: str) -> tuple[str, ...]:
        """All that is above a value of the facet ``name``, nearest first."""
        if name == PLACES or name in PLACE_FIELDS:
            return self.places.ancestors(value)
        return self.concepts.ancestors(value)


def facet_names(kinds: Sequence[str]) -> tuple[str, ...]:
    """The facets that make sense for what is looked for: the main ones, or those of one kind."""
    if len(kinds) != 1:
        return MAIN_FACETS
    kind = KINDS[kinds[0]]
    own = dict.fromkeys(one.name for one in _facet_fields(kind.fields))
    places = [name for name in PLACE_FIELDS if name in kind.by_name]
    names = [name for name in own if name not in (*places, *LAST)]
    return ("kind", *names, *((PLACES,) if places else ()), *LAST)


def make_facets(
    asked: Asked, results: Results, naming: Naming, above: Above
) -> Iterator[FacetGroup]:
    """Every facet of an answer in which there is something to choose, or to take back."""
    for name, counted in results.facets.items():
        chosen = asked.chosen(name)
        counts = {**dict(counted), **{one: 0 for one in chosen if one not in dict(counted)}}
        if not counts or (len(counts) == 1 and not chosen):
            continue
        values = _in_order(name, counts)
        choices = {
            value: Choice(
                f"f-{name}-{place}",
                naming.shorten(value),
                value_text(name, value, naming),
                counts[value],
                value in chosen,
            )
            for place, value in enumerate(values)
        }
        label = field_label(name, asked.kinds, naming.language)
        level = _level(_trees(choices, name, above), name, top=True)
        yield FacetGroup(name, label, level, any(one.inside.choices for one in level.choices))


def _in_order(name: str, values: Iterable[str]) -> list[str]:
    """The values as people read them: years from the last, amounts from the least, all others
    as they came, the most frequent first."""
    if name == YEAR:
        return sorted(values, reverse=True)
    if name == BUDGET_BAND:
        places = {one.name: place for place, one in enumerate(BANDS)}
        return sorted(values, key=lambda one: places.get(one, len(BANDS)))
    return list(values)


def make_chips(asked: Asked, naming: Naming) -> Iterator[Chip]:
    """Every active filter, with the address of the list without it."""
    for name, values in (("kind", asked.kinds), *asked.filters.items()):
        for value in values:
            rest = tuple(one for one in values if one != value)
            label = field_label(name, asked.kinds, naming.language)
            less = address(asked.choosing(name, rest), naming)
            yield Chip(label, value_text(name, value, naming), less)
    if asked.box:
        less = address(replace(asked, box=None, cursor=None, start=1), naming)
        yield Chip(TEXTS["box"][naming.language], box_text(asked.box), less)


def box_text(box: Sequence[float]) -> str:
    """A rectangle as people read it."""
    south, west, north, east = box
    return f"{south:.2f}°–{north:.2f}° N, {west:.2f}°–{east:.2f}° E"


def field_label(name: str, kinds: Sequence[str], language: str) -> str:
    """What a filter is called: by the kind looked for, else by the first that has the field."""
    if name == PLACES:
        return capital(KINDS["territory"].label[language])
    if name in NAMES:
        return TEXTS[NAMES[name]][language]
    for kind in (*(KINDS[one] for one in kinds), *KINDS.values()):
        for one in _facet_fields(kind.fields):
            if one.name == name:
                return capital(one.label[language])
    return name


def value_text(name: str, value: str, naming: Naming) -> str:
    """What one value of a filter is called."""
    if name == "kind":
        return capital(KINDS[value].plural[naming.language]) if value in KINDS else value
    if label := facet_label(name, value):
        return label[naming.language]
    return capital(naming.text(value)) if "://" in value else value


def _trees(choices: Mapping[str, Choice], name: str, above: Above) -> list[Choice]:
    """The choices that lie below no other, each with those inside it."""
    inside: dict[str, list[str]] = {}
    for value in choices:
        inside.setdefault(_parent(value, choices, name, above), []).append(value)

    def grow(value: str, *, included: bool, alone: bool) -> Choice:
        one = replace(choices[value], included=included)
        holds = included or one.chosen
        below = [grow(each, included=holds, alone=False) for each in inside.get(value, ())]
        opened = alone or any(each.chosen or each.open for each in below)
        return replace(one, inside=_level(below, name), open=opened)

    roots = inside.get("", [])
    return [grow(value, included=False, alone=len(roots) == 1) for value in roots]


def _parent(value: str, choices: Mapping[str, Choice], name: str, above: Above) -> str:
    """The nearest choice above ``value``; empty where there is none, or where they turn in a
    circle."""
    for one in above.of(name, value) if "://" in value else ():
        if one in choices:
            return "" if value in above.of(name, one) else one
    return ""


def _level(choices: Sequence[Choice], name: str, *, top: bool = False) -> Level:
    """The chosen ones first, as many as fit; a single one more needs no place to hide."""
    ordered = list(choices)
    if name not in IN_ORDER:
        ordered.sort(key=lambda one: not (one.chosen or (one.open and not top)))
    seen = max(SEEN, sum(one.chosen for one in ordered))
    if len(ordered) == seen + 1:
        seen += 1
    return Level(tuple(ordered[:seen]), tuple(ordered[seen:]))


def _facet_fields(fields: Iterable[Field]) -> Iterator[Field]:
    for one in fields:
        if isinstance(one, Part):
            yield from _facet_fields(one.of.fields)
        elif one.facet and one.visibility == PUBLIC:
            yield one
