"""What packages of CKAN portals say, as datasets: every field, and every odd value told."""

import json
from collections.abc import Iterator

import pytest

from smartland.ports.importer import Rejected, Removed
from smartland_importers.ckan_licences import Named, licence_iri
from smartland_importers.ckan_vocabulary import file_type
from support.ckan_items import (
    AUTHORITY,
    BASE,
    CC_BY,
    catalogue,
    found,
    harvest,
    one,
)
from support.ckan_portal import CkanPortal, ckan, package


@pytest.fixture
def portal() -> Iterator[CkanPortal]:
    with ckan(CkanPortal()) as portal:
        yield portal


def test_private_and_deleted_packages_are_removed(portal: CkanPortal) -> None:
    portal.packages = [
        package(1, private=True),
        package(2, state="deleted"),
        package(3, state="draft"),
        package(4, type="harvest"),
        package(5),
    ]
    items = harvest(portal.url)
    assert [i for i in items if isinstance(i, Removed)] == [
        Removed("id-0001"),
        Removed("id-0002"),
        Removed("id-0003"),
    ]
    assert list(found(items)) == ["id-0005"]
    assert catalogue(items).description.document["dataset"] == [f"{portal.url}/dataset/id-0005"]


@pytest.mark.parametrize(
    ("extras", "iri"),
    [
        ([{"key": "uri", "value": "https://a.example/d/1"}], "https://a.example/d/1"),
        ([{"key": "guid", "value": "https://a.example/d/2"}], "https://a.example/d/2"),
        ([{"key": "guid", "value": "m_x:1"}], ""),
        ([{"key": "uri", "value": "https://a.example/d 1"}], ""),
        ([{"key": "uri", "value": f"{BASE}id/dataset/stolen"}], ""),
        ([{"key": "uri", "value": "javascript:alert(1)"}], ""),
    ],
)
def test_the_name_of_a_dataset(portal: CkanPortal, extras: list[object], iri: str) -> None:
    item = one(portal, extras=extras)
    assert item.description.iri == (iri or f"{portal.url}/dataset/id-0001")


def test_extras_of_both_extensions(portal: CkanPortal) -> None:
    extras = {
        "theme": '["TRAN", "http://publications.europa.eu/resource/authority/data-theme/ENVI"]',
        "themes_aggregate": json.dumps(
            [{"theme": "TRAN", "subthemes": ["http://eurovoc.europa.eu/100245"]}]
        ),
        "temporal_coverage": '[{"temporal_start": "2019-01-01", "temporal_end": "31-12-2019"}]',
        "conforms_to": '[{"identifier": "uni", "title": {"it": "Norma"}, '
        '"referenceDocumentation": ["https://a.example/n"]}]',
        "access_rights": "PUBLIC",
        "publisher_name": "Comune di Pavia",
        "publisher_identifier": "C_G388",
        "publisher_uri": "https://w3id.org/italia/data/public-organization/c_g388",
        "contact_name": "Ufficio statistica",
        "contact_email": "mario.rossi@comune.pv.it",
        "is_version_of": "https://a.example/old",
        "applicable_legislation": '["http://data.europa.eu/eli/reg_impl/2023/138/oj"]',
        "hvd_category": '["http://data.europa.eu/bna/c_ac64a52d", "http://other.example/x"]',
        "spatial_uri": "http://publications.europa.eu/resource/authority/place/ITA_PVI",
    }
    pairs = [{"key": key, "value": value} for key, value in extras.items()]
    document = one(portal, extras=pairs).description.document
    assert document["theme"] == [f"{AUTHORITY}data-theme/TRAN", f"{AUTHORITY}data-theme/ENVI"]
    assert document["subject"] == ["http://eurovoc.europa.eu/100245"]
    assert document["temporal"] == [{"start": "2019-01-01", "end": "2019-12-31"}]
    assert document["conforms_to"] == [
        {"identifier": "uni", "title": {"it": "Norma"}, "reference": ["https://a.example/n"]}
    ]
    assert document["access_rights"] == f"{AUTHORITY}access-right/PUBLIC"
    assert document["publisher"] == {
        "name": {"und": "Comune di Pavia"},
        "identifier": "c_g388",
        "iri": "https://w3id.org/italia/data/public-organization/c_g388",
    }
    assert document["contact_point"][0]["email"] == "mario.rossi@comune.pv.it"
    assert document["is_version_of"] == ["https://a.example/old"]
    assert document["hvd_category"] == ["http://data.europa.eu/bna/c_ac64a52d"]
    assert document["spatial"][0]["iri"] == f"{AUTHORITY}place/ITA_PVI"


def test_organisations_come_with_their_extras(portal: CkanPortal) -> None:
    portal.organisations = [
        {
            "id": f"org-{n}",
            "name": f"comune-{n}",
            "title": f"Comune numero {n}",
            "extras": [{"key": "identifier", "value": f"C_A{n:03d}"}],
            "email": "segreteria@comune.example.it",
            "site": "https://comune.example.it",
        }
        for n in range(60)
    ]
    document = one(portal, owner_org="org-59").description.document
    assert document["rights_holder"] == {
        "name": {"und": "Comune numero 59"},
        "identifier": "c_a059",
        "iri": f"{portal.url}/organization/org-59",
        "homepage": "https://comune.example.it",
    }
    assert document["contact_point"][0]["email"] == "segreteria@comune.example.it"


