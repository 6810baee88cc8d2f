"""Proposes competences to bodies from what their projects, offers and data speak of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from smartland.domain.resource import CREATE, WITHDRAW, Revision
from smartland.errors import Conflict, StaleWrite
from smartland.matching.annotation import Annotator, packaged_annotator
from smartland.services.catalogue import Catalogue
from smartland.services.evidence.bodies import Bodies
from smartland.services.evidence.changes import Changes, read_changes
from smartland.services.evidence.claims import (
    EVIDENCE,
    Plan,
    Planner,
    Standing,
    pages,
    read_standing,
)
from smartland.services.evidence.decisions import Decisions
from smartland.services.evidence.reading import EVIDENCE_KINDS, Said, join_call, read_document
from smartland.services.evidence.votes import Votes

PLACE = "evidence.sequence"
"""Where the truth keeps how far a run has looked, after the version of the rules."""
RULES = "1"
"""Raise it when documents are read or counted in another way: everything is looked at anew."""
BATCH = 200
ATTEMPTS = 3
MOST_CALLS = 5_000
"""Calls whose text is remembered during a run."""


@dataclass(frozen=True)
class EvidenceRun:
    """What a run did: documents that it read, bodies that it looked at, and claims by outcome.

    ``kept`` are proposals not made because somebody decided or speaks for themselves;
    ``sequence`` is how far it looked, ``whole`` whether at everything.
    """

    documents: int = 0
    bodies: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    kept: int = 0
    sequence: int = 0
    whole: bool = True


class Evidence:
    """Writes proposals through the catalogue; a second run over the same data changes nothing."""

    def __init__(
        self, catalogue: Catalogue, annotator: Callable[[], Annotator] = packaged_annotator
    ) -> None:
        self._catalogue = catalogue
        self._annotator = annotator
        self.decisions = Decisions(catalogue)

    def propose(
        self,
        progress: Callable[[int], None] = lambda _: None,
        since_sequence: int | None = None,
    ) -> EvidenceRun:
        """Bring the proposals up to date; ``progress`` hears of every so many documents read.

        Looks at the bodies that changes after ``since_sequence`` are about (None: after the last
        run; 0: at all). Raises Busy or StorageFailed; what was committed before stays.
        """
        truth = self._catalogue.truth
        sequence = truth.last_sequence()
        since = self._remembered() if since_sequence is None else since_sequence
        run = _Run(self._catalogue, self._annotator(), progress, since)
        done = run.complete(sequence)
        truth.set_meta(PLACE, f"{RULES}:{sequence}")
        return done

    def accept(self, key: str, actor: str) -> Revision:
        """Confirm a proposal for its owner: see ``Decisions.accept``."""
        return self.decisions.accept(key, actor)

    def refuse(self, key: str, actor: str) -> Revision:
        """Withdraw a proposal for its owner, for good: see ``Decisions.refuse``."""
        return self.decisions.refuse(key, actor)

    def _remembered(self) -> int:
        rules, _, sequence = (self._catalogue.truth.meta(PLACE) or "").partition(":")
        return int(sequence) if rules == RULES else 0


class _Run:
    """One run, with what it has resolved and read so far."""

    def __init__(
        self,
        catalogue: Catalogue,
        annotator: Annotator,
        progress: Callable[[int], None],
        since: int,
    ) -> None:
        self._catalogue, self._annotator, self._progress = catalogue, annotator, progress
        self._bodies = Bodies(catalogue.truth)
        self._changes = read_changes(catalogue.truth, since, self._bodies) if since else None
        self._calls: dict[str, Sequence[Said]] = {}
        self._documents = 0

    def complete(self, sequence: int) -> EvidenceRun:
        """Read, count, compare, write."""
        only = self._only(self._changes)
        if self._changes is not None and not only and not self._changes.gone:
            return EvidenceRun(sequence=sequence, whole=False)
        votes = self._count(only)
        standing = read_standing(self._catalogue, self._bodies, only)
        bodies = iter(sorted({*votes.bodies, *standing, *(only or ())}))
        total = EvidenceRun(sequence=sequence, whole=only is None, documents=self._documents)
        while batch := list(islice(bodies, BATCH)):
            total = _sum(total, self._write(batch, votes, standing), len(batch) - batch.count(""))
        return total

    def _only(self, changes: Changes | None) -> frozenset[str] | None:
        """The bodies to look at; None for all."""
        if changes is None:
            return None
        if changes.calls:
            for page in pages(self._catalogue, "project"):
                won = [one for one in page if one.document.get("call") in changes.calls]
                for bodies in self._bodies.of_documents(won).values():
                    changes.bodies.update(bodies)
        return frozenset(changes.bodies)

    # reading

    def _count(self, only: frozenset[str] | None) -> Votes:
        votes = Votes()
        for kind in EVIDENCE_KINDS:
            for page in pages(self._catalogue, kind):
                for document, bodies in self._spoken(page, only):
                    votes.cast(document.iri, kind, self._read(document), bodies)
        return votes

    def _spoken(
        self, page: Sequence[Revision], only: frozenset[str] | None
    ) -> Iterator[tuple[Revision, Mapping[str, float]]]:
        """The documents of a page that speak for anybody who is looked at."""
        found = self._bodies.of_documents(page)
        chosen = []
        for one in page:
            bodies = {b: loud for b, loud in found[one.iri].items() if only is None or b in only}
            if bodies:
                chosen.append((one, bodies))
        self._fetch_calls([one for one, _ in chosen])
        yield from chosen
        self._documents += len(chosen)
        self._progress(len(page))

    def _read(self, document: Revision) -> Sequence[Said]:
        own = read_document(document, self._annotator)
        call = document.document.get("call")
        return join_call(own, self._calls.get(call, ())) if call else own

    def _fetch_calls(self, documents: Sequence[Revision]) -> None:
        wanted = [one.document["call"] for one in documents if "call" in one.document]
        missing = [iri for iri in dict.fromkeys(wanted) if iri not in self._calls]
        if len(self._calls) + len(missing) > MOST_CALLS:
            self._calls = {}
            missing = list(dict.fromkeys(wanted))
        heads = self._catalogue.by_iris(missing)
        for iri in missing:
            known = iri in heads
            self._calls[iri] = read_document(heads[iri], self._annotator) if known else ()

    # writing

    def _write(
        self, batch: Sequence[str], votes: Votes, standing: Mapping[str, Standing]
    ) -> list[Plan]:
        """The plans of a batch of bodies, committed together; made anew when somebody wrote."""
        for attempt in range(ATTEMPTS):
            plans = self._plan(batch, votes, standing)
            try:
                self._catalogue.commit([one for plan in plans for one in plan.drafts], EVIDENCE)
            except (StaleWrite, Conflict):
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                break
        return plans

    def _plan(
        self, batch: Sequence[str], votes: Votes, standing: Mapping[str, Standing]
    ) -> list[Plan]:
        planner = Planner(self._catalogue.base, self._annotator.above)
        none = Standing()
        asked = [
            (
                body,
                votes.proposals(body, self._annotator.above),
                standing.get(body, none),
                sorted(self._bodies.aliases.get(body, ())),
            )
            for body in batch
        ]
        touched = {iri for one in asked for iri in planner.touches(*one)}
        heads = self._catalogue.truth.heads(sorted(touched))
        return [planner.plan(*one, heads) for one in asked]


def _sum(total: EvidenceRun, plans: Sequence[Plan], bodies: int) -> EvidenceRun:
    drafts = [one for plan in plans for one in plan.drafts]
    withdrawn = sum(one.operation == WITHDRAW for one in drafts)
    created = sum(one.operation == CREATE for one in drafts)
    return EvidenceRun(
        documents=total.documents,
        bodies=total.bodies + bodies,
        created=total.created + created,
        changed=total.changed + len(drafts) - withdrawn - created,
        unchanged=total.unchanged + sum(plan.unchanged for plan in plans),
        withdrawn=total.withdrawn + withdrawn,
        kept=total.kept + sum(plan.kept for plan in plans),
        sequence=total.sequence,
        whole=total.whole,
    )
