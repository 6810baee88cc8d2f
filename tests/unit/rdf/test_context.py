"""Our JSON with the context is linked data: the triples are those that the platform writes."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib

from smartland.domain.fields import FIELD_TYPES, Field, Part, Point
from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.rdf.context import TERM, context, context_json
from smartland.rdf.names import own_class
from smartland.rdf.terms import to_lines
from smartland.rdf.write import write
from smartland_vocab.namespaces import DCT, PREFIXES, SL, XSD
from support.examples import BASE, EXAMPLES, example_iri

# rdflib's JSON-LD parser warns about a class of its own
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

Lines = list[str]


def by_oxigraph(text: str) -> Lines:
    quads = ox.parse(text.encode(), format=ox.RdfFormat.JSON_LD)
    return sorted(str(quad.triple) for quad in quads)


def by_rdflib(text: str) -> Lines:
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    return lines_of(graph.serialize(format="nt"))


def lines_of(ntriples: str) -> Lines:
    quads = ox.parse(ntriples.encode(), format=ox.RdfFormat.N_TRIPLES)
    return sorted(str(quad.triple) for quad in quads)


each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
each_parser = pytest.mark.parametrize("parse", [by_oxigraph, by_rdflib])


def answer(kind: Kind, **changes: Json) -> str:
    """What the API answers about the example, with the context in it."""
    around = {"iri": example_iri(kind), "kind": kind.name, "key": "example"}
    more = {"_meta": {"revision": 1}, "_links": {"self": f"{BASE}api/v1/{kind.name}/example"}}
    document = {**around, **EXAMPLES[kind.name], **changes, **more}
    return json.dumps({"@context": context(), **document})


def main(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields without what is beyond a context: points, repeated predicates, part classes."""
    kept = (replace(field, also=()) for field in fields if not isinstance(field, Point))
    return tuple(
        replace(field, of=replace(field.of, classes=(), fields=main(field.of.fields)))
        if isinstance(field, Part)
        else field
        for field in kept
    )


def main_triples(kind: Kind) -> Lines:
    bare = replace(
        kind,
        classes=(own_class(kind),),
        classes_by=None,
        classes_with={},
        fields=main(kind.fields),
    )
    return lines_of(to_lines(write(bare, example_iri(kind), EXAMPLES[kind.name])))


@each_kind
@each_parser
def test_an_answer_with_the_context_is_the_main_triples(
    parse: Callable[[str], Lines], kind: Kind
) -> None:
    found = parse(answer(kind))
    assert len(found) > len(kind.public_fields)
    assert found == main_triples(kind)


@each_parser
def test_private_fields_are_dropped(parse: Callable[[str], Lines]) -> None:
    assert "contact" in EXAMPLES["stakeholder"]
    assert not [line for line in parse(answer(KINDS["stakeholder"])) if SL.contact in line]


@each_parser
def test_a_number_is_typed_once(parse: Callable[[str], Lines]) -> None:
    found = parse(answer(KINDS["territory"], population=1352000))
    assert [line for line in found if f'<{SL.population}> "1352000"^^<{XSD.integer}>' in line]


@each_parser
def test_a_blank_part_stays_blank(parse: Callable[[str], Lines]) -> None:
    blank = {"iri": "_:b0", "name": {"und": "Comune"}}
    found = parse(answer(KINDS["dataset"], publisher=blank))
    assert [line for line in found if f"<{DCT.publisher}> _:" in line]


def test_the_context_knows_every_field_type() -> None:
    assert set(TERM) == set(FIELD_TYPES)


def test_no_field_is_named_like_a_keyword_or_prefix() -> None:
    reserved = {"iri", "kind", "und", "key", *PREFIXES}
    assert not reserved & {name for kind in KINDS.values() for name in kind.by_name}


def test_the_file_holds_the_context() -> None:
    assert json.loads(context_json()) == {"@context": context()}
