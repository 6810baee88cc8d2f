"""Bytes from elsewhere to triples: every syntax, one gate, no surprise.

A file is refused as a whole only where its syntax breaks; what is wrong with single values
(invalid IRIs, control characters, endless literals) is told by triple, so that whoever
reads a catalogue can leave out one dataset and keep the others.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import pyoxigraph as ox

from smartland.domain.text import OVERRIDES, without_overrides
from smartland.errors import Label, TooLarge
from smartland.rdf.gate import (
    LIMITS,
    NO_TRIPLE_TERMS,
    NOT_READ,
    WHOLE,
    Limits,
    at,
    check_json,
    check_size,
    check_turtle,
    check_xml,
    decode,
    fail,
    same,
)
from smartland.rdf.sniff import JSON_LD, NQUADS, NTRIPLES, TRIG, TURTLE, XML, format_of
from smartland.rdf.terms import Triple, is_iri, literal

_FORMATS = {
    XML: ox.RdfFormat.RDF_XML,
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    JSON_LD: ox.RdfFormat.JSON_LD,
    NQUADS: ox.RdfFormat.N_QUADS,
    TRIG: ox.RdfFormat.TRIG,
}
_POSITION = re.compile(r"line (\d+) .{0,12}columns? (\d+)")
_MARKS = re.compile(r"^Parser error .{0,80}?: | \(line \d+\)$")
_UNSAFE_IN_TERM = re.compile(r'[\x00-\x20<>"{}|^`\\]')

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# RFC 3987, 4.1: formatting characters that make an address look like another one
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ESCAPE = re.compile(r"\\u([0-9A-F]{4})")
LONGEST_IRI = 8_000
LONG_TERM = Label(
    it="Documento illeggibile: un termine di più di 16 megabyte.",
    en="Unreadable document: a term of more than 16 megabytes.",
)
INVALID_IRI, LONG, CONTROL = "iri", "long", "control"


@dataclass(frozen=True)
class Fault:
    """Why a triple is not fit for publishing; ``sort`` is one of the three above."""

    sort: str
    triple: Triple
    reason: str


@dataclass(frozen=True)
class Note:
    """What was put right on reading, and the subject (a term) that it was said of."""

    subject: str
    text: str


@dataclass(frozen=True)
class Parsed:
    """A document as it is; see ``find_faults`` for what must not be published."""

    triples: list[Triple]
    notes: tuple[Note, ...] = ()


def parse(body: bytes, media_type: str, base: str, limits: Limits = LIMITS) -> list[Triple]:
    """The triples of an RDF document, blank nodes as ``_:b0`` … in order of appearance.

    ``base`` is the IRI that relative IRIs are resolved against; its extension tells the format
    where ``media_type`` does not. Named graphs are read as one. IRIs may be invalid: see
    ``invalid_iris``. Raises TooLarge, UnsupportedFormat, or Malformed with line and column.
    """
    triples = read_document(body, media_type, base, limits).triples
    for fault in find_faults(triples, limits):
        if fault.sort == LONG:
            raise TooLarge(NOT_READ.format(place=fault.triple[0], why=fault.reason))
        if fault.sort == CONTROL:
            fail(same(fault.triple[0]), same(fault.reason))
    return triples


def read_document(body: bytes, media_type: str, base: str, limits: Limits = LIMITS) -> Parsed:
    """As ``parse``, but faults of single values are left in."""
    check_size(body, limits)
    form = format_of(body, media_type, base)
    text = decode(body, xml=form == XML)
    data = text.encode()
    if form == XML:
        check_xml(data, limits)
    elif form == JSON_LD:
        check_json(text, limits)
    else:
        check_turtle(text)
    reader = _Reader()
    reader.read(data, form, base)
    return Parsed(reader.triples, tuple(reader.notes))


def find_faults(triples: Iterable[Triple], limits: Limits = LIMITS) -> Iterator[Fault]:
    """Triples with an invalid IRI, an endless literal or control characters, each with why."""
    for triple in triples:
        for term in triple:
            iri = iri_in(term)
            if iri and not valid_iri(iri):
                yield Fault(INVALID_IRI, triple, f"the invalid IRI <{iri[:300]}>")
        term = triple[2]
        if len(term) > limits.literal:
            reason = f"a literal of {len(term)} characters, more than {limits.literal}"
            yield Fault(LONG, triple, reason)
        elif control := _CONTROL.search(term):
            reason = f"the control character U+{ord(control[0]):04X} in a literal"
            yield Fault(CONTROL, triple, reason)


def invalid_iris(triples: Iterable[Triple]) -> list[tuple[str, str]]:
    """(subject, IRI) for every IRI that RDF does not allow: spaces, quotes, bad escapes …

    Each once a subject, in the order of the triples.
    """
    found = [
        (triple[0], iri)
        for triple in triples
        for iri in map(iri_in, triple)
        if iri and not valid_iri(iri)
    ]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=50_000)
def valid_iri(value: str) -> bool:
    """True for an absolute IRI that the engine stores and gives back (RFC 3987)."""
    if len(value) > LONGEST_IRI or _BIDI.search(value):
        return False
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return True


def iri_in(term: str) -> str:
    """The IRI of an IRI term, or of a literal's datatype; empty for others."""
    if not term.endswith(">"):
        return ""
    iri = term[1:-1] if is_iri(term) else term[term.rindex('"^^<') + 4 : -1]
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), iri) if "\\" in iri else iri


