"""Text as a row of stems that keep their place, for recognising labels inside it.

Unlike the index, which wants one analysis for both languages, a label is only looked for in text of
its own language: ``bandi`` (calls) and ``bands`` must not meet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from smartland.domain.text import STOP_WORDS, fold
from smartland.matching.stems import SHORTEST, stem

ITALIAN, ENGLISH = "it", "en"
LANGUAGES = (ITALIAN, ENGLISH)

_PIECES = re.compile(r"[^\W_]+|[.,;:!?()\[\]/\n|•·\u2013\u2014]")
_HYPHENED = re.compile(r"\b([A-Za-z])-(?=[A-Za-z])")

_ONLY_ITALIAN = """
    il lo la gli le di da del dello della dei degli delle dal dalla nel nella nelle nei al alla
    alle agli ai con per che chi non sul sulla e ed sono si una uno un anche loro questo
"""
_ONLY_ENGLISH = """
    the of and to for with by from on is are was be been this that these which will it its as at
    an we our their can has have not into or
"""
_TELLING = {ITALIAN: frozenset(_ONLY_ITALIAN.split()), ENGLISH: frozenset(_ONLY_ENGLISH.split())}
"""Small words that only one of the two languages has."""
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")
_SHOUTED = 0.7
"""With this share of words in capitals, capitals say nothing about an acronym."""


@dataclass(frozen=True)
class Token:
    """One word of a text: ``plain`` joins singular and plural, ``deep`` farm and farming too.

    ``stop`` words keep their place but belong to no label; ``capitals`` is true for ``GIS``.
    A mark of punctuation is a token whose ``plain`` is empty.
    """

    plain: str
    deep: str
    word: str = ""
    folded: str = ""
    stop: bool = False
    capitals: bool = False


BREAK = Token("", "")


def languages_of(text: str, language: str = "") -> tuple[str, ...]:
    """The languages to read ``text`` in: the one given, else the one that its small words show;
    both where they show nothing, as in most titles."""
    if language in LANGUAGES:
        return (language,)
    words = _PIECES.findall(text[:4_000].lower())
    italian = sum(word in _TELLING[ITALIAN] for word in words)
    english = sum(word in _TELLING[ENGLISH] for word in words)
    if italian > english * 2:
        return (ITALIAN,)
    if english > italian * 2:
        return (ENGLISH,)
    return LANGUAGES


def tokens(text: str, language: str) -> list[Token]:
    """The words and breaks of ``text``, in order; ``e-learning`` is one word."""
    joined = _HYPHENED.sub(r"\1", text) if "-" in text else text
    pieces = _PIECES.findall(joined)
    capitals = not _shouted(pieces)
    return [_token(piece, language, capitals) for piece in pieces]


def title_end(text: str) -> int:
    """How many tokens the first line of ``text`` has, which is read as the title."""
    return len(_PIECES.findall(_HYPHENED.sub(r"\1", text.split("\n", 1)[0])))


def label_words(label: str, language: str) -> tuple[Token, ...]:
    """The words of a label that count, its stop words left out."""
    return tuple(one for one in tokens(label, language) if one.plain and not one.stop)


def content(text: str, language: str) -> Iterator[str]:
    """The deep stems of ``text`` without stop words, in order."""
    for one in tokens(text, language):
        if one.plain and not one.stop:
            yield one.deep


def _shouted(pieces: Sequence[str]) -> bool:
    words = [one for one in pieces if len(one) > 1]
    return len(words) > 3 and sum(one.isupper() for one in words) > _SHOUTED * len(words)


@lru_cache(maxsize=65_536)
def _token(piece: str, language: str, capitals: bool) -> Token:  # noqa: FBT001 - a cache's key
    folded = fold(piece)
    if not folded[:1].isalnum():
        return BREAK
    upper = capitals and sum(one.isupper() for one in piece) > 1 and not piece.islower()
    stop = folded in STOP_WORDS and not (upper and len(piece) == 2)
    plain = _plain_english(folded) if language == ENGLISH else stem(folded)
    deep = _deep_english(plain) if language == ENGLISH else plain
    return Token(plain, deep, piece, folded, stop=stop, capitals=upper)


def _plain_english(word: str) -> str:
    """``batteries`` → ``battery``, ``organisations`` → ``organization``, ``modelling`` →
    ``modeling``: plurals and the two spellings of English."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        word = word[:-1]
    for british, american in (("isation", "ization"), ("ise", "ize"), ("ising", "izing")):
        if word.endswith(british) and len(word) > len(british) + 2:
            return word.removesuffix(british) + american
    if word.endswith(("elling", "elled")):
        return word.replace("ell", "el")
    return word.removesuffix("re") + "er" if word in ("fibre", "centre", "litre") else word


def _deep_english(word: str) -> str:
    """``farming`` → ``farm``, ``planning`` → ``plan``, ``recycle`` → ``recycl``."""
    if len(word) > 5 and word.endswith("ing") and word.isalpha():
        return _DOUBLED.sub(r"\1", word[:-3]).removesuffix("e")
    return word[:-1] if len(word) > SHORTEST and word.endswith("e") else word
