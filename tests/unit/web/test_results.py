"""The address of a result list is its whole state."""

from typing import cast
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.domain.kinds import KINDS
from smartland.ports.search_names import declared_names
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels
from smartland.services.searching.finding import filter_names
from smartland.web.pages import results
from smartland.web.pages.naming import Naming
from smartland_vocab.namespaces import CONCEPT

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
ASKED = st.builds(
    results.Asked,
    q=st.text(max_size=20),
    kinds=st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=3).map(tuple),
    filters=st.dictionaries(
        st.sampled_from(sorted(filter_names() - {"kind"})),
        st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple),
        max_size=3,
    ),
    sort=st.sampled_from(("relevance", "title", "-modified")),
)


@given(ASKED)
def test_an_address_leads_back_to_what_was_asked(asked: results.Asked) -> None:
    parts = urlsplit(results.address(asked, NAMING))
    assert parts.path == "/radice/search"
    assert results.read_asked(parse_qsl(parts.query), NAMING) == asked


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
    asked = results.read_asked([("utm_source", "x"), ("kind", "nothing"), ("q", "a")], NAMING)
    assert asked == results.Asked(q="a")


@pytest.mark.parametrize("kind", KINDS)
def test_the_facets_of_a_kind_can_be_asked_for(kind: str) -> None:
    assert set(results.facet_names((kind,))) <= filter_names()


def test_dates_to_sort_by_exist() -> None:
    names = {name.removeprefix("-") for name, _ in results.SORT_DATES.values()}
    assert names <= set(declared_names().dates)


@pytest.mark.parametrize("start", ["0x1", "-3", "", "999999999999", "²"])
def test_a_wrong_start_is_the_first(start: str) -> None:
    assert results.read_asked([("from", start)], NAMING).start == 1
