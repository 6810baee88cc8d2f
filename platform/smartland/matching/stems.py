"""Light stems of Italian and English words, good enough to see that two words are one.

The index has full Snowball stemmers; here the language of a word is often unknown and both
languages pass the same few rules, which only join singular and plural, masculine and feminine.
"""

from collections.abc import Mapping
from functools import lru_cache

from smartland.domain.text import query_words

SHORTEST = 4
"""Words of fewer letters stay as they are: ``gas`` is no plural."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one folded word: ``energie`` and ``energia`` → ``energi``, ``idrici`` →
    ``idric``, ``batteries`` and ``battery`` → ``batteri``."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("y"):
        return word[:-1] + "i"
    if len(word) >= SHORTEST and word[-1] in "aeio":
        word = word[:-1]
    # Plurals that keep the sound: idriche/idrica, laghi/lago
    if word.endswith(("ch", "gh")):
        word = word[:-1]
    return word


def stems_of(text: str) -> Mapping[str, str]:
    """Stem → the first word of ``text`` that has it, in order of occurrence."""
    found: dict[str, str] = {}
    for word in query_words(text):
        found.setdefault(stem(word), word)
    return found
