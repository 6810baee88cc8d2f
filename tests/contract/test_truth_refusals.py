"""Writes that the truth does not take, and what is left of them: nothing."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text

from smartland.adapters.sql import Database
from smartland.domain.resource import REPLACE, WITHDRAW, Write
from smartland.errors import Conflict, Invalid, SmartlandError, StaleWrite
from support.truths import BASE, NOW, a_write

pytest_plugins = ["support.databases"]

IRI = f"{BASE}/unit/a"


@pytest.fixture
def held(database: Database) -> Database:
    """A database with one unit, at sequence 1."""
    database.truth.write([a_write("a")], NOW)
    return database


def refused(
    database: Database, error: type[SmartlandError], words: str, writes: Sequence[Write]
) -> None:
    """See that the batch is refused, with those words, and leaves no trace and no gap."""
    before = database.truth.changes(0, 100)
    with pytest.raises(error, match=words):
        database.truth.write([a_write("before"), *writes, a_write("after")], NOW)
    assert database.truth.changes(0, 100) == before
    assert database.truth.last_sequence() == len(before)
    (good,) = database.truth.write([a_write(f"good{len(before)}")], NOW)
    assert good.sequence == len(before) + 1


def test_an_iri_is_made_once(held: Database) -> None:
    refused(held, Conflict, IRI, [a_write("a")])


def test_a_withdrawn_iri_is_still_taken(held: Database) -> None:
    held.truth.write([replace(a_write("a", 1), operation=WITHDRAW)], NOW)
    refused(held, Conflict, IRI, [a_write("a")])


def test_an_iri_is_made_once_within_a_batch(database: Database) -> None:
    refused(database, Conflict, IRI, [a_write("a"), a_write("a")])


def test_a_key_belongs_to_one_iri(held: Database) -> None:
    refused(held, Conflict, f"unit/a .*{IRI}", [replace(a_write("a"), iri="https://other/a")])


def test_a_key_belongs_to_one_iri_within_a_batch(database: Database) -> None:
    other = replace(a_write("a"), iri="https://other/a")
    refused(database, Conflict, f"unit/a .*{IRI}", [a_write("a"), other])


def test_the_same_key_may_name_things_of_two_kinds(held: Database) -> None:
    project = replace(a_write("a"), iri="https://other/a", kind="project")
    held.truth.write([project], NOW)
    assert held.truth.counts() == {"unit": 1, "project": 1}


def test_an_iri_keeps_its_kind_and_key(held: Database) -> None:
    refused(held, Conflict, "unit/a .*unit/b", [replace(a_write("a", 1), key="b")])
    refused(held, Conflict, "unit/a .*project/a", [replace(a_write("a", 1), kind="project")])


@pytest.mark.parametrize("expected", [0, 2, 99])
def test_another_head_than_the_expected_one_is_stale(held: Database, expected: int) -> None:
    refused(held, StaleWrite, IRI, [a_write("a", expected)])


def test_a_head_that_moved_on_is_stale(held: Database) -> None:
    held.truth.write([a_write("a", 1)], NOW)
    refused(held, StaleWrite, IRI, [a_write("a", 1)])


def test_a_head_expected_where_there_is_none_is_stale(database: Database) -> None:
    refused(database, StaleWrite, IRI, [a_write("a", 1)])


def test_a_second_write_in_a_batch_expects_the_head_before_it(held: Database) -> None:
    refused(held, StaleWrite, IRI, [a_write("a", 1), a_write("a", 3)])
    refused(held, Conflict, IRI, [a_write("a", 1), replace(a_write("a"), operation=REPLACE)])


@pytest.mark.parametrize("bad", ["a\0b", "\ud800"])
@pytest.mark.parametrize("field", ["triples", "note", "etag"])
def test_text_that_some_database_cannot_hold_is_invalid(
    held: Database, field: str, bad: str
) -> None:
    writes = [replace(a_write("x"), **{field: bad})]  # type: ignore[arg-type]  # all are texts
    refused(held, Invalid, "cannot be stored", writes)


@pytest.mark.parametrize("bad", ["\ud800", math.nan, math.inf])
def test_documents_that_are_not_json_are_invalid(held: Database, bad: object) -> None:
    refused(held, Invalid, "cannot be stored", [replace(a_write("x"), document={"a": [bad]})])


def test_equal_documents_are_stored_as_equal_text(database: Database) -> None:
    one = replace(a_write("a"), document={"b": 1, "a": {"y": "è", "x": 2}})
    two = replace(a_write("b"), document={"a": {"x": 2, "y": "è"}, "b": 1})
    database.truth.write([one, two], NOW)
    with database.engines.reading() as connection:
        texts = connection.scalars(text("SELECT document FROM revision")).all()
    assert texts == ['{"a":{"x":2,"y":"è"},"b":1}'] * 2
