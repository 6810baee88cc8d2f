"""The address of a result list is its whole state."""

from typing import cast
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.domain.kinds import KINDS
from smartland.errors import Invalid
from smartland.ports.search_names import declared_names
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels
from smartland.services.searching.answers import Results
from smartland.services.searching.boxes import SIDES
from smartland.services.searching.finding import filter_names
from smartland.web.pages.asked import Asked, address, read_asked
from smartland.web.pages.facets import facet_names
from smartland.web.pages.naming import Naming
from smartland.web.pages.results import SORTS, make_page
from smartland_vocab.namespaces import CONCEPT
from support.above import NOTHING_ABOVE

BASE = "https://dati.example/"
NAMING = Naming(
    cast("Catalogue", None), cast("Labels", None), base=BASE, language="it", root="/radice"
)
VALUES = st.sampled_from(
    (
        f"{BASE}id/territory/istat-015146",
        CONCEPT["corridor/energy"],
        CONCEPT["filiera/wood"],
        "http://publications.europa.eu/resource/authority/data-theme/ENVI",
        "testo libero & simboli=strani/qui?",
        "ipa",
    )
)
DEGREES = st.integers(-9_000_000, 9_000_000).map(lambda one: one / 100_000)
BOXES = st.tuples(DEGREES, DEGREES, DEGREES, DEGREES).map(
    lambda box: (min(box[0], box[2]), box[1], max(box[0], box[2]), box[3])
)
ASKED = st.builds(
    Asked,
    q=st.text(max_size=20),
    kinds=st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=3).map(tuple),
    filters=st.dictionaries(
        st.sampled_from(sorted(filter_names() - {"kind"})),
        st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple),
        max_size=3,
    ),
    sort=st.sampled_from(("relevance", "title", "-modified")),
    box=st.none() | BOXES,
    view=st.sampled_from(("", "map")),
)


@given(ASKED)
def test_an_address_leads_back_to_what_was_asked(asked: Asked) -> None:
    parts = urlsplit(address(asked, NAMING))
    assert parts.path == "/radice/search"
    assert read_asked(parse_qsl(parts.query), NAMING) == asked


@given(ASKED)
def test_other_forms_of_the_list_ask_the_same(asked: Asked) -> None:
    """But for the map, which is a way of looking."""
    parts = urlsplit(address(asked, NAMING, path="/search.csv"))
    assert parts.path == "/radice/search.csv"
    there = read_asked(parse_qsl(parts.query), NAMING)
    assert (there.q, there.kinds, there.filters, there.box, there.sort, there.view) == (
        asked.q, asked.kinds, asked.filters, asked.box, asked.sort, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{BASE}id/territory/istat-015146", "territory/istat-015146"),
        (CONCEPT["corridor/energy"], "corridor/energy"),
        (CONCEPT["role/partner"], "role/partner"),
        ("http://a.example/b/c", "http://a.example/b/c"),
    ],
)
def test_values_are_short_in_addresses(iri: str, short: str) -> None:
    assert NAMING.shorten(iri) == short
    assert NAMING.expand(short) == iri


def test_what_is_no_filter_is_ignored() -> None:
    asked = read_asked([("utm_source", "x"), ("kind", "nothing"), ("q", "a")], NAMING)
    assert asked == Asked(q="a")


def test_a_rectangle_may_come_as_four_fields() -> None:
    sides = zip(SIDES, ("45", "8,5", "46.25", "9"), strict=True)
    assert read_asked(sides, NAMING).box == (45.0, 8.5, 46.25, 9.0)


def test_half_a_rectangle_is_refused() -> None:
    with pytest.raises(Invalid, match="box"):
        read_asked([("south", "45"), ("west", "8")], NAMING)


def test_choosing_leads_back_to_the_first_page() -> None:
    asked = Asked("acqua", ("need",), {"in": ("a",)}, cursor="x", start=21)
    assert asked.choosing("in", ("b", "c")).filters == {"in": ("b", "c")}
    assert asked.choosing("in", ()).filters == {}
    assert asked.choosing("kind", ()).kinds == ()
    assert asked.choosing("kind", ()).cursor is None
    assert asked.choosing("kind", ()).start == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_facets_of_a_kind_can_be_asked_for(kind: str) -> None:
    assert set(facet_names((kind,))) <= filter_names()
    assert len(facet_names((kind,))) == len(set(facet_names((kind,))))


def test_orders_exist() -> None:
    known = declared_names()
    names = {name.removeprefix("-") for name in SORTS}
    assert names <= {*known.dates, *known.numbers}


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (Asked(), {"relevance"}),
        (Asked("acqua"), {"relevance", "title"}),
        (Asked("acqua", ("call",)), {"relevance", "title", "closes", "-closes", "-budget"}),
        (Asked("acqua", ("call", "need")), {"relevance", "title", "-budget"}),
        (Asked("", ("territory",)), {"relevance", "-population"}),
    ],
)
def test_only_orders_that_fit_are_offered(asked: Asked, offered: set[str]) -> None:
    page = make_page(asked, Results(0, (), {}, None, 1), NAMING, NOTHING_ABOVE)
    assert {name for name, _ in page.sorts} == offered


def test_the_range_goes_on_where_the_page_before_ended() -> None:
    nothing = Results(57, (), {}, "next", 1)
    page = make_page(Asked("a", cursor="x", start=21), nothing, NAMING, NOTHING_ABOVE)
    assert "cursor=next&from=41" in page.next_href
    assert page.first_href == "/radice/search?q=a"


@pytest.mark.parametrize("start", ["0x1", "-3", "", "999999999999", "²"])
def test_a_wrong_start_is_the_first(start: str) -> None:
    assert read_asked([("from", start)], NAMING).start == 1
