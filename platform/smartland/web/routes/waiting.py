"""Answers to writes that wait until what was written can be found."""

from flask import request

from smartland.domain.resource import Revision
from smartland.errors import Label, ProjectionLate
from smartland.services.steward import Steward

WAIT = 5.0
LATE = Label(
    it="{iri} è salvata, ma ricerca e SPARQL non la mostrano ancora dopo {seconds} s.",
    en="{iri} is saved, but search and SPARQL do not show it yet after {seconds} s.",
)


def wait_projected(steward: Steward, revision: Revision) -> None:
    """With ``wait=projected``: until ``revision`` shows. Raises ProjectionLate after 5 s."""
    waits = request.args.get("wait") == "projected"
    if waits and not steward.wait(revision.sequence, WAIT):
        raise ProjectionLate(LATE.format(iri=revision.iri, seconds=f"{WAIT:g}"))
