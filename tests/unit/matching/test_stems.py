"""Light stems join the forms of a word, and leave different words apart."""

import pytest

from smartland.matching.stems import stem, stems_of, telling_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("energia", "energie"),
        ("idrico", "idrici"),
        ("idrica", "idriche"),
        ("bando", "bandi"),
        ("laghi", "lago"),
        ("battery", "batteries"),
        ("network", "networks"),
        ("grid", "grids"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("porto", "porta"), ("gas", "ga"), ("2026", "202"), ("status", "statu")]
)
def test_stems_are_cut_only_where_the_rules_say(one: str, other: str) -> None:
    assert (stem(one) == stem(other)) is (one == "porto")


def test_a_text_gives_each_stem_with_the_word_that_was_written_first() -> None:
    assert dict(stems_of("Le batterie e la Batteria")) == {"batteri": "batterie"}


def test_everyday_words_are_not_telling() -> None:
    assert telling_words("Cerchiamo due nuove batterie entro tre anni") == ["batterie", "entro"]
