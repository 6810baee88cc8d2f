"""The truth: every description with its revisions, in one change log; read and appended only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from smartland.domain.resource import Contribution, Revision, Write


@dataclass(frozen=True)
class Window:
    """A part of the change log: ``after`` < sequence, sequence < ``below`` and ``since`` <= at <
    ``before`` where they are given; of ``kinds``, or of every kind where that is empty."""

    after: int = 0
    below: int | None = None
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None


class Truth(Protocol):
    """A relational database that acknowledges a write only when it is on the disk.

    Every method may raise Busy (locked or out of reach) or StorageFailed (full, read-only).
    """

    def write(self, writes: Sequence[Write], at: datetime) -> Sequence[Revision]:
        """Append all or nothing, in one durable transaction, with consecutive sequence numbers.

        Raises StaleWrite when a head is not the expected one, Conflict when an IRI or a
        (kind, key) is taken.
        """

    def head(self, iri: str) -> Revision | None:
        """The current revision of one IRI, withdrawn ones too."""

    def find(self, kind: str, key: str) -> Revision | None:
        """The current revision of ``/{kind}/{key}``, withdrawn ones too."""

    def heads(self, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The current revisions of many IRIs (any number; absent ones are left out)."""

    def identified(self, kind: str, codes: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Code (``tax-…``) → IRIs of the shown resources of a kind that carry it, sorted."""

    def contributions(self, targets: Sequence[str]) -> Mapping[str, Sequence[Contribution]]:
        """Resource → what several sources say of it, by ``claimed``; absent ones are left out."""

    def page(self, kind: str, after: str, limit: int) -> Sequence[Revision]:
        """Current, not withdrawn revisions of a kind with key > ``after``, by key."""

    def all_heads(self, batch: int = 500) -> Iterator[Revision]:
        """Every current, not withdrawn revision as of one moment, by IRI, in bounded memory."""

    def history(self, iri: str) -> Sequence[Revision]:
        """Every revision of one IRI, newest first."""

    def last_by(self, actors: str, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The last revision of each IRI that showed it and whose actor's name begins with
        ``actors``; IRIs without one are left out."""

    def revision(self, iri: str, number: int) -> Revision | None:
        """One past state by its number."""

    def as_of(self, iri: str, instant: datetime) -> Revision | None:
        """The state that was current at ``instant``."""

    def changes(self, after: int, limit: int) -> Sequence[Revision]:
        """Revisions with sequence > ``after``, rising; the change log with its content."""

    def latest(self, window: Window, limit: int, *, newest: bool = False) -> Sequence[Revision]:
        """Where the public state of each resource stands: its head, or the revision that took it
        away (withdrawn, merged or hidden), by sequence, rising unless ``newest``.

        A resource that was never public does not occur, and nothing done to it in private after
        it was taken away counts.
        """

    def standing(self, iri: str) -> Revision | None:
        """The one of ``latest`` of one IRI; None when it was never public."""

    def previous(self, sequences: Sequence[int]) -> Mapping[int, Revision]:
        """Sequence of a revision → the one before it of the same IRI; first ones are left out."""

    def last_sequence(self) -> int:
        """The highest sequence number that is committed; 0 on an empty truth."""

    def counts(self) -> Mapping[str, int]:
        """Kind → number of current, not withdrawn resources."""

    def meta(self, name: str) -> str | None:
        """A fact about this installation, such as its base IRI."""

    def set_meta(self, name: str, value: str) -> None:
        """Write such a fact."""

    def close(self) -> None:
        """Release connections and files."""
