"""Scheduled harvests: due once, taken once, taken up again after a kill; managed by commands."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from smartland.cli import cli
from smartland.errors import Conflict, Invalid, NotFound
from smartland.ports.harvests import Run, Source
from smartland.ports.jobs import DONE, FAILED, RUNNING
from smartland.services.scheduling import Sources, Worker, next_time
from smartland.services.tasks import KEEP_RUNS, tasks
from smartland.settings import Settings
from smartland.wiring import Core, open_core

NIGHTLY = "0 3 * * *"
AT = "2026-05-31 12:00:00"
CATALOGUE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://data.example/d/{number}> a dcat:Dataset ; dct:title "Dati {number}"@it .
"""


@dataclass
class World:
    """An installation whose clock a test moves."""

    core: Core
    file: Path
    now: datetime = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)

    @property
    def sources(self) -> Sources:
        return Sources(self.core.harvest_log, self.core.jobs, self.core.harvest, self.clock)

    def clock(self) -> datetime:
        return self.now

    def worker(self) -> Worker:
        core = self.core
        looked, found = (lambda: "looked"), (lambda: "found")
        known = tasks(self.sources, core.harvest, core.jobs, looked, found, self.clock)
        return Worker(self.sources, self.core.jobs, known, self.clock)

    def work(self) -> None:
        turns = iter((True, False))
        self.worker().run(lambda: next(turns))

    def runs(self) -> list[Run]:
        return self.sources.runs(None, 10)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    core = open_core(Settings(data_dir=tmp_path / "data"))
    file = tmp_path / "catalogue.ttl"
    file.write_text(CATALOGUE.format(number=1), encoding="utf-8")
    yield World(core, file)
    core.close()


def given(world: World, schedule: str = NIGHTLY) -> Source:
    return world.sources.add(Source("open-data", "dcat", str(world.file), schedule))


def test_a_cron_expression_says_when() -> None:
    noon = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
    assert next_time(NIGHTLY, noon) == datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    assert next_time("", noon) is None
    with pytest.raises(Invalid, match="cron"):
        next_time("every night", noon)


def test_a_source_is_harvested_when_it_is_due_and_not_before(world: World) -> None:
    source = given(world)
    assert source.due == datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    world.work()
    assert world.runs() == []
    world.now = datetime(2026, 6, 1, 3, 0, 30, tzinfo=UTC)
    world.work()
    (run,) = world.runs()
    assert (run.state, run.counts) == ("done", {"created": 1})
    assert world.sources.get("open-data").due == datetime(2026, 6, 2, 3, 0, tzinfo=UTC)
    world.work()
    assert len(world.runs()) == 1


def test_many_missed_nights_are_made_up_for_once(world: World) -> None:
    given(world)
    world.now += timedelta(days=30)
    world.work()
    assert len(world.runs()) == 1


def test_a_harvest_that_changed_something_asks_for_what_follows_from_it(world: World) -> None:
    given(world)
    world.sources.ask("open-data")
    world.work()
    assert [(one.verb, one.state, one.result) for one in world.core.jobs.latest(5)] == [
        ("evidence", DONE, "found"),
        ("recognise", DONE, "looked"),
        ("harvest", DONE, "run 1: 1 created"),
    ]


def test_what_became_of_each_item_is_forgotten_with_old_runs(world: World) -> None:
    given(world)
    for _ in range(KEEP_RUNS + 2):
        world.now += timedelta(days=1)
        world.work()
    log = world.core.harvest_log
    held = [len(log.outcomes(run.id, None, 9)) for run in world.sources.runs(None, 100)]
    assert held == [1] * KEEP_RUNS + [0, 0]


def test_the_command_line_tells_when_jobs_were_done(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(world)
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(tmp_path / "data"))
    world.sources.ask("open-data")
    (waiting,) = run_command("source", "jobs").splitlines()
    assert waiting.split("\t") == ["1", "harvest open-data", "waiting", AT, "-", "-", ""]
    world.work()
    told = run_command("source", "jobs", "--limit", "3").splitlines()[-1].split("\t")
    assert told == ["1", "harvest open-data", "done", AT, AT, AT, "run 1: 1 created"]


def run_command(*arguments: str) -> str:
    answer = CliRunner().invoke(cli, arguments)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_a_harvest_that_was_killed_owes_what_follows_from_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it brought in is unchanged for the next run, and nobody has looked at it yet."""
    given(world)

    def dies(run: int, at: datetime, state: str, message: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(world.core.harvest_log, "finish", dies)
        with pytest.raises(KeyboardInterrupt):
            world.core.harvest.run(world.sources.get("open-data"))
    world.sources.ask("open-data")
    world.work()
    assert world.runs()[0].counts == {"unchanged": 1}
    assert {one.verb for one in world.core.jobs.latest(5)} == {"harvest", "recognise", "evidence"}


def test_a_night_is_not_lost_to_a_death_between_the_plan_and_the_queue(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(world)
    world.now += timedelta(days=1)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    for place, name in ((world.core.jobs, "ask"), (world.core.harvest_log, "advance")):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, dies)
            with pytest.raises(KeyboardInterrupt):
                world.sources.queue_due()
    world.work()
    assert len(world.runs()) == 1


def test_a_clock_that_was_wrong_does_not_put_a_source_off_for_years(world: World) -> None:
    given(world)
    right = world.now
    world.now = datetime(2099, 1, 1, tzinfo=UTC)
    world.work()
    assert len(world.runs()) == 1
    world.now = right + timedelta(days=1)
    world.work()
    assert world.sources.get("open-data").due == datetime(2026, 6, 2, 3, 0, tzinfo=UTC)
    world.now += timedelta(days=1)
    world.work()
    assert len(world.runs()) == 2


def test_times_are_utc_whatever_summer_does() -> None:
    """Rome's clocks jump on 29 March and 25 October 2026."""
    for day in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        rome = day.astimezone(ZoneInfo("Europe/Rome"))
        due = [next_time("30 2 * * *", rome)]
        for _ in range(2):
            assert due[-1]
            due.append(next_time("30 2 * * *", due[-1]))
        assert [one - due[0] for one in due if one and due[0]] == [
            timedelta(days=number) for number in range(3)
        ]


