"""Bytes from elsewhere: the only way out, guarded."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Fetched:
    """``address`` is where the bytes came from after redirects; ``media_type`` lower-case without
    parameters, empty when unknown. ``unchanged`` says that the server had nothing new since the
    last time, and that ``body`` is what it sent then."""

    address: str
    body: bytes
    media_type: str
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


@dataclass(frozen=True)
class Posted:
    """What is sent with a POST. ``repeatable`` says that sending it twice does no harm, as with a
    search: then it is sent again where a GET would be (RFC 9110, section 9.2.2)."""

    body: bytes
    media_type: str
    repeatable: bool = False


class Fetcher(Protocol):
    """Reads a URL (http, https) or a local file."""

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        """With ``posted`` by POST, which no file and no memory answers.

        Raises FetchRefused (forbidden address, scheme or redirect), TooLarge, SourceFailed.
        """
