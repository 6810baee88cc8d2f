"""Atom feeds: one entry a resource, tombstones for what went, pages that lose nothing."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from smartland.wiring import Services
from support.platform import BASE
from support.read_doors import Door, read_doors

ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
FIRM = {
    "name": {"it": "Idrosensori <Srl> & figli", "en": "Hydro sensors"},
    "stakeholder_kind": "firm",
    "vat": "00743110157",
    "description": {"it": "Reti di sensori."},
}
KEY = "vat-00743110157"
IRI = f"{BASE}id/stakeholder/{KEY}"


@pytest.fixture
def door(services: Services) -> Iterator[Door]:
    services.catalogue.create("stakeholder", FIRM, "tester")
    for number in range(5):
        unit = {"name": {"it": f"Ufficio {number}"}, "unit_of": f"stakeholder/{KEY}"}
        services.catalogue.create("unit", unit, "tester")
    with read_doors(services) as door:
        yield door


def ids(feed: ET.Element) -> list[str]:
    return [str(one.findtext("a:id", "", ATOM)) for one in feed.findall("a:entry", ATOM)]


def link(feed: ET.Element, rel: str) -> str | None:
    found = feed.find(f"a:link[@rel='{rel}']", ATOM)
    return None if found is None else found.attrib["href"]


def test_an_entry_names_the_resource_in_the_asked_language(door: Door) -> None:
    answer = door.get("/feed/stakeholder.atom", {"Accept-Language": "it"})
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert answer.headers["Content-Language"] == "it"
    feed = answer.xml
    assert feed.findtext("a:id", None, ATOM) == f"{BASE}feed/stakeholder.atom"
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.findtext("a:id", None, ATOM) == IRI
    assert entry.findtext("a:title", None, ATOM) == "Idrosensori <Srl> & figli"
    assert entry.findtext("a:summary", None, ATOM) == "Reti di sensori."
    assert entry.findtext("a:updated", None, ATOM) == feed.findtext("a:updated", None, ATOM)
    english = door.get("/feed/stakeholder.atom", {"Accept-Language": "en"})
    assert "Hydro sensors" in english.text
    assert english.headers["ETag"] != answer.headers["ETag"]
    assert "Accept-Language" in answer.headers["Vary"]


def test_every_feed_has_what_rfc_4287_demands(door: Door) -> None:
    for path in ("/feed.atom", "/feed/unit.atom", "/feed/tender.atom"):
        feed = door.get(path).xml
        for part in ("id", "title", "updated", "author/a:name"):
            assert feed.findtext(f"a:{part}", "", ATOM), (path, part)
        assert link(feed, "self")
        for entry in feed.findall("a:entry", ATOM):
            assert entry.find("a:link[@rel='alternate']", ATOM) is not None


def test_pages_from_the_newest_to_the_oldest_hold_everything_once(door: Door) -> None:
    found, path = [], "/feed.atom?limit=2"
    for _ in range(10):
        feed = door.get(path).xml
        found += ids(feed)
        following = link(feed, "next")
        if following is None:
            break
        path = following.removeprefix(BASE.rstrip("/"))
    whole = door.get("/feed.atom", limit=200).xml
    assert found == ids(whole)
    assert len(set(found)) == len(found) == 6
    assert found[-1] == IRI
    assert link(whole, "next") is None


def test_an_edit_moves_its_entry_to_the_top(services: Services, door: Door) -> None:
    before = door.get("/feed.atom").xml
    services.catalogue.patch("stakeholder", KEY, {"acronym": "IDRO"}, "tester", "*")
    after = door.get("/feed.atom").xml
    assert ids(after) == [IRI, *(one for one in ids(before) if one != IRI)]


@pytest.mark.parametrize("private", [True, False])
def test_what_went_leaves_a_tombstone(services: Services, door: Door, *, private: bool) -> None:
    if private:
        services.catalogue.patch("stakeholder", KEY, {}, "tester", "*", private=True)
    else:
        services.catalogue.delete("stakeholder", KEY, "tester", "*")
    feed = door.get("/feed/stakeholder.atom", {"Accept-Language": "en"}).xml
    assert ids(feed) == []
    (tombstone,) = feed.findall("at:deleted-entry", ATOM)
    assert tombstone.attrib["ref"] == IRI
    assert tombstone.attrib["when"] == feed.findtext("a:updated", None, ATOM)
    assert tombstone.findtext("at:comment", None, ATOM) == "Withdrawn"


def test_a_feed_of_nothing_that_we_know_is_not_there(door: Door) -> None:
    assert door.get("/feed/persons.atom").status == 404
    assert door.get("/feed.atom", before="yesterday").status == 422
    assert len(ids(door.get("/feed.atom", limit=0).xml)) == 1
