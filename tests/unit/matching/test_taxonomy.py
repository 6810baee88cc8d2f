"""The concept graph: which way leads from what is asked to what is offered, and how good it is."""

import pytest

from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.taxonomy import (
    BROADER,
    NARROWER,
    RELATED,
    SAME,
    SIBLING,
    Node,
    Taxonomy,
)


def node(iri: str, *broader: str, related: tuple[str, ...] = (), names: str = "") -> Node:
    return Node(iri, Label(iri, iri), tuple(filter(None, names.split("|"))), broader, related)


TAXONOMY = Taxonomy(
    {
        one.iri: one
        for one in (
            node("energy", names="Energia|Energy"),
            node("renewables", "energy", names="Fonti rinnovabili"),
            node("solar", "renewables", names="Fotovoltaico|Energia solare"),
            node("wind", "renewables"),
            node("storage", "energy", related=("grids",), names="Accumulo di energia"),
            node("grids", "energy"),
            node("smart-grids", "grids"),
            node("water", names="Acqua"),
            node("one", "two", names="Uno strano caso"),
            node("two", "one", "nowhere"),
        )
    }
)


@pytest.mark.parametrize(
    ("asked", "offered", "relation", "weight"),
    [
        ("solar", "solar", SAME, 1.0),
        ("renewables", "solar", NARROWER, weights.NARROWER_HOP),
        ("energy", "solar", NARROWER, weights.NARROWER_HOP**2),
        ("solar", "renewables", BROADER, weights.BROADER_HOP),
        ("solar", "energy", BROADER, weights.BROADER_HOP**2 * weights.WHOLE_AREA),
        ("storage", "grids", RELATED, weights.RELATED_HOP),
        ("grids", "storage", RELATED, weights.RELATED_HOP),
        ("storage", "smart-grids", RELATED, weights.RELATED_HOP * weights.NARROWER_HOP),
        (
            "solar",
            "wind",
            SIBLING,
            weights.BROADER_HOP * weights.NARROWER_HOP * weights.TURN,
        ),
    ],
)
def test_each_relation_has_its_weight(
    asked: str, offered: str, relation: str, weight: float
) -> None:
    path = TAXONOMY.path(asked, offered)
    assert path is not None
    assert path.relation == relation
    assert path.weight == pytest.approx(weight)
    assert (path.concepts[0], path.concepts[-1]) == (asked, offered)


def test_a_more_specific_offer_answers_better_than_a_more_general_one() -> None:
    specific, general = TAXONOMY.path("energy", "storage"), TAXONOMY.path("storage", "energy")
    assert specific is not None
    assert general is not None
    assert specific.weight > general.weight


@pytest.mark.parametrize(("asked", "offered"), [("solar", "water"), ("renewables", "storage")])
def test_different_areas_and_things_under_a_whole_area_do_not_meet(
    asked: str, offered: str
) -> None:
    assert TAXONOMY.path(asked, offered) is None


def test_a_path_is_not_longer_than_asked() -> None:
    assert TAXONOMY.path("energy", "solar", max_hops=1) is None


def test_an_unknown_concept_still_equals_itself() -> None:
    path = TAXONOMY.path("elsewhere", "elsewhere")
    assert path is not None
    assert path.weight == 1.0


def test_a_cycle_of_broader_ends() -> None:
    assert TAXONOMY.ancestors("one") == ("two", "nowhere")
    path = TAXONOMY.path("one", "two")
    assert path is not None
    assert len(path.concepts) == 2


def test_ancestors_come_nearest_first() -> None:
    assert TAXONOMY.ancestors("solar") == ("renewables", "energy")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Serve un ACCUMULO d'energia", ["storage"]),
        ("Energie solari sui tetti", ["solar"]),
        ("energia e fonte rinnovabile", ["renewables", "energy"]),
        ("nulla di tutto questo", []),
        ("", []),
    ],
)
def test_names_in_a_text_are_recognised_the_longest_first(text: str, found: list[str]) -> None:
    assert TAXONOMY.mentioned(text, "") == found


def test_only_names_under_the_prefix_are_recognised() -> None:
    assert TAXONOMY.mentioned("Acqua ed energia", "wat") == ["water"]


def test_an_undescribed_concept_is_called_by_the_end_of_its_iri() -> None:
    assert TAXONOMY.label("https://elsewhere.example/skill/42").it == "42"
