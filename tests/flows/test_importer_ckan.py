"""CKAN portals, real answers and a played one, through the importer."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.errors import SourceFailed, TooLarge
from smartland.ports.harvests import Source
from smartland.ports.importer import Expected, Found
from smartland.schemas.documents import validate
from smartland.wiring import Services
from smartland_importers import ckan as ckan_module
from smartland_importers.ckan import CkanImporter
from smartland_importers.ckan_api import ROWS
from smartland_importers.ckan_vocabulary import FILE_TYPES, FREQUENCIES, THEMES
from support.ckan_items import (
    AUTHORITY,
    BASE,
    CC_BY,
    catalogue,
    documents,
    found,
    harvest,
)
from support.ckan_portal import CkanPortal, ckan, package, succeeded
from support.query_site import Reply
from support.shared_data import shared


@pytest.fixture
def portal() -> Iterator[CkanPortal]:
    with ckan(CkanPortal()) as portal:
        yield portal


# real answers


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("package_show_trentino.json", {"dataset": 1, "catalogue": 1}),
        ("package-show-success.json", {"dataset": 1, "catalogue": 1}),
        ("package-search-success.json", {"dataset": 2, "catalogue": 1}),
        ("organization-list-success.json", {"rejected": 3}),
        ("", {"dataset": 3, "catalogue": 2}),
    ],
)
def test_real_answers_come_in(name: str, counts: dict[str, int]) -> None:
    items = harvest(shared("ckan", name) if name else shared("ckan"))
    assert isinstance(items[0], Expected)
    kinds = Counter(i.description.kind if isinstance(i, Found) else "rejected" for i in items[1:])
    assert kinds == counts
    for item in items:
        if isinstance(item, Found):
            kind = KINDS[item.description.kind]
            assert validate(kind, item.description.document, BASE)


def test_an_italian_dataset_as_an_example() -> None:
    items = harvest(shared("ckan", "package_show_trentino.json"))
    (item,) = found(items).values()
    document = item.description.document
    portal = "https://dati.trentino.it"
    code = "f76af483-5e62-43ad-92c5-3bcea666edb0"
    assert item.description.iri == f"{portal}/dataset/{code}"
    assert item.remarks == ()
    assert document["title"] == {"und": "Elenco aderenti EuregioFamilyPass"}
    assert document["identifier"] == "p_TN:05e077c5-3972-4572-80fa-f03f268c5d5e"
    assert document["theme"] == [f"{AUTHORITY}data-theme/EDUC", f"{AUTHORITY}data-theme/INTR"]
    assert document["frequency"] == f"{AUTHORITY}frequency/IRREG"
    assert document["language"] == [f"{AUTHORITY}language/DEU", f"{AUTHORITY}language/ITA"]
    assert (document["issued"], document["modified"]) == ("2021-08-04", "2022-08-01")
    holder = {"name": {"und": "Provincia Autonoma di Trento"}, "identifier": "p_tn"}
    assert document["rights_holder"] == document["publisher"] == holder
    assert document["creator"][0]["identifier"] == "EHGQO1"
    assert document["creator"][0]["name"]["en-gb"] == "Agenzia per la famiglia"
    assert document["contact_point"] == [
        {
            "name": {"und": "Agenzia per la coesione sociale"},
            "email": "agenzia.coesionesociale@provincia.tn.it",
        }
    ]
    assert document["spatial"][0]["geographical_identifier"] == "http://www.geonames.org/3165241/"
    assert document["landing_page"] == f"{portal}/dataset/elenco-aderenti-euregio-family-pass"
    assert len(document["keyword"]["und"]) == 12
    csv, _, uploaded = document["distribution"]
    assert csv["iri"] == (f"{portal}/dataset/{code}/resource/cbae521f-f87e-4d82-b322-40b2691b950c")
    assert csv["format"] == f"{AUTHORITY}file-type/CSV"
    assert csv["license"]["iri"] == CC_BY
    assert "download_url" not in csv
    assert uploaded["download_url"] == [uploaded["access_url"]]
    assert uploaded["media_type"] == "http://www.iana.org/assignments/media-types/application/json"
    assert catalogue(items).description.document["dataset"] == [item.description.iri]
    assert catalogue(items).description.iri == portal


def test_persons_are_no_contact_points() -> None:
    items = harvest(shared("ckan"))
    text = json.dumps([dict(document) for document in documents(items).values()])
    assert not any(name in text for name in ("John", "Jane", "Alice", "john@", "alice@"))
    assert "author left out: it may be a person's" in found(items)["pkg-2"].remarks


def test_the_list_of_organisations_names_the_holder() -> None:
    document = documents(harvest(shared("ckan")))["pkg-2"]
    assert document["rights_holder"]["name"] == {"und": "Data Government"}


def test_a_saved_page_is_known_to_be_one() -> None:
    items = harvest(shared("ckan", "package-search-success.json"))
    assert catalogue(items).remarks == ("a saved answer with 2 of 100 datasets",)


def test_every_code_is_in_the_list_of_the_eu() -> None:
    for name, codes in (
        ("filetypes-filtered.rdf", FILE_TYPES),
        ("frequencies-filtered.rdf", FREQUENCIES),
        ("data-theme-filtered.rdf", THEMES),
    ):
        text = shared("vocab", "eu-authority", name).read_text("utf-8")
        assert [code for code in codes if f'/{code}"' not in text] == []


# paging


def test_all_pages_are_read_in_a_stable_order(portal: CkanPortal) -> None:
    portal.packages = [package(n) for n in range(2 * ROWS + 50)]
    items = harvest(portal.url)
    assert list(found(items)) == [f"id-{n:04d}" for n in range(250)]
    assert items[0] == Expected(251)
    assert [(one["start"], one["sort"]) for one in portal.searches()] == [
        ("0", "id asc"),
        ("100", "id asc"),
        ("200", "id asc"),
    ]
    assert len(catalogue(items).description.document["dataset"]) == 250


def test_a_portal_that_caps_its_pages_leaves_no_gaps(portal: CkanPortal) -> None:
    portal.packages = [package(n) for n in range(53)]
    portal.cap = 10
    assert len(found(harvest(portal.url))) == 53


def test_the_count_may_change_on_the_way(portal: CkanPortal) -> None:
    portal.packages = [package(n) for n in range(100, 300)]
    left = [package(n) for n in (5, 6, 350)]

    def before(start: int) -> None:
        if start == ROWS:
            portal.packages += left
            left.clear()

    portal.before = before
    items = harvest(portal.url)
    # what came in before the page that was asked for comes with the next run
    assert set(found(items)) == {f"id-{n:04d}" for n in (*range(100, 300), 350)}
    assert [one for one in items if isinstance(one, Expected)] == [Expected(201), Expected(204)]
    assert len(found(harvest(portal.url))) == 203


def test_datasets_that_vanish_on_the_way_repeat_none(portal: CkanPortal) -> None:
    portal.packages = [package(n) for n in range(250)]

    def before(start: int) -> None:
        if start == ROWS:
            portal.packages = portal.packages[2:]

    portal.before = before
    keys = [i.description.source_key for i in harvest(portal.url) if isinstance(i, Found)]
    assert len(keys) == len(set(keys)) == 248 + 1


def test_a_portal_that_ignores_start_fails(portal: CkanPortal) -> None:
    portal.packages = [package(n) for n in range(300)]
    portal.ignores_start = True
    with pytest.raises(SourceFailed, match=r"repeats pages.*100 datasets of the 300"):
        harvest(portal.url)
    assert len(portal.searches()) == 2


def test_a_list_that_ends_too_early_fails(portal: CkanPortal) -> None:
    portal.packages = [package(n) for n in range(100)]
    portal.unshown = {f"id-{n:04d}" for n in range(50, 100)}
    with pytest.raises(SourceFailed, match="50 datasets of the 100"):
        harvest(portal.url)


def test_one_dataset_that_is_not_shown_is_told(portal: CkanPortal) -> None:
    portal.packages = [package(n) for n in range(150)]
    portal.unshown = {"id-0020"}
    items = harvest(portal.url)
    assert len(found(items)) == 149
    assert "1 of 150 datasets are counted but not shown" in catalogue(items).remarks


def test_pages_have_an_end(portal: CkanPortal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.packages = [package(n) for n in range(30)]
    portal.cap = 10
    monkeypatch.setattr("smartland_importers.ckan_api.PAGES", 2)
    with pytest.raises(SourceFailed, match="more than 2 pages"):
        harvest(portal.url)


def test_a_page_that_is_too_large_is_asked_for_in_parts(portal: CkanPortal) -> None:
    portal.packages = [package(n, notes="x" * 1_000) for n in range(120)]
    assert len(found(harvest(portal.url, max_bytes=50_000))) == 120
    assert {one["rows"] for one in portal.searches()} == {"100", "10"}


def test_a_dataset_that_is_too_large_fails_the_source(portal: CkanPortal) -> None:
    portal.packages = [package(1, notes="x" * 100_000)]
    with pytest.raises(TooLarge):
        harvest(portal.url, max_bytes=50_000)


# addresses


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", {"id-0001", "id-0002"}),
        ("/", {"id-0001", "id-0002"}),
        ("/api/3", {"id-0001", "id-0002"}),
        ("/api/3/action/package_list", {"id-0001", "id-0002"}),
        ("/api/3/action/package_search?rows=1&start=1", {"id-0001", "id-0002"}),
        ("/api/action/package_search?fq=organization:org-2", {"id-0002"}),
        ("/api/3/action/organization_show?id=org-2", {"id-0002"}),
        ("/api/3/action/package_show?id=dataset-1", {"id-0001"}),
    ],
)
def test_a_portal_or_a_call_of_its_api(
    portal: CkanPortal, address: str, expected: set[str]
) -> None:
    portal.packages = [package(1), package(2, owner_org="org-2")]
    items = harvest(portal.url + address)
    assert set(found(items)) == expected
    assert catalogue(items).description.iri == portal.url


def test_what_the_portal_says_of_itself(portal: CkanPortal) -> None:
    portal.packages = [package(1)]
    portal.status = {
        "site_title": "Dati aperti",
        "site_description": "I dati del comune.",
        "locale_default": "it_IT",
    }
    items = harvest(portal.url)
    document = catalogue(items).description.document
    assert document["title"] == {"it-it": "Dati aperti"}
    assert document["description"] == {"it-it": "I dati del comune."}
    assert document["modified"] == "2024-02-01"
    assert documents(items)["id-0001"]["title"] == {"it-it": "Dataset 1"}


def test_a_large_catalogue_goes_as_a_graph(
    portal: CkanPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ckan_module, "LISTED", 2)
    portal.packages = [package(n) for n in range(3)]
    given = catalogue(harvest(portal.url)).description
    assert given.document == {}
    assert given.triples.count("<http://www.w3.org/ns/dcat#dataset>") == 3


# answers that are none


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(b"<html>maintenance</html>", "text/html"), "does not give JSON"),
        (Reply(b'{"success": false, "error": {"message": "Access denied"}}'), "Access denied"),
        (Reply(b'{"success": false, "error": {"q": ["bad"]}}'), "fails: .*bad"),
        (Reply(b"[]"), "not an answer of CKAN"),
        (Reply(b'{"success": true, "result": {"results": 5}}'), "not an answer of CKAN"),
        (succeeded({"count": 1, "results": [1]}), "not an answer of CKAN"),
        (Reply(b"[" * 200_000), "does not give JSON"),
        (Reply(b'{"a": "\xff"}'), "does not give JSON"),
        (Reply(b"", status=403), "403"),
    ],
)
def test_a_broken_answer_fails_the_source(portal: CkanPortal, reply: Reply, reason: str) -> None:
    portal.actions["package_search"] = reply
    with pytest.raises(SourceFailed, match=reason):
        harvest(portal.url)


def test_a_portal_without_organisations_and_status_is_read(portal: CkanPortal) -> None:
    portal.packages = [package(1)]
    for action in ("organization_list", "status_show"):
        portal.actions[action] = Reply(b"", status=403)
    items = harvest(portal.url)
    assert len(found(items)) == 1
    assert "organisations: " in catalogue(items).remarks[0]


@pytest.mark.parametrize("result", [5, None, {"a": 1}, ["x", 7]])
def test_a_list_of_organisations_of_another_shape_is_passed_over(
    portal: CkanPortal, result: object
) -> None:
    portal.packages = [package(1)]
    portal.actions["organization_list"] = succeeded(result)
    assert len(found(harvest(portal.url))) == 1


def test_a_folder_without_answers_fails(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"no \.json files"):
        harvest(tmp_path)


# through the harvest


def test_a_second_run_changes_nothing_and_deletions_propagate(
    services: Services, portal: CkanPortal
) -> None:
    run = services.core.harvest
    run.importers = {"ckan": CkanImporter()}
    run.fetcher = GuardedFetcher(allow_private=True)
    portal.packages = [package(n) for n in range(12)]
    source = Source("portal", "ckan", portal.url)
    assert run.run(source).counts == {"created": 13}
    assert run.run(source).counts == {"unchanged": 13}
    portal.packages[3]["private"] = True
    assert run.run(source).counts == {"unchanged": 11, "withdrawn": 1, "changed": 1}


def test_real_answers_stay_unchanged(services: Services) -> None:
    run = services.core.harvest
    run.importers = {"ckan": CkanImporter()}
    source = Source("saved", "ckan", str(shared("ckan")))
    assert run.run(source).counts == {"created": 5}
    assert run.run(source).counts == {"unchanged": 5}
