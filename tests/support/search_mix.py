"""What people ask of a catalogue, in a fixed mix, as requests of our port."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from smartland.domain.identity import resource_iri
from smartland.ports.search import (
    CodeIs,
    Everything,
    Phrase,
    Query,
    SearchRequest,
    Words,
)
from support.search_corpus import BASE, REGIONS, Corpus
from support.search_words import VOCABULARY, subjects

SIX = ("kind", "corridor", "filiera", "in", "competence", "status")
"""The facets of the result page that cost most."""


@dataclass(frozen=True)
class Mix:
    """``searches``: sort of question → requests; ``beginnings``: what is typed for completion."""

    searches: Mapping[str, Sequence[SearchRequest]]
    beginnings: Sequence[str]


def make_mix(corpus: Corpus, size: int, count: int) -> Mix:
    """``count`` different questions of each sort about the first ``size`` documents."""
    chance = Random(5)  # noqa: S311 - words, not secrets
    numbers = range(count)
    return Mix(
        {
            "OR+filters+6 facets": [
                _filtered(Words(_three(chance), every=False), chance) for _ in numbers
            ],
            "filters+6 facets": [_filtered(Everything(), chance) for _ in numbers],
            "OR, top 20": [SearchRequest(Words(_three(chance), every=False)) for _ in numbers],
            "all words": [SearchRequest(Words(_words(chance, 2))) for _ in numbers],
            "phrase": [SearchRequest(Phrase(_phrase(corpus, chance, size))) for _ in numbers],
            "prefix": [SearchRequest(Words(_begun(chance), prefix=True)) for _ in numbers],
            "fuzzy": [SearchRequest(Words(_mistyped(chance), fuzzy=True)) for _ in numbers],
            "code": [SearchRequest(CodeIs(_code(chance, size))) for _ in numbers],
        },
        [_words(chance, 1)[: chance.randint(2, 5)] for _ in numbers],
    )


def _filtered(query: Query, chance: Random) -> SearchRequest:
    region = resource_iri(BASE, "territory", f"istat-{chance.randrange(REGIONS):02}")
    return SearchRequest(query, filters={"kind": ("project", "call"), "in": (region,)}, facets=SIX)


def _words(chance: Random, count: int) -> str:
    return " ".join(subjects(chance, chance.choice(("it", "it", "en")), count))


def _three(chance: Random) -> str:
    """Two words of the field and a rare one."""
    words = VOCABULARY["it"]
    return f"{_words(chance, 2)} {words[chance.randrange(1_000, 20_000)]}"


def _phrase(corpus: Corpus, chance: Random, size: int) -> str:
    """Two words that stand side by side in some title."""
    document = corpus.draft(chance.randrange(size)).document
    texts = document.get("title") or document["name"]
    return " ".join(texts["it"].split()[:2])


def _begun(chance: Random) -> str:
    """A word, and another of which five letters at most have been typed."""
    first, second = subjects(chance, "it", 2)
    return f"{first} {second[:5]}"


def _mistyped(chance: Random) -> str:
    """A word with two neighbouring letters exchanged."""
    word = next(one for _ in range(1_000) if len(one := _words(chance, 1)) > 5)
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _code(chance: Random, size: int) -> str:
    number = chance.randrange(size // 20) * 20
    return f"J{number % 100:02}C{number:010}"
