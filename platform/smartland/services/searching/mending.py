"""Why nothing was found: which words occur nowhere, and which ones may have been meant."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import QRatio
from rapidfuzz.process import extract

from smartland.domain.text import every_word, query_words
from smartland.errors import LANGUAGES, Label
from smartland.matching.stems import stem
from smartland.ports.search import SearchIndex
from smartland.services.searching.answers import MissingWord
from smartland.services.searching.meaning import Meaning
from smartland.services.searching.units import Unit

MOST_WORDS = 8
MOST_NEAREST = 3
TRIED = 6
"""Likely words that are tried under the conditions of the search."""
VOCABULARY = 1_500
"""Words looked through for each beginning, the most frequent ones."""
SHORTEST = 3
ALIKE = 70
"""Of 100: how much a label must be like a value that no field has."""
FREQUENT = 3
"""Documents that must hold a word before it is offered in place of one that no document has."""
_TIDY = 0.03
"""What ten times as many documents are worth against the share of letters that differ."""

Count = Callable[[str], int]
Words = Iterable[tuple[str, int]]


@dataclass(frozen=True)
class Mender:
    """Looks at the words of one search; ``count`` says how many documents hold a word under the
    conditions of the search, ``samples`` gives the words of documents that hold one like it: there
    the word is found whose first letters were missed."""

    index: SearchIndex
    meaning: Meaning
    count: Count
    samples: Callable[[str], Iterable[str]]

    @cached_property
    def missing(self) -> tuple[MissingWord, ...]:
        """The words that nothing holds, with the nearest that something does."""
        return tuple(
            MissingWord(word, self.nearest(word)) for word in self._words if not self.count(word)
        )

    def mended(self) -> str:
        """The text with the missing words replaced by their nearest; empty if one has none."""
        nearest = {one.word: one.nearest[0] for one in self.missing if one.nearest}
        if not nearest or len(nearest) < len(self.missing):
            return ""
        return self._replaced(nearest)

    def unheard(self) -> str:
        """The text with words in forms that occur nowhere replaced by far more frequent ones that
        look like them; empty when there are none. Other forms of a word are no errors."""
        found = {}
        for word in self._words:
            if len(word) > SHORTEST + 1 and word.isalpha() and not self._begins(word):
                near = next(iter(self._alike(word)), ("", 0))
                if near[1] >= FREQUENT and stem(near[0]) != stem(word):
                    found[word] = near[0]
        return self._replaced(found) if found else ""

    def nearest(self, word: str) -> tuple[str, ...]:
        """The words that were likeliest meant by ``word``, at most three, each found."""
        tried = [one for one, _ in self._alike(word)][:TRIED]
        return tuple(one for one in tried if self.count(one))[:MOST_NEAREST]

    @cached_property
    def _words(self) -> tuple[str, ...]:
        spoken = (one.word for one in self.meaning.units.units)
        quoted = (word for text in self.meaning.phrases for word in query_words(text))
        return tuple(dict.fromkeys((*spoken, *quoted)))[:MOST_WORDS]

    def _begins(self, word: str) -> bool:
        """Whether a word begins so, in titles or texts."""
        return any(self.index.vocabulary(word, 1, titles=one) for one in (True, False))

    def _alike(self, word: str) -> list[tuple[str, int]]:
        """Words within a few typing errors, with the documents of each, the likeliest first."""
        if not typing_errors(word):
            return []
        near = {one for one in self.samples(word) if _distance(word, one) <= typing_errors(word)}
        sampled = (pair for one in near for pair in self._exactly(one))
        return _likely(word, (*sampled, *self._beginning(word[:2])))

    def _exactly(self, word: str) -> Words:
        """``word`` with its documents, as far as it is seen quickly."""
        return [pair for pair in self._beginning(word, 5) if pair[0] == word]

    def _beginning(self, prefix: str, limit: int = VOCABULARY) -> Words:
        for titles in (True, False):
            yield from self.index.vocabulary(prefix, limit, titles=titles)

    def _replaced(self, words: dict[str, str]) -> str:
        text = self.meaning.typed.text
        for one in reversed(self.meaning.units.units):
            if one.word in words:
                text = _replace(text, one, words[one.word])
        return text if text != self.meaning.typed.text else ""


def typing_errors(word: str) -> int:
    """How many typing errors may be mended: none in short words and numbers, 1 up to 5 letters."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) <= 5 else 2


def _likely(word: str, words: Words) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    likeness: dict[str, float] = {}
    for one, documents in words:
        distance = _distance(word, one)
        if one != word and distance <= typing_errors(word):
            found[one] = found.get(one, 0) + documents
            likeness[one] = 1 - distance / max(len(word), len(one))
    score = {one: likeness[one] + _TIDY * math.log10(1 + found[one]) for one in found}
    return sorted(found.items(), key=lambda one: (-score[one[0]], one[0]))


def _distance(word: str, other: str) -> int:
    return OSA.distance(word, other, score_cutoff=typing_errors(word))


def _replace(text: str, unit: Unit, word: str) -> str:
    """``text`` with the word of ``unit`` replaced in its piece."""
    piece = text[unit.start : unit.end]
    start, end = _spelled(piece, unit.word)
    return text[: unit.start] + piece[:start] + word + piece[end:] + text[unit.end :]


def _spelled(piece: str, word: str) -> tuple[int, int]:
    """Where ``word`` stands in ``piece``; all of it where it is spelled with accents or dots."""
    folded = piece.casefold()
    start = folded.find(word) if len(folded) == len(piece) else -1
    return (start, start + len(word)) if start >= 0 else (0, len(piece))


def nearest_labels(text: str, labels: Iterable[Label]) -> tuple[str, ...]:
    """The labels, in either language, that are most like ``text``, at most three; in quotes where
    they have several words."""
    names = {
        " ".join(every_word(one[tongue])): one[tongue] for one in labels for tongue in LANGUAGES
    }
    typed = " ".join(every_word(text))
    near = extract(typed, names.keys(), scorer=QRatio, score_cutoff=ALIKE, limit=MOST_NEAREST)
    found = (names[name] for name, *_ in near)
    return tuple(f'"{one}"' if " " in one else one for one in found)
