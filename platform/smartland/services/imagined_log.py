"""What a dry run notes in place of the log of harvests and of the review queue: in memory only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from smartland.ports.harvests import HarvestLog, ItemOutcome, Run, Source
from smartland.ports.proposals import Pair, Proposal, Proposals

NUMBER = 0
"""The only run there is."""


class ImaginedLog:
    """``ports.harvests.HarvestLog`` of one run that leaves no trace.

    Outcomes are counted, and those in ``listed`` kept, the first ``most`` of them. What left the
    source is counted (``absent``) and stays.
    """

    def __init__(self, log: HarvestLog, listed: Sequence[str], most: int) -> None:
        self._log = log
        self._listed = frozenset(listed)
        self._most = most
        self._source = Source("", "", "")
        self._run: Run | None = None
        self._met: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.kept: list[ItemOutcome] = []

    @property
    def absent(self) -> int:
        """How many items the source had when it was last harvested and has no longer."""
        return max(self._log.known(self._source.name) - len(self._met), 0)

    def start(self, source: Source, at: datetime) -> int:
        """Open the run."""
        self._source = source
        self._run = Run(NUMBER, source.name, source.importer, source.address, at, "running", {})
        return NUMBER

    def record(self, run: int, outcomes: Sequence[ItemOutcome]) -> None:
        """Count the outcomes and keep the first."""
        self.counts.update(one.outcome for one in outcomes)
        wanted = [one for one in outcomes if one.outcome in self._listed]
        self.kept += wanted[: max(self._most - len(self.kept), 0)]
        keys = [one.source_key for one in outcomes]
        self._met.update(one.source_key for one in self.present(self._source.name, keys))

    def finish(self, run: int, at: datetime, state: str, message: str) -> None:
        """Close the run."""
        source = self._source
        self._run = Run(
            NUMBER, source.name, source.importer, source.address, at, state, dict(self.counts),
            at, message,
        )  # fmt: skip

    def run(self, run: int) -> Run:
        """The run as it stands. Raises NotFound."""
        return self._run or self._log.run(run)

    def known(self, source: str) -> int:
        """As it is."""
        return self._log.known(source)

    def announce(self, run: int, created: Sequence[ItemOutcome]) -> None:
        """Nothing comes of it."""

    def forget(self, run: int, keys: Sequence[str]) -> None:
        """Not absent from the source: taken for absent on purpose."""
        self._met.update(one.source_key for one in self.present(self._source.name, keys))

    def named(self, source: str, keys: Sequence[str]) -> Mapping[str, str]:
        """As it is."""
        return self._log.named(source, keys)

    def present(self, source: str, keys: Sequence[str]) -> Sequence[ItemOutcome]:
        """As it is."""
        return self._log.present(source, keys)

    def vanished(self, run: int, at: datetime) -> Sequence[tuple[ItemOutcome, datetime]]:
        """None: to remember since when they are missing is to write. See ``absent``."""
        return ()

    # sources: as they are, whatever is asked

    def save_source(self, source: Source) -> None:
        """Nothing is saved."""

    def plan(self, source: str, schedule: str, due: datetime | None, *, paused: bool) -> None:
        """Nothing is planned."""

    def remove_source(self, source: str) -> bool:
        """Nothing is removed."""
        return False

    def overdue(self, at: datetime) -> Sequence[Source]:
        """As they are."""
        return self._log.overdue(at)

    def advance(self, source: Source, due: datetime | None) -> bool:
        """Nothing is planned."""
        return False

    def source(self, name: str) -> Source | None:
        """As it is."""
        return self._log.source(name)

    def sources(self) -> Sequence[Source]:
        """As they are."""
        return self._log.sources()

    def runs(self, source: str | None, limit: int) -> Sequence[Run]:
        """As they are."""
        return self._log.runs(source, limit)

    def outcomes(
        self, run: int, outcome: str | None, limit: int, after: int = 0
    ) -> Sequence[ItemOutcome]:
        """The outcomes that were kept."""
        numbered = [replace(one, number=number) for number, one in enumerate(self.kept, 1)]
        return [one for one in numbered[after:] if outcome in (None, one.outcome)][:limit]

    def prune(self, source: str, keep: int, limit: int) -> int:
        """Nothing is forgotten."""
        return 0


class ImaginedProposals:
    """``ports.proposals.Proposals`` to which nothing is added."""

    def __init__(self, proposals: Proposals) -> None:
        self._proposals = proposals

    def add(self, pairs: Sequence[Pair], at: datetime) -> int:
        """Nothing is queued."""
        return 0

    def proposal(self, number: int) -> Proposal:
        """As it is. Raises NotFound."""
        return self._proposals.proposal(number)

    def listed(self, state: str, limit: int, after: int = 0) -> Sequence[Proposal]:
        """As they are."""
        return self._proposals.listed(state, limit, after)

    def count(self, state: str) -> int:
        """As it is."""
        return self._proposals.count(state)

    def decide(self, number: int, state: str, actor: str, at: datetime) -> bool:
        """Nothing is decided."""
        return False
