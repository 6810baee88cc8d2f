"""Databases to test on: SQLite files, and a PostgreSQL server private to the test run.

A test module names this one in ``pytest_plugins``. Without the server's programs on the machine
the tests on PostgreSQL are skipped.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from smartland.adapters.sql import Database, open_database
from smartland.adapters.sql.tables import metadata


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL."""

    port: int

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://smartland@127.0.0.1:{self.port}/{name}"

    def create(self, name: str) -> str:
        """Make a database; its URL."""
        self.execute("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def empty(self, name: str) -> str:
        """Put one of our databases back to how it was made, whoever is still in it; its URL."""
        tables = ", ".join(metadata.tables)
        self.execute(
            name,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            f"TRUNCATE {tables} RESTART IDENTITY",
            "INSERT INTO counter VALUES (1, 0)",
        )
        return self.url(name)

    def execute(self, name: str, *statements: str) -> None:
        """Run statements in one of its databases."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of our own on a free loopback port, stopped at the end."""
    programs = _find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs on this machine")
    # not pytest's folder: the server's user may not enter it
    folder = Path(tempfile.mkdtemp(prefix="smartland-postgres-"))
    try:
        yield from _serve(programs, folder)
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


def _find_programs() -> Path | None:
    server, config = shutil.which("postgres"), shutil.which("pg_config")
    folders = [Path(server).resolve().parent] if server else []
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(answer.stdout.strip()))
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _serve(programs: Path, folder: Path) -> Iterator[Server]:
    owner = _give_away(folder)
    data, log = folder / "data", folder / "log"
    # a locale that sorts as dictionaries do: our order must not depend on it
    locale = ["--locale-provider=icu", "--icu-locale=it", "--locale=C"]
    _init_cluster([str(programs / "initdb"), "-D", str(data), *locale], owner)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-F -c listen_addresses=127.0.0.1 -p {port} -N 80 -c unix_socket_directories="
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *options.split()],
            stdout=output,
            stderr=output,
            cwd=folder,
            **owner,
        )
    try:
        _wait_until_up(Server(port), process, log)
        yield Server(port)
    finally:
        process.send_signal(signal.SIGINT)  # the fast shutdown
        process.wait(20)


def _give_away(folder: Path) -> dict[str, Any]:
    """Whom to run the server as: it refuses to be root, then somebody owns ``folder``."""
    if os.getuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _init_cluster(command: Sequence[str], owner: dict[str, Any]) -> None:
    options = ["-U", "smartland", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*command, *options], check=True, capture_output=True, cwd="/", **owner)


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text()) from error
            time.sleep(0.05)
        else:
            return
