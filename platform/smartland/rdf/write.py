"""Documents to triples, by the declarations: one function a field type."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    Point,
    Ref,
    Text,
)
from smartland.domain.kind import Kind
from smartland.domain.resource import Document, Json
from smartland.rdf.terms import Triple, iri, literal, to_lines
from smartland_vocab.namespaces import GEO, RDF, XSD

_TYPE = iri(RDF.type)
UNTAGGED = "und"

Objects = Iterator[str]


def write(kind: Kind, subject: str, document: Document) -> list[Triple]:
    """The public graph of one resource: its classes and the triples of every public field."""
    term = node(subject)
    triples = [(term, _TYPE, _class_term(one)) for one in _classes(kind, document)]
    triples.extend(_write_fields(kind.public_fields, subject, document))
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
    content = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
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


def _write_fields(fields: Iterable[Field], subject: str, document: Document) -> Iterator[Triple]:
    term = node(subject)
    for field in fields:
        value = document.get(field.name)
        if value is None or field.visibility != PUBLIC:
            continue
        predicates = _predicates(field)
        for one in _values(field, value):
            if isinstance(field, Part):
                yield from _write_part(field, subject, term, one)
                continue
            for text in WRITE[type(field)](field, one):
                for predicate in predicates:
                    yield term, predicate, text


def _write_part(
    field: Part, subject: str, term: str, value: Mapping[str, Json]
) -> Iterator[Triple]:
    name = part_iri(subject, field.name, value)
    part = node(name)
    for predicate in _predicates(field):
        yield term, predicate, part
    for one in field.of.classes:
        yield part, _TYPE, _class_term(one)
    yield from _write_fields(field.of.fields, name, value)


@cache
def _class_term(name: str) -> str:
    return iri(name)


@cache
def _predicates(field: Field) -> tuple[str, ...]:
    return tuple(iri(one) for one in (field.iri, *field.also))


def _values(field: Field, value: Json) -> Iterable[Json]:
    if isinstance(field, Text) and field.languages:
        return (value,)
    return value if field.many else (value,)


def _write_text(field: Field, value: Json) -> Objects:
    if not isinstance(value, Mapping):
        yield literal(value)
        return
    for language, texts in value.items():
        tag = "" if language == UNTAGGED else language
        for text in (texts,) if isinstance(texts, str) else texts:
            yield literal(text, language=tag)


def _write_plain(_: Field, value: Json) -> Objects:
    yield literal(value)


def _write_iri(_: Field, value: Json) -> Objects:
    yield node(value)


def _write_email(_: Field, value: Json) -> Objects:
    yield iri(f"mailto:{value}")


def _typed(datatype: str) -> Callable[[Field, Json], Objects]:
    def write_typed(_: Field, value: Json) -> Objects:
        yield literal(str(value), datatype=datatype)

    return write_typed


def _write_date(_: Field, value: Json) -> Objects:
    yield literal(value, datatype=XSD.dateTime if "T" in value else XSD.date)


def _write_flag(_: Field, value: Json) -> Objects:
    yield literal("true" if value else "false", datatype=XSD.boolean)


def _write_point(_: Field, value: Json) -> Objects:
    yield literal(f"POINT({value['lon']} {value['lat']})", datatype=GEO.wktLiteral)


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
