"""The commands about the SPARQL store and the search index."""

import json
import os
import select
import sys
from dataclasses import asdict

import click
from tqdm import tqdm

from smartland.cli.memory import collect_seldom
from smartland.cli.shared import ask, end_after_parent, fail, step
from smartland.errors import Busy
from smartland.services.projection import Comparison, verify
from smartland.services.steward import REINDEX, VERIFY
from smartland.settings import read_settings
from smartland.wiring import follow, open_services


@click.command(name="follow")
@click.option("--listen", is_flag=True, help="Go on until standard input closes.")
def follow_command(listen: bool) -> None:  # noqa: FBT001 - a click flag
    """Bring the projections up to date with the truth."""
    if listen:
        end_after_parent()
    collect_seldom()
    with tqdm(unit=" changes", desc="projections", disable=None if listen else False) as bar:
        held = follow(read_settings(), step(bar), _open_input if listen else lambda: False)
    if not held:
        click.echo("a server is running on this folder: it follows by itself")


@click.command()
def reindex() -> None:
    """Rebuild the SPARQL store and the search index; both answer meanwhile."""
    settings = read_settings()
    try:
        services = open_services(settings, patience=0.0)
    except Busy:
        ask(settings, REINDEX)
        click.echo("rebuilt by the running server")
        return
    with tqdm(unit=" resources", desc="reindex") as bar:
        services.projections.rebuild(step(bar))
    services.close()


@click.command(name="verify")
def verify_command() -> None:
    """Compare the projections with the truth; exit code 1 when anything differs."""
    settings = read_settings()
    try:
        services = open_services(settings, patience=0.0)
    except Busy:
        found = [Comparison(**one) for one in json.loads(ask(settings, VERIFY))]
    else:
        services.projections.catch_up()
        found = list(verify(services.projections))
        services.close()
    for one in found:
        _show_comparison(one)
    if not all(one.agrees for one in found):
        fail("the projections differ from the truth: run `smartland reindex`")


def _open_input() -> bool:
    """True while the one who started us keeps our standard input open; looks for 0.2 s."""
    ready, _, _ = select.select([sys.stdin], [], [], 0.2)
    return not ready or bool(os.read(sys.stdin.fileno(), 1_000))


def _show_comparison(one: Comparison) -> None:
    said = "agrees" if one.agrees else "DIFFERS"
    click.echo(f"{one.name}: {said}; {one.expected} resources in the truth, {one.held} held")
    for name, iris in asdict(one).items():
        if isinstance(iris, tuple | list):
            for iri in iris[:20]:
                click.echo(f"  {name}: {iri}")
