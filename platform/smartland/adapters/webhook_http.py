"""Sends messages to webhooks over guarded sockets: public addresses only, never for long."""

import email.utils
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpcore2

from smartland import __version__
from smartland.adapters.fetch_network import Deadline, GuardedBackend
from smartland.errors import FetchRefused, Label, SourceFailed
from smartland.ports.webhooks import Reply

USER_AGENT = f"SmartLand/{__version__} (webhooks)"
TIMEOUT = 15.0
"""Seconds for all of one message, as Standard Webhooks advises (15 to 30)."""

_BAD_ADDRESS = Label(
    it="L'indirizzo non si può contattare: serve un indirizzo https pubblico.",
    en="The address cannot be contacted: a public https address is needed.",
)
_NO_ANSWER = Label(
    it="Nessuna risposta entro {seconds:g} secondi.", en="No answer within {seconds:g} seconds."
)
_FAILED = Label(it="Connessione non riuscita ({reason}).", en="The connection failed ({reason}).")


class GuardedPostman:
    """``ports.webhooks.Postman`` of the open internet; https only, unless ``allow_private`` lets
    loopback, private addresses and http through (tests, intranets)."""

    def __init__(self, *, allow_private: bool = False, timeout: float = TIMEOUT) -> None:
        self._allow_private = allow_private
        self._timeout = timeout
        self._context = ssl.create_default_context()

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """The answer to one POST. Raises FetchRefused, SourceFailed."""
        self._check(address)
        deadline = Deadline(self._timeout)
        backend = GuardedBackend(deadline, allow_private=self._allow_private)
        ours = [("User-Agent", USER_AGENT), *headers.items()]
        pool = httpcore2.ConnectionPool(ssl_context=self._context, network_backend=backend)
        try:
            with pool, pool.stream("POST", address, headers=ours, content=body) as answer:
                return Reply(answer.status, _wait(answer))
        except FetchRefused as error:  # tells names and addresses of our network
            raise FetchRefused(_BAD_ADDRESS) from error
        except httpcore2.TimeoutException as error:
            raise SourceFailed(_NO_ANSWER.format(seconds=self._timeout)) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            reason = type(error).__name__
            raise SourceFailed(_FAILED.format(reason=reason)) from error
        except (ValueError, TypeError) as error:  # what the library takes for no address
            raise FetchRefused(_BAD_ADDRESS) from error

    def _check(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            hosted = bool(parts.hostname)
        except ValueError:
            hosted = False
        schemes = ("https", "http") if self._allow_private else ("https",)
        if not hosted or parts.scheme not in schemes or parts.username or parts.password:
            raise FetchRefused(_BAD_ADDRESS)


def _wait(answer: httpcore2.Response) -> float | None:
    """The seconds of Retry-After, a number or a date (RFC 9110, section 10.2.3)."""
    named = {name.lower(): value for name, value in answer.headers}
    text = named.get(b"retry-after", b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
