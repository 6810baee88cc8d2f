"""The truth opened, and what needs nothing else."""

from dataclasses import dataclass
from datetime import timedelta

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.adapters.fetch_memory import RememberingFetcher
from smartland.adapters.shacl_process import ShaclProcess
from smartland.adapters.sql import Database, open_database
from smartland.adapters.upload_process import UploadProcess
from smartland.ports.harvests import HarvestLog, Source
from smartland.ports.jobs import Jobs
from smartland.services.catalogue import Catalogue
from smartland.services.evidence.proposing import Evidence
from smartland.services.harvest import Deletion, Harvest
from smartland.services.labels import Labels
from smartland.services.preview import Preview
from smartland.services.provenance import Provenances
from smartland.services.publishing import Publishing
from smartland.services.recognition import Recognition
from smartland.services.scheduling import Sources, Worker
from smartland.services.tasks import tasks
from smartland.services.tokens import TokenOffice
from smartland.services.uploads import UploadLimits, Uploads
from smartland.services.validation import Validation
from smartland.settings import Settings
from smartland.wiring.installed import find_importers

BASE, VOCABULARY, PACKAGED = "base", "vocabulary", "packaged"


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
    base = _base(database, settings)
    catalogue = Catalogue(database.truth, base)
    guarded = _guarded(settings)
    harvest = _harvest(settings, database, catalogue, guarded)
    sources = Sources(database.harvests, database.jobs, harvest)
    return Core(
        settings,
        base,
        catalogue,
        Labels(catalogue),
        harvest,
        database.harvests,
        sources,
        _uploads(settings, database, harvest, sources),
        Recognition(catalogue, database.proposals),
        Provenances(catalogue),
        Evidence(catalogue),
        TokenOffice(database.tokens),
        database.jobs,
        Publishing(base),
        Validation(ShaclProcess(), guarded, truth=database.truth, prober=guarded),
        database,
    )


def _base(database: Database, settings: Settings) -> str:
    """The address in all our names: the one that was set when the truth was made."""
    base = database.truth.meta(BASE)
    if base is None:
        base = settings.base_url
        database.truth.set_meta(BASE, base)
    return base


def _guarded(settings: Settings) -> GuardedFetcher:
    return GuardedFetcher(
        allow_private=settings.fetch_private,
        max_bytes=settings.fetch_max_bytes,
        timeout=settings.fetch_timeout,
        pace=settings.fetch_pace,
    )


def _harvest(
    settings: Settings, database: Database, catalogue: Catalogue, guarded: GuardedFetcher
) -> Harvest:
    return Harvest(
        catalogue,
        database.harvests,
        RememberingFetcher(guarded, settings.data_dir / "fetched", settings.fetch_cache),
        find_importers(),
        database.proposals,
        Deletion(settings.withdraw_ceiling, timedelta(days=settings.withdraw_grace)),
    )


def _uploads(settings: Settings, database: Database, harvest: Harvest, sources: Sources) -> Uploads:
    folder = settings.data_dir / "uploads"
    return Uploads(
        folder,
        Preview(harvest),
        sources,
        database.harvests,
        UploadProcess(folder),
        UploadLimits(size=settings.max_body),
    )
