"""What people type, cut into pieces: words, "phrases", name:value, -exclusions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LENGTH = 500
"""Characters that are read: nobody types more, and what is pasted is cut."""
MAX_PIECES = 40

_QUOTES = '"“”„‟«»″＂'
_DASHES = "\\-\u2010-\u2015\u2212"
"""Inside a character class: hyphens, dashes and the minus sign."""
_PIECE = re.compile(
    rf"(?P<minus>[{_DASHES}](?=[^\s{_DASHES}]))?"
    r"(?:(?P<name>[^\W\d][\w-]{0,39}):(?=\S))?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]|(?P<bare>\S+))"
)
_EDGES = _QUOTES + "'‘’()[]{},;!?"


@dataclass(frozen=True)
class Piece:
    """One piece of the text, from ``start`` to ``end`` (exclusive).

    ``name`` is what stands before a colon, empty without one; ``text`` is what follows, or all of
    it, without quotes.
    """

    text: str
    start: int
    end: int
    name: str = ""
    quoted: bool = False
    excluded: bool = False


def cut(text: str) -> Iterator[Piece]:
    """The pieces of ``text``, at most ``MAX_PIECES`` of its first ``MAX_LENGTH`` characters.

    Quotes and dashes may be typographic; a quote that is not closed is none. A dash excludes when
    a space, or nothing, stands before it and something right after it.
    """
    text = text[:MAX_LENGTH]
    place = count = 0
    while count < MAX_PIECES and (found := _next(text, place)):
        place = found.end
        if found.text:
            count += 1
            yield found


def _next(text: str, place: int) -> Piece | None:
    while place < len(text) and text[place].isspace():
        place += 1
    match = _PIECE.match(text, place)
    if match is None:
        return None
    quoted = match["quoted"] is not None
    shown = match["quoted"] if quoted else match["bare"].strip(_EDGES)
    return Piece(
        shown.strip(),
        match.start(),
        match.end(),
        match["name"] or "",
        quoted,
        match["minus"] is not None,
    )
