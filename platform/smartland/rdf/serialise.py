"""Graphs as files: small ones shaped for readers by rdflib, all others in bulk."""

import json

import rdflib
from pyoxigraph import RdfFormat, parse, serialize

from smartland.domain.resource import Json
from smartland_vocab.namespaces import PREFIXES

# what a source wrote as "1.50" is given back as "1.50"
rdflib.NORMALIZE_LITERALS = False

NTRIPLES = "application/n-triples"
_SHAPED = {"text/turtle": "turtle", "application/rdf+xml": "pretty-xml"}
_BULK = {"text/turtle": RdfFormat.TURTLE, "application/rdf+xml": RdfFormat.RDF_XML}
SHAPED_LIMIT = 500_000
"""Characters of N-Triples up to which a graph is grouped by subject; beyond, speed counts."""


def serialise(triples: str, media_type: str) -> bytes:
    """N-Triples lines as Turtle, RDF/XML, JSON-LD or N-Triples; UTF-8."""
    if media_type == NTRIPLES:
        return triples.encode()
    if media_type == "application/ld+json":
        return _json_ld(triples)
    if len(triples) > SHAPED_LIMIT:
        found = parse(triples.encode(), RdfFormat.N_TRIPLES)
        prefixes = {name: one.iri for name, one in PREFIXES.items()}
        text = serialize(found, format=_BULK[media_type], prefixes=prefixes)
        return text or b""
    return _shaped(triples).serialize(format=_SHAPED[media_type], encoding="utf-8")


def _shaped(triples: str) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for name, namespace in PREFIXES.items():
        graph.bind(name, namespace.iri)
    return graph.parse(data=triples, format="nt")


def _json_ld(triples: str) -> bytes:
    """Compacted by our prefixes only: the context stands in the file, so no reader fetches one."""
    graph = _shaped(triples)
    context: Json = {name: one.iri for name, one in PREFIXES.items()}
    compact = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=False))
    return json.dumps(compact, ensure_ascii=False, indent=1).encode()
