"""What SHACL demands of the values of one field, by its type.

Each function gives the statements of a property shape in Turtle, without its path; a pattern is
a rule on the canonical form that the registers' checks in ``domain.codes`` return.
"""

from collections.abc import Callable, Iterator

from smartland.domain import codes
from smartland.domain.fields import (
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
from smartland.errors import Label
from smartland.rdf.names import shape_name
from smartland.rdf.terms import literal
from smartland_vocab.namespaces import CONCEPT

Statements = Iterator[str]

PATTERNS: dict[Callable[[str], str], str] = {
    codes.vat_number: r"^\d{11}$",
    codes.tax_code: r"^\d{11}$",
    codes.ipa_code: r"^[a-z0-9_-]{2,20}$",
    codes.cup: r"^[A-Z]\d{2}[A-Z]\d{2}[A-Z0-9]{9}$",
    codes.cig: r"^[A-Z0-9]{10}$",
    codes.rea_number: r"^[A-Z]{2}-\d{1,7}$",
    codes.pic: r"^\d{9}$",
    codes.ror: r"^0[a-hj-km-np-tv-z0-9]{6}\d{2}$",
    codes.istat_code: r"^(\d{2}|\d{3}|\d{6})$",
    codes.nuts_code: r"^[A-Z]{2}[A-Z0-9]{0,3}$",
    codes.ateco_code: r"^\d{2}(\.\d{1,2}(\.\d{1,2})?)?$",
    codes.cpv_code: r"^\d{8}(-\d)?$",
    codes.identifier: r"^.{1,250}$",
}
"""The canonical form of each register's code."""

_ABSOLUTE = "^(https?://|mailto:|urn:|ftp://|tel:)"
_NOT_EMPTY = r"\S"
_MAILTO = r"^mailto:[^\s@]+@[^\s@]+$"
_WKT_POINT = r"^\s*(<[^>]*>\s*)?POINT\s*\(\s*-?[0-9.]+(e-?[0-9]+)?\s+-?[0-9.]+(e-?[0-9]+)?\s*\)\s*$"


def constrain(field: Field) -> Statements:
    """The statements about the values of a public field: how many, and of what form."""
    if field.required:
        yield "sh:minCount 1"
    per_language = isinstance(field, Text) and field.languages
    if not field.many and not per_language:
        yield "sh:maxCount 1"
    yield from CONSTRAIN[type(field)](field)


def both(predicate: str, label: Label) -> Statements:
    """A statement in Italian and English, none where there is no text."""
    if label.it:
        yield f"{predicate} {literal(label.it, language='it')}"
    if label.en:
        yield f"{predicate} {literal(label.en, language='en')}"


def matches(pattern: str) -> str:
    """A pattern on the text of a literal or an IRI."""
    return f"sh:pattern {literal(pattern)}"


def scheme_shape(scheme: str) -> str:
    """The name of the shape of one of our own schemes, given by its IRI."""
    return shape_name(f"scheme.{scheme.removeprefix(CONCEPT.iri)}")


def _text(field: Field) -> Statements:
    if isinstance(field, Text) and field.languages:
        yield "sh:or ( [ sh:datatype rdf:langString ] [ sh:datatype xsd:string ] )"
    else:
        yield "sh:datatype xsd:string"
    if isinstance(field, Text):
        yield f"sh:maxLength {field.max_length}"
        if field.languages and not field.many:
            yield "sh:uniqueLang true"
            # uniqueLang looks at tags only: this is the same for texts without one
            yield "sh:qualifiedValueShape [ sh:datatype xsd:string ] ; sh:qualifiedMaxCount 1"
    yield matches(_NOT_EMPTY)


def _code(field: Field) -> Statements:
    yield "sh:datatype xsd:string"
    if isinstance(field, Code):
        yield matches(PATTERNS[field.check])


def _concept(field: Field) -> Statements:
    scheme = field.scheme if isinstance(field, Concept) else ""
    yield "sh:nodeKind sh:IRI"
    if scheme.startswith(CONCEPT.iri):
        yield f"sh:node {scheme_shape(scheme)}"
    else:
        yield matches("^" + scheme.replace(".", r"\."))


def _iri(_: Field) -> Statements:
    yield "sh:nodeKind sh:IRI"
    yield matches(_ABSOLUTE)


def _email(_: Field) -> Statements:
    yield "sh:nodeKind sh:IRI"
    yield matches(_MAILTO)


def _integer(field: Field) -> Statements:
    yield "sh:datatype xsd:integer"
    if isinstance(field, Integer):
        yield f"sh:minInclusive {field.low}"
        yield f"sh:maxInclusive {field.high}"


def _decimal(field: Field) -> Statements:
    yield "sh:datatype xsd:decimal"
    if isinstance(field, Decimal):
        yield f"sh:minInclusive {field.low}"
        yield f"sh:maxInclusive {field.high}"


def _date(_: Field) -> Statements:
    yield "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:dateTime ] )"


def _flag(_: Field) -> Statements:
    yield "sh:datatype xsd:boolean"


def _point(_: Field) -> Statements:
    yield "sh:datatype geo:wktLiteral"
    yield matches(_WKT_POINT)


def _part(field: Field) -> Statements:
    yield "sh:nodeKind sh:BlankNodeOrIRI"
    if isinstance(field, Part):
        yield f"sh:node {shape_name(field.of.name)}"


CONSTRAIN: dict[type[Field], Callable[[Field], Statements]] = {
    Text: _text,
    Code: _code,
    Concept: _concept,
    Ref: _iri,
    Link: _iri,
    Email: _email,
    Integer: _integer,
    Decimal: _decimal,
    Date: _date,
    Flag: _flag,
    Point: _point,
    Part: _part,
}
"""How each field type becomes SHACL constraints."""
