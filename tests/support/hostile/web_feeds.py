"""Servers that attack whoever asks them: where they send, how they answer, what they pack."""

import gzip
import os
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from support.harvesting import Bench
from support.hostile.case import DONE, FAILED, Case
from support.hostile.rdf_feeds import GOOD, KEPT, PREFIXES
from support.hostile.stage import FEED_HOST, PUBLIC_ADDRESS, Stage
from support.sites import Answer, Site, body, redirect

CATALOGUE = (PREFIXES + GOOD).encode()
NEXT = "e:view a <http://www.w3.org/ns/hydra/core#PagedCollection> ; "
MEGABYTE = b"# a comment of a megabyte ".ljust(1_000_000, b".")
TOO_MUCH = "larger than 200000000|not finished answering"
"""The limit on bytes ends it, or on a busy machine the one on time: whichever comes first."""


def _alone(answer: Answer) -> Callable[[Stage], str]:
    """One address of one server."""

    def feed(stage: Stage) -> str:
        site = stage.site()
        site.answers["/feed.ttl"] = answer
        return f"{site.url}/feed.ttl"

    return feed


def _lured(target: str, *, status: int = 302) -> Callable[[Stage], str]:
    """A public address that sends inside; nothing but the feed's own server may be contacted."""

    def feed(stage: Stage) -> str:
        site = stage.site()
        stage.internet(
            (PUBLIC_ADDRESS, site.url),
            names={FEED_HOST: [[PUBLIC_ADDRESS]], "inside.example": [["10.0.0.7"]],
                   "mixed.example": [[PUBLIC_ADDRESS, "127.0.0.1"]]},
        )  # fmt: skip
        site.answers["/feed.ttl"] = redirect(target.format(file=stage.secret_file()), status)
        return f"http://{FEED_HOST}/feed.ttl"

    return feed


def _rebound(stage: Stage) -> str:
    """Two pages; before the second the name has moved to loopback."""
    site = stage.site()
    stage.internet((PUBLIC_ADDRESS, site.url), names={FEED_HOST: [[PUBLIC_ADDRESS], ["127.0.0.1"]]})
    page = f"{NEXT}<http://www.w3.org/ns/hydra/core#next> <http://{FEED_HOST}/2.ttl> ."
    site.answers["/1.ttl"] = body(CATALOGUE + page.encode())
    return f"http://{FEED_HOST}/1.ttl"


def _rebound_at_once(stage: Stage) -> str:
    """The name is public when it is asked first, and loopback ever after."""
    site = stage.site()
    stage.internet((PUBLIC_ADDRESS, site.url), names={FEED_HOST: [[PUBLIC_ADDRESS], ["127.0.0.1"]]})
    site.answers["/feed.ttl"] = body(CATALOGUE)
    return f"http://{FEED_HOST}/feed.ttl"


def _cookies(stage: Stage) -> str:
    """A cookie and a challenge, then another host."""
    first, second = stage.site(), stage.site()
    names = {FEED_HOST: [[PUBLIC_ADDRESS]], "other.example": [["93.184.216.35"]]}
    stage.internet((PUBLIC_ADDRESS, first.url), ("93.184.216.35", second.url), names=names)
    first.answers["/feed.ttl"] = body(
        b"", status=302, Location="http://other.example/feed.ttl", Set_Cookie="session=stolen"
    )
    second.answers["/feed.ttl"] = body(CATALOGUE)
    return f"http://{FEED_HOST}/feed.ttl"


def _nothing_sent_on(_: Bench, stage: Stage) -> str:
    sent = [headers for site in stage.sites for _, headers in site.asked]
    private = {"Cookie", "Authorization", "Referer"}
    found = [one for one in sent if private & set(one)]
    return f"sent on: {found}" if found else ""


def _chain(stage: Stage) -> str:
    site = stage.site()
    for number in range(30):
        site.answers[f"/{number}"] = redirect(f"/{number + 1}", 301)
    return f"{site.url}/0"


def _next_page(target: str) -> Callable[[Stage], str]:
    """A good page whose next one is somewhere that nobody may go."""

    def feed(stage: Stage) -> str:
        site = stage.site()
        stage.internet((PUBLIC_ADDRESS, site.url), names={FEED_HOST: [[PUBLIC_ADDRESS]]})
        where = target.format(file=stage.secret_file().as_uri())
        page = f"{NEXT}<http://www.w3.org/ns/hydra/core#next> <{where}> ."
        site.answers["/feed.ttl"] = body(CATALOGUE + page.encode())
        return f"http://{FEED_HOST}/feed.ttl"

    return feed


def _beside(target: str) -> Callable[[Stage], str]:
    """A page in a file whose next one is a file that was not meant."""

    def feed(stage: Stage) -> str:
        stage.secret_file()
        page = f"{NEXT}<http://www.w3.org/ns/hydra/core#next> <{target}> ."
        return stage.file("feed.ttl", CATALOGUE + page.encode())

    return feed


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"#")
        time.sleep(0.05)


def _drip_of_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(b"X-%d: 1\r\n" % number)
        time.sleep(0.05)


def _interim(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 10)
        time.sleep(0.02)


def _raw(*lines: bytes, content: bytes = b"") -> Answer:
    """An answer word by word."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\r\n".join((b"HTTP/1.1 200 OK", *lines, b"", content)))
        handler.close_connection = True

    return answer


def _stream(pieces: int, piece: bytes) -> Answer:
    """An answer that does not say how long it is, and is very long."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/turtle")
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _ in range(pieces):
            handler.wfile.write(piece)
        handler.close_connection = True

    return answer


