"""The concepts and territories that matching looks up follow the truth."""

from datetime import date

import pytest

from smartland.domain.resource import WITHDRAW, Write
from smartland.services.concepts import Concepts
from smartland.services.places import Places, members_on
from support.fake_truth import NOW, FakeTruth
from support.match_world import AREA, competence, small_world, territory


def test_concepts_know_paths_across_the_scheme() -> None:
    concepts = Concepts(small_world().truth)
    path = concepts.path(competence("energy"), competence("solar"))
    assert path is not None
    assert path.concepts == tuple(competence(one) for one in ("energy", "renewables", "solar"))
    assert concepts.label(competence("solar")).en == "Photovoltaics"


def test_a_new_concept_is_known_at_once() -> None:
    world = small_world()
    concepts = Concepts(world.truth)
    assert concepts.ancestors(competence("hydro")) == ()
    world.truth.put(
        "concept", "competence-hydro", {"label": {"it": "Idro"}, "broader": [competence("energy")]},
        competence("hydro"),
    )  # fmt: skip
    assert concepts.ancestors(competence("hydro")) == (competence("energy"),)


def test_a_changed_and_a_withdrawn_concept_are_followed() -> None:
    world = small_world()
    concepts = Concepts(world.truth)
    assert concepts.current().ancestors(competence("wind"))
    world.truth.put("concept", "competence-wind", {"label": {"it": "V"}}, competence("wind"))
    assert concepts.current().ancestors(competence("wind")) == ()
    head = world.truth.head(competence("wind"))
    assert head is not None
    gone = Write(head.iri, "concept", head.key, WITHDRAW, {}, "", "", "e", "t", head.sequence)
    world.truth.write((gone,), NOW)
    assert competence("wind") not in concepts.current()


def test_what_changes_elsewhere_does_not_draw_the_picture_again() -> None:
    world = small_world()
    concepts = Concepts(world.truth)
    before = concepts.current()
    world.stakeholder("s", "S")
    assert concepts.current() is before


def test_a_picture_does_not_change_under_whoever_holds_it() -> None:
    world = small_world()
    concepts = Concepts(world.truth)
    before = concepts.current()
    world.truth.put("concept", "competence-new", {"label": {"it": "N"}}, competence("new"))
    assert competence("new") in concepts.current()
    assert competence("new") not in before


def test_places_know_ancestors_positions_and_distances() -> None:
    places = Places(small_world().truth)
    above = [territory(one) for one in ("pavia-province", AREA, "lombardia")]
    assert list(places.ancestors(territory("voghera"))) == above
    assert places.coordinates(territory("voghera")) == (44.9926, 9.0088)
    assert places.label(territory("voghera")).it == "Voghera"
    distance = places.distance_km(territory("voghera"), territory("varzi"))
    assert distance == pytest.approx(23.9, abs=0.2)


def test_a_new_municipality_is_known_at_once() -> None:
    world = small_world()
    places = Places(world.truth)
    assert places.ancestors(territory("broni")) == ()
    world.put("territory", "broni", name="Broni", part_of=territory("pavia-province"))
    assert places.ancestors(territory("broni"))[0] == territory("pavia-province")


def test_the_composition_in_force_is_that_of_the_day() -> None:
    compositions = [
        {"version": 1, "member": ["a"], "valid_until": "2025-12-31"},
        {"version": 2, "member": ["a", "b"], "valid_from": "2026-01-01"},
        {"version": 3, "member": ["c"], "valid_from": "2027-01-01"},
    ]
    assert members_on(compositions, date(2025, 6, 1)) == ("a",)
    assert members_on(compositions, date(2026, 6, 1)) == ("a", "b")
    assert members_on(compositions, date(2027, 1, 1)) == ("c",)
    assert members_on([], date(2026, 6, 1)) == ()


def test_an_empty_truth_knows_nothing() -> None:
    truth = FakeTruth()
    assert Concepts(truth).ancestors("https://elsewhere.example/x") == ()
    assert Places(truth).coordinates("https://elsewhere.example/x") is None
