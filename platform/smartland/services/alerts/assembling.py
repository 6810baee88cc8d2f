"""Everything about alerts, put together of the ports."""

from collections.abc import Callable
from dataclasses import dataclass

from smartland.ports.alerts import Percolator
from smartland.ports.saved_searches import AlertLog, Limits, Outbox, SavedSearches
from smartland.ports.webhooks import Postman
from smartland.services.alerts.delivering import Deliveries
from smartland.services.alerts.feed import AlertFeeds
from smartland.services.alerts.following import AlertThreads
from smartland.services.alerts.recent import Recent
from smartland.services.alerts.running import AlertRunner, Compile
from smartland.services.alerts.saving import LIMITS, Saving
from smartland.services.alerts.telling import Telling
from smartland.services.catalogue import Catalogue
from smartland.services.indexing import Indexing
from smartland.services.searching.finding import Search


@dataclass(frozen=True)
class Stores:
    """Where saved searches, alerts and messages are kept."""

    searches: SavedSearches
    log: AlertLog
    outbox: Outbox


@dataclass(frozen=True)
class Alerts:
    """What doors and processes do with saved searches; ``recent`` makes the feed of any search
    that ``Search`` answers."""

    saving: Saving
    feeds: AlertFeeds
    runner: AlertRunner
    deliveries: Deliveries
    threads: AlertThreads
    recent: Callable[[Search], Recent]


def assemble(
    catalogue: Catalogue,
    stores: Stores,
    indexing: Indexing,
    percolator: Callable[[], Percolator],
    postman: Postman,
    compile_query: Compile,
    limits: Limits = LIMITS,
) -> Alerts:
    """Alerts over one truth. ``percolator`` makes one; ``compile_query`` is that of the search."""
    truth = catalogue.truth
    telling = Telling(catalogue)
    deliveries = Deliveries(stores.outbox, telling, postman)
    runner = AlertRunner(truth, stores.log, percolator(), compile_query, indexing.documents)
    doors = percolator()
    return Alerts(
        Saving(stores.searches, truth, doors, compile_query, deliveries, limits),
        AlertFeeds(stores.log, telling, catalogue.base),
        runner,
        deliveries,
        AlertThreads(runner, deliveries),
        lambda search: Recent(search, truth, doors, compile_query, indexing.documents),
    )
