"""What a result list says about its question."""

from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from smartland.errors import Label
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels
from smartland.services.searching.answers import MissingWord, Results, Understood
from smartland.web.pages.asked import Asked
from smartland.web.pages.naming import Naming
from smartland.web.pages.notes import Notes, make_notes, with_word, word_for_word


class _NoHeads:
    def by_iris(self, iris: object) -> dict[str, object]:
        return {}


class _NoNames:
    def many(self, iris: list[str]) -> dict[str, Label]:
        return {iri: Label(iri, iri) for iri in iris}


NAMING = Naming(
    cast("Catalogue", _NoHeads()),
    cast("Labels", _NoNames()),
    base="https://dati.example/",
    language="it",
)
ASKED = Asked("energia solari", ("need",), {"in": ("x",)}, cursor="c", start=21)


def _asked(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


@pytest.mark.parametrize(
    ("query", "word", "instead", "found"),
    [
        ("acqua panneli", "panneli", "pannelli", "acqua pannelli"),
        ("Universita, Pavía!", "pavia", "Padova", "Universita, Padova!"),
        ('"panneli solari" -x', "panneli", "pannelli", '"pannelli solari" -x'),
        ("acquazzone acqua", "acqua", "aria", "acquazzone aria"),
        ("acqua", "vento", "aria", "acqua"),
    ],
)
def test_a_word_is_replaced_where_it_stands(
    query: str, word: str, instead: str, found: str
) -> None:
    assert with_word(query, word, instead) == found


@pytest.mark.parametrize(
    ("query", "words", "found"),
    [
        ("energia solare a Pavia", "energia solare", '"energia solare" a Pavia'),
        ("Città d'arte", "citta d arte", '"Città d\'arte"'),
        ("energia", "energia", '"energia"'),
        ("due parole", "altre cose", '"altre cose"'),
    ],
)
def test_words_are_quoted_where_they_stand(query: str, words: str, found: str) -> None:
    assert word_for_word(query, words) == found


def test_links_keep_the_filters_and_begin_anew() -> None:
    results = Results(
        0, (), {}, None, 1,
        missing=(MissingWord("solari", ("solare", "solai")),),
        suggestion="energia solare",
    )  # fmt: skip
    notes = make_notes(ASKED, results, NAMING)
    assert notes.suggestion is not None
    assert notes.suggestion.text == "energia solare"
    for link in (notes.suggestion, notes.missing[0].nearest[0]):
        asked = _asked(link.href)
        assert asked == {"q": ["energia solare"], "kind": ["need"], "in": ["x"]}


def test_concepts_of_the_same_words_stand_together() -> None:
    meant = tuple(
        Understood("energia", f"https://dati.example/id/{name}", Label(name, name))
        for name in ("uno", "due")
    )
    notes = make_notes(ASKED, Results(1, (), {}, None, 1, understood=meant), NAMING)
    assert [[one.text for one in each.concepts] for each in notes.understood] == [["Uno", "Due"]]
    assert _asked(notes.understood[0].words_only)["q"] == ['"energia" solari']


def test_nothing_to_say_says_nothing() -> None:
    notes = make_notes(ASKED, Results(1, (), {}, None, 1), NAMING)
    assert notes == Notes()
