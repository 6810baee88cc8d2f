"""The gate before the RDF engine: what reaches it is UTF-8, bounded, and cannot crash it.

The engine is native code inside our process: deeply nested JSON or triple terms end it with a
segmentation fault, and it expands XML entities without bound (met with pyoxigraph 0.5.13).
"""

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from smartland.domain.resource import Json
from smartland.errors import Label, Malformed, TooLarge

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
NOT_FETCHED = "contexts are never fetched; write the terms into the document"


@dataclass(frozen=True)
class Limits:
    """Bytes of a document, nesting of its elements or objects, characters of a literal."""

    size: int = 20_000_000
    depth: int = 200
    literal: int = 1_000_000


LIMITS = Limits()


def fail(place: str, why: str) -> NoReturn:
    """Raise Malformed for ``place`` (``line 3, column 7``)."""
    raise Malformed(NOT_READ.format(place=place, why=why))


def check_size(body: bytes, limits: Limits) -> None:
    """Raises TooLarge, or Malformed where there is nothing at all."""
    if len(body) > limits.size:
        raise TooLarge(TOO_LARGE.format(size=len(body), limit=limits.size))
    if not body.strip():
        fail("line 1", "the document is empty")


def decode(body: bytes, *, xml: bool) -> str:
    """The text of ``body`` by its byte order mark or XML declaration, else UTF-8.

    The mark and the XML declaration are taken off, lines keep their numbers. Raises Malformed
    for an unknown encoding, for bytes that are no text in it, and for NUL characters.
    """
    text = _recode(body, _encoding(body, xml=xml)).removeprefix("\ufeff")
    if "\0" in text:
        fail(_line(text[: text.index("\0")]), "a NUL character")
    if xml:
        # an XML declaration may not follow blank lines, and many sources print some
        text = _XML_DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text, count=1)
    return text


def check_xml(data: bytes, limits: Limits) -> None:
    """Well-formed UTF-8 XML without a DOCTYPE and not nested too deeply. Raises Malformed."""
    parser = expat.ParserCreate("UTF-8")
    depth = 0

    def refuse(*_: object) -> None:
        place = f"line {parser.CurrentLineNumber}"
        fail(place, "a DOCTYPE; entities are refused, write the text out")

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            fail(f"line {parser.CurrentLineNumber}", f"nested deeper than {limits.depth} elements")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the interface of expat
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        fail(f"line {error.lineno}, column {error.offset + 1}", why or "not XML")


def check_json(text: str, limits: Limits) -> None:
    """JSON not nested too deeply, whose contexts are all written out. Raises Malformed."""
    try:
        # numbers stay text: JSON allows a million digits, Python's int refuses them
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        fail(f"line {error.lineno}, column {error.colno}", error.msg)
    except RecursionError:
        fail("the whole document", f"nested deeper than {limits.depth}")
    _check_values(document, limits)


def check_turtle(text: str) -> None:
    """No nests of RDF 1.2 triple terms: they crash the engine. Raises Malformed."""
    found = [match.start() for match in _TRIPLE_TERM.finditer(text)]
    if len(found) > _TRIPLE_TERMS:
        fail(_line(text[: found[0]]), "triple terms are not accepted")


def _encoding(body: bytes, *, xml: bool) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark) and (xml or b"<" not in mark):
            return encoding
    declared = _XML_ENCODING.match(body) if xml else None
    if not declared:
        return "utf-8"
    name = declared[1].decode("ascii").lower()
    if name not in _ENCODINGS:
        fail("line 1", f"the encoding {name} is not read; use UTF-8")
    return _ENCODINGS[name]


def _recode(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "cp1252":  # five bytes that only Latin-1 defines
            return body.decode("latin-1")
        before = body[: error.start].decode(encoding, "replace")
        fail(_line(before), f"not {encoding.upper()}; save it as UTF-8 or declare its encoding")


def _line(before: str) -> str:
    return f"line {before.count(chr(10)) + 1}"


def _no_constant(name: str) -> NoReturn:
    fail("the whole document", f"{name} is not JSON")


def _check_values(document: Json, limits: Limits) -> None:
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > limits.depth:
            fail("the whole document", f"nested deeper than {limits.depth}")
        for value in level:
            if isinstance(value, dict):
                _check_contexts(value)
        level = [inner for value in level for inner in _inner(value)]


def _inner(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _check_contexts(value: dict[str, Json]) -> None:
    if _IMPORT in value:
        fail(_IMPORT, NOT_FETCHED)
    context = value.get(_CONTEXT)
    for one in context if isinstance(context, list) else [context]:
        if isinstance(one, str):
            fail(f"{_CONTEXT} {one[:200]}", NOT_FETCHED)
