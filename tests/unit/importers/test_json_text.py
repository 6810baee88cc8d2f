"""JSON from elsewhere: bounded in size, depth and the length of its numbers."""

from decimal import Decimal

import pytest

from smartland_importers import json_text


def test_ordinary_json_is_what_it_was() -> None:
    text = json_text.decode(b'\xef\xbb\xbf{"a": [1, 2.5, "x", null, true]}')
    assert json_text.load(text) == {"a": [1, 2.5, "x", None, True]}


def test_fractions_stay_exact_where_that_is_asked_for() -> None:
    assert json_text.load("0.1", decimals=True) == Decimal("0.1")
    assert json_text.load_next('x {"a": 0.1} y', 2) == ({"a": Decimal("0.1")}, 12)


@pytest.mark.parametrize("number", ["9" * 41, "1e999", "1E-1000", f"0.{'3' * 60}"])
def test_a_number_without_bounds_stays_a_text(number: str) -> None:
    assert json_text.load(number, decimals=True) == number


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_programs_write_for_nothing_is_nothing(word: str) -> None:
    assert json_text.load(f"[{word}]") == [None]


@pytest.mark.parametrize("levels", [101, 900, 100_000])
def test_what_is_nested_too_deeply_is_refused(levels: int) -> None:
    with pytest.raises(ValueError, match="nested deeper than 100 levels"):
        json_text.load("[" * levels + "]" * levels)
    with pytest.raises(ValueError, match="nested deeper than 100 levels"):
        json_text.load_next('{"a":' * levels + "1" + "}" * levels, 0)


def test_a_hundred_levels_are_read() -> None:
    assert json_text.load("[" * 100 + "]" * 100) is not None


def test_too_many_values_are_refused_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "MOST_VALUES", 10)
    with pytest.raises(ValueError, match="more than 10 values"):
        json_text.decode(b"[" + b"1," * 10 + b"1]")
    assert json_text.decode(b"[" + b"1," * 9 + b"1]")


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "MOST_BYTES", 10)
    with pytest.raises(ValueError, match="11 bytes, more than 10"):
        json_text.decode(b"12345678901")
