"""A search that asks for what there is not is told what there is."""

import math

import pytest

from smartland.errors import Invalid
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.checking import check_query


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        (SearchQuery(limit=0), "limit", "Between 1 and 200"),
        (SearchQuery(kinds=("house",)), "kind", "stakeholder"),
        (SearchQuery(filters={"kind": ("house",)}), "kind", "stakeholder"),
        (SearchQuery(filters={"colour": ("red",)}), "colour", "corridor"),
        (SearchQuery(facets=("colour",)), "facets", "corridor"),
        (SearchQuery(facets=("refers",)), "facets", "corridor"),
        (SearchQuery(filters={"theme": tuple(map(str, range(101)))}), "filters", "100"),
        (SearchQuery(sort="colour"), "sort", "budget"),
        (SearchQuery(sort="-relevance"), "sort", "budget"),
        (SearchQuery(sort="--title"), "sort", "closes"),
        (SearchQuery(box=(46, 9, 45, 10)), "box", "south"),
        (SearchQuery(box=(45, 9, 46, 181)), "box", "south"),
        (SearchQuery(box=(math.nan, 9, 46, 10)), "box", "south"),
    ],
)
def test_the_wrong_parameter_is_named(query: SearchQuery, field: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_query(query)
    (problem,) = caught.value.problems
    assert problem.field == field
    assert said in problem.message.en


def test_every_wrong_parameter_is_named_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        check_query(SearchQuery(limit=0, sort="x", facets=("y",)))
    assert [one.field for one in caught.value.problems] == ["limit", "facets", "sort"]


@pytest.mark.parametrize("sort", ["relevance", "title", "-title", "-budget", "closes"])
def test_what_there_is_passes(sort: str) -> None:
    check_query(SearchQuery("x", sort=sort, box=(-90, 170, 90, -170), facets=("year", "licence")))
