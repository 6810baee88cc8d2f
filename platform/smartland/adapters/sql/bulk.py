"""Many rows at once, as the driver takes them.

What SQLAlchemy does for one parameter of one row costs more than the database itself; the text of
a statement, which is the same on SQLite and PostgreSQL, is made once.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from smartland.adapters.sql.tables import Instant

Row = tuple[Any, ...]


def insert_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Row],
    conflict: str = "",
) -> None:
    """Insert rows of ``columns``; ``conflict`` is what follows ``ON CONFLICT``, none by default.

    Values go to the driver as they are; for a datetime see ``instant``.
    """
    if rows:
        statement = _statement(connection.dialect, table, tuple(columns), conflict)
        connection.exec_driver_sql(statement, list(rows))


def overwrite_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert rows, or overwrite the same columns of those with the same primary key."""
    quote = connection.dialect.identifier_preparer.quote
    keys = [one.name for one in table.primary_key.columns]
    changes = (f"{quote(one)} = excluded.{quote(one)}" for one in columns if one not in keys)
    conflict = f"({', '.join(map(quote, keys))}) DO UPDATE SET {', '.join(changes)}"
    insert_rows(connection, table, columns, rows, conflict)


def instant(connection: Connection, value: datetime | None) -> Any:  # noqa: ANN401 - the driver's own form
    """An aware datetime in the form in which the columns of this database keep it."""
    bind = _instant_binder(connection.dialect)
    return bind(value) if bind else value


@lru_cache(maxsize=50)
def _statement(dialect: Dialect, table: Table, columns: tuple[str, ...], conflict: str) -> str:
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    names, marks = ", ".join(map(quote, columns)), ", ".join([mark] * len(columns))
    into = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    return f"{into} ON CONFLICT {conflict}" if conflict else into


@lru_cache(maxsize=10)
def _instant_binder(dialect: Dialect) -> Any:  # noqa: ANN401 - SQLAlchemy's own form
    return Instant().dialect_impl(dialect).bind_processor(dialect)
