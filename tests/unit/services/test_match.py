"""Matches of a resource: found, filtered, ranked and explained."""

from dataclasses import replace

import pytest

from smartland.domain.kinds.shared import CALL_STATES, FLOW_STATES, PROJECT_STATES
from smartland.domain.resource import MERGE, WITHDRAW, Write
from smartland.errors import Gone, Invalid, NotFound
from smartland.matching.weights import CONCEPT_FIT, NEAR, WEIGHTS
from smartland_vocab.namespaces import CONCEPT
from support.fake_truth import NOW
from support.match_world import (
    World,
    competence,
    corridor,
    iri,
    names,
    small_world,
    stakeholder_kind,
    territory,
)

EXPERT = CONCEPT["competence-level/expert"]


@pytest.fixture
def world() -> World:
    """Four firms and a town that needs something."""
    world = small_world()
    storage = world.stakeholder(
        "accumuli", "Accumuli Srl", "voghera", corridor=[corridor("energy")]
    )
    world.claim(storage, "storage", level=EXPERT, note="Batterie per comunità energetiche")
    world.claim(world.stakeholder("sole", "Sole Srl", "lecco"), "solar")
    world.claim(world.stakeholder("vento", "Vento Srl", "pavia"), "wind")
    world.claim(world.stakeholder("acque", "Acque Spa", "voghera"), "leaks")
    world.stakeholder(
        "varzi", "Comune di Varzi", "varzi", stakeholder_kind=stakeholder_kind("administration")
    )
    return world


@pytest.fixture
def town() -> str:
    return iri("stakeholder", "varzi")


def test_whoever_claims_the_competence_comes_first(world: World, town: str) -> None:
    world.need("tetti", town, "solar")
    found = world.match.for_resource("need", "tetti")
    assert names(found) == ["sole", "vento"]
    assert found[0].reason.it.startswith(
        "Competenza dichiarata «Fotovoltaico», proprio quella richiesta"
    )


def test_a_broad_need_finds_what_is_more_specific(world: World, town: str) -> None:
    world.need("energia", town, "energy")
    found = world.match.for_resource("need", "energia")
    assert names(found)[0] == "accumuli"
    assert set(names(found)) == {"accumuli", "sole", "vento"}


def test_shares_sum_to_the_score_and_carry_their_evidence(world: World, town: str) -> None:
    world.need("energia", town, "energy", corridor=[corridor("energy")])
    best = world.match.for_resource("need", "energia")[0]
    assert sum(one.share for one in best.shares) == pytest.approx(best.score, abs=1e-9)
    assert {one.signal for one in best.shares} == set(WEIGHTS)
    concept = next(one for one in best.shares if one.signal == CONCEPT_FIT)
    assert concept.evidence[1:] == (competence("energy"), competence("storage"))
    assert world.truth.head(concept.evidence[0]) is not None


def test_nearness_decides_between_equals(world: World, town: str) -> None:
    far = world.stakeholder("lontano", "Lontano Srl", "lecco")
    near = world.stakeholder("vicino", "Vicino Srl", "varzi")
    for one in (far, near):
        world.claim(one, "leaks")
    world.need("perdite", town, "leaks")
    assert names(world.match.for_resource("need", "perdite")) == ["vicino", "acque", "lontano"]


def test_a_need_without_a_territory_is_where_its_publisher_is(world: World, town: str) -> None:
    world.need("perdite", town, "leaks")
    best = world.match.for_resource("need", "perdite")[0]
    near = next(one for one in best.shares if one.signal == NEAR)
    assert near.reason.it == "nella stessa area omogenea (Oltrepò), a 24 km"


def test_offers_and_projects_speak_for_their_stakeholders(world: World, town: str) -> None:
    maker = world.stakeholder("officina", "Officina")
    world.put(
        "offer",
        "kit",
        title="Kit",
        description="Kit",
        stakeholder=maker,
        competence=[competence("leaks")],
    )
    partner = world.stakeholder("ateneo", "Ateneo", stakeholder_kind=stakeholder_kind("university"))
    participation = [{"stakeholder": partner}]
    world.put(
        "project",
        "prova",
        title="Prova",
        participation=participation,
        competence=[competence("leaks")],
    )
    world.need("perdite", town, "leaks")
    found = {one.revision.key: one.reason.en for one in world.match.for_resource("need", "perdite")}
    assert "in the offer “Kit”" in found["officina"]
    assert "in the project “Prova”" in found["ateneo"]


