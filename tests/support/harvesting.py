"""A real harvest of one importer into a fresh database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from smartland.domain.resource import Revision
from smartland.ports.harvests import Run, Source
from smartland.ports.importer import Importer
from smartland.services.harvest import Harvest
from smartland.settings import Settings
from smartland.wiring import Core, open_core

BASE = "http://smartland.example/"


@dataclass(frozen=True)
class Bench:
    """An installation that has only the importer under test."""

    core: Core
    harvest: Harvest
    importer: Importer

    def run(self, address: str | Path, name: str = "source") -> Run:
        """One harvest of an address, a source of its own by ``name``."""
        return self.harvest.run(Source(name, self.importer.name, str(address)))

    def reasons(self, run: Run, outcome: str) -> dict[str, str]:
        """Why items came to an outcome, by their key in the source."""
        found = self.core.harvest_log.outcomes(run.id, outcome, 100_000)
        return {one.source_key: one.reason for one in found}

    def find(self, kind: str, key: str) -> Revision | None:
        """What is in the truth under a key."""
        return self.core.catalogue.by_iri(f"{BASE}id/{kind}/{key}")


@contextmanager
def harvesting(folder: Path, importer: Importer) -> Iterator[Bench]:
    """The bench in a temporary folder; loopback addresses are let through."""
    core = open_core(Settings(data_dir=folder, base_url=BASE, fetch_private=True, fetch_pace=0))
    try:
        yield Bench(core, replace(core.harvest, importers={importer.name: importer}), importer)
    finally:
        core.close()
