"""Reads URLs and local files from elsewhere, as data that nobody vouches for."""

import email.utils
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import httpcore2
import httpx2
import stamina

from smartland import __version__
from smartland.adapters.fetch_bodies import CHUNK, FAILED, LARGE, Bodies
from smartland.adapters.fetch_memory import Pace
from smartland.adapters.fetch_network import Deadline, GuardedTransport
from smartland.errors import FetchRefused, Label, SmartlandError, SourceFailed, TooLarge
from smartland.ports.fetch import Fetched, Posted

USER_AGENT = f"SmartLand/{__version__} (open data harvester)"
REDIRECTS = 5
ATTEMPTS = 3
LONGEST_WAIT = 30.0
"""Seconds of Retry-After that a fetch waits; a server that wants more is asked another time."""
PROBE_TIMEOUT = 10.0
MOST_POSTED: Final = 1_000_000
"""Bytes that are sent at most: a question, never a dump."""
_RETRIED = frozenset({429, 502, 503, 504})
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_KEEPING = frozenset({307, 308})
"""Redirects after which a POST stays a POST; after the others it is a GET, as in browsers."""
_IF_NONE_MATCH, _IF_MODIFIED = "If-None-Match", "If-Modified-Since"
_CONDITIONS = {_IF_NONE_MATCH, _IF_MODIFIED}

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
LATE = Label(
    it="{address} non ha finito di rispondere in {seconds} secondi.",
    en="{address} has not finished answering within {seconds} seconds.",
)


