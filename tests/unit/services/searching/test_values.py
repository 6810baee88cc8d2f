"""Years as people bound them: each of them is a value of the facet."""

import pytest

from smartland.ports.search import AnyOf, TermIs
from smartland.services.searching.grammar import FieldValue, read_typed
from smartland.services.searching.names import NameTable
from smartland.services.searching.values import MOST_YEARS, Values

VALUES = Values("https://example.org/", NameTable({}), NameTable({}))


def years(text: str) -> list[int]:
    """The years that ``text`` finds."""
    (part,) = read_typed(text).parts
    assert isinstance(part, FieldValue)
    query = VALUES.query(part)
    found = query.parts if isinstance(query, AnyOf) else (query,) if query else ()
    return [int(one.value) for one in found if isinstance(one, TermIs)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("anno:2024", 2024, 2024),
        ("anno:2000..2024", 2000, 2024),
        ("year:>2020", 2021, 2020 + MOST_YEARS),
        ("year:>=2020", 2020, 2019 + MOST_YEARS),
        ("anno:<1960", 1960 - MOST_YEARS, 1959),
        ("anno:<=2003", 2004 - MOST_YEARS, 2003),
        ("anno:1900..2025", 2026 - MOST_YEARS, 2025),
    ],
)
def test_every_year_between_the_bounds_is_found(text: str, first: int, last: int) -> None:
    assert years(text) == list(range(first, last + 1))


@pytest.mark.parametrize(
    "text", ["anno:2024..2020", "anno:>99999999999999999999", "anno:1..99999999999999999999"]
)
def test_bounds_without_sense_do_no_harm(text: str) -> None:
    assert len(years(text)) <= MOST_YEARS
