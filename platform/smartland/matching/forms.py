"""The other number and gender of Italian and English words: forms of one word, and of no other.

Stemmers also join words that only begin alike (``comunità`` and ``comunicazione``); these forms
tell which documents hold what was typed. Some that are made here are no words: nothing holds them.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

SHORTEST = 4
"""Words of fewer letters have no other form: ``gas`` is no plural."""
SHORTEST_GENDERED = 7
"""In shorter words the gender often tells two words apart: porto and porta, caso and casa."""

_NUMBERS = (
    *(("o", "i"), ("io", "i"), ("a", "e"), ("e", "i")),
    *(("co", "chi"), ("go", "ghi"), ("ca", "che"), ("ga", "ghe"), ("cia", "ce"), ("gia", "ge")),
    *(("ma", "mi"), ("sta", "sti")),
    *(("y", "ies"), ("s", "ses"), ("x", "xes"), ("ch", "ches"), ("sh", "shes")),
)
_GENDERS = (("o", "a"), ("i", "e"), ("ci", "che"), ("chi", "che"), ("ghi", "ghe"))
_ADJECTIVES = ("ico", "ica", "ici", "iche")


@lru_cache(maxsize=4_096)
def forms(word: str) -> tuple[str, ...]:
    """A folded ``word`` first, then what it may be in singular and plural; where it is long, or
    an adjective in ``-ico``, in the other gender too."""
    if len(word) < SHORTEST or not word.isalpha():
        return (word,)
    found = dict.fromkeys((word, *_plain_plural(word), *_swapped((word,), _NUMBERS)))
    if len(word) >= SHORTEST_GENDERED or word.endswith(_ADJECTIVES):
        other = tuple(_swapped(found, _GENDERS))
        found |= dict.fromkeys((*other, *_swapped(other, _NUMBERS)))
    return tuple(found)


def _plain_plural(word: str) -> Iterator[str]:
    """The English plural, or the singular of one."""
    if not word.endswith("s"):
        yield f"{word}s"
    elif not word.endswith(("ss", "us", "is")):
        yield word[:-1]


def _swapped(words: Iterable[str], endings: Iterable[tuple[str, str]]) -> Iterator[str]:
    """``words`` with each ending that they have replaced by the other of its pair."""
    pairs = tuple(endings)
    for word in words:
        for one, other in (*pairs, *((b, a) for a, b in pairs)):
            if word.endswith(one):
                yield word[: -len(one)] + other
