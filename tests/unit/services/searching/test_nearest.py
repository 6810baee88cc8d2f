"""Nothing found is never the end: which word is missing, which was meant, what is nearest."""

import pytest

from smartland.services.searching.answers import MissingWord, Results, SearchQuery
from smartland.services.searching.finding import Search
from support.match_world import World, corridor, small_world


@pytest.fixture
def world() -> World:
    """A few needs."""
    world = small_world()
    world.need("pipes", "x", title="Acquedotto montano", description="Perdite della rete.")
    world.need("leaks", "x", title="Perdite della rete idrica", corridor=[corridor("water")])
    world.need("roof", "x", title="Tetti delle scuole", description="Pannelli.")
    return world


def find(world: World, text: str, **more: object) -> Results:
    assert world.match
    query = SearchQuery(text, explain=True, **more)  # type: ignore[arg-type]
    return Search(world.index, world.catalogue).find(query)


def keys(results: Results) -> list[str]:
    return [one.revision.key for one in results.items]


def test_what_is_found_is_not_relaxed(world: World) -> None:
    results = find(world, "acquedotto perdite")
    assert (keys(results), results.relaxed, results.missing) == (["pipes"], False, ())
    assert results.suggestion == ""


def test_a_mistyped_word_is_named_and_mended(world: World) -> None:
    results = find(world, "Perdite dell'acquedoto")
    assert results.relaxed
    assert results.missing == (MissingWord("acquedoto", ("acquedotto",)),)
    assert results.suggestion == "Perdite dell'acquedotto"
    assert keys(results) == ["pipes"]
    (why,) = (one.why for one in results.items)
    assert why
    assert why.similar == (("acquedoto", "acquedotto"),)


def test_a_word_that_nobody_knows_is_left_out(world: World) -> None:
    results = find(world, "acquedotto zzzqqq")
    assert results.relaxed
    assert results.missing == (MissingWord("zzzqqq", ()),)
    assert results.suggestion == ""
    assert keys(results) == ["pipes"]


def test_words_that_never_meet_are_none_of_them_missing(world: World) -> None:
    results = find(world, "acquedotto scuole")
    assert (results.relaxed, results.missing) == (True, ())
    assert set(keys(results)) == {"pipes", "roof"}


def test_all_words_but_one_come_before_any_of_them(world: World) -> None:
    assert keys(find(world, "perdite rete scuole")) == ["leaks", "pipes"]


def test_a_phrase_that_nobody_wrote_is_taken_as_words(world: World) -> None:
    results = find(world, '"rete montano"')
    assert results.relaxed
    assert set(keys(results)) == {"pipes", "leaks"}


def test_a_word_may_be_missing_under_a_filter_only(world: World) -> None:
    results = find(world, "acquedotto", filters={"corridor": ("water",)})
    assert results.total == 0
    assert [one.word for one in results.missing] == ["acquedotto"]
    assert not results.relaxed


def test_conditions_and_exclusions_hold_for_what_is_nearest(world: World) -> None:
    assert keys(find(world, "perdite zzzqqq -idrica")) == ["pipes"]
    assert keys(find(world, "perdite zzzqqq corridoio:acqua")) == ["leaks"]


def test_a_value_that_no_field_has_is_named_with_the_likeliest(world: World) -> None:
    results = find(world, "perdite corridoio:aqua")
    assert results.total == 0
    assert MissingWord("corridoio:aqua", ("corridoio:Acqua",)) in results.missing


def test_a_form_that_nobody_wrote_is_mended_even_if_its_stem_finds_something(world: World) -> None:
    for number in range(3):
        world.need(f"n{number}", "x", title="Fotovoltaico sui tetti")
    world.need("odd", "x", title="Fotovoltaic")
    assert find(world, "fotovoltaici").suggestion == "", "another form of the word is no error"
