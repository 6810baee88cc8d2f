"""The review queue in a table."""

import json
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.tables import PROPOSAL
from smartland.errors import Label, NotFound
from smartland.ports.proposals import OPEN, Pair, Proposal

_COLUMNS = PROPOSAL.c
_NONE = Label(it="Nessuna proposta numero {number}.", en="There is no proposal number {number}.")


class SqlProposals:
    """``ports.proposals.Proposals`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def add(self, pairs: Sequence[Pair], at: datetime) -> int:
        """Queue the pairs that are new; how many were."""
        # in one order whoever writes: two writers must not wait for each other
        rows = sorted((_row(pair, at) for pair in pairs), key=itemgetter("one", "other"))
        if not rows:
            return 0
        with self._engines.writing() as connection:
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            before = connection.scalar(select(func.count()).select_from(PROPOSAL)) or 0
            new = insert(PROPOSAL).on_conflict_do_nothing(index_elements=["one", "other"])
            connection.execute(new, rows)
            return (connection.scalar(select(func.count()).select_from(PROPOSAL)) or 0) - before

    def proposal(self, number: int) -> Proposal:
        """One proposal. Raises NotFound."""
        query = select(PROPOSAL).where(_COLUMNS.id == number)
        with self._engines.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(_NONE.format(number=number))
        return _proposal(row)

    def listed(self, state: str, limit: int, after: int = 0) -> Sequence[Proposal]:
        """Proposals in a state, the likeliest first."""
        query = select(PROPOSAL).where(_COLUMNS.state == state)
        query = query.order_by(_COLUMNS.score.desc(), _COLUMNS.id).limit(max(limit, 0))
        with self._engines.reading() as connection:
            rows = connection.execute(query.offset(max(after, 0))).mappings()
            return [_proposal(row) for row in rows]

    def count(self, state: str) -> int:
        """How many are in a state."""
        query = select(func.count()).where(_COLUMNS.state == state)
        with self._engines.reading() as connection:
            return connection.execute(query).scalar_one()

    def decide(self, number: int, state: str, actor: str, at: datetime) -> bool:
        """Close an open proposal, or reopen a closed one; False when it is in that state."""
        other = (_COLUMNS.id == number) & (_COLUMNS.state != state)
        closed = None if state == OPEN else at
        decided = update(PROPOSAL).where(other).values(state=state, actor=actor, decided=closed)
        with self._engines.writing() as connection:
            return connection.execute(decided.returning(_COLUMNS.id)).first() is not None


def _row(pair: Pair, at: datetime) -> dict[str, Any]:
    one, other = sorted((pair.one, pair.other))
    return {
        "kind": pair.kind,
        "one": one,
        "other": other,
        "score": pair.score,
        "reasons": json.dumps(pair.reasons, ensure_ascii=False),
        "state": OPEN,
        "at": at,
        "actor": "",
    }


def _proposal(row: RowMapping) -> Proposal:
    values = dict(row)
    reasons = tuple(json.loads(values.pop("reasons")))
    names = ("kind", "one", "other", "score")
    pair = Pair(**{name: values.pop(name) for name in names}, reasons=reasons)
    return Proposal(pair=pair, **values)
