"""Regional feeds that are APIs: followed page by page, never in circles, never half."""

import json
from collections.abc import Iterator

import pytest

from smartland.domain.resource import Json
from smartland.errors import FetchRefused, SourceFailed
from support.regional_calls import found, read, shared_records
from support.sites import Site, body, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def json_body(value: Json) -> Json:
    return body(json.dumps(value).encode(), "application/json")


def test_socrata_is_asked_in_order_and_by_offsets(site: Site) -> None:
    row = dict(shared_records("lombardia")[0])
    rows = [{**row, "codice_bando": str(at), "cig": f"BBBF0E{at:04}"} for at in range(1_001)]
    path = "/resource/k6cb-4hbm.json?"
    site.answers[f"{path}$limit=1000&$offset=0&$order=:id"] = json_body(rows[:1_000])
    site.answers[f"{path}$limit=1000&$order=:id&$offset=1000"] = json_body(rows[1_000:])
    assert len(read(f"{site.url}/resource/k6cb-4hbm.json")) == 1_001
    assert len(site.asked) == 2


def test_solr_is_followed_by_start(site: Site) -> None:
    docs = [{"zs_nid": str(at), "zs_title": f"Incentivo {at}"} for at in range(5)]
    path = "/solr/coredrupal/select?q=x&rows=2"
    for start in (0, 2, 4):
        page = {"response": {"numFound": 5, "start": start, "docs": docs[start : start + 2]}}
        site.answers[path + (f"&start={start}" if start else "")] = json_body(page)
    assert list(found(read(f"{site.url}{path}"))) == [f"incentivi:{at}" for at in range(5)]


def test_plone_is_followed_by_its_links(site: Site) -> None:
    items = [
        {"UID": f"u{at}", "@id": "https://e.example/", "title": "t", "scadenza_bando": None}
        for at in range(3)
    ]
    site.answers["/@search?b=0"] = json_body(
        {"items": items[:2], "items_total": 3, "batching": {"next": f"{site.url}/@search?b=2"}}
    )
    site.answers["/@search?b=2"] = json_body({"items": items[2:], "items_total": 3, "batching": {}})
    assert len(found(read(f"{site.url}/@search?b=0"))) == 3


def test_ckan_is_followed_by_its_links(site: Site) -> None:
    rows = shared_records("trentino")[:2]
    path = "/api/3/action/datastore_search?resource_id=x"
    for offset, row in enumerate(rows):
        result = {"records": [row], "total": 2, "_links": {"next": f"{path}&offset={offset + 1}"}}
        site.answers[path + (f"&offset={offset}" if offset else "")] = json_body(
            {"success": True, "result": result}
        )
    assert len(found(read(f"{site.url}{path}"))) == 2


def test_pages_that_lead_in_a_circle_fail_short_of_their_total(site: Site) -> None:
    docs = [{"zs_nid": "1", "zs_title": "Incentivo"}]
    path = "/solr/coredrupal/select?q=x&rows=1"
    page = json_body({"response": {"numFound": 9, "start": 0, "docs": docs}})
    site.answers |= {path: page, f"{path}&start=1": page}
    with pytest.raises(SourceFailed, match="1 of 9"):
        read(f"{site.url}{path}")


def test_a_link_to_another_place_is_not_followed_in_secret(site: Site) -> None:
    items = [{"UID": "u", "@id": "https://e.example/", "title": "t", "scadenza_bando": None}]
    site.answers["/@search"] = json_body(
        {"items": items, "items_total": 2, "batching": {"next": "file:///etc/passwd"}}
    )
    with pytest.raises(FetchRefused):
        read(f"{site.url}/@search")


def test_a_site_that_ends_short_of_its_total_fails(site: Site) -> None:
    items = [{"UID": "u", "@id": "https://e.example/", "title": "t", "scadenza_bando": None}]
    site.answers["/@search"] = json_body({"items": items, "items_total": 2})
    with pytest.raises(SourceFailed, match="1 of 2"):
        read(f"{site.url}/@search")