def _bomb(megabytes: int) -> bytes:
    """A small gzip of many megabytes; past the limit of 200 more of them prove no more."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(MEGABYTE) for _ in range(megabytes)) + packer.flush()


def _packed(content: bytes, coding: str) -> Answer:
    return body(content, Content_Encoding=coding)


def _packed_file(name: str, content: Callable[[], bytes]) -> Callable[[Stage], str]:
    return lambda stage: stage.file(name, content())


def _packed_body(stage: Stage) -> str:
    return _alone(_packed(_bomb(220), "gzip"))(stage)


def _twice(stage: Stage) -> str:
    site: Site = stage.site()
    packed = gzip.compress(_bomb(220))
    site.answers["/a.ttl.gz"] = body(packed, Content_Encoding="gzip")
    return f"{site.url}/a.ttl.gz"


def _hole(stage: Stage) -> str:
    """A file that takes no place on the disk."""
    path = stage.file("a.ttl", b"")
    os.truncate(path, 10_000_000_000)
    return path


def case(name: str, feed: Callable[[Stage], str], says: str = "", state: str = FAILED) -> Case:
    """A case that fails as a whole, or whose one good dataset is in."""
    return Case(f"web: {name}", "dcat", feed, state, says, kept=KEPT if state == DONE else ())


NOT_PUBLIC = "which is not public|is not read|Invalid IPv4|Invalid IDNA"
INSIDE = (
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::7f00:1]/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://inside.example/",
    "http://mixed.example/",
    "//127.0.0.1/",
    "http://feed.example@127.0.0.1/",
)
ELSEWHERE = ("file://{file}", "gopher://127.0.0.1:70/_x", "ftp://127.0.0.1/x", "jar:file:/x!/")
CASES = (
    *(case(f"sent to {one}", _lured(one), f"{NOT_PUBLIC}|credentials") for one in INSIDE),
    *(case(f"sent to {one}", _lured(one, status=301), "is not read") for one in ELSEWHERE),
    case("a name that moves inside between pages", _rebound, NOT_PUBLIC),
    case("a name that moves inside after it was checked", _rebound_at_once, state=DONE),
    Case("web: cookies and another host", "dcat", _cookies, DONE, kept=KEPT,
         check=_nothing_sent_on),
    case("thirty redirects", _chain, "redirects more than 5 times"),
    case("the next page is a file", _next_page("{file}"), "is not read"),
    case("the next page is the cloud's", _next_page("http://169.254.169.254/"), NOT_PUBLIC),
    case("the next page's address is in circles",
         _next_page("http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/"), NOT_PUBLIC),
    case("the next file is outside", _beside("../secret.txt"), state=DONE),
    case("the next file is absolute", _beside("file:///etc/passwd"), state=DONE),
    case("the next file has a NUL in its name", _beside("a%00b.ttl"), "cannot be read"),
    case("a body that drips", _alone(_drip), "within 3.0 seconds"),
    case("headers that drip", _alone(_drip_of_headers), "within 3.0 seconds"),
    case("interim answers without end", _alone(_interim), "within 3.0 seconds"),
    case("a length that is too long", _alone(_raw(b"Content-Length: 9999", content=CATALOGUE)),
         "cannot be read"),
    case("a length that is no number", _alone(_raw(b"Content-Length: -1", content=CATALOGUE)),
         "cannot be read"),
    case("two lengths", _alone(_raw(b"Content-Length: 5", b"Content-Length: 50",
         content=CATALOGUE)), "cannot be read"),
    case("chunks that are no chunks", _alone(_raw(b"Transfer-Encoding: chunked",
         content=b"zz\r\nhello\r\n")), "cannot be read"),
    case("a chunk of 2^64 bytes", _alone(_raw(b"Transfer-Encoding: chunked",
         content=b"ffffffffffffffff\r\nx")), "cannot be read"),
    case("half a megabyte of headers", _alone(_raw(b"X: " + b"y" * 500_000)), "cannot be read"),
    case("a literal of a gigabyte", _alone(_stream(1_000, MEGABYTE)), TOO_MUCH),
    case("a body that unpacks to more than is read", _packed_body, TOO_MUCH),
    case("a packed file in a packed body", _twice, TOO_MUCH),
    case("a file that unpacks to more than is read", _packed_file("a.ttl.gz", lambda: _bomb(220)),
         "larger than 200000000"),
    case("a file of ten gigabytes", _hole, "larger than 200000000"),
    case("garbage that says it is packed", _alone(_packed(b"\x1f\x8b\x08\x00garbage", "gzip")),
         "cannot be read"),
    case("garbage that says it is deflated", _alone(_packed(b"\xff" * 100, "deflate")),
         "cannot be read"),
    case("a packing that nobody asked for", _alone(_packed(b"x", "br")), "Content-Encoding br"),
    case("a packed file that is cut", _packed_file("a.ttl.gz", lambda: _bomb(3)[:-20]), "cut off"),
    case("503 for ever, at once", _alone(body(b"", status=503, Retry_After="0")), "503"),
    case("503 for thirty years", _alone(body(b"", status=503, Retry_After="1000000000")), "503"),
    case("a part of the document", _alone(body(CATALOGUE, status=206)), "206"),
    case("a 304 that nobody asked for", _alone(body(b"", status=304)), ""),
)  # fmt: skip
