"""Keeps the projections current in the process that holds them, and does the jobs asked of it."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from threading import Condition, Event, Thread

from smartland.errors import Busy
from smartland.ports.jobs import DONE, FAILED, Job, Jobs
from smartland.services.catalogue import now
from smartland.services.projection import Projections, verify

POLL = 0.2
BACK_OFF = 2.0
REINDEX, VERIFY = "reindex", "verify"
VERBS = (REINDEX, VERIFY)
LEASE = timedelta(days=1)
"""Nobody else does these jobs: a new steward takes back what a dead one left."""

log = logging.getLogger(__name__)


class Steward:
    """A thread that follows the change log; woken by our own writes, and looking every 0.2 s for
    those of other processes."""

    def __init__(
        self, projections: Projections, jobs: Jobs, clock: Callable[[], datetime] = now
    ) -> None:
        self._projections = projections
        self._jobs = jobs
        self._clock = clock
        self._woken = Event()
        self._ended = Event()
        self._moved = Condition()
        self._thread = Thread(target=self._run, name="steward", daemon=True)
        self.fault = ""

    def start(self) -> None:
        """Begin; jobs that a dead predecessor left half-done wait again."""
        self._jobs.reset(VERBS)
        self._projections.graph.start()
        self._thread.start()

    def wake(self) -> None:
        """There is something new in the truth."""
        self._woken.set()

    def wait(self, sequence: int, timeout: float) -> bool:
        """True as soon as both projections stand at ``sequence`` or beyond, False if too late."""
        with self._moved:
            return self._moved.wait_for(lambda: self.position() >= sequence, timeout)

    def position(self) -> int:
        """The sequence number that both projections have reached."""
        return min(self._projections.graph.position(), self._projections.index.position())

    @property
    def alive(self) -> bool:
        """True while the thread runs."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End the thread after what it is doing."""
        self._ended.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._woken.wait(POLL)
            self._woken.clear()
            try:
                self._step()
                self.fault = ""
            except Busy as error:
                # a search server that is away is no fault of the program: no traceback every time
                self.fault = str(error)
                log.warning("projections wait: %s", error)
                self._ended.wait(BACK_OFF)
            except Exception as error:
                # whatever one change does to a projection, this thread must outlive it;
                # the truth goes on taking writes; /status tells, and we try again
                self.fault = str(error) or type(error).__name__
                log.exception("projections could not follow")
                self._ended.wait(BACK_OFF)

    def _step(self) -> None:
        if self._projections.ahead():
            log.warning("the truth went back behind the projections: they are rebuilt")
            self._projections.recover()
        if self._projections.lag() > 0:
            self._projections.catch_up(lambda _: self._tell())
        self._tell()
        while job := self._jobs.take(VERBS, self._clock(), LEASE):
            self._do(job)

    def _tell(self) -> None:
        with self._moved:
            self._moved.notify_all()

    def _do(self, job: Job) -> None:
        try:
            result = self._work(job)
        except Exception as error:
            self._jobs.finish(job.id, FAILED, str(error), self._clock())
            raise
        self._jobs.finish(job.id, DONE, result, self._clock())

    def _work(self, job: Job) -> str:
        if job.verb == REINDEX:
            self._projections.rebuild()
            return ""
        return json.dumps([asdict(one) for one in verify(self._projections)])
