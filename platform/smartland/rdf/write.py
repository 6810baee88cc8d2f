"""Documents to triples, by the declarations: one function a field type."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from smartland.domain.resource import Document, Json
from smartland.rdf.terms import Triple, iri, literal, to_lines
from smartland_vocab.namespaces import GEO, RDF, XSD

_TYPE = iri(RDF.type)
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
UNTAGGED = "und"

Objects = Sequence[str]


@dataclass(frozen=True)
class _Row:
    """How one public field is written."""

    field: Field
    name: str
    predicates: tuple[str, ...]
    several: bool
    objects: Callable[[Field, Json], Objects] | None


def write(kind: Kind, subject: str, document: Document) -> list[Triple]:
    """The public graph of one resource: its classes and the triples of every public field."""
    term = node(subject)
    triples = [(term, _TYPE, _class_term(one)) for one in _classes(kind, document)]
    _write_fields(_rows_of(kind), subject, document, triples)
    return triples


def canonical(kind: Kind, subject: str, document: Document) -> str:
    """The same as sorted N-Triples lines."""
    return to_lines(write(kind, subject, document))


def node(subject: str) -> str:
    """The term of a resource or part: an IRI, or a blank node when the name begins with ``_:``."""
    return subject if subject.startswith("_:") else iri(subject)


def part_iri(resource: str, field: str, value: Mapping[str, Json]) -> str:
    """The IRI of a part: its own, or one under its resource made from its content."""
    given = value.get("iri")
    if given:
        return str(given)
    digest = hashlib.sha256(_ENCODER.encode(value).encode()).hexdigest()[:16]
    parent = resource.split("#", 1)[0].removeprefix("_:")
    return f"{parent}#{field}-{digest}" if ":" in parent else f"urn:smartland:{field}-{digest}"


def _classes(kind: Kind, document: Document) -> Iterable[str]:
    yield from kind.classes
    if kind.classes_by:
        field, table = kind.classes_by
        yield from table.get(document.get(field, ""), ())
    for name, classes in kind.classes_with.items():
        if document.get(name):
            yield from classes


@cache
def _rows_of(owner: Kind | PartType) -> tuple[_Row, ...]:
    return tuple(
        _Row(
            field,
            field.name,
            tuple(iri(one) for one in (field.iri, *field.also)),
            field.many and not (isinstance(field, Text) and field.languages),
            WRITE.get(type(field)),
        )
        for field in owner.fields
        if field.visibility == PUBLIC
    )


def _write_fields(
    rows: Iterable[_Row], subject: str, document: Document, triples: list[Triple]
) -> None:
    term = node(subject)
    for row in rows:
        value = document.get(row.name)
        if value is None:
            continue
        for one in value if row.several else (value,):
            if row.objects is None:
                _write_part(row, subject, term, one, triples)
                continue
            for text in row.objects(row.field, one):
                for predicate in row.predicates:
                    triples.append((term, predicate, text))  # noqa: PERF401 - in the order written


def _write_part(
    row: _Row, subject: str, term: str, value: Mapping[str, Json], triples: list[Triple]
) -> None:
    if not isinstance(row.field, Part):
        raise TypeError(row.name)
    name, of = part_iri(subject, row.name, value), row.field.of
    part = node(name)
    triples.extend((term, predicate, part) for predicate in row.predicates)
    triples.extend((part, _TYPE, _class_term(one)) for one in of.classes)
    _write_fields(_rows_of(of), name, value, triples)


@cache
def _class_term(name: str) -> str:
    return iri(name)


def _write_text(field: Field, value: Json) -> Objects:
    if not isinstance(value, Mapping):
        return (literal(value),)
    return [
        literal(text, language="" if language == UNTAGGED else language)
        for language, texts in value.items()
        for text in ((texts,) if isinstance(texts, str) else texts)
    ]


def _write_plain(_: Field, value: Json) -> Objects:
    return (literal(value),)


def _write_iri(_: Field, value: Json) -> Objects:
    return (node(value),)


def _write_email(_: Field, value: Json) -> Objects:
    return (iri(f"mailto:{value}"),)


def _typed(datatype: str) -> Callable[[Field, Json], Objects]:
    def write_typed(_: Field, value: Json) -> Objects:
        return (literal(str(value), datatype=datatype),)

    return write_typed


def _write_date(_: Field, value: Json) -> Objects:
    return (literal(value, datatype=XSD.dateTime if "T" in value else XSD.date),)


def _write_flag(_: Field, value: Json) -> Objects:
    return (literal("true" if value else "false", datatype=XSD.boolean),)


def _write_point(_: Field, value: Json) -> Objects:
    return (literal(f"POINT({value['lon']} {value['lat']})", datatype=GEO.wktLiteral),)


WRITE: dict[type[Field], Callable[[Field, Json], Objects]] = {
    Text: _write_text,
    Code: _write_plain,
    Concept: _write_iri,
    Ref: _write_iri,
    Link: _write_iri,
    Email: _write_email,
    Integer: _typed(XSD.integer),
    Decimal: _typed(XSD.decimal),
    Date: _write_date,
    Flag: _write_flag,
    Point: _write_point,
}
"""How each field type but Part becomes objects; a part is a node of its own, see ``write``."""
