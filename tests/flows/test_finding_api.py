"""Search for programs: what comes along, why, suggestions, OpenSearch, and nothing unknown."""

from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from smartland.domain.resource import Json
from smartland.web.pages.opensearch import NAMESPACE
from support.answers import assert_problem, read_json

pytest_plugins = ["support.doors"]

FIRM, PROJECT = "vat-00743110157", "cup-J41B21000010001"


def _search(client: FlaskClient, language: str = "it", **arguments: object) -> Json:
    headers = {"Accept-Language": language}
    return read_json(client.get("/api/v1/search", query_string=arguments, headers=headers))


def test_only_the_fields_that_were_asked_for_come_along(sample: FlaskClient) -> None:
    body = _search(sample, q=PROJECT[4:], fields="budget,description,closes")
    assert {*body["items"][0]["fields"]} == {"budget", "description"}
    assert "fields" not in _search(sample, q=PROJECT[4:])["items"][0]


def test_a_star_brings_the_whole_public_document(sample: FlaskClient) -> None:
    found = _search(sample, q="00743110157", fields="*", limit=1)["items"][0]
    document = read_json(sample.get(found["_links"]["self"]))
    beside = {"iri", "kind", "key", "_meta", "_links"}
    assert found["fields"] == {name: one for name, one in document.items() if name not in beside}


def test_an_unknown_field_is_named(sample: FlaskClient) -> None:
    assert_problem(sample.get("/api/v1/search?fields=budget,colour"), 422, "fields")


@pytest.mark.parametrize(("language", "label"), [("it", "Bergamo"), ("en", "Province of Bergamo")])
def test_facets_have_labels_in_the_readers_language(
    sample: FlaskClient, language: str, label: str
) -> None:
    facets = _search(sample, language, facets="in,kind,theme")["facets"]
    assert any(label in one["label"] for one in facets["in"])
    kinds = {one["value"]: one["label"] for one in facets["kind"]}
    assert kinds["need"] == {"it": "Bisogni", "en": "Needs"}[language]
    assert {one["label"] for one in facets["theme"]} == {
        {"it": "Ambiente", "en": "Environment"}[language]
    }


def test_why_is_told_when_asked(sample: FlaskClient) -> None:
    assert "why" not in _search(sample, q="acquedotto")["items"][0]
    for item in _search(sample, q="acquedotto", explain=1)["items"]:
        why = item["why"]
        assert why["passages"] or why["concepts"]
        for passage in why["passages"]:
            assert all(0 <= start < end <= len(passage["text"]) for start, end in passage["marks"])
    (code, *_) = _search(sample, q=PROJECT[4:], explain="true")["items"]
    assert code["why"]["code"] == PROJECT[4:]


def test_a_word_that_is_nowhere_is_said(sample: FlaskClient) -> None:
    body = _search(sample, q="acquedoto montano")
    assert body["relaxed"]
    assert [one["word"] for one in body["missing"]] == ["acquedoto"]
    assert "acquedotto" in body["missing"][0]["nearest"]
    exact = _search(sample, q="acquedotto montano")
    assert (exact["missing"], exact["suggestion"], exact["unknown_fields"]) == ([], None, [])


def test_names_of_no_filter_are_said(sample: FlaskClient) -> None:
    assert _search(sample, q="colour:acqua")["unknown_fields"] == ["colour"]


@pytest.mark.parametrize(
    "path", ["/api/v1/search?colour=red", "/api/v1/search?q=a&south=1", "/api/v1/search?kinds=need"]
)
def test_an_unknown_parameter_is_refused_with_those_that_are(
    sample: FlaskClient, path: str
) -> None:
    name = path.rpartition("=")[0].replace("&", "?").rpartition("?")[2]
    body = assert_problem(sample.get(path), 422, name)
    known = body["errors"][0]["message"]
    for one in ("box", "explain", "fields", "corridor", "in"):
        assert one in known


def test_an_empty_parameter_is_the_empty_field_of_a_form(sample: FlaskClient) -> None:
    bare = _search(sample, q="acqua")
    form = _search(sample, q="acqua", kind="", theme="", sort="", cursor="", box="", limit="")
    assert form["total"] == bare["total"] > 0
    assert form["items"] == bare["items"]


@pytest.mark.parametrize("door", ["/search", "/search.csv", "/search.atom", "/api/v1/search"])
def test_more_filters_than_anybody_chooses_are_refused(sample: FlaskClient, door: str) -> None:
    many = "&".join(f"theme={number}" for number in range(101))
    assert_problem(
        sample.get(f"{door}?{many}", headers={"Accept": "application/json"}), 422, "filters"
    )


