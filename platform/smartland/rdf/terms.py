"""RDF terms as N-Triples text: ``<iri>``, ``_:b0``, ``"text"@it``; a triple is three of them.

Text terms are compared, sorted, hashed and stored without conversion, which is what a
description needs; engines parse them in bulk.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

Triple = tuple[str, str, str]

_ESCAPED = re.compile(r'[\\"\n\r]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_UNESCAPE = re.compile(r'\\(?:([tbnrf"\'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
_UNESCAPES = {
    "t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\",
}  # fmt: skip
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@lru_cache(maxsize=5_000)
def iri(value: str) -> str:
    """``<value>``. Raises ValueError for a relative IRI or one with spaces or quotes in it."""
    if _NOT_IN_IRI.search(value) or ":" not in value:
        raise ValueError(f"not an absolute IRI: {value[:200]!r}")
    return f"<{value}>"


def literal(text: str, *, language: str = "", datatype: str = "") -> str:
    """A literal; plain, with a language tag, or with a datatype IRI."""
    if '"' in text or "\\" in text or "\n" in text or "\r" in text:
        text = _ESCAPED.sub(_escape, text)
    quoted = f'"{text}"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype and datatype != XSD_STRING else quoted


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES[match[0]]


def is_iri(term: str) -> bool:
    """True for ``<…>``."""
    return term[:1] == "<"


def is_blank(term: str) -> bool:
    """True for ``_:…``."""
    return term[:1] == "_"


def iri_of(term: str) -> str:
    """The IRI inside ``<…>``."""
    return term[1:-1]


def split_literal(term: str) -> tuple[str, str, str]:
    """(text, language, datatype IRI) of a literal; the datatype is empty where none is written."""
    end = term.rindex('"')
    raw, tail = term[1:end], term[end + 1 :]
    text = _UNESCAPE.sub(_unescape, raw) if "\\" in raw else raw
    if tail.startswith("@"):
        return text, tail[1:], ""
    return text, "", tail[3:-1]


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return _UNESCAPES[match[1]]
    return chr(int(match[2] or match[3], 16))


def lines_in(text: str) -> list[str]:
    """The lines of N-Triples text, each with its end. Literals may hold U+2028 and the like, which
    ``str.splitlines`` takes for the end of a line."""
    return [f"{line}\n" for line in text.split("\n") if line]


def to_lines(triples: Iterable[Triple]) -> str:
    """Sorted N-Triples lines, each triple once: the canonical text of a graph."""
    return "".join(sorted({f"{s} {p} {o} .\n" for s, p, o in triples}))
