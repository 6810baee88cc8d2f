"""The shapes accept what we publish, and name the field of whatever is wrong."""

import re
from collections.abc import Callable, Iterable, Iterator

import pytest

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
from smartland.domain.resource import Json
from smartland.rdf.constraints import CONSTRAIN, PATTERNS
from smartland.rdf.expectations import EXPECT
from smartland.rdf.names import own_class
from smartland.rdf.terms import Triple, iri, literal
from smartland.rdf.write import write
from smartland.schemas.documents import validate
from smartland_vocab.namespaces import DCAT, DCT, GEO, RDF, RO, SL, XSD
from support.examples import BASE, EXAMPLES, example_iri
from support.shacl import Violation, violations

Spoil = Callable[[Field, list[Triple]], list[Triple]]

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
"""A term that no field of the type may have."""

PARTS = (
    ("stakeholder", "activity", SL.atecoCode),
    ("project", "participation", SL.participant),
    ("dataset", "distribution", DCAT.accessURL),
    ("territory", "composition", SL.version),
)
"""The parts with a required field, and that field."""

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


def graph(name: str, **changes: Json) -> list[Triple]:
    """The graph of the example of a kind, some fields changed, or left out where None."""
    document = {**EXAMPLES[name], **changes}
    kept = {field: value for field, value in document.items() if value is not None}
    return write(KINDS[name], example_iri(KINDS[name]), kept)


def spoilt(kind: Kind, fields: Iterable[Field], spoil: Spoil) -> dict[str, set[Violation]]:
    """What is found, by field, when ``spoil`` changes the triples of one field at a time.

    Each field is spoilt in a copy of its own, and all copies are validated as one graph.
    """
    triples: list[Triple] = []
    for field in fields:
        copy = write(kind, copy_iri(kind, field), EXAMPLES[kind.name])
        predicate = (iri(copy_iri(kind, field)), iri(field.iri))
        triples += [one for one in copy if one[:2] != predicate]
        triples += spoil(field, [one for one in copy if one[:2] == predicate])
    found = violations(triples)
    return {
        field.name: {one for one in found if one.focus == copy_iri(kind, field)} for field in fields
    }


def copy_iri(kind: Kind, field: Field) -> str:
    return f"{BASE}id/{kind.name}/{field.name}"


def named(field: Field, found: Iterable[Violation]) -> list[str]:
    """The constraints that ``field`` broke by the report, whose message must name it too."""
    return [
        one.constraint
        for one in found
        if one.path == field.iri
        and f"({field.name})" in one.message
        and field.label.it in one.message
    ]


def test_the_shapes_know_every_field_type() -> None:
    assert set(CONSTRAIN) == set(EXPECT) == set(WRONG) == set(FIELD_TYPES)


def every_code() -> Iterator[Code]:
    for kind in KINDS.values():
        inner = [one.of.fields for one in kind.fields if isinstance(one, Part)]
        for field in (*kind.fields, *(one for fields in inner for one in fields)):
            if isinstance(field, Code):
                yield field


def test_every_code_has_a_pattern_that_its_canonical_form_fits() -> None:
    assert {field.check for field in every_code()} <= set(PATTERNS)
    examples = [
        (PATTERNS[one.check], one.check(one.example)) for one in every_code() if one.example
    ]
    assert examples
    assert not [text for pattern, text in examples if not re.search(pattern, text)]


@each_kind
def test_the_example_is_a_canonical_document(kind: Kind) -> None:
    assert validate(kind, EXAMPLES[kind.name], BASE) == EXAMPLES[kind.name]


@each_kind
def test_an_example_conforms(kind: Kind) -> None:
    assert violations(graph(kind.name)) == set()


@each_kind
def test_required_fields_alone_conform(kind: Kind) -> None:
    rules = [one.fields for one in kind.rules if isinstance(one, NeedsOneOf)]
    names = {one.name for one in kind.fields if one.required}.union(*rules)
    absent = {name: None for name in EXAMPLES[kind.name] if name not in names}
    assert violations(graph(kind.name, **absent)) == set()


@each_kind
def test_undeclared_triples_are_allowed(kind: Kind) -> None:
    odd = (iri(example_iri(kind)), "<https://example.org/odd>", literal("kept"))
    assert violations([*graph(kind.name), odd]) == set()


@each_kind
def test_a_missing_required_field_is_named(kind: Kind) -> None:
    required = [field for field in kind.public_fields if field.required]
    found = spoilt(kind, required, lambda _, __: [])
    assert required
    assert {field.name: named(field, found[field.name]) for field in required} == {
        field.name: ["MinCount"] for field in required
    }


@each_kind
def test_a_value_of_the_wrong_form_is_named_and_no_other_field(kind: Kind) -> None:
    def mistake(field: Field, triples: list[Triple]) -> list[Triple]:
        subject, predicate, _ = triples[0]
        return [(subject, predicate, WRONG[type(field)])]

    found = spoilt(kind, kind.public_fields, mistake)
    assert [one.name for one in kind.public_fields if not named(one, found[one.name])] == []
    for field in kind.public_fields:
        assert {one.path for one in found[field.name]} <= {field.iri, ""}


