"""Saved searches, in the process that holds the projections and in any other."""

from smartland.adapters.search_tantivy.percolator import TantivyPercolator
from smartland.adapters.webhook_http import GuardedPostman
from smartland.ports.saved_searches import Limits
from smartland.services.alerts.assembling import Alerts, Stores, assemble
from smartland.services.alerts.compiling import compiler
from smartland.services.alerts.running import Compile
from smartland.services.concepts import Concepts
from smartland.services.indexing import Indexing
from smartland.services.places import Places
from smartland.wiring.core import Core


def open_alerts(core: Core) -> Alerts:
    """Saved searches over the truth alone: any number of processes may run them."""
    truth = core.database.truth
    indexing = Indexing(core.labels.many, Places(truth).current, Concepts(truth).current)
    return alerts_of(core, indexing, compiler(core.catalogue))


def alerts_of(core: Core, indexing: Indexing, compile_query: Compile) -> Alerts:
    """Saved searches of what this process has open already."""
    database = core.database
    return assemble(
        core.catalogue,
        Stores(database.searches, database.alerts, database.outbox),
        indexing,
        TantivyPercolator,
        GuardedPostman(allow_private=core.settings.fetch_private),
        compile_query,
        Limits(platform=core.settings.saved_searches),
    )
