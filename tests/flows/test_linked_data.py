"""Linked data as clients use it: names lead to documents, in every format the same graph."""

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from smartland.domain.resource import Json
from smartland.services.publishing import EXTENSIONS
from smartland.wiring import Services
from smartland_vocab.namespaces import OWL
from support.answers import BROWSER, assert_page, assert_problem, links_of, read_json
from support.platform import BASE

pytest_plugins = ["support.doors"]
# rdflib's JSON-LD parser warns about a class of its own
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

FIRM = "stakeholder/vat-00743110157"
DOC = f"/doc/{FIRM}"
VOCABULARY_PATHS = ("/ns", "/ns/ontology.ttl", "/ns/shapes.ttl", "/ns/context.jsonld")


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", BROWSER["Accept"], "image/png"])
def test_a_name_leads_to_its_document_whatever_is_asked(sample: FlaskClient, accept: str) -> None:
    answer = sample.get(f"/id/{FIRM}", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["Location"] == DOC


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        *((media, media) for media in EXTENSIONS.values()),
        ("text/turtle;charset=utf-8", "text/turtle"),
        (
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened"',
            "application/ld+json",
        ),
        ("application/rdf+xml;q=0.4, application/n-triples;q=0.9", "application/n-triples"),
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER["Accept"], "text/html"),
    ],
)
def test_the_format_follows_the_accept_header(
    sample: FlaskClient, accept: str, media_type: str
) -> None:
    answer = sample.get(DOC, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert "Accept" in answer.vary


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "application/pdf"])
def test_a_format_that_is_not_there_is_not_acceptable(sample: FlaskClient, accept: str) -> None:
    assert (
        "text/turtle" in assert_problem(sample.get(DOC, headers={"Accept": accept}), 406)["detail"]
    )


def test_the_extension_outweighs_the_accept_header(sample: FlaskClient) -> None:
    for extension, media_type in EXTENSIONS.items():
        answer = sample.get(f"{DOC}.{extension}", headers={"Accept": "image/png"})
        assert answer.status_code == 200
        assert answer.mimetype == media_type


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_document_names_its_thing_and_its_other_formats(
    sample: FlaskClient, extension: str
) -> None:
    links = links_of(sample.get(f"{DOC}.{extension}").headers["Link"])
    assert links["describes", ""] == f"{BASE}id/{FIRM}"
    for other, media_type in EXTENSIONS.items():
        assert links["alternate", media_type] == f"{DOC}.{other}"
        assert sample.get(links["alternate", media_type]).status_code == 200


@pytest.mark.parametrize("extension", sorted(EXTENSIONS.keys() - {"html"}))
def test_an_unchanged_document_is_not_sent_again(sample: FlaskClient, extension: str) -> None:
    first = sample.get(f"{DOC}.{extension}")
    tag = first.headers["ETag"]
    again = sample.get(f"{DOC}.{extension}", headers={"If-None-Match": f'"x", {tag}'})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    assert sample.get(f"{DOC}.{extension}", headers={"If-None-Match": '"x"'}).status_code == 200
    assert sample.get(f"{DOC}.{extension}").data == first.data


def test_each_format_has_an_etag_of_its_own(sample: FlaskClient) -> None:
    tags = [sample.get(f"{DOC}.{one}").headers["ETag"] for one in EXTENSIONS if one != "html"]
    assert len(set(tags)) == len(EXTENSIONS) - 1


