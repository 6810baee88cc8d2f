"""The dry run of a harvest: what would become of each item, and nothing is written.

It is the harvest itself, on a truth and a log that only imagine what they are told, so that both
always say the same. Only the cache of what was fetched from the web is kept, as for a harvest.
"""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Revision, Write
from smartland.errors import Label, SmartlandError
from smartland.ports.fetch import Fetcher
from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    REJECTED,
    UNCHANGED,
    WITHDRAWN,
    ItemOutcome,
    Source,
)
from smartland.ports.importer import (
    CellProblem,
    Examined,
    Examining,
    Found,
    Importer,
    Item,
    Partial,
)
from smartland.ports.truth import Truth
from smartland.rdf.findings import ValidationReport
from smartland.schemas.documents import validate
from smartland.services.catalogue import Catalogue
from smartland.services.harvest import Harvest, Progress
from smartland.services.imagined_log import ImaginedLog, ImaginedProposals
from smartland.services.imagined_truth import ImaginedTruth
from smartland.services.profiling import ProfileFindings

OUTCOMES = (CREATED, CHANGED, UNCHANGED, REJECTED, KEPT, WITHDRAWN)
LISTED = 1_000
DONE, FAILED, STOPPED = "done", "failed", "stopped"

MANY_ITEMS = Label(
    it="La prova si ferma dopo {limit} righe: il resto non è stato guardato.",
    en="The dry run stops after {limit} rows: the others were not looked at.",
)
LATE = Label(
    it="La prova si ferma dopo {limit} s: il resto non è stato guardato.",
    en="The dry run stops after {limit} s: the rest was not looked at.",
)

Examine = Callable[[str, Fetcher, str], Generator[Examined, None, None]]
"""Gives the items at (address, by fetcher, for an IRI base) with their problems."""


@dataclass(frozen=True)
class Bounds:
    """How much of a source is looked at; None for all of it."""

    items: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Foreseen:
    """What a harvest would do: ``counts`` by outcome, and the first LISTED outcomes and problems.

    ``state`` is done, failed (``message`` says why the source fails as a whole) or stopped (at a
    bound, so the counts are of a part). ``problem_count`` counts all problems; ``absent`` the items
    that the source had before and has no longer, None unless it was read to its end. ``profile`` is
    what DCAT-AP_IT has against the datasets that would come in, None where there are none.
    """

    source: Source
    state: str
    counts: Mapping[str, int]
    outcomes: tuple[ItemOutcome, ...]
    problems: tuple[CellProblem, ...]
    problem_count: int
    absent: int | None
    message: Label | None = None
    profile: ValidationReport | None = None

    @property
    def total(self) -> int:
        """How many items were looked at."""
        return sum(self.counts.values())

    @property
    def clean(self) -> bool:
        """True when every item would come in."""
        return self.state == DONE and not self.counts.get(REJECTED)


class Preview:
    """Dry runs of what a harvest would do."""

    def __init__(self, harvest: Harvest) -> None:
        self._harvest = harvest

    @property
    def base(self) -> str:
        """The installation's IRI base."""
        return self._harvest.catalogue.base

    @property
    def importers(self) -> Mapping[str, Importer]:
        """Every installed importer, by name."""
        return self._harvest.importers

    def run(
        self,
        source: Source,
        examine: Examine | None = None,
        *,
        bounds: Bounds = Bounds(),
        listed: Sequence[str] = OUTCOMES,
        public: bool = False,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> Foreseen:
        """The dry run of ``source``, which need not be registered, read by its importer or by
        ``examine``.

        ``listed`` are the outcomes that are kept, not only counted. ``public`` leaves out what not
        everybody may see. Raises NotFound for an unknown importer, Busy and StorageFailed.
        """
        real = self._harvest
        importer = real.importer(source.importer)
        profiles = ProfileFindings()
        truth = _Noted(real.catalogue.truth, profiles, public=public)
        log = ImaginedLog(real.log, listed, LISTED)
        watched = _Watched(examine or _examination(importer), bounds, public=public)
        run = replace(
            real,
            catalogue=Catalogue(truth, real.catalogue.base, real.catalogue.clock),
            log=log,
            importers={source.importer: watched},
            proposals=ImaginedProposals(real.proposals),
        ).run(source, progress)
        state = STOPPED if watched.stopped else run.state
        return Foreseen(
            source,
            state,
            dict(log.counts),
            tuple(log.kept),
            tuple(watched.problems),
            watched.problem_count,
            log.absent if state == DONE and not watched.partial else None,
            watched.stopped or watched.failure or _told(run.message),
            profiles.report(),
        )


def _examination(importer: Importer) -> Examine:
    """The items of an importer, with their problems where it tells them."""

    def examine(address: str, fetcher: Fetcher, base: str) -> Generator[Examined, None, None]:
        if isinstance(importer, Examining):
            yield from importer.examine(address, fetcher, base, validate)
        else:
            for item in importer.read(address, fetcher, base):
                yield Examined(item)

    return examine


def _told(message: str) -> Label | None:
    return Label(it=message, en=message) if message else None


class _Noted(ImaginedTruth):
    """A truth that shows what would be written to the application profile."""

    def __init__(self, truth: Truth, profiles: ProfileFindings, *, public: bool) -> None:
        super().__init__(truth, public=public)
        self._profiles = profiles

    def write(self, writes: Sequence[Write], at: datetime) -> Sequence[Revision]:
        """Imagine all of them. Raises Invalid for text that no database takes."""
        revisions = super().write(writes, at)
        for one in revisions:
            self._profiles.note(one)
        return revisions


class _Watched:
    """An importer that ends at the bounds, and notes the problems and what it fails of."""

    name: ClassVar[str] = "preview"
    label: ClassVar[Label] = Label(it="prova", en="dry run")

    def __init__(self, examine: Examine, bounds: Bounds, *, public: bool) -> None:
        self._examine = examine
        self._bounds = bounds
        self._public = public
        self.problems: list[CellProblem] = []
        self.problem_count = 0
        self.failure: Label | None = None
        self.stopped: Label | None = None
        self.partial = False

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """The items up to the bounds. Raises what the importer raises."""
        begun, items = time.monotonic(), 0
        try:
            with closing(self._examine(address, fetcher, base)) as stream:
                for one in stream:
                    self._note(one.problems)
                    if one.item is None:
                        continue
                    self.stopped = self._passed(items, time.monotonic() - begun)
                    if self.stopped:
                        return
                    items += 1
                    self.partial = self.partial or isinstance(one.item, Partial)
                    yield self._shown(one.item)
        except SmartlandError as error:
            self.failure = error.message
            raise

    def _note(self, problems: Sequence[CellProblem]) -> None:
        self.problems += problems[: max(LISTED - len(self.problems), 0)]
        self.problem_count += len(problems)

    def _passed(self, items: int, seconds: float) -> Label | None:
        bounds = self._bounds
        if bounds.items is not None and items >= bounds.items:
            return MANY_ITEMS.format(limit=bounds.items)
        if bounds.seconds is not None and seconds > bounds.seconds:
            return LATE.format(limit=f"{bounds.seconds:g}")
        return None

    def _shown(self, item: Item) -> Item:
        if not self._public or not isinstance(item, Found):
            return item
        given = item.description
        document = KINDS[given.kind].public(given.document)
        return replace(item, description=replace(given, document=document))