def test_what_others_seek_is_no_offer(world: World, town: str) -> None:
    world.claim(world.stakeholder("cerca", "Cerca Srl"), "leaks", "sought")
    world.need("perdite", town, "leaks")
    assert names(world.match.for_resource("need", "perdite")) == ["acque"]


def test_a_claim_that_expired_no_longer_speaks(world: World, town: str) -> None:
    old = world.stakeholder("ieri", "Ieri Srl")
    world.claim(old, "leaks", valid_until="2026-05-30")
    today = world.stakeholder("oggi", "Oggi Srl")
    world.claim(today, "leaks", valid_until="2026-05-31")
    world.need("perdite", town, "leaks")
    assert set(names(world.match.for_resource("need", "perdite"))) == {"acque", "oggi"}


def test_nobody_is_proposed_to_themselves(world: World, town: str) -> None:
    world.claim(town, "leaks")
    world.need("perdite", town, "leaks")
    assert "varzi" not in names(world.match.for_resource("need", "perdite"))


def test_a_withdrawn_stakeholder_is_not_proposed_even_before_the_index_knows(
    world: World, town: str
) -> None:
    world.need("perdite", town, "leaks")
    match = world.match
    withdraw(world, iri("stakeholder", "acque"))
    assert names(match.for_resource("need", "perdite")) == []


def test_the_claims_of_a_merged_stakeholder_speak_for_the_one_that_took_it_over(
    world: World, town: str
) -> None:
    world.stakeholder("nuova", "Nuova Spa")
    withdraw(world, iri("stakeholder", "acque"), into=iri("stakeholder", "nuova"))
    world.need("perdite", town, "leaks")
    assert names(world.match.for_resource("need", "perdite")) == ["nuova"]


def test_a_unit_speaks_for_its_university(world: World, town: str) -> None:
    whole = world.stakeholder("ateneo", "Ateneo")
    unit = world.put("unit", "idraulica", name="Dipartimento di idraulica", unit_of=whole)
    world.claim(unit.iri, "leaks", level=EXPERT)
    world.need("perdite", town, "leaks")
    assert "ateneo" in names(world.match.for_resource("need", "perdite"))


def test_only_eligible_kinds_are_proposed_and_what_is_unknown_is_said(
    world: World, town: str
) -> None:
    world.claim(world.stakeholder("boh", "Boh", stakeholder_kind=""), "leaks")
    call = {"title": "Bando acqua", "description": "Perdite", "issuer": town}
    kinds = [stakeholder_kind("university")]
    world.put("call", "b1", **call, competence=[competence("leaks")], eligible_kind=kinds)
    found = world.match.for_resource("call", "b1")
    assert names(found) == ["boh"]
    assert [one.en for one in found[0].unknown] == ["the kind of stakeholder is not given"]
    assert found[0].reason.it.endswith("Da verificare: il tipo di attore non è indicato.")


def test_only_eligible_territories_are_proposed(world: World, town: str) -> None:
    world.claim(world.stakeholder("lontano", "Lontano", "lecco"), "leaks")
    call = {"title": "Bando acqua", "description": "Perdite", "issuer": town}
    places = [territory("pavia-province")]
    world.put("call", "b1", **call, competence=[competence("leaks")], territory=places)
    assert names(world.match.for_resource("call", "b1")) == ["acque"]


def test_a_stakeholder_finds_the_needs_and_calls_that_it_can_answer(
    world: World, town: str
) -> None:
    world.need("perdite", town, "leaks")
    world.need("vento", town, "wind")
    asked = {"title": "Bando", "description": "Acqua", "competence": [competence("water")]}
    world.put("call", "aperto", **asked, closes="2026-06-30")
    assert names(world.match.for_resource("stakeholder", "acque")) == ["perdite", "aperto"]
    assert names(world.match.for_resource("stakeholder", "acque", "call")) == ["aperto"]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("call", {"closes": "2026-05-30"}),
        ("call", {"closes": "2026-05-30T12:00:00Z"}),
        ("call", {"status": f"{CALL_STATES}/closed"}),
        ("need", {"valid_until": "2026-05-30"}),
        ("need", {"state": f"{FLOW_STATES}/archived"}),
        ("project", {"status": f"{PROJECT_STATES}/cancelled"}),
    ],
)
def test_what_is_over_is_left_out(world: World, kind: str, state: dict[str, str]) -> None:
    asked = {"title": "Perdite", "description": "Acqua", "competence": [competence("leaks")]}
    world.put(kind, "ora", **asked)
    assert names(world.match.for_resource("stakeholder", "acque", kind)) == ["ora"]
    world.put(kind, "ora", **asked, **state)
    assert names(world.match.for_resource("stakeholder", "acque", kind)) == []


