"""Reads URLs and local files from elsewhere, as data that nobody vouches for."""

import email.utils
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import httpcore2
import httpx2
import stamina

from smartland import __version__
from smartland.adapters.fetch_memory import Pace
from smartland.adapters.fetch_network import Deadline, GuardedTransport
from smartland.errors import FetchRefused, Label, SmartlandError, SourceFailed, TooLarge
from smartland.ports.fetch import Fetched

USER_AGENT = f"SmartLand/{__version__} (open data harvester)"
REDIRECTS = 5
ATTEMPTS = 3
LONGEST_WAIT = 30.0
"""Seconds of Retry-After that a fetch waits; a server that wants more is asked another time."""
PROBE_TIMEOUT = 10.0
CHUNK: Final = 65_536
_RETRIED = frozenset({429, 502, 503, 504})
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_IF_NONE_MATCH, _IF_MODIFIED = "If-None-Match", "If-Modified-Since"
_CONDITIONS = {_IF_NONE_MATCH, _IF_MODIFIED}
_GZIP = b"\x1f\x8b"
_MEDIA_TYPES = {
    ".rdf": "application/rdf+xml",
    ".xml": "application/xml",
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}

BAD_ADDRESS = Label(
    it="L'indirizzo {address} non viene letto: serve un indirizzo http o https.",
    en="The address {address} is not read: give an http or https address.",
)
WITH_PASSWORD = Label(
    it="L'indirizzo contiene credenziali: toglierle.",
    en="The address carries credentials: take them out.",
)
REDIRECTED = Label(
    it="{address} rimanda altrove più di {limit} volte.",
    en="{address} redirects more than {limit} times.",
)
STATUS = Label(
    it="{address} risponde {status} {reason}.", en="{address} answers {status} {reason}."
)
FAILED = Label(it="{address} non è leggibile: {reason}.", en="{address} cannot be read: {reason}.")
LATE = Label(
    it="{address} non ha finito di rispondere in {seconds} secondi.",
    en="{address} has not finished answering within {seconds} seconds.",
)
LARGE = Label(
    it="{address} è più grande di {limit} byte.", en="{address} is larger than {limit} bytes."
)


