"""A polite fetcher: it asks for what is new only, not too often, and can only knock."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.adapters.fetch_memory import Pace, RememberingFetcher
from smartland.adapters.fetch_network import Deadline
from smartland.errors import SourceFailed
from support.sites import Site, body, in_turn, redirect, serving

TURTLE = b"<http://a.example/x> <http://a.example/p> 1 .\n"
NEWER = TURTLE.replace(b"1", b"2")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def guarded() -> GuardedFetcher:
    return GuardedFetcher(allow_private=True, max_bytes=1_000_000, timeout=5)


@pytest.fixture
def remembering(guarded: GuardedFetcher, tmp_path: Path) -> RememberingFetcher:
    return RememberingFetcher(guarded, tmp_path / "fetched", 1_000)


def test_what_is_unchanged_comes_from_memory(site: Site, remembering: RememberingFetcher) -> None:
    site.answers["/a"] = body(TURTLE, "text/turtle", ETag='"1"')
    remembering.fetch(f"{site.url}/a")
    site.answers["/a"] = body(b"", status=304, ETag='"1"')
    found = remembering.fetch(f"{site.url}/a")
    assert (found.body, found.media_type, found.unchanged) == (TURTLE, "text/turtle", True)
    assert site.asked[1][1]["If-None-Match"] == '"1"'


def test_a_date_is_a_condition_too(site: Site, remembering: RememberingFetcher) -> None:
    date = "Tue, 24 Nov 2026 10:00:00 GMT"
    site.answers["/a"] = body(TURTLE, "text/turtle", Last_Modified=date)
    remembering.fetch(f"{site.url}/a")
    remembering.fetch(f"{site.url}/a")
    assert site.asked[1][1]["If-Modified-Since"] == date


def test_what_is_new_replaces_what_was_kept(site: Site, remembering: RememberingFetcher) -> None:
    site.answers["/a"] = body(TURTLE, "text/turtle", ETag='"1"')
    remembering.fetch(f"{site.url}/a")
    site.answers["/a"] = body(NEWER, "text/turtle", ETag='"2"')
    assert remembering.fetch(f"{site.url}/a").body == NEWER
    site.answers["/a"] = body(b"", status=304)
    assert remembering.fetch(f"{site.url}/a").body == NEWER
    assert site.asked[2][1]["If-None-Match"] == '"2"'


def test_another_accept_is_another_question(site: Site, remembering: RememberingFetcher) -> None:
    site.answers["/a"] = body(TURTLE, "text/turtle", ETag='"1"')
    remembering.fetch(f"{site.url}/a", accept="text/turtle")
    remembering.fetch(f"{site.url}/a", accept="application/rdf+xml")
    assert "If-None-Match" not in site.asked[1][1]


@pytest.mark.parametrize("harm", ["altered", "missing", "torn"])
def test_a_damaged_memory_is_fetched_again(
    site: Site, remembering: RememberingFetcher, tmp_path: Path, harm: str
) -> None:
    site.answers["/a"] = body(TURTLE, "text/turtle", ETag='"1"')
    remembering.fetch(f"{site.url}/a")
    (kept,) = (tmp_path / "fetched").glob("*.body")
    if harm == "altered":
        kept.write_bytes(NEWER)
    elif harm == "missing":
        kept.unlink()
    else:
        kept.with_suffix(".json").write_text('{"asked": ')
    assert remembering.fetch(f"{site.url}/a").body == TURTLE
    assert "If-None-Match" not in site.asked[1][1]


def test_the_memory_is_bounded(site: Site, remembering: RememberingFetcher, tmp_path: Path) -> None:
    for name in "abcd":
        site.answers[f"/{name}"] = body(name.encode() * 400, "text/plain", ETag='"1"')
        remembering.fetch(f"{site.url}/{name}")
    kept = list((tmp_path / "fetched").iterdir())
    assert sum(one.stat().st_size for one in kept if one.suffix == ".body") == 800
    assert len(kept) == 4
    site.answers["/huge"] = body(b"x" * 2_000, "text/plain", ETag='"1"')
    assert len(remembering.fetch(f"{site.url}/huge").body) == 2_000
    assert len(list((tmp_path / "fetched").iterdir())) == 4


def test_files_are_read_as_they_are(remembering: RememberingFetcher, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(TURTLE)
    assert remembering.fetch(str(tmp_path / "a.ttl")).body == TURTLE


def test_a_host_is_not_asked_faster_than_the_pace(site: Site) -> None:
    fetcher = GuardedFetcher(allow_private=True, timeout=5, pace=0.15)
    site.answers["/a"] = body(TURTLE)
    start = time.monotonic()
    for _ in range(3):
        fetcher.fetch(f"{site.url}/a")
    assert time.monotonic() - start >= 0.3


def test_another_host_need_not_wait() -> None:
    pace, deadline = Pace(60.0), Deadline(5)
    start = time.monotonic()
    pace.wait("a.example", deadline)
    pace.wait("b.example", deadline)
    assert time.monotonic() - start < 1


def test_a_knock_tells_the_status_and_reads_nothing(site: Site, guarded: GuardedFetcher) -> None:
    site.answers |= {"/a": redirect("/b"), "/b": body(TURTLE), "/gone": body(b"", status=410)}
    assert guarded.head(f"{site.url}/a") == 200
    assert guarded.head(f"{site.url}/gone") == 410
    assert set(site.methods) == {"HEAD"}


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "file:///etc/passwd", "http://[::1", "nothing"]
)
def test_a_knock_where_nobody_answers_or_may_be_asked_is_none(address: str) -> None:
    assert GuardedFetcher(timeout=2).head(address) is None


def test_a_knock_at_a_private_address_is_refused(site: Site) -> None:
    assert GuardedFetcher(timeout=2).head(f"{site.url}/a") is None
    assert site.asked == []


def test_an_answer_of_another_server_is_not_taken_from_memory(
    site: Site, remembering: RememberingFetcher
) -> None:
    """Mirrors give the same validators to different files: a 304 of one says nothing of another."""
    site.answers |= {"/a": redirect("/one"), "/one": body(TURTLE, "text/turtle", ETag='"1"')}
    remembering.fetch(f"{site.url}/a")
    unchanged, whole = body(b"", status=304, ETag='"1"'), body(NEWER, "text/turtle", ETag='"1"')
    site.answers |= {"/a": redirect("/two"), "/two": in_turn(unchanged, whole)}
    found = remembering.fetch(f"{site.url}/a")
    assert (found.body, found.address) == (NEWER, f"{site.url}/two")
    assert not found.unchanged


def test_a_304_that_nobody_asked_for_is_a_failure(
    site: Site, remembering: RememberingFetcher
) -> None:
    site.answers["/a"] = body(b"", status=304)
    with pytest.raises(SourceFailed, match="304"):
        remembering.fetch(f"{site.url}/a")


def test_a_pace_forgets_hosts_that_may_be_asked_again() -> None:
    moments = iter(range(10_000))
    pace = Pace(0.001, lambda: float(next(moments)))
    for number in range(5_000):
        pace.wait(f"{number}.example", Deadline(5))
    assert pace.hosts < 2_000


def test_a_host_is_one_host_in_any_spelling(site: Site) -> None:
    fetcher = GuardedFetcher(allow_private=True, timeout=5, pace=0.3)
    site.answers["/a"] = body(TURTLE)
    start = time.monotonic()
    fetcher.fetch(f"{site.url}/a".replace("127.0.0.1", "localhost"))
    fetcher.fetch(f"{site.url}/a".replace("127.0.0.1", "LOCALHOST"))
    assert time.monotonic() - start >= 0.3


def test_what_a_kill_left_half_written_does_not_stay(
    site: Site, remembering: RememberingFetcher, tmp_path: Path
) -> None:
    folder = tmp_path / "fetched"
    folder.mkdir()
    torn, writing = folder / "x.body.7-7.part", folder / "y.body.8-8.part"
    for one in (torn, writing):
        one.write_bytes(b"half")
    day = 86_400
    os.utime(torn, (time.time() - 2 * day,) * 2)
    site.answers["/a"] = body(TURTLE, "text/turtle", ETag='"1"')
    remembering.fetch(f"{site.url}/a")
    assert not torn.exists()
    assert writing.exists(), "another process may be writing it"
