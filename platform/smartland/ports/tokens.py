"""Bearer tokens for writing, kept as hashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Token:
    """``name`` says who holds it and is the actor of their writes."""

    name: str
    digest: str
    created: datetime
    revoked: bool = False


class Tokens(Protocol):
    """The tokens of this installation."""

    def add(self, token: Token) -> None:
        """Store one. Raises Conflict when the name is in use."""

    def by_digest(self, digest: str) -> Token | None:
        """The token with this SHA-256 (hex), revoked or not."""

    def all(self) -> Sequence[Token]:
        """All tokens, by name."""

    def revoke(self, name: str) -> bool:
        """Make a token useless; False when there is none of that name."""
