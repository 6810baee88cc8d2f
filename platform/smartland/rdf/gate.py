"""The gate before the RDF engine: what reaches it is UTF-8, bounded, and cannot crash it.

The engine is native code inside our process: deeply nested JSON or triple terms end it with a
segmentation fault, and it expands XML entities without bound (met with pyoxigraph 0.5.13).
"""

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from smartland.domain.resource import Json
from smartland.errors import LANGUAGES, Label, Malformed, TooLarge

NOT_READ = Label(
    it="Documento illeggibile ({place}): {why}.", en="Unreadable document ({place}): {why}."
)
TOO_LARGE = Label(
    it="Il documento ha {size} byte; il limite è {limit}.",
    en="The document has {size} bytes; the limit is {limit}.",
)
_BOMS = (
    (BOM_UTF8, "utf-8"),
    # before UTF-16: its mark begins like that of UTF-16
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
    # XML without a mark
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    # what is called Latin-1 holds the typographic quotes of Windows-1252 more often than not
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
}
_XML_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,200}\?>")
_XML_ENCODING = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_TRIPLE_TERM = re.compile(r"<<\s*\(")
_TRIPLE_TERMS = 100
_CONTEXT, _IMPORT = "@context", "@import"
WHOLE = Label(it="l'intero documento", en="the whole document")
EMPTY = Label(it="il documento è vuoto", en="the document is empty")
NUL = Label(it="un carattere NUL", en="a NUL character")
DOCTYPE = Label(
    it="un DOCTYPE; le entità sono rifiutate, scrivere il testo per esteso",
    en="a DOCTYPE; entities are refused, write the text out",
)
TOO_DEEP = Label(it="annidato oltre {depth} livelli", en="nested deeper than {depth} levels")
NO_TRIPLE_TERMS = Label(it="i triple term non sono accettati", en="triple terms are not accepted")
NO_ENCODING = Label(
    it="la codifica {name} non viene letta; usare UTF-8",
    en="the encoding {name} is not read; use UTF-8",
)
NOT_ENCODED = Label(
    it="non è {name}; salvarlo in UTF-8 o dichiararne la codifica",
    en="not {name}; save it as UTF-8 or declare its encoding",
)
NOT_JSON = Label(it="{name} non è JSON", en="{name} is not JSON")
NOT_FETCHED = Label(
    it="i contesti non vengono mai scaricati; scrivere i termini nel documento",
    en="contexts are never fetched; write the terms into the document",
)
LONG_TAG = Label(
    it="un elemento, un commento o un'istruzione di più di {limit} byte",
    en="a tag, comment or instruction of more than {limit} bytes",
)
MANY_ATTRIBUTES = Label(
    it="un elemento con più di {limit} attributi", en="an element with more than {limit} attributes"
)
TOO_MANY_TERMS = Label(
    it="troppi contesti ({contexts}) con troppi termini ({terms})",
    en="too many contexts ({contexts}) of too many terms ({terms})",
)
CONTEXT_WORK = 5_000_000
"""Contexts times terms: the engine copies the terms in force for every context that it meets."""


MANY_VALUES = Label(it="più di {limit} valori", en="more than {limit} values")
MOST_VALUES = 1_000_000
"""Of a JSON document, by its punctuation; an object of eight bytes takes several hundred here and
in the engine."""
LONGEST_TAG = 1_000_000
MOST_ATTRIBUTES = 1_000
"""Of one element; the engine compares each with all others."""
_PIECE = 65_536


@dataclass(frozen=True)
class Limits:
    """Bytes of a document, nesting of its elements or objects, characters of a literal."""

    size: int = 20_000_000
    depth: int = 200
    literal: int = 1_000_000


LIMITS = Limits()


def fail(place: Label, why: Label) -> NoReturn:
    """Raise Malformed for ``place`` (``line 3, column 7``)."""
    it, en = (NOT_READ[one].format(place=place[one], why=why[one]) for one in LANGUAGES)
    raise Malformed(Label(it=it, en=en))


def at(line: object, column: object = None) -> Label:
    """A place in a document."""
    if column is None:
        return Label(it=f"riga {line}", en=f"line {line}")
    return Label(it=f"riga {line}, colonna {column}", en=f"line {line}, column {column}")


def same(text: str) -> Label:
    """What an engine says, or a name: the same in every language."""
    return Label(it=text, en=text)


def check_size(body: bytes, limits: Limits) -> None:
    """Raises TooLarge, or Malformed where there is nothing at all."""
    if len(body) > limits.size:
        raise TooLarge(TOO_LARGE.format(size=len(body), limit=limits.size))
    if not body.strip():
        fail(at(1), EMPTY)


def decode(body: bytes, *, xml: bool) -> str:
    """The text of ``body`` by its byte order mark or XML declaration, else UTF-8.

    The mark and the XML declaration are taken off, lines keep their numbers. Raises Malformed
    for an unknown encoding, for bytes that are no text in it, and for NUL characters.
    """
    text = _recode(body, _encoding(body, xml=xml)).removeprefix("\ufeff")
    if "\0" in text:
        fail(_line(text[: text.index("\0")]), NUL)
    if xml:
        # an XML declaration may not follow blank lines, and many sources print some
        text = _without_declaration(text)
    return text


