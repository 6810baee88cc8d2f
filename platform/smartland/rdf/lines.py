"""Documents from elsewhere as N-Triples text: the fast way in for what reads whole files.

A document that is right in every value is converted by the engine alone; any other goes through
``rdf.parse``, which tells fault by fault what is wrong with it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox

from smartland.errors import Label, TooLarge
from smartland.rdf.gate import (
    LIMITS,
    Limits,
    check_json,
    check_size,
    check_turtle,
    check_xml,
    decode,
)
from smartland.rdf.parse import Fault, Note, find_faults, read_document
from smartland.rdf.sniff import JSON_LD, NTRIPLES, TURTLE, XML, format_of
from smartland.rdf.terms import Triple

EXPANSION = 8
"""How many times its own size a document may grow when every IRI is written out."""
TOO_MUCH = Label(
    it="Scritto per esteso il documento è troppo grande: dividerlo.",
    en="Written out in full the document is too large: split it.",
)
TOO_LONG = Label(
    it="Un solo valore del documento è troppo lungo: accorciarlo.",
    en="A single value of the document is too long: shorten it.",
)
_FORMATS = {
    XML: ox.RdfFormat.RDF_XML,
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    JSON_LD: ox.RdfFormat.JSON_LD,
}
"""Formats of one graph; JSON-LD with named graphs is read the slow way."""
_TEXTS = (TURTLE, NTRIPLES)
_AHEAD = (XML, TURTLE, NTRIPLES)
_CONTROL = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)])
_HIDING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
_ESCAPES = ("\\u", "\\U", "&#")
_SUSPECT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\\u00[01]"
)
"""Control characters, and those that hide what an IRI says."""


@dataclass(frozen=True)
class Document:
    """``lines`` are the triples that any engine reads, one N-Triples line each, not sorted;
    ``faults`` the triples that had to be left out, with why. ``clean``: nothing had to be put
    right, and the lines come in the order of the document."""

    lines: str
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    clean: bool = False


@dataclass(frozen=True)
class Given:
    """A document that has passed the gates as it was given: ``form`` is the media type of a syntax
    that every engine reads, ``base`` what relative IRIs belong to."""

    text: str
    form: str
    base: str


def _wait(_: Given) -> None:
    """Begin nothing before the document is converted."""


def read_lines(
    body: bytes,
    media_type: str,
    base: str,
    limits: Limits = LIMITS,
    begin: Callable[[Given], None] = _wait,
) -> Document:
    """The triples of an RDF document as text. Raises TooLarge, UnsupportedFormat or Malformed.

    ``begin`` is told a document that has passed the gates while it is not yet known whether it is
    clean: only then may what was begun be used.
    """
    converted = _convert(body, media_type, base, limits, begin)
    return converted or _read(body, media_type, base, limits)


def _convert(
    body: bytes, media_type: str, base: str, limits: Limits, begin: Callable[[Given], None]
) -> Document | None:
    """None for a document in which anything is wrong, or may be."""
    check_size(body, limits)
    form = format_of(body, media_type, base)
    if form not in _FORMATS:
        return None
    text = decode(body, xml=form == XML)
    data = text.encode()
    if form == XML:
        check_xml(data, limits)
    elif form == JSON_LD:
        check_json(text, limits)
    else:
        check_turtle(text)
    if form in _AHEAD:
        begin(Given(text, form, base))
    written = _Bounded(limits.size * EXPANSION)
    try:
        quads = ox.parse(data, _FORMATS[form], base_iri=base, without_named_graphs=True)
        ox.serialize(quads, written, ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        return None
    except MemoryError as error:  # a single value past the engine's own buffer
        raise TooLarge(TOO_LONG) from error
    lines = written.getvalue().decode()
    # in the syntaxes of text, what stands for a triple term is written so in the source too
    if (
        "<<" in (text if form in _TEXTS else lines)
        or _is_suspect(text, data, lines)
        or _has_longer(lines, limits.literal)
    ):
        return None
    return Document(lines, clean=True)


class _Bounded(BytesIO):
    """Takes at most ``limit`` bytes: a few characters of Turtle can stand for many."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = limit

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # all that is written
        """Raises TooLarge."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge(TOO_MUCH)
        return super().write(data)


def _is_suspect(text: str, data: bytes, lines: str) -> bool:
    """True where a character needs a closer look; what is not escaped is sought the fast way."""
    if len(data.translate(None, _CONTROL)) != len(data):
        return True
    if not text.isascii() and any(one in text for one in _HIDING):
        return True
    return any(one in text for one in _ESCAPES) and bool(_SUSPECT.search(lines))


def _has_longer(lines: str, limit: int) -> bool:
    """True for a line of more than ``limit`` characters."""
    start = 0
    while len(lines) - start > limit:
        end = lines.rfind("\n", start, start + limit + 1)
        if end < start:
            return True
        start = end + 1
    return False


def _read(body: bytes, media_type: str, base: str, limits: Limits) -> Document:
    parsed = read_document(body, media_type, base, limits)
    faults = tuple(find_faults(parsed.triples, limits))
    left_out = {fault.triple for fault in faults}
    text = _text(parsed.triples, left_out, limits.size * EXPANSION)
    return Document(text, faults, parsed.notes)


def _text(triples: Iterable[Triple], left_out: set[Triple], limit: int) -> str:
    lines = []
    for one in triples:
        if left_out and one in left_out:
            continue
        subject, predicate, term = one
        limit -= len(subject) + len(predicate) + len(term)
        if limit < 0:
            raise TooLarge(TOO_MUCH)
        lines.append(f"{subject} {predicate} {term} .\n")
    return "".join(lines)
