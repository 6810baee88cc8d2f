"""A private description is kept and edited, and comes out of no door until it is published."""

from flask.testing import FlaskClient

from smartland.services.projection import verify
from smartland.wiring import Services
from support.platform import settle

PATH = "/api/v1/stakeholder"
ITEM = f"{PATH}/vat-00743110157"
FIRM = {"name": {"it": "Segreta Srl"}, "stakeholder_kind": "firm", "vat": "00743110157"}
DOORS = (
    ITEM,
    f"{ITEM}/history",
    f"{ITEM}/history/1",
    f"{ITEM}/matches",
    f"{ITEM}?at=2100-01-01T00:00:00Z",
    "/id/stakeholder/vat-00743110157",
    "/doc/stakeholder/vat-00743110157.ttl",
    "/doc/stakeholder/vat-00743110157.html",
    "/doc/stakeholder/vat-00743110157/history",
)


def hide(client: FlaskClient, bearer: dict[str, str]) -> str:
    answer = client.post(f"{PATH}?visibility=private&wait=projected", json=FIRM, headers=bearer)
    assert answer.status_code == 201
    assert answer.json is not None
    assert answer.json["_meta"]["visibility"] == "private"
    return answer.headers["ETag"]


def total(client: FlaskClient, path: str) -> int:
    body = client.get(path).json
    assert body is not None
    return int(body["total"])


def test_nobody_without_a_token_can_tell_that_it_exists(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    hide(client, bearer)
    settle(services)
    for door in DOORS:
        answer = client.get(door)
        assert answer.status_code == 404, door
        assert "Segreta" not in answer.text
    assert total(client, PATH) == total(client, "/api/v1/search?q=segreta") == 0
    query = "ASK { ?s ?p ?o . FILTER(CONTAINS(STR(?o), 'Segreta')) }"
    asked = client.get("/sparql", query_string={"query": query, "format": "json"})
    assert b"false" in asked.data
    assert all(one.agrees for one in verify(services.projections))


def test_who_may_write_reads_and_edits_it(client: FlaskClient, bearer: dict[str, str]) -> None:
    etag = hide(client, bearer)
    read = client.get(ITEM, headers=bearer)
    assert read.status_code == 200
    headers = bearer | {"If-Match": etag}
    edited = client.patch(ITEM, json={"acronym": "SEG"}, headers=headers)
    assert edited.status_code == 200
    assert client.get(ITEM).status_code == 404
    assert client.post(PATH, json=FIRM, headers=bearer).status_code == 409


def test_published_it_is_everywhere_but_for_what_was_private(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    etag = hide(client, bearer)
    headers = bearer | {"If-Match": etag}
    published = client.patch(f"{ITEM}?visibility=public", json={}, headers=headers)
    assert published.status_code == 200
    settle(services)
    assert client.get(ITEM).status_code == 200
    assert total(client, "/api/v1/search?q=segreta") == 1
    assert total(client, f"{ITEM}/history") == 1
    assert client.get(f"{ITEM}/history/1").status_code == 404
    again = bearer | {"If-Match": published.headers["ETag"]}
    hidden = client.put(f"{ITEM}?visibility=private", json=FIRM, headers=again)
    assert hidden.status_code == 200
    settle(services)
    assert client.get(ITEM).status_code == 404
    assert total(client, "/api/v1/search?q=segreta") == 0


def test_a_wrong_visibility_is_refused(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = client.post(f"{PATH}?visibility=secret", json=FIRM, headers=bearer)
    assert answer.status_code == 422
