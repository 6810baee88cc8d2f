"""Rows that go to the driver past SQLAlchemy come back as they were meant."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import select

from smartland.adapters.sql import Database
from smartland.adapters.sql.bulk import insert_rows, instant, overwrite_rows
from smartland.adapters.sql.rows import REVISION_COLUMNS
from smartland.adapters.sql.tables import META, REVISION, SOURCE
from smartland.domain.resource import Revision

pytest_plugins = ["support.databases"]
AT = datetime(2026, 5, 31, 12, 0, 0, 120, tzinfo=timezone(timedelta(hours=2)))


def test_a_row_of_a_revision_has_its_fields_in_their_order() -> None:
    assert [one.name for one in REVISION.columns] == [one.name for one in fields(Revision)]
    assert tuple(one.name for one in REVISION.columns) == REVISION_COLUMNS


def test_rows_are_inserted_and_overwritten(database: Database) -> None:
    with database.engines.writing() as connection:
        insert_rows(connection, META, ("name", "value"), [("a%s", "1"), ("b", "2")])
        overwrite_rows(connection, META, ("name", "value"), [("b", "3 % ?"), ("c", "4")])
        insert_rows(connection, META, ("name", "value"), [])
    assert [database.truth.meta(one) for one in ("a%s", "b", "c")] == ["1", "3 % ?", "4"]


def test_an_instant_is_the_same_one_and_compares_with_others(database: Database) -> None:
    columns = ("name", "importer", "address", "schedule", "paused", "due")
    with database.engines.writing() as connection:
        row = ("s", "demo", "x", "", False, instant(connection, AT))
        insert_rows(connection, SOURCE, columns, [row, ("t", *row[1:5], instant(connection, None))])
        due = connection.scalar(select(SOURCE.c.due).where(SOURCE.c.name == "s"))
    assert due == AT
    assert due.tzinfo == UTC
    assert [one.name for one in database.harvests.overdue(AT)] == ["s"]
    assert database.harvests.overdue(AT - timedelta(microseconds=1)) == []
