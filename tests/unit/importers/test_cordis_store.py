"""Statements come back grouped, and one value a field is chosen whatever order they came in."""

from collections.abc import Iterator
from contextlib import closing
from itertools import permutations

import pytest

from smartland_importers.cordis_choice import choose
from smartland_importers.cordis_columns import CLASS_OF, ORGANISATION, PROJECT
from smartland_importers.cordis_records import Described, Part, Record, SameProject, Tag
from smartland_importers.cordis_store import ProjectStatements, Statement, Store


@pytest.fixture
def store() -> Iterator[Store]:
    with closing(Store()) as store:
        yield store


def projects(store: Store, *records: Record) -> list[ProjectStatements]:
    for one in records:
        store.add(one)
    store.join()
    return list(store.projects())


def test_projects_come_sorted_with_everything_that_is_said_of_them(store: Store) -> None:
    found = projects(
        store,
        Part("grant/2", "999999999", {"role": "participant"}),
        Tag("grant/1", CLASS_OF, "/1", "one"),
        Described(PROJECT, "grant/1", {"title": "One"}),
        Part("grant/1", "999999998", {}),
        Part("grant/1", "999999997", {}),
        Tag("grant/3", CLASS_OF, "/1", "of a project that nothing else describes"),
    )
    assert [one.key for one in found] == ["grant/1", "grant/2"]
    assert found[0].statements == (Statement("", {"title": "One"}),)
    assert list(found[0].parts) == ["999999997", "999999998"]
    assert found[0].tags == (Tag("grant/1", CLASS_OF, "/1", "one"),)
    assert found[1].statements == ()
    assert found[1].parts == {"999999999": (Statement("", {"role": "participant"}),)}
    assert store.count(PROJECT) == 2


def test_a_record_number_becomes_the_grant_number_that_another_table_tells(store: Store) -> None:
    found = projects(
        store,
        Part("rcn/7", "999999999", {}),
        Described(PROJECT, "rcn/7", {"start": "2020-01-01"}),
        Part("rcn/8", "999999999", {}),
        SameProject("7", "grant/123"),
        Described(PROJECT, "grant/123", {"title": "T"}),
    )
    assert [one.key for one in found] == ["grant/123", "rcn/8"]
    assert list(found[0].parts) == ["999999999"]
    assert {tuple(one.facts) for one in found[0].statements} == {("start",), ("title",)}


def test_repeated_statements_are_counted(store: Store) -> None:
    for _ in range(3):
        store.add(Described(ORGANISATION, "999999999", {"name": "A"}))
    store.join()
    assert list(store.statements(ORGANISATION)) == [
        ("999999999", (Statement("", {"name": "A"}, 3),))
    ]


def test_half_a_surrogate_pair_does_not_break_the_store(store: Store) -> None:
    found = projects(store, Described(PROJECT, "grant/1", {"title": "\ud800"}))
    assert found[0].statements[0].facts == {"title": "\ud800"}


NEWEST = Statement("2025-01-01", {"name": "New", "city": "Milano"})
FREQUENT = Statement("2024-01-01", {"name": "Old", "street": "Via", "city": "Pavia"}, 5)
EMPTY = Statement("2026-01-01", {"country": "IT"})


def test_the_newest_value_that_is_there_counts_in_any_order() -> None:
    for order in permutations((NEWEST, FREQUENT, EMPTY)):
        chosen = choose(order)
        assert chosen.facts == {"name": "New", "city": "Milano", "street": "Via", "country": "IT"}
        assert chosen.others == {"name": ("Old",), "city": ("Pavia",)}
        assert chosen.remarks == (
            "city: 'Milano' counts, not 'Pavia'",
            "name: 'New' counts, not 'Old'",
        )


def test_an_address_comes_from_one_row() -> None:
    for order in permutations((NEWEST, FREQUENT)):
        assert choose(order, together=("street", "city")).facts == {"name": "New", "city": "Milano"}


def test_without_dates_the_most_frequent_then_the_longest_then_the_first() -> None:
    twice, once = Statement("", {"name": "A"}, 2), Statement("", {"name": "Longer"})
    assert choose((once, twice)).facts == {"name": "A"}
    assert choose((once, Statement("", {"name": "A"}))).facts == {"name": "Longer"}
    assert choose((Statement("", {"name": "B"}), Statement("", {"name": "A"}))).facts == {
        "name": "A"
    }


def test_case_accents_and_cut_texts_are_no_contradiction() -> None:
    said = [Statement("", {"name": one}) for one in ("Università di Pavia", "UNIVERSITA DI", "x")]
    assert choose(said).remarks == ("name: 'Università di Pavia' counts, not 'x'",)
    assert choose(said, silent=("name",)).remarks == ()
