"""Search through the doors, over the real index: words, codes, filters, facets, pages, files."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from smartland.domain.resource import Json
from smartland.wiring import Services
from smartland_vocab.namespaces import CONCEPT
from support.answers import assert_problem, read_json
from support.platform import BASE

pytest_plugins = ["support.doors"]

FIRM, VARZI, PAVIA = "vat-00743110157", "ipa-c_l690", "ror-00s6t1f81"
PROJECT, CALL = "cup-J41B21000010001", "call-ACQUA-2026"
EVERYTHING = 14
"""Resources of the sample that are no code lists and no places."""


def search(client: FlaskClient, **arguments: object) -> Json:
    given = {name.rstrip("_"): value for name, value in arguments.items()}
    return read_json(client.get("/api/v1/search", query_string=given))


def keys(body: Json) -> list[str]:
    return [one["key"] for one in body["items"]]


def counts(body: Json, name: str) -> dict[str, int]:
    return {one["value"]: one["count"] for one in body["facets"][name]}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("acquedotti", {"portate", PROJECT, "perdite", FIRM}),
        ("ACQUEDOTTO", {"portate", PROJECT, "perdite", FIRM}),
        ("aqueducts", {"portate", PROJECT, "perdite", FIRM}),
        ("acquedot", {"portate", PROJECT, "perdite", FIRM}),
        ("l'acquedotto montano", {"perdite", PROJECT}),
        ("«acquedotto» montano!", {"perdite", PROJECT}),
        ("perdite idriche", {"perdite", CALL}),
        ("idriche perdite", {"perdite", CALL}),
        ('"perdite idriche"', {CALL}),
        ('"idriche perdite"', set()),
        ('"perdite idriche', {"perdite", CALL}),
        ("perdite -idriche", {FIRM}),
        ("acquedotto -sensori -dataset", set()),
        ("università", {PAVIA, "perdite", CALL}),
        ("universita pavia", {PAVIA}),
        ("zzzqqq", set()),
    ],
)
def test_words_are_found_in_both_languages(sample: FlaskClient, q: str, found: set[str]) -> None:
    body = search(sample, q=q, limit=100)
    assert (set() if body["relaxed"] else set(keys(body))) == found
    assert body["total"] == len(body["items"])


def test_an_exclusion_takes_away(sample: FlaskClient) -> None:
    everything = set(keys(search(sample, q="acqua", limit=100)))
    without = set(keys(search(sample, q="acqua -sensori", limit=100)))
    only = set(keys(search(sample, q="acqua sensori", limit=100)))
    assert without | only == everything
    assert not without & only
    assert without
    phrase = set(keys(search(sample, q='acqua -"perdite idriche"', limit=100)))
    assert phrase == everything - {CALL}
    alone = set(keys(search(sample, q="-acqua", limit=100)))
    assert len(alone) + len(everything) == EVERYTHING
    assert not alone & everything


def test_what_is_misspelt_is_found_and_said_to_be_relaxed(sample: FlaskClient) -> None:
    exact, misspelt = search(sample, q="acquedotto"), search(sample, q="acquedoto")
    assert exact["relaxed"] is False
    assert misspelt["relaxed"] is True
    assert set(keys(misspelt)) == set(keys(exact))
    partly = search(sample, q="acquedotto zzzqqq")
    assert partly["relaxed"] is True
    assert set(keys(partly)) >= set(keys(exact))


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("J41B21000010001", PROJECT),
        ("j41b21000010001", PROJECT),
        ("J41B21000010001 acqua", PROJECT),
        ("00743110157", FIRM),
        ("c_l690", VARZI),
        ("C_L690", VARZI),
        ("ACQUA-2026", CALL),
    ],
)
def test_an_identifier_comes_first(sample: FlaskClient, q: str, first: str) -> None:
    assert keys(search(sample, q=q))[0] == first


def test_code_lists_and_places_are_found_only_when_asked_for(sample: FlaskClient) -> None:
    assert search(sample)["total"] == EVERYTHING
    assert "territory" not in counts(search(sample), "kind")
    assert keys(search(sample, q="varzi", kind="territory")) == ["istat-018171"]
    assert search(sample, kind="concept")["total"] > 400
    assert keys(search(sample, q="varzi kind:territory")) == ["istat-018171"]


def test_titles_come_in_the_readers_language(sample: FlaskClient) -> None:
    for tongue, title in (("it", "Acquedotto intelligente"), ("en", "Smart aqueduct")):
        answer = sample.get(f"/api/v1/search?q={PROJECT[4:]}", headers={"Accept-Language": tongue})
        assert read_json(answer)["items"][0]["title"] == title
        assert "Accept-Language" in answer.vary


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("kind", "offer", {"rete"}),
        ("corridor", "care", {"trasporto", VARZI, "cf-01199250158"}),
        ("corridor", "corridor/care", {"trasporto", VARZI, "cf-01199250158"}),
        ("corridor", f"{CONCEPT.iri}corridor/care", {"trasporto", VARZI, "cf-01199250158"}),
        ("stakeholder_kind", "university", {PAVIA}),
        ("municipality", "territory/istat-018171", {VARZI}),
        ("in", "territory/istat-016", {"trasporto", "cf-01199250158"}),
        ("in", f"{BASE}id/territory/istat-016", {"trasporto", "cf-01199250158"}),
        ("theme", "ENVI", {"portate"}),
        ("format", "CSV", {"portate"}),
        ("competence", "mobility-and-transport", {"trasporto"}),
        ("holder", f"stakeholder/{FIRM}", {FIRM, PROJECT, "rete", "claim-0"}),
        ("refers", "call/call-ACQUA-2026", {PROJECT}),
        ("corridor", "none", set()),
        ("municipality", "territory/none", set()),
    ],
)
def test_filters_take_iris_and_short_names(
    sample: FlaskClient, name: str, value: str, found: set[str]
) -> None:
    assert set(keys(search(sample, **{name: value}))) == found


def test_filters_stand_in_the_words_too(sample: FlaskClient) -> None:
    assert set(keys(search(sample, q="corridor:care in:territory/istat-016"))) == {
        "trasporto",
        "cf-01199250158",
    }
    assert keys(search(sample, q="acqua -corridor:care stakeholder_kind:university")) == [PAVIA]
    assert set(keys(search(sample, q='corridor:"care" kind:stakeholder'))) == {
        VARZI,
        "cf-01199250158",
    }


def test_values_of_one_filter_are_alternatives_and_filters_are_joined(sample: FlaskClient) -> None:
    two = search(sample, kind=["need", "offer"])
    assert set(keys(two)) == {"perdite", "trasporto", "rete"}
    joined = search(sample, kind=["need", "offer"], corridor="water")
    assert set(keys(joined)) == {"perdite", "rete"}
    wide = search(sample, kind=["need", "offer"], corridor=["water", "care"])
    assert set(keys(wide)) == {"perdite", "rete", "trasporto"}


def test_facets_count_every_choice_of_a_filter(sample: FlaskClient) -> None:
    body = search(sample, facets="kind,corridor,kind")
    assert set(body["facets"]) == {"kind", "corridor"}
    assert counts(body, "kind") == {
        "claim": 4, "stakeholder": 4, "need": 2, "call": 1, "dataset": 1, "offer": 1, "project": 1,
    }  # fmt: skip
    assert sum(counts(body, "kind").values()) == body["total"]
    chosen = search(sample, facets="kind,corridor", kind="need")
    assert counts(chosen, "kind") == counts(body, "kind")
    care = f"{CONCEPT.iri}corridor/care"
    assert counts(chosen, "corridor")[care] == 1
    assert counts(body, "corridor")[care] == 3
    most = [one["count"] for one in body["facets"]["corridor"]]
    assert most == sorted(most, reverse=True)


def test_each_facet_count_is_what_the_filter_finds(demo: FlaskClient) -> None:
    body = search(demo, q="energia", facets="kind,corridor,stakeholder_kind,in", limit=1)
    for name, values in body["facets"].items():
        assert values
        for one in values[:3]:
            found = search(demo, q="energia", limit=1, **{name: one["value"]})
            assert found["total"] == one["count"], (name, one)


@pytest.mark.parametrize(
    "arguments",
    ["", "q=energia", "sort=title", "sort=-title", "sort=-budget", "q=energia&kind=claim",
     "corridor=energy&sort=title"],
)  # fmt: skip
def test_pages_hold_everything_once_and_in_one_order(demo: FlaskClient, arguments: str) -> None:
    whole = read_json(demo.get(f"/api/v1/search?{arguments}&limit=200"))
    path: str | None = f"/api/v1/search?{arguments}&limit=70"
    found: list[str] = []
    while path and len(found) < 200:
        answer = demo.get(path)
        body = read_json(answer)
        assert body["total"] == whole["total"]
        found += [one["iri"] for one in body["items"]]
        path = body["_links"]["next"]
        assert answer.headers.get("Link") == (f'<{path}>; rel="next"' if path else None)
    assert len(found) == len(set(found))
    assert found[:200] == [one["iri"] for one in whole["items"]][: len(found)]
    assert len(found) >= min(200, whole["total"])


def test_numbers_and_dates_put_in_order(sample: FlaskClient) -> None:
    assert keys(search(sample, sort="-budget"))[:3] == [CALL, PROJECT, "perdite"]
    assert keys(search(sample, sort="budget"))[:3] == ["perdite", PROJECT, CALL]
    assert keys(search(sample, sort="closes"))[0] == CALL
    titles = [one["title"] for one in search(sample, kind="stakeholder", sort="title")["items"]]
    assert titles == sorted(titles, key=str.lower)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ("colour=red", "colour"),
        ("kind=nothing", "kind"),
        ("facets=colour", "facets"),
        ("facets=refers", "facets"),
        ("sort=colour", "sort"),
        ("sort=-relevance", "sort"),
        ("limit=x", "limit"),
        ("limit=-1", "limit"),
        ("limit=1e3", "limit"),
        ("limit=%D9%A1", "limit"),
        ("cursor=nonsense", "cursor"),
        ("cursor=W10", "cursor"),
        ("cursor=%00", "cursor"),
    ],
)
def test_a_wrong_parameter_is_named(sample: FlaskClient, arguments: str, field: str) -> None:
    assert_problem(sample.get(f"/api/v1/search?{arguments}"), 422, field)
    if not arguments.startswith("kind"):
        assert_problem(sample.get(f"/api/v1/need?q=a&{arguments}"), 422, field)


def test_a_cursor_belongs_to_its_search(sample: FlaskClient) -> None:
    following = search(sample, limit=3)["_links"]["next"]
    assert read_json(sample.get(following))["total"] == EVERYTHING
    assert_problem(sample.get(f"{following}&corridor=water"), 422, "cursor")
    assert_problem(sample.get(f"{following}&sort=-title"), 422, "cursor")


@pytest.mark.parametrize("path", ["/api/v1/search?q=acqua", "/api/v1/need?q=acqua", "/api/v1/need"])
def test_results_come_as_a_table(sample: FlaskClient, path: str) -> None:
    answer = sample.get(path, headers={"Accept": "text/csv"})
    assert answer.mimetype == "text/csv"
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [one["iri"] for one in table] == [
        one["iri"] for one in read_json(sample.get(path))["items"]
    ]
    assert_problem(sample.get(path, headers={"Accept": "image/png"}), 406)


def test_an_empty_table_has_its_head(sample: FlaskClient) -> None:
    answer = sample.get("/api/v1/search?q=zzzqqq", headers={"Accept": "text/csv"})
    (head,) = csv.reader(io.StringIO(answer.text))
    assert {"kind", "iri"} <= {*head}


def test_lists_of_a_kind_filter_and_select_fields(sample: FlaskClient) -> None:
    body = read_json(sample.get("/api/v1/stakeholder?corridor=care&fields=name&facets=corridor"))
    assert {one["key"] for one in body["items"]} == {VARZI, "cf-01199250158"}
    assert {*body["items"][0]} == {"iri", "kind", "key", "name", "_links"}
    assert counts(body, "corridor")[f"{CONCEPT.iri}corridor/water"] == 3


def test_words_are_completed(sample: FlaskClient) -> None:
    body = read_json(sample.get("/api/v1/suggest?q=Acqued"))
    assert "acquedotto" in [one["text"] for one in body["words"]]
    assert all(one["text"].startswith("acqued") for one in body["words"])
    for nothing in ("", "%00", "zzzq", "%ED%A0%80", "x" * 3_000):
        assert read_json(sample.get(f"/api/v1/suggest?q={nothing}"))["words"] == []


def test_a_renamed_thing_is_called_by_its_new_name_at_once(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    firm = {"name": "Vecchio nome", "stakeholder_kind": "firm", "vat": "00743110157"}
    written = read_json(client.post("/api/v1/stakeholder", json=firm, headers=bearer), 201)
    path, iri = f"/api/v1/stakeholder/{written['key']}", written["iri"]
    for name in ("Vecchio nome", "Nuovo nome", "Ultimo nome"):
        headers = bearer | {"If-Match": "*"}
        assert client.patch(path, json={"name": {"und": name}}, headers=headers).status_code == 200
        assert services.labels.of(iri).it == name
    assert services.labels.of("https://example.org/a#b").en == "b"
    assert client.delete(path, headers=bearer | {"If-Match": "*"}).status_code == 204
    assert services.labels.of(iri).it == "vat-00743110157"
