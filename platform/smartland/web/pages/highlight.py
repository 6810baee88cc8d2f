"""The piece of a text that shows why it was found, with the words that were asked for marked."""

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

LENGTH = 240
_WORD = re.compile(r"\w+")
_ASKED = re.compile(r'-\S+|[a-z_]{2,30}:(?:"[^"]*"|\S+)|["\s]+')


def asked_words(query: str) -> tuple[str, ...]:
    """The plain words of a query: no exclusions, no ``name:value``, nothing of one letter."""
    return tuple(word for word in _WORD.findall(_ASKED.sub(" ", query)) if len(word) > 1)


def excerpt(text: str, words: Sequence[str]) -> Markup:
    """About ``LENGTH`` characters of ``text`` around the first marked word, safe as HTML."""
    text = " ".join(text.split())
    starts = tuple(_stem(word) for word in words)
    spans = [match.span() for match in _WORD.finditer(text) if _stem_of(match[0], starts)]
    first = spans[0][0] if spans else 0
    begin = 0 if first < LENGTH - 60 else text.rfind(" ", 0, first - 80) + 1
    end = begin + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + LENGTH // 2)
    return _marked(text, begin, min(end, len(text)), spans)


def _marked(text: str, begin: int, end: int, spans: Sequence[tuple[int, int]]) -> Markup:
    out = [Markup("… ") if begin else Markup("")]
    at = begin
    for start, stop in spans:
        if start >= at and stop <= end:
            out += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
            at = stop
    out.append(escape(text[at:end]))
    out.append(Markup(" …") if end < len(text) else Markup(""))
    return Markup("").join(out)


def _stem(word: str) -> str:
    """A word without accents and without what inflection changes at its end."""
    plain = "".join(
        one
        for one in unicodedata.normalize("NFKD", word.casefold())
        if not unicodedata.combining(one)
    )
    return plain[:-1] if len(plain) > 4 else plain


def _stem_of(word: str, starts: Sequence[str]) -> bool:
    stem = _stem(word)
    return any(stem.startswith(start) for start in starts)
