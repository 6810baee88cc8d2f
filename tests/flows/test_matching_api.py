"""Matches through the doors: ranked, explained in both languages, and asked for rightly."""

from math import isclose

import pytest
from flask.testing import FlaskClient

from smartland.domain.resource import Json
from smartland.matching.directions import SOUGHT
from support.answers import assert_problem, read_json
from support.platform import BASE

pytest_plugins = ["support.doors"]

NEED = "/api/v1/need/perdite/matches"
FIRM, VARZI, PAVIA = "vat-00743110157", "ipa-c_l690", "ror-00s6t1f81"
TEXT = {"text": "Cerchiamo sensori per trovare le perdite dell'acquedotto"}
CONCEPTS = "https://w3id.org/smartland/concept/"


def match(client: FlaskClient, language: str = "it", **body: Json) -> list[Json]:
    headers = {"Accept-Language": language}
    answer = read_json(client.post("/api/v1/match", json=body, headers=headers))
    items: list[Json] = answer["items"]
    assert answer["total"] == len(items)
    return items


def keys(items: list[Json]) -> list[str]:
    return [one["key"] for one in items]


def assert_explained(items: list[Json]) -> None:
    """Ranked, in [0, 1], each score the sum of its shares, which are weight × value (4 digits)."""
    assert items
    scores = [one["score"] for one in items]
    assert scores == sorted(scores, reverse=True)
    for one in items:
        assert 0 < one["score"] <= 1
        shares = [signal["share"] for signal in one["signals"]]
        assert isclose(sum(shares), one["score"], abs_tol=1e-6)
        assert shares == sorted(shares, reverse=True)
        assert one["reason"]
        for signal in one["signals"]:
            assert 0 <= signal["value"] <= 1
            assert isclose(signal["share"], signal["value"] * signal["weight"], abs_tol=2e-4)
            assert signal["reason"]
            assert signal["label"]
            assert isinstance(signal["evidence"], list)


def test_a_need_finds_who_can_answer_it(sample: FlaskClient) -> None:
    items = read_json(sample.get(NEED))["items"]
    assert_explained(items)
    assert set(keys(items[:2])) == {FIRM, PAVIA}
    assert VARZI not in keys(items)
    assert {one["kind"] for one in items} == {"stakeholder"}


@pytest.mark.parametrize("kind", ["need", "offer", "call", "project", "stakeholder", "claim"])
def test_scores_are_the_sum_of_their_shares_for_every_kind(demo: FlaskClient, kind: str) -> None:
    listed = read_json(demo.get(f"/api/v1/{kind}?limit=3"))["items"]
    found = [read_json(demo.get(f"/api/v1/{kind}/{one['key']}/matches"))["items"] for one in listed]
    assert any(found)
    for items in found:
        if items:
            assert_explained(items)


def test_reasons_come_in_italian_and_english(sample: FlaskClient) -> None:
    it, en = (
        read_json(sample.get(NEED, headers={"Accept-Language": tongue}))["items"]
        for tongue in ("it", "en")
    )
    assert keys(it) == keys(en)
    assert [one["score"] for one in it] == [one["score"] for one in en]
    for italian, english in zip(it, en, strict=True):
        assert italian["reason"] != english["reason"]
        for one, other in zip(italian["signals"], english["signals"], strict=True):
            assert one["reason"] != other["reason"]
            assert one["label"] != other["label"]
            assert one["evidence"] == other["evidence"]


def test_evidence_leads_to_published_descriptions(sample: FlaskClient) -> None:
    items = read_json(sample.get(NEED))["items"]
    evidence = {one for item in items for signal in item["signals"] for one in signal["evidence"]}
    named = [one for one in evidence if "://" in one]
    assert len(named) > 3
    assert evidence - set(named), "words in common are evidence too"
    for iri in named:
        place = iri.removeprefix(BASE) if iri.startswith(BASE) else iri.split("smartland/", 1)[1]
        assert sample.get(f"/{place}").status_code == 303, iri


def test_the_kind_to_look_for_may_be_chosen(sample: FlaskClient) -> None:
    offers = read_json(sample.get(NEED, query_string={"want": "offer"}))["items"]
    assert keys(offers) == ["rete"]
    needs = read_json(sample.get(f"/api/v1/stakeholder/{FIRM}/matches?want=need"))["items"]
    assert "perdite" in keys(needs)
    assert len(read_json(sample.get(NEED, query_string={"limit": 1}))["items"]) == 1


def test_a_kind_that_asks_for_nobody_finds_nobody(sample: FlaskClient) -> None:
    assert "scheme" not in SOUGHT
    assert read_json(sample.get("/api/v1/scheme/competence/matches"))["items"] == []