def test_a_stakeholder_is_not_shown_its_own_needs(world: World) -> None:
    world.need("mio", iri("stakeholder", "acque"), "leaks")
    assert names(world.match.for_resource("stakeholder", "acque")) == []


def test_an_offer_finds_needs_and_a_dataset_projects(world: World, town: str) -> None:
    world.need("perdite", town, "leaks")
    who = iri("stakeholder", "acque")
    offered = {"title": "Sensori", "description": "Sensori", "competence": [competence("leaks")]}
    world.put("offer", "sensori", **offered, stakeholder=who)
    assert names(world.match.for_resource("offer", "sensori")) == ["perdite"]
    world.put("project", "rete", title="Rete", competence=[competence("leaks")])
    world.put("dataset", "misure", title="Ricerca perdite", description="Misure di portata")
    found = world.match.for_resource("dataset", "misure")
    assert names(found) == ["rete"]
    assert "riconosciuta nel testo" in found[0].reason.it


def test_a_concept_finds_whoever_offers_it(world: World) -> None:
    found = world.match.for_resource("concept", "competence-leaks")
    assert names(found) == ["acque"]


def test_a_corridor_is_a_weak_fallback(world: World, town: str) -> None:
    world.need("vago", town, title="Xyz", description="Qwerty", corridor=[corridor("energy")])
    found = world.match.for_resource("need", "vago")
    assert names(found) == ["accumuli"]
    assert found[0].reason.it.startswith("Stesso corridoio «Energia»")


def test_words_find_whom_no_concept_finds(world: World, town: str) -> None:
    text = "Vorremmo delle batterie"
    world.need("batterie", town, title=text, description=text)
    assert names(world.match.for_resource("need", "batterie")) == ["accumuli"]


def test_a_match_costs_few_questions(world: World, town: str) -> None:
    for number in range(30):
        who = world.stakeholder(f"s{number}", f"Impresa {number}", "pavia")
        world.claim(who, "leaks")
    world.need("perdite", town, "leaks", corridor=[corridor("water")])
    for kind, key in (("need", "perdite"), ("stakeholder", "acque")):
        match = world.match
        match.for_resource(kind, key)
        world.index.requests.clear()
        world.truth.asked = 0
        match.for_resource(kind, key)
        assert len(world.index.requests) <= 4
        assert world.truth.asked <= 3


def test_the_same_question_has_the_same_answer(world: World, town: str) -> None:
    world.need("energia", town, "energy")
    match = world.match
    first, second = (match.for_resource("need", "energia") for _ in range(2))
    assert first == second


def test_no_more_is_given_than_asked_for(world: World, town: str) -> None:
    world.need("energia", town, "energy")
    assert len(world.match.for_resource("need", "energia", limit=2)) == 2


@pytest.mark.parametrize(
    ("want", "limit"), [("corridor", 10), ("nonsense", 10), (None, 0), (None, 51)]
)
def test_a_senseless_question_is_refused(
    world: World, town: str, want: str | None, limit: int
) -> None:
    world.need("energia", town, "energy")
    with pytest.raises(Invalid) as caught:
        world.match.for_resource("need", "energia", want, limit)
    assert caught.value.problems[0].field == ("want" if want else "limit")


def test_what_matches_nothing_gives_nothing(world: World) -> None:
    assert world.match.for_resource("territory", "voghera") == ()


def test_unknown_and_withdrawn_resources_are_said(world: World, town: str) -> None:
    with pytest.raises(NotFound):
        world.match.for_resource("need", "nowhere")
    withdraw(world, world.need("perdite", town, "leaks"))
    with pytest.raises(Gone):
        world.match.for_resource("need", "perdite")


def withdraw(world: World, name: str, into: str = "") -> None:
    """Take a resource back, or merge it into another."""
    head = world.truth.head(name)
    assert head is not None
    gone = Write(
        head.iri, head.kind, head.key, WITHDRAW, {}, "", "", "gone", "tester", head.sequence
    )
    if into:
        gone = replace(gone, operation=MERGE, merged_into=into)
    world.truth.write((gone,), NOW)
