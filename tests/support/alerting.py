"""A platform whose alerts a test runs by hand, step by step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smartland.adapters.search_tantivy.percolator import TantivyPercolator
from smartland.adapters.sql import Database, open_database
from smartland.adapters.webhook_http import GuardedPostman
from smartland.domain.resource import Document, Revision
from smartland.ports.saved_searches import Alert, Limits, SavedSearch
from smartland.services.alerts.assembling import Alerts, Stores, assemble
from smartland.services.alerts.compiling import compiler
from smartland.services.alerts.delivering import Deliveries
from smartland.services.alerts.saving import LIMITS, Wanted
from smartland.services.alerts.telling import Telling
from smartland.services.catalogue import Catalogue
from smartland.services.concepts import Concepts
from smartland.services.indexing import Indexing
from smartland.services.labels import Labels
from smartland.services.places import Places

BASE = "http://localhost:8000/"
START = datetime(2026, 5, 31, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes when a test says so."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def tick(self, **passed: float) -> None:
        """Let time pass."""
        self.at += timedelta(**passed)


@dataclass
class AlertWorld:
    """The truth, alerts over it, and senders that may reach loopback."""

    database: Database
    catalogue: Catalogue
    alerts: Alerts
    deliveries: Deliveries
    clock: Clock

    def put(self, key: str, title: str, *, private: bool | None = None) -> Revision:
        """The call ``key``, made or replaced."""
        document: Document = {
            "title": {"it": title},
            "description": {"it": "Prova."},
            "identifier": key,
        }
        head = self.catalogue.truth.find("call", f"call-{key}")
        if head is None:
            return self.catalogue.create("call", document, "tester", private=bool(private))
        etag = head.etag
        return self.catalogue.replace("call", head.key, document, "tester", etag, private=private)

    def withdraw(self, key: str) -> Revision:
        """Take the call ``key`` away."""
        return self.catalogue.delete("call", f"call-{key}", "tester", "*")

    def save(self, query: str, webhook: str = "", **wanted: object) -> SavedSearch:
        """A saved search of ``tester``."""
        given = Wanted(name="prova", query=query, **wanted)  # type: ignore[arg-type]
        return self.alerts.saving.create("tester", given, webhook)

    def found(self, search: SavedSearch) -> list[tuple[str, str]]:
        """(key, event) of its alerts, oldest first, after looking at everything new."""
        self.alerts.runner.catch_up()
        return [(one.key.removeprefix("call-"), one.event) for one in self.stored(search)]

    def stored(self, search: SavedSearch) -> list[Alert]:
        """Its alerts, oldest first."""
        return list(reversed(self.database.alerts.alerts(search.id, None, 100_000)))

    def state(self, search: SavedSearch) -> SavedSearch:
        """As it is stored now."""
        return self.alerts.saving.get(search.id)


@contextmanager
def alert_world(
    folder: Path, url: str = "", limits: Limits = LIMITS, timeout: float = 5.0
) -> Iterator[AlertWorld]:
    """A world in ``folder``, or on the database at ``url``."""
    database = open_database(url or f"sqlite:///{folder / 'truth.db'}")
    try:
        yield make_world(database, limits, timeout)
    finally:
        database.close()


def make_world(database: Database, limits: Limits = LIMITS, timeout: float = 5.0) -> AlertWorld:
    """A world on an open database."""
    truth, clock = database.truth, Clock()
    catalogue = Catalogue(truth, BASE, clock)
    indexing = Indexing(Labels(catalogue).many, Places(truth).current, Concepts(truth).current)
    postman = GuardedPostman(allow_private=True, timeout=timeout)
    alerts = assemble(
        catalogue,
        Stores(database.searches, database.alerts, database.outbox),
        indexing,
        TantivyPercolator,
        postman,
        compiler(catalogue),
        limits,
    )
    even: Callable[[], float] = lambda: 1.0  # noqa: E731 - typed
    deliveries = Deliveries(database.outbox, Telling(catalogue), postman, clock, even)
    alerts.saving._clock = clock
    alerts.saving._deliveries = deliveries
    return AlertWorld(database, catalogue, alerts, deliveries, clock)
