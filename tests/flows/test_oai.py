"""The OAI-PMH door, verb by verb, as harvesters use it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from smartland.services.oai import provider as oai
from smartland.services.oai.request import Selection, write_token
from smartland.wiring import Services
from support.platform import BASE, running
from support.read_doors import Door, read_doors

OAI = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
FIRM = {
    "name": {"it": "Idrosensori & Srl", "en": "Hydro sensors"},
    "stakeholder_kind": "firm",
    "vat": "00743110157",
    "corridor": ["water"],
    "contact_name": "Mario Rossi",
}
KEY = "vat-00743110157"
ITEM = f"oai:localhost:stakeholder/{KEY}"
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def door(services: Services) -> Iterator[Door]:
    services.catalogue.create("stakeholder", FIRM, "tester")
    with read_doors(services) as door:
        yield door


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A door that many tests look through; nothing is written behind it."""
    with running(tmp_path_factory.mktemp("oai")) as services:
        services.catalogue.create("stakeholder", FIRM, "tester")
        with read_doors(services) as door:
            yield door


def units(services: Services, number: int, start: int = 0) -> None:
    for one in range(start, start + number):
        unit = {"name": {"it": f"Ufficio {one}"}, "unit_of": f"stakeholder/{KEY}"}
        services.catalogue.create("unit", unit, "tester")


def ask(door: Door, verb: str, **arguments: object) -> ET.Element:
    """The answer to a request, whose envelope must be in order."""
    given = {name.rstrip("_"): value for name, value in arguments.items()}
    answer = door.get("/oai", verb=verb, **given)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = answer.xml
    assert root.tag == f"{{{OAI['o']}}}OAI-PMH"
    date, request, body = root
    assert SECOND.fullmatch(date.text or "")
    assert request.text == f"{BASE}oai"
    assert body.tag.partition("}")[2] in (verb, "error")
    return root


def error(door: Door, verb: str, **arguments: object) -> str:
    """The one error code of an answer."""
    root = ask(door, verb, **arguments)
    found = root.findall("o:error", OAI)
    assert len(found) == 1, ET.tostring(root)[:500]
    assert found[0].text
    return found[0].attrib["code"]


def headers(root: ET.Element) -> list[tuple[str, str]]:
    """(identifier, status) of the headers of a list."""
    return [
        (one.findtext("o:identifier", "", OAI), one.attrib.get("status", ""))
        for one in root.iterfind(".//o:header", OAI)
    ]


def token(root: ET.Element) -> str | None:
    return root.findtext(".//o:resumptionToken", None, OAI)


def listed(door: Door, verb: str = "ListIdentifiers", **arguments: object) -> list[tuple[str, str]]:
    """Every header of a list, by its resumption tokens."""
    root = ask(door, verb, **arguments)
    found = headers(root)
    while resumption := token(root):
        root = ask(door, verb, resumptionToken=resumption)
        found += headers(root)
    return found


