"""What several commands need."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn

import click
from tqdm import tqdm

from smartland.ports.harvests import Run, Source
from smartland.ports.jobs import DONE, FAILED
from smartland.services.harvest import Progress
from smartland.services.preview import Foreseen, Preview
from smartland.settings import DEFAULT_BASE, Settings, read_settings
from smartland.wiring import Core, open_core

OUTCOMES = ("created", "changed", "unchanged", "rejected", "kept", "missing", "withdrawn")
JOB_TIMEOUT = 3_600.0
LOOK, LAST = 0.5, 2.5
"""Seconds between two looks for the one who started us, and for what is under way when it has
gone: nobody would be there to stop it, and the next one takes it up."""


host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address.")
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65_535)
)


def fail(*lines: str) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)


def end_after_parent() -> None:
    """Have this process end soon after the one who started it, however that ends."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        time.sleep(LAST)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


@contextmanager
def open_truth() -> Iterator[Core]:
    core = open_core(read_settings())
    try:
        yield core
    finally:
        core.close()


def settings_for(host: str, port: int) -> Settings:
    """The settings; a new installation without a base URL gets that of the address it serves."""
    settings = read_settings()
    if settings.base_url != DEFAULT_BASE:
        return settings
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1") else host  # noqa: S104 - compared
    return replace(settings, base_url=f"http://{name}:{port}/")


def harvest_with_bar(core: Core, source: Source) -> Run:
    with progress_bar(core, source) as show:
        return core.harvest.run(source, show)


def preview_with_bar(core: Core, source: Source, listed: Sequence[str]) -> Foreseen:
    with progress_bar(core, source) as show:
        return Preview(core.harvest).run(source, listed=listed, progress=show)


@contextmanager
def progress_bar(core: Core, source: Source) -> Iterator[Callable[[Progress], None]]:
    core.harvest.importer(source.importer)
    with tqdm(unit=" items", desc=source.name) as bar:

        def show(state: Progress) -> None:
            if state.total:
                bar.total = max(state.total, state.done)
            bar.set_postfix(state.counts, refresh=False)
            bar.update(state.done - bar.n)

        yield show


def count_words(counts: Mapping[str, int]) -> str:
    named = ", ".join(f"{counts[name]} {name}" for name in OUTCOMES if counts.get(name))
    return named or "no items"


def report_line(run: Run) -> None:
    click.echo(f"run {run.id} of {run.source}: {run.state}; {count_words(run.counts)}")
    if run.message:
        click.echo(run.message, err=True)


def step(bar: "tqdm[NoReturn]") -> Callable[[int], None]:
    def advance(count: int) -> None:
        bar.update(count)

    return advance


def ask(settings: Settings, verb: str) -> str:
    """Have the running server do a job, and wait for its result."""
    core = open_core(settings)
    try:
        number = core.jobs.ask(verb, core.catalogue.clock())
        end = time.monotonic() + JOB_TIMEOUT
        while time.monotonic() < end:
            job = core.jobs.job(number)
            if job is not None and job.state == DONE:
                return job.result
            if job is not None and job.state == FAILED:
                fail(f"{verb} failed: {job.result}")
            time.sleep(0.1)
    finally:
        core.close()
    fail(f"{verb} was not done within an hour; is the server alive?")
