"""Two resources that are one thing, and their parting: both IRIs stay, nothing that was said of
either is lost.

What a merge brings into the winner: the contributions of the loser, and one more, of no source,
with what people had written there. A parting takes exactly these away again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from smartland.domain.kinds import KINDS
from smartland.domain.resource import (
    CREATE,
    HIDE,
    MERGE,
    PARTED,
    REPLACE,
    RESTORE,
    WITHDRAW,
    Contribution,
    Document,
    Revision,
)
from smartland.ports.truth import Truth
from smartland.rdf.terms import lines_in
from smartland.services.blending import blend, home_of, overlay, same_as
from smartland.services.contributions import Said, is_words
from smartland.services.names import names_of, relinked, winner_of
from smartland.services.prepared import slot
from smartland.services.revising import Draft, is_whole


def joined(truth: Truth, loser: Revision, winner: Revision) -> tuple[Draft, Draft]:
    """The loser as a name of the winner, and the winner with what the loser had beyond it."""
    kind = KINDS[winner.kind]
    said = Said.of(truth, (loser, winner))
    names = names_of(truth, loser.iri, said.of_resource(loser), loser.extra)
    words, *told = _all_said(said, loser, names)
    base = said.of_resource(winner)
    brought = [replace(one, target=winner.iri) for one in (words, *told)]
    blended = blend(kind, winner, base, [*base, *brought])
    document = {
        name: value
        for name, value in blended.document.items()
        if name in winner.document or words.document.get(name, value) is not None
    }
    links = {same_as(winner.iri, one) for one in names}
    extra = "".join(sorted({*lines_in(blended.extra), *links}))
    lost = Draft(kind, loser.iri, loser.key, MERGE, {}, head=loser, merged_into=winner.iri)
    won = Draft(kind, winner.iri, winner.key, REPLACE, document, extra, head=winner)
    return lost, replace(won, contributions=(*base, *brought))


def parted(
    truth: Truth, merged: Revision, winner: Revision, back: Draft | None = None
) -> tuple[Draft, Draft]:
    """``merged`` as it stands by itself again (``back``, or as it was and its sources have changed
    it since), and the winner without what came with it."""
    before = Said.of(truth, (winner,)).of_resource(winner)
    names = names_of(truth, merged.iri, before, winner.extra)
    leaving = [one for one in before if one.claimed in names]
    rest = [one for one in before if one.claimed not in names]
    # what people wrote here is the description itself again when nobody else speaks
    alone = all(is_words(one, winner.iri) for one in rest)
    stays = names_of(truth, winner.iri, rest, winner.extra) - names
    without = _without(winner, before, rest)
    without = replace(
        without,
        extra=relinked(truth, winner.iri, without.extra, stays, names) if without.extra else "",
        dropped=tuple(slot(one) for one in (before if alone else leaving)),
    )
    own = [replace(one, target=merged.iri) for one in leaving]
    draft = back or _alone(truth, merged, own)
    if own:  # merges of former times do not tell
        draft = replace(draft, source=home_of(own, merged.iri, merged.source))
    told = tuple(one for one in own if not is_words(one, merged.iri))
    if draft.operation != WITHDRAW:
        extra = relinked(truth, merged.iri, draft.extra, names - {merged.iri}, {winner.iri})
        draft = replace(draft, extra=extra)
    return replace(draft, contributions=told), without


def _without(
    winner: Revision, before: Sequence[Contribution], rest: Sequence[Contribution]
) -> Draft:
    """The winner as the ``rest`` says, or withdrawn where only the parted one still spoke of it."""
    kind = KINDS[winner.kind]
    home = home_of(rest, winner.iri, winner.source)
    blended = blend(kind, winner, before, rest, home)
    document, extra = blended.document, blended.extra
    if not is_whole(kind, document):
        if not (blended.edited or winner.private or any(one.document for one in rest)):
            return Draft(
                kind, winner.iri, winner.key, WITHDRAW, {}, head=winner, source="", note=PARTED
            )
        # words alone make no description: what people edited stays as it is
        document, extra = winner.document, winner.extra
    operation = HIDE if winner.private else REPLACE
    return Draft(kind, winner.iri, winner.key, operation, document, extra, head=winner, source=home)


def restored(truth: Truth, head: Revision, past: Revision) -> tuple[Draft, ...]:
    """A past state as the current one: what was merged into it since, and leads here, still does,
    and where it was merged itself it is parted."""
    said = truth.contributions((head.iri,)).get(head.iri, ())
    names = names_of(truth, head.iri, said, head.extra, past.extra)
    extra = relinked(truth, head.iri, past.extra, names)
    back = Draft(
        KINDS[head.kind], head.iri, head.key, RESTORE, past.document, extra, head=head,
        note=f"restores {past.number}",
    )  # fmt: skip
    winner = winner_of(truth, head)
    return parted(truth, head, winner, back) if winner else (back,)


def _alone(truth: Truth, merged: Revision, said: Sequence[Contribution]) -> Draft:
    """``merged`` as its sources have it, what people wrote there above it."""
    kind = KINDS[merged.kind]
    past = next((one for one in truth.history(merged.iri) if not one.withdrawn), None)
    told = [one for one in said if not is_words(one, merged.iri)]
    words = next((one for one in said if is_words(one, merged.iri)), None)
    home = home_of(told, merged.iri, merged.source)
    now = overlay(kind, merged.iri, told, home)
    above = words.document if words else {}
    document: Document = {
        name: value for name, value in {**now.document, **above}.items() if value is not None
    }
    extra = "".join(sorted({*lines_in(now.extra), *lines_in(words.extra if words else "")}))
    if past and not words:  # a merge of former times kept no words
        document, extra = _as_it_was(truth, past, told)
    if not is_whole(kind, document):  # its source left it meanwhile
        if not past or (words and not above):
            return Draft(
                kind, merged.iri, merged.key, WITHDRAW, {}, head=merged, source="", note=PARTED
            )
        document, extra = {**past.document, **document}, past.extra
    return Draft(
        kind, merged.iri, merged.key, RESTORE if past else CREATE, document, extra, head=merged,
        note=f"restores {past.number}" if past else "",
    )  # fmt: skip


def _as_it_was(truth: Truth, past: Revision, told: Sequence[Contribution]) -> tuple[Document, str]:
    """``past`` with what its sources have changed since."""
    if not past.source:
        return past.document, past.extra
    then = Said.in_history(truth, (past,)).of_resource(past)
    blended = blend(KINDS[past.kind], past, then, told)
    return blended.document, blended.extra


def _all_said(said: Said, head: Revision, names: Iterable[str]) -> Sequence[Contribution]:
    """What people say of a resource, as one more source, then what its sources do."""
    kind = KINDS[head.kind]
    told = said.of_resource(head)
    nothing = Contribution(head.iri, head.iri, "", {})
    before = next((one for one in told if is_words(one, head.iri)), nothing)
    edited = blend(kind, head, told, told).edited
    words = {**before.document, **{name: head.document.get(name) for name in edited}}
    known = overlay(kind, head.iri, told, head.source).extra
    links = {same_as(head.iri, one) for one in names}
    extra = (set(lines_in(head.extra)) - set(lines_in(known)) | set(lines_in(before.extra))) - links
    others = [one for one in told if not is_words(one, head.iri)]
    return (replace(before, document=words, extra="".join(sorted(extra))), *others)
