"""Finished files over HTTP: exact types, tags and ranges, and 503 before there are any."""

import gzip
import hashlib

import pytest
from flask.testing import FlaskClient

from smartland.web.app import create_app
from smartland.web.routes import exports as routes
from smartland.wiring import Services
from support.answers import BROWSER, assert_page, assert_problem
from support.exporting import reading
from support.pages import Page


@pytest.fixture(scope="module")
def site(demo_services: Services) -> FlaskClient:
    """A client of the demonstration, its files made."""
    demo_services.exports.refresh()
    return reading(demo_services)


def test_before_the_first_generation_it_is_503_and_the_page_says_so(client: FlaskClient) -> None:
    for path in ("/catalog", "/catalog.ttl", "/dump/project.csv", "/void.ttl", "/sitemap.xml"):
        answer = client.get(path)
        assert_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0
    assert "in preparazione" in assert_page(client.get("/data", headers=BROWSER), 200)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/catalog.ttl", "text/turtle"),
        ("/catalog.rdf", "application/rdf+xml"),
        ("/catalog.jsonld", "application/ld+json"),
        ("/dump/project.csv", "text/csv; charset=utf-8"),
        ("/dump/project.json", "application/json"),
        ("/dump/project.ttl", "text/turtle"),
        ("/dump/project.csv.gz", "application/gzip"),
        ("/dump/all.nq.gz", "application/gzip"),
        ("/.well-known/void", "text/turtle"),
        ("/sitemap.xml", "application/xml"),
    ],
)
def test_types_tags_and_times_are_exact(site: FlaskClient, path: str, media_type: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.content_length == len(answer.data)
    etag, weak = answer.get_etag()
    assert (etag, weak) == (hashlib.sha256(answer.data).hexdigest()[:32], False)
    head = site.head(path)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Length", "ETag", "Last-Modified", "Content-Type", "Accept-Ranges"):
        assert head.headers[name] == answer.headers[name]
    for header in ("If-None-Match", "If-Modified-Since"):
        value = answer.headers["ETag" if header == "If-None-Match" else "Last-Modified"]
        for method in ("GET", "HEAD"):
            again = site.open(path, method=method, headers={header: value})
            assert (again.status_code, again.data) == (304, b"")
    assert site.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_ranges_are_cut_out_of_the_file_that_the_tag_names(site: FlaskClient) -> None:
    whole = site.get("/catalog.ttl")
    part = site.get("/catalog.ttl", headers={"Range": "bytes=5-14"})
    assert (part.status_code, part.data) == (206, whole.data[5:15])
    assert part.headers["Content-Range"] == f"bytes 5-14/{len(whole.data)}"
    rest = site.get("/catalog.ttl", headers={"Range": "bytes=-7"})
    assert rest.data == whole.data[-7:]
    assert_problem(site.get("/catalog.ttl", headers={"Range": f"bytes={10**9}-"}), 416)
    stale = {"Range": "bytes=5-14", "If-Range": '"another"'}
    assert site.get("/catalog.ttl", headers=stale).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True), ("gzip, br", True), ("*", True), ("deflate, gzip;q=0.5", True),
        ("", False), ("br", False), ("gzip;q=0", False), ("identity, gzip;q=0.5", False),
    ],
)  # fmt: skip
def test_compressed_for_who_takes_that(site: FlaskClient, accepted: str, packed: bool) -> None:  # noqa: FBT001 - a table
    plain = site.get("/catalog.rdf")
    answer = site.get("/catalog.rdf", headers={"Accept-Encoding": accepted})
    assert ("gzip" in answer.headers.get("Content-Encoding", "")) == packed
    assert (answer.headers["ETag"] != plain.headers["ETag"]) == packed
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert (gzip.decompress(answer.data) if packed else answer.data) == plain.data


def test_the_catalogue_is_negotiated(site: FlaskClient) -> None:
    for accept, ending in (
        ("*/*", "ttl"), ("text/turtle", "ttl"), ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"), ("text/turtle;q=0.5, application/rdf+xml", "rdf"),
    ):  # fmt: skip
        answer = site.get("/catalog", headers={"Accept": accept})
        assert answer.data == site.get(f"/catalog.{ending}").data
        assert answer.headers["Content-Location"] == f"/catalog.{ending}"
        assert "Accept" in answer.headers["Vary"].split(", ")
    people = site.get("/catalog", headers=BROWSER)
    assert (people.status_code, people.headers["Location"]) == (303, "/data")
    assert_problem(site.get("/catalog", headers={"Accept": "image/png"}), 406)


def test_names_of_datasets_lead_to_page_or_file(site: FlaskClient) -> None:
    assert site.get("/dump/project", headers=BROWSER).headers["Location"] == "/data#project"
    turtle = site.get("/dump/project", headers={"Accept": "text/turtle"})
    assert turtle.headers["Location"] == "/dump/project.ttl"
    assert site.get("/dump/all").headers["Location"] == "/dump/all.nq.gz"


@pytest.mark.parametrize(
    "path",
    [
        "/catalog.xyz", "/catalog/holder/nobody.ttl", "/catalog/source/none.rdf", "/dump/x.csv",
        "/dump/x", "/dump/..%2f..%2ftruth.db", "/sitemap/none.xml", "/parts/native.ttl",
        "/catalog/source/..%2f..%2fparts%2fnative.ttl", "/catalog/other/x.ttl",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(site: FlaskClient, path: str) -> None:
    assert_problem(site.get(path), 404)


def test_robots_are_told_where_the_sitemap_is(demo_services: Services, site: FlaskClient) -> None:
    body = site.get("/robots.txt").text
    assert f"Sitemap: {demo_services.core.base}sitemap.xml" in body


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_lists_files_that_are_there(site: FlaskClient, language: str) -> None:
    page = Page(assert_page(site.get(f"/data?lang={language}", headers=BROWSER), 200))
    links = [one for one in page.links() if one.startswith(("/catalog", "/dump", "/void"))]
    assert len(links) > 100
    assert len(set(links)) == len(links)
    wrong = [one for one in links if site.head(one).status_code != 200]
    assert not wrong
    assert {one.get("id") for one in page.all("tr")} >= {"project", "stakeholder"}


def test_clients_that_stall_keep_only_so_many_threads(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "WHOLE", 1_000)
    monkeypatch.setattr(routes, "STREAMS", 2)
    demo_services.exports.refresh()
    client = create_app(demo_services).test_client()
    stalled = [client.get("/catalog.ttl"), client.get("/catalog.rdf")]
    assert {one.status_code for one in stalled} == {200}
    refused = client.get("/catalog.jsonld")
    assert_problem(refused, 503)
    assert refused.headers["Retry-After"]
    assert client.head("/catalog.jsonld").status_code == 200
    for one in stalled:
        one.close()
    with client.get("/catalog.jsonld", headers={"Range": "bytes=0-9"}) as answer:
        assert len(answer.data) == 10
    with client.get("/catalog.jsonld", headers={"Range": f"bytes={10**9}-"}) as answer:
        assert answer.status_code == 416
    again = [client.get("/catalog.ttl"), client.get("/catalog.ttl")]
    assert {one.status_code for one in again} == {200}, "a refused range keeps no place"
    for one in again:
        one.close()
