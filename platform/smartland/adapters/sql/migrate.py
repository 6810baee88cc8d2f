"""Bringing a database to this version's tables, once, however many processes start together."""

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from smartland.adapters.sql.engine import Engines
from smartland.errors import Label, StorageFailed

HEAD = "0003"
"""The newest step in ``migrations/versions``; a test compares."""

MIGRATIONS = Path(__file__).parent / "migrations"
_OTHER_VERSION = Label(
    it="Il database è di un'altra versione di Smart Land ({reason}): usare quella versione.",
    en="The database is of another version of Smart Land ({reason}): use that version.",
)
_ALEMBIC = threading.Lock()  # alembic keeps its context in module globals
_LOCK = 0x536D6C64  # any number that nobody else on the server locks


def upgrade(engines: Engines) -> None:
    """Run the steps that are missing, all or none. Raises Busy, or StorageFailed when the
    database was written by a newer version."""
    with engines.reading() as connection:
        if _version(connection) == HEAD:
            return
    with engines.writing() as connection:
        _lock(connection)
        if _version(connection) != HEAD:
            _run(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _lock(connection: Connection) -> None:
    """SQLite's write transaction is the lock already; PostgreSQL's lets others write."""
    if connection.dialect.name == "postgresql":
        # the others wait for the first one, however long its steps take
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _run(connection: Connection) -> None:
    # alembic takes over a second to import, and only a new version needs it
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with _ALEMBIC:
            command.upgrade(config, "head")
    except CommandError as error:
        raise StorageFailed(_OTHER_VERSION.format(reason=error)) from error
