"""Searches that people keep, what they found since, and what is on its way to their webhooks.

Private to their owners: nothing of this is in the graph, the index or the dumps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from smartland.errors import Label

ACTIVE, PAUSED, BROKEN = "active", "paused", "broken"
"""States of a saved search; a broken one cannot be answered any more."""
UNVERIFIED, VERIFIED, DISABLED = "unverified", "active", "disabled"
"""States of a webhook: it gets alerts only after it has accepted a first message."""
CREATED, CHANGED = "created", "changed"
"""Events: new among what a search finds; found before, and its public content is another now."""
EVENTS = (CREATED, CHANGED)


@dataclass(frozen=True)
class Webhook:
    """Where alerts are sent. ``reason`` says why the last attempt failed, ``attempts`` how many
    failed in a row, ``due`` when the next one is, ``delivered`` when the last one was accepted."""

    address: str
    secret: str = field(repr=False)
    state: str = UNVERIFIED
    reason: Label | None = None
    attempts: int = 0
    due: datetime | None = None
    delivered: datetime | None = None


@dataclass(frozen=True)
class SavedSearch:
    """``id`` is unguessable: who knows it may read the feed. ``query`` are the parameters of the
    search page in canonical order, ``owner`` the holder of a token. Only changes with a sequence
    number greater than ``after`` are told."""

    id: str
    owner: str
    name: str
    query: str
    language: str
    events: tuple[str, ...]
    created: datetime
    after: int
    state: str = ACTIVE
    reason: Label | None = None
    webhook: Webhook | None = None


@dataclass(frozen=True)
class NewAlert:
    """The resource ``iri`` answers the saved search ``search`` since the change ``sequence``."""

    search: str
    iri: str
    kind: str
    key: str
    sequence: int
    event: str
    at: datetime


@dataclass(frozen=True)
class Alert:
    """A stored alert; ids rise in the order in which alerts were stored."""

    id: int
    iri: str
    kind: str
    key: str
    sequence: int
    event: str
    at: datetime


@dataclass(frozen=True)
class Delivery:
    """One message on its way, ours alone until the lease is over.

    ``message`` stays the same through all attempts, ``first`` is when it was made. Without
    ``verified`` it is the first message of all, which has no alerts. ``omitted`` alerts were too
    many to be kept until now.
    """

    message: str
    search: SavedSearch
    webhook: Webhook
    alerts: tuple[Alert, ...]
    omitted: int
    first: datetime

    @property
    def verified(self) -> bool:
        """Whether the webhook has accepted a message before."""
        return self.webhook.state == VERIFIED


@dataclass(frozen=True)
class Limits:
    """How many saved searches one owner may have, and all of them together."""

    owner: int = 200
    platform: int = 2_000


class SavedSearches(Protocol):
    """The saved searches themselves. Every method may raise Busy or StorageFailed."""

    def add(self, search: SavedSearch, limits: Limits) -> None:
        """Store one, with its webhook. Raises Conflict beyond ``limits``."""

    def get(self, search: str) -> SavedSearch | None:
        """One, by its id."""

    def all(self, owner: str | None = None) -> Sequence[SavedSearch]:
        """All of one owner, or of everybody, the oldest first."""

    def change(self, search: SavedSearch) -> bool:
        """Write all but owner, creation and webhook; False when it is gone."""

    def set_webhook(self, search: str, webhook: Webhook | None) -> None:
        """Put another webhook in place, for what the one before did not accept, or from what is
        found next on; or none."""

    def remove(self, search: str) -> bool:
        """Forget one with its alerts; False when it is gone already."""


class AlertLog(Protocol):
    """What saved searches found, and up to where the change log was looked through."""

    def position(self) -> int | None:
        """The sequence number up to which alerts are stored; None before the first time."""

    def active(self) -> Sequence[SavedSearch]:
        """The searches to be tried, without their webhooks: not those of revoked tokens."""

    def record(
        self,
        alerts: Sequence[NewAlert],
        broken: Mapping[str, Label],
        position: int,
        *,
        expected: int | None,
    ) -> bool:
        """Store alerts, mark searches as broken and move on to ``position``: all or nothing.

        False, with nothing done, when the position is no longer ``expected``: somebody else was
        faster. Alerts of searches that are gone, and those stored already, are left out; of one
        search only the newest are kept. A webhook with new alerts is due.
        """

    def alerts(self, search: str, before: int | None, limit: int) -> Sequence[Alert]:
        """The newest alerts of a search with an id < ``before``, newest first."""


class Outbox(Protocol):
    """Messages to webhooks: each is one process's for the time of a lease."""

    def claim(self, at: datetime, lease: timedelta, size: int) -> Delivery | None:
        """The message that has been due the longest, with at most ``size`` alerts; none of a
        revoked token."""

    def delivered(self, delivery: Delivery, at: datetime) -> None:
        """The message was accepted: what follows it is due, and the webhook is verified."""

    def failed(self, delivery: Delivery, reason: Label, due: datetime | None) -> None:
        """It was not: try again when it is ``due``, or never (the webhook is disabled)."""

    def verify(self, search: str, webhook: Webhook, at: datetime) -> None:
        """``webhook`` has accepted a test: it is in use (again), what waits is due. Nothing where
        the search has another by now, which has accepted nothing."""
