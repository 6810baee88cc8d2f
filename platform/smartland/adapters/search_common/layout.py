"""How a document is laid out in the fields, the same in every engine."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from smartland.adapters.search_common.bounds import day_number
from smartland.adapters.search_common.fields import (
    PARTS,
    date_field,
    number_field,
    stemmed,
    term_field,
)
from smartland.domain.text import compact_code, every_word, words
from smartland.errors import LANGUAGES
from smartland.ports.search import IndexDocument
from smartland.ports.search_names import PLACE

NO_WORDS = "_"
"""Stands in every stemmed field that has no words, and is no word itself.

One engine counts the documents that have a field, another all of them: with this every document
has every field, and how rare a word is comes out alike.
"""
LONGEST_TERM = 8_000
"""Longer values, which nobody could type or read, are left out: engines refuse 32,766 bytes."""

SORT_KEY_LENGTH = 200

EMPTY_TEXTS = {stemmed(part, language): NO_WORDS for part in PARTS for language in LANGUAGES}
"""The stemmed fields of a document without any text."""


def spoken_words(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Language → the words of a text by language, ``it`` and ``en``; what has another language or
    none is in both."""
    by_language = {tag: words(text) for tag, text in texts.items()}
    unspoken = [found for tag, found in by_language.items() if tag not in LANGUAGES]
    return {
        language: list(chain(by_language.get(language, ()), *unspoken)) for language in LANGUAGES
    }


def different_words(spoken: Mapping[str, Sequence[str]]) -> list[str]:
    """Each word of :func:`spoken_words` once."""
    return list(dict.fromkeys(chain.from_iterable(spoken.values())))


def lay_out_values(document: IndexDocument) -> dict[str, Any]:
    """Field → value of everything but the texts, the identity and the version."""
    codes = dict.fromkeys(compact_code(code) for code in document.codes)
    values: dict[str, Any] = {"codes": [one for one in codes if len(one) <= LONGEST_TERM]}
    order = title_order(document.title)
    if order:
        values["title_order"] = order
    for name, terms in document.terms.items():
        values[term_field(name)] = _different_terms(terms)
    for name, number in _numbers(document):
        values[number_field(name)] = number
    for name, day in document.dates.items():
        ordinal = day_number(day)
        # Harvested years beyond the calendar (0000, 12024) cannot be compared; the text stays
        if ordinal is not None:
            values[date_field(name)] = ordinal
    return values


def title_order(title: Mapping[str, str]) -> str:
    """What titles are sorted by: the Italian one first, folded, without punctuation."""
    for tag in ("it", "und", *sorted(title)):
        if tag in title:
            return " ".join(every_word(title[tag]))[:SORT_KEY_LENGTH]
    return ""


def _different_terms(terms: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(terms) if len(one) <= LONGEST_TERM]


def _numbers(document: IndexDocument) -> Iterable[tuple[str, float]]:
    point = document.point or ()
    for name, number in (*document.numbers.items(), *zip(PLACE, point, strict=False)):
        if math.isfinite(number):
            yield name, number + 0.0  # never -0.0, which equals 0.0 here but not in the index
