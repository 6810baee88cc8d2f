"""Filters as trees, in their order, with what is chosen."""

from typing import cast

import pytest

from smartland.errors import Label
from smartland.matching.taxonomy import Taxonomy
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels
from smartland.services.searching.answers import Results
from smartland.web.pages.asked import Asked
from smartland.web.pages.facets import SEEN, Above, make_chips, make_facets
from smartland.web.pages.naming import Naming
from smartland.web.pages.shown import Choice, FacetGroup, Level
from support.above import NOTHING_ABOVE, geography, province, region, taxonomy, town

Tree = dict[str, "Tree"]
PLACES = geography(
    region("x://lombardia"),
    province("x://pavia", "x://lombardia", (45.0, 9.1)),
    town("x://varzi", "x://pavia", (44.8, 9.2)),
    province("x://milano", "x://lombardia", (45.4, 9.2)),
)
ABOVE = Above(PLACES, Taxonomy({}))


class _Names:
    def many(self, iris: list[str]) -> dict[str, Label]:
        return {iri: Label(iri[4:], iri[4:]) for iri in iris}


NAMING = Naming(
    cast("Catalogue", None), cast("Labels", _Names()), base="https://dati.example/", language="it"
)


def _group(
    name: str, counted: dict[str, int], asked: Asked | None = None, above: Above = ABOVE
) -> FacetGroup:
    results = Results(9, (), {name: tuple(counted.items())}, None, 1)
    (group,) = make_facets(asked or Asked(), results, NAMING, above)
    return group


def _every(level: Level) -> list[Choice]:
    choices = [*level.choices, *level.more]
    return [*choices, *(one for each in choices for one in _every(each.inside))]


def _tree(level: Level) -> Tree:
    return {one.text: _tree(one.inside) for one in (*level.choices, *level.more)}


def test_places_stand_inside_what_holds_them() -> None:
    counted = {"x://lombardia": 9, "x://pavia": 5, "x://milano": 3, "x://varzi": 2}
    group = _group("in", counted)
    assert group.tree
    assert _tree(group.level) == {"Lombardia": {"Pavia": {"Varzi": {}}, "Milano": {}}}
    assert {one.text: one.count for one in _every(group.level)}["Varzi"] == 2


def test_a_place_without_its_province_stands_inside_the_region() -> None:
    group = _group("in", {"x://lombardia": 9, "x://varzi": 2})
    assert _tree(group.level) == {"Lombardia": {"Varzi": {}}}


def test_a_single_root_is_open_and_others_are_not() -> None:
    one = _group("in", {"x://lombardia": 9, "x://pavia": 5, "x://varzi": 2}).level.choices[0]
    assert one.open
    assert not one.inside.choices[0].open
    two = _group("in", {"x://pavia": 5, "x://varzi": 2, "x://milano": 1})
    assert [each.open for each in two.level.choices] == [False, False]


def test_what_is_chosen_is_in_sight_and_includes_what_is_below() -> None:
    counted = {"x://pavia": 5, "x://milano": 3, "x://varzi": 2}
    below = _group("in", counted, Asked(filters={"in": ("x://varzi",)}))
    assert below.level.choices[0].open
    above = _group("in", counted, Asked(filters={"in": ("x://pavia",)}))
    (varzi,) = above.level.choices[0].inside.choices
    assert varzi.included
    assert not varzi.chosen
    assert not above.level.choices[1].included


def test_concepts_that_turn_in_a_circle_are_all_shown() -> None:
    circle = taxonomy({"x://a": ("x://b",), "x://b": ("x://a",), "x://c": ("x://a",)})
    group = _group("competence", {"x://a": 3, "x://b": 2, "x://c": 1}, above=Above(PLACES, circle))
    assert sorted(one.text for one in _every(group.level)) == ["A", "B", "C"]


def test_ids_and_values_are_unique() -> None:
    group = _group("in", {"x://lombardia": 9, "x://pavia": 5, "x://milano": 3, "x://varzi": 2})
    every = _every(group.level)
    assert len({one.id for one in every}) == len({one.value for one in every}) == len(every) == 4


@pytest.mark.parametrize(("count", "behind"), [(SEEN, 0), (SEEN + 1, 0), (SEEN + 2, 2)])
def test_one_value_alone_is_not_hidden(count: int, behind: int) -> None:
    counted = {f"v{one:02}": 100 - one for one in range(count)}
    group = _group("source", counted, above=NOTHING_ABOVE)
    assert len(group.level.more) == behind
    assert not group.tree


def test_chosen_values_come_first_even_those_that_nothing_has() -> None:
    counted = {f"v{one:02}": 100 - one for one in range(20)}
    asked = Asked(filters={"source": ("v15", "gone")})
    group = _group("source", counted, asked, NOTHING_ABOVE)
    assert [(one.value, one.count) for one in group.level.choices[:2]] == [("v15", 85), ("gone", 0)]


def test_years_and_amounts_keep_their_order() -> None:
    years = _group("year", {"2019": 9, "2026": 5, "2021": 3}, Asked(filters={"year": ("2019",)}))
    assert [one.value for one in years.level.choices] == ["2026", "2021", "2019"]
    bands = _group("budget_band", {"1m-5m": 9, "0-10k": 5, "50k-200k": 3})
    assert [one.value for one in bands.level.choices] == ["0-10k", "50k-200k", "1m-5m"]
    assert bands.level.choices[0].text == "meno di 10.000 €"


def test_a_facet_with_nothing_to_choose_is_left_out() -> None:
    one = Results(9, (), {"source": (("a", 9),), "year": ()}, None, 1)
    assert list(make_facets(Asked(), one, NAMING, NOTHING_ABOVE)) == []
    chosen = Asked(filters={"source": ("a",)})
    assert [each.name for each in make_facets(chosen, one, NAMING, NOTHING_ABOVE)] == ["source"]


def test_every_filter_has_a_chip_that_takes_it_away() -> None:
    asked = Asked("a", ("need",), {"in": ("x://pavia", "x://milano")}, box=(45.0, 8.0, 46.0, 9.0))
    chips = list(make_chips(asked, NAMING))
    assert [one.text for one in chips] == [
        "Bisogni", "Pavia", "Milano", "45.00°–46.00° N, 8.00°–9.00° E",
    ]  # fmt: skip
    assert chips[1].without == "/search?q=a&kind=need&in=x://milano&box=45,8,46,9"
    assert chips[3].without == "/search?q=a&kind=need&in=x://pavia&in=x://milano"
