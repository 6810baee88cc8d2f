"""The commands that serve."""

import sys

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
from smartland.web.server import run_server
from smartland.wiring import PACKAGED, follow, open_core


@click.command()
@host_option
@port_option
def serve(host: str, port: int) -> None:
    """Serve pages, API and SPARQL on one port until stopped."""
    settings = settings_for(host, port)
    core = open_core(settings)
    core.load_vocabularies()
    core.close()
    run_server(host, port, settings)


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
    run_server(host, port, settings)


def _welcome(address: str) -> str:
    return f"""
Smart Land is open on {address}/

Three things to try:
  1. {address}/search?q=accumulo+energia   what is there, with facets
  2. {address}/sparql   ask the linked data; the examples are one click away
  3. curl {address}/api/v1/stakeholder?limit=3   the same as JSON ({address}/openapi.json)

Stop with Ctrl-C."""
