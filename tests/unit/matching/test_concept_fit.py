"""Competences asked for against those offered."""

import pytest

from smartland.errors import Label
from smartland.matching.concept_fit import CONCEPT_FIT, measure
from smartland.matching.geography import Geography
from smartland.matching.profile import CLAIM, DECLARED, OFFER, Competence, Profile
from smartland.matching.signals import ANSWER, NEED, World
from smartland.matching.taxonomy import Node, Taxonomy

LABELS = {
    "energy": Label("Energia", "Energy"),
    "renewables": Label("Fonti rinnovabili", "Renewable energy"),
    "solar": Label("Fotovoltaico", "Photovoltaics"),
    "wind": Label("Eolico", "Wind power"),
    "storage": Label("Accumulo di energia", "Energy storage"),
}
BROADER = {
    "renewables": ("energy",),
    "storage": ("energy",),
    "solar": ("renewables",),
    "wind": ("renewables",),
}
WORLD = World(
    Taxonomy({k: Node(k, label, (), BROADER.get(k, ())) for k, label in LABELS.items()}),
    Geography({}),
)


def asks(*concepts: str) -> Profile:
    return Profile("need", "need", wanted=tuple(Competence(c, 1.0, DECLARED) for c in concepts))


def claims(concept: str, strength: float = 1.0, level: str = "Esperta") -> Profile:
    claim = Competence(concept, strength, CLAIM, f"claim-{concept}", Label(level, "Expert"))
    return Profile("who", "stakeholder", offered=(claim,))


def test_the_competence_asked_for_is_worth_all_that_is_believed_of_it() -> None:
    assert measure(asks("solar"), claims("solar", 0.8), WORLD).value == pytest.approx(0.8)


def test_the_reason_names_the_claim_its_level_and_the_relation() -> None:
    reason = measure(asks("energy"), claims("storage"), WORLD).reason
    assert reason is not None
    assert reason.it == (
        "competenza dichiarata «Accumulo di energia» (livello: Esperta),"
        " più specifica della richiesta «Energia»"
    )
    assert reason.en == (
        "claimed competence “Energy storage” (level: Expert),"
        " more specific than “Energy” that is asked for"
    )


def test_siblings_are_explained_by_what_they_have_in_common() -> None:
    reason = measure(asks("solar"), claims("wind"), WORLD).reason
    assert reason is not None
    assert "entrambe in «Fonti rinnovabili»" in reason.it


def test_an_offer_is_named_by_its_title() -> None:
    offer = Competence("solar", 0.9, OFFER, "offer-1", Label("Tetti {pronti}", "Roofs {ready}"))
    reason = measure(asks("solar"), Profile("o", "offer", offered=(offer,)), WORLD).reason
    assert reason is not None
    assert (
        reason.en
        == "competence “Photovoltaics” in the offer “Roofs {ready}”, exactly what is asked for"
    )


def test_the_evidence_is_the_claim_and_the_path() -> None:
    found = measure(asks("energy"), claims("solar"), WORLD)
    assert found.evidence == ("claim-solar", "energy", "renewables", "solar")


def test_answering_all_that_is_asked_beats_answering_one_point() -> None:
    need = asks("solar", "storage")
    both = Profile("b", "stakeholder", offered=claims("solar").offered + claims("storage").offered)
    assert measure(need, both, WORLD).value > measure(need, claims("solar"), WORLD).value > 0.5


def test_the_better_of_two_claims_counts() -> None:
    both = Profile("b", "stakeholder", offered=claims("energy").offered + claims("solar").offered)
    assert measure(asks("solar"), both, WORLD) == measure(asks("solar"), claims("solar"), WORLD)


def test_many_points_are_counted_and_not_all_told() -> None:
    need = asks("solar", "storage", "wind")
    offered = tuple(c for one in ("solar", "storage", "wind") for c in claims(one).offered)
    reason = measure(need, Profile("b", "stakeholder", offered=offered), WORLD).reason
    assert reason is not None
    assert reason.it.endswith(" (e un'altra)")


def test_one_competence_that_answers_two_points_is_told_once() -> None:
    reason = measure(asks("solar", "wind"), claims("solar"), WORLD).reason
    assert reason is not None
    assert reason.it.count("Fotovoltaico") == 1


def test_an_answer_that_is_hardly_one_is_none() -> None:
    assert measure(asks("solar"), claims("wind", 0.6), WORLD).value == 0.0
    assert measure(asks("solar"), claims("wind", 1.0), WORLD).value > 0.0


def test_nothing_in_common_is_zero_without_a_reason() -> None:
    found = measure(asks("solar"), claims("storage"), WORLD)
    assert (found.value, found.reason) == (0.0, None)


@pytest.mark.parametrize(("side", "applies"), [(NEED, True), (ANSWER, False)])
def test_it_applies_to_the_side_that_names_competences(side: str, *, applies: bool) -> None:
    assert CONCEPT_FIT.applies(asks("solar"), side) is applies
