"""Revisions as flat index documents, by the declarations: one function a field type."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    Point,
    Ref,
    Text,
)
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Json, Revision
from smartland.errors import Label
from smartland.matching.geography import Geography
from smartland.matching.taxonomy import Taxonomy
from smartland.ports.search import IndexDocument

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
            place.setdefault(language if language in LANGUAGES else "und", []).append(text)


@dataclass(frozen=True)
class _Climb:
    """What lies above a place or a concept, as of one moment."""

    places: Geography
    concepts: Taxonomy

    def with_ancestors(self, name: str, values: Sequence[str]) -> tuple[str, ...]:
        """The values of a term, each followed by all that is above it."""
        above = self.places.ancestors if name in PLACE_FIELDS else self.concepts.ancestors
        return tuple(dict.fromkeys(one for value in values for one in (value, *above(value))))


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
        labels = self._labels({iri for _, found in gathered for iri in _named(found)})
        climb = _Climb(self._places(), self._concepts())
        return [_document(one, found, labels, climb) for one, found in gathered]


def _document(
    revision: Revision, found: _Gathered, labels: Mapping[str, Label], climb: _Climb
) -> IndexDocument:
    for iri in _named(found):
        label = labels[iri]
        found.say(1, "it", label.it)
        if label.en != label.it:
            found.say(1, "en", label.en)
    terms = {name: climb.with_ancestors(name, values) for name, values in found.terms.items()}
    places = [iri for name in PLACE_FIELDS for iri in terms.get(name, ())]
    terms["in"] = tuple(dict.fromkeys(places))
    terms["refers"] = tuple(dict.fromkeys(found.refers))
    terms["holder"] = tuple(_holders(revision))
    terms["source"] = (revision.source,) if revision.source else ()
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
        point=found.point,
        digest=revision.etag,
        version=revision.sequence,
    )


def _gather(revision: Revision) -> _Gathered:
    found = _Gathered()
    kind = KINDS[revision.kind]
    _gather_fields(kind.fields, revision.document, found)
    found.terms["kind"] = [revision.kind]
    return found


def _gather_fields(fields: Iterable[Field], document: Document, found: _Gathered) -> None:
    for one in fields:
        value = document.get(one.name)
        if value is None or one.visibility != PUBLIC:
            continue
        single = not one.many or (isinstance(one, Text) and one.languages)
        for item in (value,) if single else value:
            INDEX[type(one)](one, item, found)


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


def _along(value: Json, path: Sequence[str]) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _along(one, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _along(value[path[0]], path[1:])


def _text(one: Field, value: Json, found: _Gathered) -> None:
    if isinstance(value, str):
        found.say(one.weight, "und", value)
        if one.facet:
            found.terms.setdefault(one.name, []).append(value)
        return
    for language, texts in value.items():
        for text in (texts,) if isinstance(texts, str) else texts:
            found.say(one.weight, language, text)


def _code(one: Field, value: Json, found: _Gathered) -> None:
    found.codes.append(value)
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
        _gather_fields(one.of.fields, value, found)


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
