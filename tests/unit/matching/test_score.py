"""One score: shares that sum to it, and a sentence that says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.geography import Geography
from smartland.matching.profile import CLAIM, DECLARED, SEAT, Competence, Passage, Place, Profile
from smartland.matching.score import SIGNALS, effective_weights, score, sentence
from smartland.matching.signals import NEED, World
from smartland.matching.stems import stems_of
from smartland.matching.taxonomy import Node, Taxonomy

WORDS = ("batterie", "acqua", "scuole", "mobilità", "dati")
CONCEPTS = ("energy", "storage", "water")
TOWNS = ("voghera", "lecco")
WORLD = World(
    Taxonomy(
        {
            one: Node(one, Label(one, one), (), ("energy",) if one == "storage" else ())
            for one in (*CONCEPTS, *TOWNS)
        }
    ),
    Geography({}),
)


def profile(
    kind: str, words: list[str], concepts: list[str], places: list[str], corridors: list[str]
) -> Profile:
    passage = Passage(kind, kind, Label(kind, kind), {"it": stems_of(" ".join(words))})
    origin = DECLARED if kind == "need" else CLAIM
    competences = tuple(Competence(one, 0.9, origin, f"e-{one}") for one in concepts)
    seats = tuple(Place(one, SEAT) for one in places)
    return Profile(
        kind,
        kind,
        (passage,),
        competences,
        competences,
        frozenset(corridors),
        frozenset(),
        seats,
    )


def profiles(kind: str) -> st.SearchStrategy[Profile]:
    return st.builds(
        profile,
        st.just(kind),
        st.lists(st.sampled_from(WORDS), max_size=4),
        st.lists(st.sampled_from(CONCEPTS), max_size=3, unique=True),
        st.lists(st.sampled_from(TOWNS), max_size=2, unique=True),
        st.lists(st.sampled_from(CONCEPTS), max_size=2, unique=True),
    )


def test_the_weights_sum_to_one_and_name_every_signal() -> None:
    assert sum(weights.WEIGHTS.values()) == pytest.approx(1.0)
    assert set(weights.WEIGHTS) == {one.name for one in SIGNALS}


@given(profiles("need"), profiles("stakeholder"))
def test_shares_sum_to_the_score_and_every_value_is_in_bounds(
    need: Profile, answer: Profile
) -> None:
    fit = score(need, answer, WORLD, effective_weights(need, NEED))
    assert sum(one.share for one in fit.shares) == pytest.approx(fit.score, abs=1e-9)
    assert 0.0 <= fit.score <= 1.0
    for one in fit.shares:
        assert 0.0 <= one.value <= 1.0
        assert one.share == pytest.approx(one.weight * one.value, abs=1e-4)
        assert bool(one.evidence) is (one.value > 0)


@given(profiles("need"))
def test_the_weights_in_force_sum_to_one_unless_nothing_is_asked(need: Profile) -> None:
    found = effective_weights(need, NEED)
    assert sum(found.values()) == pytest.approx(1.0 if found else 0.0)


def test_what_the_asking_side_does_not_say_has_no_weight() -> None:
    need = profile("need", ["batterie"], [], [], [])
    assert dict(effective_weights(need, NEED)) == {weights.SHARED_WORDS: 1.0}


def test_the_sentence_tells_the_strongest_reason_first() -> None:
    need = profile("need", ["batterie"], ["storage"], ["voghera"], [])
    answer = profile("stakeholder", ["batterie"], ["storage"], [], [])
    reason = score(need, answer, WORLD, effective_weights(need, NEED)).reason
    assert reason.it == (
        "Competenza dichiarata «storage», proprio quella richiesta; parole in comune: «batterie»."
    )
    assert reason.en == (
        "Claimed competence “storage”, exactly what is asked for; words in common: “batterie”."
    )


def test_what_is_unknown_is_said_at_the_end() -> None:
    said = sentence((), [Label("manca il tipo", "the kind is missing")])
    assert said.it == "Nulla in comune. Da verificare: manca il tipo."
    assert said.en == "Nothing in common. To be checked: the kind is missing."


def test_being_near_alone_is_no_reason() -> None:
    need = profile("need", ["batterie"], ["storage"], ["voghera"], [])
    near = score(need, profile("stakeholder", ["acqua"], ["water"], ["voghera"], []), WORLD)
    fit = score(need, profile("stakeholder", ["batterie"], [], [], []), WORLD)
    assert (near.founded, fit.founded) == (False, True)


def test_every_signal_explains_itself_in_both_languages() -> None:
    for one in SIGNALS:
        for text in (one.label.it, one.label.en, one.explanation.it, one.explanation.en):
            assert text.strip()
        assert one.explanation.it != one.explanation.en
