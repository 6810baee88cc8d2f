"""The shapes accept what we publish, and name the field of whatever is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pyshacl
import pytest
import rdflib
from rdflib.namespace import SH

from smartland.domain.fields import (
    FIELD_TYPES,
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
from smartland.domain.kind import InOrder, Kind, NeedsOneOf
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.stakeholder import ADMINISTRATION, ASSOCIATION, FIRM, UNIVERSITY
from smartland.domain.resource import Document
from smartland.rdf.constraints import CONSTRAIN, PATTERNS
from smartland.rdf.expectations import EXPECT
from smartland.rdf.names import own_class
from smartland.rdf.shapes import concepts, shapes
from smartland.rdf.terms import Triple, iri, literal, to_lines
from smartland.rdf.write import write
from smartland_vocab.namespaces import CONCEPT, DCT, GEO, RDF, SL, XSD
from support.examples import BASE, EXAMPLES, example_iri

MIN, MAX, NODE = "MinCount", "MaxCount", "Node"
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


@dataclass(frozen=True)
class Violation:
    """One result: whose, on which property, by which kind of constraint, and the message."""

    focus: str
    path: str
    constraint: str
    message: str


@cache
def shapes_graph(*, check_references: bool = False) -> rdflib.Graph:
    text = shapes(check_references=check_references)
    return rdflib.Graph().parse(data=text, format="turtle")


def violations(triples: Iterable[Triple], *, check_references: bool = False) -> set[Violation]:
    data = rdflib.Graph().parse(data=to_lines(triples), format="nt")
    wanted = shapes_graph(check_references=check_references)
    _, report, _ = pyshacl.validate(data, shacl_graph=wanted)
    return {
        Violation(
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultPath) or ""),
            str(report.value(result, SH.sourceConstraintComponent)).partition("#")[2],
            " ".join(sorted(str(one) for one in report.objects(result, SH.resultMessage))),
        )
        for result in report.subjects(RDF_TYPE, SH.ValidationResult)
    }


RDF_TYPE = rdflib.URIRef(RDF.type)


def graph(kind: Kind, document: Document, name: str = "example") -> list[Triple]:
    return write(kind, example_iri(kind).replace("example", name), document)


def changed(name: str, **changes: object) -> list[Triple]:
    """The example of a kind with some fields changed, or left out where None."""
    document = {**EXAMPLES[name], **changes}
    kept = {field: value for field, value in document.items() if value is not None}
    return graph(KINDS[name], kept)


def test_the_shapes_know_every_field_type() -> None:
    assert set(CONSTRAIN) == set(EXPECT) == set(FIELD_TYPES)


def test_every_check_of_codes_has_a_pattern_that_its_example_fits() -> None:
    triples = graph(KINDS["stakeholder"], EXAMPLES["stakeholder"])
    fields = [one for kind in KINDS.values() for one in kind.fields if isinstance(one, Code)]
    assert {one.check for one in fields} <= set(PATTERNS)
    assert violations(triples) == set()


@each_kind
def test_an_example_conforms(kind: Kind) -> None:
    assert violations(graph(kind, EXAMPLES[kind.name])) == set()


@each_kind
def test_a_description_of_required_fields_alone_conforms(kind: Kind) -> None:
    rules = {name for one in kind.rules if isinstance(one, NeedsOneOf) for name in one.fields}
    names = {one.name for one in kind.fields if one.required} | rules
    document = {name: EXAMPLES[kind.name][name] for name in names}
    assert violations(graph(kind, document)) == set()


@each_kind
def test_undeclared_triples_are_allowed(kind: Kind) -> None:
    odd = (iri(example_iri(kind)), "<https://example.org/odd>", literal("kept"))
    assert violations([*graph(kind, EXAMPLES[kind.name]), odd]) == set()


@each_kind
def test_a_missing_required_field_is_named(kind: Kind) -> None:
    required = [field for field in kind.public_fields if field.required]
    triples, expected = [], set()
    for field in required:
        document = {n: v for n, v in EXAMPLES[kind.name].items() if n != field.name}
        triples += graph(kind, document, field.name)
        expected.add((example_iri(kind).replace("example", field.name), field.iri, field.name))
    found = violations(triples)
    named = {(one.focus, one.path) for one in found if one.constraint.startswith(MIN)}
    assert named >= {(focus, path) for focus, path, _ in expected}
    for focus, path, name in expected:
        assert [v for v in found if (v.focus, v.path) == (focus, path) and f"({name})" in v.message]


WRONG: dict[type[Field], str] = {
    Text: literal("5", datatype=XSD.integer),
    Code: literal("5", datatype=XSD.integer),
    Concept: iri("https://example.org/no-such-concept"),
    Ref: literal("Milano"),
    Link: iri("javascript:alert(1)"),
    Email: literal("office@example.org"),
    Integer: literal("five", datatype=XSD.integer),
    Decimal: literal("12.5", datatype=XSD.double),
    Date: literal("2026-05-31"),
    Flag: literal("yes"),
    Point: literal("45.46, 9.19", datatype=GEO.wktLiteral),
    Part: literal("Comune di Milano"),
}


@each_kind
def test_a_value_of_the_wrong_form_is_named(kind: Kind) -> None:
    triples: list[Triple] = []
    for field in kind.public_fields:
        name = example_iri(kind).replace("example", field.name)
        own = graph(kind, EXAMPLES[kind.name], field.name)
        triples += [one for one in own if one[:2] != (iri(name), iri(field.iri))]
        triples.append((iri(name), iri(field.iri), WRONG[type(field)]))
    found = {
        (one.focus.rpartition("/")[2], one.path)
        for one in violations(triples)
        if not one.constraint.startswith((MIN, MAX)) and "rule" not in one.constraint
    }
    assert {(field.name, field.iri) for field in kind.public_fields} <= found
    assert set(WRONG) == set(FIELD_TYPES)
