"""Identifiers among what was typed, in the form in which they are compared."""

import pytest

from smartland.services.searching.codes import MAX_CODES, typed_codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("c_f205", "c_f205"),
        ("J41B21000010001", "j41b21000010001"),
        ("J41 B21 0000 10001", "j41b21000010001"),
        ("cup J41B21000010001 acqua", "j41b21000010001"),
        ("IT 00743110157", "00743110157"),
        ("IT00743110157", "00743110157"),
        ("007 431 101 57", "00743110157"),
        ("743110157", "00743110157"),
        ("62.01", "6201"),
        ("62.01.09", "6201"),
        ("62.01.09", "620109"),
        ("PE8", "pe8"),
        ("horizon cl5 2026 d3", "horizoncl52026d3"),
        ("agid", "agid"),
        ("MI-1234567", "mi1234567"),
    ],
)
def test_codes_are_recognised_however_they_are_spaced(text: str, code: str) -> None:
    assert code in typed_codes(text.split())


@pytest.mark.parametrize(
    ("text", "code"), [("bando 2026", "2026"), ("acqua potabile", "acqua"), ("via roma 12", "12")]
)
def test_years_words_and_short_numbers_are_none(text: str, code: str) -> None:
    assert code not in typed_codes(text.split())


def test_a_wrong_check_digit_gets_no_zeros() -> None:
    assert typed_codes(["743110158"]) == ("743110158",)


def test_there_are_only_so_many() -> None:
    assert len(typed_codes([f"a{n}b" for n in range(40)])) == MAX_CODES
