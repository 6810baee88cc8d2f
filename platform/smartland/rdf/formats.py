"""Graphs as files in the formats of the web, each the same triples to the last character."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import RdfFormat, parse, serialize

from smartland.errors import Label, NotAcceptable
from smartland.rdf.jsonld import json_ld
from smartland.rdf.names import short
from smartland.rdf.terms import Triple, iri_of
from smartland.rdf.turtle import turtle
from smartland_vocab.namespaces import PREFIXES

NTRIPLES = "application/n-triples"
NOT_IN_XML = Label(
    it="Questa descrizione contiene caratteri o proprietà che RDF/XML non può esprimere: "
    "scegliere un altro formato.",
    en="This description holds characters or properties that RDF/XML cannot express: choose "
    "another format.",
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = re.compile(r"<rdf:RDF ([^>]*)>")


def serialise(lines: str, media_type: str) -> bytes:
    """Sorted N-Triples lines as Turtle, RDF/XML, JSON-LD or N-Triples; UTF-8.

    The same lines give the same bytes. Raises NotAcceptable for a graph that RDF/XML cannot hold.
    """
    if media_type == NTRIPLES:
        return lines.encode()
    return WRITERS[media_type](list(_triples(lines)))


def _triples(lines: str) -> Iterator[Triple]:
    for line in lines.split("\n"):
        if line:
            subject, predicate, rest = line.split(" ", 2)
            yield subject, predicate, rest[:-2]


def _rdf_xml(triples: Iterable[Triple]) -> bytes:
    lines = [f"{s} {p} {o} .\n" for s, p, o in triples]
    names = {short(iri_of(line.split(" ", 2)[1])).partition(":")[0] for line in lines}
    prefixes = {name: PREFIXES[name].iri for name in sorted(names & PREFIXES.keys())}
    quads = parse("".join(lines).encode(), RdfFormat.N_TRIPLES, lenient=True)
    try:
        text = (serialize(quads, format=RdfFormat.RDF_XML, prefixes=prefixes) or b"").decode()
    except (ValueError, OSError) as error:
        raise NotAcceptable(NOT_IN_XML) from error
    if _CONTROL.search(text):
        raise NotAcceptable(NOT_IN_XML)
    # an XML parser reads a bare carriage return as a line feed; and the engine's order of the
    # namespaces is another one each time
    text = text.replace("\r", "&#13;")
    return _HEAD.sub(
        lambda head: f"<rdf:RDF {' '.join(sorted(head[1].split()))}>", text, 1
    ).encode()


WRITERS: Mapping[str, Callable[[list[Triple]], bytes]] = {
    "text/turtle": lambda triples: turtle(triples).encode(),
    "application/rdf+xml": _rdf_xml,
    "application/ld+json": json_ld,
}
"""How each format but N-Triples itself is written."""
