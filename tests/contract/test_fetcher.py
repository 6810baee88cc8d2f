"""The guarded fetcher against real servers on loopback, and against what it must not read."""

import gzip
import os
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.adapters.fetch_network import is_public
from smartland.errors import FetchRefused, SourceFailed, TooLarge
from support.sites import Answer, Site, body, in_turn, redirect, serving

TURTLE = b"<http://a.example/x> <http://a.example/p> 1 .\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def fetcher() -> GuardedFetcher:
    return GuardedFetcher(allow_private=True, max_bytes=1_000_000, timeout=5)


def test_an_answer_comes_with_its_media_type_and_validators(
    site: Site, fetcher: GuardedFetcher
) -> None:
    site.answers["/a"] = body(
        TURTLE,
        "Text/Turtle; charset=utf-8",
        ETag='"1"',
        Last_Modified="Tue, 24 Nov 2026 10:00:00 GMT",
    )
    found = fetcher.fetch(f"{site.url}/a", accept="text/turtle")
    assert (found.body, found.media_type, found.etag) == (TURTLE, "text/turtle", '"1"')
    assert found.modified == "Tue, 24 Nov 2026 10:00:00 GMT"
    assert found.address == f"{site.url}/a"


def test_a_request_names_the_platform_and_carries_no_credentials(
    site: Site, fetcher: GuardedFetcher
) -> None:
    site.answers["/a"] = body(TURTLE)
    fetcher.fetch(f"{site.url.replace('127.0.0.1', 'localhost')}/a", accept="text/turtle")
    _, headers = site.asked[0]
    assert headers["User-Agent"].startswith("SmartLand/")
    assert headers["Accept"] == "text/turtle"
    assert headers["Host"].startswith("localhost:")
    assert not {"Authorization", "Cookie"} & set(headers)


def test_an_unchanged_source_is_not_sent_again(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(b"", status=304, ETag='"1"')
    found = fetcher.fetch(f"{site.url}/a", etag='"1"')
    assert found.unchanged
    assert found.body == b""
    assert site.asked[0][1]["If-None-Match"] == '"1"'


def test_redirects_are_followed_and_the_last_address_is_told(
    site: Site, fetcher: GuardedFetcher
) -> None:
    site.answers |= {"/a": redirect("/b"), "/b": redirect("c?d"), "/c?d": body(TURTLE)}
    assert fetcher.fetch(f"{site.url}/a").address == f"{site.url}/c?d"


def test_a_redirect_loop_ends(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = redirect("/a")
    with pytest.raises(FetchRefused, match="redirects more than 5 times"):
        fetcher.fetch(f"{site.url}/a")
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "data:,x"]
)
def test_a_redirect_stays_on_the_web(site: Site, fetcher: GuardedFetcher, target: str) -> None:
    site.answers["/a"] = redirect(target)
    with pytest.raises(FetchRefused):
        fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again(
    site: Site, fetcher: GuardedFetcher, status: int
) -> None:
    site.answers["/a"] = in_turn(body(b"", status=status, Retry_After="0"), body(TURTLE))
    assert fetcher.fetch(f"{site.url}/a").body == TURTLE
    assert len(site.asked) == 2


def test_a_server_that_stays_busy_fails_with_its_status(
    site: Site, fetcher: GuardedFetcher
) -> None:
    site.answers["/a"] = body(b"", status=503, Retry_After="0")
    with pytest.raises(SourceFailed, match="503"):
        fetcher.fetch(f"{site.url}/a")
    assert len(site.asked) == 3


def test_nobody_waits_an_hour(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(b"", status=503, Retry_After="3600")
    start = time.monotonic()
    with pytest.raises(SourceFailed, match="503"):
        fetcher.fetch(f"{site.url}/a")
    assert time.monotonic() - start < 2
    assert len(site.asked) == 1


@pytest.mark.parametrize("status", [204, 206, 401, 404, 410, 500])
def test_any_other_status_fails_at_once(site: Site, fetcher: GuardedFetcher, status: int) -> None:
    site.answers["/a"] = body(b"", status=status)
    with pytest.raises(SourceFailed, match=str(status)):
        fetcher.fetch(f"{site.url}/a")
    assert len(site.asked) == 1


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A body that never ends and never pauses for long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        handler.wfile.write(b"X-Slow: 1\r\n")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drip, drip_headers])
def test_a_slow_drip_does_not_prolong_the_deadline(site: Site, answer: Answer) -> None:
    site.answers["/a"] = answer
    start = time.monotonic()
    with pytest.raises(SourceFailed, match=r"within 0\.5 seconds"):
        GuardedFetcher(allow_private=True, timeout=0.5).fetch(f"{site.url}/a")
    assert time.monotonic() - start < 1.5


