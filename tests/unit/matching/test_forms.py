"""Singular and plural of Italian and English words, and nothing that only begins alike."""

import pytest

from smartland.matching.forms import forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rifiuto", "rifiuti"),
        ("acqua", "acque"),
        ("azione", "azioni"),
        ("servizio", "servizi"),
        ("parco", "parchi"),
        ("lago", "laghi"),
        ("banca", "banche"),
        ("medico", "medici"),
        ("provincia", "province"),
        ("problema", "problemi"),
        ("port", "ports"),
        ("city", "cities"),
        ("bench", "benches"),
        ("idrico", "idriche"),
        ("innovativo", "innovative"),
    ],
)
def test_each_is_a_form_of_the_other(one: str, other: str) -> None:
    assert other in forms(one)
    assert one in forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("comunita", "comune"),
        ("comunicazione", "comune"),
        ("porto", "porta"),
        ("caso", "casa"),
        ("biomasse", "biomar"),
        ("rifiuti", "rifiano"),
        ("gas", "ga"),
        ("business", "busines"),
    ],
)
def test_what_only_begins_alike_is_another_word(one: str, other: str) -> None:
    assert other not in forms(one)
    assert one not in forms(other)


@pytest.mark.parametrize("word", ["", "ai", "2026", "co2", "c_f205"])
def test_short_words_and_numbers_have_one_form(word: str) -> None:
    assert forms(word) == (word,)
