"""Saved searches in a table, each with its webhook."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from smartland.adapters.sql.alert_tables import ALERT, SAVED_SEARCH, WEBHOOK
from smartland.adapters.sql.engine import Engines
from smartland.errors import Conflict, Label
from smartland.ports.saved_searches import Limits, SavedSearch, Webhook

_MANY_OF_OWNER = Label(
    it="Ci sono già {limit} ricerche salvate con questo token: toglierne qualcuna.",
    en="There are {limit} saved searches of this token already: remove some.",
)
_MANY = Label(
    it="La piattaforma non tiene più di {limit} ricerche salvate.",
    en="The platform keeps {limit} saved searches at most.",
)
_SEARCH = SAVED_SEARCH.c
_HOOK = WEBHOOK.c
SEARCH_COLUMNS = tuple(one.label(f"search_{one.name}") for one in SAVED_SEARCH.columns)
HOOK_COLUMNS = tuple(one.label(f"hook_{one.name}") for one in WEBHOOK.columns)
_BOTH = select(*SEARCH_COLUMNS, *HOOK_COLUMNS).join_from(SAVED_SEARCH, WEBHOOK, isouter=True)


class SqlSavedSearches:
    """``ports.saved_searches.SavedSearches`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def add(self, search: SavedSearch, limits: Limits) -> None:
        """Store one, with its webhook. Raises Conflict beyond ``limits``."""
        with self._engines.writing() as connection:
            of_owner = _SEARCH.owner == search.owner
            if _count(connection, of_owner) >= limits.owner:
                raise Conflict(_MANY_OF_OWNER.format(limit=limits.owner))
            if _count(connection) >= limits.platform:
                raise Conflict(_MANY.format(limit=limits.platform))
            values = {"id": search.id, "owner": search.owner, "created": search.created}
            connection.execute(insert(SAVED_SEARCH).values(**values, **_changing(search)))
            _put(connection, search.id, search.webhook)

    def get(self, search: str) -> SavedSearch | None:
        """One, by its id."""
        found = self._read(_BOTH.where(_SEARCH.id == search))
        return found[0] if found else None

    def all(self, owner: str | None = None) -> Sequence[SavedSearch]:
        """All of one owner, or of everybody, the oldest first."""
        query = _BOTH if owner is None else _BOTH.where(_SEARCH.owner == owner)
        return self._read(query.order_by(_SEARCH.created, _SEARCH.id))

    def change(self, search: SavedSearch) -> bool:
        """Write all but owner, creation and webhook; False when it is gone."""
        changed = update(SAVED_SEARCH).where(_SEARCH.id == search.id).values(**_changing(search))
        with self._engines.writing() as connection:
            return connection.execute(changed).rowcount > 0

    def set_webhook(self, search: str, webhook: Webhook | None) -> None:
        """Put another webhook in place, for what the one before did not accept; or none."""
        ours = _HOOK.search == search
        with self._engines.writing() as connection:
            # locked: it must not vanish between here and the webhook's row
            there = select(_SEARCH.id).where(_SEARCH.id == search).with_for_update()
            position = connection.scalar(select(_HOOK.position).where(ours).with_for_update())
            connection.execute(delete(WEBHOOK).where(ours))
            if connection.execute(there).first() is not None:
                _put(connection, search, webhook, position)

    def remove(self, search: str) -> bool:
        """Forget one with its alerts; False when it is gone already."""
        with self._engines.writing() as connection:
            connection.execute(select(_SEARCH.id).where(_SEARCH.id == search).with_for_update())
            connection.execute(delete(WEBHOOK).where(_HOOK.search == search))
            connection.execute(delete(ALERT).where(ALERT.c.search == search))
            removed = connection.execute(delete(SAVED_SEARCH).where(_SEARCH.id == search))
            return removed.rowcount > 0

    def _read(self, query: Select[Any]) -> list[SavedSearch]:
        with self._engines.reading() as connection:
            return [as_search(row) for row in connection.execute(query)]


def as_search(row: Row[Any]) -> SavedSearch:
    """The saved search of a row with ``SEARCH_COLUMNS`` and, where it has any, ``HOOK_COLUMNS``."""
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    given = {one.name: values[f"search_{one.name}"] for one in SAVED_SEARCH.columns}
    given["events"] = tuple(given["events"].split(","))
    given["reason"] = read_reason(given["reason"])
    hooked = "hook_search" in values and values["hook_search"] is not None
    return SavedSearch(**given, webhook=as_webhook(values) if hooked else None)


def as_webhook(values: Mapping[Any, Any]) -> Webhook:
    """The webhook of a row with ``HOOK_COLUMNS``."""
    names = ("address", "secret", "state", "attempts", "due", "delivered")
    given = {name: values[f"hook_{name}"] for name in names}
    return Webhook(**given, reason=read_reason(values["hook_reason"]))


def write_reason(reason: Label | None) -> str:
    """A reason as text: both languages, as JSON; empty for none."""
    if reason is None:
        return ""
    return json.dumps({"it": reason.it, "en": reason.en}, ensure_ascii=False)


def read_reason(text: str) -> Label | None:
    """What ``write_reason`` wrote."""
    return Label(**json.loads(text)) if text else None


def _changing(search: SavedSearch) -> dict[str, Any]:
    names = ("name", "query", "language", "state", "after")
    values = {name: getattr(search, name) for name in names}
    return values | {"events": ",".join(search.events), "reason": write_reason(search.reason)}


def _put(
    connection: Connection, search: str, webhook: Webhook | None, position: int | None = None
) -> None:
    """Store a new webhook that is told what comes after ``position``: None, after all there is."""
    if webhook is None:
        return
    if position is None:
        newest = select(func.max(ALERT.c.id)).where(ALERT.c.search == search)
        position = connection.scalar(newest) or 0
    names = ("address", "secret", "state", "attempts", "due", "delivered")
    values: dict[str, Any] = {name: getattr(webhook, name) for name in names}
    values |= {"search": search, "reason": write_reason(webhook.reason), "message": ""}
    values |= {"position": position, "upto": 0, "omitted": 0}
    connection.execute(insert(WEBHOOK).values(**values))


def _count(connection: Connection, *conditions: Any) -> int:  # noqa: ANN401 - SQLAlchemy's clauses
    query = select(func.count()).select_from(SAVED_SEARCH).where(*conditions)
    return connection.execute(query).scalar_one()
