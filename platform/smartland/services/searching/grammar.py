"""What people type, as a query: words, "phrases", -exclusions, name:value."""

import re
from collections.abc import Callable, Iterator

from smartland.ports.search import (
    AllOf,
    AnyOf,
    CodeIs,
    Everything,
    Not,
    Phrase,
    Query,
    TermIs,
    Words,
)

MAX_LENGTH = 500
MAX_PARTS = 40
CODE_BOOST = 20.0

Expand = Callable[[str, str], tuple[str, ...]]

_PART = re.compile(
    r'(?P<minus>-)?(?:(?P<name>[a-z_]{2,30}):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))'
)
_DIGIT = re.compile(r"\d")


def as_given(_: str, value: str) -> tuple[str, ...]:
    """The value of a filter as it was typed."""
    return (value,)


def parse(
    text: str,
    names: frozenset[str],
    expand: Expand = as_given,
    *,
    relaxed: bool = False,
) -> Query:
    """The query for ``text``; an empty one asks for everything.

    ``names`` are the filters that ``name:value`` may use, and ``expand`` gives what such a value
    may stand for; any other colon is just a word. All
    words must occur, the last one at least as a beginning; ``relaxed`` takes any of them, and
    admits typing errors. A text with a digit is also looked up as an identifier, and comes first.
    """
    text = text.strip()[:MAX_LENGTH]
    if not text:
        return Everything()
    words: list[str] = []
    parts = list(_parts(text, names, expand, words))[:MAX_PARTS]
    if words:
        parts.append(_words(" ".join(words), relaxed=relaxed))
    if all(isinstance(part, Not) for part in parts):
        parts.append(Everything())
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _parts(text: str, names: frozenset[str], expand: Expand, words: list[str]) -> Iterator[Query]:
    for match in _PART.finditer(text):
        phrase = match["phrase"]
        value = phrase if phrase is not None else match["word"]
        if match["name"] in names:
            name = match["name"]
            terms = tuple(TermIs(name, one) for one in expand(name, value))
            part: Query = terms[0] if len(terms) == 1 else AnyOf(terms)
        elif phrase is not None:
            part = Phrase(phrase)
        elif match["minus"]:
            part = Words(value)
        else:
            words.append(match[0])
            continue
        if isinstance(part, Phrase) and not part.text.strip():
            continue
        yield Not(part) if match["minus"] else part


def _words(text: str, *, relaxed: bool) -> Query:
    asked: Query = Words(text, every=not relaxed, prefix=True, fuzzy=relaxed)
    if not _DIGIT.search(text):
        return asked
    return AnyOf(
        (CodeIs(text, CODE_BOOST), *(CodeIs(one, CODE_BOOST) for one in _codes(text)), asked)
    )


def _codes(text: str) -> list[str]:
    words = text.split()
    return [one for one in words if _DIGIT.search(one)][:5] if len(words) > 1 else []