def test_texts_in_languages(portal: CkanPortal) -> None:
    item = one(
        portal,
        title={"it": "Uno", "en_GB": "One", "??": ""},
        notes='{"it": "Testo", "de": "Text"}',
        tags=[{"name": "a"}, {"display_name": "b", "name": "x"}, {"name": "a"}],
    )
    document = item.description.document
    assert document["title"] == {"it": "Uno", "en-gb": "One"}
    assert document["description"] == {"it": "Testo", "de": "Text"}
    assert document["keyword"] == {"und": ["a", "b"]}


@pytest.mark.parametrize(
    ("more", "remark"),
    [
        ({"notes": ""}, "no notes; the title stands in for the description"),
        ({"notes": "x" * 30_000}, "notes of 30000 characters cut to 20000"),
        ({"frequency": "sometimes"}, "frequency 'sometimes' left out: not in the EU's list"),
        ({"issued": "soon"}, "issued left out: not a date: 'soon'"),
        ({"url": "javascript:alert(1)"}, "url left out: not an absolute http"),
        ({"resources": [{"name": "n", "url": "/x"}]}, "resource n left out: it has no web address"),
        (
            {"resources": [{"id": "r", "url": "https://a.example/", "format": "GTFS"}]},
            "format 'GTFS' left out: not certain",
        ),
    ],
)
def test_an_odd_value_is_left_out_and_told(
    portal: CkanPortal, more: dict[str, object], remark: str
) -> None:
    assert any(text.startswith(remark) for text in one(portal, **more).remarks)


def test_a_package_without_a_name_is_rejected(portal: CkanPortal) -> None:
    portal.packages = [package(1, title="", name=""), package(2)]
    items = harvest(portal.url)
    assert [i for i in items if isinstance(i, Rejected)] == [
        Rejected("id-0001", "title: neither title nor name")
    ]
    assert list(found(items)) == ["id-0002"]


@pytest.mark.parametrize(
    "more",
    [
        {"resources": "no"},
        {"resources": [1, None, {"url": 5}]},
        {"extras": {"a": 1}},
        {"extras": [1, {"key": "theme"}, {"key": None, "value": []}]},
        {"tags": [None, 1, {"name": None}]},
        {"organization": "org", "owner_org": 7},
        {"notes": {"it": ["a"]}},
        {"theme": "[" * 100_000},
        {"theme": "{}"},
        {"creator": '[{"creator_name": 3}]'},
        {"temporal_coverage": '["2019"]'},
        {"title": "a\u0000b\u202ec", "version": "x" * 5_000},
        {"metadata_modified": "2024-99-99T00:00:00"},
    ],
)
def test_broken_shapes_do_not_break_the_harvest(
    portal: CkanPortal, more: dict[str, object]
) -> None:
    assert one(portal, **more).description.document["title"]


@pytest.mark.parametrize(
    ("named", "iri"),
    [
        (Named("cc-by", "https://creativecommons.org/licenses/by/4.0/deed.it"), CC_BY),
        (Named("cc-by", "http://creativecommons.org/licenses/by/4.0"), CC_BY),
        (Named("cc-by", "http://www.opendefinition.org/licenses/cc-by"), ""),
        (Named("cc-by", title="Creative Commons Attribution 4.0"), CC_BY),
        (Named("cc-by", title="CC BY 3.0 or 4.0"), ""),
        (Named("CC-BY-SA-4.0"), "https://creativecommons.org/licenses/by-sa/4.0/"),
        (Named("cc-zero"), "https://creativecommons.org/publicdomain/zero/1.0/"),
        (Named("odc-odbl"), "https://opendatacommons.org/licenses/odbl/1-0/"),
        (
            Named(address="https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"),
            CC_BY,
        ),
        (
            Named(address="https://w3id.org/italia/controlled-vocabulary/licences/B110_CCBYNCSA30"),
            "https://creativecommons.org/licenses/by-nc-sa/3.0/",
        ),
        (
            Named(address="https://w3id.org/italia/controlled-vocabulary/licences/A33_CCBYSA30IT"),
            "https://creativecommons.org/licenses/by-sa/3.0/it/",
        ),
        (
            Named(address="https://w3id.org/italia/controlled-vocabulary/licences/C11_Unknown"),
            "",
        ),
        (Named("other-open", title="Licenza 4.0"), ""),
        (Named("notspecified"), ""),
    ],
)
def test_a_licence_has_an_iri_only_where_it_is_certain(named: Named, iri: str) -> None:
    assert licence_iri(named) == iri


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("csv", "CSV"),
        (".XLSX", "XLSX"),
        ("Shapefile", "SHP"),
        ("text/csv; charset=utf-8", "CSV"),
        ("application/vnd.ms-excel", "XLS"),
        ("application/rdf+xml", "RDF_XML"),
        ("json-ld", "JSON_LD"),
        ("WMS", "WMS_SRVC"),
        ("http://publications.europa.eu/resource/authority/file-type/GPKG", "GPKG"),
        ("API", ""),
        ("CSV+JSON", ""),
        ("", ""),
    ],
)
def test_a_format_has_a_code_only_where_it_is_certain(written: str, code: str) -> None:
    assert file_type(written) == (f"{AUTHORITY}file-type/{code}" if code else "")
