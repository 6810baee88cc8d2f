"""The memory of harvests in tables: runs, their items, and the keys that each source has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from smartland.adapters.sql.bulk import insert_rows
from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.failures import busy
from smartland.adapters.sql.harvest_keys import forget_keys, mark_keys, read_names
from smartland.adapters.sql.harvest_pruning import prune_items
from smartland.adapters.sql.rows import chunks, upsert
from smartland.adapters.sql.tables import (
    HARVEST_COUNT,
    HARVEST_ITEM,
    HARVEST_KEY,
    HARVEST_RUN,
    SOURCE,
)
from smartland.errors import Label, NotFound, SourceFailed
from smartland.ports.harvests import (
    INTERRUPTED,
    RUNNING,
    WITHDRAWN,
    ItemOutcome,
    Run,
    Source,
)

_KEYS = HARVEST_KEY.c
_SOURCES = SOURCE.c
_ITEM = ("run", "source_key", "outcome", "iri", "reason")
_NO_SOURCE = Label(it="Nessuna sorgente «{source}».", en="There is no source “{source}”.")
_OVERTAKEN = Label(
    it="Un'altra raccolta di {source} è iniziata nel frattempo: questa si ferma.",
    en="Another harvest of {source} has begun meanwhile: this one stops.",
)
_NO_RUN = Label(it="Nessuna raccolta numero {run}.", en="There is no harvest number {run}.")


class SqlHarvestLog:
    """``ports.harvests.HarvestLog`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def save_source(self, source: Source) -> None:
        """Add a source, or give the one of the same name its importer and address."""
        place = {"importer": source.importer, "address": source.address}
        known = update(SOURCE).where(_SOURCES.name == source.name).values(place)
        row = {"name": source.name, **place, "schedule": source.schedule, "paused": source.paused}
        with self._engines.writing() as connection:
            if connection.execute(known.returning(_SOURCES.name)).first() is None:
                upsert(connection, SOURCE, [{**row, "due": source.due}])

    def plan(self, source: str, schedule: str, due: datetime | None, *, paused: bool) -> None:
        """Set when a source is harvested. Raises NotFound."""
        planned = update(SOURCE).where(_SOURCES.name == source)
        planned = planned.values(schedule=schedule, due=due, paused=paused)
        with self._engines.writing() as connection:
            if connection.execute(planned.returning(_SOURCES.name)).first() is None:
                raise NotFound(_NO_SOURCE.format(source=source))

    def remove_source(self, source: str) -> bool:
        """Forget a source; False when there is none."""
        gone = delete(SOURCE).where(_SOURCES.name == source).returning(_SOURCES.name)
        with self._engines.writing() as connection:
            return connection.execute(gone).first() is not None

    def overdue(self, at: datetime) -> Sequence[Source]:
        """The sources, not paused, whose next harvest is due at ``at``."""
        query = select(SOURCE).where(_SOURCES.paused.is_(False), _SOURCES.due <= at)
        with self._engines.reading() as connection:
            rows = connection.execute(query.order_by(_SOURCES.due, _SOURCES.name)).mappings()
            return [Source(**row) for row in rows]

    def advance(self, source: Source, due: datetime | None) -> bool:
        """Set the next harvest; False when somebody else did since ``source`` was read."""
        unmoved = (_SOURCES.name == source.name) & (_SOURCES.due == source.due)
        moved = update(SOURCE).where(unmoved).values(due=due).returning(_SOURCES.name)
        with self._engines.writing() as connection:
            return connection.execute(moved).first() is not None

    def source(self, name: str) -> Source | None:
        """One registered source."""
        with self._engines.reading() as connection:
            row = connection.execute(select(SOURCE).where(SOURCE.c.name == name)).mappings().first()
            return Source(**row) if row is not None else None

    def sources(self) -> Sequence[Source]:
        """All registered sources, by name."""
        query = select(SOURCE).order_by(SOURCE.c.name)
        with self._engines.reading() as connection:
            return [Source(**row) for row in connection.execute(query).mappings()]

    def start(self, source: Source, at: datetime) -> int:
        """Open a run; runs of the same source that were left running become interrupted.

        Raises Busy when another process opens one at the same moment.
        """
        row = {
            "source": source.name,
            "importer": source.importer,
            "address": source.address,
            "started": at,
            "state": RUNNING,
            "message": "",
        }
        left = (HARVEST_RUN.c.source == source.name) & (HARVEST_RUN.c.state == RUNNING)
        try:
            with self._engines.writing() as connection:
                interrupted = update(HARVEST_RUN).where(left)
                connection.execute(interrupted.values(state=INTERRUPTED, ended=at))
                opened = insert(HARVEST_RUN).values(row).returning(HARVEST_RUN.c.id)
                run: int = connection.execute(opened).scalar_one()
                return run
        except IntegrityError as error:
            raise busy() from error

    def record(self, run: int, outcomes: Sequence[ItemOutcome]) -> None:
        """Append outcomes and mark the keys that they show as seen. Raises NotFound, or
        SourceFailed when another run of the source has begun."""
        if not outcomes:
            return
        with self._engines.writing() as connection:
            source = _open_source_of(connection, run)
            items = [(run, one.source_key, one.outcome, one.iri, one.reason) for one in outcomes]
            insert_rows(connection, HARVEST_ITEM, _ITEM, items)
            counts = Counter(item.outcome for item in outcomes)
            rows = [{"run": run, "outcome": name, "items": n} for name, n in counts.items()]
            upsert(connection, HARVEST_COUNT, rows, add="items")
            mark_keys(connection, source, run, outcomes)

    def finish(self, run: int, at: datetime, state: str, message: str) -> None:
        """Close a run; one that was interrupted stays so. Raises NotFound."""
        of_run = update(HARVEST_RUN).where(HARVEST_RUN.c.id == run)
        closed = of_run.where(HARVEST_RUN.c.state == RUNNING)
        with self._engines.writing() as connection:
            _source_of(connection, run)
            connection.execute(of_run.values(message=message))
            connection.execute(closed.values(ended=at, state=state))

    def known(self, source: str) -> int:
        """How many keys of a source are present (seen, and not withdrawn since)."""
        query = select(func.count()).where(_KEYS.source == source, _KEYS.present.is_(True))
        with self._engines.reading() as connection:
            return connection.execute(query).scalar_one()

    def announce(self, run: int, created: Sequence[ItemOutcome]) -> None:
        """Note the keys of items about to be created. Raises NotFound, or SourceFailed when
        another run of the source has begun."""
        if not created:
            with self._engines.reading() as connection:
                _open_source_of(connection, run)
            return
        with self._engines.writing() as connection:
            mark_keys(connection, _open_source_of(connection, run), run, created)

    def forget(self, run: int, keys: Sequence[str]) -> None:
        """Take keys of the run's source for absent from now on. Raises NotFound."""
        if keys:
            with self._engines.writing() as connection:
                forget_keys(connection, _source_of(connection, run), keys)

    def named(self, source: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Key → the IRI that it stood for last; keys never seen are left out."""
        with self._engines.reading() as connection:
            return read_names(connection, source, keys)

    def present(self, source: str, keys: Sequence[str]) -> Sequence[ItemOutcome]:
        """Those of ``keys`` that a source has, as to be withdrawn, by key."""
        query = select(_KEYS.source_key, _KEYS.iri)
        query = query.where(_KEYS.source == source, _KEYS.present.is_(True))
        with self._engines.reading() as connection:
            return [
                ItemOutcome(key, WITHDRAWN, iri)
                for chunk in chunks(sorted(set(keys)))
                for key, iri in connection.execute(
                    query.where(_KEYS.source_key.in_(chunk)).order_by(_KEYS.source_key)
                )
            ]

    def vanished(self, run: int, at: datetime) -> Sequence[tuple[ItemOutcome, datetime]]:
        """Present keys of the run's source that it did not see, by key, and since when."""
        unseen = _KEYS.present.is_(True) & (_KEYS.last_run != run)
        query = select(_KEYS.source_key, _KEYS.iri, _KEYS.missing_since).where(unseen)
        with self._engines.writing() as connection:
            of_source = _KEYS.source == _open_source_of(connection, run)
            first = update(HARVEST_KEY).where(of_source, unseen, _KEYS.missing_since.is_(None))
            connection.execute(first.values(missing_since=at))
            ordered = query.where(of_source).order_by(_KEYS.source_key)
            return [
                (ItemOutcome(key, WITHDRAWN, iri), since)
                for key, iri, since in connection.execute(ordered)
            ]

    def run(self, run: int) -> Run:
        """One run. Raises NotFound."""
        found = self._runs(select(HARVEST_RUN).where(HARVEST_RUN.c.id == run))
        if not found:
            raise NotFound(_NO_RUN.format(run=run))
        return found[0]

    def runs(self, source: str | None, limit: int) -> Sequence[Run]:
        """Newest first, of one source or of all."""
        query = select(HARVEST_RUN).order_by(HARVEST_RUN.c.id.desc()).limit(max(limit, 0))
        return self._runs(query if source is None else query.where(HARVEST_RUN.c.source == source))

    def outcomes(
        self, run: int, outcome: str | None, limit: int, after: int = 0
    ) -> Sequence[ItemOutcome]:
        """The outcomes of a run, in order, of one sort or all, after the one of that number."""
        columns = HARVEST_ITEM.c
        query = select(columns.source_key, columns.outcome, columns.iri, columns.reason, columns.id)
        query = query.where(columns.run == run, columns.id > after)
        if outcome is not None:
            query = query.where(columns.outcome == outcome)
        with self._engines.reading() as connection:
            rows = connection.execute(query.order_by(columns.id).limit(max(limit, 0)))
            return [ItemOutcome(*row) for row in rows]

    def prune(self, source: str, keep: int, limit: int) -> int:
        """Forget up to ``limit`` outcomes of runs of a source beyond its newest ``keep``."""
        with self._engines.writing() as connection:
            return prune_items(connection, source, keep, limit)

    def _runs(self, query: Select[tuple[object, ...]]) -> list[Run]:
        with self._engines.reading() as connection:
            rows = connection.execute(query).mappings().all()
            counts = _read_counts(connection, [row["id"] for row in rows])
        return [Run(**row, counts=counts.get(row["id"], {})) for row in rows]


def _source_of(connection: Connection, run: int) -> str:
    name: str | None = connection.scalar(
        select(HARVEST_RUN.c.source).where(HARVEST_RUN.c.id == run)
    )
    if name is None:
        raise NotFound(_NO_RUN.format(run=run))
    return name


def _open_source_of(connection: Connection, run: int) -> str:
    columns = HARVEST_RUN.c
    found = connection.execute(select(columns.source, columns.state).where(columns.id == run))
    row = found.first()
    if row is None:
        raise NotFound(_NO_RUN.format(run=run))
    if row.state == INTERRUPTED:
        raise SourceFailed(_OVERTAKEN.format(source=row.source))
    source: str = row.source
    return source


def _read_counts(connection: Connection, runs: Sequence[int]) -> dict[int, dict[str, int]]:
    query = select(HARVEST_COUNT).where(HARVEST_COUNT.c.run.in_(runs))
    counts: dict[int, dict[str, int]] = {}
    for run, outcome, items in connection.execute(query.order_by(HARVEST_COUNT.c.outcome)):
        counts.setdefault(run, {})[outcome] = items
    return counts
