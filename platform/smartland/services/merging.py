"""Two resources that are one thing, and their parting: both IRIs stay, nothing that was said of
either is lost."""

from collections.abc import Sequence
from dataclasses import replace

from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, MERGE, REPLACE, RESTORE, Contribution, Revision
from smartland.ports.truth import Truth
from smartland.services.blending import blend, overlay
from smartland.services.contributions import Said
from smartland.services.revising import Draft


def joined(truth: Truth, loser: Revision, winner: Revision) -> tuple[Draft, Draft]:
    """The loser as a name of the winner, and the winner with what the loser had beyond it."""
    kind = KINDS[winner.kind]
    said = Said.of(truth, (loser, winner))
    before = said.of_resource(winner)
    brought = [replace(one, target=winner.iri) for one in _all_said(said, loser)]
    base = before or _own_words(winner)
    blended = blend(kind, winner, base, [*base, *brought])
    lost = Draft(kind, loser.iri, loser.key, MERGE, {}, head=loser, merged_into=winner.iri)
    won = Draft(kind, winner.iri, winner.key, REPLACE, blended.document, blended.extra, head=winner)
    return lost, replace(won, contributions=(*before, *brought))


def parted(
    truth: Truth, merged: Revision, winner: Revision, back: Draft | None = None
) -> tuple[Draft, Draft]:
    """``merged`` as it stands by itself again (``back``, or as it was and its sources have changed
    it since), and the winner without what came with it."""
    kind = KINDS[winner.kind]
    before = Said.of(truth, (winner,)).of_resource(winner)
    names = _names_under(truth, merged, before)
    leaving = [one for one in before if one.claimed in names]
    rest = [one for one in before if one.claimed not in names]
    # merges of former times left no contribution, only the statement that the two are one
    link = Contribution(merged.iri, winner.iri, "", {})
    blended = blend(kind, winner, [*before, link], rest)
    without = Draft(
        kind, winner.iri, winner.key, REPLACE, blended.document, blended.extra, head=winner,
        dropped=tuple((one.claimed, one.source) for one in leaving),
    )  # fmt: skip
    own = tuple(replace(one, target=merged.iri) for one in leaving)
    return replace(back or _alone(truth, merged, own), contributions=own), without


def _alone(truth: Truth, merged: Revision, said: Sequence[Contribution]) -> Draft:
    kind = KINDS[merged.kind]
    past = next((one for one in truth.history(merged.iri) if not one.withdrawn), None)
    if past is None:  # it never stood by itself: it was recognised when it first came
        source = said[0].source if said else merged.source
        own = overlay(kind, merged.iri, said, source)
        return Draft(
            kind, merged.iri, merged.key, CREATE, own.document, own.extra, head=merged,
            source=source,
        )  # fmt: skip
    then = Said(truth, {}).of_resource(past)
    blended = blend(kind, past, then, [one for one in said if one.source]) if then else None
    return Draft(
        kind, merged.iri, merged.key, RESTORE,
        blended.document if blended else past.document, blended.extra if blended else past.extra,
        head=merged, note=f"restores {past.number}",
    )  # fmt: skip


def _all_said(said: Said, head: Revision) -> Sequence[Contribution]:
    """What sources and people say of a resource; people's words count as one more source."""
    told = said.of_resource(head)
    if not told:
        return _own_words(head)
    blended = blend(KINDS[head.kind], head, told, told)
    edits = {name: head.document[name] for name in blended.edited if name in head.document}
    words = (Contribution(head.iri, head.iri, "", edits),) if edits else ()
    return (*words, *told)


def _own_words(head: Revision) -> tuple[Contribution, ...]:
    return (Contribution(head.iri, head.iri, "", head.document, head.extra),)


def _names_under(truth: Truth, merged: Revision, said: Sequence[Contribution]) -> set[str]:
    """``merged`` and the IRIs that had been merged into it before."""
    heads = truth.heads([one.claimed for one in said])
    names = {merged.iri}
    grown = True
    while grown:
        more = {iri for iri, head in heads.items() if head.merged_into in names} - names
        names |= more
        grown = bool(more)
    return names
