"""The nearest that there is when nothing holds all that was typed, and why nothing does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from smartland.domain.text import query_words
from smartland.ports.search import AllOf, Query, SearchAnswer, SearchIndex, Words
from smartland.services.catalogue import Catalogue
from smartland.services.searching.answers import MissingWord, SearchQuery
from smartland.services.searching.asking import Asking
from smartland.services.searching.explaining import every_text
from smartland.services.searching.grammar import FieldValue
from smartland.services.searching.meaning import Meaning
from smartland.services.searching.mending import Mender, nearest_labels

FEW = 200
"""So few results may be due to a typing error: the stems of words forgive some."""
SAMPLES, SAMPLE = 10, 500
"""Results, and letters of their texts, in which the word is looked for that was meant."""


@dataclass(frozen=True)
class Found:
    """``answer`` is what holds ``meaning``; ``mended`` are (typed, taken instead)."""

    meaning: Meaning
    answer: SearchAnswer
    suggestion: str = ""
    missing: tuple[MissingWord, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


class Nearest:
    """Looks around one search."""

    def __init__(
        self,
        index: SearchIndex,
        catalogue: Catalogue,
        asking: Asking,
        query: SearchQuery,
        meaning: Meaning,
    ) -> None:
        self._index = index
        self._catalogue = catalogue
        self._asking = asking
        self._query = query
        self._meaning = meaning

    def better(self, answer: SearchAnswer) -> str:
        """For a search that found a little: its text with an unheard-of word replaced by a
        frequent one, if that finds more; empty otherwise."""
        few = 0 < answer.total <= FEW
        if not few or self._query.cursor is not None or self._meaning.codes:
            return ""
        return self._tried(self._mender().unheard(), answer.total)

    def found(self) -> Found:
        """For a search that found nothing: what holds the mended words, or those that are not
        missing, or all but one, or any of them."""
        mender = self._mender()
        missing = mender.missing
        suggestion = self._tried(mender.mended(), 0)
        nearest = {one.word: one.nearest[0] for one in missing if one.nearest}
        shown, answer = self._closest(missing, suggestion)
        return Found(
            shown,
            answer,
            suggestion,
            (*missing, *self._values_missing()),
            tuple(nearest.items()) if shown is not self._meaning else (),
            self._meaning.typed.unknown,
        )

    def _closest(
        self, missing: Sequence[MissingWord], suggestion: str
    ) -> tuple[Meaning, SearchAnswer]:
        for meaning, asked in self._narrower(missing, suggestion):
            answer = self._search(meaning, asked)
            if answer.total:
                return meaning, answer
        return self._meaning, self._search(self._meaning, self._meaning.wider)

    def _narrower(
        self, missing: Sequence[MissingWord], suggestion: str
    ) -> Iterator[tuple[Meaning, Query]]:
        if suggestion:
            mended = self._asking.understand(suggestion)
            yield mended, mended.query
        words = frozenset(one.word for one in missing)
        for way in (self._meaning.without(words), self._meaning.all_but_one()):
            if way is not None:
                yield self._meaning, way

    def _mender(self) -> Mender:
        return Mender(self._index, self._meaning, self._count, self._samples)

    def _samples(self, word: str) -> Sequence[str]:
        """The words of a few documents that hold one like ``word``."""
        like = Words(word, every=False, fuzzy=True)
        asked = self._asking.request(self._query, self._meaning, like)
        # All score the same, and putting thousands of equals in order would be dear
        some = replace(asked, facets=(), sort="title", limit=SAMPLES, after=None)
        heads = self._catalogue.by_iris([hit.iri for hit in self._index.search(some).hits])
        texts = (text[:SAMPLE] for one in heads.values() for text in every_text(one))
        return [one for text in texts for one in query_words(text)]

    def _search(self, meaning: Meaning, asked: Query) -> SearchAnswer:
        return self._index.search(self._asking.request(self._query, meaning, asked))

    def _count(self, word: str) -> int:
        return self._total(AllOf((Words(word), *self._meaning.conditions)))

    def _total(self, asked: Query) -> int:
        request = self._asking.request(self._query, self._meaning, asked)
        return self._index.search(replace(request, facets=(), limit=0, after=None)).total

    def _tried(self, text: str, found: int) -> str:
        """``text`` if it finds more than ``found`` under the conditions of the search."""
        if not text:
            return ""
        other = replace(self._query, q=text, facets=(), cursor=None, limit=1)
        request = self._asking.request(other, self._asking.understand(text))
        return text if self._index.search(request).total > found else ""

    def _values_missing(self) -> Iterator[MissingWord]:
        """The values of fields that nothing has, with the likeliest meant."""
        for part in self._meaning.typed.parts:
            if not isinstance(part, FieldValue) or part.excluded:
                continue
            asked = self._asking.values.query(part)
            if asked is not None and not self._total(asked):
                named = self._asking.values.labels
                labels = (one for _, name in part.fields for one in named(name))
                near = nearest_labels(part.text, labels)
                yield MissingWord(
                    f"{part.name}:{part.text}", tuple(f"{part.name}:{one}" for one in near)
                )
