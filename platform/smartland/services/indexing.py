"""Revisions as flat index documents, by the declarations: one function a field type."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from smartland.domain.fields import (
    PUBLIC,
    Code,
    Concept,
    Date,
    Decimal,
    Email,
    Field,
    Flag,
    Integer,
    Link,
    Part,
    PartType,
    Point,
    Ref,
    Text,
)
from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Json, Revision
from smartland.errors import Label
from smartland.matching.geography import Geography
from smartland.matching.taxonomy import Taxonomy
from smartland.ports.search import IndexDocument
from smartland.services.deriving import acronyms_of, derived_terms, middle_of
from smartland.services.searching.names import CODE_FIELDS

HOLDER_FIELDS = {
    "claim": ("stakeholder",),
    "need": ("stakeholder",),
    "offer": ("stakeholder",),
    "unit": ("unit_of",),
    "project": ("participation.stakeholder",),
}
"""Where the stakeholder stands of whom a resource of this kind is evidence."""
PLACE_FIELDS = ("municipality", "territory", "part_of")
LANGUAGES = ("it", "en", "und")
ACTIVITY_CODE, ACTIVITY_CLASS = "code", len("62.01")
"""Activities of firms are found by their class too: ``62.01`` finds ``62.01.09``."""


@dataclass
class _Gathered:
    """What the fields of one revision gave so far."""

    title: dict[str, list[str]] = field(default_factory=dict)
    text: dict[str, list[str]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    terms: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    refers: list[str] = field(default_factory=list)
    point: tuple[float, float] | None = None

    def say(self, weight: int, language: str, text: str) -> None:
        """Add searchable text by weight: 3 and more is a title, 0 is not searched."""
        if weight:
            place = self.title if weight >= 3 else self.text
            texts = place.setdefault(language if language in LANGUAGES else "und", [])
            texts.append(text)
            if acronyms := acronyms_of(text):
                texts.append(acronyms)


@dataclass(frozen=True)
class _Row:
    """How one public field is gathered."""

    field: Field
    name: str
    several: bool
    take: Callable[[Field, Json, _Gathered], None]


class _Climb:
    """What lies above a place or a concept, as of one moment; each is looked up once."""

    def __init__(self, places: Geography, concepts: Taxonomy) -> None:
        self.places = places
        self._above = {True: places.ancestors, False: concepts.ancestors}
        self._known: dict[tuple[bool, str], tuple[str, ...]] = {}

    def with_ancestors(self, name: str, values: Sequence[str]) -> tuple[str, ...]:
        """The values of a term, each followed by all that is above it."""
        places = name in PLACE_FIELDS
        if len(values) == 1:
            return self._line(places, values[0])
        return tuple(dict.fromkeys(one for value in values for one in self._line(places, value)))

    def _line(self, places: bool, value: str) -> tuple[str, ...]:  # noqa: FBT001 - a key of a table
        found = self._known.get((places, value))
        if found is None:
            found = tuple(dict.fromkeys((value, *self._above[places](value))))
            self._known[places, value] = found
        return found


class Indexing:
    """Makes index documents; ``labels`` names concepts and places, ``places`` and ``concepts`` give
    the map and the taxonomy as they are now: one look for a whole batch."""

    def __init__(
        self,
        labels: Callable[[Iterable[str]], Mapping[str, Label]],
        places: Callable[[], Geography],
        concepts: Callable[[], Taxonomy],
    ) -> None:
        self._labels = labels
        self._places = places
        self._concepts = concepts

    def documents(self, revisions: Sequence[Revision]) -> list[IndexDocument]:
        """One index document a revision; their labels are looked up together."""
        gathered = [(one, _gather(one)) for one in revisions]
        named = [tuple(_named(found)) for _, found in gathered]
        labels = self._labels({iri for some in named for iri in some})
        climb = _Climb(self._places(), self._concepts())
        return [
            _document(one, found, [labels[iri] for iri in some], climb)
            for (one, found), some in zip(gathered, named, strict=True)
        ]


def _document(
    revision: Revision, found: _Gathered, labels: Sequence[Label], climb: _Climb
) -> IndexDocument:
    for label in labels:
        found.say(1, "it", label.it)
        if label.en != label.it:
            found.say(1, "en", label.en)
    terms = {name: climb.with_ancestors(name, values) for name, values in found.terms.items()}
    places = [iri for name in PLACE_FIELDS for iri in terms.get(name, ())]
    terms["in"] = tuple(dict.fromkeys(places))
    terms["refers"] = tuple(dict.fromkeys(found.refers))
    terms["holder"] = tuple(_holders(revision))
    terms["source"] = (revision.source,) if revision.source else ()
    terms |= derived_terms(revision)
    spots = [iri for name in ("municipality", "territory") for iri in found.terms.get(name, ())]
    return IndexDocument(
        iri=revision.iri,
        kind=revision.kind,
        key=revision.key,
        title={tag: "\n".join(texts) for tag, texts in found.title.items()},
        text={tag: "\n".join(texts) for tag, texts in found.text.items()},
        codes=tuple(dict.fromkeys(found.codes)),
        terms={name: values for name, values in terms.items() if values},
        numbers=found.numbers,
        dates=found.dates,
        point=found.point or middle_of(climb.places, spots),
        digest=revision.etag,
        version=revision.sequence,
    )


def _gather(revision: Revision) -> _Gathered:
    found = _Gathered()
    _gather_fields(_rows_of(KINDS[revision.kind]), revision.document, found)
    found.terms["kind"] = [revision.kind]
    return found


@cache
def _rows_of(owner: Kind | PartType) -> tuple[_Row, ...]:
    return tuple(
        _Row(
            one,
            one.name,
            one.many and not (isinstance(one, Text) and one.languages),
            INDEX[type(one)],
        )
        for one in owner.fields
        if one.visibility == PUBLIC
    )


def _gather_fields(rows: Iterable[_Row], document: Document, found: _Gathered) -> None:
    for row in rows:
        value = document.get(row.name)
        if value is None:
            continue
        for item in value if row.several else (value,):
            row.take(row.field, item, found)


def _named(found: _Gathered) -> Iterator[str]:
    """The IRIs whose labels people search by: concepts and places, not the people's own links."""
    for name, values in found.terms.items():
        if name != "kind":
            yield from (value for value in values if "://" in value)


