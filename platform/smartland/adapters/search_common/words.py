"""Free words and phrases as queries over the stemmed and unstemmed fields, for any engine."""

from collections.abc import Callable, Sequence
from typing import Generic

from smartland.adapters.search_common.builder import Q, QueryBuilder
from smartland.adapters.search_common.fields import stemmed, unstemmed
from smartland.adapters.search_common.limits import MOST_WORDS, TOO_LARGE
from smartland.adapters.search_common.stems import stems
from smartland.adapters.search_common.weights import (
    EXACT_SCORE,
    FORM_SCORE,
    FUZZY_SCORE,
    MOST_FORGIVEN,
    PART_WEIGHTS,
    PREFIX_SCORE,
    typing_errors,
)
from smartland.domain.text import every_word, query_words, words
from smartland.errors import LANGUAGES, Invalid
from smartland.matching.forms import forms
from smartland.ports.search import Phrase, Words


class WordQueries(Generic[Q]):
    """Translates text with one engine's builder; None stands for text without searchable words."""

    def __init__(self, build: QueryBuilder[Q]) -> None:
        self._build = build

    def words(self, query: Words) -> Q | None:
        """``query``: each word in any field and language, or any of them.

        ``Words(every=False)`` without searchable words finds nothing: no word of none occurs.
        """
        meant = list(dict.fromkeys(query_words(query.text)))
        last = _beginning(query)
        # A stop word typed last may be the beginning of a word, but only if there is no other
        if last and not meant:
            meant = [last]
        if not meant:
            return None if query.every else self._build.nothing()
        if query.every and len(meant) > MOST_WORDS:
            raise Invalid(TOO_LARGE)
        forgiven = {word: typing_errors(word) for word in meant[:MOST_FORGIVEN] if query.fuzzy}
        found = [
            self._word(word, begins=word == last, typos=forgiven.get(word, 0), exact=query.exact)
            for word in meant[:MOST_WORDS]
        ]
        whole = self._build.all_of(found) if query.every else self._build.any_of(found)
        return self._build.boosted(whole, query.boost)

    def phrase(self, query: Phrase) -> Q | None:
        """The stems of ``query`` in order; stop words between them do not count."""
        found = words(query.text)
        if len(found) > MOST_WORDS:
            raise Invalid(TOO_LARGE)
        if not found:
            return None
        if len(found) > 1:
            ways = [self._best(part, found, self._build.in_order) for part in PART_WEIGHTS]
            whole = self._build.any_of(ways)
        else:
            whole = self._word(found[0], begins=False, typos=0)
        return self._build.boosted(whole, query.boost)

    def _word(self, word: str, *, begins: bool, typos: int, exact: bool = False) -> Q:
        """One word anywhere; title and text add up, but where it is ``exact``."""
        if exact:
            ways = [self._exactly(word)]
        else:
            ways = [self._best(part, [word], self._stem) for part in PART_WEIGHTS]
        for part, weight in PART_WEIGHTS.items():
            if begins:
                ways.append(self._build.like(unstemmed(part), word, 0, PREFIX_SCORE * weight))
            if typos:
                ways.append(self._build.like(unstemmed(part), word, typos, FUZZY_SCORE * weight))
        return self._build.any_of(ways)

    def _best(self, part: str, found: Sequence[str], query: Callable[[str, Sequence[str]], Q]) -> Q:
        """The better language of one part: a text without language is in both, and counts once."""
        ways = [query(stemmed(part, language), stems(language, found)) for language in LANGUAGES]
        return self._build.boosted(self._build.best_of(ways), PART_WEIGHTS[part])

    def _exactly(self, word: str) -> Q:
        # The unstemmed fields have neither frequencies nor, on servers, lengths: one score for all
        fields = [unstemmed(part) for part in PART_WEIGHTS]
        ways = [self._build.value(field, word, EXACT_SCORE) for field in fields]
        if others := forms(word)[1:]:
            ways += [self._build.one_of(field, others, FORM_SCORE) for field in fields]
        return self._build.best_of(ways)

    def _stem(self, field: str, found: Sequence[str]) -> Q:
        return self._build.stem(field, found[0])


def _beginning(query: Words) -> str:
    """The word that may go on: the last one typed, if it has two letters."""
    typed = every_word(query.text) if query.prefix else []
    return typed[-1] if typed and len(typed[-1]) > 1 else ""