class _Later(Exception):
    """An answer worth another try; ``wait`` seconds when the server named them, else None."""

    def __init__(self, failure: SourceFailed, wait: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


class GuardedFetcher:
    """The Fetcher of the open internet.

    ``timeout`` seconds bound one fetch with its redirects and retries, ``max_bytes`` a body
    before and after decompression. ``allow_private`` lets loopback and private addresses
    through (tests, intranets); ``files`` lets paths through (the command line). ``pace`` is the
    least time, in seconds, between two requests to one host.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        max_bytes: int = 20_000_000,
        timeout: float = 20.0,
        files: bool = True,
        pace: float = 0.0,
    ) -> None:
        self._allow_private = allow_private
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._files = files
        self._pace = Pace(pace)
        self._context = ssl.create_default_context()

    def fetch(
        self, address: str, *, accept: str = "*/*", etag: str = "", modified: str = ""
    ) -> Fetched:
        """Raises FetchRefused (forbidden address, scheme or redirect), TooLarge, SourceFailed.

        With ``etag`` or ``modified``, of an earlier answer, an unchanged one has no body.
        """
        parts = _split(address)
        if parts.scheme or address.startswith("//"):
            conditions = {_IF_NONE_MATCH: etag, _IF_MODIFIED: modified}
            headers = {name: value for name, value in conditions.items() if value}
            return self._fetch_url(address, headers | {"Accept": accept})
        if not self._files:
            raise FetchRefused(BAD_ADDRESS.format(address=address[:300]))
        return self._read_file(Path(address))

    def head(self, address: str) -> int | None:
        """The status of a HEAD request after redirects; None when nothing answers, or when the
        address may not be contacted."""
        deadline = Deadline(min(self._timeout, PROBE_TIMEOUT))
        current = address
        try:
            for _ in range(REDIRECTS + 1):
                self._check(current)
                answer = self._probe(current, deadline)
                if isinstance(answer, int):
                    return answer
                current = urljoin(current, answer)
        except (SmartlandError, _Later, httpcore2.TimeoutException):
            return None
        return None

    # the web

    def _fetch_url(self, address: str, headers: Mapping[str, str]) -> Fetched:
        deadline = Deadline(self._timeout)
        try:
            for attempt in stamina.retry_context(
                on=_backoff, attempts=ATTEMPTS, timeout=self._timeout, wait_initial=0.2, wait_max=2
            ):
                with attempt:
                    return self._follow(address, headers, deadline)
        except _Later as later:
            raise later.failure from later
        except httpcore2.TimeoutException as error:
            raise SourceFailed(LATE.format(address=address, seconds=self._timeout)) from error
        raise AssertionError("stamina ends with a result or an exception")

    def _follow(self, address: str, headers: Mapping[str, str], deadline: Deadline) -> Fetched:
        current = address
        for _ in range(REDIRECTS + 1):
            self._check(current)
            answer = self._ask(current, headers, deadline)
            if isinstance(answer, Fetched):
                return answer
            current = urljoin(current, answer)
        raise FetchRefused(REDIRECTED.format(address=address, limit=REDIRECTS))

    def _check(self, address: str) -> None:
        parts = _split(address)
        spaced = any(one.isspace() or not one.isprintable() for one in address)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or spaced:
            raise FetchRefused(BAD_ADDRESS.format(address=address[:300]))
        if parts.username or parts.password:
            raise FetchRefused(WITH_PASSWORD)

    def _ask(self, address: str, headers: Mapping[str, str], deadline: Deadline) -> Fetched | str:
        """The answer, or the address that it points to."""
        with self._answer("GET", address, headers, deadline) as response:
            return self._take(address, response, conditional=bool(_CONDITIONS & headers.keys()))

    def _probe(self, address: str, deadline: Deadline) -> int | str:
        """The status, or the address that the answer points to."""
        with self._answer("HEAD", address, {}, deadline) as response:
            status: int = response.status_code
            if status in _REDIRECTED and "location" in response.headers:
                location: str = response.headers["location"]
                return location
            return status

    @contextmanager
    def _answer(
        self, method: str, address: str, headers: Mapping[str, str], deadline: Deadline
    ) -> Iterator[httpx2.Response]:
        self._pace.wait(urlsplit(address).netloc.lower(), deadline)
        transport = GuardedTransport(deadline, self._context, allow_private=self._allow_private)
        ours = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
        try:
            with (
                httpx2.Client(
                    transport=transport, trust_env=False, follow_redirects=False
                ) as client,
                client.stream(method, address, headers={**ours, **headers}) as response,
            ):
                yield response
        except httpcore2.TimeoutException:
            raise
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.TransportError) as error:
            failure = SourceFailed(FAILED.format(address=address, reason=str(error) or "broken"))
            raise _Later(failure) from error
        except (httpx2.InvalidURL, httpx2.HTTPError, ValueError) as error:
            raise FetchRefused(FAILED.format(address=address[:300], reason=str(error))) from error

    def _take(self, address: str, response: httpx2.Response, *, conditional: bool) -> Fetched | str:
        status = response.status_code
        if status in _REDIRECTED and "location" in response.headers:
            return response.headers["location"]
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        etag, modified = (response.headers.get(name, "") for name in ("etag", "last-modified"))
        if status == 304 and conditional:
            return Fetched(address, b"", media_type, etag, modified, unchanged=True)
        if status != 200:
            texts = {"address": address, "status": status, "reason": response.reason_phrase}
            failure = SourceFailed(STATUS.format(**texts))
            if status in _RETRIED:
                raise _Later(failure, _retry_after(response.headers.get("retry-after", "")))
            raise failure
        body = self._body(address, response)
        return Fetched(address, body, media_type, etag, modified)

    def _body(self, address: str, response: httpx2.Response) -> bytes:
        coding = response.headers.get("content-encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise SourceFailed(FAILED.format(address=address, reason=f"Content-Encoding {coding}"))
        chunks: Iterable[bytes] = response.iter_raw(CHUNK)
        if coding in ("", "identity"):
            return self._unpacked(address, self._gather(address, chunks))
        inflated = _inflate(self._limited(address, chunks))
        try:
            return self._unpacked(address, self._gather(address, inflated))
        except (zlib.error, EOFError) as error:
            raise SourceFailed(FAILED.format(address=address, reason=str(error))) from error

    # files

    def _read_file(self, path: Path) -> Fetched:
        try:
            facts = path.stat()
            if not S_ISREG(facts.st_mode):  # opening a pipe would wait for ever
                raise SourceFailed(FAILED.format(address=path, reason="not a file"))
            with path.open("rb") as file:
                chunks = iter(lambda: file.read(CHUNK), b"")
                body = self._unpacked(str(path), self._gather(str(path), chunks))
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            reason = getattr(error, "strerror", "") or str(error)
            raise SourceFailed(FAILED.format(address=path, reason=reason)) from error
        name = Path(path.name.removesuffix(".gz"))
        modified = datetime.fromtimestamp(facts.st_mtime, UTC)
        stamp = email.utils.format_datetime(modified, usegmt=True)
        return Fetched(str(path), body, _MEDIA_TYPES.get(name.suffix.lower(), ""), modified=stamp)

    # bodies

    def _unpacked(self, address: str, body: bytes) -> bytes:
        """``body``, decompressed where the address says ``.gz`` and the bytes agree."""
        if not (urlsplit(address).path.lower().endswith(".gz") and body.startswith(_GZIP)):
            return body
        try:
            return self._gather(address, _inflate([body]))
        except (zlib.error, EOFError) as error:
            raise SourceFailed(FAILED.format(address=address, reason=str(error))) from error

    def _gather(self, address: str, chunks: Iterable[bytes]) -> bytes:
        return b"".join(self._limited(address, chunks))

    def _limited(self, address: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > self._max_bytes:
                raise TooLarge(LARGE.format(address=address, limit=self._max_bytes))
            yield chunk


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError as error:
        raise FetchRefused(FAILED.format(address=address[:300], reason=str(error))) from error


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """gzip or zlib data piece by piece, never much of it at once. Raises EOFError when cut."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for chunk in chunks:
        data, full = chunk, False
        while data or full:
            if engine.eof:  # gzip files may follow each other
                engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
            piece = engine.decompress(data, CHUNK)
            yield piece
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
            full = len(piece) == CHUNK and not engine.eof
    if not engine.eof:
        raise EOFError("the compressed data is cut off")


def _backoff(error: Exception) -> bool | float:
    """Whether and when to ask again, for stamina."""
    if not isinstance(error, _Later):
        return False
    if error.wait is None:
        return True
    return error.wait if error.wait <= LONGEST_WAIT else False


def _retry_after(value: str) -> float | None:
    """Seconds of a Retry-After header, which are a number or a date; None where there is none."""
    if value.strip().isdecimal():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, when.timestamp() - time.time())