def test_it_says_who_it_is(services: Services, door: Door) -> None:
    root = ask(door, "Identify")
    said = {one.tag.partition("}")[2]: one.text for one in root.find("o:Identify", OAI) or ()}
    assert said["baseURL"] == f"{BASE}oai"
    assert said["protocolVersion"] == "2.0"
    assert said["deletedRecord"] == "persistent"
    assert said["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert "@" in str(said["adminEmail"])
    first = services.catalogue.truth.changes(0, 1)[0].at
    assert said["earliestDatestamp"] == f"{first:%Y-%m-%dT%H:%M:%SZ}"


def test_it_lists_formats_of_all_and_of_one(still: Door) -> None:
    def prefixes(**arguments: object) -> list[str]:
        root = ask(still, "ListMetadataFormats", **arguments)
        return [str(one.text) for one in root.iterfind(".//o:metadataPrefix", OAI)]

    assert prefixes() == ["oai_dc", "oai_cerif_openaire", "oai_cerif_openaire_v1_2"]
    assert prefixes(identifier=ITEM) == prefixes()


def test_formats_of_a_kind_that_cerif_does_not_know(services: Services, door: Door) -> None:
    services.core.load_vocabularies()
    concept = "oai:localhost:concept/competence-energy"
    root = ask(door, "ListMetadataFormats", identifier=concept)
    assert [one.text for one in root.iterfind(".//o:metadataPrefix", OAI)] == ["oai_dc"]
    asked = {"identifier": concept, "metadataPrefix": "oai_cerif_openaire"}
    assert error(door, "GetRecord", **asked) == "cannotDisseminateFormat"
    dc = ask(door, "GetRecord", identifier=concept, metadataPrefix="oai_dc")
    assert dc.findtext(".//dc:title", None, OAI)


def test_it_lists_a_set_a_kind_and_those_of_a_cris(still: Door) -> None:
    root = ask(still, "ListSets")
    sets = {one.text for one in root.iterfind(".//o:setSpec", OAI)}
    assert {"stakeholder", "data-service", "openaire_cris_projects"} <= sets
    assert "openaire_cris_publications" in sets
    assert all(one.text for one in root.iterfind(".//o:setName", OAI))
    assert error(still, "ListSets", resumptionToken="x") == "badResumptionToken"


def test_a_record_is_dublin_core_of_what_is_public(still: Door) -> None:
    root = ask(still, "GetRecord", identifier=ITEM, metadataPrefix="oai_dc")
    assert headers(root) == [(ITEM, "")]
    sets = [one.text for one in root.iterfind(".//o:header/o:setSpec", OAI)]
    assert sets == ["stakeholder", "openaire_cris_orgunits"]
    titles = {
        (one.text, one.attrib.get(f"{{{OAI['xml']}}}lang"))
        for one in root.iterfind(".//dc:title", OAI)
    }
    assert titles == {("Idrosensori & Srl", "it"), ("Hydro sensors", "en")}
    identifiers = {one.text for one in root.iterfind(".//dc:identifier", OAI)}
    assert f"{BASE}id/stakeholder/{KEY}" in identifiers
    assert "00743110157" in identifiers
    assert "Mario Rossi" not in ET.tostring(root, "unicode")
    request = root.find("o:request", OAI)
    assert request is not None
    assert request.attrib["identifier"] == ITEM


def test_post_answers_as_get_does(still: Door) -> None:
    asked = {"verb": "GetRecord", "identifier": ITEM, "metadataPrefix": "oai_dc"}
    posted, got = still.post("/oai", asked), still.get("/oai", **asked)
    record = ".//o:record"
    first, other = posted.xml.find(record, OAI), got.xml.find(record, OAI)
    assert first is not None
    assert other is not None
    assert ET.tostring(first) == ET.tostring(other)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=GetRecord&identifier=a", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=a", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:x/y", "idDoesNotExist"),
        (f"verb=GetRecord&metadataPrefix=marc&identifier={ITEM}", "cannotDisseminateFormat"),
        ("verb=ListMetadataFormats&identifier=oai:other:unit/a", "idDoesNotExist"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_cerif_openaire&set=dataset", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%C3%A8", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "A" * 900, "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "A" * 1_100, "badArgument"),
    ],
)
def test_each_fault_has_its_code(still: Door, query: str, code: str) -> None:
    answer = still.get(f"/oai?{query.replace(' ', '%20')}")
    assert answer.status == 200
    (found,) = answer.xml.findall("o:error", OAI)
    assert found.attrib["code"] == code
    request = answer.xml.find("o:request", OAI)
    assert request is not None
    # §3.6: no attributes where the arguments were wrong
    assert (request.attrib == {}) == (code in ("badVerb", "badArgument"))


def test_a_list_is_whole_by_its_tokens(
    services: Services, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai, "PAGE", 2)
    units(services, 6)
    whole = listed(door, metadataPrefix="oai_dc")
    assert len(set(whole)) == len(whole) == 7
    assert listed(door, "ListRecords", metadataPrefix="oai_dc") == whole
    assert len(listed(door, metadataPrefix="oai_dc", set="unit")) == 6
    assert listed(door, metadataPrefix="oai_dc", set="stakeholder") == [(ITEM, "")]
    root = ask(door, "ListIdentifiers", metadataPrefix="oai_dc", set="stakeholder")
    assert root.find(".//o:resumptionToken", OAI) is None


def test_a_cut_list_ends_with_an_empty_token(
    services: Services, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai, "PAGE", 4)
    units(services, 4)
    first = ask(door, "ListRecords", metadataPrefix="oai_dc")
    last = ask(door, "ListRecords", resumptionToken=token(first))
    assert (len(headers(first)), len(headers(last))) == (4, 1)
    ending = last.find(".//o:resumptionToken", OAI)
    assert ending is not None
    assert not ending.text


