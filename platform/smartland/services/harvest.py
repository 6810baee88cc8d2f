"""Brings a source in, item by item: one outcome each, nothing lost, nothing half-written."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from smartland.errors import Conflict, Invalid, Label, NotFound, SmartlandError, StaleWrite
from smartland.ports.fetch import Fetcher
from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    MISSING,
    REJECTED,
    UNCHANGED,
    HarvestLog,
    ItemOutcome,
    Run,
    Source,
)
from smartland.ports.importer import Expected, Found, Importer, Partial, Rejected, Removed
from smartland.ports.proposals import Proposals
from smartland.rdf.parse import valid_iri
from smartland.services.catalogue import Catalogue, now
from smartland.services.contributions import actor_of
from smartland.services.metering import Budget, MeteredFetcher
from smartland.services.prepared import Prepared
from smartland.services.receiving import Receiver, reasons
from smartland.services.reporting import plain_outcome, plain_text, with_plain_key
from smartland.services.turns import BATCH, batches, first_turn

log = logging.getLogger(__name__)

ATTEMPTS = 3
LONGEST_IRI = 1_000
"""Databases index what is not much longer."""
DONE, FAILED = "done", "failed"
SEEN = (CREATED, CHANGED, UNCHANGED)
Given = TypeVar("Given", bound=Found | ItemOutcome)

NO_IMPORTER = Label(
    it="Nessun importatore «{name}». Ci sono: {names}.",
    en="There is no importer “{name}”. There are: {names}.",
)
HELD = (
    "{gone} of {known} items vanished from the source or were deleted there, more than the ceiling "
    "of {ceiling} %: nothing was withdrawn; look at the source, then raise "
    "SMARTLAND_WITHDRAW_CEILING for one run if it is right"
)
WAITING = "not in the source since {since:%Y-%m-%d}; withdrawn if still missing on {until:%Y-%m-%d}"


@dataclass
class Progress:
    """How far a run is: ``done`` items of ``total`` (0 when unknown), and the counts so far."""

    done: int = 0
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, outcomes: Sequence[ItemOutcome]) -> None:
        """Count what became of some more items."""
        for one in outcomes:
            self.counts[one.outcome] = self.counts.get(one.outcome, 0) + 1
        self.done += len(outcomes)


@dataclass(frozen=True)
class Deletion:
    """When what left a source leaves the platform: at once where the source says so itself, else
    after ``grace`` without it, and never more than ``ceiling`` percent of the source in one run.

    The ceiling holds for both: a repository that declares everything deleted has broken down, or
    was broken into, as often as one that is empty.
    """

    ceiling: int = 20
    grace: timedelta = timedelta(0)


@dataclass
class Harvest:
    """Runs importers by name."""

    catalogue: Catalogue
    log: HarvestLog
    fetcher: Fetcher
    importers: Mapping[str, Importer]
    proposals: Proposals
    deletion: Deletion = Deletion()
    budget: Budget = field(default_factory=Budget)
    clock: Callable[[], datetime] = now

    def importer(self, name: str) -> Importer:
        """An importer by name. Raises NotFound with the names that there are."""
        if name not in self.importers:
            raise NotFound(NO_IMPORTER.format(name=name, names=", ".join(sorted(self.importers))))
        return self.importers[name]

    def run(self, source: Source, progress: Callable[[Progress], None] = lambda _: None) -> Run:
        """One harvest of ``source``, kept with its report.

        Raises NotFound for an unknown importer; a source that fails as a whole ends the run in
        state ``failed``, one that another run of the source overtakes in ``interrupted``; what
        went in before stays in.
        """
        self.importer(source.importer)
        self.log.save_source(source)
        run = self.log.start(source, self.clock())
        state, message = DONE, ""
        try:
            message = _Running(self, source, run, progress).complete()
        except SmartlandError as error:
            state, message = FAILED, error.message.en
        except Exception as error:
            # an importer may fail in any way on what it was sent; the run must be closed and say so
            log.exception("run %s of %s failed", run, source.name)
            state, message = FAILED, f"{type(error).__name__}: {error}"
        self.log.finish(run, self.clock(), state, plain_text(message))
        return self.log.run(run)


class _Running:
    """One run of one source."""

    def __init__(
        self, harvest: Harvest, source: Source, run: int, progress: Callable[[Progress], None]
    ) -> None:
        self._source, self._run, self._progress = source, run, progress
        self._catalogue, self._log = harvest.catalogue, harvest.log
        self._proposals = harvest.proposals
        self._importer = harvest.importer(source.importer)
        self._fetcher = MeteredFetcher(harvest.fetcher, harvest.budget)
        self._deletion, self._clock = harvest.deletion, harvest.clock
        self._receiver = Receiver(harvest.catalogue, source)
        self._seen: set[str] = set()
        self._state = Progress()

    def complete(self) -> str:
        """Take every item, then withdraw what the source no longer has; the run's message."""
        known = self._log.known(self._source.name)
        removed: list[str] = []
        whole = True
        found = self._importer.read(self._source.address, self._fetcher, self._catalogue.base)
        items = map(with_plain_key, found)
        for batch in batches(items):
            self._fetcher.check()
            removed += [one.source_key for one in batch if isinstance(one, Removed)]
            whole = whole and not any(isinstance(one, Partial) for one in batch)
            totals = [one.total for one in batch if isinstance(one, Expected)]
            self._state.total = max([self._state.total, *totals])
            self._report(self._take([one for one in batch if isinstance(one, Found | Rejected)]))
        return self._withdraw_gone(known, removed, whole=whole)

    def _report(self, told: Sequence[ItemOutcome]) -> None:
        outcomes = [plain_outcome(one) for one in told]
        self._log.record(self._run, outcomes)
        self._state.add(outcomes)
        self._progress(self._state)

    def _once(self, item: Found | Rejected) -> Found | ItemOutcome:
        """The item, unless it was rejected or its IRI came before in this run."""
        if isinstance(item, Rejected):
            return ItemOutcome(item.source_key, REJECTED, reason=item.reason)
        iri = item.description.iri
        if len(iri) > LONGEST_IRI or not valid_iri(iri):
            reason = f"the IRI <{iri[:300]}> is invalid or has more than {LONGEST_IRI} characters"
            return ItemOutcome(item.description.source_key, REJECTED, reason=reason)
        if iri in self._seen:
            reason = "described more than once in the source; the first description counts"
            return ItemOutcome(item.description.source_key, KEPT, iri, reason)
        self._seen.add(iri)
        return item

    # bringing in

    def _take(self, items: Sequence[Found | Rejected]) -> list[ItemOutcome]:
        """What became of a batch."""
        before = self._log.named(self._source.name, [_key(one) for one in items])
        named = [
            self._once(self._receiver.identify(one, before.get(_key(one), ""))) for one in items
        ]
        left = {key: iri for key, iri in before.items() if iri not in self._seen}
        return self._bring_about(named, partial(self._receiver.prepare, left=left))

    def _bring_about(
        self, items: Sequence[Given], prepare: Callable[[Sequence[Given]], list[Prepared]]
    ) -> list[ItemOutcome]:
        """Commit in turns: two items that are one resource go in one after the other."""
        outcomes: list[ItemOutcome] = []
        waiting, attempts = list(items), 0
        while waiting:
            prepared = prepare(waiting)
            places = first_turn(prepared)
            turn = [prepared[place] for place in places]
            try:
                self._commit(turn)
            except (StaleWrite, Conflict, Invalid):
                # somebody wrote one of these between our reading and our writing: look again
                attempts += 1
                if attempts < ATTEMPTS:
                    continue
                turn = [self._commit_one(waiting[place], prepare) for place in places]
            outcomes += [one.outcome for one in turn]
            gone = set(places)
            waiting = [one for place, one in enumerate(waiting) if place not in gone]
            attempts = 0
        return outcomes

    def _commit(self, prepared: Sequence[Prepared]) -> None:
        coming = [one.outcome for one in prepared if one.drafts and one.outcome.outcome in SEEN]
        self._log.announce(self._run, coming)
        drafts = [draft for one in prepared for draft in one.drafts]
        self._catalogue.commit(drafts, actor_of(self._source))
        self._proposals.add([pair for one in prepared for pair in one.pairs], self._clock())

    def _commit_one(
        self, item: Given, prepare: Callable[[Sequence[Given]], list[Prepared]]
    ) -> Prepared:
        """Commit an item on its own, so that the one at fault is the only one left out."""
        (prepared,) = prepare([item])
        for _ in range(ATTEMPTS):
            try:
                self._commit((prepared,))
            except Invalid as error:
                return _refused(prepared, error)
            except (StaleWrite, Conflict) as error:
                refused = _refused(prepared, error)
                (prepared,) = prepare([item])
            else:
                return prepared
        return refused

    # taking away

    def _withdraw_gone(self, known: int, removed: Sequence[str], *, whole: bool) -> str:
        """Withdraw what the source deleted or, read whole, no longer has, unless that is too much
        of it."""
        at = self._clock()
        if whole:
            missing = self._log.vanished(self._run, at)
        else:
            missing = [(one, at) for one in self._log.present(self._source.name, removed)]
        # a resource may have come under another key than before: it did not vanish
        since = {one: since for one, since in missing if one.iri not in self._seen}
        gone = self._without_loss(list(since))
        # one item of a few may go; all of them never go unseen
        few = len(gone) == 1 < known
        if len(gone) * 100 > known * self._deletion.ceiling and not few:
            return HELD.format(gone=len(gone), known=known, ceiling=self._deletion.ceiling)
        grace, deleted = self._deletion.grace, set(removed)
        due = {one for one in gone if one.source_key in deleted or at - since[one] >= grace}
        self._withdraw([one for one in gone if one in due])
        self._report([_missing(one, since[one], grace) for one in gone if one not in due])
        return ""

    def _without_loss(self, gone: Sequence[ItemOutcome]) -> list[ItemOutcome]:
        """Close the items with which nothing goes; those that are left take something away."""
        lost: list[ItemOutcome] = []
        for start in range(0, len(gone), BATCH):
            batch = gone[start : start + BATCH]
            prepared = self._receiver.withdraw(batch)
            lost += [one for one, what in zip(batch, prepared, strict=True) if what.drafts]
            self._close([what.outcome for what in prepared if not what.drafts])
        return lost

    def _withdraw(self, gone: Sequence[ItemOutcome]) -> None:
        for start in range(0, len(gone), BATCH):
            batch = gone[start : start + BATCH]
            self._close(self._bring_about(batch, self._receiver.withdraw))

    def _close(self, outcomes: Sequence[ItemOutcome]) -> None:
        self._report(outcomes)
        # people keep these, the source does not have them: nothing is missing any more
        self._log.forget(self._run, [one.source_key for one in outcomes if one.outcome == KEPT])


def _key(item: Found | Rejected) -> str:
    return item.description.source_key if isinstance(item, Found) else item.source_key


def _refused(prepared: Prepared, error: SmartlandError) -> Prepared:
    return Prepared(replace(prepared.outcome, outcome=REJECTED, reason=reasons(error)))


def _missing(item: ItemOutcome, since: datetime, grace: timedelta) -> ItemOutcome:
    reason = WAITING.format(since=since, until=since + grace)
    return replace(item, outcome=MISSING, reason=reason)
