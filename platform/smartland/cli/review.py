"""The commands with which people decide whether two descriptions are of one body."""

import click

from smartland.cli.shared import open_truth
from smartland.ports.proposals import ACCEPTED, OPEN, REFUSED, Proposal

ACTOR = "operator"


@click.group()
def review() -> None:
    """Pairs of stakeholders that may be one: look, then accept, refuse or undo."""


@review.command(name="list")
@click.option("--state", type=click.Choice((OPEN, ACCEPTED, REFUSED)), default=OPEN)
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
def list_pairs(state: str, limit: int) -> None:
    """Show the pairs, the likeliest first."""
    with open_truth() as core:
        for one in core.recognition.queue(state, limit):
            _show(one)
        click.echo(f"{core.recognition.count(state)} {state}")


@review.command(name="look")
def look() -> None:
    """Search all stakeholders for new pairs."""
    with open_truth() as core:
        click.echo(f"{core.recognition.look()} new pairs")


@review.command(name="accept")
@click.argument("number", type=int)
def accept(number: int) -> None:
    """Merge a pair; both IRIs go on leading to it."""
    with open_truth() as core:
        click.echo(f"merged into {core.recognition.accept(number, ACTOR).iri}")


@review.command(name="refuse")
@click.argument("number", type=int)
def refuse(number: int) -> None:
    """Say that the two are different, for good."""
    with open_truth() as core:
        core.recognition.refuse(number, ACTOR)


@review.command(name="undo")
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Part a pair that was merged."""
    with open_truth() as core:
        click.echo(f"stands by itself again: {core.recognition.undo(number, ACTOR).iri}")


def _show(one: Proposal) -> None:
    pair = one.pair
    reasons = ", ".join(pair.reasons)
    click.echo("\t".join((str(one.id), str(pair.score), pair.one, pair.other, reasons)))
