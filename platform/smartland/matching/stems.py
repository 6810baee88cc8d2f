"""Light stems of Italian and English words, good enough to see that two words are one.

The index has full Snowball stemmers; here the language of a word is often unknown and both
languages pass the same few rules, which only join singular and plural, masculine and feminine.
"""

from collections.abc import Mapping
from functools import lru_cache

from smartland.domain.text import query_words

_EVERYDAY = """
    uno due tre quattro cinque sei sette otto nove dieci dodici venti trenta cento mille primo prima
    secondo anno anni mese mesi giorno giorni settimana ora ore oggi oltre circa solo sola soli
    ogni tutto tutta tutti tutte altro altra altri altre molto molti molte poco pochi piu meno
    grande grandi piccolo piccoli nuovo nuova nuovi nuove sempre gia ancora dopo durante senza
    insieme fare fa fatto essere stato stata avere deve devono puo possono serve servono
    cerca cerchiamo vogliamo vorremmo anche invece ovvero ecc progetto progetti dimostrativo
    dimostrativa
    one two three four five six seven eight nine ten twelve twenty thirty hundred thousand first
    second year years month months day days week hour hours today over about only alone every all
    other others many much few more less most big large small new always already still yet after
    project projects demonstration demo
    before during without together make makes made doing done use uses used using need needs want
    wants look looking seek help us also instead etc between through each both any some them
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""Folded words that say nothing about a subject: two texts that share them share nothing."""

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
    for word in telling_words(text):
        found.setdefault(stem(word), word)
    return found


def telling_words(text: str) -> list[str]:
    """The folded words of ``text`` in order, without stop words and everyday words."""
    return [word for word in query_words(text) if word not in EVERYDAY]
