"""Which RDF syntax a document from elsewhere is in."""

import re
from urllib.parse import urlsplit

from smartland.errors import Label, UnsupportedFormat

XML, TURTLE, NTRIPLES = "application/rdf+xml", "text/turtle", "application/n-triples"
JSON_LD, NQUADS, TRIG = "application/ld+json", "application/n-quads", "application/trig"

NO_FORMAT = Label(
    it="Non sembra RDF: {what}. Si leggono RDF/XML, Turtle, N-Triples, JSON-LD, TriG, N-Quads.",
    en="This does not look like RDF: {what}. RDF/XML, Turtle, N-Triples, JSON-LD, TriG and "
    "N-Quads are read.",
)
_KNOWN = frozenset({XML, TURTLE, NTRIPLES, JSON_LD, NQUADS, TRIG})
_ALIASES = {
    "application/xml": XML,
    "text/xml": XML,
    "text/rdf": XML,
    "application/rdf": XML,
    "application/x-turtle": TURTLE,
    "application/turtle": TURTLE,
    "text/n3": TURTLE,
    "text/rdf+n3": TURTLE,
    "application/json": JSON_LD,
}
_EXTENSIONS = {
    "rdf": XML,
    "xml": XML,
    "owl": XML,
    "ttl": TURTLE,
    "n3": TURTLE,
    "nt": NTRIPLES,
    "jsonld": JSON_LD,
    "json": JSON_LD,
    "nq": NQUADS,
    "trig": TRIG,
}


def format_of(body: bytes, media_type: str, base: str) -> str:
    """The media type of an RDF document: as declared, else by extension, else by content.

    Raises UnsupportedFormat for a page or anything else that is no RDF.
    """
    declared = media_type.partition(";")[0].strip().lower()
    start = body[:2_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"")
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise UnsupportedFormat(NO_FORMAT.format(what="HTML"))
    known = declared if declared in _KNOWN else _ALIASES.get(declared, "")
    path = urlsplit(base).path.lower().removesuffix(".gz")
    return known or _EXTENSIONS.get(path.rpartition(".")[2], "") or _by_content(start, declared)


def _by_content(start: bytes, declared: str) -> str:
    if re.match(rb"<\?xml|<!--|<!DOCTYPE|<[A-Za-z][\w.-]*(:[A-Za-z][\w.-]*)?[\s>]", start):
        return XML
    if re.match(rb"\{|\[\s*[\[{\]]", start):
        return JSON_LD
    if re.match(rb"@prefix|@base|prefix\s|base\s|<|_:|#|\[|[A-Za-z][\w.-]*:", start, re.I):
        return TURTLE
    raise UnsupportedFormat(NO_FORMAT.format(what=declared or "?"))
