"""Everything opened: the truth, the projections and the services on them."""

from collections.abc import Callable
from dataclasses import dataclass

from smartland.adapters.graph.pool import ReaderPool
from smartland.adapters.lock import FolderLock
from smartland.adapters.search_standby import StandbyIndex
from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.errors import Label, SmartlandError
from smartland.ports.search import SearchIndex
from smartland.services.alerts.assembling import Alerts
from smartland.services.catalogue import Catalogue
from smartland.services.concepts import Concepts
from smartland.services.exports import Exports
from smartland.services.indexing import Indexing
from smartland.services.labels import Labels
from smartland.services.match import Match
from smartland.services.places import Places
from smartland.services.projection import Projections
from smartland.services.publisher import publisher_of
from smartland.services.publishing import Publishing
from smartland.services.searching.finding import Search
from smartland.services.searching.related import Related
from smartland.services.sparql import Bounds, Sparql
from smartland.services.steward import Steward
from smartland.settings import Settings
from smartland.wiring.alerting import alerts_of
from smartland.wiring.core import Core, open_core

_NO_CLIENT = Label(
    it="Per SMARTLAND_ELASTICSEARCH_URL serve il client: pip install 'smartland[elasticsearch]'.",
    en="SMARTLAND_ELASTICSEARCH_URL needs the client: pip install 'smartland[elasticsearch]'.",
)


@dataclass
class Services:
    """Everything, in the one process that holds the projections."""

    core: Core
    projections: Projections
    search: Search
    match: Match
    sparql: Sparql
    steward: Steward
    exports: Exports
    alerts: Alerts
    related: Related
    concepts: Concepts
    places: Places
    lock: FolderLock

    @property
    def catalogue(self) -> Catalogue:
        """The one write path."""
        return self.core.catalogue

    @property
    def labels(self) -> Labels:
        """Names of things."""
        return self.core.labels

    @property
    def publishing(self) -> Publishing:
        """Descriptions as files."""
        return self.core.publishing

    @property
    def settings(self) -> Settings:
        """What this installation set."""
        return self.core.settings

    def close(self) -> None:
        """End threads and processes, then let the folder go."""
        self.alerts.threads.close()
        self.exports.close()
        self.steward.close()
        self.projections.graph.close()
        self.projections.index.close()
        self.core.close()
        self.lock.release()


def open_services(settings: Settings, patience: float = 10.0) -> Services:
    """Open everything. Raises Busy when another process holds the projections for longer than
    ``patience`` seconds."""
    lock = FolderLock(settings.data_dir)
    lock.take(patience)
    try:
        return _open_all(settings, lock)
    except BaseException:
        lock.release()
        raise


def _open_all(settings: Settings, lock: FolderLock) -> Services:
    core = open_core(settings)
    truth = core.database.truth
    concepts, places = Concepts(truth), Places(truth)
    folder, readers = settings.data_dir / "graph", settings.sparql_readers
    graph = ReaderPool(folder, readers=readers, memory_bytes=settings.sparql_memory)
    index = _open_index(settings, truth.last_sequence)
    indexing = Indexing(core.labels.many, places.current, concepts.current)
    projections = Projections(truth, graph, index, indexing, core.base)
    steward = Steward(projections, core.jobs)
    search = Search(index, core.catalogue, concepts, places)
    match = Match(core.catalogue, index, concepts, places)
    services = Services(
        core,
        projections,
        search,
        match,
        _sparql(settings, graph),
        steward,
        _exports(core),
        alerts_of(core, indexing, search.request),
        Related(core.catalogue, index, concepts, match),
        concepts,
        places,
        lock,
    )
    core.catalogue.wrote = steward.wake
    return services


def _sparql(settings: Settings, graph: ReaderPool) -> Sparql:
    bounds = Bounds(settings.sparql_deadline, settings.sparql_max_rows, settings.sparql_max_bytes)
    return Sparql(graph, bounds, settings.cache_bytes)


def _open_index(settings: Settings, last: Callable[[], int]) -> SearchIndex:
    """The embedded index, or a search server with that as its stand-by, or the server alone."""
    folder = settings.data_dir / "index"
    if not settings.elasticsearch_url:
        return TantivyIndex(folder)
    try:
        # Slow to import, and only installed where there is a server
        from smartland.adapters.search_elastic.opening import open_elastic  # noqa: PLC0415
    except ImportError as error:
        raise SmartlandError(_NO_CLIENT) from error
    server = open_elastic(
        settings.elasticsearch_url,
        settings.elasticsearch_flavour,
        settings.elasticsearch_prefix,
        api_key=settings.elasticsearch_api_key,
        replicas=settings.elasticsearch_replicas,
    )
    if not settings.search_standby:
        return server
    return StandbyIndex(server, TantivyIndex(folder), settings.data_dir / "search-debt", last)


def _exports(core: Core) -> Exports:
    """The files that harvesters and mirrors fetch."""
    settings = core.settings
    publisher = publisher_of(
        core.base,
        name=settings.publisher_name,
        ipa=settings.publisher_ipa,
        email=settings.publisher_email,
        homepage=settings.publisher_homepage,
    )
    folder = settings.data_dir / "exports"
    truth = core.database.truth
    return Exports(folder, truth, core.harvest_log, core.base, publisher, settings.export_pause)
