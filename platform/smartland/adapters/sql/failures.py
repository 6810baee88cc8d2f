"""What a database's own errors mean to us: Busy (try again) or StorageFailed (call someone)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from smartland.errors import Busy, Invalid, Label, SmartlandError, StorageFailed

# result codes: https://www.sqlite.org/rescode.html (the low byte; the rest is detail)
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_SQLITE_FAILED = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}
# SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
# connection, rolled back, no resources, not in that state (locks), operator (shutdown, timeout)
_POSTGRES_BUSY = ("08", "40", "53", "55", "57")
_POSTGRES_FAILED = ("53100", "25006", "58", "XX")

_BUSY = Label(
    it="Il database è occupato: riprovare fra poco.",
    en="The database is busy: try again shortly.",
)
_FAILED = Label(
    it="Il database non accetta la richiesta ({reason}): controllare disco e permessi.",
    en="The database does not take the request ({reason}): check the disk and its permissions.",
)
_UNSTORABLE = Label(
    it="Un valore non si può conservare: carattere nullo, surrogato spaiato o numero non finito.",
    en="A value cannot be stored: a null character, half a surrogate pair or no finite number.",
)


def busy() -> Busy:
    """The error of a database that has no time for us just now."""
    return Busy(_BUSY, retry_after=1)


def unstorable() -> Invalid:
    """The error of a value that some database, or JSON, has no form for."""
    return Invalid(_UNSTORABLE)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLAlchemy raises inside the block into our errors; let mistakes of ours pass."""
    try:
        yield
    except exc.TimeoutError as error:  # no connection came free
        raise busy() from error
    except exc.DBAPIError as error:
        ours = _meaning(error)
        if ours is None:
            raise
        raise ours from error
    except UnicodeEncodeError as error:
        raise unstorable() from error


def _meaning(error: exc.DBAPIError) -> SmartlandError | None:
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_meaning(error.orig)
    return _postgres_meaning(error)


def _sqlite_meaning(error: sqlite3.Error) -> SmartlandError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in _SQLITE_BUSY:
        return busy()
    return failed(str(error)) if code in _SQLITE_FAILED else None


def _postgres_meaning(error: exc.DBAPIError) -> SmartlandError | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        # the client library has no code for a server that it cannot reach or that went away
        return busy() if isinstance(error, exc.OperationalError) else None
    if state.startswith(_POSTGRES_FAILED):
        return failed(state)
    return busy() if state.startswith(_POSTGRES_BUSY) else None


def failed(reason: str) -> StorageFailed:
    """The error of a database that refuses for a reason that waiting does not cure."""
    return StorageFailed(_FAILED.format(reason=reason))