def test_a_body_over_the_limit_is_refused(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(b"x" * 1_000_001)
    with pytest.raises(TooLarge, match="1000000"):
        fetcher.fetch(f"{site.url}/a")


def test_a_compressed_body_is_unpacked(site: Site, fetcher: GuardedFetcher) -> None:
    packed = gzip.compress(TURTLE * 20_000)
    site.answers["/a"] = body(packed, Content_Encoding="gzip")
    assert fetcher.fetch(f"{site.url}/a").body == TURTLE * 20_000


def test_a_decompression_bomb_is_refused(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(TooLarge):
        fetcher.fetch(f"{site.url}/a")


def test_a_packed_file_on_the_web_is_unpacked(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a.ttl.gz"] = body(gzip.compress(TURTLE), "application/gzip")
    assert fetcher.fetch(f"{site.url}/a.ttl.gz").body == TURTLE


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"x" * 10)
    handler.close_connection = True


def test_a_cut_body_is_never_taken_as_whole(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = cut
    with pytest.raises(SourceFailed):
        fetcher.fetch(f"{site.url}/a")


def test_a_cut_compressed_body_is_never_taken_as_whole(site: Site, fetcher: GuardedFetcher) -> None:
    site.answers["/a"] = body(gzip.compress(TURTLE * 1000)[:-9], Content_Encoding="gzip")
    with pytest.raises(SourceFailed, match="cut off"):
        fetcher.fetch(f"{site.url}/a")


def test_a_connection_that_nobody_accepts_fails(fetcher: GuardedFetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(SourceFailed, match="refused"):
            fetcher.fetch(f"http://127.0.0.1:{free.getsockname()[1]}/")


def test_tls_names_the_host_and_not_the_address() -> None:
    """The connection goes to the address that was checked, the certificate is the name's."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        hello: list[bytes] = []

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                hello.append(connection.recv(10_000))

        thread = threading.Thread(target=answer)
        thread.start()
        fetcher = GuardedFetcher(allow_private=True, timeout=0.8)
        with pytest.raises(SourceFailed):
            fetcher.fetch(f"https://localhost:{server.getsockname()[1]}/")
        thread.join()
    assert b"localhost" in hello[0]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "[::]"],
)
def test_loopback_is_not_contacted_in_any_spelling(site: Site, host: str) -> None:
    site.answers["/"] = body(TURTLE)
    port = site.url.rpartition(":")[2]
    with pytest.raises(FetchRefused):
        GuardedFetcher(timeout=3).fetch(f"http://{host}:{port}/")
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.192",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "fc00::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://a.example/x",
        "javascript:alert(1)",
        "//a.example/x",
        "http:///x",
        "http://[::1",
        "http://user:secret@a.example/",
        "http://a b.example/",
    ],
)
def test_addresses_that_are_not_read(fetcher: GuardedFetcher, address: str) -> None:
    with pytest.raises(FetchRefused) as failure:
        fetcher.fetch(address)
    assert "secret" not in str(failure.value)


def test_local_files_are_read_packed_or_not(tmp_path: Path, fetcher: GuardedFetcher) -> None:
    (tmp_path / "a.ttl").write_bytes(TURTLE)
    (tmp_path / "b.rdf.gz").write_bytes(gzip.compress(TURTLE))
    plain = fetcher.fetch(str(tmp_path / "a.ttl"))
    packed = fetcher.fetch(str(tmp_path / "b.rdf.gz"))
    assert (plain.body, plain.media_type) == (TURTLE, "text/turtle")
    assert (packed.body, packed.media_type) == (TURTLE, "application/rdf+xml")


def test_a_relative_path_is_read(
    tmp_path: Path, fetcher: GuardedFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.ttl").write_bytes(TURTLE)
    assert fetcher.fetch("a.ttl").body == TURTLE


def test_files_are_limited_too(tmp_path: Path, fetcher: GuardedFetcher) -> None:
    (tmp_path / "large").write_bytes(b"x" * 1_000_001)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\0" * 50_000_000))
    for name in ("large", "bomb.gz"):
        with pytest.raises(TooLarge):
            fetcher.fetch(str(tmp_path / name))


def test_what_is_no_file_fails(tmp_path: Path, fetcher: GuardedFetcher) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "missing", Path("/dev/zero")):
        with pytest.raises(SourceFailed):
            fetcher.fetch(str(path))


def test_paths_can_be_shut_off(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(TURTLE)
    with pytest.raises(FetchRefused):
        GuardedFetcher(files=False).fetch(str(tmp_path / "a.ttl"))