def test_nothing_is_missed_while_the_data_change(
    services: Services, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai, "PAGE", 2)
    units(services, 5)
    root = ask(door, "ListRecords", metadataPrefix="oai_dc")
    found = headers(root)
    services.catalogue.patch("stakeholder", KEY, {"acronym": "IDRO"}, "tester", "*")
    units(services, 1, start=5)
    gone = services.catalogue.page("unit", "", 1)[0]
    services.catalogue.delete("unit", gone.key, "tester", "*")
    while resumption := token(root):
        root = ask(door, "ListRecords", resumptionToken=resumption)
        found += headers(root)
    assert dict(found) == dict(listed(door, metadataPrefix="oai_dc"))


def test_a_token_is_of_its_verb_and_its_repository(
    services: Services, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai, "PAGE", 1)
    units(services, 2)
    resumption = str(token(ask(door, "ListRecords", metadataPrefix="oai_dc")))
    assert ask(door, "ListRecords", resumptionToken=resumption).find("o:ListRecords", OAI)
    other = resumption[:-2] + ("A" if resumption[-2] != "A" else "B") + resumption[-1]
    for verb, text in (("ListIdentifiers", resumption), ("ListRecords", other)):
        assert error(door, verb, resumptionToken=text) == "badResumptionToken"
    wanted = Selection("oai_dc", after=10**6)
    for scope, after in (("https://other.example/", wanted), (BASE, wanted)):
        forged = write_token(after, "ListRecords", scope)
        assert error(door, "ListRecords", resumptionToken=forged) == "badResumptionToken"


def test_dates_select_to_the_second_and_include_both_ends(services: Services, door: Door) -> None:
    at = services.catalogue.get("stakeholder", KEY).at

    def stamp(seconds: int) -> str:
        return (at + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def matches(**dates: str) -> bool:
        root = ask(door, "ListIdentifiers", metadataPrefix="oai_dc", **dates)
        return headers(root) == [(ITEM, "")]

    assert matches(from_=stamp(0), until=stamp(0))
    assert matches(until=stamp(5))
    assert not matches(from_=stamp(1))
    assert not matches(until=stamp(-1))
    assert matches(from_=f"{at:%Y-%m-%d}", until=f"{at:%Y-%m-%d}")
    assert matches(until="9999-12-31")
    assert datetime.now(UTC) - at < timedelta(minutes=5)


@pytest.mark.parametrize("private", [True, False])
def test_what_went_is_a_deleted_record_for_ever(
    services: Services, door: Door, *, private: bool
) -> None:
    if private:
        services.catalogue.patch("stakeholder", KEY, {}, "tester", "*", private=True)
        services.catalogue.patch("stakeholder", KEY, {"acronym": "DOPO"}, "tester", "*")
    else:
        services.catalogue.delete("stakeholder", KEY, "tester", "*")
    gone = services.catalogue.truth.changes(0, 10)[1]
    for prefix in ("oai_dc", "oai_cerif_openaire"):
        assert listed(door, "ListRecords", metadataPrefix=prefix) == [(ITEM, "deleted")]
    root = ask(door, "GetRecord", identifier=ITEM, metadataPrefix="oai_dc")
    assert root.find(".//o:metadata", OAI) is None
    assert root.findtext(".//o:datestamp", "", OAI) == f"{gone.at:%Y-%m-%dT%H:%M:%SZ}"


def test_what_was_never_public_is_not_there(services: Services, door: Door) -> None:
    secret = {"name": {"it": "Segreta"}, "stakeholder_kind": "firm", "pic": "999879881"}
    services.catalogue.create("stakeholder", secret, "tester", private=True)
    identifier = "oai:localhost:stakeholder/pic-999879881"
    for _ in range(2):
        asked = {"identifier": identifier, "metadataPrefix": "oai_dc"}
        assert error(door, "GetRecord", **asked) == "idDoesNotExist"
        assert error(door, "ListMetadataFormats", identifier=identifier) == "idDoesNotExist"
        assert listed(door, metadataPrefix="oai_dc") == [(ITEM, "")]
        services.catalogue.patch("stakeholder", "pic-999879881", {"acronym": "S"}, "t", "*")


def test_a_merged_one_is_deleted(services: Services, door: Door) -> None:
    other = {"name": {"it": "Idro"}, "stakeholder_kind": "firm", "pic": "999879881"}
    loser = services.catalogue.create("stakeholder", other, "tester")
    services.catalogue.merge(loser.iri, f"{BASE}id/stakeholder/{KEY}", "tester")
    found = dict(listed(door, metadataPrefix="oai_dc"))
    assert found == {"oai:localhost:stakeholder/pic-999879881": "deleted", ITEM: ""}
