"""OpenRefine's door: matches only where there can be no doubt, and useful candidates elsewhere."""

import json
from collections.abc import Iterator

import pytest

from smartland.domain.resource import Json
from smartland.wiring import Services
from support.platform import BASE, running, settle
from support.read_doors import Door, read_doors

FIRMS: tuple[dict[str, Json], ...] = (
    {"name": {"it": "Idrosensori Oltrepò S.r.l."}, "vat": "00743110157"},
    {"name": {"it": "Rossi S.p.A."}, "pic": "999879881", "homepage": "https://www.rossi.example/"},
    {"name": {"it": "Bianchi S.r.l."}, "pic": "999879882"},
    {"name": {"it": "Bianchi S.r.l."}, "pic": "999879883"},
    {"name": {"it": "A.C.Q.A. Sistemi"}, "pic": "999879884", "acronym": "ACQUASI"},
)
PLACES: tuple[dict[str, Json], ...] = (
    {"name": {"it": "Milano"}, "territory_type": "municipality", "istat_code": "015146"},
    {"name": {"it": "Milano"}, "territory_type": "province", "istat_code": "015"},
    {"name": {"it": "Varzi"}, "territory_type": "municipality", "istat_code": "018171"},
)
CITY: dict[str, Json] = {
    "name": {"it": "Comune di Varzi", "en": "Municipality of Varzi"},
    "stakeholder_kind": "administration",
    "ipa_code": "c_l690",
    "municipality": "territory/istat-018171",
    "founded": "1861-03-17",
    "contact_name": "Mario Rossi",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A few bodies and places, and the vocabularies; read it, do not change it."""
    with running(tmp_path_factory.mktemp("reconcile")) as services:
        services.core.load_vocabularies()
        for place in PLACES:
            services.catalogue.create("territory", place, "tester")
        for firm in FIRMS:
            services.catalogue.create("stakeholder", firm | {"stakeholder_kind": "firm"}, "tester")
        services.catalogue.create("stakeholder", CITY, "tester")
        secret = {"name": {"it": "Segreta S.r.l."}, "stakeholder_kind": "firm", "rea": "MI-1"}
        services.catalogue.create("stakeholder", secret, "tester", private=True)
        settle(services)
        yield services


@pytest.fixture(scope="module")
def door(world: Services) -> Iterator[Door]:
    with read_doors(world) as door:
        yield door


def ask(door: Door, query: str = "", **more: Json) -> list[Json]:
    """The candidates of one query, sent as OpenRefine sends a batch."""
    question = more | ({"query": query} if query else {})
    answer = door.post("/reconcile", {"queries": json.dumps({"q0": question})})
    assert answer.status == 200, answer.text
    result: list[Json] = answer.json["q0"]["result"]
    scores = [one["score"] for one in result]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one <= 100 for one in scores)
    assert sum(one["match"] for one in result) <= 1
    return result


def matched(door: Door, query: str = "", **more: Json) -> str:
    """The id that is held for certain; empty when none is."""
    return next((one["id"] for one in ask(door, query, **more) if one["match"]), "")


def test_the_manifest_names_every_service(door: Door) -> None:
    answer = door.get("/reconcile", {"Accept-Language": "en"})
    manifest = answer.json
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == f"{BASE}id/"
    assert manifest["schemaSpace"] == "https://w3id.org/smartland/ns#"
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert {"id": "firm", "name": "firm"}.items() <= manifest["defaultTypes"][1].items()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = door.get(
        "/reconcile", {"Accept-Language": "en", "If-None-Match": answer.headers["ETag"]}
    )
    assert again.status == 304
    for name in ("entity", "type", "property"):
        service = manifest["suggest"][name]
        path = (service["service_url"] + service["service_path"]).removeprefix(BASE.rstrip("/"))
        assert door.get(path, prefix="a").status == 200


@pytest.mark.parametrize(
    ("query", "identifier"),
    [
        ("IDROSENSORI OLTREPO' SRL", "stakeholder/vat-00743110157"),
        ("Rossi società per azioni", "stakeholder/pic-999879881"),
        ("Rossi", "stakeholder/pic-999879881"),
        ("municipality of varzi", "stakeholder/ipa-c_l690"),
        ("A.C.Q.A. Sistemi", "stakeholder/pic-999879884"),
        (f"{BASE}id/stakeholder/ipa-c_l690", "stakeholder/ipa-c_l690"),
        ("stakeholder/ipa-c_l690", "stakeholder/ipa-c_l690"),
    ],
)
def test_an_equal_name_or_identifier_that_nobody_else_bears_is_a_match(
    door: Door, query: str, identifier: str
) -> None:
    best, *_ = ask(door, query)
    assert (best["id"], best["match"], best["score"]) == (identifier, True, 100)


@pytest.mark.parametrize(
    "query",
    [
        "Bianchi S.r.l.",  # two bear it
        "Milano",  # a municipality and a province
        "Rossi S.r.l.",  # another legal form is another firm
        "Idrosensori Oltrepo Pavese",  # like it, and not it
        "ACQUASI",  # an acronym is not a name
        "Varzi Comune",
    ],
)
def test_a_doubtful_name_gives_candidates_and_no_match(door: Door, query: str) -> None:
    found = ask(door, query)
    assert found
    assert not any(one["match"] for one in found)


def test_a_typing_error_still_finds_the_firm(door: Door) -> None:
    best, *_ = ask(door, "Idrosensri Oltrepò")
    assert best["id"] == "stakeholder/vat-00743110157"
    assert 80 < best["score"] < 100
    assert not best["match"]


def test_what_nobody_is_called_has_no_candidates(door: Door) -> None:
    assert ask(door, "Qwertyuiop Zxcvbnm") == []
    assert ask(door, "Segreta S.r.l.") == []
    assert ask(door, "…") == []


def test_types_narrow_down(door: Door) -> None:
    assert matched(door, "Milano", type="municipality") == "territory/istat-015146"
    assert matched(door, "Milano", type=["province"]) == "territory/istat-015"
    assert matched(door, "Milano", type={"id": "province"}) == "territory/istat-015"
    assert {one["id"].partition("/")[0] for one in ask(door, "Milano", type="territory")} == {
        "territory"
    }
    assert ask(door, "Milano", type="firm") == []
    assert ask(door, "Milano", type="planet") == []
    found = ask(door, "energia", type="competence")
    assert found
    assert {sort["id"] for one in found for sort in one["type"]} == {"competence", "concept"}


def test_an_identifier_decides_whatever_the_name(door: Door) -> None:
    vat = [{"pid": "vat", "v": "IT 00743110157"}]
    assert matched(door, "Idrosens", properties=vat) == "stakeholder/vat-00743110157"
    assert matched(door, properties=vat) == "stakeholder/vat-00743110157"
    ipa = [{"pid": "ipa_code", "v": "C_L690"}]
    assert matched(door, "Varzi", type="administration", properties=ipa) == "stakeholder/ipa-c_l690"


def test_another_identifier_speaks_against_an_equal_name(door: Door) -> None:
    wrong = [{"pid": "vat", "v": "12345670017"}]
    best, *_ = ask(door, "Idrosensori Oltrepò S.r.l.", properties=wrong)
    assert best["score"] <= 40
    assert not best["match"]


def test_two_namesakes_are_told_apart_by_a_property(door: Door) -> None:
    pic = [{"pid": "pic", "v": 999879883}]
    assert matched(door, "Bianchi", properties=pic) == "stakeholder/pic-999879883"


@pytest.mark.parametrize(
    ("pid", "value", "agrees"),
    [
        ("municipality", "Varzi", True),
        ("municipality", {"id": "territory/istat-018171", "name": "Varzi"}, True),
        ("municipality", ["Pavia", "Varzi"], True),
        ("municipality", "Pavia", False),
        ("founded", "1861-03-17", True),
        ("founded", "1999-01-01", False),
        ("contact_name", "Mario Rossi", True),  # private: it says nothing, one way or the other
        ("contact_name", "Somebody", True),
        ("no_such_property", "x", True),
    ],
)
def test_a_property_that_disagrees_takes_the_certainty(
    door: Door, pid: str, value: Json, *, agrees: bool
) -> None:
    asked = [{"pid": pid, "v": value}]
    best, *_ = ask(door, "Comune di Varzi", type="stakeholder", properties=asked)
    assert best["id"] == "stakeholder/ipa-c_l690"
    assert best["match"] is agrees
    assert (best["score"] == 100) is agrees


def test_a_candidate_says_who_it_is_and_why(door: Door) -> None:
    best, *_ = ask(door, "Comune di Varzi", limit=1)
    assert best["name"] == "Comune di Varzi"
    assert "c_l690" in best["description"]
    assert [one["id"] for one in best["type"]] == ["administration", "stakeholder"]
    features = {one["id"]: one["value"] for one in best["features"]}
    assert features == {"name_likeness": 100, "same_name": True, "same_identifier": False}
    assert len(ask(door, "Bianchi", limit=1)) == 1


def test_a_batch_answers_each_query_by_its_key_also_by_get(door: Door) -> None:
    batch = {"a": {"query": "Varzi"}, "b": {"query": "Rossi"}, "c": {"query": "zzz"}}
    answer = door.get("/reconcile", queries=json.dumps(batch)).json
    assert list(answer) == ["a", "b", "c"]
    assert answer["c"]["result"] == []
    assert answer == door.post("/reconcile", {"queries": json.dumps(batch)}).json


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ("{", 400),
        ("[" * 100_000, 400),
        ("[]", 422),
        ('{"a": 1}', 422),
        ('{"a": {}}', 422),
        ('{"a": {"query": 1}}', 422),
        ('{"a": {"query": "x", "limit": "many"}}', 422),
        ('{"a": {"query": "x", "limit": -1}}', 422),
        ('{"a": {"query": "x", "properties": {"pid": 1}}}', 422),
        ('{"a": {"query": "x", "properties": [{"pid": "vat", "v": {}}]}}', 422),
        (json.dumps({"a": {"query": "x", "properties": [{"pid": "vat", "v": "1"}] * 21}}), 422),
        (json.dumps({str(one): {"query": "x"} for one in range(51)}), 413),
    ],
)
def test_what_is_no_batch_is_refused(door: Door, queries: str, status: int) -> None:
    assert door.post("/reconcile", {"queries": queries}).status == status


def test_long_and_strange_texts_are_only_texts(door: Door) -> None:
    for text in ("x" * 100_000, 'kind:firm -a "b', "\u202e" * 50, "'; DROP TABLE", "a " * 5_000):
        assert not matched(door, text)


def test_suggestions_begin_with_the_prefix(door: Door) -> None:
    def suggest(what: str, **given: object) -> list[str]:
        headers = {"Accept-Language": "en"}
        result = door.get(f"/reconcile/suggest/{what}", headers, **given).json["result"]
        return [one["id"] for one in result]

    assert "stakeholder/vat-00743110157" in suggest("entity", prefix="idrosen")
    assert suggest("entity", prefix="stakeholder/ipa-c_l690")[0] == "stakeholder/ipa-c_l690"
    assert suggest("entity", prefix="") == []
    assert "stakeholder/rea-MI-1" not in suggest("entity", prefix="segreta")
    first = suggest("entity", prefix="a")
    assert set(first).isdisjoint(suggest("entity", prefix="a", cursor=10))
    assert suggest("type", prefix="univ") == ["university"]
    assert "vat" in suggest("property", prefix="VAT")
    assert "contact" not in suggest("property", prefix="")
    assert door.get("/reconcile/suggest/planet", prefix="a").status == 404


def test_data_extension_gives_public_values_and_no_others(door: Door) -> None:
    properties = door.get("/reconcile/properties", type="administration", limit=500).json
    proposed = [one["id"] for one in properties["properties"]]
    assert "ipa_code" in proposed
    assert "contact_name" not in proposed
    wanted = ("name", "ipa_code", "municipality", "founded", "alt_name", "contact_name", "nothing")
    asked = {
        "ids": ["stakeholder/ipa-c_l690", "stakeholder/rea-MI-1", "x"],
        "properties": [{"id": one} for one in wanted],
    }
    answer = door.post("/reconcile", {"extend": json.dumps(asked)}).json
    assert [one["id"] for one in answer["meta"]] == list(wanted[:5])
    assert answer["meta"][2]["type"]["id"] == "territory"
    assert answer["rows"]["stakeholder/ipa-c_l690"] == {
        "name": [{"str": "Comune di Varzi"}],
        "ipa_code": [{"str": "c_l690"}],
        "municipality": [{"id": "territory/istat-018171", "name": "Varzi"}],
        "founded": [{"date": "1861-03-17T00:00:00Z"}],
        "alt_name": [],
    }
    nothing: dict[str, list[Json]] = {name: [] for name in wanted[:5]}
    assert answer["rows"]["stakeholder/rea-MI-1"] == answer["rows"]["x"] == nothing
    assert door.post("/reconcile", {"extend": '{"ids": 1}'}).status == 422
    many = json.dumps({"ids": ["x"] * 201, "properties": []})
    assert door.post("/reconcile", {"extend": many}).status == 422


def test_a_preview_may_stand_in_a_frame_and_nothing_else_may(door: Door) -> None:
    answer = door.get("/reconcile/preview", {"Accept-Language": "it"}, id="stakeholder/ipa-c_l690")
    assert answer.status == 200
    assert "Comune di Varzi" in answer.text
    assert "pubblica amministrazione" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert "frame-ancestors 'none'" in door.get("/").headers["Content-Security-Policy"]
    for wrong in ("stakeholder/rea-MI-1", "x", "", "stakeholder/"):
        assert door.get("/reconcile/preview", id=wrong).status == 404


def test_the_ids_lead_to_the_pages(door: Door) -> None:
    answer = door.get("/id/stakeholder%2Fipa-c_l690", {"Accept": "text/turtle"})
    assert answer.url
    assert answer.status == 200
