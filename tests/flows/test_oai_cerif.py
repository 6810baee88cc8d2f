"""CERIF over OAI-PMH: the profile's structure, and our own importer as the harvester."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.resource import Json
from smartland.ports.importer import Found, Rejected
from smartland.wiring import Services
from smartland_importers.cerif import CerifImporter
from support.platform import running
from support.read_doors import Door, read_doors

V1_1, V1_2 = (f"https://www.openaire.eu/cerif-profile/{one}/" for one in ("1.1", "1.2"))
OAI = "{http://www.openarchives.org/OAI/2.0/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ORDER: dict[str, Sequence[str]] = {
    "OrgUnit": (
        *("Type", "Acronym", "Name", "Identifier", "RORID", "ElectronicAddress", "PartOf"),
    ),
    "Project": (
        *("Type", "Acronym", "Title", "Identifier", "StartDate", "EndDate", "Consortium"),
        *("Team", "Funded", "Subject", "Keyword", "Abstract", "Status", "Uses", "OAMandate"),
    ),
    "Funding": (
        *("Type", "Acronym", "Name", "Amount", "Identifier", "Description", "Subject"),
        *("Keyword", "Funder", "PartOf", "Duration", "OAMandate"),
    ),
}
"""The sequences of the profile's schema."""
IN_LANGUAGES = {"Name", "Title", "Keyword", "Abstract", "Description"}
UNIVERSITY: dict[str, Json] = {
    "name": {"it": "Università di Prova", "en": "Test University"},
    "stakeholder_kind": "university",
    "ror": "00s6t1f81",
    "pic": "999879881",
    "acronym": "UNIP",
    "homepage": "https://www.unip.example/",
    "email": "protocollo@unip.example",
    "contact_name": "Mario Rossi",
}
FIRM: dict[str, Json] = {
    "name": {"und": "Idrosensori S.r.l."},
    "stakeholder_kind": "firm",
    "vat": "00743110157",
}
CALL: dict[str, Json] = {
    "title": {"it": "Acqua 2026"},
    "description": {"it": "Contributi <per> la rete & l'acqua."},
    "identifier": "ACQUA-2026",
    "issuer": "stakeholder/ror-00s6t1f81",
    "opens": "2026-01-10",
    "closes": "2026-06-30",
    "budget": "4500000.50",
}
PROJECT: dict[str, Json] = {
    "title": {"it": "Acquedotto intelligente", "en": "Smart aqueduct"},
    "acronym": "ACQUA+",
    "description": {"it": "Sensori e modello digitale."},
    "cup": "J41B21000010001",
    "grant_number": "101070000",
    "start": "2026-03-01",
    "end": "2028-02-28",
    "grant": "600000",
    "call": "call/call-ACQUA-2026",
    "keyword": {"it": ["acqua"]},
    "status": "running",
    "corridor": ["water"],
    "funder": ["stakeholder/ror-00s6t1f81"],
    "participation": [
        {"stakeholder": "stakeholder/ror-00s6t1f81", "role": "coordinator"},
        {"stakeholder": "stakeholder/vat-00743110157", "role": "partner"},
        {"stakeholder": "unit/deib", "role": "third-party"},
    ],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A university with a unit, a firm, a call and a project; read it, do not change it."""
    with running(tmp_path_factory.mktemp("cerif")) as services:
        catalogue = services.catalogue
        catalogue.create("stakeholder", UNIVERSITY, "tester")
        unit = {"name": {"it": "Dipartimento"}, "unit_of": "stakeholder/ror-00s6t1f81"}
        made = catalogue.create("unit", unit, "tester")
        catalogue.create("stakeholder", FIRM, "tester")
        catalogue.create("call", CALL, "tester")
        members = [
            one | {"stakeholder": one["stakeholder"].replace("unit/deib", f"unit/{made.key}")}
            for one in PROJECT["participation"]
        ]
        catalogue.create("project", PROJECT | {"participation": members}, "tester")
        yield services


@pytest.fixture(scope="module")
def door(world: Services) -> Iterator[Door]:
    with read_doors(world) as door:
        yield door


def records(door: Door, prefix: str, group: str = "") -> list[ET.Element]:
    """The payloads of a list."""
    given = {"set": group} if group else {}
    answer = door.get("/oai", verb="ListRecords", metadataPrefix=prefix, **given)
    return [one[0] for one in answer.xml.iter(f"{OAI}metadata")]


def payload(door: Door, key: str, prefix: str = "oai_cerif_openaire_v1_2") -> ET.Element:
    """The payload of one record."""
    asked = {"verb": "GetRecord", "metadataPrefix": prefix, "identifier": f"oai:localhost:{key}"}
    return next(door.get("/oai", **asked).xml.iter(f"{OAI}metadata"))[0]


def local(element: ET.Element) -> str:
    return element.tag.partition("}")[2]


def test_the_sets_of_a_cris_hold_what_they_are_named_for(door: Door) -> None:
    for group, names in (
        ("openaire_cris_orgunits", ["OrgUnit"] * 3),
        ("openaire_cris_projects", ["Project"]),
        ("openaire_cris_funding", ["Funding"]),
        ("openaire_cris_persons", []),
        ("", ["OrgUnit", "OrgUnit", "OrgUnit", "Funding", "Project"]),
    ):
        assert [local(one) for one in records(door, "oai_cerif_openaire", group)] == names


@pytest.mark.parametrize(
    ("prefix", "namespace"),
    [("oai_cerif_openaire", V1_1), ("oai_cerif_openaire_v1_2", V1_2)],
)
def test_every_record_is_built_as_the_profile_says(door: Door, prefix: str, namespace: str) -> None:
    for record in records(door, prefix):
        assert record.tag.startswith(f"{{{namespace}}}")
        for element in record.iter():
            if local(element) not in ORDER:
                continue
            assert 0 < len(element.attrib["id"]) <= 128
            places = [ORDER[local(element)].index(local(child)) for child in element]
            assert places == sorted(places), [local(child) for child in element]
            for child in element:
                if local(child) in IN_LANGUAGES:
                    assert child.attrib[XML_LANG]
                if local(child) == "Identifier":
                    assert child.attrib["type"].startswith("http")
                if local(child) in ("Subject", "Status") or (
                    local(child) == "Type" and local(element) == "OrgUnit"
                ):
                    assert child.attrib["scheme"].startswith("http")


def test_an_organisation_says_who_and_where_it_is(door: Door) -> None:
    one = payload(door, "stakeholder/ror-00s6t1f81")
    assert one.attrib["id"] == "stakeholder/ror-00s6t1f81"
    assert one.findtext(f"{{{V1_2}}}RORID") == "https://ror.org/00s6t1f81"
    assert {(n.text, n.attrib[XML_LANG]) for n in one.iter(f"{{{V1_2}}}Name")} == {
        ("Università di Prova", "it"),
        ("Test University", "en"),
    }
    assert [n.text for n in one.iter(f"{{{V1_2}}}ElectronicAddress")] == [
        "https://www.unip.example/",
        "mailto:protocollo@unip.example",
    ]
    assert "Mario Rossi" not in ET.tostring(one, "unicode")
    older = payload(door, "stakeholder/ror-00s6t1f81", "oai_cerif_openaire")
    assert older.find(f"{{{V1_1}}}RORID") is None
    codes = {n.text for n in older.iter(f"{{{V1_1}}}Identifier")}
    assert codes == {"https://ror.org/00s6t1f81", "999879881"}


def test_a_project_names_its_consortium_and_its_money(door: Door) -> None:
    one = payload(door, "project/cup-J41B21000010001")
    consortium = one.find(f"{{{V1_2}}}Consortium")
    assert consortium is not None
    members = {local(member): member[0].attrib["id"] for member in consortium}
    assert members["Coordinator"] == "stakeholder/ror-00s6t1f81"
    assert members["Partner"] == "stakeholder/vat-00743110157"
    assert members["Member"].startswith("unit/")
    assert one.findtext(f"{{{V1_2}}}StartDate") == "2026-03-01"
    funder = one.find(f"{{{V1_2}}}Funded/{{{V1_2}}}By/{{{V1_2}}}OrgUnit")
    assert funder is not None
    assert funder.findtext(f"{{{V1_2}}}Acronym") == "UNIP"
    grant = one.find(f"{{{V1_2}}}Funded/{{{V1_2}}}As/{{{V1_2}}}Funding")
    assert grant is not None
    amount = grant.find(f"{{{V1_2}}}Amount")
    assert amount is not None
    assert (amount.text, amount.attrib["currency"]) == ("600000", "EUR")
    call = grant.find(f"{{{V1_2}}}PartOf/{{{V1_2}}}Funding")
    assert call is not None
    assert call.attrib["id"] == "call/call-ACQUA-2026"


def test_our_own_importer_harvests_all_of_it(door: Door) -> None:
    fetcher = GuardedFetcher(allow_private=True)
    address = f"{door.address}/oai"
    items = list(CerifImporter().read(address, fetcher, "https://other.example/"))
    assert [one for one in items if isinstance(one, Rejected)] == []
    found = {one.description.kind: one.description for one in items if isinstance(one, Found)}
    assert {"stakeholder", "unit", "call", "project"} <= found.keys()
    project = found["project"].document
    assert project["acronym"] == "ACQUA+"
    assert project["grant_number"] == "101070000"
    assert project["title"] == PROJECT["title"]
    assert len(project["participation"]) == 3
    names = [one.description.document.get("name") for one in items if isinstance(one, Found)]
    assert UNIVERSITY["name"] in names
