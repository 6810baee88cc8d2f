"""What leaves with an item that its source no longer has: the resource, or a part of it."""

from collections.abc import Sequence
from dataclasses import replace

from smartland.domain.kinds import KINDS
from smartland.domain.resource import REPLACE, WITHDRAW, Contribution, Revision
from smartland.ports.harvests import KEPT, WITHDRAWN, ItemOutcome
from smartland.services.blending import blend, home_of
from smartland.services.contributions import is_words
from smartland.services.prepared import Prepared, slot
from smartland.services.revising import Draft, is_whole


def leave(
    gone: ItemOutcome,
    source: str,
    head: Revision | None,
    before: Sequence[Contribution],
    *,
    foreign: bool,
) -> Prepared:
    """``head`` without what ``source`` said there in the item that is gone.

    It stays as others, or people, have it; and as it is where people edited it only, for their
    words alone make no description. No draft: there is nothing to take away.
    """
    outcome = replace(gone, outcome=WITHDRAWN, reason="no longer in the source")
    rest = [one for one in before if slot(one) != (gone.iri, source)]
    if head is None or head.withdrawn or len(rest) == len(before):
        return Prepared(outcome)
    kind = KINDS[head.kind]
    home = home_of(rest, head.iri, head.source)
    blended = blend(kind, head, before, rest, home)
    slots = tuple(slot(one) for one in before)
    if home or (not foreign and is_whole(kind, blended.document)):
        # what people wrote is the description itself again when nobody else speaks
        alone = all(is_words(one, head.iri) for one in rest)
        draft = Draft(
            kind, head.iri, head.key, REPLACE, blended.document, blended.extra, head=head,
            source=home, contributions=() if alone else tuple(rest),
            dropped=slots if alone else ((gone.iri, source),),
        )  # fmt: skip
        return Prepared(outcome, (draft.composed(),))
    if blended.edited or any(one.document for one in rest):
        reason = f"no longer in the source; edited here, so it stays: {head.iri}"
        return Prepared(replace(outcome, outcome=KEPT, reason=reason))
    draft = Draft(kind, head.iri, head.key, WITHDRAW, {}, head=head, dropped=slots)
    return Prepared(outcome, (draft,))
