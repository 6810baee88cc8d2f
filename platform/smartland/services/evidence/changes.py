"""Which bodies a new run has to look at: those that a change since the last one is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smartland.domain.resource import Revision
from smartland.ports.truth import Truth
from smartland.services.evidence.bodies import BODIES, Bodies
from smartland.services.evidence.claims import EVIDENCE
from smartland.services.evidence.reading import EVIDENCE_KINDS

PAGE = 500
MOST_CHANGES = 20_000
"""After more changes than these everything is looked at anew: that costs less."""


@dataclass
class Changes:
    """What changed: bodies by their IRI of today, and calls, which speak for whoever won them.

    ``gone`` is true when a body left: its proposals belong to nobody.
    """

    bodies: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    gone: bool = False


def read_changes(truth: Truth, after: int, bodies: Bodies) -> Changes | None:
    """What changed since sequence ``after``; None when that is too much to follow one by one."""
    found, count = Changes(), 0
    while page := truth.changes(after, PAGE):
        after = page[-1].sequence
        count += len(page)
        if count > MOST_CHANGES:
            return None
        _take(page, truth, bodies, found)
    return found


def _take(page: Sequence[Revision], truth: Truth, bodies: Bodies, found: Changes) -> None:
    named: set[str] = set()
    for change in page:
        if change.kind == "call":
            found.calls.add(change.iri)
        elif change.kind == "claim" and change.actor != EVIDENCE:
            named.update(_claimants((*_before(change, truth), change)))
        elif change.kind in BODIES:
            found.gone = found.gone or change.withdrawn
            named.update(one for one in (change.iri, change.merged_into) if one)
    documents = [one for one in page if one.kind in EVIDENCE_KINDS and one.kind not in BODIES]
    # A partner that was taken out of a project is concerned too
    earlier = [before for one in documents for before in _before(one, truth)]
    for one in (*documents, *earlier):
        for spoken in bodies.of_documents((one,)).values():
            found.bodies.update(spoken)
    found.bodies.update(bodies.resolve(named).values())


def _claimants(revisions: Sequence[Revision]) -> Iterator[str]:
    for one in revisions:
        if "stakeholder" in one.document:
            yield one.document["stakeholder"]


def _before(change: Revision, truth: Truth) -> Sequence[Revision]:
    before = truth.revision(change.iri, change.number - 1) if change.number > 1 else None
    return () if before is None else (before,)
