"""Texts with what was asked for marked."""

import pytest

from smartland.web.pages.highlight import LENGTH, beginning, marked


def test_markup_in_data_is_text() -> None:
    assert marked("a <b>acqua</b> & poi", [(5, 10)]) == (
        "a &lt;b&gt;<mark>acqua</mark>&lt;/b&gt; &amp; poi"
    )


def test_markup_inside_a_mark_is_text() -> None:
    assert marked("<i>", [(0, 3)]) == "<mark>&lt;i&gt;</mark>"


def test_marks_stay_apart() -> None:
    assert marked("abcdef", [(0, 2), (2, 3), (4, 6)]) == (
        "<mark>ab</mark><mark>c</mark>d<mark>ef</mark>"
    )


@pytest.mark.parametrize("wrong", [(3, 3), (4, 2), (1, 99), (-2, 1)])
def test_a_mark_without_sense_marks_nothing(wrong: tuple[int, int]) -> None:
    assert marked("abcdef", [wrong]) == "abcdef"


def test_marks_that_overlap_lose_no_text() -> None:
    assert marked("abcdef", [(0, 3), (2, 5)]) == "<mark>abc</mark>def"


def test_a_short_text_stays_whole() -> None:
    assert beginning("La  qualità\ndei sensori") == "La qualità dei sensori"


def test_a_long_text_is_cut_between_words() -> None:
    found = beginning("parola " * 100)
    assert found.endswith("parola …")
    assert len(found) <= LENGTH + 2


def test_one_endless_word_is_cut_too() -> None:
    assert len(beginning("x" * 5_000)) <= LENGTH + 2
