"""The live search of EU calls, against a server that behaves as the portal does."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.resource import Json
from smartland.errors import SourceFailed
from smartland_importers import eu_calls_search
from smartland_importers.eu_calls import EuCallsImporter
from support.eu_calls import answer, documents, read, result
from support.harvesting import harvesting
from support.sites import Answer, Site, body, in_turn, redirect, serving

API = "/search-api/prod/rest/search"
JSON = "application/json"


def parts_of(content_type: str, content: bytes) -> dict[str, tuple[str, Json]]:
    """The parts of a form: name → media type and what its JSON says."""
    whole = message_from_bytes(f"Content-Type: {content_type}\n\n".encode() + content, policy=HTTP)
    return {
        str(one.get_param("name", header="content-disposition")): (
            one.get_content_type(),
            json.loads(str(one.get_payload())),
        )
        for one in whole.iter_parts()
    }


@dataclass
class Portal:
    """Answers as the portal: POST only, its parts JSON, pages of 100 at most."""

    site: Site
    records: Sequence[Json] = ()
    total: int | None = None
    page: Callable[[int, int], Sequence[Json]] | None = None
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    parts: list[dict[str, tuple[str, Json]]] = field(default_factory=list)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        body(*self._answer(handler))(handler)

    def _answer(self, handler: BaseHTTPRequestHandler) -> tuple[bytes, str, int]:
        if handler.command != "POST":
            return b"", JSON, 405
        query = parse_qs(urlsplit(handler.path).query)
        parts = parts_of(handler.headers["Content-Type"], self.site.bodies[-1])
        self.asked.append(query)
        self.parts.append(parts)
        size, number = int(query["pageSize"][0]), int(query["pageNumber"][0])
        if {kind for kind, _ in parts.values()} != {JSON} or size > 100 or "apiKey" not in query:
            return b"", JSON, 500
        given = self.page or (lambda n, size: self.records[(n - 1) * size : n * size])
        total = len(self.records) if self.total is None else self.total
        return answer(*given(number, size), total=total), JSON, 200


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def portal(site: Site) -> Portal:
    portal = Portal(site, [result(f"X-{one:03}") for one in range(250)])
    site.default = portal
    return portal


def names(count: int) -> list[str]:
    return [f"X-{one:03}" for one in range(count)]


def test_the_live_search_is_asked_by_post_to_its_end(site: Site, portal: Portal) -> None:
    assert sorted(documents(read(f"{site.url}{API}"))) == names(250)
    assert set(site.methods) == {"POST"}
    assert [one["pageNumber"] for one in portal.asked] == [["1"], ["2"], ["3"]]
    assert portal.asked[0]["apiKey"] == ["SEDIA"]
    assert portal.asked[0]["text"] == ["***"]


def test_what_is_searched_for_travels_in_the_parts(site: Site, portal: Portal) -> None:
    read(f"{site.url}{API}?apiKey=SEDIA&text=***")
    (_, query), (_, languages), (_, _) = portal.parts[0].values()
    assert languages == ["en"]
    assert query["bool"]["must"][1] == {"terms": {"status": ["31094501", "31094502"]}}


def test_the_address_may_narrow_the_search(site: Site, portal: Portal) -> None:
    wanted = {"terms": {"frameworkProgramme": ["43108390"]}}
    query = quote(json.dumps(wanted))
    languages = quote('["it","en"]')
    read(f"{site.url}{API}?text=water&query={query}&languages={languages}&pageSize=50&pageNumber=3")
    assert portal.parts[0]["query"] == (JSON, wanted)
    assert portal.parts[0]["languages"] == (JSON, ["it", "en"])
    assert portal.asked[0] == {
        "text": ["water"], "apiKey": ["SEDIA"], "pageSize": ["50"], "pageNumber": ["1"],
    }  # fmt: skip


def test_a_part_that_is_no_json_is_told_before_anybody_is_asked(site: Site, portal: Portal) -> None:
    with pytest.raises(SourceFailed, match="query"):
        read(f"{site.url}{API}?query=%7Bbool")
    assert portal.asked == []


@pytest.mark.parametrize("size", ["0", "1000", "x", ""])
def test_the_portal_is_never_asked_for_more_than_it_gives(
    site: Site, portal: Portal, size: str
) -> None:
    assert len(documents(read(f"{site.url}{API}?pageSize={size}"))) == 250
    assert portal.asked[0]["pageSize"] == ["100"]


def test_smaller_pages_than_asked_for_are_no_end(site: Site, portal: Portal) -> None:
    portal.page = lambda n, _: portal.records[(n - 1) * 40 : n * 40]
    assert len(documents(read(f"{site.url}{API}"))) == 250


def test_a_search_that_finds_nothing_is_empty(site: Site, portal: Portal) -> None:
    portal.records = []
    assert read(f"{site.url}{API}") == []


def test_fewer_results_than_stated_fail_the_source(site: Site, portal: Portal) -> None:
    portal.total = 300
    with pytest.raises(SourceFailed, match="250 of 300"):
        read(f"{site.url}{API}")
    assert len(portal.asked) == 8, "three pages and an empty one, twice"


def test_a_page_that_comes_again_and_again_fails_the_source(site: Site, portal: Portal) -> None:
    portal.page = lambda _, size: portal.records[:size]
    with pytest.raises(SourceFailed, match="100 of 250"):
        read(f"{site.url}{API}")
    assert len(portal.asked) == 4


def test_entries_that_move_between_pages_are_found_by_a_second_reading(
    site: Site, portal: Portal
) -> None:
    def shifting(number: int, size: int) -> Sequence[Json]:
        # a topic is published after page 1: all others move on by one
        late = len(portal.asked) > 1
        now = portal.records if late else portal.records[1:]
        return now[(number - 1) * size : number * size]

    portal.page = shifting
    assert sorted(documents(read(f"{site.url}{API}"))) == names(250)
    assert len(site.asked) > 3


def test_pages_that_never_end_are_left_at_a_bound(
    site: Site, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eu_calls_search, "PAGES", 5)
    portal.total = 1_000_000
    portal.page = lambda n, _: [result(f"NEW-{n}")]
    with pytest.raises(SourceFailed, match="more than 5 pages"):
        read(f"{site.url}{API}")
    assert len(portal.asked) == 5


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (b'{"results": []}', JSON, "how many results"),
        (b'{"results": [], "totalResults": -1}', JSON, "how many results"),
        (b'{"results": [], "totalResults": true}', JSON, "how many results"),
        (b"<html>maintenance</html>", "text/html", "no topics"),
        (b'{"results": [', JSON, "no topics"),
        (b"\xff", JSON, "no topics"),
    ],
)
def test_an_answer_that_is_none_fails_the_source(
    site: Site, content: bytes, media_type: str, reason: str
) -> None:
    site.default = body(content, media_type)
    with pytest.raises(SourceFailed, match=reason):
        read(f"{site.url}{API}")


def test_a_busy_portal_is_asked_again_when_it_says(site: Site, portal: Portal) -> None:
    site.default = in_turn(body(b"", status=429, Retry_After="0"), portal)
    assert len(documents(read(f"{site.url}{API}"))) == 250
    assert len(site.asked) == 4


@pytest.mark.parametrize("status", [400, 403, 405, 500])
def test_an_error_on_the_way_fails_the_source(site: Site, portal: Portal, status: int) -> None:
    site.default = in_turn(portal, body(b"", status=status))
    with pytest.raises(SourceFailed, match=str(status)):
        read(f"{site.url}{API}")
    assert len(site.asked) == 2


@pytest.mark.parametrize("status", [307, 308])
def test_a_portal_that_moved_is_asked_there(site: Site, portal: Portal, status: int) -> None:
    def moved(handler: BaseHTTPRequestHandler) -> None:
        there = handler.path.replace("/prod/", "/new/")
        (portal if "/new/" in handler.path else redirect(there, status))(handler)

    site.default = moved
    assert len(documents(read(f"{site.url}{API}"))) == 250
    assert set(site.methods) == {"POST"}


def test_a_page_in_place_of_the_search_fails_the_source(site: Site, portal: Portal) -> None:
    def sent_away(handler: BaseHTTPRequestHandler) -> None:
        answers: dict[str, Answer] = {"/maintenance": body(b"<html></html>", "text/html")}
        answers.get(handler.path, redirect("/maintenance", 303))(handler)

    site.default = sent_away
    with pytest.raises(SourceFailed, match="no topics"):
        read(f"{site.url}{API}")
    assert site.methods == ["POST", "GET"]


def test_half_a_search_withdraws_nothing(site: Site, portal: Portal, tmp_path: Path) -> None:
    with harvesting(tmp_path, EuCallsImporter()) as bench:
        first = bench.run(f"{site.url}{API}")
        assert (first.state, first.counts) == ("done", {"created": 250})
        whole = portal.records
        portal.records, portal.total = whole[:240], 250
        second = bench.run(f"{site.url}{API}")
        assert (second.state, second.message.partition(": ")[2]) == (
            "failed",
            "240 of 250 items were read.",
        )
        assert not {"missing", "withdrawn"} & second.counts.keys()
        portal.records = [*portal.records, *whole[240:]]
        assert bench.run(f"{site.url}{API}").counts == {"unchanged": 250}


def test_a_private_address_is_not_asked(site: Site, portal: Portal) -> None:
    with pytest.raises(Exception, match="not public"):
        list(EuCallsImporter().read(f"{site.url}{API}", GuardedFetcher(), "http://x.example/"))
    assert site.asked == []
