"""The commands about sources and the worker that harvests them."""

import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import click

from smartland.cli.shared import LAST, open_truth, report_line
from smartland.ports.harvests import Source
from smartland.services.scheduling import TICK


@click.group()
def source() -> None:
    """The sources of this installation, and when each is harvested."""


@source.command(name="add")
@click.argument("name")
@click.argument("importer")
@click.argument("address")
@click.option("--schedule", default="", help="A cron expression in UTC, as “0 3 * * *”.")
def add(name: str, importer: str, address: str, schedule: str) -> None:
    """Register a source: ADDRESS (a URL, a file or a folder), read by IMPORTER."""
    if "://" not in address:
        address = str(Path(address).resolve())
    with open_truth() as core:
        _show(core.sources.add(Source(name, importer, address, schedule)))


@source.command(name="list")
def list_sources() -> None:
    """Show every source, when it is due, and how its last run went."""
    with open_truth() as core:
        for one in core.sources.all():
            _show(one)
            for run in core.sources.runs(one.name, 1):
                report_line(run)


@source.command(name="plan")
@click.argument("name")
@click.argument("schedule")
def plan(name: str, schedule: str) -> None:
    """Set the SCHEDULE of a source (a cron expression in UTC; "" for none)."""
    with open_truth() as core:
        _show(core.sources.plan(name, schedule))


@source.command(name="pause")
@click.argument("name")
def pause(name: str) -> None:
    """Do not harvest a source until it is resumed."""
    with open_truth() as core:
        _show(core.sources.plan(name, paused=True))


@source.command(name="resume")
@click.argument("name")
def resume(name: str) -> None:
    """Harvest a paused source again, as planned."""
    with open_truth() as core:
        _show(core.sources.plan(name, paused=False))


@source.command(name="remove")
@click.argument("name")
def remove(name: str) -> None:
    """Forget a source; what it brought stays."""
    with open_truth() as core:
        core.sources.remove(name)


@source.command(name="run")
@click.argument("name")
def run_now(name: str) -> None:
    """Have the worker harvest a source as soon as it can."""
    with open_truth() as core:
        click.echo(f"job {core.sources.ask(name)}")


@source.command(name="jobs")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))
def jobs(limit: int) -> None:
    """Show the newest jobs of the worker, and when each was asked for, begun and ended (UTC)."""
    with open_truth() as core:
        for one in core.jobs.latest(limit):
            moments = (one.asked, one.started, one.ended)
            times = [f"{at:%Y-%m-%d %H:%M:%S}" if at else "-" for at in moments]
            what = f"{one.verb} {one.argument}".strip()
            click.echo("\t".join((str(one.id), what, one.state, *times, one.result)))


@click.command()
@click.option("--listen", is_flag=True, help="Go on until standard input closes.")
@click.option("--once", is_flag=True, help="Do what is due and waiting, then stop.")
def worker(listen: bool, once: bool) -> None:  # noqa: FBT001 - click flags
    """Harvest sources when they are due, and do what is asked of the worker."""
    with open_truth() as core:
        core.worker().run(_once() if once else _listening() if listen else _forever)


def _forever() -> bool:
    time.sleep(TICK)
    return True


def _once() -> Callable[[], bool]:
    turns = iter((True, False))
    return lambda: next(turns)


def _listening() -> Callable[[], bool]:
    """True while the one who started us lives and keeps our standard input open.

    What is under way when it closes has some seconds: a harvest may take hours, and nobody would
    be there to stop it. The next worker takes it up.
    """
    closed, parent = Event(), os.getppid()

    def watch() -> None:
        # a server's children have its end of the pipe as well, and may outlive it
        while os.getppid() == parent and _is_open(sys.stdin.fileno()):
            pass
        closed.set()
        time.sleep(LAST)
        os._exit(1)

    Thread(target=watch, name="input", daemon=True).start()
    return lambda: not closed.wait(TICK)


def _is_open(stream: int) -> bool:
    """Whether anybody may still write to a stream; looks for a second."""
    try:
        ready, _, _ = select.select([stream], [], [], TICK)
        return not ready or bool(os.read(stream, 1_000))
    except OSError:
        return False


def _show(one: Source) -> None:
    due = f"{one.due:%Y-%m-%d %H:%M} UTC" if one.due else "when asked"
    state = "paused" if one.paused else f"next: {due}"
    click.echo("\t".join((one.name, one.importer, one.address, one.schedule or "-", state)))
