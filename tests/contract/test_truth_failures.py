"""Databases that are locked, full, read-only, gone or broken: our errors, and recovery."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from smartland.adapters.sql import Database, open_database
from smartland.errors import Busy, StorageFailed
from support.postgres import Server
from support.truths import NOW, a_write

END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'truth'"

pytest_plugins = ["support.databases"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "truth.db"


@pytest.fixture
def sqlite(file: Path) -> Iterator[Database]:
    """An SQLite database that does not wait long for a lock, with one unit."""
    database = open_database(f"sqlite:///{file}?timeout=0.1")
    database.truth.write([a_write("a")], NOW)
    yield database
    database.close()


def see_it_work(database: Database) -> None:
    """See that a write succeeds, right after the last one that did."""
    last = database.truth.last_sequence()
    (revision,) = database.truth.write([a_write(f"works-{last}")], NOW)
    assert revision.sequence == last + 1
    assert database.truth.head(revision.iri) == revision


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """A disk without room: this process cannot make a file longer than ``size`` bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_locked_file_is_busy_for_writers_only(sqlite: Database, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy) as caught:
        sqlite.truth.write([a_write("b")], NOW)
    assert caught.value.retry_after == 1
    assert sqlite.truth.last_sequence() == 1
    other.execute("ROLLBACK")
    other.close()
    see_it_work(sqlite)


def test_a_full_disk_fails_writes_only_and_is_got_over(sqlite: Database, file: Path) -> None:
    log = file.with_name(file.name + "-wal")
    large = [replace(a_write(f"n{n}"), triples="x" * 100_000) for n in range(20)]
    for _ in range(3):
        with no_file_beyond(log.stat().st_size + 50_000), pytest.raises(StorageFailed):
            sqlite.truth.write(large, NOW)
        assert [change.key for change in sqlite.truth.changes(0, 100)] == ["a"]
    see_it_work(sqlite)
    assert len(sqlite.truth.write(large, NOW)) == 20
    assert sqlite.truth.last_sequence() == 22


def test_a_file_at_its_largest_fails_writes_only(sqlite: Database) -> None:
    with sqlite.engines.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # that is: no page more
    with pytest.raises(StorageFailed, match="full"):
        sqlite.truth.write([replace(a_write("b"), triples="x" * 100_000)], NOW)
    assert sqlite.truth.counts() == {"unit": 1}


def test_a_read_only_database_fails_writes_only(sqlite: Database) -> None:
    with sqlite.engines.writing() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StorageFailed, match="readonly"):
        sqlite.truth.write([a_write("b")], NOW)
    assert sqlite.truth.counts() == {"unit": 1}


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StorageFailed), database.engines.reading() as connection:
        connection.execute(text("DELETE FROM counter"))


def test_a_file_that_is_no_database_fails_to_open(file: Path) -> None:
    file.write_bytes(b"no database, just text " * 100)
    with pytest.raises(StorageFailed, match="not a database"):
        open_database(f"sqlite:///{file}")


def test_a_folder_that_cannot_be_made_fails_to_open(file: Path) -> None:
    file.touch()
    with pytest.raises(StorageFailed):
        open_database(f"sqlite:///{file}/below/truth.db")


def test_a_new_file_is_for_its_owner_only(sqlite: Database, file: Path) -> None:
    assert sqlite.truth.last_sequence() == 1
    assert {path.stat().st_mode & 0o777 for path in file.parent.glob("truth.db*")} == {0o600}


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x.db?uri=true", "mysql://host/name"]
)
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///"):
        open_database(url)


def test_a_commit_is_on_the_disk(sqlite: Database) -> None:
    with sqlite.engines.writing() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["wal", 2, 1]


def test_a_server_that_does_not_answer_is_busy() -> None:
    with pytest.raises(Busy):
        open_database("postgresql://smartland@127.0.0.1:1/nothing")


def test_a_restarted_server_is_reached_again(migrated_postgres: Server) -> None:
    database = open_database(migrated_postgres.empty("truth"))
    see_it_work(database)
    migrated_postgres.empty("truth")  # which ends all connections
    see_it_work(database)
    database.close()


def test_a_connection_lost_on_the_way_is_busy(migrated_postgres: Server) -> None:
    database = open_database(migrated_postgres.empty("truth"))

    def write_and_lose() -> None:
        with database.engines.writing() as connection:
            connection.execute(text("UPDATE counter SET value = 7"))
            migrated_postgres.execute("postgres", END_ALL)

    with pytest.raises(Busy):
        write_and_lose()
    see_it_work(database)
    assert database.truth.last_sequence() == 1
    database.close()


def test_a_row_that_stays_locked_is_busy(migrated_postgres: Server) -> None:
    database = open_database(migrated_postgres.empty("truth"))
    with database.engines.writing() as connection:
        connection.execute(text("SET lock_timeout = '100ms'"))
    with psycopg.connect(migrated_postgres.url("truth")) as other:
        other.execute("UPDATE counter SET value = 7")
        with pytest.raises(Busy):
            database.truth.write([a_write("a")], NOW)
        assert database.truth.last_sequence() == 0
        other.rollback()
    see_it_work(database)
    database.close()


def test_postgresql_acknowledges_durable_writes_whatever_its_default(
    migrated_postgres: Server,
) -> None:
    migrated_postgres.execute("truth", "ALTER ROLE smartland SET synchronous_commit = off")
    database = open_database(migrated_postgres.empty("truth"))
    with database.engines.writing() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"
    database.close()
    migrated_postgres.execute("truth", "ALTER ROLE smartland RESET synchronous_commit")
