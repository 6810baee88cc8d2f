"""Proposals as claims: which are new, which stand, which nobody may touch."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smartland.domain.identity import resource_iri
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.shared import CLAIM_STATES, DIRECTIONS
from smartland.domain.resource import CREATE, REPLACE, WITHDRAW, Document, Revision
from smartland.schemas.documents import validate
from smartland.services.catalogue import Catalogue
from smartland.services.evidence.bodies import Bodies
from smartland.services.evidence.votes import Proposal, explain
from smartland.services.revising import Draft

EVIDENCE = "evidence"
"""The source and the actor of what is proposed: what another actor touched is a person's."""
PROPOSED, CONFIRMED = f"{CLAIM_STATES}/proposed", f"{CLAIM_STATES}/confirmed"
OFFERED = f"{DIRECTIONS}/offered"
VANISHED = "no document speaks for it any more, or the body speaks for itself"
PAGE = 500

Above = Callable[[str], Sequence[str]]


def claim_iri(base: str, body: str, concept: str) -> str:
    """The IRI of the claim that is proposed to a body for a concept: always the same one."""
    digest = hashlib.sha256(f"{body}\n{concept}".encode()).hexdigest()[:16]
    return resource_iri(base, "claim", f"evidence-{digest}")


def is_ours(head: Revision) -> bool:
    """Whether a claim is a proposal that nobody has touched."""
    return head.source == EVIDENCE and head.actor == EVIDENCE


@dataclass(frozen=True)
class Standing:
    """The claims that a body has: the concepts of its own ones, and the IRIs of proposals."""

    own: set[str] = field(default_factory=set)
    proposed: set[str] = field(default_factory=set)

    def covers(self, concept: str, above: Above) -> bool:
        """Whether the body speaks for itself here: of this concept or of a narrower one."""
        return concept in self.own or any(concept in above(one) for one in self.own)


def read_standing(
    catalogue: Catalogue, bodies: Bodies, only: frozenset[str] | None
) -> Mapping[str, Standing]:
    """Body → its claims, of ``only`` these bodies; proposals to nobody are under ''."""
    found: dict[str, Standing] = defaultdict(Standing)
    for page in pages(catalogue, "claim"):
        current = bodies.resolve(one.document["stakeholder"] for one in page)
        for claim in page:
            body = current.get(claim.document["stakeholder"], "")
            if only is not None and body and body not in only:
                continue
            if is_ours(claim):
                found[body].proposed.add(claim.iri)
            else:
                found[body].own.add(claim.document["competence"])
    return found


def pages(catalogue: Catalogue, kind: str) -> Iterator[Sequence[Revision]]:
    """Every shown revision of a kind, by key, a page at a time."""
    after = ""
    while page := catalogue.page(kind, after, PAGE):
        yield page
        after = page[-1].key


@dataclass(frozen=True)
class Plan:
    """What is to happen to the claims of one body."""

    drafts: tuple[Draft, ...] = ()
    unchanged: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Planner:
    """Compares what is proposed with what stands; ``aliases`` are the IRIs that a body had."""

    base: str
    above: Above

    def touches(
        self, body: str, proposals: Sequence[Proposal], standing: Standing, aliases: Sequence[str]
    ) -> set[str]:
        """The IRIs of all claims that the plan depends on."""
        names = {body, *aliases}
        asked = {claim_iri(self.base, n, p.concept) for n in names for p in proposals}
        return asked | standing.proposed

    def plan(
        self,
        body: str,
        proposals: Sequence[Proposal],
        standing: Standing,
        aliases: Sequence[str],
        heads: Mapping[str, Revision],
    ) -> Plan:
        """Drafts for what is new or changed, withdrawals for what nothing speaks for any more."""
        drafts: list[Draft] = []
        wanted: set[str] = set()
        unchanged = kept = 0
        for one in proposals:
            iri = claim_iri(self.base, body, one.concept)
            names = {claim_iri(self.base, name, one.concept) for name in (body, *aliases)}
            if standing.covers(one.concept, self.above) or any(
                _decided(heads[name]) for name in names if name in heads
            ):
                kept += 1
                continue
            wanted.add(iri)
            draft = self._draft(iri, body, one, heads.get(iri))
            if draft.same:
                unchanged += 1
            else:
                drafts.append(draft)
        gone = [heads[iri] for iri in sorted(standing.proposed - wanted) if iri in heads]
        drafts += [_withdrawal(one) for one in gone if is_ours(one) and not one.withdrawn]
        return Plan(tuple(drafts), unchanged, kept)

    def _draft(self, iri: str, body: str, one: Proposal, head: Revision | None) -> Draft:
        kind = KINDS["claim"]
        document = validate(kind, _document(body, one), self.base)
        operation = REPLACE if head and not head.withdrawn else CREATE
        key = iri.rsplit("/", 1)[-1]
        return Draft(kind, iri, key, operation, document, head=head, source=EVIDENCE)


def _document(body: str, one: Proposal) -> Document:
    note = explain(one)
    return {
        "stakeholder": body,
        "competence": one.concept,
        "direction": OFFERED,
        "state": PROPOSED,
        "confidence": f"{one.confidence:.2f}",
        "evidence": list(one.evidence),
        "note": {"it": note.it, "en": note.en},
    }


def _decided(head: Revision) -> bool:
    """Whether a person changed, confirmed, hid or withdrew this proposal."""
    return not is_ours(head)


def _withdrawal(head: Revision) -> Draft:
    return Draft(KINDS["claim"], head.iri, head.key, WITHDRAW, {}, head=head, note=VANISHED)
