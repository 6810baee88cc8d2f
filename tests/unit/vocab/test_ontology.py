"""The ontology declares each term of ours once, in two languages, as the declarations use it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib.namespace as known

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
from smartland.domain.kinds import KINDS
from smartland.rdf.vocabulary import ontology_turtle, schemes_graphs
from smartland_vocab.namespaces import (
    CONCEPT,
    EURIO,
    FRAPO,
    OWL,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    SL,
    XSD,
    Namespace,
)

ONTOLOGIES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "ontologies"
ONTOLOGY = "https://w3id.org/smartland/ns"
L0 = Namespace("https://w3id.org/italia/onto/l0/")
BORROWED_FROM_FILES = ("https://w3id.org/italia/onto/", EURIO.iri, FRAPO.iri)
BORROWED_FROM_RDFLIB = (
    known.DCAT,
    known.DCTERMS,
    known.ORG,
    known.OWL,
    known.PROV,
    known.RDFS,
    known.SDO,
    known.SKOS,
)
LITERALS = (Text, Code, Integer, Decimal, Date, Flag, Point)
RANGES = {
    Integer: {XSD.integer},
    Decimal: {XSD.decimal},
    Code: {XSD.string},
    Text: {XSD.string},
    Concept: {SKOS.Concept, SL.Corridor, SL.Filiera},
}
"""What the range of a property may be, by the type of its fields."""


@cache
def triples() -> list[tuple[str, str, ox.NamedNode | ox.Literal]]:
    found = []
    for quad in ox.parse(ontology_turtle().encode(), format=ox.RdfFormat.TURTLE):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        found.append((quad.subject.value, quad.predicate.value, quad.object))
    return found


def values(subject: str, *predicates: str) -> list[str]:
    return [term.value for s, p, term in triples() if s == subject and p in predicates]


def declared(*types: str) -> set[str]:
    return {s for s, p, term in triples() if p == RDF.type and term.value in types}


def terms() -> set[str]:
    return {s for s, _, _ in triples() if s != ONTOLOGY}


def uses() -> Iterator[tuple[tuple[str, ...], Field]]:
    """Every field with the classes of what has it."""
    for kind in KINDS.values():
        yield from within(kind.classes, kind.fields)


def within(
    owner: tuple[str, ...], fields: Iterable[Field]
) -> Iterator[tuple[tuple[str, ...], Field]]:
    for field in fields:
        yield owner, field
        if isinstance(field, Part):
            yield from within(field.of.classes, field.of.fields)


def own_uses() -> Iterator[tuple[tuple[str, ...], Field]]:
    return ((owner, field) for owner, field in uses() if field.iri.startswith(SL.iri))


def used_classes() -> set[str]:
    found = {one for owner, _ in uses() for one in owner}
    for kind in KINDS.values():
        found.update(kind.reads, *(kind.classes_by[1].values() if kind.classes_by else ()))
    return {one for one in found if one.startswith(SL.iri)}


def used_properties() -> set[str]:
    in_fields = {iri for _, field in uses() for iri in (field.iri, *field.also)}
    in_schemes = re.findall(r"> <([^>]+)> ", "".join(schemes_graphs().values()))
    return {iri for iri in {*in_fields, *in_schemes} if iri.startswith(SL.iri)}


def test_classes_are_those_in_use() -> None:
    assert declared(OWL.Class) == used_classes()


def test_properties_are_those_in_use() -> None:
    assert declared(OWL.ObjectProperty, OWL.DatatypeProperty) == used_properties()


def test_nothing_else_is_described() -> None:
    assert terms() == used_classes() | used_properties()


@pytest.mark.parametrize("predicate", [RDFS.label, RDFS.comment])
def test_every_term_says_what_it_is_in_both_languages(predicate: str) -> None:
    languages: dict[str, list[str]] = defaultdict(list)
    for subject, found, term in triples():
        if found == predicate and isinstance(term, ox.Literal):
            languages[subject].append(term.language or "")
    assert {term: sorted(languages[term]) for term in terms()} == {
        term: ["en", "it"] for term in terms()
    }


def test_every_comment_is_a_sentence() -> None:
    comments = [text for term in terms() for text in values(term, RDFS.comment)]
    assert not [text for text in comments if not re.fullmatch(r"[A-Z].{10,}[^.]\.", text)]


def test_every_term_is_defined_by_the_ontology() -> None:
    assert not [term for term in terms() if values(term, RDFS.isDefinedBy) != [ONTOLOGY]]


def test_object_and_datatype_properties_are_as_the_fields_write_them() -> None:
    literal = {field.iri for _, field in own_uses() if isinstance(field, LITERALS)}
    node = {field.iri for _, field in own_uses() if not isinstance(field, LITERALS)}
    assert declared(OWL.DatatypeProperty) == literal
    assert declared(OWL.ObjectProperty) == node


def test_every_property_is_in_the_domain_of_what_has_it() -> None:
    assert not [
        (owner, field.iri)
        for owner, field in own_uses()
        if not {*owner} & {*values(field.iri, RDFS.domain, SCHEMA.domainIncludes)}
    ]


def test_no_domain_is_without_use() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for owner, field in own_uses():
        owners[field.iri].update(owner)
    stated = {iri: {*values(iri, RDFS.domain, SCHEMA.domainIncludes)} for iri in owners}
    assert {
        iri: domain - owners[iri] for iri, domain in stated.items() if domain - owners[iri]
    } == {}


def test_ranges_are_those_of_the_field_types() -> None:
    stated = [(field, {*values(field.iri, RDFS.range)}) for _, field in own_uses()]
    assert not [
        (field.iri, found)
        for field, found in stated
        if type(field) in RANGES and not (len(found) == 1 and found <= RANGES[type(field)])
    ]
    assert not [(f.iri, found) for f, found in stated if isinstance(f, Link | Email) and found]
    assert not [(f.iri, found) for f, found in stated if isinstance(f, Ref | Part) and not found]


def test_parts_are_of_their_range() -> None:
    parts = [field for _, field in own_uses() if isinstance(field, Part)]
    assert not [one.iri for one in parts if not {*values(one.iri, RDFS.range)} <= {*one.of.classes}]


def test_controlled_vocabularies_are_those_of_the_fields() -> None:
    schemes: dict[str, set[str]] = defaultdict(set)
    for _, field in own_uses():
        if isinstance(field, Concept):
            schemes[field.iri].add(field.scheme)
    assert {iri: {*values(iri, L0.controlledVocabulary)} for iri in schemes} == schemes
    assert {one for found in schemes.values() for one in found} <= {*schemes_graphs()}


def borrowed() -> set[str]:
    """The terms of others that the ontology mentions."""
    mentioned = {p for _, p, _ in triples()}
    mentioned |= {term.value for _, _, term in triples() if isinstance(term, ox.NamedNode)}
    return {iri for iri in mentioned if not iri.startswith((ONTOLOGY, CONCEPT.iri))}


def test_borrowed_terms_of_w3c_and_schema_org_exist() -> None:
    spaces = {str(space): space for space in BORROWED_FROM_RDFLIB}
    checked = [(iri, base) for iri in borrowed() for base in spaces if iri.startswith(base)]
    assert len(checked) > 20
    assert not [iri for iri, base in checked if iri not in spaces[base]]


def test_borrowed_terms_of_ontopia_eurio_and_frapo_exist() -> None:
    if not ONTOLOGIES.is_dir():
        pytest.skip("reference data absent: ontologies")
    defined = set()
    for path in ONTOLOGIES.rglob("*.ttl"):
        quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE, lenient=True)
        defined |= {
            quad.subject.value
            for quad in quads
            if quad.predicate.value == RDF.type and isinstance(quad.subject, ox.NamedNode)
        }
    checked = {iri for iri in borrowed() if iri.startswith(BORROWED_FROM_FILES)}
    assert len(checked) > 20
    assert checked - defined == set()


def test_every_repeated_predicate_is_an_alignment() -> None:
    """What ``also`` writes is what a reasoner would have found from the ontology."""
    stated = {(field.iri, also) for _, field in own_uses() for also in field.also}
    aligned = {(iri, sup) for iri in used_properties() for sup in values(iri, RDFS.subPropertyOf)}
    assert stated
    assert stated <= aligned
