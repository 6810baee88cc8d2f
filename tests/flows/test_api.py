"""The JSON API as its users use it: write, read back everywhere, and be told what is wrong."""

import json

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.wiring import Services
from support.platform import settle

FIRM = {
    "name": {"it": "Officine del Lario", "en": "Lario Works"},
    "stakeholder_kind": "firm",
    "vat": "00743110157",
    "corridor": ["energy"],
    "description": {"it": "Batterie e accumulo per comunità energetiche."},
    "contact": "someone@example.org",
}
PATH = "/api/v1/stakeholder"
ITEM = f"{PATH}/vat-00743110157"


def create(client: FlaskClient, bearer: dict[str, str], document: Json = FIRM) -> TestResponse:
    return client.post(f"{PATH}?wait=projected", json=document, headers=bearer)


def assert_problem(answer: TestResponse, status: int, slug: str) -> Json:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    body = json.loads(answer.data)
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["detail"]
    return body


def test_a_new_firm_is_read_back_from_every_door(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    answer = create(client, bearer)
    assert answer.status_code == 201
    assert answer.headers["Location"] == ITEM
    assert answer.json is not None
    iri = answer.json["iri"]
    assert iri == "http://localhost:8000/id/stakeholder/vat-00743110157"
    assert client.get(ITEM).json == answer.json

    found = client.get("/api/v1/search?q=accumulo").json
    assert found is not None
    assert [one["iri"] for one in found["items"]] == [iri]

    query = "ASK { ?s <https://w3id.org/italia/onto/COV/VATnumber> '00743110157' }"
    asked = client.get("/sparql", query_string={"query": query, "format": "json"})
    assert json.loads(asked.data)["boolean"] is True

    turtle = client.get("/doc/stakeholder/vat-00743110157.ttl")
    assert turtle.mimetype == "text/turtle"
    assert "covapit:VATnumber" in turtle.text


def test_the_private_contact_comes_out_of_no_door(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    create(client, bearer)
    extensions = ("json", "jsonld", "ttl", "rdf", "nt", "csv", "html")
    doors = [ITEM, f"{ITEM}/history", PATH, "/api/v1/search?q=someone"]
    doors += [f"/doc/stakeholder/vat-00743110157.{one}" for one in extensions]
    for door in doors:
        assert "someone@example.org" not in client.get(door).text, door
    assert services.search.find is not None
    found = client.get("/api/v1/search?q=someone@example.org").json
    assert found is not None
    assert found["total"] == 0


def test_a_wrong_document_names_every_wrong_field(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    answer = create(client, bearer, FIRM | {"vat": "1", "colour": "red"})
    body = assert_problem(answer, 422, "invalid")
    assert {one["field"] for one in body["errors"]} == {"vat", "colour"}


def test_a_reference_must_lead_somewhere(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = create(client, bearer, FIRM | {"municipality": "territory/istat-015146"})
    body = assert_problem(answer, 422, "invalid")
    assert [one["field"] for one in body["errors"]] == ["municipality"]


def test_messages_come_in_the_readers_language(client: FlaskClient, bearer: dict[str, str]) -> None:
    for tongue, word in (("it", "Campo sconosciuto."), ("en", "Unknown field.")):
        headers = bearer | {"Accept-Language": tongue}
        assert (
            word in json.loads(create(client, headers, FIRM | {"x": 1}).data)["errors"][0].values()
        )


def test_writing_needs_a_token(client: FlaskClient) -> None:
    assert_problem(client.post(PATH, json=FIRM), 401, "unauthorised")
    assert_problem(
        client.post(PATH, json=FIRM, headers={"Authorization": "Bearer sl_no"}), 401, "unauthorised"
    )


def test_an_identity_is_taken_once(client: FlaskClient, bearer: dict[str, str]) -> None:
    create(client, bearer)
    assert_problem(create(client, bearer), 409, "conflict")


def test_a_replacement_needs_the_current_etag(client: FlaskClient, bearer: dict[str, str]) -> None:
    etag = create(client, bearer).headers["ETag"]
    body = FIRM | {"name": {"it": "Nuovo nome"}}
    assert_problem(client.put(ITEM, json=body, headers=bearer), 428, "etag-needed")
    headers = bearer | {"If-Match": etag}
    assert client.put(ITEM, json=body, headers=headers).status_code == 200
    assert_problem(client.put(ITEM, json=body, headers=headers), 412, "stale-write")


def test_an_unchanged_resource_answers_304(client: FlaskClient, bearer: dict[str, str]) -> None:
    etag = create(client, bearer).headers["ETag"]
    answer = client.get(ITEM, headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.data == b""


def test_a_patch_changes_only_what_it_names(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    etag = create(client, bearer).headers["ETag"]
    answer = client.patch(
        ITEM,
        data=json.dumps({"description": None, "acronym": "OL"}),
        content_type="application/merge-patch+json",
        headers=bearer | {"If-Match": etag},
    )
    assert answer.json is not None
    assert answer.json["acronym"] == "OL"
    assert "description" not in answer.json
    assert services.catalogue.get("stakeholder", "vat-00743110157").document["contact"]


def test_a_withdrawn_resource_is_gone_everywhere_but_its_history_stays(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    etag = create(client, bearer).headers["ETag"]
    answer = client.delete(f"{ITEM}?wait=projected", headers=bearer | {"If-Match": etag})
    assert answer.status_code == 204
    settle(services)
    assert_problem(client.get(ITEM), 410, "gone")
    found = client.get("/api/v1/search?q=lario").json
    assert found is not None
    assert found["total"] == 0
    history = client.get(f"{ITEM}/history").json
    assert history is not None
    assert [one["operation"] for one in history["items"]] == ["withdraw", "create"]


def test_history_tells_changes_and_restores(client: FlaskClient, bearer: dict[str, str]) -> None:
    etag = create(client, bearer).headers["ETag"]
    changed = client.put(
        ITEM, json=FIRM | {"name": {"it": "Altro"}}, headers=bearer | {"If-Match": etag}
    )
    history = client.get(f"{ITEM}/history").json
    assert history is not None
    changes = {one["field"] for one in history["items"][0]["changes"]}
    assert changes == {"name.it", "name.en"}
    then = history["items"][1]["at"]
    past = client.get(ITEM, query_string={"at": then}).json
    assert past is not None
    assert past["name"] == FIRM["name"]
    headers = bearer | {"If-Match": changed.headers["ETag"]}
    restored = client.post(f"{ITEM}/history/1", headers=headers)
    assert restored.json is not None
    assert restored.json["name"] == FIRM["name"]


def test_a_merged_resource_redirects_to_the_one_that_took_it_over(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    loser = create(client, bearer).json
    winner = create(client, bearer, FIRM | {"vat": "01199250158"}).json
    assert loser is not None
    assert winner is not None
    services.catalogue.merge(loser["iri"], winner["iri"], "tester")
    for room, path in (("id", "/id/stakeholder/"), ("doc", "/doc/stakeholder/")):
        answer = client.get(f"/{room}/stakeholder/vat-00743110157")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"{path}vat-01199250158"
    assert client.get(ITEM).status_code == 301
    turtle = client.get("/doc/stakeholder/vat-01199250158.nt").text
    assert f"<http://www.w3.org/2002/07/owl#sameAs> <{loser['iri']}>" in turtle


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ('{"a": NaN}', "application/json", 400),
        ("{}", "text/plain", 415),
        ('"' + "x" * 6_000_000 + '"', "application/json", 413),
        ("[]", "application/json", 422),
    ],
)
def test_unreadable_bodies_are_told_apart(
    client: FlaskClient, bearer: dict[str, str], data: str, content_type: str, status: int
) -> None:
    answer = client.post(PATH, data=data, content_type=content_type, headers=bearer)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_cut_upload_is_refused(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = client.post(
        PATH,
        data=b"{}",
        headers=bearer | {"Content-Length": "100"},
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": "100", "wsgi.input_terminated": True},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/stakeholder/none", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/stakeholder?colour=red", 422),
        ("/api/v1/stakeholder?fields=colour", 422),
        ("/api/v1/stakeholder?limit=%D9%A1", 422),
        ("/api/v1/stakeholder?sort=nothing", 422),
        ("/api/v1/search?cursor=nonsense&q=a", 422),
        ("/doc/stakeholder/none.ttl", 404),
    ],
)
def test_wrong_requests_get_a_problem(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"


def test_the_api_document_has_every_kind(client: FlaskClient) -> None:
    spec = client.get("/openapi.json").json
    assert spec is not None
    assert spec["openapi"].startswith("3.1")
    for kind in KINDS:
        assert {"get", "post"} <= set(spec["paths"][f"/api/v1/{kind}"])
        assert {"get", "put", "patch", "delete"} <= set(spec["paths"][f"/api/v1/{kind}/{{key}}"])
        assert f"{kind}-input" in spec["components"]["schemas"]


def test_lists_page_through_everything_once(demo: FlaskClient) -> None:
    for start in ("/api/v1/stakeholder?limit=50", "/api/v1/stakeholder?limit=50&sort=title"):
        path, keys, total = start, [], 0
        while path:
            body = demo.get(path).json
            assert body is not None
            keys += [one["key"] for one in body["items"]]
            total, path = body["total"], body["_links"]["next"]
        assert len(keys) == len(set(keys)) == total > 150


def test_status_tells_how_far_the_projections_are(client: FlaskClient) -> None:
    body = client.get("/status").json
    assert body is not None
    assert body["status"] == "ok"
    assert body["behind"] == {"graph": 0, "index": 0}
