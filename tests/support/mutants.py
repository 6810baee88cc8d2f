"""Single defects of a perfect catalogue, each with the field that a validator must name."""

from collections.abc import Callable
from dataclasses import dataclass

import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, OWL, RDF, XSD

from smartland_vocab.namespaces import DCATAPIT

SITE = "https://smartland.example/"
IT = rdflib.Namespace(DCATAPIT.iri)
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
SCHEMA = rdflib.Namespace("http://schema.org/")
EU = rdflib.Namespace("http://publications.europa.eu/resource/authority/")
CATALOGUE, DATASET = rdflib.URIRef(f"{SITE}catalog"), rdflib.URIRef(f"{SITE}dataset/progetti")
DISTRIBUTION = rdflib.URIRef(f"{SITE}dataset/progetti/csv")
AGENT, CONTACT = rdflib.URIRef(f"{SITE}agent/r_lombar"), rdflib.URIRef(f"{SITE}contact/opendata")
PERIOD = rdflib.URIRef(f"{SITE}dataset/progetti#period")
PLACE, STANDARD = (
    rdflib.URIRef(f"{SITE}spatial/lombardia"),
    rdflib.URIRef(f"{SITE}standard/smartland"),
)
LICENCE = rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")

Node = rdflib.term.Node
Edit = Callable[[rdflib.Graph], object]


@dataclass(frozen=True)
class Mutant:
    """``field`` is the property that is wrong afterwards, as a CURIE."""

    name: str
    edit: Edit
    field: str


def without(subject: Node, predicate: rdflib.URIRef) -> Edit:
    """Take every value away."""
    return lambda graph: graph.remove((subject, predicate, None))


def instead(subject: Node, predicate: rdflib.URIRef, *values: Node) -> Edit:
    """Other values in place of those there are."""

    def edit(graph: rdflib.Graph) -> None:
        graph.remove((subject, predicate, None))
        for value in values:
            graph.add((subject, predicate, value))

    return edit


def also(subject: Node, predicate: rdflib.URIRef, value: Node) -> Edit:
    """One value more."""
    return lambda graph: graph.add((subject, predicate, value))


def untyped(subject: Node, kind: rdflib.URIRef) -> Edit:
    """One type less."""
    return lambda graph: graph.remove((subject, RDF.type, kind))


def blank_distribution(graph: rdflib.Graph) -> None:
    """The distribution as a blank node."""
    node = rdflib.BNode()
    for _, predicate, term in list(graph.triples((DISTRIBUTION, None, None))):
        graph.add((node, predicate, term))
    graph.remove((DISTRIBUTION, None, None))
    graph.set((DATASET, DCAT.distribution, node))


def contact_is_agent(graph: rdflib.Graph) -> None:
    """Body and contact point in one node."""
    graph.add((AGENT, RDF.type, IT.Organization))
    graph.add((AGENT, VCARD.fn, _text("Regione Lombardia")))
    graph.add((AGENT, VCARD.hasEmail, rdflib.URIRef("mailto:info@regione.example")))
    graph.set((DATASET, DCAT.contactPoint, AGENT))


def twin(graph: rdflib.Graph) -> None:
    """A second dataset with the same identifier."""
    other = rdflib.URIRef(f"{SITE}dataset/altro")
    for _, predicate, term in list(graph.triples((DATASET, None, None))):
        graph.add((other, predicate, term))
    graph.add((CATALOGUE, DCAT.dataset, other))


def _text(value: str, language: str | None = None) -> rdflib.Literal:
    return rdflib.Literal(value, lang=language)


def _day(value: str) -> rdflib.Literal:
    return rdflib.Literal(value, datatype=XSD.date)


