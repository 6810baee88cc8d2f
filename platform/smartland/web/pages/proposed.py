"""The competences that evidence proposes for a body, on its page, marked as what they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartland.domain.kinds.shared import CLAIM_STATES
from smartland.domain.resource import Revision
from smartland.services.searching.answers import SearchQuery
from smartland.web.pages.naming import Naming, Speech, pick
from smartland.web.pages.shown import Shown
from smartland.wiring import Services

PROPOSED = f"{CLAIM_STATES}/proposed"
MOST_SHOWN = 12
MOST_EVIDENCE = 4


@dataclass(frozen=True)
class ProposedClaim:
    """One proposal: the competence, how sure (percent), why, and the documents that say so."""

    competence: Shown
    href: str
    percent: int
    note: Speech | None
    evidence: tuple[Shown, ...]
    more: int


def proposed_for(services: Services, stakeholder_iri: str) -> Sequence[Revision]:
    """The proposed claims of a stakeholder or unit, surest first."""
    query = SearchQuery(
        kinds=("claim",),
        filters={"refers": (stakeholder_iri,), "state": (PROPOSED,)},
        limit=MOST_SHOWN,
    )
    found = [one.revision for one in services.search.find(query).items]
    own = [one for one in found if one.document.get("stakeholder") == stakeholder_iri]
    return sorted(own, key=lambda one: (-_confidence(one), one.iri))


def show_proposed(claims: Sequence[Revision], naming: Naming) -> tuple[ProposedClaim, ...]:
    """The claims as the page shows them."""
    naming.prepare(
        iri
        for one in claims
        for iri in (one.document["competence"], *one.document.get("evidence", ())[:MOST_EVIDENCE])
    )
    return tuple(_show(one, naming) for one in claims)


def _show(claim: Revision, naming: Naming) -> ProposedClaim:
    evidence = claim.document.get("evidence", ())
    return ProposedClaim(
        competence=naming.shown(claim.document["competence"]),
        href=naming.page(claim),
        percent=round(100 * _confidence(claim)),
        note=pick(claim.document.get("note"), naming.language),
        evidence=tuple(naming.shown(iri) for iri in evidence[:MOST_EVIDENCE]),
        more=max(0, len(evidence) - MOST_EVIDENCE),
    )


def _confidence(claim: Revision) -> float:
    return float(claim.document.get("confidence", "0"))
