"""The commands about saved searches: for operators, who see those of every owner."""

import click

from smartland.cli.shared import open_truth
from smartland.ports.saved_searches import ACTIVE, PAUSED, SavedSearch
from smartland.services.alerts.saving import Wanted
from smartland.wiring import open_alerts


@click.group()
def alert() -> None:
    """Saved searches, and what is sent about them."""


@alert.command(name="list")
def list_searches() -> None:
    """Show every saved search with its owner and the state of its webhook."""
    with open_truth() as core:
        for one in open_alerts(core).saving.everybodys():
            click.echo("\t".join((one.id, one.owner, one.state, _hook(one), one.name)))


@alert.command(name="show")
@click.argument("id")
def show(id: str) -> None:  # noqa: A002 - as the API calls it
    """Show a saved search, and why it or its webhook does not work."""
    with open_truth() as core:
        _show(open_alerts(core).saving.get(id))


@alert.command(name="run")
def run() -> None:
    """Look at what changed, and send what is due, until nothing is left."""
    with open_truth() as core:
        alerts = open_alerts(core)
        seen, sent = alerts.runner.catch_up(), 0
        while alerts.deliveries.step():
            sent += 1
        click.echo(f"{seen} changes looked at, {sent} messages tried")


@alert.command(name="pause")
@click.argument("id")
def pause(id: str) -> None:  # noqa: A002
    """Tell nothing of a saved search until it is resumed."""
    _change(id, PAUSED)


@alert.command(name="resume")
@click.argument("id")
def resume(id: str) -> None:  # noqa: A002
    """Tell again what changes from now on."""
    _change(id, ACTIVE)


@alert.command(name="remove")
@click.argument("id")
def remove(id: str) -> None:  # noqa: A002
    """Forget a saved search and what it found."""
    with open_truth() as core:
        saving = open_alerts(core).saving
        saving.remove(saving.get(id))


def _change(search: str, state: str) -> None:
    with open_truth() as core:
        saving = open_alerts(core).saving
        _show(saving.change(saving.get(search), Wanted(state=state)))


def _show(one: SavedSearch) -> None:
    rows = [
        ("id", one.id),
        ("owner", one.owner),
        ("name", one.name),
        ("query", one.query),
        ("on", ", ".join(one.events)),
        ("language", one.language),
        ("created", f"{one.created:%Y-%m-%d %H:%M} UTC"),
        ("state", one.state),
        ("reason", one.reason.en if one.reason else ""),
        ("webhook", _hook(one)),
    ]
    if one.webhook:
        hook = one.webhook
        rows += [
            ("attempts", str(hook.attempts) if hook.attempts else ""),
            ("next", f"{hook.due:%Y-%m-%d %H:%M} UTC" if hook.due else ""),
            ("problem", hook.reason.en if hook.reason else ""),
        ]
    for name, value in rows:
        if value:
            click.echo(f"{name}\t{value}")


def _hook(one: SavedSearch) -> str:
    return f"{one.webhook.address} ({one.webhook.state})" if one.webhook else "-"
