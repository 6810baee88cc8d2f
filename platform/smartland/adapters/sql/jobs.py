"""The queue of jobs in a table."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.tables import JOB
from smartland.ports.jobs import ATTEMPTS, FAILED, RUNNING, WAITING, Job

_COLUMNS = (
    *(JOB.c.id, JOB.c.verb, JOB.c.state, JOB.c.result, JOB.c.argument, JOB.c.attempts),
    *(JOB.c.asked, JOB.c.taken, JOB.c.ended),
)
_JOBS = select(*_COLUMNS)
_OTHER = JOB.alias("other")
_UNDER_WAY = (
    select(_OTHER.c.id)
    .where(_OTHER.c.state == RUNNING, _OTHER.c.verb == JOB.c.verb)
    .where(_OTHER.c.argument == JOB.c.argument)
    .exists()
)
_FREE = (JOB.c.state == WAITING) & ~_UNDER_WAY
"""Waiting, and the same work is not being done just now."""
_GIVEN_UP = "given up: its worker died {attempts} times"


class SqlJobs:
    """``ports.jobs.Jobs`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def ask(self, verb: str, at: datetime, argument: str = "") -> int:
        """Queue a job; one that waits already for the same work is given back instead."""
        row = {"verb": verb, "argument": argument, "state": WAITING, "result": ""}
        asked = insert(JOB).values(**row, attempts=0, asked=at).returning(JOB.c.id)
        same = (JOB.c.verb == verb) & (JOB.c.argument == argument) & (JOB.c.state == WAITING)
        while True:
            with self._engines.writing() as connection:
                waiting: int | None = connection.scalar(select(JOB.c.id).where(same))
            if waiting is not None:
                return waiting
            try:
                with self._engines.writing() as connection:
                    job: int = connection.execute(asked).scalar_one()
                    return job
            except IntegrityError:  # somebody asked at the same moment: theirs is ours
                continue

    def take(self, verbs: Sequence[str], at: datetime, lease: timedelta) -> Job | None:
        """The oldest waiting job of ``verbs``, now running and ours alone until ``at + lease``."""
        # polled every moment: an empty queue must not cost the writers their lock
        with self._engines.reading() as connection:
            if connection.execute(_open(verbs, at)).first() is None:
                return None
        with self._engines.writing() as connection:
            _recover(connection, verbs, at)
            oldest = connection.scalar(_waiting(verbs).with_for_update(skip_locked=True))
            if oldest is None:
                return None
            taken = update(JOB).where(JOB.c.id == oldest)
            taken = taken.values(
                state=RUNNING, taken=at, leased=at + lease, attempts=JOB.c.attempts + 1
            )
            return Job(*connection.execute(taken.returning(*_COLUMNS)).one())

    def beat(self, job: int, at: datetime, lease: timedelta) -> bool:
        """Extend a lease; False when the job is no longer ours."""
        ours = (JOB.c.id == job) & (JOB.c.state == RUNNING)
        with self._engines.writing() as connection:
            beaten = update(JOB).where(ours).values(leased=at + lease).returning(JOB.c.id)
            return connection.execute(beaten).first() is not None

    def finish(self, job: int, state: str, result: str, at: datetime) -> None:
        """Close a job."""
        finished = update(JOB).where(JOB.c.id == job).values(state=state, result=result, ended=at)
        with self._engines.writing() as connection:
            connection.execute(finished)

    def job(self, job: int) -> Job | None:
        """One job as it stands."""
        with self._engines.reading() as connection:
            row = connection.execute(_JOBS.where(JOB.c.id == job)).first()
            return Job(*row) if row is not None else None

    def latest(self, limit: int) -> Sequence[Job]:
        """The newest jobs first."""
        query = _JOBS.order_by(JOB.c.id.desc()).limit(max(limit, 0))
        with self._engines.reading() as connection:
            return [Job(*row) for row in connection.execute(query)]

    def reset(self, verbs: Sequence[str]) -> None:
        """Running jobs of ``verbs`` wait again; called by the only process that does them."""
        running = (JOB.c.state == RUNNING) & JOB.c.verb.in_(verbs)
        with self._engines.writing() as connection:
            _wait_again(connection, select(JOB.c.id, JOB.c.verb, JOB.c.argument).where(running))


def _waiting(verbs: Sequence[str]) -> Select[tuple[int]]:
    return select(JOB.c.id).where(JOB.c.verb.in_(verbs), _FREE).order_by(JOB.c.id).limit(1)


def _open(verbs: Sequence[str], at: datetime) -> Select[tuple[int]]:
    """A job to take, or one to take back."""
    over = (JOB.c.state == RUNNING) & (JOB.c.leased < at)
    return select(JOB.c.id).where(JOB.c.verb.in_(verbs), _FREE | over).limit(1)


def _recover(connection: Connection, verbs: Sequence[str], at: datetime) -> None:
    """Take back the jobs whose worker no longer beats."""
    over = (JOB.c.state == RUNNING) & (JOB.c.leased < at) & JOB.c.verb.in_(verbs)
    spent = update(JOB).where(over, JOB.c.attempts >= ATTEMPTS)
    reason = _GIVEN_UP.format(attempts=ATTEMPTS)
    connection.execute(spent.values(state=FAILED, result=reason, ended=at))
    _wait_again(connection, select(JOB.c.id, JOB.c.verb, JOB.c.argument).where(over))


def _wait_again(connection: Connection, jobs: Select[int, str, str]) -> None:
    for job, verb, argument in connection.execute(jobs.order_by(JOB.c.id)).all():
        same = (JOB.c.verb == verb) & (JOB.c.argument == argument) & (JOB.c.state == WAITING)
        if connection.scalar(select(JOB.c.id).where(same)) is not None:
            # the same work waits already: this one need not be done twice
            closed = update(JOB).where(JOB.c.id == job)
            # it ended when its worker was last known to be alive
            last = func.coalesce(JOB.c.leased, JOB.c.taken)
            told = {"state": FAILED, "result": "asked again meanwhile"}
            connection.execute(closed.values(**told, ended=last))
        else:
            again = update(JOB).where(JOB.c.id == job)
            connection.execute(again.values(state=WAITING, taken=None, leased=None))
