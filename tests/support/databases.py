"""Databases to test on: SQLite files, and a PostgreSQL server private to the test run.

A test module names this one in ``pytest_plugins``. Without the server's programs on the machine
the tests on PostgreSQL are skipped.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.adapters.sql import Database, open_database
from support.postgres import Server, find_programs, serve


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of our own on a free loopback port, stopped at the end."""
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs on this machine")
    # not pytest's folder: the server's user may not enter it
    folder = Path(tempfile.mkdtemp(prefix="smartland-postgres-"))
    try:
        yield from serve(programs, folder)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Server) -> Server:
    """The server with a database ``truth`` that has our tables."""
    open_database(postgres.create("truth")).close()
    return postgres


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that has our tables, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "truth.db"
    open_database(f"sqlite:///{file}").close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database of the test's own, on each kind of server."""
    if request.param == "sqlite":
        made: Path = request.getfixturevalue("migrated_file")
        return f"sqlite:///{shutil.copy(made, tmp_path)}"
    server: Server = request.getfixturevalue("migrated_postgres")
    return server.empty("truth")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database, open."""
    opened = open_database(url)
    yield opened
    opened.close()
