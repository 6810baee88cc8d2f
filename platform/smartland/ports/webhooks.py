"""What is sent to addresses that others gave us: guarded as every way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Reply:
    """The status of an answer; ``wait``: seconds after which the receiver wants to be asked again
    (Retry-After), None where it says nothing."""

    status: int
    wait: float | None = None


class Postman(Protocol):
    """Sends one message by POST, once, and follows no redirect."""

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """The answer, whose body is not read.

        Raises FetchRefused for an address that may not be contacted, SourceFailed when nothing
        answers in time.
        """
