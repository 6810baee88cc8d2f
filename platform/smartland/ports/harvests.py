"""The memory of harvests: sources, runs, and one outcome per item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
REJECTED, WITHDRAWN, KEPT, MISSING = "rejected", "withdrawn", "kept", "missing"
RUNNING, INTERRUPTED = "running", "interrupted"


@dataclass(frozen=True)
class Source:
    """Where an importer reads: ``address`` is a URL or an absolute path.

    ``schedule`` is a cron expression in UTC, empty for a source that is harvested when asked;
    ``due`` is when its next harvest is to start.
    """

    name: str
    importer: str
    address: str
    schedule: str = ""
    paused: bool = False
    due: datetime | None = None


@dataclass(frozen=True)
class ItemOutcome:
    """What became of one item; ``reason`` says why it was rejected or kept, or what was odd.

    ``number`` is its place in the log, which rises within a run; 0 where it was not read there.
    """

    source_key: str
    outcome: str
    iri: str = ""
    reason: str = ""
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Run:
    """One harvest; ``state`` is running, done, failed or interrupted; ``counts`` by outcome."""

    id: int
    source: str
    importer: str
    address: str
    started: datetime
    state: str
    counts: dict[str, int]
    ended: datetime | None = None
    message: str = ""


class HarvestLog(Protocol):
    """Keeps every run's report, and which IRI each source key stands for."""

    def save_source(self, source: Source) -> None:
        """Add a source, or give the one of the same name its importer and address; when it is
        harvested stays as it was."""

    def plan(self, source: str, schedule: str, due: datetime | None, *, paused: bool) -> None:
        """Set when a source is harvested."""

    def remove_source(self, source: str) -> bool:
        """Forget a source; what it brought and its reports stay. False when there is none."""

    def overdue(self, at: datetime) -> Sequence[Source]:
        """The sources, not paused, whose next harvest is due at ``at``."""

    def advance(self, source: Source, due: datetime | None) -> bool:
        """Set the next harvest; False when somebody else did since ``source`` was read."""

    def source(self, name: str) -> Source | None:
        """One registered source."""

    def sources(self) -> Sequence[Source]:
        """All registered sources, by name."""

    def start(self, source: Source, at: datetime) -> int:
        """Open a run; runs of the same source that were left running become interrupted."""

    def record(self, run: int, outcomes: Sequence[ItemOutcome]) -> None:
        """Append outcomes; ``created/changed/unchanged`` mark their keys as seen in this run.

        A key that stood for another IRI leaves that one behind, as a key of its own that this run
        has not seen. Raises SourceFailed when another run of the source has begun.
        """

    def finish(self, run: int, at: datetime, state: str, message: str) -> None:
        """Close a run; one that was interrupted stays so."""

    def known(self, source: str) -> int:
        """How many keys of a source are present (seen, and not withdrawn since)."""

    def announce(self, run: int, created: Sequence[ItemOutcome]) -> None:
        """Note the keys of items about to be created, so that they are known to be this source's
        even if the process dies before their outcome is recorded. Raises as ``record`` does,
        without any item too."""

    def forget(self, run: int, keys: Sequence[str]) -> None:
        """Take keys of the run's source for absent from now on, though nothing was withdrawn."""

    def named(self, source: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Key → the IRI that it stood for last; keys never seen are left out."""

    def present(self, source: str, keys: Sequence[str]) -> Sequence[ItemOutcome]:
        """Those of ``keys`` that a source has, as outcomes with their IRI."""

    def vanished(self, run: int, at: datetime) -> Sequence[tuple[ItemOutcome, datetime]]:
        """Keys that the run's source had before and that this run did not see (rejected and kept
        ones count as seen), as outcomes with their IRI, and since when each has been missing:
        ``at`` for those that this run missed first, which is remembered."""

    def run(self, run: int) -> Run:
        """One run. Raises NotFound."""

    def runs(self, source: str | None, limit: int) -> Sequence[Run]:
        """Newest first."""

    def outcomes(
        self, run: int, outcome: str | None, limit: int, after: int = 0
    ) -> Sequence[ItemOutcome]:
        """The outcomes of a run, in order, of one sort or all, after the one of that number."""

    def prune(self, source: str, keep: int, limit: int) -> int:
        """Forget up to ``limit`` outcomes of runs of a source beyond its newest ``keep``; how many.

        Runs and their counts stay, and so do what the newest run rejected and whatever is running.
        """
