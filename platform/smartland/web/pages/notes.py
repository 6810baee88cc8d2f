"""What a result list says about its question: how it was read, and what else to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from smartland.domain.text import fold
from smartland.services.searching.answers import MissingWord, Results, Understood
from smartland.web.pages.asked import Asked, address
from smartland.web.pages.naming import Naming, capital
from smartland.web.pages.shown import Shown
from smartland.web.pages.typed import WORD, as_typed, typed_span


@dataclass(frozen=True)
class Missing:
    """A word that nothing holds, and the question with each of the nearest words instead."""

    word: str
    nearest: tuple[Shown, ...]


@dataclass(frozen=True)
class Meant:
    """Words that name concepts, and the question for the words alone."""

    words: str
    concepts: tuple[Shown, ...]
    words_only: str


@dataclass(frozen=True)
class Notes:
    """All of them; each may be empty."""

    suggestion: Shown | None = None
    missing: tuple[Missing, ...] = ()
    understood: tuple[Meant, ...] = ()
    unknown_fields: tuple[str, ...] = ()


def make_notes(asked: Asked, results: Results, naming: Naming) -> Notes:
    """The notes on one answer of the search service."""
    again = replace(asked, cursor=None, start=1)
    suggestion = results.suggestion
    return Notes(
        Shown(suggestion, address(replace(again, q=suggestion), naming)) if suggestion else None,
        tuple(_missing(one, again, naming) for one in results.missing),
        tuple(_meant(results.understood, again, naming)),
        results.unknown_fields,
    )


def with_word(query: str, word: str, instead: str) -> str:
    """``query`` with every ``word``, however it is accented or in capitals, replaced."""
    folded = fold(word)
    return WORD.sub(lambda one: instead if fold(one[0]) == folded else one[0], query)


def word_for_word(query: str, words: str) -> str:
    """``query`` with ``words`` in quotation marks: they stand for nothing but themselves."""
    start, end = typed_span(query, words) or (0, 0)
    return f'{query[:start]}"{query[start:end]}"{query[end:]}' if end else f'"{words}"'


def _missing(one: MissingWord, asked: Asked, naming: Naming) -> Missing:
    return Missing(as_typed(asked.q, one.word), tuple(_instead(asked, one, naming)))


def _instead(asked: Asked, one: MissingWord, naming: Naming) -> Sequence[Shown]:
    return [
        Shown(word, address(replace(asked, q=with_word(asked.q, one.word, word)), naming))
        for word in one.nearest
    ]


def _meant(understood: Sequence[Understood], asked: Asked, naming: Naming) -> Iterator[Meant]:
    naming.prepare(one.iri for one in understood)
    for words in dict.fromkeys(one.words for one in understood):
        concepts = [
            replace(naming.shown(one.iri), text=capital(one.label[naming.language]))
            for one in understood
            if one.words == words
        ]
        alone = replace(asked, q=word_for_word(asked.q, words))
        yield Meant(as_typed(asked.q, words), tuple(concepts), address(alone, naming))
