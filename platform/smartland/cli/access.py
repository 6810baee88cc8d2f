"""Who may write, and which description answers for which."""

import click

from smartland.cli.shared import fail, open_truth
from smartland.settings import read_settings
from smartland.wiring import follow


@click.group()
def token() -> None:
    """Bearer tokens for writing."""


@token.command(name="create")
@click.argument("name")
def token_create(name: str) -> None:
    """Print a new token for NAME; it cannot be read again."""
    with open_truth() as core:
        click.echo(core.tokens.create(name))


@token.command(name="list")
def token_list() -> None:
    """Show who holds tokens."""
    with open_truth() as core:
        for one in core.tokens.all():
            state = "revoked" if one.revoked else "valid"
            click.echo(f"{one.name}\t{one.created:%Y-%m-%d}\t{state}")


@token.command(name="revoke")
@click.argument("name")
def token_revoke(name: str) -> None:
    """Make NAME's token useless."""
    with open_truth() as core:
        if not core.tokens.revoke(name):
            fail(f"there is no token of {name}")


@click.command()
@click.argument("loser")
@click.argument("winner")
def merge(loser: str, winner: str) -> None:
    """Make the resource WINNER (an IRI) answer for LOSER; the old IRI redirects."""
    with open_truth() as core:
        core.catalogue.merge(loser, winner, "operator")
    follow(read_settings(), lambda _: None)
