"""Brings a source in, item by item: one outcome each, nothing lost, nothing half-written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from smartland.errors import Conflict, Invalid, Label, NotFound, SmartlandError, StaleWrite
from smartland.ports.fetch import Fetcher
from smartland.ports.harvests import (
    CREATED,
    KEPT,
    MISSING,
    REJECTED,
    HarvestLog,
    ItemOutcome,
    Run,
    Source,
)
from smartland.ports.importer import Expected, Found, Importer, Rejected, Removed
from smartland.ports.proposals import Proposals
from smartland.services.catalogue import Catalogue, now
from smartland.services.contributions import actor_of
from smartland.services.receiving import Prepared, Receiver, reasons

BATCH = 500
ATTEMPTS = 3
DONE, FAILED = "done", "failed"

NO_IMPORTER = Label(
    it="Nessun importatore «{name}». Ci sono: {names}.",
    en="There is no importer “{name}”. There are: {names}.",
)
HELD = (
    "{gone} of {known} items vanished from the source, more than the ceiling of {ceiling} %: "
    "nothing was withdrawn; look at the source, then raise SMARTLAND_WITHDRAW_CEILING for one "
    "run if it is right"
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
    """When what left a source leaves the platform: after ``grace`` without it, and never more
    than ``ceiling`` percent of the source in one run."""

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
    clock: Callable[[], datetime] = now

    def importer(self, name: str) -> Importer:
        """An importer by name. Raises NotFound with the names that there are."""
        if name not in self.importers:
            raise NotFound(NO_IMPORTER.format(name=name, names=", ".join(sorted(self.importers))))
        return self.importers[name]

    def run(self, source: Source, progress: Callable[[Progress], None] = lambda _: None) -> Run:
        """One harvest of ``source``, kept with its report.

        Raises NotFound for an unknown importer; a source that fails as a whole ends the run in
        state ``failed``, and what went in before stays in.
        """
        self.importer(source.importer)
        self.log.save_source(source)
        run = self.log.start(source, self.clock())
        state, message = DONE, ""
        try:
            message = _Running(self, source, run, progress).complete()
        except SmartlandError as error:
            state, message = FAILED, error.message.en
        self.log.finish(run, self.clock(), state, message)
        return self.log.run(run)


class _Running:
    """One run of one source."""

    def __init__(
        self, harvest: Harvest, source: Source, run: int, progress: Callable[[Progress], None]
    ) -> None:
        self._source, self._run, self._progress = source, run, progress
        self._catalogue, self._log = harvest.catalogue, harvest.log
        self._proposals = harvest.proposals
        self._importer, self._fetcher = harvest.importer(source.importer), harvest.fetcher
        self._deletion, self._clock = harvest.deletion, harvest.clock
        self._receiver = Receiver(harvest.catalogue, source)
        self._seen: set[str] = set()
        self._state = Progress()

    def complete(self) -> str:
        """Take every item, then withdraw what the source no longer has; the run's message."""
        known = self._log.known(self._source.name)
        removed: list[str] = []
        items = self._importer.read(self._source.address, self._fetcher, self._catalogue.base)
        while batch := list(islice(items, BATCH)):
            given = [one for one in batch if isinstance(one, Found | Rejected)]
            removed += [one.source_key for one in batch if isinstance(one, Removed)]
            totals = [one.total for one in batch if isinstance(one, Expected)]
            self._state.total = max([self._state.total, *totals])
            self._report(self._take([self._once(self._receiver.identify(one)) for one in given]))
        self._delete(removed)
        return self._withdraw_vanished(known)

    def _report(self, outcomes: Sequence[ItemOutcome]) -> None:
        self._log.record(self._run, outcomes)
        self._state.add(outcomes)
        self._progress(self._state)

    def _once(self, item: Found | Rejected) -> Found | ItemOutcome:
        """The item, unless it was rejected or its IRI came before in this run."""
        if isinstance(item, Rejected):
            return ItemOutcome(item.source_key, REJECTED, reason=item.reason)
        iri = item.description.iri
        if iri in self._seen:
            reason = "described more than once in the source; the first description counts"
            return ItemOutcome(item.description.source_key, KEPT, iri, reason)
        self._seen.add(iri)
        return item

    # bringing in

    def _take(self, items: Sequence[Found | ItemOutcome]) -> list[ItemOutcome]:
        """Commit a batch in turns: two items that are one resource go in one after the other."""
        outcomes: list[ItemOutcome] = []
        waiting, attempts = list(items), 0
        while waiting:
            prepared = self._receiver.prepare(waiting)
            places = _first_turn(prepared)
            turn = [prepared[place] for place in places]
            try:
                self._commit(turn)
            except (StaleWrite, Conflict, Invalid):
                # somebody wrote one of these between our reading and our writing: look again
                attempts += 1
                if attempts < ATTEMPTS:
                    continue
                turn = [self._commit_one(one) for one in turn]
            outcomes += [one.outcome for one in turn]
            waiting = [one for place, one in enumerate(waiting) if place not in places]
        return outcomes

    def _commit(self, prepared: Sequence[Prepared]) -> None:
        created = [one.outcome for one in prepared if one.outcome.outcome == CREATED]
        self._log.announce(self._run, created)
        drafts = [draft for one in prepared for draft in one.drafts]
        self._catalogue.commit(drafts, actor_of(self._source))
        self._proposals.add([pair for one in prepared for pair in one.pairs], self._clock())

    def _commit_one(self, prepared: Prepared) -> Prepared:
        """Commit an item on its own, so that the one at fault is the only one left out."""
        try:
            self._commit((prepared,))
        except (StaleWrite, Conflict, Invalid) as error:
            outcome = replace(prepared.outcome, outcome=REJECTED, reason=reasons(error))
            return Prepared(outcome)
        return prepared

    # taking away

    def _delete(self, keys: Sequence[str]) -> None:
        """Withdraw what the source itself says that it deleted."""
        for start in range(0, len(keys), BATCH):
            known = self._log.present(self._source.name, keys[start : start + BATCH])
            self._withdraw([one for one in known if one.iri not in self._seen])

    def _withdraw_vanished(self, known: int) -> str:
        # a resource may have come under another key than before: it did not vanish
        at = self._clock()
        vanished = [
            (one, since)
            for one, since in self._log.vanished(self._run, at)
            if one.iri not in self._seen
        ]
        # one item of a few may go; all of them never go unseen
        few = len(vanished) == 1 < known
        if len(vanished) * 100 > known * self._deletion.ceiling and not few:
            ceiling = self._deletion.ceiling
            return HELD.format(gone=len(vanished), known=known, ceiling=ceiling)
        grace = self._deletion.grace
        self._withdraw([one for one, since in vanished if at - since >= grace])
        self._report([_missing(one, since, grace) for one, since in vanished if at - since < grace])
        return ""

    def _withdraw(self, gone: Sequence[ItemOutcome]) -> None:
        for start in range(0, len(gone), BATCH):
            waiting = list(gone[start : start + BATCH])
            while waiting:
                prepared = self._receiver.withdraw(waiting)
                places = _first_turn(prepared)
                turn = [prepared[place] for place in places]
                self._commit(turn)
                self._report([one.outcome for one in turn])
                waiting = [one for place, one in enumerate(waiting) if place not in places]


def _first_turn(prepared: Sequence[Prepared]) -> list[int]:
    """The places of those that write to no resource that one before them writes to."""
    places: list[int] = []
    touched: set[str] = set()
    for place, one in enumerate(prepared):
        iris = {draft.iri for draft in one.drafts}
        if not iris & touched:
            places.append(place)
        touched |= iris
    return places


def _missing(item: ItemOutcome, since: datetime, grace: timedelta) -> ItemOutcome:
    reason = WAITING.format(since=since, until=since + grace)
    return replace(item, outcome=MISSING, reason=reason)
