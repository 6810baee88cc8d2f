"""Research information systems, the guidelines' examples and a played one, through the importer."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.domain.kinds import KINDS
from smartland.errors import SourceFailed
from support.cerif import (
    ACME,
    BASE,
    CONCEPT,
    EXAMPLES,
    FUNDING,
    PROJECTS,
    UNITS,
    UNIVERSITY,
    documents,
    found,
    harvest,
    one_project,
    projects,
    rejected,
    titled,
)
from support.oai_repository import (
    OaiRepository,
    error,
    oai_repository,
    page,
    record,
    response,
)
from support.shared_data import shared


@pytest.fixture
def repository() -> Iterator[OaiRepository]:
    with oai_repository(OaiRepository()) as repository:
        yield repository


# the guidelines' examples


def test_the_examples_together() -> None:
    items = harvest(shared("oai"))
    kinds = Counter(item.description.kind for item in found(items).values())
    assert kinds == {"stakeholder": 6, "unit": 2, "call": 1, "project": 4}
    assert len(rejected(items)) == 5
    assert len(documents(items)) == 13


@pytest.mark.parametrize(
    ("name", "kinds", "refused"),
    [
        (EXAMPLES.format("projects"), {"project": 4}, 0),
        (EXAMPLES.format("orgunits"), {"stakeholder": 5, "unit": 2}, 6),
        (EXAMPLES.format("fundings"), {"call": 1}, 0),
        (EXAMPLES.format("persons"), {}, 0),
        (EXAMPLES.format("equipments"), {}, 0),
        ("openaire_oaipmh_example_Identify.xml", {}, 0),
        ("openaire_oaipmh_example_ListMetadataFormats.xml", {}, 0),
        ("openaire_oaipmh_example_ListSets.xml", {}, 0),
    ],
)
def test_each_example_alone(name: str, kinds: dict[str, int], refused: int) -> None:
    items = harvest(shared("oai", name))
    assert Counter(item.description.kind for item in found(items).values()) == kinds
    assert len(rejected(items)) == refused
    documents(items)


def test_a_project_as_an_example() -> None:
    items = harvest(shared("oai"))
    item = found(items)["Projects/112348"]
    document = dict(item.description.document)
    abstract = document.pop("description")
    assert abstract["en"].startswith("OpenAIRE-Advance continues the mission of OpenAIRE")
    partner = f"{CONCEPT}role/partner"
    stakeholders = found(items)
    iris = {
        name: f"{BASE}id/{given.kind}/{given.key}"
        for name, one in stakeholders.items()
        if (given := one.description)
    }
    assert document == {
        "title": {"en": "OpenAIRE Advancing Open Scholarship"},
        "acronym": "OpenAIRE-Advance",
        "grant_number": "777541",
        "homepage": "http://www.openaire.eu",
        "start": "2018-01-01",
        "end": "2021-02-28",
        "keyword": {
            "en": [
                "open access",
                "scholarly communication",
                "research",
                "publications",
                "datasets",
                "openaire",
                "current research information systems",
            ]
        },
        "participation": [
            {"stakeholder": iris["OrgUnits/312345"], "role": f"{CONCEPT}role/coordinator"},
            {"stakeholder": iris["OrgUnits/312346"], "role": partner},
            {"stakeholder": f"{BASE}id/stakeholder/ror-02hpadn98", "role": partner},
        ],
        "funder": [iris["OrgUnits/310001"]],
        "programme": "H2020",
        "call": iris["Fundings/620004"],
    }
    # minted from the grant number, as in CORDIS
    assert item.description.key == item.description.iri == ""


def test_bodies_and_units_of_the_examples() -> None:
    items = harvest(shared("oai"))
    all_of_it = documents(items)
    assert all_of_it["OrgUnits/350001"] == {
        "name": {"de": "Universität Bielefeld", "en": "Bielefeld University"},
        "stakeholder_kind": f"{CONCEPT}stakeholder-kind/university",
        "identifier": ["cris.example.org:OrgUnits/350001", "GRID:grid.7491.b"],
        "acronym": "UNIBI",
        "ror": "02hpadn98",
        "homepage": "http://www.uni-bielefeld.de",
        "email": "post@uni-bielefeld.de",
    }
    kinds = {
        key: str(one.get("stakeholder_kind", "")).split("/")[-1] for key, one in all_of_it.items()
    }
    assert kinds["OrgUnits/312346"] == "university"  # a research institute
    assert kinds["OrgUnits/301250"] == "firm"
    assert kinds["OrgUnits/310001"] == "administration"
    units = [all_of_it["OrgUnits/301248"], all_of_it["OrgUnits/301249"]]
    assert units[0]["unit_of"] == units[1]["unit_of"]
    assert "Eltek S.P.A is part of nothing" in rejected(items)["OrgUnits/341234"]


def test_the_body_that_runs_the_service_is_a_university() -> None:
    item = found(harvest(shared("oai")))["OrgUnits/312347"]
    assert str(item.description.document["stakeholder_kind"]).endswith("/university")
    assert item.remarks == ("no Type; taken as a university because it owns the service",)


def test_no_person_of_the_examples_gets_out() -> None:
    text = json.dumps([dict(one) for one in documents(harvest(shared("oai"))).values()])
    assert "Houssos" not in text
    assert "0000-0002-5277-285X" not in text


# what records say


def test_the_leaders_name_is_private(repository: OaiRepository) -> None:
    person = "<Person id='p'><PersonName><FamilyNames>Rossi</FamilyNames>"
    person += "<FirstNames>Anna</FirstNames></PersonName></Person>"
    item = one_project(
        repository,
        f"<Team><Member>{person.replace('Rossi', 'Verdi')}</Member>"
        f"<PrincipalInvestigator><DisplayName>A. Rossi</DisplayName>{person}"
        "</PrincipalInvestigator></Team>",
    )
    document = item.description.document
    assert document["contact_name"] == "Anna Rossi"
    assert "Rossi" not in json.dumps(KINDS["project"].public(document))
    assert "Verdi" not in json.dumps(dict(document))


def test_money_is_the_grants_own(repository: OaiRepository) -> None:
    grant = "<Type>https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Funding_Types#Grant</Type>"
    programme = grant.replace("#Grant", "#FundingProgramme")
    repository.records[FUNDING] = [
        record("Funding", 1, f'{grant}<Amount currency="EUR">1000.50</Amount>'),
        record("Funding", 2, f'{programme}<Name>P</Name><Amount currency="EUR">9000000</Amount>'),
    ]
    item = one_project(
        repository,
        '<Funded><As><Funding id="Fundings/1"><PartOf><Funding id="Fundings/2"/></PartOf></Funding>'
        f'</As></Funded><Funded><As><Funding id="x">{grant}<Amount currency="EUR">0.25</Amount>'
        f'</Funding></As></Funded><Funded><As><Funding id="y">{grant}'
        '<Amount currency="GBP">5</Amount></Funding></As></Funded>',
    )
    document = item.description.document
    assert (document["grant"], document["programme"]) == ("1000.75", "P")
    assert "Amount in GBP left out: only euros are kept" in item.remarks


def test_only_the_eus_grant_numbers_are_keys(repository: OaiRepository) -> None:
    number = '<Identifier type="https://x#ProjectReference">{}</Identifier>'
    national = one_project(repository, number.format("123456")).description
    assert national.document["grant_number"] == "123456"
    assert national.key.startswith("cerif-")
    european = (
        '<Funded><By><OrgUnit id="e"><FundRefID>https://doi.org/10.13039/501100000780</FundRefID>'
        "</OrgUnit></By></Funded>"
    )
    assert one_project(repository, number.format("123456") + european).description.key == ""
    cup = '<Identifier type="https://x#CUP">J41B21000010001</Identifier>'
    with_cup = one_project(repository, cup).description
    assert (with_cup.document["cup"], with_cup.key) == ("J41B21000010001", "")


def test_a_unit_belongs_to_the_body_at_the_top(repository: OaiRepository) -> None:
    part = '<Name>{}</Name><PartOf><OrgUnit id="OrgUnits/{}"/></PartOf>'
    repository.records[UNITS] = [
        record("OrgUnit", 3, part.format("Group", 2)),
        record("OrgUnit", 2, part.format("Department", 1)),
        record("OrgUnit", 1, f"{UNIVERSITY}<Name>U</Name><RORID>https://ror.org/00s6t1f81</RORID>"),
    ]
    repository.records[PROJECTS] = projects(
        titled(1) + '<Consortium><Partner><OrgUnit id="OrgUnits/3"/></Partner></Consortium>'
    )
    items = harvest(repository.url)
    university = f"{BASE}id/stakeholder/ror-00s6t1f81"
    all_of_it = documents(items)
    assert {all_of_it[f"OrgUnits/{n}"]["unit_of"] for n in (2, 3)} == {university}
    group = found(items)["OrgUnits/3"].description.key
    participation = all_of_it["Projects/1"]["participation"][0]
    assert participation["stakeholder"] == f"{BASE}id/unit/{group}"


def test_units_in_a_circle_end(repository: OaiRepository) -> None:
    part = '<Name>A</Name><PartOf><OrgUnit id="OrgUnits/{}"/></PartOf>'
    repository.records[UNITS] = [
        record("OrgUnit", 1, part.format(2)),
        record("OrgUnit", 2, part.format(1)),
    ]
    items = harvest(repository.url)
    assert len(found(items)) + len(rejected(items)) == 2


def test_fundings_in_a_circle_end(repository: OaiRepository) -> None:
    call = "<Type>x#Call</Type><Name>C</Name>"
    repository.records[FUNDING] = [
        record("Funding", 1, f'{call}<PartOf><Funding id="Fundings/2"/></PartOf>'),
        record("Funding", 2, f'{call}<PartOf><Funding id="Fundings/1"/></PartOf>'),
    ]
    assert set(documents(harvest(repository.url))) == {"Fundings/1", "Fundings/2"}


def test_calls_and_tenders(repository: OaiRepository) -> None:
    about = '<Name xml:lang="it">Bando</Name><Amount currency="EUR">100</Amount>'
    about += '<Identifier type="x">B-1</Identifier><Description>Testo</Description>'
    about += '<Funder><OrgUnit id="OrgUnits/9"/></Funder>'
    repository.records[FUNDING] = [
        record("Funding", 1, f"<Type>x#Call</Type>{about}"),
        record("Funding", 2, f"<Type>x#Tender</Type>{about}"),
        record("Funding", 3, "<Type>x#Gift</Type><Name>G</Name>"),
        record("Funding", 4, "<Type>x#Call</Type>"),
    ]
    items = harvest(repository.url)
    all_of_it = documents(items)
    assert set(all_of_it) == {"Fundings/1", "Fundings/2"}
    assert found(items)["Fundings/2"].description.kind == "tender"
    call = all_of_it["Fundings/1"]
    assert (call["identifier"], call["budget"]) == ("B-1", "100")
    assert str(call["issuer"]).startswith(f"{BASE}id/stakeholder/cerif-")
    assert rejected(items) == {"Fundings/4": "Call: neither Name nor Acronym"}


@pytest.mark.parametrize(
    ("inside", "remark"),
    [
        ("<StartDate>soon</StartDate>", "StartDate 'soon' left out: not a date"),
        (
            "<StartDate>2020-05-01</StartDate><EndDate>2020-04</EndDate>",
            "EndDate 2020-04-30 left out: before StartDate",
        ),
        (f"<Acronym>{'x' * 200}</Acronym>", "Acronym of 200 characters left out"),
        (f"<Abstract>{'x ' * 15_000}</Abstract>", "Abstract of 29999 characters cut to 20000"),
        ('<Identifier type="#CUP">1</Identifier>', "CUP '1' left out: not a CUP"),
        (
            f"<Consortium><Partner>{ACME}</Partner></Consortium>",
            "Partner ACME (OrgUnits/9) is not described here",
        ),
    ],
)
def test_an_odd_value_is_left_out_and_told(
    repository: OaiRepository, inside: str, remark: str
) -> None:
    assert any(text.startswith(remark) for text in one_project(repository, inside).remarks)


def test_months_and_years_are_days(repository: OaiRepository) -> None:
    given = "<StartDate>2018-01</StartDate><EndDate>2020</EndDate>"
    document = one_project(repository, given).description.document
    assert (document["start"], document["end"]) == ("2018-01-01", "2020-12-31")


def test_a_record_without_content_is_rejected(repository: OaiRepository) -> None:
    empty = record("Project", 2).replace("<metadata>", "<about>").replace("</metadata>", "</about>")
    repository.records[PROJECTS] = [record("Project", 1), empty, *projects(titled(1))[1:]]
    reasons = rejected(harvest(repository.url))
    assert reasons["Projects/1"].endswith("Project with neither Title nor Acronym")
    assert reasons["Projects/2"].endswith("a record without metadata")


def test_a_mailbox_of_a_person_stays_out(repository: OaiRepository) -> None:
    repository.records[UNITS] = [
        record(
            "OrgUnit",
            1,
            f"{UNIVERSITY}<Name>U</Name><RORID>https://ror.org/00s6t1f99</RORID>"
            "<ElectronicAddress>mailto:anna.rossi@u.example</ElectronicAddress>",
        )
    ]
    item = found(harvest(repository.url))["OrgUnits/1"]
    assert "email" not in item.description.document
    assert "ror" not in item.description.document
    assert any("a mailbox that may be a person's" in text for text in item.remarks)
    assert any(text.startswith("RORID") for text in item.remarks)


# saved responses


def test_a_folder_may_hold_packed_responses(tmp_path: Path) -> None:
    for number in (1, 2):
        body = page([record("Project", number, titled(number))]).body
        (tmp_path / f"{number}.xml").write_bytes(body)
    (tmp_path / "note.txt").write_text("no response")
    (tmp_path / "sets.xml").write_bytes(response("<ListSets/>").body)
    assert list(found(harvest(tmp_path))) == ["Projects/1", "Projects/2"]


def test_a_saved_refusal_fails(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_bytes(page(projects(titled(1))).body)
    (tmp_path / "2.xml").write_bytes(error("noRecordsMatch").body)
    assert list(found(harvest(tmp_path))) == ["Projects/1"]
    (tmp_path / "3.xml").write_bytes(error("badResumptionToken", "expired").body)
    with pytest.raises(SourceFailed, match="badResumptionToken expired"):
        harvest(tmp_path)


def test_an_empty_folder_fails(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"no \.xml files"):
        harvest(tmp_path)
