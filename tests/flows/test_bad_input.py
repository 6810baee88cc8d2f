"""Hostile and broken input at the doors: a clear problem, no crash, nothing half-written."""

import io
import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from smartland.domain.resource import Json
from smartland.wiring import Services
from support.answers import BROWSER, assert_page, assert_problem, read_json
from support.platform import settle

pytest_plugins = ["support.doors"]

FIRM = {"name": {"it": "Officine"}, "stakeholder_kind": "firm", "vat": "00743110157"}
PATH = "/api/v1/stakeholder"
ITEM = f"{PATH}/vat-00743110157"


def create(client: FlaskClient, bearer: dict[str, str], **changes: Json) -> TestResponse:
    return client.post(f"{PATH}?wait=projected", json=FIRM | changes, headers=bearer)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"colour": "red"}, {"colour"}),
        ({"iri": "https://example.org/x"}, {"iri"}),
        ({"": 1, "_meta": {}}, {"(document)", "_meta"}),
        ({"name": 5}, {"name"}),
        ({"name": []}, {"name"}),
        ({"name": {}}, {"name"}),
        ({"name": {"it": ["a"]}}, {"name.it"}),
        ({"name": {"xx-not a tag": "a"}}, {"name"}),
        ({"name": {"it": "\ud800"}}, {"name.it"}),
        ({"name": {"it": "a\x00b"}}, {"name.it"}),
        ({"name": {"it": "   "}}, {"name.it"}),
        ({"name": {"it": "x" * 100_000}}, {"name.it"}),
        ({"stakeholder_kind": ["firm"]}, {"stakeholder_kind"}),
        ({"stakeholder_kind": "none"}, {"stakeholder_kind"}),
        ({"stakeholder_kind": None}, {"stakeholder_kind"}),
        ({"vat": 743110157}, {"vat"}),
        ({"vat": {}}, {"vat"}),
        ({"vat": "\ud800"}, {"vat"}),
        ({"corridor": "energy"}, {"corridor"}),
        ({"corridor": {"0": "energy"}}, {"corridor"}),
        ({"corridor": ["energy", "none"]}, {"corridor.1"}),
        ({"homepage": "javascript:alert(1)"}, {"homepage"}),
        ({"homepage": "JaVaScRiPt:alert(1)"}, {"homepage"}),
        ({"homepage": "data:text/html,<script>"}, {"homepage"}),
        ({"homepage": "https://example.org/ a"}, {"homepage"}),
        ({"homepage": 'https://example.org/"><script>'}, {"homepage"}),
        ({"homepage": f"https://example.org/{'x' * 5_000}"}, {"homepage"}),
        ({"municipality": "javascript:alert(1)"}, {"municipality"}),
        ({"municipality": "stakeholder/x"}, {"municipality"}),
        ({"municipality": "territory/none"}, {"municipality"}),
        ({"activity": "62.01"}, {"activity"}),
        ({"activity": [["62.01"]]}, {"activity.0"}),
        ({"activity": [{"code": "62.01", "edition": "2007", "x": {}}]}, {"activity.0.x"}),
        ({"email": "not an address"}, {"email"}),
    ],
)
def test_a_wrong_value_names_its_field(
    sample: FlaskClient, sample_bearer: dict[str, str], changes: dict[str, Json], fields: set[str]
) -> None:
    assert_problem(create(sample, sample_bearer, **changes), 422, *fields)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ('{"name": ' * 500 + "1" + "}" * 500, 422),
        ('{"name": ' * 100_000, 400),
        ("[" * 300 + "]" * 300, 422),
        ('{"a": NaN}', 400),
        ('{"a": -Infinity}', 400),
        ('{"vat": 1e999}', 422),
        ('{"vat": ' + "9" * 10_000 + "}", 400),
        (b'{"name": "\xff\xfe"}', 400),
        (b"\x00\x01", 400),
        ("", 400),
        ("null", 422),
        ('"text"', 422),
        ('{"a": 1} {"b": 2}', 400),
        ("{'a': 1}", 400),
        ("[" + ",".join(["{}"] * 100_000) + "]", 422),
        ("{" + ",".join(f'"f{n}": 1' for n in range(20_000)) + "}", 422),
        ('{"name": "' + "x" * 6_000_000 + '"}', 413),
    ],
)
def test_hostile_json_is_refused(
    sample: FlaskClient, sample_bearer: dict[str, str], data: str | bytes, status: int
) -> None:
    for method, path in (("POST", PATH), ("PUT", ITEM), ("PATCH", ITEM)):
        headers = sample_bearer | {"If-Match": "*"}
        sent = {"data": data, "content_type": "application/json", "headers": headers}
        answer = sample.open(path, method=method, **sent)  # type: ignore[arg-type]
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("size", [10, 6_000_000])
def test_a_body_without_a_length_ends_at_the_limit(
    sample: FlaskClient, sample_bearer: dict[str, str], size: int
) -> None:
    answer = sample.post(
        PATH,
        input_stream=io.BytesIO(b" " * size),
        content_type="application/json",
        headers=sample_bearer | {"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert_problem(answer, 413 if size > 10 else 400)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PATH}/..", 404),
        (f"{PATH}/%2e%2e", 404),
        (f"{PATH}/%2F", 404),
        (f"{PATH}/a%2Fb", 404),
        (f"{PATH}/%00", 404),
        (f"{PATH}/%ZZ", 404),
        (f"{PATH}/%FF%FE", 404),
        (f"{PATH}/%ED%A0%80", 404),
        (f"{PATH}/{'x' * 10_000}", 404),
        (f"{PATH}/{quote('<script>')}", 404),
        (f"{PATH}/", 404),
        (f"{PATH}/%0d%0aSet-Cookie:%20a=b", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/nothing/x", 404),
        ("/api/v1/", 404),
        (f"{PATH}/cf-01199250158/history/0", 404),
        (f"{PATH}/cf-01199250158/history/-1", 404),
        (f"{PATH}/cf-01199250158/history/99999999999999999999", 404),
        (f"{PATH}/cf-01199250158?at=yesterday", 422),
        (f"{PATH}/cf-01199250158?at=2026-01-01", 422),
        (f"{PATH}/cf-01199250158?at=2026-01-01T00:00:00", 422),
        (f"{PATH}/cf-01199250158?at=0001-01-01T00:00:00%2B14:00", 422),
        (f"{PATH}/cf-01199250158?at=9999-12-31T23:59:59-14:00", 422),
        (f"{PATH}/cf-01199250158?at=1999-12-31T23:59:59Z", 404),
        (f"{PATH}/cf-01199250158?fields=name,%00", 422),
        ("/id/nothing/x", 404),
        ("/id/stakeholder/%2e%2e", 404),
        ("/id/stakeholder/a%2Fb", 404),
        ("/doc/nothing/x.ttl", 404),
        ("/doc/stakeholder/..%2F..%2Fetc%2Fpasswd", 404),
        ("/doc/stakeholder/.ttl", 404),
        ("/doc/stakeholder/%00.ttl", 404),
        (f"/doc/stakeholder/{'x' * 10_000}.html", 404),
        ("/concept/..%2F..", 404),
        ("/concept/%00", 404),
        ("/ns/..%2Fcontext.jsonld", 404),
        ("/static/..%2Fapp.py", 404),
        ("/static/%2e%2e/%2e%2e/app.py", 404),
        ("/static/%00", 404),
        ("/nothing", 404),
    ],
)
def test_odd_addresses_are_told_in_the_way_that_was_asked(
    sample: FlaskClient, path: str, status: int
) -> None:
    answer = sample.get(path)
    assert answer.status_code == status, answer.text[:300]
    assert answer.mimetype == "application/problem+json"
    assert read_json(answer, status)["instance"].isascii()
    assert "Set-Cookie" not in answer.headers
    if not path.startswith("/api/"):
        assert "<script>" not in assert_page(sample.get(path, headers=BROWSER), status)


