"""The commands that serve."""

import os
import subprocess
import sys
from threading import Event, Thread

import click

from smartland.cli.shared import (
    harvest_with_bar,
    host_option,
    port_option,
    report_line,
    settings_for,
)
from smartland.ports.harvests import Source
from smartland.ports.jobs import FAILED
from smartland.services.scheduling import EVIDENCE
from smartland.settings import Settings
from smartland.web.server import run_server
from smartland.wiring import PACKAGED, follow, open_core

POLL, STOP, RESTART = 0.5, 5.0, 5.0


@click.command()
@host_option
@port_option
def serve(host: str, port: int) -> None:
    """Serve pages, API and SPARQL on one port until stopped."""
    # a catalogue without a contact loses points; this address is reserved and reaches nobody
    os.environ.setdefault("SMARTLAND_PUBLISHER_EMAIL", "opendata@smartland.example")
    settings = settings_for(host, port)
    core = open_core(settings)
    core.load_vocabularies()
    core.close()
    _serve(host, port, settings)


@click.command()
@host_option
@port_option
@click.option("--load-only", is_flag=True, help="Load the demonstration and stop.")
def demo(host: str, port: int, load_only: bool) -> None:  # noqa: FBT001 - a click flag
    """Load the demonstration data (fictional actors) and serve them."""
    settings = settings_for(host, port)
    core = open_core(settings)
    try:
        core.load_vocabularies()
        run = harvest_with_bar(core, Source("demo", "demo", PACKAGED))
        core.jobs.ask(EVIDENCE, core.catalogue.clock())
    finally:
        core.close()
    report_line(run)
    if run.state == FAILED:
        sys.exit(1)
    # the first page that anyone sees shall not be empty
    follow(settings, lambda _: None)
    if load_only:
        return
    click.echo(_welcome(f"http://{host}:{port}"))
    _serve(host, port, settings)


def _serve(host: str, port: int, settings: Settings) -> None:
    """Serve, with a worker beside the server that ends when this process does, however it ends."""
    if not settings.worker:
        run_server(host, port, settings)
        return
    ended = Event()
    beside = Thread(target=_keep_working, args=(settings, ended), name="worker", daemon=True)
    beside.start()
    try:
        run_server(host, port, settings)
    finally:
        ended.set()
        beside.join(timeout=STOP)


def _keep_working(settings: Settings, ended: Event) -> None:
    """Run a worker until ``ended``; one that dies is replaced after a while."""
    environment = dict(os.environ)
    environment["SMARTLAND_DATA_DIR"] = str(settings.data_dir.resolve())
    environment["SMARTLAND_BASE_URL"] = settings.base_url
    command = [sys.executable, "-m", "smartland", "worker", "--listen"]
    while not ended.is_set():
        # its standard input closes when we die: it then ends by itself
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:  # noqa: S603 - ourselves
            while process.poll() is None and not ended.wait(POLL):
                pass
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(STOP)
            except subprocess.TimeoutExpired:  # a long harvest: the next worker takes it up
                process.kill()
        ended.wait(RESTART)


def _welcome(address: str) -> str:
    return f"""
Smart Land is open on {address}/

Three things to try:
  1. {address}/search?q=accumulo+energia   what is there, with facets
  2. {address}/sparql   ask the linked data; the examples are one click away
  3. curl {address}/api/v1/stakeholder?limit=3   the same as JSON ({address}/openapi.json)

Stop with Ctrl-C."""
