"""Validation: canonical documents out, or every wrong field named in both languages."""

import pytest

from smartland.domain.fields import FIELD_TYPES, Part
from smartland.domain.kinds import KINDS
from smartland.errors import Invalid
from smartland.schemas.documents import validate
from smartland.schemas.fields import READ
from smartland.schemas.openapi import JSON_SCHEMA, json_schema
from support.examples import EXAMPLES

BASE = "https://example.org/"
FIRM = {"name": {"it": "Prova"}, "stakeholder_kind": "firm", "vat": "00743110157"}


def problems(kind: str, raw: object) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        validate(KINDS[kind], raw, BASE)
    assert all(one.message.it and one.message.en for one in caught.value.problems)
    return {one.field: one.message.en for one in caught.value.problems}


def test_every_field_type_is_validated_and_documented() -> None:
    assert set(READ) | {Part} == set(FIELD_TYPES)
    assert set(JSON_SCHEMA) == set(FIELD_TYPES)


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_example_of_every_kind_is_valid_and_canonical(kind: str) -> None:
    assert validate(KINDS[kind], EXAMPLES[kind], BASE) == EXAMPLES[kind]


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_api_schema_of_every_kind_names_every_field(kind: str) -> None:
    assert set(json_schema(KINDS[kind])["properties"]) == set(KINDS[kind].by_name)


def test_shorthands_become_iris() -> None:
    document = validate(
        KINDS["stakeholder"],
        FIRM | {"corridor": ["energy"], "municipality": "territory/istat-015146"},
        BASE,
    )
    assert document["corridor"] == ["https://w3id.org/smartland/concept/corridor/energy"]
    assert document["municipality"] == "https://example.org/id/territory/istat-015146"


def test_each_wrong_field_is_named_with_its_place() -> None:
    found = problems(
        "stakeholder",
        FIRM
        | {
            "vat": "123",
            "foo": 1,
            "founded": "2026-13-01",
            "activity": [{"code": "x"}, 3],
            "alt_name": {"it": ["a", 3]},
            "homepage": "javascript:alert(1)",
            "location": {"lat": 91, "lon": 0},
            "corridor": ["nowhere"],
        },
    )
    assert set(found) == {
        "vat", "foo", "founded", "activity.0.code", "activity.1", "alt_name.it.1", "homepage",
        "location", "corridor.0",
    }  # fmt: skip


@pytest.mark.parametrize("raw", [None, 3, "x", [], [FIRM]])
def test_a_document_must_be_an_object(raw: object) -> None:
    assert "(document)" in problems("stakeholder", raw)


def test_a_firm_needs_an_identifier_of_a_firm() -> None:
    assert "vat" in problems("stakeholder", {"name": "x", "stakeholder_kind": "firm"})


def test_days_must_be_in_order() -> None:
    need = EXAMPLES["need"] | {"valid_from": "2026-05-02", "valid_until": "2026-05-01"}
    assert set(problems("need", need)) == {"valid_until"}


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", " ", ""])
def test_unreadable_texts_are_refused(text: str) -> None:
    assert "name.it" in problems("stakeholder", FIRM | {"name": {"it": text}})


@pytest.mark.parametrize("value", ["1E9", "NaN", "-1", "1,5", True, 1.5, "1" * 30])
def test_decimals_are_exact_or_refused(value: object) -> None:
    assert "budget" in problems("need", EXAMPLES["need"] | {"budget": value})
