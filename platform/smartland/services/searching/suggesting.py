"""What the search box offers while somebody types: words to go on with, and resources."""

from collections.abc import Iterator, Sequence
from itertools import islice

from smartland.domain.resource import Revision
from smartland.domain.text import every_word
from smartland.errors import LANGUAGES
from smartland.matching.stems import stem
from smartland.ports.search import (
    AllOf,
    AnyOf,
    CodeIs,
    Query,
    SearchIndex,
    SearchRequest,
    TermIs,
    Words,
)
from smartland.services.catalogue import Catalogue
from smartland.services.labels import title
from smartland.services.searching.answers import SuggestedResource, SuggestedWord, Suggestions
from smartland.services.searching.codes import typed_codes
from smartland.services.searching.conditions import hidden_kinds
from smartland.services.searching.meaning import CODE_BOOST, NAME_BOOST, NAMED
from smartland.services.searching.units import name_key

MOST_TEXT = 200
SHORTEST = 2
"""Letters from which on words are offered: one is the beginning of too many."""
LOOKED_AT, LOOKED_AT_BEHIND = 8, 4
"""Words of the vocabulary that are offered, and that are tried behind the words before them."""
MOST_RESOURCES = 5
TRIED = 15
"""Resources among which those are chosen that are called so."""
SURE = 200
"""Titles that hold a word: then some are of what is shown, and counting them all would be dear."""
SHORTEST_OF_MANY = 3
"""Letters of a word behind others from which on titles are looked for."""
MOST_KINDS = 4
MOST_RANKED = 3_000
"""Of more resources no five are likelier than the others, and ranking them would be dear."""

Kinds = tuple[str, ...]


class Suggester:
    """Completes texts from the titles that the index holds."""

    def __init__(self, index: SearchIndex, catalogue: Catalogue) -> None:
        self._index = index
        self._catalogue = catalogue

    def suggest(self, text: str, kinds: Kinds, limit: int) -> Suggestions:
        """At most ``limit`` ways to go on, each of which finds something, and resources called
        like ``text``; code lists and places only if ``kinds`` asks for them."""
        text = text[:MOST_TEXT]
        typed = every_word(text)
        if not typed or len(typed[-1]) < SHORTEST:
            return Suggestions((), ())
        # After a space the last word is whole
        words = islice(self._words(text, typed, kinds), limit) if text[-1:].isalnum() else ()
        return Suggestions(tuple(words), tuple(self._resources(text, typed, kinds)))

    def _words(self, text: str, typed: Sequence[str], kinds: Kinds) -> Iterator[SuggestedWord]:
        """The last word completed, behind the words before it; one of each stem.

        Each search costs as much as its words are frequent: only the likeliest way is counted by
        kind, and of frequent words that stand alone the titles are known.
        """
        before = _before(text, typed[-1])
        first = " ".join(typed[:-1])
        alone = not first and not kinds
        seen: set[str] = set()
        limit = LOOKED_AT if alone else LOOKED_AT_BEHIND
        for word, held in self._index.vocabulary(typed[-1], limit):
            if stem(word) in seen:
                continue
            whole = not seen
            seen.add(stem(word))
            if alone and not whole and held > SURE:
                yield SuggestedWord(f"{before}{word}", held, ())
                continue
            total, counts = self._count(f"{first} {word}", kinds, whole=whole)
            if total:
                yield SuggestedWord(f"{before}{word}", total, counts)

    def _count(
        self, words: str, kinds: Kinds, *, whole: bool
    ) -> tuple[int, tuple[tuple[str, int], ...]]:
        facets = ("kind",) if whole else ()
        answer = self._index.search(self._request(Words(words), kinds, 0, facets))
        # a facet counts as if nothing of it were chosen
        counts = (one for one in answer.facets.get("kind", ()) if not kinds or one[0] in kinds)
        return answer.total, tuple(islice(counts, MOST_KINDS))

    def _resources(
        self, text: str, typed: Sequence[str], kinds: Kinds
    ) -> Iterator[SuggestedResource]:
        """What has the code or name, then what has all words in its title."""
        exact: list[Query] = [CodeIs(one, CODE_BOOST) for one in typed_codes(text.split())]
        if key := name_key(text):
            exact.append(TermIs(NAMED, key, NAME_BOOST))
        first = self._hits(AnyOf(tuple(exact)), kinds, MOST_RESOURCES) if exact else []
        few = len(first) < MOST_RESOURCES and self._may_be_few(typed)
        others = self._titled(text, kinds) if few else []
        heads = self._catalogue.by_iris([*first, *others])
        shown = (heads[iri] for iri in dict.fromkeys((*first, *others)) if iri in heads)
        chosen = (one for one in shown if one.iri in first or _is_called(one, typed))
        for one in islice(chosen, MOST_RESOURCES):
            yield SuggestedResource(one.iri, one.kind, one.key, title(one))

    def _may_be_few(self, typed: Sequence[str]) -> bool:
        """Whether looking for titles may end in few: what the vocabulary says costs nothing."""
        if len(typed) > 1:
            return len(typed[-1]) >= SHORTEST_OF_MANY
        return sum(held for _, held in self._index.vocabulary(typed[0], 1)) <= MOST_RANKED

    def _titled(self, text: str, kinds: Kinds) -> list[str]:
        words = Words(text, prefix=True)
        total = self._index.search(self._request(words, kinds, 0)).total
        return self._hits(words, kinds, TRIED) if 0 < total <= MOST_RANKED else []

    def _hits(self, query: Query, kinds: Kinds, limit: int) -> list[str]:
        answer = self._index.search(self._request(query, kinds, limit))
        return [hit.iri for hit in answer.hits]

    def _request(
        self, query: Query, kinds: Kinds, limit: int, facets: tuple[str, ...] = ()
    ) -> SearchRequest:
        filters = {"kind": kinds} if kinds else {}
        parts = (query, *hidden_kinds(frozenset(kinds)))
        return SearchRequest(AllOf(parts), filters, facets, limit=limit)


def _is_called(revision: Revision, typed: Sequence[str]) -> bool:
    """Whether each of the words begins a word of the title, in one of its languages."""
    label = title(revision)
    return any(
        all(any(word.startswith(one) for word in words) for one in typed)
        for words in (every_word(label[tongue]) for tongue in LANGUAGES)
    )


def _before(text: str, last: str) -> str:
    """``text`` up to its last word."""
    folded = text.casefold()
    start = folded.rfind(last) if len(folded) == len(text) else -1
    return text[: start if start >= 0 else text.rfind(" ") + 1]
