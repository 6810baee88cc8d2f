"""Free words and phrases as tantivy queries over the stemmed and unstemmed fields."""

import re
from collections.abc import Callable, Sequence

import tantivy
from tantivy import Occur

from smartland.adapters.search_tantivy.schema import stemmed, stems, unstemmed
from smartland.domain.text import every_word, query_words, words
from smartland.errors import LANGUAGES, Invalid, Label
from smartland.ports.search import Phrase, Words

PART_WEIGHTS = {"title": 3.0, "text": 1.0}
PREFIX_SCORE = 0.5
FUZZY_SCORE = 0.2

MOST_WORDS = 200
"""More words cost more than an answer is worth."""

MOST_FORGIVEN = 8
"""In longer texts each similar word costs as much, and one mistyped word matters little."""

TOO_LARGE = Label(
    it="Ricerca troppo complessa: usare meno parole o condizioni.",
    en="The search is too complex: use fewer words or conditions.",
)

_DIGIT = re.compile(r"\d")


def all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """What matches each of ``queries`` (at least one)."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Must, one) for one in queries])


def any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """What matches one of ``queries`` (at least one); their scores add up."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Should, one) for one in queries])


def best_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """What matches one of ``queries`` (at least one), with the best of their scores."""
    return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query([*queries])


def boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    """``query`` with its scores multiplied."""
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)


def typing_errors(word: str) -> int:
    """How many typing errors are forgiven: 0 up to 3 letters and in numbers, 1 up to 7, else 2."""
    if len(word) <= 3 or _DIGIT.search(word):
        return 0
    return 1 if len(word) <= 7 else 2


class WordQueries:
    """Translates text for one schema; None stands for text without searchable words."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def words(self, query: Words) -> tantivy.Query | None:
        """``query``: each word in any field and language, or any of them.

        ``Words(every=False)`` without searchable words finds nothing: no word of none occurs.
        """
        meant = list(dict.fromkeys(query_words(query.text)))
        last = _beginning(query)
        # A stop word typed last may be the beginning of a word, but only if there is no other
        if last and not meant:
            meant = [last]
        if not meant:
            return None if query.every else tantivy.Query.empty_query()
        if query.every and len(meant) > MOST_WORDS:
            raise Invalid(TOO_LARGE)
        forgiven = {word: typing_errors(word) for word in meant[:MOST_FORGIVEN] if query.fuzzy}
        found = [
            self._word(word, begins=word == last, typos=forgiven.get(word, 0))
            for word in meant[:MOST_WORDS]
        ]
        return boosted(all_of(found) if query.every else any_of(found), query.boost)

    def phrase(self, query: Phrase) -> tantivy.Query | None:
        """The stems of ``query`` in order; stop words between them do not count."""
        found = words(query.text)
        if len(found) > MOST_WORDS:
            raise Invalid(TOO_LARGE)
        if not found:
            return None
        if len(found) > 1:
            whole = any_of([self._best(part, found, self._in_order) for part in PART_WEIGHTS])
        else:
            whole = self._word(found[0], begins=False, typos=0)
        return boosted(whole, query.boost)

    def _word(self, word: str, *, begins: bool, typos: int) -> tantivy.Query:
        """One word anywhere; title and text add up."""
        ways = [self._best(part, [word], self._stem) for part in PART_WEIGHTS]
        for part, weight in PART_WEIGHTS.items():
            if begins:
                ways.append(self._like(part, word, 0, PREFIX_SCORE * weight))
            if typos:
                ways.append(self._like(part, word, typos, FUZZY_SCORE * weight))
        return any_of(ways)

    def _best(
        self, part: str, found: Sequence[str], query: Callable[[str, Sequence[str]], tantivy.Query]
    ) -> tantivy.Query:
        """The better language of one part: a text without language is in both, and counts once."""
        ways = [
            query(stemmed(part, language), stems(language).analyze(" ".join(found)))
            for language in LANGUAGES
        ]
        best = tantivy.Query.disjunction_max_query(ways)
        return tantivy.Query.boost_query(best, PART_WEIGHTS[part])

    def _stem(self, field: str, found: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, found[0], "freq")

    def _in_order(self, field: str, found: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.phrase_query(self._schema, field, [*found])

    def _like(self, part: str, word: str, distance: int, score: float) -> tantivy.Query:
        """Words within ``distance`` typing errors; at distance 0, words that begin so."""
        like = tantivy.Query.fuzzy_term_query(
            self._schema, unstemmed(part), word, distance=distance, prefix=distance == 0
        )
        return tantivy.Query.const_score_query(like, score)


def _beginning(query: Words) -> str:
    """The word that may go on: the last one typed, if it has two letters."""
    typed = every_word(query.text) if query.prefix else []
    return typed[-1] if typed and len(typed[-1]) > 1 else ""
