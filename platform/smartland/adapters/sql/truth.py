"""The truth in tables: heads by IRI and name, every revision, and the change log that they are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from smartland.adapters.sql.append import append, prepare
from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.identities import read_contributions, read_identities
from smartland.adapters.sql.public_log import STANDING, read_previous, standing_within
from smartland.adapters.sql.rows import as_revision, chunks, upsert
from smartland.adapters.sql.tables import COUNTER, META, RESOURCE, REVISION, as_utc
from smartland.domain.resource import UNSEEN, Contribution, Revision, Write
from smartland.ports.truth import Window

_HEAD = select(REVISION).join_from(RESOURCE, REVISION, RESOURCE.c.sequence == REVISION.c.sequence)
_SHOWN = _HEAD.where(~RESOURCE.c.withdrawn)


_LAST_SEQUENCE = f"SELECT {COUNTER.c.value.name} FROM {COUNTER.name}"  # noqa: S608 - our own names


class SqlTruth:
    """``ports.truth.Truth`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def write(self, writes: Sequence[Write], at: datetime) -> Sequence[Revision]:
        """Append all or nothing; several writes to one IRI take effect in their order.

        Each of these expects the head that was there before the batch. Raises StaleWrite,
        Conflict, or Invalid for text with NUL or half a surrogate pair.
        """
        documents, instant = prepare(writes), as_utc(at)
        if not documents:
            return []
        with self._engines.writing() as connection:
            return append(connection, writes, documents, instant)

    def head(self, iri: str) -> Revision | None:
        """The current revision of one IRI, withdrawn ones too."""
        return self._one(_HEAD.where(RESOURCE.c.iri == iri))

    def find(self, kind: str, key: str) -> Revision | None:
        """The current revision of ``/{kind}/{key}``, withdrawn ones too."""
        return self._one(_HEAD.where(RESOURCE.c.kind == kind, RESOURCE.c.key == key))

    def heads(self, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The current revisions of many IRIs as of one moment; absent ones are left out."""
        wanted = list(dict.fromkeys(iris))
        with self._engines.reading() as connection:
            return {
                revision.iri: revision
                for chunk in chunks(wanted)
                for revision in _read(connection, _HEAD.where(RESOURCE.c.iri.in_(chunk)))
            }

    def identified(self, kind: str, codes: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Code → IRIs of the shown resources of a kind that carry it, sorted."""
        with self._engines.reading() as connection:
            return read_identities(connection, kind, codes)

    def contributions(self, targets: Sequence[str]) -> Mapping[str, Sequence[Contribution]]:
        """Resource → what several sources say of it, by ``claimed``; absent ones are left out."""
        with self._engines.reading() as connection:
            return read_contributions(connection, targets)

    def page(self, kind: str, after: str, limit: int) -> Sequence[Revision]:
        """Current, not withdrawn revisions of a kind with key > ``after``, by key's code points."""
        query = _SHOWN.where(RESOURCE.c.kind == kind, RESOURCE.c.key > after)
        return self._many(query.order_by(RESOURCE.c.key).limit(max(limit, 0)))

    def all_heads(self, batch: int = 500) -> Iterator[Revision]:
        """Every current, not withdrawn revision, by IRI, as of the moment the first is asked for.

        Holds a connection and its snapshot until it is exhausted or closed.
        """
        query = _SHOWN.order_by(RESOURCE.c.iri)
        with self._engines.reading() as connection:
            streaming = connection.execution_options(yield_per=batch)
            with streaming.execute(query) as rows:  # closed here when the caller goes away
                yield from map(as_revision, rows)

    def history(self, iri: str) -> Sequence[Revision]:
        """Every revision of one IRI, newest first."""
        query = select(REVISION).where(REVISION.c.iri == iri)
        return self._many(query.order_by(REVISION.c.number.desc()))

    def last_by(self, actors: str, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The last shown revision of each IRI by an actor whose name begins with ``actors``."""
        columns = REVISION.c
        theirs = (func.substr(columns.actor, 1, len(actors)) == actors) & columns.operation.not_in(
            UNSEEN
        )
        numbers = select(columns.iri, func.max(columns.number).label("number")).where(theirs)
        with self._engines.reading() as connection:
            found: dict[str, Revision] = {}
            for chunk in chunks(list(dict.fromkeys(iris))):
                last = numbers.where(columns.iri.in_(chunk)).group_by(columns.iri).subquery()
                same = (last.c.iri == columns.iri) & (last.c.number == columns.number)
                query = select(REVISION).join_from(last, REVISION, same)
                found |= {one.iri: one for one in _read(connection, query)}
            return found

    def revision(self, iri: str, number: int) -> Revision | None:
        """One past state by its number."""
        query = select(REVISION).where(REVISION.c.iri == iri, REVISION.c.number == number)
        return self._one(query)

    def as_of(self, iri: str, instant: datetime) -> Revision | None:
        """The state that was current at ``instant`` (aware); None before the first."""
        query = select(REVISION).where(REVISION.c.iri == iri, REVISION.c.at <= instant)
        return self._one(query.order_by(REVISION.c.number.desc()).limit(1))

    def changes(self, after: int, limit: int) -> Sequence[Revision]:
        """Revisions with sequence > ``after``, rising; never one without those before it."""
        query = select(REVISION).where(REVISION.c.sequence > after)
        return self._many(query.order_by(REVISION.c.sequence).limit(max(limit, 0)))

    def latest(self, window: Window, limit: int, *, newest: bool = False) -> Sequence[Revision]:
        """The last public event of each resource within ``window``, by sequence."""
        return self._many(standing_within(window, limit, newest=newest))

    def standing(self, iri: str) -> Revision | None:
        """The last public event of one IRI; None when it was never public."""
        return self._one(STANDING.where(REVISION.c.iri == iri))

    def previous(self, sequences: Sequence[int]) -> Mapping[int, Revision]:
        """Sequence of a revision → the one before it of the same IRI; first ones are left out."""
        with self._engines.reading() as connection:
            return read_previous(connection, sequences)

    def last_sequence(self) -> int:
        """The highest sequence number that is committed; 0 on an empty truth."""
        with self._engines.reading() as connection:
            # asked several times by every request: past the compiler it costs two thirds
            last: int = connection.exec_driver_sql(_LAST_SEQUENCE).scalar_one()
            return last

    def counts(self) -> Mapping[str, int]:
        """Kind → number of current, not withdrawn resources; kinds without any are left out."""
        query = select(RESOURCE.c.kind, func.count().label("resources"))
        query = query.where(~RESOURCE.c.withdrawn)
        with self._engines.reading() as connection:
            rows = connection.execute(query.group_by(RESOURCE.c.kind))
            return {row.kind: row.resources for row in rows}

    def meta(self, name: str) -> str | None:
        """A fact about this installation, such as its base IRI."""
        with self._engines.reading() as connection:
            return connection.scalar(select(META.c.value).where(META.c.name == name))

    def set_meta(self, name: str, value: str) -> None:
        """Write such a fact."""
        with self._engines.writing() as connection:
            upsert(connection, META, [{"name": name, "value": value}])

    def close(self) -> None:
        """Release the connections, which the harvest log, tokens and jobs share."""
        self._engines.close()

    def _one(self, query: Select[tuple[object, ...]]) -> Revision | None:
        return next(iter(self._many(query)), None)

    def _many(self, query: Select[tuple[object, ...]]) -> list[Revision]:
        with self._engines.reading() as connection:
            return _read(connection, query)


def _read(connection: Connection, query: Select[tuple[object, ...]]) -> list[Revision]:
    return [as_revision(row) for row in connection.execute(query)]