_OTHER_AGENT = rdflib.URIRef(f"{SITE}agent/altro")
_MISSPELT = rdflib.URIRef(f"{DCTERMS}landingpage")
_CC = rdflib.URIRef("https://w3id.org/italia/controlled-vocabulary/licences/A21:CCBY40")
# ruff: noqa: E501 - a table
MUTANTS = (
    Mutant("catalogue without title", without(CATALOGUE, DCTERMS.title), "dct:title"),
    Mutant("catalogue with an empty title", instead(CATALOGUE, DCTERMS.title, _text(" ", "it")), "dct:title"),
    Mutant("catalogue without description", without(CATALOGUE, DCTERMS.description), "dct:description"),
    Mutant("catalogue without publisher", without(CATALOGUE, DCTERMS.publisher), "dct:publisher"),
    Mutant("catalogue published by nobody described", instead(CATALOGUE, DCTERMS.publisher, _OTHER_AGENT), "dct:publisher"),
    Mutant("catalogue without modification date", without(CATALOGUE, DCTERMS.modified), "dct:modified"),
    Mutant("catalogue without datasets", without(CATALOGUE, DCAT.dataset), "dcat:dataset"),
    Mutant("catalogue without home page", without(CATALOGUE, FOAF.homepage), "foaf:homepage"),
    Mutant("catalogue with its home page as text", instead(CATALOGUE, FOAF.homepage, _text(SITE)), "foaf:homepage"),
    Mutant("catalogue without language", without(CATALOGUE, DCTERMS.language), "dct:language"),
    Mutant("catalogue with the language as text", instead(CATALOGUE, DCTERMS.language, _text("it")), "dct:language"),
    Mutant("catalogue without release date", without(CATALOGUE, DCTERMS.issued), "dct:issued"),
    Mutant("catalogue without theme taxonomy", without(CATALOGUE, DCAT.themeTaxonomy), "dcat:themeTaxonomy"),
    Mutant("catalogue without its Italian type", untyped(CATALOGUE, IT.Catalog), "rdf:type"),
    Mutant("dataset without its Italian type", untyped(DATASET, IT.Dataset), "rdf:type"),
    Mutant("dataset without its DCAT type", untyped(DATASET, DCAT.Dataset), "rdf:type"),
    Mutant("dataset without identifier", without(DATASET, DCTERMS.identifier), "dct:identifier"),
    Mutant("dataset with two identifiers", also(DATASET, DCTERMS.identifier, _text("altro")), "dct:identifier"),
    Mutant("two datasets with one identifier", twin, "dct:identifier"),
    Mutant("dataset without title", without(DATASET, DCTERMS.title), "dct:title"),
    Mutant("dataset without description", without(DATASET, DCTERMS.description), "dct:description"),
    Mutant("dataset without modification date", without(DATASET, DCTERMS.modified), "dct:modified"),
    Mutant("dataset with an untyped date", instead(DATASET, DCTERMS.modified, _text("2026-02-01")), "dct:modified"),
    Mutant("dataset with a date that is none", instead(DATASET, DCTERMS.modified, _day("2026-02-31")), "dct:modified"),
    Mutant("dataset without theme", without(DATASET, DCAT.theme), "dcat:theme"),
    Mutant("dataset with the theme as text", also(DATASET, DCAT.theme, _text("TECH")), "dcat:theme"),
    Mutant("dataset with an unknown theme", also(DATASET, DCAT.theme, EU["data-theme/TECHNO"]), "dcat:theme"),
    Mutant("dataset with a theme of its own", also(DATASET, DCAT.theme, rdflib.URIRef(f"{SITE}tema/TECH")), "dcat:theme"),
    Mutant("dataset without rights holder", without(DATASET, DCTERMS.rightsHolder), "dct:rightsHolder"),
    Mutant("dataset with the rights holder as text", instead(DATASET, DCTERMS.rightsHolder, _text("Regione")), "dct:rightsHolder"),
    Mutant("dataset with two rights holders", also(DATASET, DCTERMS.rightsHolder, _OTHER_AGENT), "dct:rightsHolder"),
    Mutant("dataset without frequency", without(DATASET, DCTERMS.accrualPeriodicity), "dct:accrualPeriodicity"),
    Mutant("dataset with an unknown frequency", instead(DATASET, DCTERMS.accrualPeriodicity, EU["frequency/EVERYDAY"]), "dct:accrualPeriodicity"),
    Mutant("dataset with the frequency as text", instead(DATASET, DCTERMS.accrualPeriodicity, _text("annuale")), "dct:accrualPeriodicity"),
    Mutant("dataset without distribution", without(DATASET, DCAT.distribution), "dcat:distribution"),
    Mutant("distribution as a blank node", blank_distribution, "dcat:distribution"),
    Mutant("dataset without subject", without(DATASET, DCTERMS.subject), "dct:subject"),
    Mutant("subject of another theme", instead(DATASET, DCTERMS.subject, rdflib.URIRef("http://eurovoc.europa.eu/100245")), "dct:subject"),
    Mutant("dataset without contact point", without(DATASET, DCAT.contactPoint), "dcat:contactPoint"),
    Mutant("contact point that is the body", contact_is_agent, "rdf:type"),
    Mutant("dataset without publisher", without(DATASET, DCTERMS.publisher), "dct:publisher"),
    Mutant("dataset with two publishers", also(DATASET, DCTERMS.publisher, _OTHER_AGENT), "dct:publisher"),
    Mutant("dataset with an unknown language", instead(DATASET, DCTERMS.language, EU["language/ITX"]), "dct:language"),
    Mutant("dataset with unknown access rights", instead(DATASET, DCTERMS.accessRights, EU["access-right/OPEN"]), "dct:accessRights"),
    Mutant("dataset with its landing page as text", instead(DATASET, DCAT.landingPage, _text(SITE)), "dcat:landingPage"),
    Mutant("dataset with two release dates", also(DATASET, DCTERMS.issued, _day("2020-01-01")), "dct:issued"),
    Mutant("dataset with a misspelt property", also(DATASET, _MISSPELT, rdflib.URIRef(SITE)), "dct:landingpage"),
    Mutant("dataset with two versions", lambda graph: [graph.add((DATASET, OWL.versionInfo, _text(one))) for one in "12"], "owl:versionInfo"),
    Mutant("period without Italian start", without(PERIOD, IT.startDate), "dcatapit:startDate"),
    Mutant("period that ends before it begins", instead(PERIOD, IT.endDate, _day("2020-01-01")), "dcatapit:startDate"),
    Mutant("period that dati.gov.it does not read", without(PERIOD, SCHEMA.startDate), "http://schema.org/startDate"),
    Mutant("place without identifier", without(PLACE, IT.geographicalIdentifier), "dcatapit:geographicalIdentifier"),
    Mutant("standard without identifier", without(STANDARD, DCTERMS.identifier), "dct:identifier"),
    Mutant("agent without identifier", without(AGENT, DCTERMS.identifier), "dct:identifier"),
    Mutant("agent with its name as identifier", instead(AGENT, DCTERMS.identifier, _text("Regione Lombardia")), "dct:identifier"),
    Mutant("agent with capital letters", instead(AGENT, DCTERMS.identifier, _text("R_LOMBAR")), "dct:identifier"),
    Mutant("agent with a code that nobody has", instead(AGENT, DCTERMS.identifier, _text("r_lombarda")), "dct:identifier"),
    Mutant("agent without name", without(AGENT, FOAF.name), "foaf:name"),
    Mutant("agent with two names", also(AGENT, FOAF.name, _text("Lombardia")), "foaf:name"),
    Mutant("agent without its Italian type", untyped(AGENT, IT.Agent), "dct:rightsHolder"),
    Mutant("contact point without name", without(CONTACT, VCARD.fn), "vcard:fn"),
    Mutant("contact point without e-mail", without(CONTACT, VCARD.hasEmail), "vcard:hasEmail"),
    Mutant("contact point with the e-mail as text", instead(CONTACT, VCARD.hasEmail, _text("a@b.example")), "vcard:hasEmail"),
    Mutant("contact point without mailto", instead(CONTACT, VCARD.hasEmail, rdflib.URIRef(f"{SITE}a@b.example")), "vcard:hasEmail"),
    Mutant("distribution without its Italian type", untyped(DISTRIBUTION, IT.Distribution), "rdf:type"),
    Mutant("distribution without format", without(DISTRIBUTION, DCTERMS["format"]), "dct:format"),
    Mutant("distribution with the format as text", instead(DISTRIBUTION, DCTERMS["format"], _text("CSV")), "dct:format"),
    Mutant("distribution with an unknown format", instead(DISTRIBUTION, DCTERMS["format"], EU["file-type/CSW"]), "dct:format"),
    Mutant("distribution without access URL", without(DISTRIBUTION, DCAT.accessURL), "dcat:accessURL"),
    Mutant("distribution with the access URL as text", instead(DISTRIBUTION, DCAT.accessURL, _text(SITE)), "dcat:accessURL"),
    Mutant("distribution without licence", without(DISTRIBUTION, DCTERMS.license), "dct:license"),
    Mutant("distribution with a misspelt licence", instead(DISTRIBUTION, DCTERMS.license, _CC), "dct:license"),
    Mutant("distribution without description", without(DISTRIBUTION, DCTERMS.description), "dct:description"),
    Mutant("distribution with another media type", instead(DISTRIBUTION, DCAT.mediaType, rdflib.URIRef("http://www.iana.org/assignments/media-types/csv")), "dcat:mediaType"),
    Mutant("distribution with its download URL as text", instead(DISTRIBUTION, DCAT.downloadURL, _text(SITE)), "dcat:downloadURL"),
    Mutant("licence without type", without(LICENCE, DCTERMS.type), "dct:type"),
    Mutant("licence with an unknown type", instead(LICENCE, DCTERMS.type, rdflib.URIRef("http://purl.org/adms/licencetype/Atribution")), "dct:type"),
)  # fmt: skip
