"""What is forgotten of old harvests: which item became what; runs and their counts are kept."""

from sqlalchemy import Connection, delete, select

from smartland.adapters.sql.tables import HARVEST_ITEM, HARVEST_RUN
from smartland.ports.harvests import REJECTED, RUNNING

_ITEMS, _RUNS = HARVEST_ITEM.c, HARVEST_RUN.c


def prune_items(connection: Connection, source: str, keep: int, limit: int) -> int:
    """Delete up to ``limit`` outcomes of runs beyond the newest ``keep``; how many were there."""
    newest_first = select(_RUNS.id).where(_RUNS.source == source, _RUNS.state != RUNNING)
    newest_first = newest_first.order_by(_RUNS.id.desc())
    newest = connection.scalar(newest_first.limit(1))
    old = newest_first.offset(max(keep, 0)).subquery()
    holding = select(old.c.id).where(select(_ITEMS.id).where(_ITEMS.run == old.c.id).exists())
    gone = 0
    for run in connection.scalars(holding.order_by(old.c.id)).all():
        items = select(_ITEMS.id).where(_ITEMS.run == run)
        if run == newest:
            items = items.where(_ITEMS.outcome != REJECTED)
        chosen = items.order_by(_ITEMS.id).limit(limit - gone)
        gone += connection.execute(delete(HARVEST_ITEM).where(_ITEMS.id.in_(chosen))).rowcount
        if gone >= limit:
            break
    return gone
