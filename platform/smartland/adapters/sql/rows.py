"""A revision as a row and back, and the two forms of statement that several rooms need."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from smartland.adapters.sql.failures import unstorable
from smartland.domain.resource import Document, Revision, Write

CHUNK = 500
"""Values in one IN list; SQLite takes 32,766, and longer lists do not get faster."""

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
REVISION_COLUMNS = tuple(one.name for one in fields(Revision))
"""The columns of a revision, in the order of its fields."""


def write_json(document: Document) -> str:
    """The document as JSON text, the same bytes for the same content. Raises Invalid."""
    try:
        return _ENCODER.encode(dict(document))
    except ValueError as error:  # NaN and the infinities are not JSON
        raise unstorable() from error


def check_texts(write: Write) -> None:
    """Raises Invalid on NUL, which PostgreSQL cannot hold."""
    one = write
    names = (one.iri, one.kind, one.key, one.operation, one.etag, one.actor)
    texts = (one.extra, one.triples, one.source, one.owner, one.note, one.merged_into)
    if "\0" in "".join(names + texts):
        raise unstorable()


def as_revision(row: Sequence[Any]) -> Revision:
    """The revision that a row of all columns, in their order, holds."""
    return Revision(*(*row[:6], json.loads(row[6]), *row[7:]))


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
