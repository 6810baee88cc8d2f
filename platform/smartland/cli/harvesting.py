"""The commands that bring data in."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import click

from smartland.cli.memory import collect_seldom
from smartland.cli.shared import (
    count_words,
    fail,
    harvest_with_bar,
    open_truth,
    preview_with_bar,
    report_line,
)
from smartland.ports.harvests import KEPT, REJECTED, Source
from smartland.ports.jobs import FAILED
from smartland.wiring import Core

PAGE = 10_000


@click.command()
@click.argument("importer", required=False)
@click.argument("address", required=False)
@click.option("--source", help="Harvest a registered source; with IMPORTER and ADDRESS: its name.")
@click.option("--report", is_flag=True, help="Show the last report (of a source) and stop.")
@click.option("--dry-run", is_flag=True, help="Tell what would become of each item; write nothing.")
@click.option("--no-follow", is_flag=True, help="Leave the projections to the server.")
def harvest(
    importer: str | None,
    address: str | None,
    source: str | None,
    report: bool,  # noqa: FBT001 - a click flag
    dry_run: bool,  # noqa: FBT001 - a click flag
    no_follow: bool,  # noqa: FBT001 - a click flag
) -> None:
    """Bring in ADDRESS (a URL, a file or a folder) with IMPORTER.

    Exit code 1 when the harvest fails; with --dry-run also when anything is rejected.
    """
    collect_seldom()
    with open_truth() as core:
        if report:
            _show_report(core, source)
            return
        wanted = _source(core, importer, address, source)
        if dry_run:
            _try(core, wanted)
            return
        with nullcontext() if no_follow else following():
            run = harvest_with_bar(core, wanted)
        report_line(run)
        for one in core.harvest_log.outcomes(run.id, "rejected", 20):
            click.echo(f"  rejected {one.source_key}: {one.reason}", err=True)
    if run.state == FAILED:
        sys.exit(1)


def _source(core: Core, importer: str | None, address: str | None, name: str | None) -> Source:
    if importer and address:
        if "://" not in address:
            address = str(Path(address).resolve())
        wanted = Source(name or _name_for(importer, address), importer, address)
        taken = core.harvest_log.source(wanted.name)
        if taken not in (None, wanted):
            raise click.UsageError(
                f"the source {wanted.name} is {taken.importer} {taken.address}: give --source NAME"
            )
        return wanted
    found = core.harvest_log.source(name) if name else None
    if found is None:
        raise click.UsageError("give IMPORTER and ADDRESS, or --source NAME of a registered source")
    return found


def _try(core: Core, source: Source) -> None:
    """Show what a harvest would do; the process ends with 1 unless every item would come in."""
    found = preview_with_bar(core, source, (REJECTED, KEPT))
    click.echo(f"dry run of {source.name}: {found.state}; {count_words(found.counts)}")
    for one in found.outcomes:
        click.echo(f"  {one.outcome} {one.source_key}: {one.reason}", err=True)
    if found.absent:
        click.echo(f"{found.absent} items that the source had are no longer in it", err=True)
    if found.message:
        click.echo(found.message.en, err=True)
    if not found.clean:
        sys.exit(1)


def _name_for(importer: str, address: str) -> str:
    """A name for a source that was given none: importer, host and file name."""
    parts = urlsplit(address)
    host = [parts.hostname] if parts.hostname else []
    stem = Path(parts.path).name.split(".")[0]
    return "-".join([importer, *host, *([stem] if stem else [])])


def _show_report(core: Core, source: str | None) -> None:
    runs = core.harvest_log.runs(source, 1)
    if not runs:
        raise click.UsageError("no such run yet")
    report_line(runs[0])
    after = 0
    while page := core.harvest_log.outcomes(runs[0].id, None, PAGE, after):
        for one in page:
            click.echo("\t".join((one.outcome, one.source_key, one.iri, one.reason)))
        after = page[-1].number


@contextmanager
def following() -> Iterator[None]:
    """Have a process of its own project what the body writes: two cores are quicker than one."""
    command = [sys.executable, "-m", "smartland", "follow", "--listen"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 - ourselves
        yield
    if process.returncode:
        fail("the projections could not follow: `smartland follow` tries again")
