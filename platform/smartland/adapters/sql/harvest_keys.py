"""The keys of a source: which resource each stands for, and when it was last seen."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update

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
_TELLING = (CREATED, CHANGED, UNCHANGED, WITHDRAWN)


def mark_keys(
    connection: Connection, source: str, run: int, outcomes: Sequence[ItemOutcome]
) -> None:
    """The last outcome of a key counts; a rejected or kept one is seen, and stays what it was."""
    told = {item.source_key: item for item in outcomes if item.outcome in _TELLING}
    _leave_behind(connection, source, {key: item.iri for key, item in told.items()})
    marked = [
        {
            "source": source,
            "source_key": key,
            "iri": told[key].iri,
            "last_run": run,
            "present": told[key].outcome != WITHDRAWN,
            "missing_since": None,
        }
        for key in sorted(told)
    ]
    upsert(connection, HARVEST_KEY, marked)
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


def _leave_behind(connection: Connection, source: str, iris: Mapping[str, str]) -> None:
    """Keep what present keys stood for until now, as keys of its own, to be withdrawn in time."""
    query = select(HARVEST_KEY).where(_KEYS.source == source, _KEYS.present.is_(True))
    left = [
        {**row, "source_key": row["iri"]}
        for chunk in chunks(sorted(iris))
        for row in connection.execute(query.where(_KEYS.source_key.in_(chunk))).mappings()
        if row["iri"] != iris[row["source_key"]]
    ]
    upsert(connection, HARVEST_KEY, [one for one in left if one["source_key"] not in iris])
