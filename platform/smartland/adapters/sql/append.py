"""Appending revisions: expectations checked and numbers given under one lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from smartland.adapters.sql.bulk import insert_rows, instant
from smartland.adapters.sql.identities import write_contributions, write_identities
from smartland.adapters.sql.rows import REVISION_COLUMNS, check_texts, chunks, write_json
from smartland.adapters.sql.tables import COUNTER, RESOURCE, REVISION
from smartland.domain.resource import CREATE, Revision, Write
from smartland.errors import Conflict, Label, StaleWrite

_EXISTS = Label(it="{iri} esiste già.", en="{iri} exists already.")
_STALE = Label(
    it="{iri} è cambiato nel frattempo: rileggerlo e ripetere la modifica.",
    en="{iri} has changed meanwhile: read it again and repeat the change.",
)
_OTHER_NAME = Label(
    it="{iri} è già {was}, non può diventare {wanted}.",
    en="{iri} is {was} already and cannot become {wanted}.",
)
_TAKEN = Label(it="{name} appartiene già a {iri}.", en="{name} belongs to {iri} already.")


_HEAD = ("iri", "kind", "key", "sequence", "number", "withdrawn")


@dataclass
class _Place:
    """Where one IRI stands while a batch is applied; ``before`` is its head before the batch."""

    kind: str
    key: str
    number: int
    before: int | None
    sequence: int = 0
    withdrawn: bool = False


def prepare(writes: Sequence[Write]) -> list[str]:
    """The documents of a batch as JSON text: what needs no lock. Raises Invalid."""
    for write in writes:
        check_texts(write)
    return [write_json(write.document) for write in writes]


def append(
    connection: Connection, writes: Sequence[Write], documents: Sequence[str], at: datetime
) -> list[Revision]:
    """Number and insert ``writes``, whose ``documents`` are prepared. Raises StaleWrite or
    Conflict. ``at`` is in UTC.

    Every write to one IRI expects the head that was there before the batch.
    """
    # first of all: the row's lock makes writers take turns, so that numbers have no gap and
    # become visible in their order on PostgreSQL too
    last = _take_block(connection, len(writes))
    places = _read_places(connection, {write.iri for write in writes})
    _check_names(connection, [write for write in writes if write.iri not in places])
    revisions = []
    for sequence, write in enumerate(writes, start=last - len(writes) + 1):
        place = _advance(places, write)
        revision = _revision(write, sequence, place.number, at)
        place.sequence, place.withdrawn = sequence, revision.withdrawn
        revisions.append(revision)
    _move_heads(connection, places)
    _insert_revisions(connection, revisions, documents)
    write_identities(connection, writes, {iri for iri, one in places.items() if one.before})
    write_contributions(connection, writes)
    return revisions


def _revision(one: Write, sequence: int, number: int, at: datetime) -> Revision:
    return Revision(
        sequence, number, one.iri, one.kind, one.key, one.operation, one.document, one.extra,
        one.triples, one.etag, at, one.actor, one.source, one.owner, one.note, one.merged_into,
    )  # fmt: skip


def _insert_revisions(
    connection: Connection, revisions: Sequence[Revision], documents: Sequence[str]
) -> None:
    at = instant(connection, revisions[0].at)
    rows = [
        (
            one.sequence, one.number, one.iri, one.kind, one.key, one.operation, document,
            one.extra, one.triples, one.etag, at, one.actor, one.source, one.owner, one.note,
            one.merged_into,
        )
        for one, document in zip(revisions, documents, strict=True)
    ]  # fmt: skip
    insert_rows(connection, REVISION, REVISION_COLUMNS, rows)


def _take_block(connection: Connection, size: int) -> int:
    statement = update(COUNTER).values(value=COUNTER.c.value + size).returning(COUNTER.c.value)
    last: int = connection.execute(statement).scalar_one()
    return last


def _read_places(connection: Connection, iris: Iterable[str]) -> dict[str, _Place]:
    columns = RESOURCE.c
    query = select(columns.iri, columns.kind, columns.key, columns.number, columns.sequence)
    return {
        row.iri: _Place(row.kind, row.key, row.number, row.sequence)
        for chunk in chunks(sorted(iris))
        for row in connection.execute(query.where(columns.iri.in_(chunk)))
    }


def _check_names(connection: Connection, writes: Iterable[Write]) -> None:
    """See that each new (kind, key) is free in the truth and within the batch."""
    names: dict[str, dict[str, str]] = {}
    for write in writes:
        holder = names.setdefault(write.kind, {}).setdefault(write.key, write.iri)
        if holder != write.iri:
            raise _taken(write.kind, write.key, holder)
    columns = RESOURCE.c
    for kind, keys in names.items():
        query = select(columns.key, columns.iri).where(columns.kind == kind)
        for chunk in chunks(sorted(keys)):
            row = connection.execute(query.where(columns.key.in_(chunk)).limit(1)).first()
            if row is not None:
                raise _taken(kind, row.key, row.iri)


def _taken(kind: str, key: str, iri: str) -> Conflict:
    return Conflict(_TAKEN.format(name=f"{kind}/{key}", iri=iri))


def _advance(places: dict[str, _Place], write: Write) -> _Place:
    """Check what the write expects and count its number up."""
    place = places.get(write.iri)
    if place is None:
        place = places[write.iri] = _Place(write.kind, write.key, 0, None)
    _check_expected(place, write)
    if (place.kind, place.key) != (write.kind, write.key):
        was, wanted = f"{place.kind}/{place.key}", f"{write.kind}/{write.key}"
        raise Conflict(_OTHER_NAME.format(iri=write.iri, was=was, wanted=wanted))
    place.number += 1
    return place


def _check_expected(place: _Place, write: Write) -> None:
    if write.expected is None:
        made_twice = write.operation == CREATE and place.number > 0
        if place.before is not None or made_twice:
            raise Conflict(_EXISTS.format(iri=write.iri))
    elif write.expected != place.before:
        raise StaleWrite(_STALE.format(iri=write.iri))


def _move_heads(connection: Connection, places: Mapping[str, _Place]) -> None:
    made, moved = [], []
    for iri, place in places.items():
        if place.before is None:
            head = (iri, place.kind, place.key, place.sequence, place.number, place.withdrawn)
            made.append(head)
        else:
            moved.append(
                {
                    "of": iri,
                    "sequence": place.sequence,
                    "number": place.number,
                    "withdrawn": place.withdrawn,
                }
            )
    insert_rows(connection, RESOURCE, _HEAD, made)
    if moved:
        statement = update(RESOURCE).where(RESOURCE.c.iri == bindparam("of"))
        connection.execute(statement, moved)
