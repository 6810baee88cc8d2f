"""The only place that builds adapters: settings in, services out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import entry_points

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.adapters.fetch_memory import RememberingFetcher
from smartland.adapters.graph.pool import ReaderPool
from smartland.adapters.lock import FolderLock
from smartland.adapters.search_standby import StandbyIndex
from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.adapters.search_tantivy.percolator import TantivyPercolator
from smartland.adapters.shacl_process import ShaclProcess
from smartland.adapters.sql import Database, open_database
from smartland.adapters.upload_process import UploadProcess
from smartland.adapters.webhook_http import GuardedPostman
from smartland.errors import Busy, Label, SmartlandError
from smartland.ports.harvests import HarvestLog, Source
from smartland.ports.importer import Importer
from smartland.ports.jobs import Jobs
from smartland.ports.saved_searches import Limits
from smartland.ports.search import SearchIndex
from smartland.services.alerts.assembling import Alerts, Stores, assemble
from smartland.services.alerts.compiling import compiler
from smartland.services.alerts.running import Compile
from smartland.services.catalogue import Catalogue
from smartland.services.concepts import Concepts
from smartland.services.evidence.proposing import Evidence
from smartland.services.exports import Exports
from smartland.services.harvest import Deletion, Harvest
from smartland.services.indexing import Indexing
from smartland.services.labels import Labels
from smartland.services.match import Match
from smartland.services.places import Places
from smartland.services.preview import Preview
from smartland.services.projection import Projections
from smartland.services.provenance import Provenances
from smartland.services.publisher import publisher_of
from smartland.services.publishing import Publishing
from smartland.services.recognition import Recognition
from smartland.services.scheduling import Sources, Worker
from smartland.services.searching.finding import Search
from smartland.services.searching.related import Related
from smartland.services.sparql import Bounds, Sparql
from smartland.services.steward import Steward
from smartland.services.tasks import tasks
from smartland.services.tokens import TokenOffice
from smartland.services.uploads import UploadLimits, Uploads
from smartland.services.validation import Validation
from smartland.settings import Settings

BASE, VOCABULARY, PACKAGED = "base", "vocabulary", "packaged"
FEW, MANY = 200, 3_000
"""Changes that are projected together, at first and then at least."""

_NO_CLIENT = Label(
    it="Per SMARTLAND_ELASTICSEARCH_URL serve il client: pip install 'smartland[elasticsearch]'.",
    en="SMARTLAND_ELASTICSEARCH_URL needs the client: pip install 'smartland[elasticsearch]'.",
)


class _Installed(Mapping[str, Importer]):
    """Importers by name; one is imported when it is asked for: a harvest needs
    one, and all of them take longer to import than a small source to read."""

    def __init__(self) -> None:
        self._places = {one.name: one for one in entry_points(group="smartland.importers")}
        self._loaded: dict[str, Importer] = {}

    def __getitem__(self, name: str) -> Importer:
        if name not in self._loaded:
            self._loaded[name] = self._places[name].load()()
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def find_importers() -> Mapping[str, Importer]:
    """Every installed importer, by name."""
    return _Installed()


@dataclass
class Core:
    """What needs the truth alone: writing, harvesting, tokens. Any number of processes may have
    one at the same time."""

    settings: Settings
    base: str
    catalogue: Catalogue
    labels: Labels
    harvest: Harvest
    harvest_log: HarvestLog
    sources: Sources
    uploads: Uploads
    recognition: Recognition
    provenances: Provenances
    evidence: Evidence
    tokens: TokenOffice
    jobs: Jobs
    publishing: Publishing
    validation: Validation
    database: Database

    def load_vocabularies(self) -> None:
        """Bring our own concept schemes into the truth; unchanged ones cost a comparison."""
        self.harvest.run(Source(VOCABULARY, VOCABULARY, PACKAGED))

    def worker(self) -> Worker:
        """What does the jobs that others ask for: harvests, recognition."""
        known = tasks(
            self.sources,
            self.harvest,
            self.jobs,
            self._recognise,
            self._evidence,
            keep_runs=self.settings.harvest_runs,
        )
        return Worker(self.sources, self.jobs, known)

    def _recognise(self) -> str:
        return f"{self.recognition.look()} new pairs to look at"

    def _evidence(self) -> str:
        return str(self.evidence.propose())

    def close(self) -> None:
        """Release the database."""
        self.database.close()


def open_core(settings: Settings) -> Core:
    """Open the truth, making it on first use. Raises Busy or StorageFailed."""
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.truth_url)
    base = database.truth.meta(BASE)
    if base is None:
        base = settings.base_url
        database.truth.set_meta(BASE, base)
    catalogue = Catalogue(database.truth, base)
    guarded = GuardedFetcher(
        allow_private=settings.fetch_private,
        max_bytes=settings.fetch_max_bytes,
        timeout=settings.fetch_timeout,
        pace=settings.fetch_pace,
    )
    fetcher = RememberingFetcher(guarded, settings.data_dir / "fetched", settings.fetch_cache)
    harvest = Harvest(
        catalogue,
        database.harvests,
        fetcher,
        find_importers(),
        database.proposals,
        Deletion(settings.withdraw_ceiling, timedelta(days=settings.withdraw_grace)),
    )
    sources = Sources(database.harvests, database.jobs, harvest)
    folder = settings.data_dir / "uploads"
    uploads = Uploads(
        folder,
        Preview(harvest),
        sources,
        database.harvests,
        UploadProcess(folder),
        UploadLimits(size=settings.max_body),
    )
    return Core(
        settings,
        base,
        catalogue,
        Labels(catalogue),
        harvest,
        database.harvests,
        sources,
        uploads,
        Recognition(catalogue, database.proposals),
        Provenances(catalogue),
        Evidence(catalogue),
        TokenOffice(database.tokens),
        database.jobs,
        Publishing(base),
        Validation(ShaclProcess(), guarded, truth=database.truth, prober=guarded),
        database,
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
    graph = ReaderPool(
        settings.data_dir / "graph",
        readers=settings.sparql_readers,
        memory_bytes=settings.sparql_memory,
    )
    index = _open_index(settings, truth.last_sequence)
    indexing = Indexing(core.labels.many, places.current, concepts.current)
    projections = Projections(truth, graph, index, indexing, core.base)
    steward = Steward(projections, core.jobs)
    bounds = Bounds(settings.sparql_deadline, settings.sparql_max_rows, settings.sparql_max_bytes)
    search = Search(index, core.catalogue, concepts, places)
    match = Match(core.catalogue, index, concepts, places)
    services = Services(
        core,
        projections,
        search,
        match,
        Sparql(graph, bounds, settings.cache_bytes),
        steward,
        _exports(core),
        _alerts(core, indexing, search.request),
        Related(core.catalogue, index, concepts, match),
        concepts,
        places,
        lock,
    )
    core.catalogue.wrote = steward.wake
    return services


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


def open_alerts(core: Core) -> Alerts:
    """Saved searches over the truth alone: any number of processes may run them."""
    truth = core.database.truth
    indexing = Indexing(core.labels.many, Places(truth).current, Concepts(truth).current)
    return _alerts(core, indexing, compiler(core.catalogue))


def _alerts(core: Core, indexing: Indexing, compile_query: Compile) -> Alerts:
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


def follow(
    settings: Settings, progress: Callable[[int], None], more: Callable[[], bool] = lambda: False
) -> bool:
    """Bring the projections up to date in this process, again and again while there may be
    ``more``; False when another process does it."""
    try:
        services = open_services(settings, patience=0.0)
    except Busy:
        return False
    try:
        coming, enough = True, FEW
        while coming:
            coming = more()
            # a commit of the index costs the same for one document and for thousands
            if not coming or services.projections.lag() >= enough:
                services.projections.catch_up(progress)
                enough = min(enough * 2, MANY)
    finally:
        services.close()
    return True