@each_kind
def test_a_second_value_of_a_single_field_is_named(kind: Kind) -> None:
    single = [one for one in kind.public_fields if not one.many]

    def double(field: Field, triples: list[Triple]) -> list[Triple]:
        subject, predicate, term = triples[0]
        language = term.rpartition("@")[2] if isinstance(field, Text) and field.languages else ""
        second = literal("second", language=language)
        return [*triples, (subject, predicate, iri(f"{BASE}2") if term[0] == "<" else second)]

    found = spoilt(kind, single, double)
    for field in single:
        by_language = isinstance(field, Text) and field.languages
        expected = "UniqueLang" if by_language else "MaxCount"
        assert expected in named(field, found[field.name])


def test_two_texts_without_language_are_named() -> None:
    title = (iri(example_iri(KINDS["need"])), iri(DCT.title), literal("a second one"))
    found = violations([*graph("need"), title])
    assert [one.path for one in found] == [DCT.title]


@pytest.mark.parametrize("name", ["stakeholder", "unit", "need", "offer", "project"])
def test_a_private_field_in_the_graph_is_named(name: str) -> None:
    kind = KINDS[name]
    private = [one for one in kind.fields if one.visibility != "public"]
    assert private
    subject = iri(example_iri(kind))
    leaked = [(subject, iri(one.iri), iri("mailto:someone@example.org")) for one in private]
    found = violations([*graph(kind.name), *leaked])
    assert {one.name: named(one, found) for one in private} == {
        one.name: ["MaxCount"] for one in private
    }


def test_a_private_field_is_found_on_a_kind_that_does_not_have_it() -> None:
    leaked = (iri(example_iri(KINDS["call"])), iri(SL.contactName), literal("Someone"))
    assert [one.path for one in violations([*graph("call"), leaked])] == [SL.contactName]


@pytest.mark.parametrize(("name", "field", "inner"), PARTS, ids=[one[1] for one in PARTS])
def test_a_missing_required_field_of_a_part_is_named(name: str, field: str, inner: str) -> None:
    part = EXAMPLES[name][field][0]["iri"]
    found = violations(one for one in graph(name) if one[:2] != (iri(part), iri(inner)))
    assert (part, inner, "MinCount") in {(one.focus, one.path, one.constraint) for one in found}
    assert KINDS[name].by_name[field].iri in {one.path for one in found}


def test_a_wrong_concept_in_a_part_is_named() -> None:
    part = EXAMPLES["project"]["participation"][0]
    wrong = {**part, "role": "https://w3id.org/smartland/concept/role/boss"}
    found = violations(graph("project", participation=[wrong]))
    assert (part["iri"], RO.withRole) in {(one.focus, one.path) for one in found}


@pytest.mark.parametrize(
    "rule",
    [one for one in KINDS["stakeholder"].rules if isinstance(one, NeedsOneOf)],
    ids=lambda rule: rule.value.rpartition("/")[2],
)
def test_a_stakeholder_needs_an_identifier_of_its_kind(rule: NeedsOneOf) -> None:
    absent = dict.fromkeys(rule.fields)
    found = violations(graph("stakeholder", stakeholder_kind=rule.value, **absent))
    assert [(one.constraint, one.path) for one in found] == [("Or", "")]
    assert all(name in one.message for one in found for name in rule.fields)


IN_ORDER = [
    (kind, rule) for kind in KINDS.values() for rule in kind.rules if isinstance(rule, InOrder)
]
each_order = pytest.mark.parametrize(
    ("kind", "rule"), IN_ORDER, ids=[kind.name for kind, _ in IN_ORDER]
)


@each_order
@pytest.mark.parametrize("tail", ["", "T10:00:00Z"], ids=["days", "instants"])
def test_days_out_of_order_are_found(kind: Kind, rule: InOrder, tail: str) -> None:
    days = {rule.earlier: f"2026-02-02{tail}", rule.later: f"2026-01-01{tail}"}
    found = violations(graph(kind.name, **days))
    assert [one.constraint for one in found] == ["Or"]
    assert all(f"({rule.earlier})" in one.message for one in found)


@each_order
def test_a_day_and_an_instant_are_not_compared(kind: Kind, rule: InOrder) -> None:
    days = {rule.earlier: "2026-01-01", rule.later: "2026-01-01T10:00:00Z"}
    assert violations(graph(kind.name, **days)) == set()


def test_references_are_checked_on_request() -> None:
    description = graph("unit", municipality=None)
    owner = EXAMPLES["unit"]["unit_of"]
    found = violations(description, check_references=True)
    assert {one.path for one in found} == {KINDS["unit"].by_name["unit_of"].iri}
    typed = (iri(owner), iri(RDF.type), iri(own_class(KINDS["stakeholder"])))
    found = violations([*description, typed], check_references=True)
    assert not [one for one in found if one.focus == example_iri(KINDS["unit"])]
