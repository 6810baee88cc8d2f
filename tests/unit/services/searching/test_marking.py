"""Where words stand in a text: in their forms, with accents, in acronyms, in phrases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.services.searching.marking import find_marks, in_phrases, target_of


def marked(text: str, *words: str, begins: str = "") -> list[str]:
    targets = [target_of(one, begins=one == begins) for one in words]
    return [text[one.start : one.end] for one in find_marks(text, targets)]


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Le perdite degli acquedotti, l'acquedotto.", "acquedotto", ["acquedotti", "acquedotto"]),
        ("Città e CITTÀ", "citta", ["Città", "CITTÀ"]),
        ("Citta\u0300 vecchia", "citta", ["Citta\u0300"]),
        ("Straße, Œuvre e città", "citta", ["città"]),
        ("Batteries and a battery", "battery", ["Batteries", "battery"]),
        ("Le acque idriche", "idrica", ["idriche"]),
        ("A.S.S.T. di Pavia", "asst", ["A.S.S.T."]),
        ("Un porto, le portatrici, il trasporto", "porto", ["porto"]),
        ("fotovoltaico", "voltaico", []),
        ("", "acqua", []),
    ],
)
def test_words_are_marked_in_their_forms(text: str, word: str, found: list[str]) -> None:
    assert marked(text, word) == found


def test_the_last_word_is_marked_as_a_beginning() -> None:
    assert marked("Rete di sensori", "sen", begins="sen") == ["sensori"]
    assert marked("Rete di sensori", "sen") == []


def test_what_the_index_takes_for_the_same_word_is_marked_but_not_sure() -> None:
    (mark,) = find_marks("Designing bridges", [target_of("designs")])
    assert (mark.start, mark.end, mark.sure) == (0, 9, False)


def test_a_phrase_is_one_mark_and_only_where_it_stands_whole() -> None:
    text = "La banda molto larga; la banda larga; banda della larga"
    targets = [target_of("banda"), target_of("larga")]
    found = in_phrases(text, find_marks(text, targets), [(0, 1)])
    shown = [text[one.start : one.end] for one in found]
    assert shown == ["banda larga", "banda della larga"]


@given(st.text(max_size=200), st.text(alphabet="abcàèß", min_size=1, max_size=6))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, word: str) -> None:
    end = 0
    for one in find_marks(text, [target_of(word, begins=True), target_of("a")]):
        assert end <= one.start < one.end <= len(text)
        end = one.end
