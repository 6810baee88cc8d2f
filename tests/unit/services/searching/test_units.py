"""The words that must be found: acronyms without dots, no legal forms, stop words as analysed."""

import pytest

from smartland.services.searching.grammar import Word, read_typed
from smartland.services.searching.units import (
    Units,
    name_key,
    name_keys,
    read_units,
    title_key,
    undot,
)


def units(text: str) -> Units:
    words = [one for one in read_typed(text).parts if isinstance(one, Word)]
    return read_units(words, ends=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Comune di Pavia", "comune pavia"),
        ("A.S.S.T. Pavia", "asst pavia"),
        ("C.N.R", "cnr"),
        ("Brescia Mobilità S.p.A.", "brescia mobilita"),
        ("rossi srl milano", "rossi milano"),
        ("Verdi S.r.l.s.", "verdi"),
        ("gialli società a responsabilità limitata", "gialli"),
        ("S.p.A.", "spa"),
        ("progetti AI", "progetti ai"),
        ("BANDO RIVOLTO AI COMUNI", "bando rivolto comuni"),
        ("ai", "ai"),
        ("il", ""),
    ],
)
def test_words_that_must_be_found(text: str, words: str) -> None:
    assert units(text).text == words


def test_each_word_knows_the_piece_it_was_typed_in() -> None:
    found = [(one.word, one.start, one.end) for one in units("dell'acqua  potabile").units]
    assert found == [("acqua", 0, 10), ("potabile", 12, 20)]


@pytest.mark.parametrize(
    ("text", "last"), [("acqua pot", True), ("acqua srl", False), ("acqua d", False)]
)
def test_only_the_last_word_typed_may_go_on(text: str, last: bool) -> None:  # noqa: FBT001
    assert units(text).last is last


def test_names_are_compared_without_form_case_and_accents() -> None:
    assert name_key("COMUNE DI FORLÌ") == name_key("comune  forlì") == "comune forli"
    assert name_key("Idrosensori S.r.l.") == name_key("idrosensori") == "idrosensori"
    assert name_keys("Idrosensori S.r.l.") == name_keys("idrosensori srl")
    assert name_keys("idrosensori srl") == ("idrosensori", "idrosensori srl")
    assert name_keys("idrosensori spa") == ("idrosensori", "idrosensori spa")
    assert name_keys("Idrosensori") == ("idrosensori", "")
    assert name_keys("C.N.R.") == ("cnr", "")


@pytest.mark.parametrize("text", ["Le perdite dell'Acquedotto", "L'ai", "il", "A.S.S.T. 2.0"])
def test_titles_have_the_key_of_a_name(text: str) -> None:
    assert title_key(text) == name_key(text)


def test_dots_inside_names_and_numbers_stay() -> None:
    assert undot("l'I.N.P.S. e v. 2.1") == "l'INPS e v. 2.1"