def test_a_box_holds_what_lies_in_it(sample: FlaskClient) -> None:
    inside = _search(sample, kind="territory", box="44.8,9.1,44.9,9.3")
    assert "istat-018171" in {one["key"] for one in inside["items"]}
    assert _search(sample, kind="territory", box="40,9.1,41,9.3")["total"] == 0
    for wrong in ("44", "44.8,9.1,44.9", "46,9,45,10", "a,b,c,d"):
        assert_problem(sample.get(f"/api/v1/search?box={wrong}"), 422, "box")


def test_an_answer_is_kept_until_something_changes(sample: FlaskClient) -> None:
    path = "/api/v1/search?q=acqua"
    first = sample.get(path, headers={"Accept-Language": "it"})
    again = sample.get(
        path, headers={"Accept-Language": "it", "If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert not again.data
    other = sample.get(
        path, headers={"Accept-Language": "en", "If-None-Match": first.headers["ETag"]}
    )
    assert other.status_code == 200
    assert {"accept", "accept-language"} <= {one.lower() for one in first.vary}


def test_suggestions_are_words_with_counts_and_resources(sample: FlaskClient) -> None:
    answer = sample.get("/api/v1/suggest?q=acqued", headers={"Accept-Language": "en"})
    body = read_json(answer)
    word = next(one for one in body["words"] if one["text"] == "acquedotto")
    assert word["total"] >= max(one["count"] for one in word["kinds"])
    assert {one["kind"] for one in word["kinds"]} <= {"project", "need", "dataset", "stakeholder"}
    project = next(one for one in body["resources"] if one["key"] == PROJECT)
    assert project["kind_label"] == "Project"
    assert sample.get(project["_links"]["self"]).status_code == 200
    assert "max-age" in answer.headers["Cache-Control"]


def test_suggestions_may_be_of_one_kind(sample: FlaskClient) -> None:
    body = read_json(sample.get("/api/v1/suggest?q=acqued&kind=project"))
    assert {one["kind"] for one in body["resources"]} == {"project"}
    assert {kind["kind"] for one in body["words"] for kind in one["kinds"]} == {"project"}


@pytest.mark.parametrize("text", ["", "%00", " ", "zzzq", "x" * 3_000])
def test_nothing_to_suggest_is_an_empty_answer(sample: FlaskClient, text: str) -> None:
    body = read_json(sample.get(f"/api/v1/suggest?q={text}"))
    assert (body["words"], body["resources"]) == ([], [])


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/api/v1/suggest?q=acqued&format=opensearch", "*/*"),
        ("/api/v1/suggest?q=acqued", "application/x-suggestions+json"),
    ],
)
def test_browsers_get_suggestions_in_their_form(
    sample: FlaskClient, path: str, accept: str
) -> None:
    answer = sample.get(path, headers={"Accept": accept, "Accept-Language": "it"})
    assert answer.mimetype == "application/x-suggestions+json"
    text, completions, descriptions, addresses = read_json(answer)
    assert text == "acqued"
    assert len(completions) == len(descriptions) == len(addresses)
    assert "acquedotto" in completions
    at = next(place for place, one in enumerate(addresses) if one.endswith(PROJECT))
    assert descriptions[at] == "Progetto"


def test_an_unknown_form_of_suggestions_is_refused(sample: FlaskClient) -> None:
    assert_problem(sample.get("/api/v1/suggest?q=a&format=xml"), 422, "format")
    refused = sample.get("/api/v1/suggest?q=a", headers={"Accept": "image/png"})
    assert_problem(refused, 406)


def test_every_page_leads_to_the_description(sample: FlaskClient) -> None:
    page = sample.get("/vocabulary", headers={"Accept": "text/html"}).text
    assert 'rel="search"' in page
    assert 'href="/opensearch.xml"' in page
    answer = sample.get("/opensearch.xml", headers={"Accept-Language": "en"})
    assert answer.mimetype == "application/opensearchdescription+xml"
    assert answer.headers["Content-Language"] == "en"
    again = sample.get(
        "/opensearch.xml",
        headers={"Accept-Language": "en", "If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


def test_every_address_of_the_description_answers(sample: FlaskClient) -> None:
    root = ET.fromstring(sample.get("/opensearch.xml").data)  # noqa: S314 - our own
    urls = list(root.iter(f"{{{NAMESPACE}}}Url"))
    assert len(urls) == 6
    for one in urls:
        address = (one.get("template") or "").replace("{searchTerms}", "acqua sensori")
        path = address.replace("{count?}", "5").partition("//")[2].partition("/")[2]
        answer = sample.get(f"/{path}")
        assert answer.status_code == 200, path
        assert answer.mimetype == one.get("type")
