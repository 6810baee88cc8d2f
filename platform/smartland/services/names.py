"""The names of a resource: the IRIs that were merged into it, and the statements that say so."""

from collections.abc import Collection, Iterable, Sequence

from smartland.domain.resource import Contribution, Revision
from smartland.ports.truth import Truth
from smartland.rdf.terms import iri as iri_term
from smartland.rdf.terms import lines_in
from smartland.services.blending import same_as
from smartland_vocab.namespaces import OWL

_SAME = f" {iri_term(OWL.sameAs)} <"


def names_of(truth: Truth, iri: str, said: Sequence[Contribution], *extras: str) -> set[str]:
    """``iri``, and of what contributions and statements name those that lead to it."""
    wanted = {one.claimed for one in said}.union(*map(_others, extras))
    heads = truth.heads(sorted(wanted))
    names = {iri}
    grown = True
    while grown:
        more = {one for one, head in heads.items() if head.merged_into in names} - names
        names |= more
        grown = bool(more)
    return names


def relinked(
    truth: Truth, iri: str, extra: str, names: Collection[str], parted: Iterable[str] = ()
) -> str:
    """``extra`` saying that ``names`` are ``iri``, and of no other resource of the truth, nor of
    the ``parted`` ones, that it is."""
    known = {*truth.heads(sorted(_others(extra))), *parted} - set(names)
    kept = set(lines_in(extra)) - {same_as(iri, one) for one in known}
    return "".join(sorted(kept | {same_as(iri, one) for one in names if one != iri}))


def final(truth: Truth, head: Revision) -> Revision:
    """What ``head`` leads to in the end; itself when it was not merged."""
    passed: set[str] = set()
    while head.merged_into and head.iri not in passed:
        passed.add(head.iri)
        following = truth.head(head.merged_into)
        if following is None:
            break
        head = following
    return head


def winner_of(truth: Truth, head: Revision) -> Revision | None:
    """What a merged resource leads to, where that is not withdrawn; None of one not merged."""
    last = final(truth, head)
    return last if head.merged_into and (last.private or not last.withdrawn) else None


def _others(extra: str) -> set[str]:
    """The IRIs that undeclared statements call the same."""
    return {line.split(_SAME, 1)[1].partition(">")[0] for line in lines_in(extra) if _SAME in line}
