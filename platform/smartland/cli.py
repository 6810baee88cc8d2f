"""The command line: ``smartland serve``, ``demo``, ``harvest``, ``reindex``, ``verify``, …"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import click
from environs.exceptions import EnvValidationError
from tqdm import tqdm

from smartland.errors import Busy, NotFound, SmartlandError
from smartland.ports.harvests import Run, Source
from smartland.ports.jobs import DONE, FAILED
from smartland.services.harvest import NO_IMPORTER, Progress
from smartland.services.projection import Comparison, verify
from smartland.services.steward import REINDEX, VERIFY
from smartland.settings import DEFAULT_BASE, Settings, read_settings
from smartland.web.server import run_server
from smartland.wiring import PACKAGED, Core, follow, open_core, open_services

OUTCOMES = ("created", "changed", "unchanged", "rejected", "kept", "withdrawn")
JOB_TIMEOUT = 3_600.0

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address.")
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65_535)
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="smartland")
def cli() -> None:
    """Smart Land: stakeholders, competences, needs, calls and projects as linked data."""


def main() -> None:
    """Run the command line; every error of ours becomes one line and exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except SmartlandError as error:
        _fail(error.message.en, *(f"{p.field}: {p.message.en}" for p in error.problems))
    except EnvValidationError as error:
        _fail(str(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)


@contextmanager
def _core() -> Iterator[Core]:
    core = open_core(read_settings())
    try:
        yield core
    finally:
        core.close()


@cli.command()
@host_option
@port_option
def serve(host: str, port: int) -> None:
    """Serve pages, API and SPARQL on one port until stopped."""
    settings = _settings_for(host, port)
    core = open_core(settings)
    core.load_vocabularies()
    core.close()
    run_server(host, port, settings)


@cli.command()
@host_option
@port_option
@click.option("--load-only", is_flag=True, help="Load the demonstration and stop.")
def demo(host: str, port: int, load_only: bool) -> None:  # noqa: FBT001 - a click flag
    """Load the demonstration data (fictional actors) and serve them."""
    settings = _settings_for(host, port)
    core = open_core(settings)
    try:
        core.load_vocabularies()
        run = _harvest(core, Source("demo", "demo", PACKAGED))
    finally:
        core.close()
    _report_line(run)
    if run.state == FAILED:
        sys.exit(1)
    # the first page that anyone sees shall not be empty
    follow(settings, lambda _: None)
    if load_only:
        return
    click.echo(_welcome(f"http://{host}:{port}"))
    run_server(host, port, settings)


@cli.command()
@click.argument("importer", required=False)
@click.argument("address", required=False)
@click.option("--source", help="Harvest a registered source; with IMPORTER and ADDRESS: its name.")
@click.option("--report", is_flag=True, help="Show the last report (of a source) and stop.")
@click.option("--no-follow", is_flag=True, help="Leave the projections to the server.")
def harvest(
    importer: str | None,
    address: str | None,
    source: str | None,
    report: bool,  # noqa: FBT001 - a click flag
    no_follow: bool,  # noqa: FBT001 - a click flag
) -> None:
    """Bring in ADDRESS (a URL, a file or a folder) with IMPORTER."""
    with _core() as core:
        if report:
            _show_report(core, source)
            return
        wanted = _source(core, importer, address, source)
        with nullcontext() if no_follow else _following():
            run = _harvest(core, wanted)
        _report_line(run)
        for one in core.harvest_log.outcomes(run.id, "rejected", 20):
            click.echo(f"  rejected {one.source_key}: {one.reason}", err=True)
    if run.state == FAILED:
        sys.exit(1)


@cli.command(name="follow")
@click.option("--listen", is_flag=True, help="Go on until standard input closes.")
def follow_command(listen: bool) -> None:  # noqa: FBT001 - a click flag
    """Bring the projections up to date with the truth."""
    with tqdm(unit=" changes", desc="projections", disable=None if listen else False) as bar:
        held = follow(read_settings(), _step(bar), _open_input if listen else lambda: False)
    if not held:
        click.echo("a server is running on this folder: it follows by itself")


@cli.command()
def reindex() -> None:
    """Rebuild the SPARQL store and the search index; both answer meanwhile."""
    settings = read_settings()
    try:
        services = open_services(settings, patience=0.0)
    except Busy:
        _ask(settings, REINDEX)
        click.echo("rebuilt by the running server")
        return
    with tqdm(unit=" resources", desc="reindex") as bar:
        services.projections.rebuild(_step(bar))
    services.close()


@cli.command(name="verify")
def verify_command() -> None:
    """Compare the projections with the truth; exit code 1 when anything differs."""
    settings = read_settings()
    try:
        services = open_services(settings, patience=0.0)
    except Busy:
        found = [Comparison(**one) for one in json.loads(_ask(settings, VERIFY))]
    else:
        services.projections.catch_up()
        found = list(verify(services.projections))
        services.close()
    for one in found:
        _show_comparison(one)
    if not all(one.agrees for one in found):
        _fail("the projections differ from the truth: run `smartland reindex`")


@cli.group()
def token() -> None:
    """Bearer tokens for writing."""


@token.command(name="create")
@click.argument("name")
def token_create(name: str) -> None:
    """Print a new token for NAME; it cannot be read again."""
    with _core() as core:
        click.echo(core.tokens.create(name))


@token.command(name="list")
def token_list() -> None:
    """Show who holds tokens."""
    with _core() as core:
        for one in core.tokens.all():
            state = "revoked" if one.revoked else "valid"
            click.echo(f"{one.name}\t{one.created:%Y-%m-%d}\t{state}")


@token.command(name="revoke")
@click.argument("name")
def token_revoke(name: str) -> None:
    """Make NAME's token useless."""
    with _core() as core:
        if not core.tokens.revoke(name):
            _fail(f"there is no token of {name}")


@cli.command()
@click.argument("loser")
@click.argument("winner")
def merge(loser: str, winner: str) -> None:
    """Make the resource WINNER (an IRI) answer for LOSER; the old IRI redirects."""
    with _core() as core:
        core.catalogue.merge(loser, winner, "operator")
    follow(read_settings(), lambda _: None)


def _settings_for(host: str, port: int) -> Settings:
    """The settings; a new installation without a base URL gets that of the address it serves."""
    settings = read_settings()
    if settings.base_url != DEFAULT_BASE:
        return settings
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1") else host  # noqa: S104 - compared
    return replace(settings, base_url=f"http://{name}:{port}/")


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


def _name_for(importer: str, address: str) -> str:
    """A name for a source that was given none: importer, host and file name."""
    parts = urlsplit(address)
    host = [parts.hostname] if parts.hostname else []
    stem = Path(parts.path).name.split(".")[0]
    return "-".join([importer, *host, *([stem] if stem else [])])


def _harvest(core: Core, source: Source) -> Run:
    if source.importer not in core.harvest.importers:
        names = ", ".join(sorted(core.harvest.importers))
        raise NotFound(NO_IMPORTER.format(name=source.importer, names=names))
    with tqdm(unit=" items", desc=source.name) as bar:

        def show(state: Progress) -> None:
            if state.total:
                bar.total = max(state.total, state.done)
            bar.set_postfix(state.counts, refresh=False)
            bar.update(state.done - bar.n)

        return core.harvest.run(source, show)


def _report_line(run: Run) -> None:
    counts = ", ".join(f"{run.counts[name]} {name}" for name in OUTCOMES if run.counts.get(name))
    click.echo(f"run {run.id} of {run.source}: {run.state}; {counts or 'no items'}")
    if run.message:
        click.echo(run.message, err=True)


def _show_report(core: Core, source: str | None) -> None:
    runs = core.harvest_log.runs(source, 1)
    if not runs:
        raise click.UsageError("no such run yet")
    _report_line(runs[0])
    for outcome in core.harvest_log.outcomes(runs[0].id, None, 100_000):
        click.echo("\t".join((outcome.outcome, outcome.source_key, outcome.iri, outcome.reason)))


def _step(bar: "tqdm[NoReturn]") -> Callable[[int], None]:
    def advance(count: int) -> None:
        bar.update(count)

    return advance


@contextmanager
def _following() -> Iterator[None]:
    """Have a process of its own project what the body writes: two cores are quicker than one."""
    command = [sys.executable, "-m", "smartland", "follow", "--listen"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 - ourselves
        yield
    if process.returncode:
        _fail("the projections could not follow: `smartland follow` tries again")


def _open_input() -> bool:
    """True while the one who started us keeps our standard input open; looks for 0.2 s."""
    ready, _, _ = select.select([sys.stdin], [], [], 0.2)
    return not ready or bool(os.read(sys.stdin.fileno(), 1_000))


def _ask(settings: Settings, verb: str) -> str:
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
                _fail(f"{verb} failed: {job.result}")
            time.sleep(0.1)
    finally:
        core.close()
    _fail(f"{verb} was not done within an hour; is the server alive?")


def _show_comparison(one: Comparison) -> None:
    said = "agrees" if one.agrees else "DIFFERS"
    click.echo(f"{one.name}: {said}; {one.expected} resources in the truth, {one.held} held")
    for name, iris in asdict(one).items():
        if isinstance(iris, tuple | list):
            for iri in iris[:20]:
                click.echo(f"  {name}: {iri}")


def _welcome(address: str) -> str:
    return f"""
Smart Land is open on {address}/

Three things to try:
  1. {address}/search?q=accumulo+energia   what is there, with facets
  2. {address}/sparql   ask the linked data; the examples are one click away
  3. curl {address}/api/v1/stakeholder?limit=3   the same as JSON ({address}/openapi.json)

Stop with Ctrl-C."""
