"""Sockets that reach public addresses only, and never longer than a deadline.

A name is resolved here, every address it has is checked, and the connection goes to the address
that was checked: a name that answers differently the second time gains nothing. The host name
stays with the request, so that TLS and virtual hosts work as ever.
"""

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from ssl import SSLContext

import httpcore2
import httpx2

from smartland.errors import FetchRefused, Label

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)

PRIVATE = Label(
    it="{host} ha l'indirizzo {address}, che non è pubblico: non viene contattato.",
    en="{host} has the address {address}, which is not public: it is not contacted.",
)
CHUNK = 65_536
# the last four bytes of these are an IPv4 address that a gateway would contact for us
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_REFUSED = (
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("192.88.99.0/24"),
    ipaddress.IPv6Network("fec0::/10"),
    ipaddress.IPv6Network("2001::/23"),
)


def is_public(text: str) -> bool:
    """True for an address of the open internet, in whatever IPv6 dress it comes."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = _inner(address)
    if inner is not None:
        return is_public(str(inner))
    if any(address in network for network in _REFUSED if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in (*_NAT64, _COMPATIBLE)):
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


class Deadline:
    """An instant that everything of one fetch shares."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds to go. Raises httpx2.TimeoutException when there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise httpcore2.ReadTimeout("out of time")
        return seconds


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses; with ``allow_private`` to any. Raises FetchRefused."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = _resolve(host, port, self._deadline)
        for address in addresses:
            if not self._allow_private and not is_public(address):
                raise FetchRefused(PRIVATE.format(host=host, address=address))
        return _Stream(_connect(addresses, port, self._deadline), self._deadline)


def _resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """The addresses of a name, in a thread: the system's resolver knows no deadline."""
    answer: queue.Queue[list[str] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put(list(dict.fromkeys(str(one[4][0]) for one in found)))
        except (OSError, UnicodeError) as error:
            answer.put(OSError(f"the name {host} cannot be resolved: {error}"))

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=deadline.left())
    except queue.Empty as error:
        raise httpcore2.ConnectTimeout(f"the name {host} is not resolved in time") from error
    if isinstance(found, OSError):
        raise httpcore2.ConnectError(str(found))
    return found


def _connect(addresses: list[str], port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first address that answers."""
    failure: Exception = OSError("no address")
    for address in addresses:
        try:
            # half of what is left each, so that a dead IPv6 leaves time for IPv4
            return socket.create_connection((address, port), timeout=max(deadline.left() / 2, 0.1))
        except OSError as error:
            failure = error
    raise httpcore2.ConnectError(str(failure)) from failure


class _Stream(httpcore2.NetworkStream):
    """A socket whose every operation ends with the deadline: slow drips do not prolong it."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._socket = connection
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._socket.settimeout(self._deadline.left())
        try:
            return self._socket.recv(min(max_bytes, CHUNK))
        except TimeoutError as error:
            raise httpcore2.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._socket.settimeout(self._deadline.left())
        try:
            self._socket.sendall(buffer)
        except TimeoutError as error:
            raise httpcore2.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        self._socket.settimeout(self._deadline.left())
        try:
            secure = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except OSError as error:  # also every TLS failure
            self.close()
            raise httpcore2.ConnectError(str(error)) from error
        return _Stream(secure, self._deadline)

    def get_extra_info(self, info: str) -> socket.socket | None:
        return self._socket if info == "socket" else None


class GuardedTransport(httpx2.BaseTransport):
    """An HTTP/1.1 transport over guarded sockets, for one fetch."""

    def __init__(self, deadline: Deadline, context: SSLContext, *, allow_private: bool) -> None:
        backend = GuardedBackend(deadline, allow_private=allow_private)
        self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=backend)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.read(),
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    """The bytes of an answer as they come off the wire."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