@pytest.mark.parametrize(
    "path", [f"/id/{FIRM}", *(f"{DOC}.{one}" for one in EXTENSIONS), *VOCABULARY_PATHS]
)
def test_head_is_get_without_the_body(sample: FlaskClient, path: str) -> None:
    got, head = sample.get(path), sample.head(path)
    assert head.status_code == got.status_code
    assert head.data == b""
    for name in ("Content-Type", "ETag", "Location", "Vary", "Link"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize(
    "path",
    [f"/id/{FIRM}", DOC, f"{DOC}.ttl", "/doc/stakeholder/none.ttl", "/concept/corridor/water",
     f"/api/v1/{FIRM}", "/api/v1/search?q=acqua", "/api/v1/search?x=1", *VOCABULARY_PATHS],
)  # fmt: skip
def test_pages_of_other_sites_may_read_every_answer(sample: FlaskClient, path: str) -> None:
    answer = sample.get(path, headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", [f"/api/v1/{FIRM}", DOC, "/api/v1/match"])
def test_a_browser_may_ask_what_it_may_send(sample: FlaskClient, path: str) -> None:
    answer = sample.options(path, headers={"Access-Control-Request-Method": "PUT"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"]
    for name in ("Authorization", "If-Match", "Content-Type"):
        assert name in answer.headers["Access-Control-Allow-Headers"]


def test_a_vocabulary_file_is_not_sent_again(sample: FlaskClient) -> None:
    for path in VOCABULARY_PATHS[1:]:
        tag = sample.get(path).headers["ETag"]
        assert sample.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("corridor/water", "/doc/corridor/corridor-water"),
        ("corridor", "/doc/scheme/corridor"),
        ("competence/energy", "/doc/concept/competence-energy"),
    ],
)
def test_a_concept_leads_to_its_document(sample: FlaskClient, name: str, document: str) -> None:
    answer = sample.get(f"/concept/{name}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == document
    assert sample.get(f"{document}.ttl").status_code == 200


def test_an_unknown_concept_is_not_found(sample: FlaskClient) -> None:
    assert_problem(sample.get("/concept/corridor/none"), 404)
    assert_page(sample.get("/concept/corridor/none", headers=BROWSER), 404)


def write_firm(client: FlaskClient, bearer: Mapping[str, str], vat: str = "00743110157") -> Json:
    document = {"name": "Officine", "stakeholder_kind": "firm", "vat": vat}
    path = "/api/v1/stakeholder?wait=projected"
    return read_json(client.post(path, json=document, headers=bearer), 201)


def test_a_withdrawn_resource_is_gone_for_people_and_programs(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    written = write_firm(client, bearer)
    headers = bearer | {"If-Match": f'"{written["_meta"]["etag"]}"'}
    assert client.delete(f"/api/v1/{FIRM}", headers=headers).status_code == 204
    assert client.get(f"/id/{FIRM}").headers["Location"] == DOC
    for path in (DOC, f"{DOC}.ttl", f"{DOC}.html", f"/api/v1/{FIRM}"):
        assert_problem(client.get(path), 410)
    for path in (DOC, f"{DOC}.html"):
        assert f"{DOC}/history" in assert_page(client.get(path, headers=BROWSER), 410)


def test_merged_resources_lead_on_to_the_last_one(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    vats = ("00743110157", "01199250158", "07643520567")
    first, second, third = (write_firm(client, bearer, vat) for vat in vats)
    services.catalogue.merge(first["iri"], second["iri"], "tester")
    services.catalogue.merge(second["iri"], third["iri"], "tester")
    for room in ("id", "doc", "api/v1"):
        place = f"/{room}/{FIRM}"
        for vat in vats[1:]:
            answer = client.get(place)
            assert answer.status_code == 301
            place = answer.headers["Location"]
            assert place == f"/{room}/stakeholder/vat-{vat}"
        assert client.get(place).status_code in (200, 303)
    turtle = client.get(f"{DOC}.ttl")
    assert turtle.headers["Location"] == "/doc/stakeholder/vat-01199250158.ttl"
    page = client.get("/doc/stakeholder/vat-07643520567.nt").text
    assert f"<{OWL.sameAs}> <{second['iri']}>" in page


def test_a_key_that_ends_like_a_format_has_documents_too(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    call = {"title": "Bando", "description": "Prova", "identifier": "bando.csv"}
    written = read_json(client.post("/api/v1/call", json=call, headers=bearer), 201)
    key = written["key"]
    assert key.endswith(".csv")
    assert (
        client.get(f"/doc/call/{key}", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"
    )
    assert client.get(f"/doc/call/{key}.nt").mimetype == "application/n-triples"
