"""Stems: the Snowball stemmers that tantivy carries, whichever engine holds the index."""

from collections.abc import Sequence
from functools import lru_cache

import tantivy

STEMMERS = {"it": "italian", "en": "english"}


@lru_cache
def stemmer(language: str) -> tantivy.TextAnalyzer:
    """What documents and queries of ``language`` go through, after ``domain.text.words``."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer(STEMMERS[language])).build()


def stems(language: str, words: Sequence[str]) -> list[str]:
    """The stem of each of ``words``, in order."""
    return stemmer(language).analyze(" ".join(words))