def _holders(revision: Revision) -> list[str]:
    if revision.kind == "stakeholder":
        return [revision.iri]
    holders: list[str] = []
    for path in HOLDER_FIELDS.get(revision.kind, ()):
        holders.extend(_along(revision.document, path.split(".")))
    return list(dict.fromkeys(holders))


def _along(value: Json, path: Sequence[str]) -> Sequence[str]:
    """The values at the end of a path of names, of lists on the way each one."""
    found = value if isinstance(value, list) else [value]
    for step in path:
        inner = [one[step] for one in found if isinstance(one, Mapping) and step in one]
        found = [one for each in inner for one in (each if isinstance(each, list) else (each,))]
    return found


def _text(one: Field, value: Json, found: _Gathered) -> None:
    if isinstance(value, str):
        found.say(one.weight, "und", value)
        if one.name in CODE_FIELDS:
            found.codes.append(value)
        if one.facet:
            found.terms.setdefault(one.name, []).append(value)
        return
    for language, texts in value.items():
        for text in (texts,) if isinstance(texts, str) else texts:
            found.say(one.weight, language, text)


def _code(one: Field, value: Json, found: _Gathered) -> None:
    found.codes.append(value)
    if one.name == ACTIVITY_CODE and len(value) > ACTIVITY_CLASS:
        found.codes.append(value[:ACTIVITY_CLASS])
    if one.facet:
        found.terms.setdefault(one.name, []).append(value)


def _iri(one: Field, value: Json, found: _Gathered) -> None:
    found.refers.append(value)
    if one.facet or one.name in PLACE_FIELDS:
        found.terms.setdefault(one.name, []).append(value)


def _number(one: Field, value: Json, found: _Gathered) -> None:
    found.numbers[one.name] = float(value)


def _date(one: Field, value: Json, found: _Gathered) -> None:
    found.dates[one.name] = value[:10]


def _point(_: Field, value: Json, found: _Gathered) -> None:
    found.point = (value["lat"], value["lon"])


def _part(one: Field, value: Json, found: _Gathered) -> None:
    if isinstance(one, Part):
        name = value.get("iri", "")
        if "://" in name:
            found.refers.append(name)
        _gather_fields(_rows_of(one.of), value, found)


def _not_searched(_: Field, __: Json, ___: _Gathered) -> None:
    return


INDEX: dict[type[Field], Callable[[Field, Json, _Gathered], None]] = {
    Text: _text,
    Code: _code,
    Concept: _iri,
    Ref: _iri,
    Link: _iri,
    Email: _not_searched,
    Integer: _number,
    Decimal: _number,
    Date: _date,
    Flag: _not_searched,
    Point: _point,
    Part: _part,
}
"""What each field type gives the index."""
