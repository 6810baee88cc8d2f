"""The box goes on from what was typed: words with what they find, and things called so."""

import pytest

from smartland.services.searching.answers import Suggestions
from smartland.services.searching.finding import Search
from support.match_world import World, small_world, territory


@pytest.fixture
def world() -> World:
    """Two bodies and two needs."""
    world = small_world()
    world.stakeholder("spa", "Acque Pavia S.p.A.", "pavia", vat="00743110157")
    world.stakeholder("pavia", "Comune di Pavia", "pavia")
    world.need("pipes", "x", title="Acquedotto montano")
    world.need("pipe", "x", title="Acquedotti di valle", description="Il comune cerca.")
    return world


def suggest(world: World, text: str, kinds: tuple[str, ...] = (), limit: int = 8) -> Suggestions:
    assert world.match
    return Search(world.index, world.catalogue).suggest(text, kinds, limit)


def test_the_last_word_is_completed_with_what_it_finds(world: World) -> None:
    words = {one.text: (one.total, one.kinds) for one in suggest(world, "acq").words}
    assert words == {
        "acqua": (1, (("stakeholder", 1),)),
        "acquedotti": (2, ()),
    }


def test_the_words_before_it_stay_as_typed_and_count(world: World) -> None:
    assert [one.text for one in suggest(world, "Comune di pa").words] == ["Comune di pavia"]
    assert suggest(world, "Comune di monta").words == ()


def test_what_is_called_so_is_offered_by_name_and_code(world: World) -> None:
    assert [one.key for one in suggest(world, "comune di pav").resources] == ["pavia"]
    assert [one.key for one in suggest(world, "acque pavia").resources] == ["spa"]
    assert [one.key for one in suggest(world, "00743110157").resources] == ["spa"]
    assert suggest(world, "cerca").resources == (), "its title does not say so"


def test_places_are_offered_when_asked_for(world: World) -> None:
    assert "territory" not in {one.kind for one in suggest(world, "pavia").resources}
    asked = suggest(world, "voghera", kinds=("territory",))
    assert [one.iri for one in asked.resources] == [territory("voghera")]
    assert asked.words[0].kinds == (("territory", 1),)


@pytest.mark.parametrize("text", ["", " ", "a", "!?", "\x00", "zzzq", '"', "x" * 5_000])
def test_nothing_is_offered_for_nothing(world: World, text: str) -> None:
    assert suggest(world, text) == Suggestions((), ())


def test_after_a_space_the_last_word_is_whole(world: World) -> None:
    assert suggest(world, "acque ").words == ()


def test_there_are_only_as_many_as_asked_for(world: World) -> None:
    assert len(suggest(world, "acq", limit=1).words) == 1