class _Reader:
    """Turns the engine's quads into terms of ours and mends what RDF does not allow."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self.notes: list[Note] = []
        self._blank: dict[str, str] = {}
        self._terms: dict[str, str] = {}
        self._languages: dict[str, str] = {"": ""}

    def read(self, data: bytes, form: str, base: str) -> None:
        """Fill ``triples``. Raises Malformed."""
        try:
            for quad in _quads(BytesIO(data), form, base):
                subject = self._node(quad.subject)
                predicate = self._node(quad.predicate)
                self.triples.append((subject, predicate, self._object(subject, quad.object)))
        except SyntaxError as error:
            _fail_at(error, data, form, base)
        except MemoryError as error:  # the engine's own bound on what it holds of one term
            raise TooLarge(LONG_TERM) from error

    def _node(self, node: object) -> str:
        if isinstance(node, ox.NamedNode):
            value = node.value
            return self._terms.get(value) or self._named(value)
        if not isinstance(node, ox.BlankNode):
            fail(WHOLE, NO_TRIPLE_TERMS)
        return self._blank.setdefault(node.value, f"_:b{len(self._blank)}")

    def _named(self, value: str) -> str:
        # an IRI with a bracket in it must not become two terms of an N-Triples line
        safe = _UNSAFE_IN_TERM.sub(lambda match: f"\\u{ord(match[0]):04X}", value)
        return self._terms.setdefault(value, f"<{safe}>")

    def _object(self, subject: str, node: object) -> str:
        if not isinstance(node, ox.Literal):
            return self._node(node)
        value = self._plain(subject, node.value)
        if node.language:
            return literal(value, language=self._language(subject, node.language))
        datatype = self._node(node.datatype)[1:-1]
        return literal(value, datatype=datatype)

    def _plain(self, subject: str, value: str) -> str:
        """The text without the characters that show it in another order than it is read."""
        found = None if value.isascii() else OVERRIDES.search(value)
        if not found:
            return value
        text = f"U+{ord(found[0]):04X}, which turns the order of letters around, was taken out"
        self.notes.append(Note(subject, text))
        return without_overrides(value)

    def _language(self, subject: str, tag: str) -> str:
        """The tag as RDF allows it: ``it_it`` → ``it-it``, one beyond repair → none."""
        if tag not in self._languages:
            mended = tag.replace("_", "-").lower()
            self._languages[tag] = mended if _is_language(mended) else ""
        mended = self._languages[tag]
        if mended != tag.lower():
            text = f"invalid language tag {tag!r}, read as {mended!r}"
            self.notes.append(Note(subject, text))
        return mended


def _is_language(tag: str) -> bool:
    try:
        ox.Literal("", language=tag)
    except ValueError:
        return False
    return True


def _quads(source: BytesIO, form: str, base: str) -> Iterable[ox.Quad]:
    return ox.parse(source, _FORMATS[form], base_iri=base, lenient=True)


def _fail_at(error: SyntaxError, data: bytes, form: str, base: str) -> None:
    """Raises Malformed with the place of ``error``.

    The engine gives none for RDF/XML: there, the lines that it has taken in are counted.
    """
    message = str(error)
    place = _POSITION.search(message)
    if place:
        fail(at(place[1], place[2]), same(_MARKS.sub("", message)))
    lines = _Lines(data)
    try:
        for _ in _quads(lines, form, base):
            pass
    except SyntaxError:
        fail(at(lines.given), same(message))
    fail(WHOLE, same(message))


class _Lines(BytesIO):
    """A file that gives one line at a time and counts them."""

    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        line = self.readline(size if size is not None else -1)
        self.given += line.endswith(b"\n")
        return line
