"""What a profile has against a description: told to who writes it, and on its page."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from smartland.domain.resource import Json
from smartland.services.profiling import PROFILED, ProfileFindings, assess
from smartland.wiring import Services
from support.pages import Page
from support.sheets import sheet

PATH = "/api/v1/dataset"
EU = "http://publications.europa.eu/resource/authority/"
FOUNTAINS = {
    "title": {"it": "Fontanelle pubbliche"},
    "description": {"it": "Dove sono le fontanelle."},
    "keyword": {"it": ["acqua"]},
    "corridor": ["water"],
    "temporal": [{"start": "2025-01-01"}],
    "distribution": [{"title": {"it": "Foglio"}, "access_url": "https://e.example/fontanelle"}],
}
NEEDED = {"theme", "frequency", "rights_holder", "distribution.format", "distribution.license"}
Write = Callable[[str, str, Json], TestResponse]


@pytest.fixture
def write(client: FlaskClient, bearer: dict[str, str]) -> Write:
    """Sends a document; what is there already is overwritten whatever its version."""

    def write(method: str, path: str, document: Json) -> TestResponse:
        headers = bearer | ({"If-Match": "*"} if method != "POST" else {})
        return client.open(path, method=method, json=document, headers=headers)

    return write


def made(write: Write, document: Json = FOUNTAINS, query: str = "") -> Json:
    answer = write("POST", f"{PATH}{query}", document)
    assert answer.status_code == 201, answer.text
    return answer.json


def paths(profile: Json, severity: str = "violation") -> set[str]:
    return {one["field"]["path"] for one in profile["groups"] if one["severity"] == severity}


# writing


def test_a_write_is_accepted_and_told_what_is_missing_where(write: Write) -> None:
    body = made(write)
    profile = body["_profile"]
    assert profile["profile"] == "dcat-ap-it"
    assert not profile["conforms"]
    assert paths(profile) == NEEDED
    assert profile["counts"]["violation"] == len(NEEDED)
    (theme,) = (one for one in profile["groups"] if one["field"]["path"] == "theme")
    assert theme["field"]["property"] == "dcat:theme"
    assert "dcat:theme" in theme["mend"]["it"]
    assert theme["findings"][0]["focus"] == body["iri"]
    assert theme["findings"][0]["message"]["en"].endswith("is missing.")


def test_what_the_platform_knows_itself_is_asked_of_nobody(write: Write) -> None:
    profile = made(write)["_profile"]
    told = {one["field"]["property"] for one in profile["groups"]}
    # the identifier and the day of the change; corridors and days are written in the portals' way
    assert not told & {"dct:identifier", "dct:modified", "schema:startDate"}
    assert [one["code"] for one in profile["groups"] if "paired" in one["code"]] == []


def test_mending_a_field_takes_its_finding_away(client: FlaskClient, write: Write) -> None:
    item = f"{PATH}/{made(write)['key']}"
    answer = write("PATCH", item, {"theme": [f"{EU}data-theme/ENVI"]})
    assert answer.status_code == 200
    assert answer.json is not None
    assert paths(answer.json["_profile"]) == NEEDED - {"theme"}
    answer = write("PUT", item, FOUNTAINS | {"frequency": f"{EU}frequency/ANNUAL"})
    assert answer.json is not None
    assert paths(answer.json["_profile"]) == NEEDED - {"frequency"}


def test_a_value_outside_its_list_is_told_too(write: Write) -> None:
    wrong = FOUNTAINS | {"frequency": f"{EU}frequency/EVERYDAY"}
    groups = made(write, wrong)["_profile"]["groups"]
    (found,) = (one for one in groups if one["field"]["path"] == "frequency")
    assert found["code"] == "frequency-not-listed"


def test_an_answer_can_be_sent_back_as_it_is(write: Write) -> None:
    body = made(write)
    answer = write("PUT", f"{PATH}/{body['key']}", body)
    assert answer.status_code == 200, answer.text
    assert answer.json == body


def test_reading_carries_no_findings(client: FlaskClient, write: Write) -> None:
    assert "_profile" not in (client.get(f"{PATH}/{made(write)['key']}").json or {"_profile": 0})


def test_kinds_of_which_no_profile_speaks_have_none(client: FlaskClient, write: Write) -> None:
    firm = {"name": {"it": "A"}, "stakeholder_kind": "firm", "vat": "00743110157"}
    answer = write("POST", "/api/v1/stakeholder", firm)
    assert answer.status_code == 201
    assert answer.json is not None
    assert "_profile" not in answer.json
    assert client.get(f"/api/v1/stakeholder/{answer.json['key']}/profile").status_code == 404


def test_services_and_catalogues_are_told_as_well(write: Write) -> None:
    service = {"title": {"it": "API"}, "endpoint_url": ["https://e.example/api"]}
    answer = write("POST", "/api/v1/data-service", service)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    assert "_profile" in answer.json
    catalogue = {"title": {"it": "C"}, "description": {"it": "Un catalogo."}}
    answer = write("POST", "/api/v1/catalogue", catalogue)
    assert answer.json is not None
    assert "publisher" in paths(answer.json["_profile"])


# reading


def test_the_profile_of_one_dataset_comes_with_its_points(
    client: FlaskClient, write: Write
) -> None:
    body = made(write)
    answer = client.get(body["_profile"]["_links"]["self"])
    assert answer.status_code == 200
    assert answer.json is not None
    assert paths(answer.json) == NEEDED
    score = answer.json["score"]
    # keyword 30, period 20, DCAT-AP 30, day of the change 5; the address may answer: 50
    assert (score["low"], score["high"]) == (85, 135)
    hints = {one["metric"]: one["gain"] for one in score["hints"]}
    assert hints["theme"] == 30
    assert "byte-size" not in hints


def test_other_profiles_may_be_asked_for(client: FlaskClient, write: Write) -> None:
    item = f"{PATH}/{made(write)['key']}/profile"
    answer = client.get(f"{item}?profile=dcat-ap-3")
    assert answer.json is not None
    assert answer.json["profile"] == "dcat-ap-3"
    assert client.get(f"{item}?profile=none").status_code == 422


def test_a_private_dataset_is_checked_for_who_may_read_it(
    client: FlaskClient, write: Write, bearer: dict[str, str]
) -> None:
    body = made(write, query="?visibility=private")
    assert paths(body["_profile"]) == NEEDED
    item = f"{PATH}/{body['key']}/profile"
    assert client.get(item).status_code == 404
    answer = client.get(item, headers=bearer)
    assert answer.json is not None
    assert paths(answer.json) == NEEDED


def test_one_too_long_to_be_checked_at_once_is_written_all_the_same(
    client: FlaskClient, write: Write
) -> None:
    body = made(write, FOUNTAINS | {"keyword": {"it": [f"{n} " + "k" * 290 for n in range(800)]}})
    assert "_profile" not in body
    assert client.get(f"{PATH}/{body['key']}/profile").status_code == 413
    assert client.get(f"/doc/dataset/{body['key']}.html").status_code == 200


def test_the_api_document_describes_it(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert document is not None
    for kind in PROFILED:
        assert "get" in document["paths"][f"/api/v1/{kind}/{{key}}/profile"]
        assert "_profile" in document["components"]["schemas"][kind]["properties"]
    assert "/api/v1/need/{key}/profile" not in document["paths"]
    assert "_profile" not in document["components"]["schemas"]["need"]["properties"]
    assert "groups" in document["components"]["schemas"]["profile"]["properties"]


def test_the_demonstration_has_nothing_to_mend(demo_services: Services) -> None:
    datasets = demo_services.catalogue.page("dataset", "", 100)
    assert len(datasets) > 25
    for one in datasets:
        found = assess(one, score=True)
        assert found is not None
        assert found.report.findings == (), one.key
        assert found.score is not None
        assert found.score.high == 400, one.key


# the page


@pytest.mark.parametrize(
    ("language", "title", "field", "gain"),
    [
        ("it", "Qualità dei metadati", "Distribuzioni › licenza", "+30"),
        ("en", "Metadata quality", "Distributions › licence", "+30"),
    ],
)
def test_the_page_says_what_to_mend_in_the_readers_language(
    client: FlaskClient, write: Write, language: str, title: str, field: str, gain: str
) -> None:
    key = made(write)["key"]
    headers = {"Accept": "text/html", "Accept-Language": language}
    page = Page(client.get(f"/doc/dataset/{key}", headers=headers).text)
    for one in (title, field, gain, "85"):
        assert one in page.text


def test_pages_of_other_kinds_say_nothing_of_it(demo: FlaskClient) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "it"}
    page = demo.get("/doc/need/demo-need-01", headers=headers)
    assert page.status_code == 200
    assert "Qualità dei metadati" not in page.text


# the dry run of a sheet

ROW = {
    "#dataset": "",
    "id": "1",
    "title_it": "Fontanelle",
    "description_it": "Dove sono le fontanelle.",
    "frequency": "ANNUAL",
}


def preview(client: FlaskClient, body: bytes) -> Json:
    headers = {"Content-Type": "application/octet-stream"}
    answer = client.post("/api/v1/preview?name=dataset.csv", data=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return answer.json


def test_a_dry_run_tells_what_its_datasets_lack(client: FlaskClient) -> None:
    found = preview(client, sheet({"id": "1"}, {"id": "2", "theme": "ENVI"}, first=ROW))
    assert found["counts"] == {"created": 2}
    profile = found["profile"]
    assert profile["complete"]
    counts = {one["field"]["property"]: one["count"] for one in profile["groups"]}
    assert counts["dcat:theme"] == 1
    assert counts["dct:rightsHolder"] == 2
    assert "dct:accrualPeriodicity" not in counts


def test_a_dry_run_without_datasets_says_nothing_of_it(client: FlaskClient) -> None:
    needs = client.get("/api/v1/templates/need.csv").data
    assert preview(client, needs)["profile"] is None


def test_the_page_of_the_dry_run_shows_it(client: FlaskClient) -> None:
    file = (io.BytesIO(sheet({}, first=ROW)), "dataset.csv")
    answer = client.post("/templates", data={"file": file}, headers={"Accept-Language": "it"})
    assert answer.status_code == 200
    page = Page(answer.text)
    assert "non rispettano DCAT-AP_IT" in page.text
    assert "dcat:theme" in page.text
    # nothing is there yet that a link could lead to
    assert not [one for one in page.all("a") if "/id/dataset/" in one.get("href", "")]


def test_of_very_many_datasets_the_first_are_looked_at(demo_services: Services) -> None:
    gathering = ProfileFindings(most=3)
    for one in demo_services.catalogue.page("data-service", "", 3):
        gathering.note(one)
    some = gathering.report()
    assert some is not None
    assert some.complete
    gathering.note(demo_services.catalogue.page("dataset", "", 1)[0])
    more = gathering.report()
    assert more is not None
    assert not more.complete
    assert more.counts == some.counts
