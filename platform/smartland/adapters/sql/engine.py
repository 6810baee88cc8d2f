"""Connections: one writer at a time, readers beside it, each in a transaction of its own.

SQLite: write-ahead log with an fsync at every commit, so that readers never wait for the writer
and what is acknowledged is on the disk.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from smartland.adapters.sql.failures import failed, translated

WAIT = 10.0
"""Seconds to wait for a lock or a free connection before saying Busy."""
READERS = 32

_SQLITE_WRITER = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-32000",
    # about 16 MB of log between checkpoints; a log that a slow reader made long shrinks again
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA journal_size_limit=64000000",
)
_SQLITE_READER = ("PRAGMA query_only=ON",)
_POSTGRES_SETTINGS = (
    "SET lock_timeout = '10s'; SET statement_timeout = '60s'; "
    # acknowledged means durable, whatever the server's default is
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'"
)

_POSTGRES_NETWORK = {
    "connect_timeout": int(WAIT),
    # a server that vanished without a word is given up after half a minute, not two hours
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}


@dataclass(frozen=True)
class Engines:
    """The two ways into one database; every error inside a block is one of ours."""

    reader: Engine
    writer: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only transaction that sees the database as of one moment."""
        with translated(), self.reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when the block ends, or undone when it raises."""
        with translated(), self.writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection; the writer last, for only it may fold SQLite's log back."""
        self.reader.dispose()
        self.writer.dispose()


def make_engines(address: str) -> Engines:
    """Engines for ``sqlite:///file`` or ``postgresql://…`` (psycopg 3); nothing connects yet."""
    url = make_url(address)
    backend = url.get_backend_name()
    if backend == "sqlite":
        return _sqlite_engines(url)
    if backend in ("postgresql", "postgres"):
        return _postgres_engines(url.set(drivername="postgresql+psycopg"))
    raise ValueError(f"a database URL begins with sqlite:/// or postgresql://, not {backend}")


def _sqlite_engines(url: URL) -> Engines:
    if not url.database or url.database.startswith((":memory:", "file:")):
        raise ValueError("the truth needs a file: sqlite:////absolute/path/truth.db")
    arguments: dict[str, Any] = {"isolation_level": None}
    if "timeout" not in url.query:
        arguments["timeout"] = WAIT
    _make_file(Path(url.database))
    # threads of one process queue for the one writing connection: SQLite's own waiting polls
    # an error text with parameters would put private fields into the log
    writer = create_engine(
        url,
        connect_args=arguments,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=WAIT,
    )
    reader = create_engine(
        url,
        connect_args=arguments,
        hide_parameters=True,
        pool_size=8,
        max_overflow=READERS - 8,
        pool_timeout=WAIT,
    )
    event.listen(writer, "connect", _open_sqlite_writer)
    event.listen(reader, "connect", _open_sqlite_reader)
    # the driver itself would begin too late: only before the first INSERT, never for a SELECT
    event.listen(writer, "begin", _begin_immediate)
    event.listen(reader, "begin", _begin_deferred)
    return Engines(reader, writer)


def _make_file(path: Path) -> None:
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # private fields and token hashes: for the owner's eyes
        path.touch(mode=0o600)
    except OSError as error:
        raise failed(str(error)) from error


def _open_sqlite_writer(connection: sqlite3.Connection, _record: object) -> None:
    _use_log(connection)
    for pragma in _SQLITE_WRITER:
        connection.execute(pragma)


def _open_sqlite_reader(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _SQLITE_READER:
        connection.execute(pragma)


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch a new file to the write-ahead log; SQLite does not wait for others here, so we do."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _postgres_engines(url: URL) -> Engines:
    options: dict[str, Any] = {
        # a restarted server is noticed before it costs somebody a request
        "pool_pre_ping": True,
        "pool_timeout": WAIT,
        "connect_args": _POSTGRES_NETWORK,
    }
    writer = create_engine(
        url,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        pool_size=4,
        max_overflow=4,
        **options,
    )
    reader = create_engine(
        url,
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
        execution_options={"postgresql_readonly": True},
        pool_size=8,
        max_overflow=READERS - 8,
        **options,
    )
    for engine in (writer, reader):
        event.listen(engine, "connect", _open_postgres)
    return Engines(reader, writer)


def _open_postgres(connection: DBAPIConnection, _record: object) -> None:
    connection.cursor().execute(_POSTGRES_SETTINGS)
    connection.commit()
