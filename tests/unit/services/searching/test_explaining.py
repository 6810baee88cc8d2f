"""Why a result is here: passages, concepts with the way to them, codes, similar words."""

import json
from dataclasses import asdict

import pytest

from smartland.services.searching.answers import Results, SearchQuery, Why
from smartland.services.searching.finding import Search
from smartland.services.searching.passages import GAP, WIDTH
from support.match_world import World, competence, small_world, territory


@pytest.fixture
def world() -> World:
    """A small world with one firm."""
    world = small_world()
    world.stakeholder(
        "firm", "Idrosensori S.r.l.", "varzi", vat="00743110157",
        activity=[{"code": "62.01.09", "edition": "2007"}],
        contact="acqua@segreto.example", contact_name="Acqua Segreta",
        description="Sensori per l'acqua.",
    )  # fmt: skip
    return world


def found(world: World, text: str) -> Results:
    assert world.match
    return Search(world.index, world.catalogue).find(SearchQuery(text, explain=True))


def why(world: World, text: str, key: str = "firm") -> Why:
    (one,) = (one for one in found(world, text).items if one.revision.key == key)
    assert one.why
    return one.why


def marks(reason: Why) -> list[tuple[str, list[str]]]:
    return [(one.field, [one.text[a:b] for a, b in one.marks]) for one in reason.passages]


def test_the_title_comes_first_then_the_best_text(world: World) -> None:
    assert marks(why(world, "sensori acqua")) == [("description", ["Sensori", "acqua"])]
    both = why(world, "idrosensori acqua")
    assert marks(both) == [("name", ["Idrosensori"]), ("description", ["acqua"])]
    assert both.passages[1].label.it == "descrizione"
    assert both.passages[1].language == "it"


def test_private_fields_explain_nothing(world: World) -> None:
    shown = json.dumps(asdict(why(world, "acqua")), ensure_ascii=False).casefold()
    assert "segret" not in shown
    assert found(world, "segreta").total == 0


def test_without_asking_there_is_no_why(world: World) -> None:
    assert world.match
    results = Search(world.index, world.catalogue).find(SearchQuery("acqua"))
    assert [one.why for one in results.items] == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [("00743110157", "00743110157"), ("it 00743110157", "00743110157"), ("62.01", "62.01.09")],
)
def test_the_code_is_named_as_it_is_written(world: World, text: str, code: str) -> None:
    assert why(world, text).code == code


def test_a_narrower_concept_is_explained_by_the_way_to_it(world: World) -> None:
    world.need("roof", "x", "solar", title="Tetti")
    (reason,) = why(world, "fonti rinnovabili", "roof").concepts
    assert (reason.words, reason.asked) == ("fonti rinnovabili", competence("renewables"))
    assert reason.held == competence("solar")
    assert [one.it for one in reason.path] == ["Fonti rinnovabili", "Fotovoltaico"]


def test_another_name_of_the_concept_is_marked(world: World) -> None:
    world.need("panels", "x", title="Photovoltaics on roofs")
    assert marks(why(world, "fotovoltaico", "panels")) == [("title", ["Photovoltaics"])]


def test_a_place_is_explained_by_what_it_lies_in(world: World) -> None:
    (reason,) = why(world, "sensori lombardia").concepts
    assert (reason.words, reason.held) == ("lombardia", territory("varzi"))
    assert [one.it for one in reason.path] == ["Lombardia", "Provincia di Pavia", "Varzi"]


def test_words_of_a_concepts_name_are_explained_by_it(world: World) -> None:
    world.need("pipes", "x", "leaks", title="Tubi")
    (reason,) = why(world, "tubi perdite", "pipes").concepts
    assert (reason.words, [one.it for one in reason.path]) == ("perdite", ["Ricerca perdite"])


def test_phrases_are_marked_where_they_stand_whole(world: World) -> None:
    text = "La banda è nota. Cerca la banda larga. Una strada larga."
    world.need("net", "x", title="Rete", description=text)
    assert marks(why(world, '"banda larga"', "net")) == [("description", ["banda larga"])]


def test_a_long_text_is_cut_around_its_marks_at_words(world: World) -> None:
    text = "parola " * 300 + "le perdite dell'acquedotto " + "fine " * 300
    world.need("long", "x", title="Tubi", description=text)
    (passage,) = why(world, "perdite acquedotto", "long").passages
    assert passage.text.startswith(f"{GAP}parola")
    assert passage.text.endswith(f"fine{GAP}")
    assert len(passage.text) <= WIDTH + 2 * len(GAP)
    assert [passage.text[a:b] for a, b in passage.marks] == ["perdite", "acquedotto"]


def test_what_was_understood_and_what_was_not_is_said(world: World) -> None:
    world.need("roof", "x", "solar", title="Tetti a Varzi", territory=[territory("varzi")])
    results = found(world, "fotovoltaico varzi pippo:tetti")
    assert [(one.words, one.label.it) for one in results.understood] == [
        ("fotovoltaico", "Fotovoltaico"),
        ("varzi", "Varzi"),
    ]
    assert results.unknown_fields == ("pippo",)
