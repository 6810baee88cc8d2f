"""The description of the public graph for machines (VoID, W3C Interest Group Note 2011)."""

from collections.abc import Iterator, Sequence

from smartland.domain.kinds import KINDS
from smartland.errors import LANGUAGES, Label
from smartland.rdf.names import own_class
from smartland.rdf.terms import Triple, iri, literal
from smartland.rdf.turtle import turtle
from smartland.services.dumps import FOLDER, QUADS, KindFacts
from smartland.services.own_texts import GRAPH, GRAPH_TITLE
from smartland.services.publisher import Publisher
from smartland_vocab.namespaces import DCT, FOAF, PREFIXES, RDF, VOID, XSD

NAME = "void.ttl"
_FORMATS = "http://www.w3.org/ns/formats/"
_FEATURES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads")


def void(base: str, publisher: Publisher, agent: str, kinds: Sequence[KindFacts]) -> str:
    """The document as Turtle: the graph, a subset a kind, and where to get and ask them.

    Triples are counted graph by graph: what two descriptions say alike counts twice, as it does
    in the dumps.
    """
    return turtle(list(_triples(base, publisher, agent, kinds)))


def _triples(
    base: str, publisher: Publisher, agent: str, kinds: Sequence[KindFacts]
) -> Iterator[Triple]:
    document, whole = f"{base}.well-known/void", f"{base}{FOLDER}all"
    yield iri(document), iri(RDF.type), iri(VOID.DatasetDescription)
    yield iri(document), iri(FOAF.primaryTopic), iri(whole)
    yield from _dataset(whole, GRAPH_TITLE, kinds)
    yield from _texts(whole, DCT.description, GRAPH.text)
    for predicate, value in (
        (DCT.license, publisher.licence),
        (DCT.publisher, agent),
        (FOAF.homepage, base),
        (VOID.sparqlEndpoint, f"{base}sparql"),
        (VOID.dataDump, f"{whole}{QUADS}"),
        *((VOID.feature, _FORMATS + one) for one in _FEATURES),
        *((VOID.vocabulary, PREFIXES[one].iri) for one in _vocabularies(kinds)),
        *((VOID.subset, f"{base}{FOLDER}{one.name}") for one in kinds),
    ):
        yield iri(whole), iri(predicate), iri(value)
    yield iri(whole), iri(VOID.uriSpace), literal(f"{base}id/")
    for facts in kinds:
        yield from _subset(base, publisher, facts)


def _subset(base: str, publisher: Publisher, facts: KindFacts) -> Iterator[Triple]:
    subset = f"{base}{FOLDER}{facts.name}"
    yield from _dataset(subset, KINDS[facts.name].plural, [facts])
    for predicate, value in (
        (DCT.license, publisher.licence),
        (VOID["class"], own_class(KINDS[facts.name])),
        (VOID.dataDump, f"{subset}.ttl"),
        (VOID.dataDump, f"{subset}{QUADS}"),
        *((VOID.vocabulary, PREFIXES[one].iri) for one in facts.vocabularies),
        *((VOID.exampleResource, one) for one in (facts.example,) if one),
    ):
        yield iri(subset), iri(predicate), iri(value)


def _dataset(name: str, title: Label, kinds: Sequence[KindFacts]) -> Iterator[Triple]:
    yield iri(name), iri(RDF.type), iri(VOID.Dataset)
    yield from _texts(name, DCT.title, title)
    modified = max((one.modified for one in kinds), default="")
    if modified:
        yield iri(name), iri(DCT.modified), literal(modified, datatype=XSD.date)
    for predicate, count in (
        (VOID.triples, sum(one.triples for one in kinds)),
        (VOID.entities, sum(one.entities for one in kinds)),
    ):
        yield iri(name), iri(predicate), literal(str(count), datatype=XSD.integer)


def _texts(subject: str, predicate: str, label: Label) -> Iterator[Triple]:
    for language in LANGUAGES:
        yield iri(subject), iri(predicate), literal(label[language], language=language)


def _vocabularies(kinds: Sequence[KindFacts]) -> list[str]:
    return sorted({one for facts in kinds for one in facts.vocabularies})
