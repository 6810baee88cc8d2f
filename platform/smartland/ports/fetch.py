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


class Fetcher(Protocol):
    """Reads a URL (http, https) or a local file."""

    def fetch(self, address: str, *, accept: str = "*/*") -> Fetched:
        """Raises FetchRefused (forbidden address, scheme or redirect), TooLarge, SourceFailed."""
