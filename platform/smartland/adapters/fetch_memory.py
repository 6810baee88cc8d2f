"""Manners of a harvester: not to ask too often, nor for what it has already."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from smartland.adapters.fetch_network import Deadline
from smartland.ports.fetch import Fetched, Posted

HOSTS = 1_000
"""Of more hosts those are forgotten that may be asked again."""
STALE = 86_400.0
"""Seconds after which half a file has no writer any more."""


class Pace:
    """At least ``seconds`` between two requests to one host, whichever thread makes them."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._free: dict[str, float] = {}
        self._lock = threading.Lock()

    @property
    def hosts(self) -> int:
        """How many hosts are remembered."""
        return len(self._free)

    def wait(self, host: str, deadline: Deadline) -> None:
        """Return when the host may be asked. Raises httpcore2.TimeoutException when it is late."""
        if not self._seconds:
            return
        with self._lock:
            now = self._clock()
            turn = max(now, self._free.get(host, now))
            if len(self._free) >= HOSTS:
                self._free = {one: free for one, free in self._free.items() if free > now}
            self._free[host] = turn + self._seconds
        if turn > now:
            time.sleep(min(turn - now, deadline.left()))
        deadline.left()


class ConditionalFetcher(Protocol):
    """A fetcher that can ask for what is new only."""

    def fetch(
        self,
        address: str,
        *,
        accept: str = "*/*",
        posted: Posted | None = None,
        etag: str = "",
        modified: str = "",
    ) -> Fetched:
        """As ``ports.fetch.Fetcher``; unchanged, without a body, when the server says so."""


@dataclass(frozen=True)
class _Kept:
    """What is known of an earlier answer; its body lies beside, in a file of its own."""

    asked: str
    address: str
    media_type: str
    etag: str
    modified: str
    digest: str


class RememberingFetcher:
    """Asks conditionally (RFC 9110, section 13) and gives what it kept when nothing is new.

    Bodies lie in ``folder``, at most ``capacity`` bytes of them, the least recently used go first.
    A file that is missing, torn or altered is fetched again.
    """

    def __init__(self, fetcher: ConditionalFetcher, folder: Path, capacity: int) -> None:
        self._fetcher = fetcher
        self._folder = folder
        self._capacity = capacity

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        """Raises what the fetcher raises."""
        # conditions are for GET and HEAD only (RFC 9110, section 13.1.2)
        if posted is not None or urlsplit(address).scheme not in ("http", "https"):
            return self._fetcher.fetch(address, accept=accept, posted=posted)
        asked = f"{accept} {address}"
        name = hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:40]
        kept, body = self._recall(name, asked)
        if kept is None:
            fetched = self._fetcher.fetch(address, accept=accept)
        else:
            fetched = self._fetcher.fetch(
                address, accept=accept, etag=kept.etag, modified=kept.modified
            )
            # a redirect that leads elsewhere now: validators of one server say nothing of another
            if fetched.unchanged and fetched.address != kept.address:
                fetched = self._fetcher.fetch(address, accept=accept)
        if kept is None or not fetched.unchanged:
            self._keep(name, asked, fetched)
            return fetched
        with suppress(OSError):
            os.utime(self._folder / f"{name}.body")
        return replace(fetched, body=body, media_type=kept.media_type, address=kept.address)

    def _recall(self, name: str, asked: str) -> tuple[_Kept | None, bytes]:
        try:
            kept = _Kept(**json.loads((self._folder / f"{name}.json").read_text("utf-8")))
            body = (self._folder / f"{name}.body").read_bytes()
        except (OSError, ValueError, TypeError):
            return None, b""
        if kept.asked != asked or hashlib.sha256(body).hexdigest() != kept.digest:
            return None, b""
        return kept, body

    def _keep(self, name: str, asked: str, fetched: Fetched) -> None:
        known = fetched.etag or fetched.modified
        if not known or len(fetched.body) > self._capacity:
            return
        digest = hashlib.sha256(fetched.body).hexdigest()
        kept = _Kept(
            asked, fetched.address, fetched.media_type, fetched.etag, fetched.modified, digest
        )
        # a full disk must not end a harvest: what cannot be kept is fetched again
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(f"{name}.body", fetched.body)
            self._write(f"{name}.json", json.dumps(asdict(kept)).encode())
            self._make_room()

    def _write(self, name: str, content: bytes) -> None:
        part = self._folder / f"{name}.{os.getpid()}-{threading.get_ident()}.part"
        part.write_bytes(content)
        part.replace(self._folder / name)

    def _make_room(self) -> None:
        for part in self._folder.glob("*.part"):
            if time.time() - part.stat().st_mtime > STALE:
                part.unlink(missing_ok=True)
        bodies = sorted(self._folder.glob("*.body"), key=lambda one: one.stat().st_mtime)
        size = sum(one.stat().st_size for one in bodies)
        for oldest in bodies:
            if size <= self._capacity:
                break
            size -= oldest.stat().st_size
            oldest.with_suffix(".json").unlink(missing_ok=True)
            oldest.unlink(missing_ok=True)
