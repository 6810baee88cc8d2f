"""The namespaces that the platform speaks, by their customary prefix."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Namespace:
    """``DCT.title`` and ``DCT["title"]`` are both the full IRI."""

    iri: str

    def __getattr__(self, term: str) -> str:
        return self.iri + term

    def __getitem__(self, term: str) -> str:
        return self.iri + term


SL = Namespace("https://w3id.org/smartland/ns#")
CONCEPT = Namespace("https://w3id.org/smartland/concept/")

ADMS = Namespace("http://www.w3.org/ns/adms#")
CLV = Namespace("https://w3id.org/italia/onto/CLV/")
COV = Namespace("https://w3id.org/italia/onto/COV/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATAPIT = Namespace("http://dati.gov.it/onto/dcatapit#")
DCT = Namespace("http://purl.org/dc/terms/")
EURIO = Namespace("http://data.europa.eu/s66#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
FRAPO = Namespace("http://purl.org/cerif/frapo/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
L0 = Namespace("https://w3id.org/italia/onto/l0/")
LOCN = Namespace("http://www.w3.org/ns/locn#")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PC = Namespace("https://w3id.org/italia/onto/PublicContract/")
PRJ = Namespace("https://w3id.org/italia/onto/Project/")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
RO = Namespace("https://w3id.org/italia/onto/RO/")
ROV = Namespace("http://www.w3.org/ns/regorg#")
SCHEMA = Namespace("https://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
VIVO = Namespace("http://vivoweb.org/ontology/core#")
VOID = Namespace("http://rdfs.org/ns/void#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, Namespace] = {
    "adms": ADMS,
    "clvapit": CLV,
    "covapit": COV,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dcatapit": DCATAPIT,
    "dct": DCT,
    "eurio": EURIO,
    "foaf": FOAF,
    "frapo": FRAPO,
    "geo": GEO,
    "l0": L0,
    "locn": LOCN,
    "org": ORG,
    "owl": OWL,
    "pcapit": PC,
    "prjapit": PRJ,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "roapit": RO,
    "rov": ROV,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "sl": SL,
    "slc": CONCEPT,
    "vcard": VCARD,
    "vivo": VIVO,
    "void": VOID,
    "xsd": XSD,
}

EU_AUTHORITY = "http://publications.europa.eu/resource/authority/"
ITALIA_VOCABULARY = "https://w3id.org/italia/controlled-vocabulary/"
