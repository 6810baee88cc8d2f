"""The change log as the public may see it: where each resource stands, and what came before."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from smartland.adapters.sql.rows import CHUNK, as_revision
from smartland.adapters.sql.tables import RESOURCE, REVISION
from smartland.domain.resource import UNSEEN, Revision
from smartland.ports.truth import Window

_BEFORE, _LATER = REVISION.alias("before"), REVISION.alias("later")
_WAS_SHOWN = (
    select(_BEFORE.c.sequence)
    .where(_BEFORE.c.iri == REVISION.c.iri, _BEFORE.c.number == REVISION.c.number - 1)
    .where(_BEFORE.c.operation.not_in(UNSEEN))
    .exists()
)
_SHOWN_AGAIN = (
    select(_LATER.c.sequence)
    .where(_LATER.c.iri == REVISION.c.iri, _LATER.c.number > REVISION.c.number)
    .where(_LATER.c.operation.not_in(UNSEEN))
    .exists()
)
_TAKEN_AWAY = and_(
    RESOURCE.c.withdrawn, REVISION.c.operation.in_(UNSEEN), _WAS_SHOWN, ~_SHOWN_AGAIN
)
_IS_SHOWN = and_(~RESOURCE.c.withdrawn, RESOURCE.c.sequence == REVISION.c.sequence)
STANDING = (
    select(REVISION)
    .join_from(REVISION, RESOURCE, RESOURCE.c.iri == REVISION.c.iri)
    .where(or_(_IS_SHOWN, _TAKEN_AWAY))
)
"""The head of a resource that is shown, or the revision that took it away from the public."""


def standing_within(window: Window, limit: int, *, newest: bool) -> Select[tuple[object, ...]]:
    """The last public event of each resource in a part of the log, by sequence."""
    order = REVISION.c.sequence.desc() if newest else REVISION.c.sequence
    return STANDING.where(*_within(window)).order_by(order).limit(max(limit, 0))


def read_previous(connection: Connection, sequences: Sequence[int]) -> Mapping[int, Revision]:
    """Sequence → the revision before it of the same IRI; first ones are left out."""
    same = and_(_LATER.c.iri == REVISION.c.iri, _LATER.c.number == REVISION.c.number + 1)
    joined = REVISION.join(_LATER, same)
    places = select(_LATER.c.sequence, REVISION.c.sequence).select_from(joined)
    found: dict[int, Revision] = {}
    for start in range(0, len(sequences), CHUNK):
        wanted = sequences[start : start + CHUNK]
        before: dict[int, int] = {
            earlier: later
            for later, earlier in connection.execute(places.where(_LATER.c.sequence.in_(wanted)))
        }
        query = select(REVISION).where(REVISION.c.sequence.in_(before))
        for row in connection.execute(query):
            revision = as_revision(row)
            found[before[revision.sequence]] = revision
    return found


def _within(window: Window) -> list[ColumnElement[bool]]:
    wanted = [REVISION.c.sequence > window.after]
    if window.below is not None:
        wanted.append(REVISION.c.sequence < window.below)
    if window.kinds:
        wanted.append(REVISION.c.kind.in_(window.kinds))
    if window.since is not None:
        wanted.append(REVISION.c.at >= window.since)
    if window.before is not None:
        wanted.append(REVISION.c.at < window.before)
    return wanted
