"""When sources are harvested, and the worker that does it: nothing starts twice, nothing sticks."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from cronsim import CronSim, CronSimError

from smartland.errors import Conflict, Invalid, Label, NotFound, Problem, SmartlandError
from smartland.ports.harvests import HarvestLog, Run, Source
from smartland.ports.jobs import DONE, FAILED, Job, Jobs
from smartland.services.catalogue import now
from smartland.services.harvest import Harvest

HARVEST, RECOGNISE, EVIDENCE = "harvest", "recognise", "evidence"
LEASE = timedelta(minutes=2)
"""How long a silent worker keeps its job."""
BEAT = 20.0
TICK = 1.0
AFTER = ("created", "changed", "withdrawn")
PRUNED = 5_000
"""Outcomes that are forgotten in one transaction: writers wait no longer than for a batch."""

NO_SOURCE = Label(it="Nessuna sorgente «{name}».", en="There is no source “{name}”.")
NAME_TAKEN = Label(
    it="La sorgente {name} è già {importer} {address}: scegliere un altro nome.",
    en="The source {name} is {importer} {address} already: choose another name.",
)
BAD_SCHEDULE = Label(
    it="Serve un'espressione cron come «0 3 * * *» (ogni notte alle 3, ora UTC): {reason}.",
    en="A cron expression like “0 3 * * *” (every night at 3, UTC) is needed: {reason}.",
)
BAD_NAME = Label(
    it="Serve un nome di lettere, cifre, punti e trattini (al massimo 100).",
    en="A name of letters, digits, dots and dashes (100 at most) is needed.",
)

log = logging.getLogger(__name__)


def next_time(schedule: str, after: datetime) -> datetime | None:
    """When a cron expression next comes round, in UTC; None when it is empty or never does.

    Raises Invalid for what is no cron expression.
    """
    if not schedule:
        return None
    try:
        return next(CronSim(schedule, after.astimezone(UTC)), None)
    except CronSimError as error:
        text = BAD_SCHEDULE.format(reason=str(error))
        raise Invalid(text, problems=(Problem("schedule", text),)) from error


class Sources:
    """The sources of an installation: registered, planned, asked for."""

    def __init__(
        self,
        log: HarvestLog,
        jobs: Jobs,
        harvest: Harvest,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._log = log
        self._jobs = jobs
        self._harvest = harvest
        self._clock = clock
        self._latest = datetime.max.replace(tzinfo=UTC)

    def all(self) -> list[Source]:
        """Every source, by name."""
        return list(self._log.sources())

    def get(self, name: str) -> Source:
        """One source. Raises NotFound."""
        found = self._log.source(name)
        if found is None:
            raise NotFound(NO_SOURCE.format(name=name))
        return found

    def add(self, source: Source) -> Source:
        """Register a source. Raises NotFound for its importer, Invalid, or Conflict when the name
        is another source's."""
        if not _is_name(source.name):
            raise Invalid(BAD_NAME, problems=(Problem("name", BAD_NAME),))
        self._harvest.importer(source.importer)
        taken = self._log.source(source.name)
        if taken and (taken.importer, taken.address) != (source.importer, source.address):
            values = {"name": taken.name, "importer": taken.importer, "address": taken.address}
            raise Conflict(NAME_TAKEN.format(**values))
        due = next_time(source.schedule, self._clock())
        self._log.save_source(source)
        self._log.plan(source.name, source.schedule, due, paused=source.paused)
        return self.get(source.name)

    def plan(self, name: str, schedule: str | None = None, *, paused: bool | None = None) -> Source:
        """Change when a source is harvested. Raises NotFound or Invalid."""
        found = self.get(name)
        wanted = found.schedule if schedule is None else schedule
        stopped = found.paused if paused is None else paused
        self._log.plan(name, wanted, next_time(wanted, self._clock()), paused=stopped)
        return self.get(name)

    def remove(self, name: str) -> None:
        """Forget a source; what it brought stays, with its reports. Raises NotFound."""
        if not self._log.remove_source(name):
            raise NotFound(NO_SOURCE.format(name=name))

    def ask(self, name: str) -> int:
        """Queue a harvest; the job's number. Raises NotFound."""
        return self._jobs.ask(HARVEST, self._clock(), self.get(name).name)

    def runs(self, name: str | None, limit: int) -> list[Run]:
        """The newest runs, of one source or of all."""
        return list(self._log.runs(name, limit))

    def prune(self, name: str, keep: int) -> int:
        """Forget the outcomes of a source's runs beyond the newest ``keep``; how many they were."""
        gone = 0
        while some := self._log.prune(name, keep, PRUNED):
            gone += some
        return gone

    def queue_due(self) -> int:
        """Queue a harvest of every source whose time has come; how many were."""
        at = self._clock()
        if at < self._latest:
            self._correct(at)
        self._latest = at
        queued = 0
        for source in self._log.overdue(at):
            # in this order, so that a death between the two costs no harvest: the same work waits
            # once, whoever asks
            self._jobs.ask(HARVEST, at, source.name)
            queued += self._log.advance(source, next_time(source.schedule, at))
        return queued

    def _correct(self, at: datetime) -> None:
        """Plan anew what a clock that was ahead put off too far."""
        for source in self._log.sources():
            latest = next_time(source.schedule, at + timedelta(days=1))
            if latest and source.due and source.due > latest:
                self._log.advance(source, next_time(source.schedule, at))


Task = Callable[[str], str]
"""Does a job of its verb, given the argument; what it has to say."""


class Worker:
    """Takes jobs one by one; a job whose worker is killed is taken up again by another."""

    def __init__(
        self,
        sources: Sources,
        jobs: Jobs,
        tasks: Mapping[str, Task],
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._sources = sources
        self._jobs = jobs
        self._tasks = tasks
        self._clock = clock

    def run(self, more: Callable[[], bool]) -> None:
        """Work until ``more`` says no; it is asked between jobs, and waits when there are none."""
        while more():
            try:
                self._sources.queue_due()
                while self.step():
                    pass
            except SmartlandError as error:  # the database is busy or restarting: try again
                log.warning("the worker waits: %s", error.message.en)

    def step(self) -> bool:
        """Do one job, if there is one."""
        job = self._jobs.take(tuple(self._tasks), self._clock(), LEASE)
        if job is None:
            return False
        with self._beating(job):
            state, result = self._do(job)
        self._jobs.finish(job.id, state, result, self._clock())
        return True

    def _do(self, job: Job) -> tuple[str, str]:
        try:
            return DONE, self._tasks[job.verb](job.argument)
        except SmartlandError as error:
            return FAILED, error.message.en
        except Exception as error:
            # an importer may fail in any way; the worker must outlive it and say so
            log.exception("job %s %s failed", job.verb, job.argument)
            return FAILED, f"{type(error).__name__}: {error}"

    @contextmanager
    def _beating(self, job: Job) -> Iterator[None]:
        ended = Event()

        def beat() -> None:
            while not ended.wait(BEAT):
                try:
                    self._jobs.beat(job.id, self._clock(), LEASE)
                except SmartlandError:  # the lease holds for some beats that are missed
                    log.warning("no heartbeat for job %s", job.id)

        thread = Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _is_name(name: str) -> bool:
    return 0 < len(name) <= 100 and all(one.isalnum() or one in ".-_" for one in name)
