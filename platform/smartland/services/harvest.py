"""Brings a source in, item by item: one outcome each, nothing lost, nothing half-written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from smartland.domain.identity import key_of, mint_key, resource_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, REPLACE, WITHDRAW, Description, Revision
from smartland.errors import Conflict, Invalid, Label, NotFound, SmartlandError, StaleWrite
from smartland.ports.fetch import Fetcher
from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    REJECTED,
    UNCHANGED,
    WITHDRAWN,
    HarvestLog,
    ItemOutcome,
    Run,
    Source,
)
from smartland.ports.importer import Expected, Found, Importer, Item, Rejected
from smartland.rdf.read import read, split_lines
from smartland.schemas.documents import validate
from smartland.services.catalogue import Catalogue, now
from smartland.services.revising import Draft

BATCH = 500
ATTEMPTS = 3
DONE, FAILED = "done", "failed"

NO_IMPORTER = Label(
    it="Nessun importatore «{name}». Ci sono: {names}.",
    en="There is no importer “{name}”. There are: {names}.",
)


@dataclass
class Progress:
    """How far a run is: ``done`` items of ``total`` (0 when unknown), and the counts so far."""

    done: int = 0
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Prepared:
    """An item with its identity settled, or the outcome that it has already."""

    outcome: ItemOutcome
    draft: Draft | None = None


class Harvest:
    """Runs importers by name. ``ceiling`` is the share (percent) of a source that one complete
    run may withdraw; beyond it nothing is withdrawn and the report says so."""

    def __init__(
        self,
        catalogue: Catalogue,
        log: HarvestLog,
        fetcher: Fetcher,
        importers: Mapping[str, Importer],
        ceiling: int = 20,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._catalogue = catalogue
        self._log = log
        self._fetcher = fetcher
        self.importers = importers
        self._ceiling = ceiling
        self._clock = clock

    def run(self, source: Source, progress: Callable[[Progress], None] = lambda _: None) -> Run:
        """One harvest of ``source``, kept with its report.

        Raises NotFound for an unknown importer; a source that fails as a whole ends the run in
        state ``failed``, and what went in before stays in.
        """
        if source.importer not in self.importers:
            names = ", ".join(sorted(self.importers))
            raise NotFound(NO_IMPORTER.format(name=source.importer, names=names))
        self._log.save_source(source)
        run = self._log.start(source, self._clock())
        state, message = DONE, ""
        try:
            known = self._log.known(source.name)
            seen = self._take_all(source, run, progress)
            message = self._withdraw_vanished(source, run, seen, known)
        except SmartlandError as error:
            state, message = FAILED, error.message.en
        self._log.finish(run, self._clock(), state, message)
        return self._log.run(run)

    def _take_all(self, source: Source, run: int, progress: Callable[[Progress], None]) -> set[str]:
        """Bring in every item; the IRIs that the source described."""
        importer = self.importers[source.importer]
        items = importer.read(source.address, self._fetcher, self._catalogue.base)
        state, seen = Progress(), set[str]()
        while batch := list(islice(items, BATCH)):
            outcomes = self._take(batch, source, seen)
            self._log.record(run, outcomes)
            for outcome in outcomes:
                state.counts[outcome.outcome] = state.counts.get(outcome.outcome, 0) + 1
            state.done += len(outcomes)
            state.total = max([state.total, *(i.total for i in batch if isinstance(i, Expected))])
            progress(state)
        return seen

    def _take(self, batch: Sequence[Item], source: Source, seen: set[str]) -> list[ItemOutcome]:
        found = [self._identified(item) for item in batch if not isinstance(item, Expected)]
        first = [_once(item, seen) for item in found]
        for attempt in range(ATTEMPTS):
            prepared = self._prepare_all(first, source)
            drafts = [one.draft for one in prepared if one.draft]
            try:
                self._catalogue.commit(drafts, _actor(source))
            except (StaleWrite, Conflict, Invalid):
                # somebody wrote one of these between our reading and our writing: look again
                if attempt == ATTEMPTS - 1:
                    return [self._commit_one(one, source) for one in prepared]
            else:
                break
        return [one.outcome for one in prepared]

    def _commit_one(self, prepared: _Prepared, source: Source) -> ItemOutcome:
        """Commit an item on its own, so that the one at fault is the only one left out."""
        outcome = prepared.outcome
        if prepared.draft is None:
            return outcome
        try:
            self._catalogue.commit((prepared.draft,), _actor(source))
        except (StaleWrite, Conflict, Invalid) as error:
            return ItemOutcome(outcome.source_key, REJECTED, outcome.iri, reasons(error))
        return outcome

    def _prepare_all(self, items: Sequence[Found | ItemOutcome], source: Source) -> list[_Prepared]:
        iris = [item.description.iri for item in items if isinstance(item, Found)]
        heads = self._catalogue.truth.heads(iris)
        return [
            self._prepare(item, heads.get(item.description.iri), source)
            if isinstance(item, Found)
            else _Prepared(item)
            for item in items
        ]

    def _identified(self, item: Found | Rejected) -> Found | Rejected:
        """The item with its document validated and its IRI minted, or the reason against it."""
        if isinstance(item, Rejected) or item.description.triples:
            return item
        given = item.description
        kind = KINDS[given.kind]
        try:
            document = validate(kind, given.document, self._catalogue.base)
        except Invalid as error:
            return Rejected(given.source_key, reasons(error))
        key = given.key or mint_key(kind, document)
        iri = given.iri or resource_iri(self._catalogue.base, kind.name, key)
        return Found(Description(given.kind, given.source_key, document, iri=iri), item.remarks)

    def _prepare(self, item: Found, head: Revision | None, source: Source) -> _Prepared:
        given, remarks = item.description, "; ".join(item.remarks)
        if head and head.kind != given.kind:
            reason = f"is a {head.kind} here already, not a {given.kind}"
            return _Prepared(ItemOutcome(given.source_key, REJECTED, given.iri, reason))
        if head and (reason := _decided(head, source)):
            return _Prepared(ItemOutcome(given.source_key, KEPT, given.iri, reason))
        current = head if head and not head.withdrawn else None
        if current and (reason := _foreign(current, source)):
            return _Prepared(ItemOutcome(given.source_key, KEPT, given.iri, reason))
        draft = self._draft(given, head, source)
        try:
            same = draft.same
        except ValueError as error:  # an IRI that RDF does not allow
            return _Prepared(ItemOutcome(given.source_key, REJECTED, given.iri, str(error)))
        outcome = UNCHANGED if same else CHANGED if current else CREATED
        found = ItemOutcome(given.source_key, outcome, given.iri, remarks)
        return _Prepared(found, None if same else draft)

    def _draft(self, given: Description, head: Revision | None, source: Source) -> Draft:
        kind = KINDS[given.kind]
        document, extra = given.document, ""
        if given.triples:
            reading = read(kind, given.iri, split_lines(given.triples))
            document, extra = reading.document, reading.extra
        key = head.key if head else key_of(given.iri, self._catalogue.base)
        operation = REPLACE if head and not head.withdrawn else CREATE
        return Draft(
            kind, given.iri, key, operation, document, extra, head=head, source=source.name
        )

    def _withdraw_vanished(self, source: Source, run: int, seen: set[str], known: int) -> str:
        # a resource may have come under another key than before: it did not vanish
        vanished = [one for one in self._log.vanished(run) if one.iri not in seen]
        if not vanished:
            return ""
        # one item of a few may go; all of them never go unseen
        few = len(vanished) == 1 < known
        if len(vanished) * 100 > known * self._ceiling and not few:
            return (
                f"{len(vanished)} of {known} items vanished from the source, more than the ceiling "
                f"of {self._ceiling} %: nothing was withdrawn; look at the source, then raise "
                "SMARTLAND_WITHDRAW_CEILING for one run if it is right"
            )
        for start in range(0, len(vanished), BATCH):
            batch = vanished[start : start + BATCH]
            heads = self._catalogue.by_iris([one.iri for one in batch])
            own = [one for one in heads.values() if one.source == source.name]
            drafts = [Draft(KINDS[h.kind], h.iri, h.key, WITHDRAW, {}, head=h) for h in own]
            self._catalogue.commit(drafts, _actor(source))
            self._log.record(run, [_gone(one) for one in batch])
        return ""


def _gone(item: ItemOutcome) -> ItemOutcome:
    return ItemOutcome(item.source_key, WITHDRAWN, item.iri, "no longer in the source")


def _actor(source: Source) -> str:
    return f"harvest:{source.name}"


def _once(item: Found | Rejected, seen: set[str]) -> Found | ItemOutcome:
    """The item, unless it was rejected or its IRI came before in this run."""
    if isinstance(item, Rejected):
        return ItemOutcome(item.source_key, REJECTED, reason=item.reason)
    iri = item.description.iri
    if iri in seen:
        reason = "described more than once in the source; the first description counts"
        return ItemOutcome(item.description.source_key, KEPT, iri, reason)
    seen.add(iri)
    return item


def _decided(head: Revision, source: Source) -> str:
    """What a person decided about a description that is not shown; empty when nobody did."""
    if head.merged_into:
        return f"merged into {head.merged_into}; the decision is kept"
    if head.withdrawn and head.actor != _actor(source):
        return f"withdrawn here by {head.actor}; the decision is kept"
    return ""


def _foreign(head: Revision, source: Source) -> str:
    """Why this source may not overwrite that description; empty when it may."""
    if head.source != source.name:
        owner = head.source or head.owner
        return f"described by {owner} already; a source may only describe what it brought"
    if head.actor != _actor(source):
        return f"edited here by {head.actor}; the edit is kept"
    return ""


def reasons(error: SmartlandError) -> str:
    """What was wrong with an item, field by field, in one line."""
    if not error.problems:
        return error.message.en
    return "; ".join(f"{one.field}: {one.message.en}" for one in error.problems)
