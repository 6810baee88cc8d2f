"""schema.org in pages: the right type, names instead of IRIs, and no way out of the element."""

import json

import pytest

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.web.pages.schema_org import data_block, schema_org
from smartland.wiring import Services

PAGE = "http://localhost:8000/doc/x"
TYPES = {
    "stakeholder": {"Corporation", "NGO", "GovernmentOrganization", "CollegeOrUniversity"},
    "unit": {"Organization"},
    "claim": set[str](),
    "need": {"Demand"},
    "offer": {"Offer"},
    "project": {"ResearchProject", "Project"},
    "call": {"FundingScheme"},
    "tender": {"Demand"},
    "dataset": {"Dataset"},
    "data-service": {"WebAPI"},
    "catalogue": {"DataCatalog"},
    "concept": {"DefinedTerm"},
    "corridor": {"DefinedTerm"},
    "filiera": {"DefinedTerm"},
    "scheme": {"DefinedTermSet"},
    "territory": {"City", "AdministrativeArea"},
}


def blocks(services: Services, kind: str) -> list[dict[str, Json]]:
    found = services.catalogue.page(kind, "", 500)
    assert found, f"the demonstration has no {kind}"
    return [schema_org(one, services.labels, PAGE) for one in found]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_type(demo_services: Services, kind: str) -> None:
    found = blocks(demo_services, kind)
    assert {one["@type"] for one in found if one} == TYPES[kind]
    for one in found:
        if one:
            assert one["@context"] == "https://schema.org"
            assert one["name"]
            assert one["mainEntityOfPage"] == PAGE
            assert all(value not in (None, "", [], {}) for value in one.values())


def test_a_dataset_has_what_dataset_search_asks_for(demo_services: Services) -> None:
    one = blocks(demo_services, "dataset")[0]
    assert {"description", "license", "creator", "distribution", "keywords"} <= set(one)
    assert one["temporalCoverage"] == ["2023-01-01/.."]
    assert one["distribution"][0]["encodingFormat"] == "text/csv"
    assert one["distribution"][0]["contentUrl"].endswith("sl-01.csv")


def test_what_is_referred_to_is_named(demo_services: Services) -> None:
    members = [m for one in blocks(demo_services, "project") for m in one.get("member", ())]
    assert members
    assert not [one for one in members if one["name"] in one["@id"]]


def test_private_fields_stay_out(demo_services: Services) -> None:
    for kind in ("stakeholder", "need", "offer", "project"):
        text = json.dumps(blocks(demo_services, kind))
        for one in demo_services.catalogue.page(kind, "", 500):
            contact = one.document.get("contact")
            assert not contact or contact == one.document.get("email") or contact not in text


def test_nothing_ends_the_element_early() -> None:
    hostile = {"name": "</script><script>alert(1)</script><!-- & \u2028", "n": 1}
    block = str(data_block(hostile))
    assert not set("<>&\u2028") & set(block)
    assert json.loads(block) == hostile
