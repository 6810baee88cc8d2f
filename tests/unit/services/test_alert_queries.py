"""A search as one text: the same for the same search, and the same search from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smartland.errors import Invalid
from smartland.services.alerts.queries import query_of, read_query, write_query
from smartland.services.searching.answers import SearchQuery

NAMES = some.sampled_from(("corridor", "in", "theme", "source"))
VALUES = some.text(min_size=1, max_size=12).filter(lambda one: one.strip() == one)
PAIRS = some.lists(some.tuples(NAMES | some.just("kind"), VALUES), max_size=8)


@given(PAIRS, some.text(max_size=30))
def test_what_is_written_is_read_back(pairs: list[tuple[str, str]], words: str) -> None:
    query = query_of([*pairs, ("q", words)])
    assert read_query(write_query(query)) == query


@given(PAIRS)
def test_the_order_of_parameters_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    assert write_query(query_of(pairs)) == write_query(query_of(reversed([*pairs, *pairs])))


def test_how_results_are_shown_is_left_out() -> None:
    text = "?q=acqua&sort=title&facets=kind&limit=5&cursor=x&lang=en&explain=1&view=map#top"
    assert read_query(text) == SearchQuery(q="acqua")


def test_the_address_of_any_page_of_results_is_read() -> None:
    form = "south=45%2C0&west=9&north=45.6&east=9.8&view=map"
    text = f"https://example.org/search?q=acqua&cursor=x&from=21&{form}"
    assert read_query(text) == SearchQuery(q="acqua", box=(45.0, 9.0, 45.6, 9.8))


def test_the_format_of_files_is_searched_for() -> None:
    assert read_query("kind=dataset&format=CSV").filters == {"format": ("CSV",)}


def test_words_alone_are_no_search_for_everything() -> None:
    with pytest.raises(Invalid) as caught:
        read_query("acqua potabile")
    assert [one.field for one in caught.value.problems] == ["query"]
    for everything in ("", "https://example.org/search", "?"):
        assert read_query(everything) == SearchQuery()


def test_what_is_asked_may_end_with_a_question_mark() -> None:
    assert read_query("q=acqua?&kind=need") == SearchQuery(q="acqua?", kinds=("need",))


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "46,9,45,10", "95,9,96,10", "nan,1,2,3", "1"])
def test_what_is_no_box_is_refused(box: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_query(f"box={box}")
    assert [one.field for one in caught.value.problems] == ["box"]


def test_a_box_may_cross_the_antimeridian() -> None:
    assert read_query("box=-20,170,-10,-170").box == (-20.0, 170.0, -10.0, -170.0)


def test_a_search_has_an_end() -> None:
    for text in ("q=" + "x" * 4_000, "&".join(f"in={n}" for n in range(101))):
        with pytest.raises(Invalid) as caught:
            read_query(text)
        assert [one.field for one in caught.value.problems] == ["query"]
