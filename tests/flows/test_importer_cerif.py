"""Research information systems, the guidelines' examples and a played one, through the importer."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document
from smartland.errors import SmartlandError, SourceFailed
from smartland.ports.harvests import Source
from smartland.ports.importer import Expected, Found, Item, Rejected, Removed
from smartland.schemas.documents import validate
from smartland.wiring import Services
from smartland_importers.cerif import CerifImporter
from support.oai_repository import (
    CERIF,
    OaiRepository,
    deleted,
    error,
    oai_repository,
    page,
    record,
    response,
)
from support.query_site import Reply
from support.shared_data import shared

BASE = "http://smartland.example/"
CONCEPT = "https://w3id.org/smartland/concept/"
PROJECTS, UNITS, FUNDING = (
    "openaire_cris_projects",
    "openaire_cris_orgunits",
    "openaire_cris_funding",
)
EXAMPLES = "openaire_cerif_xml_example_{}.xml"
ACME = '<OrgUnit id="OrgUnits/9"><Acronym>ACME</Acronym></OrgUnit>'
UNIVERSITY = "<Type>https://w3id.org/cerif/vocab/OrganisationTypes#University</Type>"


def harvest(address: str | Path) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True, timeout=10)
    return list(CerifImporter().read(str(address), fetcher, BASE))


def found(items: list[Item]) -> dict[str, Found]:
    """By the last part of their OAI identifiers (``Projects/1``)."""
    return {
        item.description.source_key.split(":")[-1]: item
        for item in items
        if isinstance(item, Found)
    }


def documents(items: list[Item]) -> dict[str, Document]:
    for item in found(items).values():
        validate(KINDS[item.description.kind], item.description.document, BASE)
    return {key: item.description.document for key, item in found(items).items()}


def rejected(items: list[Item]) -> dict[str, str]:
    return {i.source_key.split(":")[-1]: i.reason for i in items if isinstance(i, Rejected)}


def projects(*insides: str) -> list[str]:
    return [record("Project", number, inside) for number, inside in enumerate(insides, 1)]


def titled(number: int) -> str:
    return f'<Title xml:lang="en">Project {number}</Title>'


@pytest.fixture
def repository() -> Iterator[OaiRepository]:
    with oai_repository(OaiRepository()) as repository:
        yield repository


def one_project(repository: OaiRepository, inside: str) -> Found:
    repository.records[PROJECTS] = projects(titled(1) + inside)
    items = harvest(repository.url)
    documents(items)
    return found(items)["Projects/1"]


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


# the protocol


def test_a_repository_is_read_to_the_end(repository: OaiRepository) -> None:
    repository.records[PROJECTS] = projects(*(titled(n) for n in range(1, 6)))
    items = harvest(repository.url)
    assert list(found(items)) == [f"Projects/{n}" for n in range(1, 6)]
    assert [one.total for one in items if isinstance(one, Expected)] == [0, 5]
    lists = [one for one in repository.lists if one.get("set") == PROJECTS]
    assert lists == [
        {"verb": "ListRecords", "metadataPrefix": "oai_cerif_openaire", "set": PROJECTS}
    ]
    tokens = [one["resumptionToken"] for one in repository.lists if "resumptionToken" in one]
    assert tokens == [f"{PROJECTS}@2", f"{PROJECTS}@4"]


def test_persons_are_not_even_asked_for(repository: OaiRepository) -> None:
    repository.records["openaire_cris_persons"] = [record("Person", 1)]
    assert harvest(repository.url) == [Expected(0)]
    assert not any("persons" in str(query) for _, query in repository.site.asked)


def test_the_newest_version_of_the_profile_is_taken(repository: OaiRepository) -> None:
    old = CERIF.replace("1.2", "1.1")
    repository.formats = [("v2", CERIF), ("v1", old), ("oai_dc", "urn:dc")]
    harvest(repository.url)
    assert {one["metadataPrefix"] for one in repository.lists} == {"v2"}


def test_a_repository_without_cerif_fails_with_what_it_has(repository: OaiRepository) -> None:
    repository.formats = [("oai_dc", "urn:dc")]
    with pytest.raises(SourceFailed, match=r"does not offer OpenAIRE CERIF; it offers: oai_dc"):
        harvest(repository.url)


def test_a_repository_without_sets_is_read_whole(repository: OaiRepository) -> None:
    repository.sets = []
    repository.records = {
        "a": [record("Person", 1), deleted("Project", 9), *projects(titled(1))],
        "b": [record("OrgUnit", 2, f"{UNIVERSITY}<Name>U</Name>")],
    }
    items = harvest(repository.url)
    assert set(found(items)) == {"Projects/1", "OrgUnits/2"}
    assert [one for one in items if isinstance(one, Removed)] == [
        Removed("oai:cris.example.org:Projects/9")
    ]


def test_deleted_records_are_removed(repository: OaiRepository) -> None:
    repository.records = {
        PROJECTS: [deleted("Project", 7), *projects(titled(1))],
        UNITS: [deleted("OrgUnit", 8)],
    }
    items = harvest(repository.url)
    assert {one.source_key for one in items if isinstance(one, Removed)} == {
        "oai:cris.example.org:Projects/7",
        "oai:cris.example.org:OrgUnits/8",
    }


@pytest.mark.parametrize("query", [f"?set={PROJECTS}&from=2024-02-01", "?verb=Identify&key=1"])
def test_the_address_may_narrow_the_lists(repository: OaiRepository, query: str) -> None:
    repository.records[PROJECTS] = projects(titled(1), titled(2), titled(3))
    assert len(found(harvest(repository.url + query))) == 3
    first = repository.lists[-2]
    if "from" in query:
        assert (first["set"], first["from"]) == (PROJECTS, "2024-02-01")
        assert "from" not in repository.lists[-1]  # a token stands alone
    else:
        assert "from" not in first


def test_an_additional_argument_stays_in_every_request(repository: OaiRepository) -> None:
    harvest(f"{repository.url}?context=cerif")
    assert all(query["context"] == "cerif" for _, query in repository.site.asked)


def test_a_repeated_token_ends_the_harvest(repository: OaiRepository) -> None:
    repository.records[PROJECTS] = projects(*(titled(n) for n in range(1, 9)))
    repository.instead = {
        3: page(projects(titled(1)), "again"),
        4: page(projects(titled(2)), "more"),
        5: page(projects(titled(3)), "again"),
    }
    with pytest.raises(SourceFailed, match="repeats the resumptionToken “again”"):
        harvest(repository.url)
    assert len(repository.lists) == 5


def test_an_empty_page_with_a_token_ends_the_harvest(repository: OaiRepository) -> None:
    repository.instead = {3: page([], "for-ever")}
    with pytest.raises(SourceFailed, match="empty page before the resumptionToken “for-ever”"):
        harvest(repository.url)


def test_pages_have_an_end(repository: OaiRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartland_importers.oai_pmh.PAGES", 3)
    repository.records[PROJECTS] = projects(*(titled(n) for n in range(1, 9)))
    with pytest.raises(SourceFailed, match="more than 3 pages"):
        harvest(repository.url)


def test_a_token_that_expires_starts_the_list_again_once(repository: OaiRepository) -> None:
    repository.records[PROJECTS] = projects(*(titled(n) for n in range(1, 6)))
    repository.instead = {5: error("badResumptionToken", "expired")}
    items = harvest(repository.url)
    keys = [i.description.source_key for i in items if isinstance(i, Found)]
    assert len(keys) == len(set(keys)) == 5
    assert sum(one.get("set") == PROJECTS for one in repository.lists) == 2


def test_a_token_that_expires_again_ends_the_harvest(repository: OaiRepository) -> None:
    repository.records[PROJECTS] = projects(*(titled(n) for n in range(1, 6)))
    repository.instead = dict.fromkeys((4, 6), error("badResumptionToken", "expired"))
    with pytest.raises(SourceFailed, match=rf"“{PROJECTS}@2” expired on the second reading"):
        harvest(repository.url)


def test_a_busy_repository_is_asked_again_after_its_pause(repository: OaiRepository) -> None:
    repository.records[PROJECTS] = projects(titled(1))
    busy = Reply(b"later", "text/plain", 503, {"Retry-After": "1"})
    repository.instead = {3: busy}
    assert list(found(harvest(repository.url))) == ["Projects/1"]
    assert len(repository.lists) == 4


def test_a_repository_that_stays_busy_fails_the_source(repository: OaiRepository) -> None:
    repository.records[PROJECTS] = projects(titled(1))
    busy = Reply(b"later", "text/plain", 503, {"Retry-After": "86400"})
    repository.instead = dict.fromkeys(range(3, 20), busy)
    with pytest.raises(SmartlandError, match="503"):
        harvest(repository.url)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (
            error("badArgument", "no such set"),
            "refuses the request ListRecords: badArgument no such",
        ),
        (error("badResumptionToken"), "refuses the request ListRecords: badResumptionToken"),
        (error("cannotDisseminateFormat"), "cannotDisseminateFormat"),
        (Reply(b"<html><body>maintenance</body></html>", "text/html"), "not an OAI-PMH response"),
        (Reply(b"<OAI-PMH><ListRecords>", "text/xml"), "no element found|unclosed"),
        (Reply(b'<!DOCTYPE x [<!ENTITY a "b">]><OAI-PMH/>', "text/xml"), "DOCTYPE"),
        (Reply(b"<OAI-PMH>\xff</OAI-PMH>", "text/xml"), "UTF-8"),
        (Reply(b"<OAI-PMH>" + b"<a>" * 1_000, "text/xml"), "deeper than"),
        (Reply(b"", "text/xml"), "empty"),
        (Reply(b"", "text/xml", 404), "404"),
    ],
)
def test_a_broken_answer_fails_the_source(
    repository: OaiRepository, reply: Reply, reason: str
) -> None:
    repository.instead = {1: reply}
    with pytest.raises(SourceFailed, match=reason):
        harvest(repository.url)


def test_a_page_that_breaks_off_gives_nothing_of_itself(repository: OaiRepository) -> None:
    repository.records[PROJECTS] = projects(titled(1), titled(2), titled(3))
    whole = page(projects(titled(4))).body
    repository.instead = {4: Reply(whole[:-30], "text/xml")}
    fetcher = GuardedFetcher(allow_private=True)
    items: list[Item] = []
    with pytest.raises(SourceFailed):
        items.extend(CerifImporter().read(repository.url, fetcher, BASE))
    assert "Projects/4" not in found(items)


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


# through the harvest


def test_a_second_run_changes_nothing_and_deletions_propagate(
    services: Services, repository: OaiRepository
) -> None:
    run = services.core.harvest
    run.importers = {"cerif": CerifImporter()}
    run.fetcher = GuardedFetcher(allow_private=True)
    repository.records = {
        PROJECTS: projects(*(titled(n) for n in range(1, 8))),
        UNITS: [record("OrgUnit", 1, f"{UNIVERSITY}<Name>U</Name>")],
    }
    source = Source("cris", "cerif", repository.url)
    assert run.run(source).counts == {"created": 8}
    assert run.run(source).counts == {"unchanged": 8}
    repository.records[PROJECTS][2] = deleted("Project", 3)
    assert run.run(source).counts == {"unchanged": 7, "withdrawn": 1}


def test_the_examples_stay_unchanged(services: Services) -> None:
    run = services.core.harvest
    run.importers = {"cerif": CerifImporter()}
    source = Source("examples", "cerif", str(shared("oai")))
    assert run.run(source).counts == {"created": 13, "rejected": 5}
    assert run.run(source).counts == {"unchanged": 13, "rejected": 5}
