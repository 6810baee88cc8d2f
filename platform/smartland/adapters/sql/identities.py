"""Which codes name which resource, and what several sources say of one."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, bindparam, delete, select

from smartland.adapters.sql.bulk import insert_rows
from smartland.adapters.sql.failures import unstorable
from smartland.adapters.sql.rows import chunks, upsert, write_json
from smartland.adapters.sql.tables import CONTRIBUTION, IDENTITY
from smartland.domain.resource import Contribution, Write


def write_identities(
    connection: Connection, writes: Sequence[Write], existing: Iterable[str]
) -> None:
    """Store the codes of each written resource in place of those it had; the last write counts."""
    for chunk in chunks(sorted(existing)):
        connection.execute(delete(IDENTITY).where(IDENTITY.c.iri.in_(chunk)))
    last = {write.iri: write for write in writes}
    rows = [
        (write.kind, code, write.iri)
        for write in last.values()
        for code in dict.fromkeys(write.codes)
    ]
    insert_rows(connection, IDENTITY, ("kind", "code", "iri"), rows)


def write_contributions(connection: Connection, writes: Sequence[Write]) -> None:
    """Forget the dropped contributions, then store the given ones. Raises Invalid on NUL."""
    dropped = [{"of": claimed, "by": source} for one in writes for claimed, source in one.dropped]
    if dropped:
        columns = CONTRIBUTION.c
        named = (columns.claimed == bindparam("of")) & (columns.source == bindparam("by"))
        connection.execute(delete(CONTRIBUTION).where(named), dropped)
    rows = {(c.claimed, c.source): _row(c) for write in writes for c in write.contributions}
    upsert(connection, CONTRIBUTION, list(rows.values()))


def read_identities(
    connection: Connection, kind: str, codes: Sequence[str]
) -> Mapping[str, Sequence[str]]:
    """Code → IRIs that carry it, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    columns = IDENTITY.c
    query = select(columns.code, columns.iri).where(columns.kind == kind)
    for chunk in chunks(list(dict.fromkeys(codes))):
        wanted = query.where(columns.code.in_(chunk)).order_by(columns.code, columns.iri)
        for code, iri in connection.execute(wanted):
            found[code].append(iri)
    return found


def read_contributions(
    connection: Connection, targets: Sequence[str]
) -> Mapping[str, Sequence[Contribution]]:
    """Target → its contributions, by the IRI that they claim."""
    found: dict[str, list[Contribution]] = defaultdict(list)
    columns = CONTRIBUTION.c
    for chunk in chunks(list(dict.fromkeys(targets))):
        query = (
            select(CONTRIBUTION)
            .where(columns.target.in_(chunk))
            .order_by(columns.claimed, columns.source)
        )
        for row in connection.execute(query).mappings():
            found[row["target"]].append(_contribution(row))
    return found


def _row(given: Contribution) -> dict[str, str]:
    texts = (given.claimed, given.target, given.source, given.extra)
    if any("\0" in text for text in texts):
        raise unstorable()
    return {
        "claimed": given.claimed,
        "target": given.target,
        "source": given.source,
        "document": write_json(given.document),
        "extra": given.extra,
        "conflicts": json.dumps(given.conflicts),
    }


def _contribution(row: RowMapping) -> Contribution:
    values = dict(row)
    values["document"] = json.loads(values["document"])
    values["conflicts"] = tuple(json.loads(values["conflicts"]))
    return Contribution(**values)