class _Later(Exception):
    """An answer worth another try; ``wait`` seconds when the server named them, else None."""

    def __init__(self, failure: SourceFailed, wait: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


@dataclass(frozen=True)
class _Request:
    """One request; without ``posted`` a GET."""

    address: str
    headers: Mapping[str, str]
    posted: Posted | None = None

    @property
    def method(self) -> str:
        return "GET" if self.posted is None else "POST"

    def redirected(self, target: str, status: int) -> "_Request":
        """The request that follows a redirect (RFC 9110, section 15.4)."""
        kept = self.posted if status in _KEEPING else None
        return replace(self, address=urljoin(self.address, target), posted=kept)


@dataclass(frozen=True)
class _Elsewhere:
    """An answer that points to another address."""

    target: str
    status: int


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
        self._bodies = Bodies(max_bytes)
        self._timeout = timeout
        self._files = files
        self._pace = Pace(pace)
        self._context = ssl.create_default_context()

    def fetch(
        self,
        address: str,
        *,
        accept: str = "*/*",
        posted: Posted | None = None,
        etag: str = "",
        modified: str = "",
    ) -> Fetched:
        """Raises FetchRefused (forbidden address, scheme or redirect), TooLarge, SourceFailed.

        With ``etag`` or ``modified``, of an earlier answer, an unchanged one has no body.
        """
        if posted is not None and len(posted.body) > MOST_POSTED:
            raise TooLarge(LARGE.format(address=f"POST {address[:300]}", limit=MOST_POSTED))
        parts = _split(address)
        if parts.scheme or address.startswith("//"):
            conditions = {_IF_NONE_MATCH: etag, _IF_MODIFIED: modified}
            headers = {name: value for name, value in conditions.items() if value}
            return self._fetch_url(_Request(address, headers | {"Accept": accept}, posted))
        if not self._files or posted is not None:
            raise FetchRefused(BAD_ADDRESS.format(address=address[:300]))
        return self._bodies.file(Path(address))

    def head(self, address: str) -> int | None:
        """The status of a HEAD request after redirects; None when nothing answers, or when the
        address may not be contacted."""
        deadline = Deadline(min(self._timeout, PROBE_TIMEOUT))
        current = address
        try:
            for _ in range(REDIRECTS + 1):
                _check(current)
                answer = self._probe(current, deadline)
                if isinstance(answer, int):
                    return answer
                current = urljoin(current, answer.target)
        except (SmartlandError, _Later, httpcore2.TimeoutException):
            return None
        return None

    def _fetch_url(self, request: _Request) -> Fetched:
        deadline = Deadline(self._timeout)
        repeatable = request.posted is None or request.posted.repeatable
        attempts = ATTEMPTS if repeatable else 1
        try:
            for attempt in stamina.retry_context(
                on=_backoff, attempts=attempts, timeout=self._timeout, wait_initial=0.2, wait_max=2
            ):
                with attempt:
                    return self._follow(request, deadline)
        except _Later as later:
            raise later.failure from later
        except httpcore2.TimeoutException as error:
            late = LATE.format(address=request.address, seconds=self._timeout)
            raise SourceFailed(late) from error
        raise AssertionError("stamina ends with a result or an exception")

    def _follow(self, request: _Request, deadline: Deadline) -> Fetched:
        current = request
        for _ in range(REDIRECTS + 1):
            _check(current.address)
            answer = self._ask(current, deadline)
            if isinstance(answer, Fetched):
                return answer
            current = current.redirected(answer.target, answer.status)
        raise FetchRefused(REDIRECTED.format(address=request.address, limit=REDIRECTS))

    def _ask(self, request: _Request, deadline: Deadline) -> Fetched | _Elsewhere:
        posted, headers = request.posted, dict(request.headers)
        if posted is not None:
            headers["Content-Type"] = posted.media_type
        content = None if posted is None else posted.body
        with self._answer(request.method, request.address, headers, deadline, content) as response:
            return self._take(request, response)

    def _probe(self, address: str, deadline: Deadline) -> int | _Elsewhere:
        with self._answer("HEAD", address, {}, deadline) as response:
            return _elsewhere(response) or int(response.status_code)

    @contextmanager
    def _answer(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str],
        deadline: Deadline,
        content: bytes | None = None,
    ) -> Iterator[httpx2.Response]:
        self._pace.wait(urlsplit(address).netloc.lower(), deadline)
        transport = GuardedTransport(deadline, self._context, allow_private=self._allow_private)
        ours = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **headers}
        try:
            with (
                httpx2.Client(
                    transport=transport, trust_env=False, follow_redirects=False
                ) as client,
                client.stream(method, address, headers=ours, content=content) as response,
            ):
                yield response
        except httpcore2.TimeoutException:
            raise
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.TransportError) as error:
            failure = SourceFailed(FAILED.format(address=address, reason=str(error) or "broken"))
            raise _Later(failure) from error
        except (httpx2.InvalidURL, httpx2.HTTPError, ValueError) as error:
            raise FetchRefused(FAILED.format(address=address[:300], reason=str(error))) from error

    def _take(self, request: _Request, response: httpx2.Response) -> Fetched | _Elsewhere:
        """The answer, or the address that it points to."""
        if elsewhere := _elsewhere(response):
            return elsewhere
        address, status = request.address, response.status_code
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        etag, modified = (response.headers.get(name, "") for name in ("etag", "last-modified"))
        if status == 304 and _CONDITIONS & request.headers.keys():
            return Fetched(address, b"", media_type, etag, modified, unchanged=True)
        if status != 200:
            texts = {"address": address, "status": status, "reason": response.reason_phrase}
            failure = SourceFailed(STATUS.format(**texts))
            if status in _RETRIED:
                raise _Later(failure, _retry_after(response.headers.get("retry-after", "")))
            raise failure
        coding = response.headers.get("content-encoding", "").strip().lower()
        body = self._bodies.coded(address, response.iter_raw(CHUNK), coding)
        return Fetched(address, body, media_type, etag, modified)


def _check(address: str) -> None:
    parts = _split(address)
    spaced = any(one.isspace() or not one.isprintable() for one in address)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or spaced:
        raise FetchRefused(BAD_ADDRESS.format(address=address[:300]))
    if parts.username or parts.password:
        raise FetchRefused(WITH_PASSWORD)


def _elsewhere(response: httpx2.Response) -> _Elsewhere | None:
    if response.status_code in _REDIRECTED and "location" in response.headers:
        return _Elsewhere(response.headers["location"], response.status_code)
    return None


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError as error:
        raise FetchRefused(FAILED.format(address=address[:300], reason=str(error))) from error


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
