"""What else there is for who looks at a resource: alike, complementary, able to fund it."""

from collections.abc import Iterator
from dataclasses import dataclass

from smartland.domain.resource import Revision
from smartland.services.searching.related import COMPLEMENTARY, FUNDABLE, RELATIONS, Related
from smartland.web.pages.hits import needed, speak_title
from smartland.web.pages.naming import Naming, capital, kind_label

SHOWN = 4
CLOSE = 0.3
"""Of the score of the first: what is further off is left to the API."""
AMONG_THE_MATCHES = frozenset({("offer", COMPLEMENTARY), ("stakeholder", FUNDABLE)})
"""Relations that the page answers already, under *who might answer*."""


@dataclass(frozen=True)
class RelatedHit:
    """One resource: where it leads, and why it stands here."""

    href: str
    title: str
    language: str
    kind: str
    kind_label: str
    reason: str


@dataclass(frozen=True)
class Relation:
    """One group of the page."""

    name: str
    label: str
    hits: tuple[RelatedHit, ...]


def make_relations(revision: Revision, related: Related, naming: Naming) -> tuple[Relation, ...]:
    """The relations that have something to show."""
    return tuple(_relations(revision, related, naming))


def _relations(revision: Revision, related: Related, naming: Naming) -> Iterator[Relation]:
    for name in related.relations_of(revision.kind):
        if (revision.kind, name) in AMONG_THE_MATCHES:
            continue
        found = related.of(revision.kind, revision.key, name, SHOWN)
        near = [one for one in found if one.score >= CLOSE * found[0].score]
        naming.prepare(needed([one.revision for one in near]))
        if near:
            hits = (_hit(one.revision, one.reason[naming.language], naming) for one in near)
            yield Relation(name, RELATIONS[name][naming.language], tuple(hits))


def _hit(revision: Revision, reason: str, naming: Naming) -> RelatedHit:
    title = speak_title(revision, naming)
    return RelatedHit(
        href=naming.page(revision),
        title=title.text,
        language=title.language,
        kind=revision.kind,
        kind_label=kind_label(revision.kind, naming.language),
        reason=capital(reason),
    )
