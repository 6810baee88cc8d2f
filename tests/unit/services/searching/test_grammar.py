"""What people type, as typed parts with their places."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smartland.services.searching.bounds import Bounds
from smartland.services.searching.grammar import (
    Comparison,
    FieldValue,
    Part,
    QuotedPhrase,
    Typed,
    Word,
    read_typed,
)
from smartland.services.searching.tokens import MAX_LENGTH, MAX_PIECES

KIND = (("term", "kind"),)


def parts(text: str) -> list[Part]:
    return list(read_typed(text).parts)


def test_nothing_has_no_parts() -> None:
    assert read_typed(" \t ") == Typed(" \t ", ())


def test_words_stand_where_they_were_typed() -> None:
    assert parts("l'acqua,  pura") == [Word("l'acqua", 0, 8), Word("pura", 10, 14)]


@pytest.mark.parametrize(
    "text", ['"banda larga"', "«banda larga»", "“banda larga”", "„banda larga“"]
)
def test_quotes_of_every_sort_make_phrases(text: str) -> None:
    assert parts(text) == [QuotedPhrase("banda larga", 0, 13)]


def test_a_quote_that_is_not_closed_is_none() -> None:
    assert parts('"banda larga') == [Word("banda", 0, 6), Word("larga", 7, 12)]


@pytest.mark.parametrize("dash", ["-", "−", "–", "—", "‑"])
def test_a_dash_before_a_piece_excludes_it(dash: str) -> None:
    assert parts(f"rete {dash}fibra") == [Word("rete", 0, 4), Word("fibra", 5, 11, excluded=True)]
    assert parts(f'{dash}"fibra ottica"') == [QuotedPhrase("fibra ottica", 0, 15, excluded=True)]
    assert parts(f"{dash}tipo:bando") == [FieldValue("tipo", KIND, "bando", 0, 11, excluded=True)]


def test_a_dash_between_words_is_punctuation() -> None:
    assert [one.excluded for one in parts("Milano - Bicocca – x")] == [False] * 5
    assert parts("Milano-Bicocca") == [Word("Milano-Bicocca", 0, 14)]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("tipo", "kind"),
        ("kind", "kind"),
        ("TIPO", "kind"),
        ("in", "in"),
        ("territorio", "in"),
        ("filiera", "filiera"),
        ("corridoio", "corridor"),
        ("tema", "theme"),
        ("theme", "theme"),
        ("competenza", "competence"),
        ("formato", "format"),
        ("licenza", "licence"),
        ("anno", "year"),
        ("codice_ipa", "ipa_code"),
        ("partita_iva", "vat"),
        ("cup", "cup"),
    ],
)
def test_fields_have_their_italian_and_english_names(name: str, field: str) -> None:
    (part,) = parts(f"{name}:x")
    assert isinstance(part, FieldValue)
    assert field in [known for _, known in part.fields]
    assert part.text == "x"


def test_a_value_may_stand_in_quotes() -> None:
    assert parts('tipo:"gara d\'appalto"') == [FieldValue("tipo", KIND, "gara d'appalto", 0, 21)]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("scadenza:>2026-01-01", Bounds("2026-01-01", None, above=True)),
        ("closes:>=2026", Bounds("2026", None)),
        ("budget:10000..50000", Bounds("10000", "50000")),
        ("budget:..50000", Bounds(None, "50000")),
        ("budget:<1mln", Bounds(None, "1mln", below=True)),
        ("budget:180000", Bounds("180000", "180000")),
    ],
)
def test_numbers_and_days_are_compared(text: str, bounds: Bounds) -> None:
    (part,) = parts(text)
    assert isinstance(part, Comparison)
    assert part.bounds == bounds


def test_unknown_names_are_words_and_said_so() -> None:
    typed = read_typed('pippo:acqua https://a.example/b 10:30 pluto:"x y" Bando: x')
    assert typed.unknown == ("pippo", "pluto")
    assert [one.text for one in typed.parts] == [
        *("pippo:acqua", "https://a.example/b", "10:30", "pluto", "x y", "Bando:", "x")
    ]  # fmt: skip


def test_what_is_pasted_is_cut() -> None:
    assert len(parts("a " * 10_000)) == MAX_PIECES
    assert max(one.end for one in parts("x" * 10_000)) == MAX_LENGTH


@given(st.text(max_size=600))
@example('"')
@example('-:"-«»:x:')
@example("a:" * 300)
def test_whatever_is_typed_has_parts_in_order_and_in_place(text: str) -> None:
    found = read_typed(text)
    place = 0
    for one in found.parts:
        assert place <= one.start < one.end <= len(text)
        assert one.text
        place = one.start
    assert len(found.parts) <= 2 * MAX_PIECES
