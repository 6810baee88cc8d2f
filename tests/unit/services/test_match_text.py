"""Matches of a free text."""

import pytest

from smartland.errors import Invalid
from smartland.matching.weights import CONCEPT_FIT, SHARED_WORDS
from support.match_world import World, competence, corridor, names, small_world, territory


@pytest.fixture(scope="module")
def world() -> World:
    """Two firms and a need; read only."""
    world = small_world()
    storage = world.stakeholder(
        "accumuli", "Accumuli Srl", "voghera", corridor=[corridor("energy")]
    )
    world.claim(storage, "storage", note="Batterie al litio")
    water = world.stakeholder("acque", "Acque Spa", "lecco", corridor=[corridor("water")])
    world.claim(water, "leaks")
    world.need("perdite", storage, "leaks", title="Perdite", description="Dalla rete")
    return world


def test_a_concept_named_in_the_text_is_recognised(world: World) -> None:
    found = world.match.for_text("Ci serve accumulo di energia")
    assert names(found) == ["accumuli"]
    concept = next(one for one in found[0].shares if one.signal == CONCEPT_FIT)
    assert concept.value > 0


def test_words_alone_are_enough(world: World) -> None:
    found = world.match.for_text("batteria litio")
    assert names(found) == ["accumuli"]
    assert [(one.signal, one.weight) for one in found[0].shares] == [(SHARED_WORDS, 1.0)]


@pytest.mark.parametrize("value", ["storage", "competence/storage", competence("storage")])
def test_competences_are_given_by_notation_or_iri(world: World, value: str) -> None:
    assert names(world.match.for_text("", concepts=[value])) == ["accumuli"]


@pytest.mark.parametrize("value", ["water", corridor("water")])
def test_a_corridor_alone_is_a_question(world: World, value: str) -> None:
    assert names(world.match.for_text("", corridors=[value])) == ["acque"]


@pytest.mark.parametrize("value", ["voghera", "territory/voghera", territory("voghera")])
def test_the_territory_is_given_by_key_or_iri(world: World, value: str) -> None:
    found = world.match.for_text("batterie", territory=value)
    assert "nello stesso comune (Voghera)" in found[0].reason.it


def test_a_text_may_offer(world: World) -> None:
    found = world.match.for_text("Facciamo ricerca perdite", want="need")
    assert names(found) == ["perdite"]
    assert "richiesta" in found[0].reason.it


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "della"}, "text"),
        ({"text": "  \n ! "}, "text"),
        ({"text": "", "territory": "voghera"}, "text"),
        ({"text": "x", "concepts": ["unheard-of"]}, "competence"),
        ({"text": "x", "corridors": ["space"]}, "corridor"),
        ({"text": "x", "territory": "atlantis"}, "territory"),
        ({"text": "x", "want": "corridor"}, "want"),
        ({"text": "x", "limit": 0}, "limit"),
    ],
)
def test_a_bad_question_names_its_field(
    world: World, arguments: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        world.match.for_text(**arguments)  # type: ignore[arg-type]  # a table of mixed arguments
    assert [one.field for one in caught.value.problems] == [field]


@pytest.mark.parametrize(
    "text",
    ["batterie " * 20_000, "{0} {name} %s batterie", "batterie\x00\ud7ff", "«batterie»" * 50],
)
def test_long_and_strange_texts_are_answered(world: World, text: str) -> None:
    assert names(world.match.for_text(text)) == ["accumuli"]


def test_nothing_in_common_is_an_empty_answer(world: World) -> None:
    assert world.match.for_text("zzz") == []
