"""Folding, words and codes: what a search compares."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.domain.text import (
    LONGEST_WORD,
    STOP_WORDS,
    compact_code,
    every_word,
    fold,
    query_words,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Città", "citta"),
        ("PERCHÉ", "perche"),
        ("Straße", "strasse"),
        ("Æsir œuvre", "aesir oeuvre"),
        ("Ørsted Łódź Đakovo", "orsted lodz dakovo"),
        ("ﬁnanza", "finanza"),
        ("m² n.º ½", "m2 n.o 1⁄2"),
        ("ΟΔΌΣ", "οδοσ"),
        ("Й", "и"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'innovazione dell’impresa", ["innovazione", "impresa"]),
        ("la ʼndrangheta", ["ndrangheta"]),
        ("d'intesa con un'associazione", ["intesa", "associazione"]),
        ("the twin-engine of the city", ["twin", "engine", "city"]),
        ("c_f205 3.14 x@y.it", ["f205", "3", "14", "x", "y"]),
        ("inno\u00advazione", ["innovazione"]),
        ("Aiuti di Stato nell'era digitale", ["aiuti", "stato", "era", "digitale"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AI per la PA", ["ai", "pa"]),
        ("Bando rivolto ai comuni", ["bando", "rivolto", "comuni"]),
        ("BANDO RIVOLTO AI COMUNI", ["bando", "rivolto", "comuni"]),
        ("BANDO RIVOLTO AI COMUNI\nAI e IT", ["bando", "rivolto", "comuni", "ai", "it"]),
        ("it is AI", ["ai"]),
        ("TRAINING", ["training"]),
    ],
)
def test_acronyms_that_are_also_stop_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_an_acronym_typed_alone_is_meant() -> None:
    assert query_words("ai") == ["ai"]
    assert query_words("bandi ai comuni") == ["bandi", "comuni"]
    assert query_words("il") == []


def test_every_word_keeps_stop_words() -> None:
    assert every_word("Bandi del Comune") == ["bandi", "del", "comune"]


def test_stop_words_are_folded() -> None:
    assert {word for word in STOP_WORDS if fold(word) != word} == set()


def test_long_words_are_cut() -> None:
    assert words("a" * 1_000) == ["a" * LONGEST_WORD]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("J41 B21.0001-0001", "j41b2100010001"),
        ("MI-123456", "mi123456"),
        ("c_f205", "c_f205"),
        ("ＩＴ００７", "it007"),
        ("62.01.00", "620100"),
        ("10.1000/182", "101000182"),
    ],
)
def test_compact_code(text: str, code: str) -> None:
    assert compact_code(text) == code


@given(st.text())
def test_decomposed_text_gives_the_same_words(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(st.text())
def test_words_of_words_are_themselves(text: str) -> None:
    once = every_word(text)
    assert every_word(" ".join(once)) == once