def check_xml(data: bytes, limits: Limits) -> None:
    """Well-formed UTF-8 XML without a DOCTYPE and not nested too deeply. Raises Malformed."""
    parser = expat.ParserCreate("UTF-8")
    depth = 0

    def refuse(*_: object) -> None:
        fail(at(parser.CurrentLineNumber), DOCTYPE)

    def start(_: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            fail(at(parser.CurrentLineNumber), TOO_DEEP.format(depth=limits.depth))
        check_attributes(parser, attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for _ in feed_xml(parser, data):
        pass


def feed_xml(parser: expat.XMLParserType, data: bytes) -> Iterator[None]:
    """Let expat read ``data``, piece by piece; yields after each. Raises Malformed.

    A token that does not end is refused: expat 2.5 reads it from its start with every piece.
    """
    view = memoryview(data)
    try:
        for start in range(0, len(data), _PIECE):
            parser.Parse(view[start : start + _PIECE], False)  # noqa: FBT003 - expat's interface
            check_token(parser, start + _PIECE)
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - expat's interface
        yield
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        fail(at(error.lineno, error.offset + 1), same(why or "XML?"))


def check_token(parser: expat.XMLParserType, given: int) -> None:
    """Raises Malformed where the token that ``parser`` is in is too long, ``given`` bytes on."""
    if given - parser.CurrentByteIndex > LONGEST_TAG:
        fail(at(parser.CurrentLineNumber), LONG_TAG.format(limit=LONGEST_TAG))


def check_attributes(parser: expat.XMLParserType, attributes: Mapping[str, str]) -> None:
    """Raises Malformed for an element with too many of them."""
    if len(attributes) > MOST_ATTRIBUTES:
        fail(at(parser.CurrentLineNumber), MANY_ATTRIBUTES.format(limit=MOST_ATTRIBUTES))


def check_json(text: str, limits: Limits) -> None:
    """JSON not nested too deeply, whose contexts are all written out. Raises Malformed."""
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        fail(WHOLE, MANY_VALUES.format(limit=MOST_VALUES))
    try:
        # numbers stay text: JSON allows a million digits, Python's int refuses them
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        fail(at(error.lineno, error.colno), same(error.msg))
    except RecursionError:
        fail(WHOLE, TOO_DEEP.format(depth=limits.depth))
    _check_values(document, limits)


def check_turtle(text: str) -> None:
    """No nests of RDF 1.2 triple terms: they crash the engine. Raises Malformed."""
    found = [match.start() for match in _TRIPLE_TERM.finditer(text)]
    if len(found) > _TRIPLE_TERMS:
        fail(_line(text[: found[0]]), NO_TRIPLE_TERMS)


def _encoding(body: bytes, *, xml: bool) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark) and (xml or b"<" not in mark):
            return encoding
    declared = _XML_ENCODING.match(body) if xml else None
    if not declared:
        return "utf-8"
    name = declared[1].decode("ascii").lower()
    if name not in _ENCODINGS:
        fail(at(1), NO_ENCODING.format(name=name))
    return _ENCODINGS[name]


def _recode(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "cp1252":  # five bytes that only Latin-1 defines
            return body.decode("latin-1")
        before = body[: error.start].decode(encoding, "replace")
        fail(_line(before), NOT_ENCODED.format(name=encoding.upper()))


def _without_declaration(text: str) -> str:
    match = _XML_DECLARATION.match(text)
    return "\n" * match[0].count("\n") + text[match.end() :] if match else text


def _line(before: str) -> Label:
    return at(before.count("\n") + 1)


def _no_constant(name: str) -> NoReturn:
    fail(WHOLE, NOT_JSON.format(name=name))


def _check_values(document: Json, limits: Limits) -> None:
    level, depth, contexts, terms = [document], 0, 0, 0
    while level:
        depth += 1
        if depth > limits.depth:
            fail(WHOLE, TOO_DEEP.format(depth=limits.depth))
        for value in level:
            if isinstance(value, dict) and (_CONTEXT in value or _IMPORT in value):
                contexts += 1
                terms = max(terms, _check_contexts(value))
        level = [inner for value in level for inner in _inner(value)]
    if contexts * terms > CONTEXT_WORK:
        fail(WHOLE, TOO_MANY_TERMS.format(contexts=contexts, terms=terms))


def _inner(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _check_contexts(value: dict[str, Json]) -> int:
    """How many terms a context defines."""
    if _IMPORT in value:
        fail(same(_IMPORT), NOT_FETCHED)
    context = value.get(_CONTEXT)
    listed = context if isinstance(context, list) else [context]
    for one in listed:
        if isinstance(one, str):
            fail(same(f"{_CONTEXT} {one[:200]}"), NOT_FETCHED)
    return sum(len(one) for one in listed if isinstance(one, dict))