@pytest.mark.parametrize(
    ("path", "status", "fields"),
    [
        (f"{NEED}?want=nothing", 422, ["want"]),
        (f"{NEED}?want=scheme", 422, ["want"]),
        (f"{NEED}?limit=x", 422, ["limit"]),
        ("/api/v1/need/none/matches", 404, []),
    ],
)
def test_what_cannot_be_matched_is_said(
    sample: FlaskClient, path: str, status: int, fields: list[str]
) -> None:
    assert_problem(sample.get(path), status, *fields)


def test_a_text_finds_who_can_answer_it(sample: FlaskClient) -> None:
    items = match(sample, **TEXT)
    assert_explained(items)
    assert FIRM in keys(items)


@pytest.mark.parametrize("competence", ["water-and-soil", f"{CONCEPTS}competence/water-and-soil"])
def test_a_competence_is_chosen_by_notation_or_iri(sample: FlaskClient, competence: str) -> None:
    items = match(sample, competence=[competence])
    assert_explained(items)
    assert {FIRM, PAVIA} <= set(keys(items))


@pytest.mark.parametrize(
    "territory",
    ["istat-018171", "territory/istat-018171", f"{BASE}id/territory/istat-018171", ""],
)
def test_corridor_and_territory_may_be_given(sample: FlaskClient, territory: str) -> None:
    items = match(sample, **TEXT, corridor=["water"], territory=territory, want="offer", limit=5)
    assert_explained(items)
    assert keys(items) == ["rete"]
    near = any(one["signal"] == "near" for one in items[0]["signals"] if one["share"] > 0)
    assert near is bool(territory)


def test_the_same_question_has_the_same_answer(sample: FlaskClient) -> None:
    assert match(sample, **TEXT) == match(sample, **TEXT)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["text"]),
        ({"text": ""}, ["text"]),
        ({"text": "  \n "}, ["text"]),
        ({"text": "e di la"}, ["text"]),
        ({"text": 5}, ["text"]),
        ({"text": None}, ["text"]),
        ({"text": "x" * 10_001}, ["text"]),
        ({"text": "\x00"}, ["text"]),
        ({"text": "acqua", "colour": "red"}, ["colour"]),
        ({"text": "acqua", "competence": "energy"}, ["competence"]),
        ({"text": "acqua", "competence": ["none"]}, ["competence"]),
        ({"text": "acqua", "competence": [1]}, ["competence"]),
        ({"text": "acqua", "competence": ["energy"] * 51}, ["competence"]),
        ({"text": "acqua", "competence": ["javascript://energy"]}, ["competence"]),
        ({"text": "acqua", "corridor": ["none"]}, ["corridor"]),
        ({"text": "acqua", "corridor": {}}, ["corridor"]),
        ({"text": "acqua", "territory": "none"}, ["territory"]),
        ({"text": "acqua", "territory": "\ud800"}, ["territory"]),
        ({"text": "acqua", "territory": ["istat-018171"]}, ["territory"]),
        ({"text": "acqua", "want": "nothing"}, ["want"]),
        ({"text": "acqua", "want": "scheme"}, ["want"]),
        ({"text": "acqua", "want": []}, ["want"]),
        ({"text": "acqua", "want": {}}, ["want"]),
        ({"text": "acqua", "limit": 0}, ["limit"]),
        ({"text": "acqua", "limit": 51}, ["limit"]),
        ({"text": "acqua", "limit": True}, ["limit"]),
        ({"text": "acqua", "limit": "5"}, ["limit"]),
        ({"text": "acqua", "limit": 1.5}, ["limit"]),
        ([], ["(document)"]),
        ("text", ["(document)"]),
        ({"text": "acqua", "want": 1, "limit": -1, "x": 1}, ["want", "limit", "x"]),
    ],
)
def test_a_wrong_question_names_its_fields(
    sample: FlaskClient, body: Json, fields: list[str]
) -> None:
    assert_problem(sample.post("/api/v1/match", json=body), 422, *fields)


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("", "application/json", 400),
        ('{"limit": NaN}', "application/json", 400),
        (b'{"text": "\xff"}', "application/json", 400),
        ("null", "application/json", 422),
        ("[" * 100_000, "application/json", 400),
        ('{"text": "acqua"}', "text/plain", 415),
        ('{"text": "' + "x" * 6_000_000 + '"}', "application/json", 413),
    ],
)
def test_an_unreadable_question_is_refused(
    sample: FlaskClient, data: str | bytes, content_type: str, status: int
) -> None:
    answer = sample.post("/api/v1/match", data=data, content_type=content_type)
    assert_problem(answer, status, *(["(document)"] if status == 422 else []))


@pytest.mark.parametrize(
    "text", ["\ud800 acqua", "acqua " * 1_600, "acqua\u202e", "ACQUÀ 💧", "水"]
)
def test_odd_texts_are_read_as_far_as_they_are_text(sample: FlaskClient, text: str) -> None:
    answer = sample.post("/api/v1/match", json={"text": text})
    assert answer.status_code in (200, 422)
    assert answer.mimetype in ("application/json", "application/problem+json")
