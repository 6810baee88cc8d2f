"""The queue of jobs in a table."""

from datetime import datetime

from sqlalchemy import insert, select, update

from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.tables import JOB
from smartland.ports.jobs import RUNNING, WAITING, Job

_JOBS = select(JOB.c.id, JOB.c.verb, JOB.c.state, JOB.c.result)
_OLDEST = select(JOB.c.id).where(JOB.c.state == WAITING).order_by(JOB.c.id).limit(1)


class SqlJobs:
    """``ports.jobs.Jobs`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def ask(self, verb: str, at: datetime) -> int:
        """Queue a job."""
        asked = insert(JOB).values(verb=verb, state=WAITING, result="", asked=at)
        with self._engines.writing() as connection:
            job: int = connection.execute(asked.returning(JOB.c.id)).scalar_one()
            return job

    def take(self, at: datetime) -> Job | None:
        """The oldest waiting job, now running and ours alone."""
        # polled every moment: an empty queue must not cost the writers their lock
        with self._engines.reading() as connection:
            if connection.execute(_OLDEST).first() is None:
                return None
        with self._engines.writing() as connection:
            oldest = connection.scalar(_OLDEST.with_for_update(skip_locked=True))
            if oldest is None:
                return None
            taken = update(JOB).where(JOB.c.id == oldest).values(state=RUNNING, taken=at)
            returning = taken.returning(JOB.c.id, JOB.c.verb, JOB.c.state, JOB.c.result)
            return Job(*connection.execute(returning).one())

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

    def reset(self) -> None:
        """Jobs left running by a process that died wait again; called by the lock's new owner."""
        waiting = update(JOB).where(JOB.c.state == RUNNING).values(state=WAITING, taken=None)
        with self._engines.writing() as connection:
            connection.execute(waiting)
