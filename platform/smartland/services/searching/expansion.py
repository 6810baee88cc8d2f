"""What else the words of a query stand for: concepts, places, kinds of resources.

SKOS expansion: words that name a concept also find what holds the concept, or something narrower,
and what holds its other names; always below what holds the words themselves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from smartland.domain.fields import Concept
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.territory import HOMOGENEOUS_AREA, MUNICIPALITY, PROVINCE, REGION
from smartland.domain.text import words
from smartland.errors import LANGUAGES, Label
from smartland.matching.stems import EVERYDAY, stem
from smartland.ports.search import Phrase, Query, TermIs, Words
from smartland.services.searching.fields import flat_fields
from smartland.services.searching.names import (
    LONGEST_NAME,
    SHORTEST_PLACE,
    Key,
    Named,
    NameTable,
    stems_of,
)
from smartland.services.searching.units import Unit

CONCEPT_KINDS = ("concept", "corridor", "filiera", "scheme", "territory")
"""Code lists and places: found when they are asked for by kind."""

MAX_SEGMENTS = 5
MAX_CONCEPTS = 3
MAX_NAMES = 4
CONCEPT_BOOST, NAME_BOOST, KIND_BOOST = 0.8, 0.3, 0.5
"""Below what a rare word of the query gives, so that what says it comes first."""
PLACE_BOOSTS: Mapping[str, float] = {
    MUNICIPALITY: 0.8,
    HOMOGENEOUS_AREA: 0.7,
    PROVINCE: 0.6,
    REGION: 0.5,
}
_SUBJECTS = ("competence", "corridor", "filiera")
"""Fields whose concepts are subjects: their other names are searched for in the texts too."""
_SORTS = (
    "stakeholder_kind",
    "startup_status",
    "instrument",
    "status",
    "state",
)


@dataclass(frozen=True)
class Meaning:
    """One thing that words may mean, and the queries by which it is found instead of them."""

    iri: str
    label: Label
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Segment:
    """Words in a row; with ``meanings`` they name something."""

    units: tuple[Unit, ...]
    meanings: tuple[Meaning, ...] = ()


def segments(units: Sequence[Unit], concepts: NameTable, places: NameTable) -> list[Segment]:
    """``units`` in order, the longest names first; at most ``MAX_SEGMENTS`` are looked up."""
    found: list[Segment] = []
    place = named = 0
    while place < len(units):
        segment = _named_at(units, place, concepts, places) if named < MAX_SEGMENTS else None
        if segment is None:
            segment = Segment((units[place],))
        else:
            named += 1
        found.append(segment)
        place += len(segment.units)
    return found


def _named_at(
    units: Sequence[Unit], start: int, concepts: NameTable, places: NameTable
) -> Segment | None:
    for length in range(min(LONGEST_NAME, len(units) - start), 0, -1):
        chosen = tuple(units[start : start + length])
        meanings = tuple(_meanings([one.word for one in chosen], concepts, places))
        if meanings:
            return Segment(chosen, meanings)
    return None


def _meanings(typed: Sequence[str], concepts: NameTable, places: NameTable) -> Iterator[Meaning]:
    key = tuple(stem(word) for word in typed)
    kinds = _kinds_called().get(key, ())
    for kind in kinds:
        yield Meaning(kind, KINDS[kind].plural, (TermIs("kind", kind, KIND_BOOST),))
    # The name of a kind is meant as such: "bandi" are no bands
    if kinds or (len(typed) == 1 and typed[0] in EVERYDAY):
        return
    for iri in concepts.called(key)[:MAX_CONCEPTS]:
        known = concepts.get(iri)
        if known and (queries := tuple(_concept_queries(known, key, concepts))):
            yield Meaning(iri, known.label, queries)
    if len(typed) == 1:
        yield from _coded(typed[0], concepts)
    yield from _placed(tuple(typed), places)


def _coded(code: str, concepts: NameTable) -> Iterator[Meaning]:
    """What has the code of a panel or activity: that alone, since nobody named a subject."""
    for iri in concepts.coded(code)[:MAX_CONCEPTS]:
        known = concepts.get(iri)
        if known and (queries := tuple(_holding(known))):
            yield Meaning(iri, known.label, queries)


def _placed(typed: Key, places: NameTable) -> Iterator[Meaning]:
    if len("".join(typed)) < SHORTEST_PLACE:
        return
    for iri in places.called(typed)[:MAX_CONCEPTS]:
        if known := places.get(iri):
            boost = PLACE_BOOSTS.get(known.type, CONCEPT_BOOST)
            yield Meaning(iri, known.label, (TermIs("in", iri, boost),))


def _concept_queries(known: Named, typed: Key, concepts: NameTable) -> Iterator[Query]:
    subject = bool({*_fields(known)} & {*_SUBJECTS})
    # Other names of a sort of body are often narrower ("Comune"): only its own one means it
    if not subject and typed not in known.preferred:
        return
    # "energia" is a fifth of everything: there only what says it is meant
    if not concepts.is_whole_area(known.iri):
        yield from _holding(known)
    if subject:
        yield from _other_names(known, typed)


def _holding(known: Named) -> Iterator[Query]:
    return (TermIs(name, known.iri, CONCEPT_BOOST) for name in _fields(known))


def _fields(known: Named) -> tuple[str, ...]:
    return fields_of_scheme().get(known.iri.rpartition("/")[0], ())


def _other_names(known: Named, typed: Key) -> Iterator[Query]:
    keys = {typed}
    for name in known.names:
        key = stems_of(name)
        if len(keys) > MAX_NAMES:
            return
        if key and key not in keys:
            keys.add(key)
            several = len(words(name)) > 1
            yield Phrase(name, NAME_BOOST) if several else Words(name, boost=NAME_BOOST)


@cache
def fields_of_scheme() -> Mapping[str, tuple[str, ...]]:
    """Scheme → the fields by which words that name its concepts find what holds them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for kind in KINDS.values():
        for one in flat_fields(kind.fields):
            if isinstance(one, Concept) and one.name in (*_SUBJECTS, *_SORTS):
                found[one.scheme.rstrip("/")][one.name] = None
    return {scheme: tuple(names) for scheme, names in found.items()}


@cache
def _kinds_called() -> Mapping[Key, tuple[str, ...]]:
    """The stems of what kinds are called, one and many, in both languages."""
    found: dict[Key, dict[str, None]] = defaultdict(dict)
    for kind in KINDS.values():
        if kind.name not in CONCEPT_KINDS:
            for label in (kind.label, kind.plural):
                for language in LANGUAGES:
                    found[stems_of(label[language])][kind.name] = None
    return {key: tuple(kinds) for key, kinds in found.items()}


def kinds_called(text: str) -> tuple[str, ...]:
    """The kinds that ``text`` is the name of: ``Bandi`` → call."""
    return _kinds_called().get(stems_of(text), ())
