"""The server behind the index: connections, credentials, faults and the circuit breaker."""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from elastic_transport import Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch, SerializationError, TransportError

from smartland.adapters.search_elastic.breaker import Breaker
from smartland.adapters.search_elastic.faults import GARBAGE, fault_of
from smartland.adapters.search_elastic.node import OpenNode
from smartland.errors import Busy, Label

T = TypeVar("T")

ELASTICSEARCH, OPENSEARCH = "elasticsearch", "opensearch"
SEARCH_SECONDS = 10.0
CHANGE_SECONDS = 30.0
LOOK_SECONDS = 1.5
"""For the one request that looks whether a server is back: somebody waits for it."""
CONNECTIONS = 32

CLOSED = Label(it="L'indice di ricerca è chiuso.", en="The search index is closed.")


class IndexMissing(Busy):
    """The index or alias asked for is not there: made anew, or swapped away this moment."""


@dataclass(frozen=True)
class Address:
    """Where the server is (``user:password@`` may be in ``url``), which one, and an API key."""

    url: str = field(repr=False)
    flavour: str = ELASTICSEARCH
    api_key: str = field(default="", repr=False)


class Server:
    """Does each request with a timeout and raises our errors only.

    After a fault that says that the server is away, requests are refused at once; from time to
    time one of them looks first whether it is back.
    """

    def __init__(self, address: Address, breaker: Breaker | None = None) -> None:
        self._client = _connect(address)
        self._breaker = breaker or Breaker()
        self._about: tuple[str, str] | None = None
        self._closed = threading.Event()
        self.returns = 0
        """How often the server came back: what was known of it before may be wrong."""

    @property
    def fault(self) -> Label | None:
        """Why the server is away; None when it answered last time."""
        return self._breaker.fault

    def call(self, request: Callable[[Elasticsearch], T], seconds: float = CHANGE_SECONDS) -> T:
        """What ``request`` gives. Raises Busy (IndexMissing), Invalid, StorageFailed."""
        if self._closed.is_set():
            raise Busy(CLOSED)
        if self._breaker.fault:
            self._look()
        return self._attempt(request, seconds)

    def about(self) -> tuple[str, str]:
        """Engine and version. Raises Busy."""
        if self._about is None:
            self._about = self.call(_engine, SEARCH_SECONDS)
        return self._about

    def readable(self, read: Callable[[], T]) -> T:
        """What ``read`` makes of an answer; one that is none is as good as no server."""
        try:
            return read()
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            self._breaker.open(GARBAGE)
            raise Busy(GARBAGE, retry_after=self._breaker.retry_after) from error

    def close(self) -> None:
        """Let the connections go; a second call does nothing."""
        if not self._closed.is_set():
            self._closed.set()
            self._client.close()

    def _look(self) -> None:
        """Return if the server is back; raises Busy when it is not, or another looks just now."""
        if not self._breaker.take_look():
            fault = self._breaker.fault
            if fault is None:
                return
            raise Busy(fault, retry_after=self._breaker.retry_after)
        self._attempt(_greet, LOOK_SECONDS)
        # It may be another one than before
        self._about = None
        self.returns += 1
        self._breaker.close()

    def _attempt(self, request: Callable[[Elasticsearch], T], seconds: float) -> T:
        try:
            return request(self._client.options(request_timeout=seconds))
        except (ApiError, TransportError, SerializationError) as error:
            fault = fault_of(error)
            if fault.away:
                self._breaker.open(fault.error.message)
            if fault.missing:
                raise IndexMissing(fault.error.message, retry_after=5) from error
            if isinstance(fault.error, Busy) and fault.error.retry_after is None:
                fault.error.retry_after = self._breaker.retry_after
            raise fault.error from error


def _greet(client: Elasticsearch) -> dict[str, Any]:
    """What the server says of itself; nothing when it has no such page, which one without its
    modules has not."""
    answer = client.options(ignore_status=(404, 405)).info().body
    version = answer.get("version") if isinstance(answer, dict) else None
    return version if isinstance(version, dict) else {}


def _engine(client: Elasticsearch) -> tuple[str, str]:
    version = _greet(client)
    number = version.get("number")
    if number is None:
        nodes = client.options(ignore_status=(400, 404, 405)).nodes.info(
            node_id="_local", metric="none", filter_path="nodes.*.version"
        )
        numbers = [one.get("version") for one in nodes.body.get("nodes", {}).values()]
        number = next(iter(numbers), "")
    return str(version.get("distribution", ELASTICSEARCH)), str(number)


def _connect(address: Address) -> Elasticsearch:
    parts = urlsplit(address.url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 9200)
    # Credentials apart, so that no message and no log ever shows the address with them
    named = f"[{host}]" if ":" in host else host
    bare = f"{parts.scheme}://{named}:{port}{parts.path.rstrip('/')}"
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return Elasticsearch(
        bare,
        basic_auth=None if address.api_key else user,
        api_key=address.api_key or None,
        node_class=OpenNode if address.flavour == OPENSEARCH else Urllib3HttpNode,
        # The system's certificates (or SSL_CERT_FILE): an own authority is usual inside a house
        ssl_context=ssl.create_default_context() if parts.scheme == "https" else None,
        connections_per_node=CONNECTIONS,
        # Once: a connection kept alive may have been closed by the other side
        max_retries=1,
        retry_on_timeout=False,
        retry_on_status=(),
    )
