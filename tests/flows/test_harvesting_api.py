"""The doors of harvesting and review: who may do what, and what is told to whom."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_smorest import Api

from smartland.ports.harvests import Source
from smartland.web.routes.harvesting import harvesting_blueprint
from smartland.web.routes.meta import describe
from smartland.web.routes.reviewing import reviewing_blueprint
from smartland.wiring import Services
from support.answers import assert_problem, read_json
from support.harvest_doors import (
    CORDIS,
    IPA,
    HarvestWorld,
    in_ipa,
)
from support.platform import running

ENGLISH = {"Accept-Language": "en"}
NEW = {
    "name": "milano",
    "importer": "dcat",
    "address": "https://dati.example/catalog.ttl",
    "schedule": "0 3 * * 1",
}
NEED_A_TOKEN = (
    ("POST", "sources"),
    ("PATCH", "sources/ipa"),
    ("DELETE", "sources/ipa"),
    ("POST", "sources/ipa/run"),
    ("GET", "runs/1/outcomes"),
    ("POST", "proposals/1/accept"),
    ("POST", "proposals/1/refuse"),
    ("POST", "proposals/1/undo"),
    ("POST", "stakeholder/ipa-c_f205/part"),
    ("POST", "stakeholder/ipa-c_f205/provenance/homepage"),
)
Headers = dict[str, str]


@pytest.fixture
def world(services: Services) -> HarvestWorld:
    return HarvestWorld(services)


@pytest.fixture
def client(world: HarvestWorld) -> FlaskClient:
    return world.app().test_client()


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, Headers]]:
    """A platform with a source that only refusals are tried on, and headers that may write."""
    with running(tmp_path_factory.mktemp("refusing")) as services:
        client = HarvestWorld(services).app().test_client()
        bearer = {"Authorization": f"Bearer {services.core.tokens.create('tester')}"}
        assert client.post("/api/v1/sources", json=NEW, headers=bearer).status_code == 201
        yield client, bearer


# sources


def test_a_source_is_registered_planned_and_removed(client: FlaskClient, bearer: Headers) -> None:
    answer = client.post("/api/v1/sources", json=NEW, headers=bearer)
    made = read_json(answer, 201)
    assert answer.headers["Location"] == "/api/v1/sources/milano"
    assert (made["name"], made["importer"], made["paused"]) == ("milano", "dcat", False)
    assert made["due"].endswith("T03:00:00Z")
    assert made["last_run"] is None
    assert read_json(client.get("/api/v1/sources"))["items"] == [made]
    plan = {"schedule": "*/30 * * * *", "paused": True}
    planned = read_json(client.patch("/api/v1/sources/milano", json=plan, headers=bearer))
    assert (planned["schedule"], planned["paused"], planned["due"]) == ("*/30 * * * *", True, None)
    resumed = client.patch("/api/v1/sources/milano", json={"paused": None}, headers=bearer)
    assert read_json(resumed)["due"]
    cleared = client.patch("/api/v1/sources/milano", json={"schedule": None}, headers=bearer)
    assert read_json(cleared)["schedule"] == ""
    assert client.delete("/api/v1/sources/milano", headers=bearer).status_code == 204
    assert_problem(client.get("/api/v1/sources/milano"), 404)
    assert_problem(client.delete("/api/v1/sources/milano", headers=bearer), 404)


def test_the_same_source_again_is_planned_anew(client: FlaskClient, bearer: Headers) -> None:
    client.post("/api/v1/sources", json=NEW, headers=bearer)
    client.patch("/api/v1/sources/milano", json={"paused": True}, headers=bearer)
    answer = client.post("/api/v1/sources", json=NEW | {"schedule": ""}, headers=bearer)
    again = read_json(answer, 200)
    assert (again["schedule"], again["paused"]) == ("", True)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"address": "/etc/passwd"}, "address"),
        ({"address": "file:///etc/passwd"}, "address"),
        ({"address": "ftp://dati.example/x"}, "address"),
        ({"address": "https://"}, "address"),
        ({"address": "https://dati.example/a /etc/passwd"}, "address"),
        ({"address": "https://dati.example/a\n/etc/passwd"}, "address"),
        ({"address": "https://user:pass@dati.example/"}, "address"),
        ({"address": "https://dati.example:port/"}, "address"),
        ({"address": "packaged"}, "address"),
        ({"address": 1}, "address"),
        ({"importer": "nothing"}, "importer"),
        ({"schedule": "every night"}, "schedule"),
        ({"schedule": None}, "schedule"),
        ({"name": "a b/c"}, "name"),
        ({"name": ""}, "name"),
        ({"more": "x"}, "more"),
    ],
)
def test_a_source_with_something_wrong_is_refused(
    refusing: tuple[FlaskClient, Headers], change: dict[str, object], named: str
) -> None:
    client, bearer = refusing
    given = {**NEW, "name": "other", **change}
    assert_problem(client.post("/api/v1/sources", json=given, headers=bearer), 422, named)
    assert read_json(client.get("/api/v1/sources"))["total"] == 1


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"schedule": 3}, "schedule"),
        ({"schedule": "99 * * * *"}, "schedule"),
        ({"paused": "yes"}, "paused"),
        ({"address": "https://elsewhere.example/"}, "address"),
        ([], "(document)"),
    ],
)
def test_a_plan_with_something_wrong_is_refused(
    refusing: tuple[FlaskClient, Headers], body: object, named: str
) -> None:
    client, bearer = refusing
    before = read_json(client.get("/api/v1/sources/milano"))
    assert_problem(client.patch("/api/v1/sources/milano", json=body, headers=bearer), 422, named)
    assert read_json(client.get("/api/v1/sources/milano")) == before


def test_another_source_of_the_name_is_a_conflict_that_tells_no_path(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.services.core.sources.add(Source("milano", "dcat", "/srv/secret/catalog.ttl"))
    answer = client.post("/api/v1/sources", json=NEW, headers=bearer)
    assert_problem(answer, 409)
    assert "secret" not in answer.text


def test_no_path_and_no_secret_of_an_address_is_shown(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.run(IPA, in_ipa())
    failed = world.services.core.harvest.run(CORDIS)
    assert failed.state == "failed"
    for path in ("/api/v1/sources", "/api/v1/sources/cordis", "/api/v1/runs", "/sources/cordis"):
        for headers in ({}, bearer):
            text = client.get(path, headers=headers).text
            assert "/srv" not in text, path
            assert "S3CRET" not in text, path
    shown = {one["name"]: one for one in read_json(client.get("/api/v1/sources"))["items"]}
    assert shown["cordis"]["address"] == "local"
    assert shown["ipa"]["address"] == "https://ipa.example/enti.csv?api_key=…&format=csv"
    run = f"/api/v1/runs/{failed.id}"
    assert read_json(client.get(run))["message"] is None
    said = read_json(client.get(run, headers=bearer))["message"]
    assert said == "local cannot be read: local is not there"


def test_without_a_token_nothing_is_changed(world: HarvestWorld, client: FlaskClient) -> None:
    world.two_that_may_be_one()
    last = world.services.catalogue.truth.last_sequence()
    for method, path in NEED_A_TOKEN:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            answer = client.open(f"/api/v1/{path}", method=method, headers=headers, json=NEW)
            assert answer.status_code == 401, (method, path)
    assert world.services.catalogue.truth.last_sequence() == last
    assert world.services.core.recognition.count() == 1
    assert world.services.core.jobs.latest(1) == []
    assert [one.name for one in world.services.core.sources.all()] == ["cordis", "ipa"]


def test_a_wrong_token_is_refused_where_none_is_needed(client: FlaskClient) -> None:
    wrong = {"Authorization": "Bearer wrong"}
    for path in ("/api/v1/sources", "/api/v1/runs", "/api/v1/proposals"):
        assert_problem(client.get(path, headers=wrong), 401)


def test_the_importers_have_names_in_both_languages(client: FlaskClient) -> None:
    items = read_json(client.get("/api/v1/importers"))["items"]
    assert {
        "name": "told",
        "label": {"it": "Registro di prova", "en": "Register for tests"},
    } in items
    assert {"dcat", "ipa"} <= {one["name"] for one in items}


# the document


def test_every_door_is_in_the_api_document(services: Services) -> None:
    app = Flask(__name__)
    app.config.update(API_TITLE="t", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    api = Api(app)
    describe(api)
    for make in (harvesting_blueprint, reviewing_blueprint):
        api.register_blueprint(make(services))
    paths = api.spec.to_dict()["paths"]
    served = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    assert len(served) == 15
    documented = [one for path in paths.values() for one in path if one in
                  ("get", "post", "patch", "delete")]  # fmt: skip
    assert len(documented) == len(served)
    for path, operations in paths.items():
        for method in ("post", "patch", "delete"):
            if method in operations:
                assert operations[method]["security"] == [{"bearer": []}], path
                assert "401" in operations[method]["responses"], path
