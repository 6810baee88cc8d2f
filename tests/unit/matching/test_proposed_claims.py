"""A claim that documents propose counts for less than one that its owner confirmed."""

from datetime import UTC, datetime

import pytest

from smartland.domain.kinds.shared import CLAIM_STATES, COMPETENCES, DIRECTIONS, LEVELS
from smartland.domain.resource import CREATE, Json, Revision
from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.concept_fit import measure
from smartland.matching.geography import Geography
from smartland.matching.profile import DECLARED, PROPOSED, Competence, Profile
from smartland.matching.reading import read_revision
from smartland.matching.signals import World
from smartland.matching.taxonomy import Node, Taxonomy

SOLAR = f"{COMPETENCES}/photovoltaics"
LABEL = Label("Fotovoltaico", "Photovoltaics")
TAXONOMY = Taxonomy({SOLAR: Node(SOLAR, LABEL)})
ASKED = Profile("need", "need", wanted=(Competence(SOLAR, 1.0, DECLARED),))


def read(**fields: Json) -> Profile:
    document = {
        "stakeholder": "urn:who", "competence": SOLAR, "direction": f"{DIRECTIONS}/offered",
        **fields,
    }  # fmt: skip
    at = datetime(2026, 5, 31, tzinfo=UTC)
    claim = Revision(1, 1, "urn:claim", "claim", "c", CREATE, document, "", "", "e", at, "x")
    return read_revision(claim, LABEL, TAXONOMY)


def value(profile: Profile) -> float:
    return measure(ASKED, profile, World(TAXONOMY, Geography({}))).value


def proposed(confidence: str) -> Profile:
    return read(state=f"{CLAIM_STATES}/proposed", confidence=confidence)


def test_a_proposal_counts_by_its_confidence_and_the_published_weight() -> None:
    (only,) = proposed("0.80").offered
    assert only.origin == PROPOSED
    assert only.strength == pytest.approx(weights.PROPOSED * 0.8)
    assert value(proposed("0.80")) == pytest.approx(weights.PROPOSED * 0.8)


def test_even_the_surest_proposal_counts_less_than_the_least_confirmed_claim() -> None:
    confirmed = read(state=f"{CLAIM_STATES}/confirmed", confidence="0.61", level=f"{LEVELS}/basic")
    assert value(proposed("1")) < value(confirmed)


def test_a_confirmed_claim_counts_as_one_without_a_state() -> None:
    confirmed = read(state=f"{CLAIM_STATES}/confirmed", confidence="0.61")
    assert value(confirmed) == value(read()) == pytest.approx(weights.CLAIM_WITHOUT_LEVEL)


def test_the_reason_says_that_nobody_confirmed_it() -> None:
    reason = measure(ASKED, proposed("0.80"), World(TAXONOMY, Geography({}))).reason
    assert reason is not None
    assert "non ancora confermata" in reason.it
    assert "not confirmed yet" in reason.en


def test_what_is_sought_is_not_offered_by_a_proposal() -> None:
    assert read(direction=f"{DIRECTIONS}/sought", state=f"{CLAIM_STATES}/proposed").offered == ()
