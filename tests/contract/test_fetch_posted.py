"""Asking by POST: as guarded as a GET, and never twice unless the caller says that it may be."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import MOST_POSTED, GuardedFetcher
from smartland.adapters.fetch_memory import RememberingFetcher
from smartland.adapters.fetch_upload import UploadFetcher
from smartland.errors import FetchRefused, SourceFailed, TooLarge
from smartland.ports.fetch import Posted
from smartland.services.metering import Budget, MeteredFetcher
from support.sites import Answer, Site, body, in_turn, redirect, serving

ONCE = Posted(b'{"q": 1}', "application/json")
SEARCH = Posted(b'{"q": 1}', "application/json", repeatable=True)
JSON = "application/json"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def fetcher() -> GuardedFetcher:
    return GuardedFetcher(allow_private=True, max_bytes=100_000, timeout=5)


def test_what_is_posted_arrives_whole(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(b"[]", JSON)
    found = fetcher.fetch(f"{site.url}/a", accept=JSON, posted=ONCE)
    assert (found.body, found.media_type) == (b"[]", JSON)
    assert (site.methods, site.bodies) == (["POST"], [ONCE.body])
    headers = site.asked[0][1]
    assert (headers["Content-Type"], headers["Accept"]) == (JSON, JSON)
    assert headers["Content-Length"] == str(len(ONCE.body))


def test_a_get_sends_nothing(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(b"[]", JSON)
    fetcher.fetch(f"{site.url}/a")
    assert not {"Content-Type", "Content-Length", "Transfer-Encoding"} & site.asked[0][1].keys()


@pytest.mark.parametrize("status", [307, 308])
def test_it_stays_a_post_where_the_redirect_says_so(
    site: Site, fetcher: GuardedFetcher, status: int
) -> None:
    site.answers |= {"/a": redirect("/b", status), "/b": body(b"[]", JSON)}
    assert fetcher.fetch(f"{site.url}/a", posted=ONCE).address == f"{site.url}/b"
    assert site.methods == ["POST", "POST"]
    assert site.bodies == [ONCE.body] * 2


@pytest.mark.parametrize("status", [301, 302, 303])
def test_it_becomes_a_get_after_other_redirects(
    site: Site, fetcher: GuardedFetcher, status: int
) -> None:
    site.answers |= {
        "/a": redirect("/b", status), "/b": redirect("/c", 307), "/c": body(b"[]", JSON),
    }  # fmt: skip
    fetcher.fetch(f"{site.url}/a", posted=ONCE)
    assert site.methods == ["POST", "GET", "GET"]
    assert site.bodies == [ONCE.body, b"", b""]
    assert "Content-Type" not in site.asked[1][1]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://a.example/", "http://u:p@a/"])
def test_a_redirect_is_checked_as_ever(site: Site, fetcher: GuardedFetcher, target: str) -> None:
    site.answers["/a"] = redirect(target, 307)
    with pytest.raises(FetchRefused):
        fetcher.fetch(f"{site.url}/a", posted=SEARCH)
    assert len(site.asked) == 1


def test_a_redirect_loop_ends(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = redirect("/a", 308)
    with pytest.raises(FetchRefused, match="redirects more than 5 times"):
        fetcher.fetch(f"{site.url}/a", posted=SEARCH)
    assert len(site.asked) == 6


def test_a_private_address_gets_nothing(site: Site) -> None:
    with pytest.raises(FetchRefused, match="not public"):
        GuardedFetcher().fetch(f"{site.url}/a", posted=SEARCH)
    assert site.asked == []


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


@pytest.mark.parametrize("first", [body(b"", status=503, Retry_After="0"), hang_up])
def test_only_what_may_be_repeated_is_sent_again(
    site: Site, fetcher: GuardedFetcher, first: Answer
) -> None:
    site.answers["/a"] = in_turn(first, body(b"[]", JSON))
    with pytest.raises(SourceFailed):
        fetcher.fetch(f"{site.url}/a", posted=ONCE)
    assert len(site.asked) == 1
    site.answers["/a"] = in_turn(first, body(b"[]", JSON))
    assert fetcher.fetch(f"{site.url}/a", posted=SEARCH).body == b"[]"
    assert site.bodies == [SEARCH.body] * 3


def test_a_question_is_no_dump(site: Site, fetcher: GuardedFetcher) -> None:
    with pytest.raises(TooLarge, match=f"larger than {MOST_POSTED} bytes"):
        fetcher.fetch(f"{site.url}/a", posted=Posted(b"x" * (MOST_POSTED + 1), "text/plain"))
    assert site.asked == []


def test_a_file_is_not_posted_to(tmp_path: Path, fetcher: GuardedFetcher) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(FetchRefused):
        fetcher.fetch(str(tmp_path / "a"), posted=ONCE)


@pytest.mark.parametrize(
    "answer",
    [
        body(b"x" * 100_001),
        body(gzip.compress(b"\0" * 10_000_000), Content_Encoding="gzip"),
    ],
)
def test_the_answer_is_bounded_as_ever(site: Site, fetcher: GuardedFetcher, answer: Answer) -> None:
    site.answers["/a"] = answer
    with pytest.raises(TooLarge):
        fetcher.fetch(f"{site.url}/a", posted=SEARCH)


def test_one_host_is_asked_at_the_same_pace(site: Site) -> None:
    site.answers["/a"] = body(b"[]", JSON)
    # a pace that the time of one fetch leaves no room for
    fetcher = GuardedFetcher(allow_private=True, pace=60, timeout=0.5)
    fetcher.fetch(f"{site.url}/a", posted=SEARCH)
    with pytest.raises(SourceFailed, match=r"within 0\.5 seconds"):
        fetcher.fetch(f"{site.url}/a", posted=SEARCH)
    assert len(site.asked) == 1


def test_answers_to_a_post_are_not_remembered(
    site: Site, fetcher: GuardedFetcher, tmp_path: Path
) -> None:
    remembering = RememberingFetcher(fetcher, tmp_path / "fetched", 1_000)
    site.answers["/a"] = body(b"[1]", JSON, ETag='"1"')
    for posted in (SEARCH, SEARCH, None):
        remembering.fetch(f"{site.url}/a", posted=posted)
    assert site.methods == ["POST", "POST", "GET"]
    assert not any("If-None-Match" in headers for _, headers in site.asked)
    remembering.fetch(f"{site.url}/a", posted=SEARCH)
    assert "If-None-Match" not in site.asked[3][1], "nor what a GET brought is asked about"


def test_posted_questions_count_in_the_budget(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(b"[]", JSON)
    metered = MeteredFetcher(fetcher, Budget(answers=1))
    metered.fetch(f"{site.url}/a", posted=SEARCH)
    with pytest.raises(SourceFailed, match="more than 1 answers"):
        metered.fetch(f"{site.url}/a", posted=SEARCH)
    assert site.bodies == [SEARCH.body]


def test_an_upload_asks_nobody() -> None:
    with pytest.raises(FetchRefused):
        UploadFetcher("a", b"x").fetch("a", posted=ONCE)
