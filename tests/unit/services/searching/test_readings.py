"""Texts are folded once for each revision, and never more of them kept than allowed."""

from smartland.domain.resource import Revision
from smartland.services.searching.readings import OVERHEAD, Readings
from support.match_world import World, iri, small_world


def written(world: World, key: str, title: str) -> Revision:
    world.need(key, "x", title=title)
    return world.catalogue.by_iris([iri("need", key)])[iri("need", key)]


def test_a_revision_is_read_once_and_a_new_one_again() -> None:
    world = small_world()
    readings = Readings()
    before = written(world, "mill", "Un mulino con gli aironi")
    first = readings.of(before)
    assert readings.of(before) is first
    assert first.words == ("mulino", "aironi", "descrizione")
    after = readings.of(written(world, "mill", "Due mulini"))
    assert after.words == ("due", "mulini", "descrizione")
    assert readings.of(before) is first


def test_the_oldest_make_room() -> None:
    world = small_world()
    old, middle, new = (written(world, f"n{n}", "Un mulino sul fiume") for n in range(3))
    readings = Readings(most_letters=2 * OVERHEAD + 100)
    first, second, third = (readings.of(one) for one in (old, middle, new))
    assert readings.of(new) is third
    assert readings.of(middle) is second
    assert readings.of(old) is not first
