"""The commands about competences that evidence proposes."""

from collections.abc import Sequence
from contextlib import nullcontext

import click
from tqdm import tqdm

from smartland.cli.harvesting import following
from smartland.cli.shared import fail, open_truth, step
from smartland.services.evidence.decisions import Decided
from smartland.services.evidence.proposing import Evidence, EvidenceRun


@click.group()
def evidence() -> None:
    """Competences proposed from projects, offers and data."""


@evidence.command(name="propose")
@click.option("--all", "whole", is_flag=True, help="Look at everybody, not only at what changed.")
@click.option("--no-follow", is_flag=True, help="Leave the projections to the server.")
def propose(whole: bool, no_follow: bool) -> None:  # noqa: FBT001 - click flags
    """Bring the proposals up to date."""
    follower = nullcontext() if no_follow else following()
    with open_truth() as core, follower, tqdm(unit=" documents", desc="evidence") as bar:
        run = Evidence(core.catalogue).propose(step(bar), 0 if whole else None)
    click.echo(report(run))


@evidence.command(name="accept")
@click.argument("keys", nargs=-1, required=True)
@click.option("--actor", default="operator", show_default=True, help="In whose name.")
def accept(keys: tuple[str, ...], actor: str) -> None:
    """Confirm the proposed claims KEYS."""
    with open_truth() as core:
        _show(Evidence(core.catalogue).decisions.accept_all(keys, actor))


@evidence.command(name="refuse")
@click.argument("keys", nargs=-1, required=True)
@click.option("--actor", default="operator", show_default=True, help="In whose name.")
def refuse(keys: tuple[str, ...], actor: str) -> None:
    """Withdraw the proposed claims KEYS for good."""
    with open_truth() as core:
        _show(Evidence(core.catalogue).decisions.refuse_all(keys, actor))


def report(run: EvidenceRun) -> str:
    """One line about a run."""
    counts = (
        f"{run.created} created, {run.changed} changed, {run.unchanged} unchanged,"
        f" {run.withdrawn} withdrawn, {run.kept} left to their owners"
    )
    seen = f"{run.documents} documents of {run.bodies} bodies"
    return f"evidence up to {run.sequence}: {seen}; {counts}"


def _show(decided: Sequence[Decided]) -> None:
    failed = [f"{one.key}: {one.error.en}" for one in decided if one.error]
    click.echo(f"{len(decided) - len(failed)} of {len(decided)} done")
    if failed:
        fail(*failed)