def test_every_method_that_is_not_there_is_named(sample: FlaskClient) -> None:
    for path in (PATH, ITEM, "/doc/stakeholder/x", "/sparql", "/", "/status", "/api/v1/match"):
        answer = sample.open(path, method="BREW")
        assert_problem(answer, 405)
        assert "OPTIONS" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer x", "Bearer è\x7f", "bearer " + "x" * 20_000],
)
def test_nobody_writes_without_a_token(sample: FlaskClient, authorization: str) -> None:
    headers = {"Authorization": authorization, "If-Match": "*"}
    for method, path in (("POST", PATH), ("PUT", ITEM), ("PATCH", ITEM), ("DELETE", ITEM)):
        answer = sample.open(path, method=method, json=FIRM, headers=headers)
        assert_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_only_the_current_etag_may_change(client: FlaskClient, bearer: dict[str, str]) -> None:
    tag = create(client, bearer).headers["ETag"]
    assert_problem(client.patch(ITEM, json={"acronym": "O"}, headers=bearer), 428)
    for stale in ('"x"', f"W/{tag}", "x", '"x", "y"', f'W/"x", W/{tag}'):
        for method in ("PUT", "PATCH", "DELETE"):
            headers = bearer | {"If-Match": stale}
            assert_problem(client.open(ITEM, method=method, json=FIRM, headers=headers), 412)
        assert_problem(client.post(f"{ITEM}/history/1", headers=headers), 412)
    assert read_json(client.get(f"{ITEM}/history"))["total"] == 1
    for current in (f'"x", {tag}, "y"', f"{tag}", "*"):
        headers = bearer | {"If-Match": current}
        assert client.patch(ITEM, json={}, headers=headers).status_code == 200
    changed = client.patch(ITEM, json={"acronym": "O"}, headers=bearer | {"If-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert_problem(client.delete(ITEM, headers=bearer | {"If-Match": tag}), 412)


def test_a_refused_write_leaves_nothing(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    before = services.catalogue.truth.last_sequence()
    for changes in ({"vat": "1"}, {"colour": 1}, {"homepage": "javascript:x"}):
        assert create(client, bearer, **changes).status_code == 422
    assert client.post(PATH, data="{", headers=bearer, content_type="application/json")
    assert services.catalogue.truth.last_sequence() == before
    assert read_json(client.get(PATH))["total"] == 0


def make_ring(client: FlaskClient, bearer: dict[str, str], size: int) -> list[str]:
    """Concepts of which each is broader than the next, and the last than the first."""
    made = [
        read_json(
            client.post(
                "/api/v1/concept", json={"label": {"it": f"Anello {number}"}}, headers=bearer
            ),
            201,
        )
        for number in range(size)
    ]
    for one, above in zip(made, [*made[1:], made[0]], strict=True):
        answer = client.patch(
            f"/api/v1/concept/{one['key']}?wait=projected",
            json={"broader": [above["iri"]], "related": [one["iri"], above["iri"]]},
            headers=bearer | {"If-Match": "*"},
        )
        assert answer.status_code == 200, answer.text
    return [one["key"] for one in made]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_ring_of_broader_concepts_hangs_nothing(
    services: Services, client: FlaskClient, bearer: dict[str, str], size: int
) -> None:
    keys = make_ring(client, bearer, size)
    settle(services)
    found = read_json(client.get("/api/v1/search?q=anello&kind=concept"))
    assert {one["key"] for one in found["items"]} == set(keys)
    for key in keys:
        assert_page(client.get(f"/doc/concept/{key}", headers=BROWSER), 200)
        assert client.get(f"/doc/concept/{key}.ttl").status_code == 200
        assert client.get(f"/api/v1/concept/{key}/matches").status_code == 200
    assert client.post("/api/v1/match", json={"text": "Anello 0"}).status_code == 200
    path = "ASK { ?s <http://www.w3.org/2004/02/skos/core#broader>+ ?s }"
    asked = client.get("/sparql", query_string={"query": path, "format": "json"})
    assert json.loads(asked.data)["boolean"] is True
    assert read_json(client.get("/status"))["status"] == "ok"


def test_markup_in_a_text_is_text_on_every_page(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    create(client, bearer, name={"it": nasty}, description={"it": nasty}, acronym=nasty[:20])
    settle(services)
    doc = "/doc/stakeholder/vat-00743110157"
    asked = ("/search?q=script", f"/search?q={quote(nasty)}", f"/sparql?text={quote(nasty)}")
    for path in (doc, f"{doc}/history", *asked):
        page = client.get(path, headers=BROWSER)
        assert page.mimetype == "text/html"
        assert page.status_code in (200, 400)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert client.get(ITEM).headers["X-Content-Type-Options"] == "nosniff"


def test_a_refusal_is_not_longer_than_it_helps(
    sample: FlaskClient, sample_bearer: dict[str, str]
) -> None:
    body = {f"field{number}": 1 for number in range(20_000)}
    answer = sample.post(PATH, json=body, headers=sample_bearer)
    assert len(read_json(answer, 422)["errors"]) == 100
    assert len(answer.data) < 20_000
