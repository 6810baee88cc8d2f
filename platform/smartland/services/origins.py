"""Which fields of a description people wrote or changed here."""

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Revision
from smartland.ports.truth import Truth
from smartland.services.blending import overlay
from smartland.services.contributions import Said


def edited_fields(truth: Truth, head: Revision) -> frozenset[str]:
    """The fields in which ``head`` says other than its sources together do, those that it leaves
    out too; all of them where it has no source."""
    kind = KINDS[head.kind]
    told = [one for one in Said.of(truth, (head,)).of_resource(head) if one.source]
    together = overlay(kind, head.iri, told, head.source).document
    return frozenset(
        one.name for one in kind.fields if head.document.get(one.name) != together.get(one.name)
    )
