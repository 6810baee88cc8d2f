"""A revision as a row and back, and the two forms of statement that several rooms need."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table
from sqlalchemy.dialects import postgresql, sqlite

from smartland.adapters.sql.failures import unstorable
from smartland.domain.resource import Document, Revision, Write

CHUNK = 500
"""Values in one IN list; SQLite takes 32,766, and longer lists do not get faster."""

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_TEXTS = (
    *("iri", "kind", "key", "operation", "extra", "triples", "etag", "actor"),
    *("source", "owner", "note", "merged_into"),
)


def write_json(document: Document) -> str:
    """The document as JSON text, the same bytes for the same content. Raises Invalid."""
    try:
        return _ENCODER.encode(dict(document))
    except ValueError as error:  # NaN and the infinities are not JSON
        raise unstorable() from error


def as_row(write: Write, document: str) -> dict[str, Any]:
    """The columns that a write fixes. Raises Invalid on NUL, which PostgreSQL cannot hold."""
    row: dict[str, Any] = {name: getattr(write, name) for name in _TEXTS}
    if any("\0" in value for value in row.values()):
        raise unstorable()
    row["document"] = document
    return row


def as_revision(row: RowMapping) -> Revision:
    """The revision that a row of all columns holds."""
    values = dict(row)
    values["document"] = json.loads(values["document"])
    return Revision(**values)


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """``values`` in slices that fit one IN list."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], add: str = ""
) -> None:
    """Insert rows, or overwrite those of the same primary key; ``add`` names a column to sum."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    changes = {
        column.name: column + new if column.name == add else new
        for column in table.columns
        if not column.primary_key
        for new in [statement.excluded[column.name]]
    }
    if rows:
        connection.execute(
            statement.on_conflict_do_update(index_elements=table.primary_key, set_=changes),
            [dict(row) for row in rows],
        )
