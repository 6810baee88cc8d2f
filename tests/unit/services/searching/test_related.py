"""What is alike, complementary and able to fund, by subject and words, each with its reason."""

import pytest

from smartland.domain.kinds.shared import CALL_STATES
from smartland.errors import Invalid, NotFound
from smartland.services.searching.related import (
    COMPLEMENTARY,
    FUNDABLE,
    RELATIONS,
    SIMILAR,
    Related,
)
from support.match_world import World, competence, corridor, small_world

CALL_OPEN = f"{CALL_STATES}/open"


@pytest.fixture
def world() -> World:
    """Concepts and places of the matching tests."""
    return small_world()


def related(world: World) -> Related:
    match = world.match
    return Related(world.catalogue, world.index, world.concepts, match)


def keys(world: World, kind: str, key: str, relation: str, limit: int = 10) -> list[str]:
    return [one.revision.key for one in related(world).of(kind, key, relation, limit)]


def test_needs_of_the_same_subject_are_alike_the_closest_first(world: World) -> None:
    who = world.stakeholder("c-1", "Comune di Varzi", "varzi")
    for key, title, what in (
        ("roofs", "Fotovoltaico sui tetti della scuola", "solar"),
        ("parking", "Pensiline con fotovoltaico sopra il parcheggio", "solar"),
        ("mill", "Un mulino a vento sul crinale", "wind"),
        ("pipes", "Trovare le perdite dell'acquedotto", "leaks"),
    ):
        world.put("need", key, title=title, competence=[competence(what)], stakeholder=who)
    found = related(world).of("need", "roofs", SIMILAR)
    assert [one.revision.key for one in found] == ["parking"]
    assert "Fotovoltaico" in found[0].reason.it
    assert "Photovoltaics" in found[0].reason.en
    assert 0 < found[0].score <= 1


def test_nothing_is_like_itself(world: World) -> None:
    who = world.stakeholder("c-1", "Comune di Varzi", "varzi")
    world.put(
        "need", "roofs", title="Tetti solari", competence=[competence("solar")], stakeholder=who
    )
    assert keys(world, "need", "roofs", SIMILAR) == []


def test_bodies_are_alike_by_what_speaks_for_them(world: World) -> None:
    first = world.stakeholder("a", "Alfa")
    second = world.stakeholder("b", "Beta")
    third = world.stakeholder("c", "Gamma")
    for who in (first, second):
        world.claim(who, "solar")
        world.claim(who, "storage")
    world.claim(third, "leaks")
    found = related(world).of("stakeholder", "a", SIMILAR)
    assert [one.revision.key for one in found] == ["b"]
    assert "Fotovoltaico" in found[0].reason.it


def test_a_need_is_completed_by_offers_and_an_offer_by_needs(world: World) -> None:
    asks = world.stakeholder("c-1", "Comune di Varzi", "varzi")
    gives = world.stakeholder("s-1", "Sole Srl", "pavia")
    solar = [competence("solar")]
    world.put("need", "roofs", title="Fotovoltaico sui tetti", competence=solar, stakeholder=asks)
    world.put("offer", "kit", title="Impianti fotovoltaici", competence=solar, stakeholder=gives)
    world.put("offer", "pump", title="Pompe", competence=[competence("leaks")], stakeholder=gives)
    assert keys(world, "need", "roofs", COMPLEMENTARY)[0] == "kit"
    assert keys(world, "offer", "kit", COMPLEMENTARY) == ["roofs"]


def test_only_open_calls_can_fund_a_need(world: World) -> None:
    who = world.stakeholder("c-1", "Comune di Varzi", "varzi")
    solar = [competence("solar")]
    world.put("need", "roofs", title="Fotovoltaico sui tetti", competence=solar, stakeholder=who)
    for key, state in (("open", CALL_OPEN), ("closed", CALL_OPEN.replace("open", "closed"))):
        world.put("call", key, title="Bando fotovoltaico", competence=solar, status=state)
    assert keys(world, "need", "roofs", FUNDABLE) == ["open"]


def test_an_offer_is_fundable_by_the_calls_it_answers(world: World) -> None:
    who = world.stakeholder("s-1", "Sole Srl", "pavia")
    solar = [competence("solar")]
    world.put("offer", "kit", title="Impianti fotovoltaici", competence=solar, stakeholder=who)
    world.put("call", "open", title="Bando fotovoltaico", competence=solar, status=CALL_OPEN)
    assert keys(world, "offer", "kit", FUNDABLE) == ["open"]


def test_the_limit_is_kept_and_checked(world: World) -> None:
    who = world.stakeholder("c-1", "Comune di Varzi", "varzi")
    for number in range(5):
        world.put(
            "need",
            f"n-{number}",
            title=f"Tetto numero {number}",
            competence=[competence("solar")],
            corridor=[corridor("energy")],
            stakeholder=who,
        )
    world.put("need", "other", title="Altro", competence=[competence("leaks")], stakeholder=who)
    assert len(keys(world, "need", "n-0", SIMILAR, 2)) == 2
    with pytest.raises(Invalid, match="limit"):
        related(world).of("need", "n-0", SIMILAR, 0)


def test_what_makes_no_sense_is_empty_and_what_is_unknown_is_said(world: World) -> None:
    assert related(world).relations_of("territory") == []
    assert keys(world, "territory", "varzi", SIMILAR) == []
    with pytest.raises(Invalid, match="relation"):
        related(world).of("territory", "varzi", "nonesuch")
    with pytest.raises(NotFound):
        related(world).of("need", "nonesuch", SIMILAR)
    assert set(related(world).relations_of("stakeholder")) == set(RELATIONS)
