"""Messages on their way to webhooks, one row a webhook."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select, update

from smartland.adapters.sql.alert_log import ALERT_COLUMNS
from smartland.adapters.sql.alert_tables import ALERT, OWNED, SAVED_SEARCH, WEBHOOK
from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.saved_searches import (
    HOOK_COLUMNS,
    SEARCH_COLUMNS,
    as_search,
    as_webhook,
    write_reason,
)
from smartland.errors import Label
from smartland.ports.saved_searches import DISABLED, VERIFIED, Alert, Delivery, Webhook

_ALERT, _HOOK, _SEARCH = ALERT.c, WEBHOOK.c, SAVED_SEARCH.c


class SqlOutbox:
    """``ports.saved_searches.Outbox`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def claim(self, at: datetime, lease: timedelta, size: int) -> Delivery | None:
        """The message that has been due the longest, with at most ``size`` alerts."""
        # polled every moment: an empty box must not cost the writers their lock
        with self._engines.reading() as connection:
            if connection.execute(_due(at)).first() is None:
                return None
        with self._engines.writing() as connection:
            row = connection.execute(_due(at).with_for_update(skip_locked=True)).first()
            return None if row is None else _take(connection, row, at, lease, size)

    def delivered(self, delivery: Delivery, at: datetime) -> None:
        """The message was accepted: what follows it is due, and the webhook is verified."""
        with self._engines.writing() as connection:
            position = _ours(connection, delivery)
            if position is None:
                return
            position = max(position, *(one.id for one in delivery.alerts), 0)
            _settle(
                connection,
                delivery,
                state=VERIFIED,
                reason="",
                attempts=0,
                message="",
                first=None,
                delivered=at,
                position=position,
                omitted=_HOOK.omitted - delivery.omitted,
                due=at if _more(connection, delivery.search.id, position) else None,
            )

    def failed(self, delivery: Delivery, reason: Label, due: datetime | None) -> None:
        """It was not: try again when it is ``due``, or never (the webhook is disabled)."""
        disabled = {} if due else {"state": DISABLED}
        with self._engines.writing() as connection:
            if _ours(connection, delivery) is not None:
                _settle(
                    connection,
                    delivery,
                    reason=write_reason(reason),
                    attempts=_HOOK.attempts + 1,
                    due=due,
                    **disabled,
                )

    def verify(self, search: str, webhook: Webhook, at: datetime) -> None:
        """``webhook`` has accepted a test: it is in use (again), what waits is due. Nothing where
        the search has another by now, which has accepted nothing."""
        with self._engines.writing() as connection:
            # each webhook has a secret of its own
            same = (_HOOK.search == search) & (_HOOK.secret == webhook.secret)
            used = update(WEBHOOK).where(same)
            # a message under way stays the one it is, and has all its time again
            values = {"state": VERIFIED, "reason": "", "attempts": 0, "delivered": at}
            connection.execute(used.values(**values, due=at, first=None))


def _due(at: datetime) -> Select[Any]:
    free = or_(_HOOK.leased.is_(None), _HOOK.leased < at)
    both = select(*SEARCH_COLUMNS, *HOOK_COLUMNS).join_from(WEBHOOK, SAVED_SEARCH)
    waiting = both.where(_HOOK.due <= at, free, _HOOK.state != DISABLED, OWNED)
    return waiting.order_by(_HOOK.due, _HOOK.search).limit(1)


def _take(
    connection: Connection, row: Row[Any], at: datetime, lease: timedelta, size: int
) -> Delivery:
    hook = as_webhook(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    alerts = select(*ALERT_COLUMNS).where(_ALERT.search == row.hook_search)
    alerts = alerts.where(_ALERT.id > row.hook_position).order_by(_ALERT.id).limit(size)
    if row.hook_message:
        alerts = alerts.where(_ALERT.id <= row.hook_upto)
    known = hook.state == VERIFIED
    found = tuple(Alert(*one) for one in connection.execute(alerts)) if known else ()
    message = row.hook_message or f"msg_{secrets.token_urlsafe(18)}"
    first = row.hook_first or at
    upto = row.hook_upto if row.hook_message else max((one.id for one in found), default=0)
    taken = update(WEBHOOK).where(_HOOK.search == row.hook_search)
    connection.execute(taken.values(leased=at + lease, message=message, first=first, upto=upto))
    return Delivery(message, as_search(row), hook, found, row.hook_omitted, first)


def _ours(connection: Connection, delivery: Delivery) -> int | None:
    """The position of the webhook, whose row is then ours; None when the message is not any more:
    the webhook is another, or the lease ran out and somebody else delivered it."""
    same = (_HOOK.search == delivery.search.id) & (_HOOK.message == delivery.message)
    found: int | None = connection.scalar(select(_HOOK.position).where(same).with_for_update())
    return found


def _settle(connection: Connection, delivery: Delivery, **values: Any) -> None:  # noqa: ANN401
    settled = update(WEBHOOK).where(_HOOK.search == delivery.search.id)
    connection.execute(settled.values(leased=None, **values))


def _more(connection: Connection, search: str, position: int) -> bool:
    newer = select(_ALERT.id).where(_ALERT.search == search, _ALERT.id > position).limit(1)
    return connection.execute(newer).first() is not None