STARTER = """
import os, subprocess, sys, time
worker = subprocess.Popen(
    [sys.executable, "-m", "smartland", "worker", "--listen"], stdin=subprocess.PIPE
)
if os.fork():  # what an application server does
    print(worker.pid, flush=True)
time.sleep(60)
"""


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() != b""  # empty: dead, not yet reaped
    except FileNotFoundError:
        return False


def test_a_worker_ends_in_the_middle_of_a_harvest_when_its_server_is_killed(
    world: World, tmp_path: Path
) -> None:
    """A worker that goes on for hours would belong to nobody."""
    many = "".join(CATALOGUE.format(number=number) for number in range(30_000))
    world.file.write_text(many, encoding="utf-8")
    given(world)
    world.sources.ask("open-data")
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-c", STARTER]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout
        worker = int(process.stdout.readline())
        end = time.monotonic() + 60
        while not world.runs() and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        end = time.monotonic() + 20
        while (alive := lives(worker)) and time.monotonic() < end:
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGKILL)
    assert not alive
    assert world.runs()[0].state == "running", "the next worker takes it up"


def test_a_paused_source_waits(world: World) -> None:
    given(world)
    world.sources.plan("open-data", paused=True)
    world.now += timedelta(days=2)
    world.work()
    assert world.runs() == []
    world.sources.plan("open-data", paused=False)
    world.now += timedelta(days=1)
    world.work()
    assert len(world.runs()) == 1


def test_a_source_that_fails_fails_its_job_and_the_next_goes_on(world: World) -> None:
    given(world)
    world.sources.add(Source("absent", "dcat", "/nowhere.ttl", NIGHTLY))
    world.now += timedelta(days=1)
    world.work()
    assert {one.source: one.state for one in world.runs()} == {
        "open-data": "done",
        "absent": "failed",
    }
    states = {one.argument: one for one in world.core.jobs.latest(5) if one.verb == "harvest"}
    assert states["absent"].state == FAILED
    assert "nowhere" in states["absent"].result


def test_names_importers_and_schedules_are_checked(world: World) -> None:
    given(world)
    with pytest.raises(Conflict, match="open-data"):
        world.sources.add(Source("open-data", "dcat", "/elsewhere.ttl"))
    with pytest.raises(NotFound, match="dcat"):
        world.sources.add(Source("b", "nothing", "/x"))
    with pytest.raises(Invalid):
        world.sources.add(Source("a b/c", "dcat", "/x"))
    with pytest.raises(Invalid):
        world.sources.plan("open-data", "99 * * * *")
    with pytest.raises(NotFound):
        world.sources.ask("unheard")


def test_a_killed_worker_loses_nothing(world: World, tmp_path: Path) -> None:
    """kill -9 in the middle of a harvest: the next worker takes the job up and ends it."""
    many = "".join(CATALOGUE.format(number=number) for number in range(4_000))
    world.file.write_text(many, encoding="utf-8")
    given(world)
    job = world.sources.ask("open-data")
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "smartland", "worker"]
    with subprocess.Popen(command, env=environment) as process:
        end = time.monotonic() + 60
        while not any(run.counts for run in world.runs()) and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    found = world.core.jobs.job(job)
    assert found is not None
    assert found.state == RUNNING
    world.now = datetime.now(UTC) + timedelta(minutes=5)
    world.work()
    found = world.core.jobs.job(job)
    assert found is not None
    assert (found.state, found.attempts) == (DONE, 2)
    last = world.runs()[0]
    assert last.state == "done"
    assert sum(last.counts.values()) == 4_000
    assert last.counts["unchanged"] > 0, "what was in already is not written again"
    assert world.runs()[1].state == "interrupted"
    assert world.core.catalogue.counts()["dataset"] == 4_000


def test_the_commands(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(tmp_path / "data"))

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    assert NIGHTLY in run(
        "source", "add", "open-data", "dcat", str(world.file), "--schedule", NIGHTLY
    )
    assert "paused" in run("source", "pause", "open-data")
    assert "next:" in run("source", "resume", "open-data")
    assert "when asked" in run("source", "plan", "open-data", "")
    assert "job 1" in run("source", "run", "open-data")
    run("worker", "--once")
    assert "1 created" in run("source", "list")
    run("source", "remove", "open-data")
    assert run("source", "list") == ""
