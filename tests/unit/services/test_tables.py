"""A kind as a table: fixed columns, nothing lost, nothing that a spreadsheet runs."""

import csv
import io
import json

import pytest

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.services.tables import Languages, Table, safe_cell


def row(kind: str, **document: Json) -> dict[str, str]:
    """One document through the table and back."""
    languages = Languages()
    whole = {"iri": "http://e.example/1", "kind": kind, "key": "1", **document}
    languages.note(KINDS[kind], whole)
    table = Table(KINDS[kind], languages)
    text = table.head() + table.line(whole)
    return next(csv.DictReader(io.StringIO(text)))


def test_languages_are_columns_and_ours_are_always_there() -> None:
    found = row("need", title={"it": "Uno", "fr": "Un", "x-klingon": "wa'"})
    assert found["title@it"] == "Uno"
    assert found["title@en"] == found["title@und"] == ""
    assert found["title@fr"] == "Un"
    assert json.loads(found["title@other"]) == {"x-klingon": "wa'"}


def test_many_values_are_joined_and_can_be_taken_apart() -> None:
    found = row("project", keyword={"it": ["a|b", "c\\d"], "en": ["e"]})
    assert found["keyword@it"] == "a\\|b|c\\\\d"
    assert found["keyword@en"] == "e"


def test_a_single_part_is_columns_and_repeated_ones_are_json() -> None:
    found = row(
        "dataset",
        publisher={"iri": "http://e.example/p", "name": {"it": "Ente"}, "identifier": "c_f205"},
        distribution=[{"access_url": "http://e.example/f"}],
    )
    assert found["publisher.iri"] == "http://e.example/p"
    assert found["publisher.name@it"] == "Ente"
    assert found["publisher.identifier"] == "c_f205"
    assert json.loads(found["distribution"]) == [{"access_url": "http://e.example/f"}]


def test_private_fields_have_no_column() -> None:
    private = {one.name for one in KINDS["need"].fields if one.visibility == "private"}
    assert private
    assert private.isdisjoint(row("need", contact="a@b.example"))


def test_the_columns_do_not_depend_on_the_documents() -> None:
    assert list(row("project")) == list(row("project", title={"it": "x"}, cup="y"))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+39 02", "-x", "@a", "\tx", "\r=1", "\n=1", "  =1", "＝1", "=cmd|' /C calc'!A0"],
)
def test_a_formula_is_made_harmless(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert row("need", title={"it": text})["title@it"] == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+3", "12", "a=b", "", "'x", "2026-01-01"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert safe_cell(text) == text
