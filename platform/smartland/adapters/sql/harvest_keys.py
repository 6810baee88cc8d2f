"""The keys of a source: which resource each stands for, and when it was last seen."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update

from smartland.adapters.sql.bulk import overwrite_rows
from smartland.adapters.sql.rows import chunks, upsert
from smartland.adapters.sql.tables import HARVEST_KEY
from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    REJECTED,
    UNCHANGED,
    WITHDRAWN,
    ItemOutcome,
)

_KEYS = HARVEST_KEY.c
_COLUMNS = ("source", "source_key", "iri", "last_run", "present", "missing_since")
_TELLING = (CREATED, CHANGED, UNCHANGED, WITHDRAWN)


def mark_keys(
    connection: Connection, source: str, run: int, outcomes: Sequence[ItemOutcome]
) -> None:
    """The last outcome of a key counts; a rejected or kept one is seen, and stays what it was."""
    told = {item.source_key: item for item in outcomes if item.outcome in _TELLING}
    there = _present(connection, source, told)
    _leave_behind(connection, source, there, told)
    new = (
        (source, key, one.iri, run, one.outcome != WITHDRAWN, None)
        for key, one in sorted(told.items())
    )
    # what was announced is marked already
    marked = [row for row in new if not row[4] or there.get(row[1]) != row[2:4]]
    overwrite_rows(connection, HARVEST_KEY, _COLUMNS, marked)
    rejected = [{"of": item.source_key} for item in outcomes if item.outcome in (REJECTED, KEPT)]
    if rejected:
        of_key = (_KEYS.source == source) & (_KEYS.source_key == bindparam("of"))
        connection.execute(
            update(HARVEST_KEY).where(of_key).values(last_run=run, missing_since=None), rejected
        )


def forget_keys(connection: Connection, source: str, keys: Sequence[str]) -> None:
    """Take keys for absent from now on."""
    of_key = (_KEYS.source == bindparam("by")) & (_KEYS.source_key == bindparam("of"))
    rows = [{"by": source, "of": key} for key in keys]
    connection.execute(update(HARVEST_KEY).where(of_key).values(present=False), rows)


def read_names(connection: Connection, source: str, keys: Sequence[str]) -> Mapping[str, str]:
    """Key → the IRI that it stood for last."""
    query = select(_KEYS.source_key, _KEYS.iri).where(_KEYS.source == source)
    return {
        key: iri
        for chunk in chunks(list(dict.fromkeys(keys)))
        for key, iri in connection.execute(query.where(_KEYS.source_key.in_(chunk)))
    }


def _present(
    connection: Connection, source: str, keys: Iterable[str]
) -> Mapping[str, tuple[str, int]]:
    """Present key → the IRI that it stands for, and the run that saw it last (0: it is missing)."""
    query = select(_KEYS.source_key, _KEYS.iri, _KEYS.last_run, _KEYS.missing_since.is_(None))
    query = query.where(_KEYS.source == source, _KEYS.present.is_(True))
    return {
        key: (iri, run if there else 0)
        for chunk in chunks(sorted(keys))
        for key, iri, run, there in connection.execute(query.where(_KEYS.source_key.in_(chunk)))
    }


def _leave_behind(
    connection: Connection,
    source: str,
    there: Mapping[str, tuple[str, int]],
    told: Mapping[str, ItemOutcome],
) -> None:
    """Keep what present keys stood for until now, as keys of its own, to be withdrawn in time."""
    changed = [key for key, (iri, _) in there.items() if iri != told[key].iri]
    query = select(HARVEST_KEY).where(_KEYS.source == source)
    left = [
        {**row, "source_key": row["iri"]}
        for chunk in chunks(sorted(changed))
        for row in connection.execute(query.where(_KEYS.source_key.in_(chunk))).mappings()
    ]
    upsert(connection, HARVEST_KEY, [one for one in left if one["source_key"] not in told])
