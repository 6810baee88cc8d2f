"""Pairs of descriptions that may be of one thing, waiting for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

OPEN, ACCEPTED, REFUSED = "open", "accepted", "refused"


@dataclass(frozen=True)
class Pair:
    """Two resources of a kind (IRIs in order), how alike (0–100) and why."""

    kind: str
    one: str
    other: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A pair with what became of it; ``actor`` is who decided."""

    id: int
    pair: Pair
    state: str
    at: datetime
    decided: datetime | None = None
    actor: str = ""


class Proposals(Protocol):
    """The review queue; a pair is put to people once, whatever they decided."""

    def add(self, pairs: Sequence[Pair], at: datetime) -> int:
        """Queue the pairs that are new; how many were."""

    def proposal(self, number: int) -> Proposal:
        """One proposal. Raises NotFound."""

    def listed(self, state: str, limit: int, after: int = 0) -> Sequence[Proposal]:
        """Proposals in a state, the likeliest first; ``after`` is how many to pass over."""

    def count(self, state: str) -> int:
        """How many are in a state."""

    def decide(self, number: int, state: str, actor: str, at: datetime) -> bool:
        """Close an open proposal, or reopen a closed one; False when it is in that state."""
