"""What saved searches found, stored together with how far the change log was looked through."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from smartland.adapters.sql.alert_tables import ALERT, OWNED, SAVED_SEARCH, WEBHOOK
from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.rows import chunks
from smartland.adapters.sql.saved_searches import SEARCH_COLUMNS, as_search, write_reason
from smartland.adapters.sql.tables import META
from smartland.errors import Label
from smartland.ports.saved_searches import (
    ACTIVE,
    BROKEN,
    VERIFIED,
    Alert,
    NewAlert,
    SavedSearch,
)

POSITION = "alerts"
"""The name of the position among the facts of the installation."""
KEPT = 5_000
"""Alerts of one search that are kept: a search for everything must not fill the disk."""

_ALERT, _HOOK, _SEARCH = ALERT.c, WEBHOOK.c, SAVED_SEARCH.c
ALERT_COLUMNS = tuple(_ALERT[one.name] for one in fields(Alert))


class SqlAlertLog:
    """``ports.saved_searches.AlertLog`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines, kept: int = KEPT) -> None:
        self._engines = engines
        self._kept = kept

    def position(self) -> int | None:
        """The sequence number up to which alerts are stored; None before the first time."""
        with self._engines.reading() as connection:
            found = connection.scalar(select(META.c.value).where(META.c.name == POSITION))
            return None if found is None else int(found)

    def active(self) -> Sequence[SavedSearch]:
        """The searches to be tried, without their webhooks."""
        query = select(*SEARCH_COLUMNS).where(_SEARCH.state == ACTIVE, OWNED).order_by(_SEARCH.id)
        with self._engines.reading() as connection:
            return [as_search(row) for row in connection.execute(query)]

    def record(
        self,
        alerts: Sequence[NewAlert],
        broken: Mapping[str, Label],
        position: int,
        *,
        expected: int | None,
    ) -> bool:
        """Store alerts, mark searches as broken and move on to ``position``: all or nothing.

        False, with nothing done, when the position is no longer ``expected``.
        """
        with self._engines.writing() as connection:
            # first of all: whoever comes second waits here, and alert ids rise with commits
            if not _move(connection, position, expected):
                return False
            there = _locked(connection, {one.search for one in alerts})
            _store(connection, [one for one in alerts if one.search in there])
            for search in _crowded(connection, there, self._kept):
                self._prune(connection, search)
            _mark_due(connection, there, alerts)
            for search, reason in sorted(broken.items()):
                _break(connection, search, reason)
        return True

    def alerts(self, search: str, before: int | None, limit: int) -> Sequence[Alert]:
        """The newest alerts of a search with an id < ``before``, newest first."""
        query = select(*ALERT_COLUMNS).where(_ALERT.search == search)
        if before is not None:
            query = query.where(_ALERT.id < before)
        with self._engines.reading() as connection:
            rows = connection.execute(query.order_by(_ALERT.id.desc()).limit(max(limit, 0)))
            return [Alert(*row) for row in rows]

    def _prune(self, connection: Connection, search: str) -> None:
        """Drop the alerts that are too many, and count those that a webhook misses by that."""
        ours = _ALERT.search == search
        ids = select(_ALERT.id).where(ours).order_by(_ALERT.id.desc()).limit(1).offset(self._kept)
        too_old = ours & (_ALERT.id <= connection.scalar(ids))
        missed = select(func.count()).where(too_old, _ALERT.id > _HOOK.position).scalar_subquery()
        counted = update(WEBHOOK).where(_HOOK.search == search)
        connection.execute(counted.values(omitted=_HOOK.omitted + missed))
        connection.execute(delete(ALERT).where(too_old))


def _move(connection: Connection, position: int, expected: int | None) -> bool:
    row = {"name": POSITION, "value": str(position)}
    if expected is None:
        made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        new = made(META).values(row).on_conflict_do_nothing(index_elements=["name"])
        return connection.execute(new.returning(META.c.name)).first() is not None
    same = (META.c.name == POSITION) & (META.c.value == str(expected))
    moved = update(META).where(same).values(value=str(position)).returning(META.c.name)
    return connection.execute(moved).first() is not None


def _locked(connection: Connection, searches: set[str]) -> set[str]:
    """The searches that are still there, and stay until we are done."""
    query = select(_SEARCH.id).order_by(_SEARCH.id).with_for_update()
    return {
        found
        for chunk in chunks(sorted(searches))
        for found in connection.scalars(query.where(_SEARCH.id.in_(chunk)))
    }


def _crowded(connection: Connection, searches: set[str], kept: int) -> list[str]:
    """Those of ``searches`` that have more than ``kept`` alerts."""
    counted = select(_ALERT.search).group_by(_ALERT.search).having(func.count() > kept)
    return [
        found
        for chunk in chunks(sorted(searches))
        for found in connection.scalars(counted.where(_ALERT.search.in_(chunk)))
    ]


def _store(connection: Connection, alerts: Sequence[NewAlert]) -> None:
    made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    once = made(ALERT).on_conflict_do_nothing(index_elements=["search", "iri", "sequence"])
    if alerts:
        # not asdict: copying each value anew would take longer than storing them
        connection.execute(once, [dict(vars(one)) for one in alerts])


def _mark_due(connection: Connection, there: set[str], alerts: Sequence[NewAlert]) -> None:
    at = max((one.at for one in alerts), default=None)
    waiting = (_HOOK.state == VERIFIED) & _HOOK.due.is_(None)
    for chunk in chunks(sorted(there)):
        due = update(WEBHOOK).where(_HOOK.search.in_(chunk), waiting)
        connection.execute(due.values(due=at))


def _break(connection: Connection, search: str, reason: Label) -> None:
    wrong = update(SAVED_SEARCH).where(_SEARCH.id == search, _SEARCH.state == ACTIVE)
    connection.execute(wrong.values(state=BROKEN, reason=write_reason(reason)))
