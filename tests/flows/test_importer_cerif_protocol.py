"""OAI-PMH as the importer of CERIF speaks it: pages, tokens, faults, increments, deletions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.errors import SmartlandError, SourceFailed
from smartland.ports.harvests import Source
from smartland.ports.importer import Expected, Found, Item, Partial, Removed
from smartland.services.harvest import Deletion
from smartland.services.preview import Preview
from smartland.wiring import Services
from smartland_importers.cerif import CerifImporter
from support.cerif import (
    BASE,
    PROJECTS,
    UNITS,
    UNIVERSITY,
    found,
    harvest,
    projects,
    titled,
)
from support.oai_repository import (
    CERIF,
    OaiRepository,
    deleted,
    error,
    oai_repository,
    page,
    record,
)
from support.query_site import Reply
from support.shared_data import shared

UNIT = '<OrgUnit id="OrgUnits/1"/>'


@pytest.fixture
def repository() -> Iterator[OaiRepository]:
    with oai_repository(OaiRepository()) as repository:
        yield repository


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


@pytest.mark.parametrize("window", ["from=2024-02-01", "until=2024-03-01", "from=a&until=b"])
def test_the_address_may_narrow_the_projects(repository: OaiRepository, window: str) -> None:
    """What they refer to is read whole, or an increment would take their partners from them."""
    repository.records = {
        PROJECTS: projects(titled(1), titled(2), titled(3)),
        UNITS: [record("OrgUnit", 1, f"{UNIVERSITY}<Name>U</Name>")],
    }
    items = harvest(f"{repository.url}?{window}")
    assert len(found(items)) == 4
    assert [one for one in items if isinstance(one, Partial)] == [Partial()]
    first = {one.get("set"): one for one in repository.lists if "set" in one}
    given = dict(part.split("=") for part in window.split("&"))
    assert first[PROJECTS].items() >= given.items()
    assert not first[UNITS].keys() & given.keys()
    assert not repository.lists[-1].keys() & given.keys(), "a token stands alone"


@pytest.mark.parametrize("query", [f"?set={PROJECTS}", "?verb=Identify&key=1", "?from=&until="])
def test_other_addresses_are_of_the_whole_source(repository: OaiRepository, query: str) -> None:
    repository.records[PROJECTS] = projects(titled(1), titled(2), titled(3))
    items = harvest(repository.url + query)
    assert len(found(items)) == 3
    assert Partial() not in items
    assert not any(one.keys() & {"from", "until", "key"} - {"key"} for one in repository.lists)


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


def test_an_increment_withdraws_only_what_it_says_was_deleted(
    services: Services, repository: OaiRepository
) -> None:
    run = services.core.harvest
    run.importers = {"cerif": CerifImporter()}
    run.fetcher = GuardedFetcher(allow_private=True)
    run.deletion = Deletion(ceiling=100)
    partner = f"<Consortium><Coordinator>{UNIT}</Coordinator></Consortium>"
    repository.records = {
        PROJECTS: projects(*(titled(n) + partner for n in range(1, 8))),
        UNITS: [record("OrgUnit", 1, f"{UNIVERSITY}<Name>U</Name>")],
    }
    source = Source("cris", "cerif", f"{repository.url}?from=2024-02-01")
    assert run.run(source).counts == {"created": 8}
    before = services.catalogue.page("project", "", 10)
    changed = record("Project", 1, titled(99) + partner)
    repository.changed = {PROJECTS: [changed, deleted("Project", 2), deleted("Project", 77)]}
    assert run.run(source).counts == {"changed": 1, "unchanged": 1, "withdrawn": 1}
    after = {one.iri: one for one in services.catalogue.page("project", "", 10)}
    assert len(after) == 6
    moved = [one for one in before if after.get(one.iri, one).document != one.document]
    assert [one.document["title"]["en"] for one in moved] == ["Project 1"]
    (now,) = [after[one.iri].document for one in moved]
    assert now["title"]["en"] == "Project 99"
    (partner_of,) = {str(one) for one in now["participation"]}
    assert partner_of == str(moved[0].document["participation"][0])
    repository.changed = {PROJECTS: []}
    assert run.run(source).counts == {"unchanged": 1}, "nothing changed is not nothing there"


def test_items_that_increments_did_not_show_are_not_late(
    services: Services, repository: OaiRepository
) -> None:
    """When a source is read whole again, what it lacks is missing from then on, not before."""
    run = services.core.harvest
    run.importers = {"cerif": CerifImporter()}
    run.fetcher = GuardedFetcher(allow_private=True)
    run.deletion = Deletion(ceiling=100, grace=timedelta(days=2))
    today = datetime(2026, 5, 1, tzinfo=UTC)
    run.clock = lambda: today
    repository.records[PROJECTS] = projects(titled(1), titled(2))
    run.run(Source("cris", "cerif", repository.url))
    repository.changed = {PROJECTS: []}
    run.run(Source("cris", "cerif", f"{repository.url}?from=2024-02-01"))
    today += timedelta(days=10)
    repository.records[PROJECTS].pop()
    again = run.run(Source("cris", "cerif", repository.url))
    assert again.counts == {"unchanged": 1, "missing": 1}


def test_a_dry_run_of_an_increment_misses_nothing(
    services: Services, repository: OaiRepository
) -> None:
    run = services.core.harvest
    run.importers = {"cerif": CerifImporter()}
    run.fetcher = GuardedFetcher(allow_private=True)
    repository.records[PROJECTS] = projects(titled(1), titled(2))
    run.run(Source("cris", "cerif", repository.url))
    repository.records[PROJECTS].pop()
    assert Preview(run).run(Source("cris", "cerif", repository.url)).absent == 1
    narrowed = Source("cris", "cerif", f"{repository.url}?from=2024-02-01")
    assert Preview(run).run(narrowed).absent is None


def test_the_examples_stay_unchanged(services: Services) -> None:
    run = services.core.harvest
    run.importers = {"cerif": CerifImporter()}
    source = Source("examples", "cerif", str(shared("oai")))
    assert run.run(source).counts == {"created": 13, "rejected": 5}
    assert run.run(source).counts == {"unchanged": 13, "rejected": 5}
