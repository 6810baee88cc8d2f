"""Who said what of a resource: stored where several say something, else read off its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.resource import Contribution, Revision
from smartland.ports.harvests import Source
from smartland.ports.truth import Truth
from smartland.rdf.terms import iri as iri_term
from smartland.rdf.terms import lines_in
from smartland_vocab.namespaces import OWL

_HARVEST = "harvest:"
_SAME = f" {iri_term(OWL.sameAs)} "


def actor_of(source: Source) -> str:
    """The name under which a source writes."""
    return f"{_HARVEST}{source.name}"


def is_harvest(actor: str) -> bool:
    """True when a source wrote, and no person."""
    return actor.startswith(_HARVEST)


def own_words(head: Revision) -> Contribution:
    """What people wrote, as one more source."""
    return Contribution(head.iri, head.iri, "", head.document, head.extra)


def is_words(one: Contribution, iri: str) -> bool:
    """True for what people wrote of ``iri`` under its own name."""
    return one.claimed == iri and not one.source


@dataclass(frozen=True)
class Said:
    """Contributions of a batch of resources: ``rows`` as they are stored, ``last`` what a source
    wrote last where people wrote since and nothing is stored."""

    rows: Mapping[str, Sequence[Contribution]]
    last: Mapping[str, Revision]

    @classmethod
    def of(cls, truth: Truth, heads: Sequence[Revision]) -> "Said":
        """What is stored about these resources."""
        rows = truth.contributions([one.iri for one in heads])
        return cls(rows, _last(truth, [one for one in heads if one.iri not in rows]))

    @classmethod
    def in_history(cls, truth: Truth, heads: Sequence[Revision]) -> "Said":
        """What the history alone says of these resources."""
        return cls({}, _last(truth, heads))

    def stored(self, iri: str) -> Sequence[Contribution]:
        """The stored contributions; none while one source alone says everything."""
        return self.rows.get(iri, ())

    def of_resource(self, head: Revision) -> Sequence[Contribution]:
        """Every contribution; of a resource with none stored, what its source said last, or what
        people wrote where it has none."""
        if rows := self.stored(head.iri):
            return rows
        if not head.source:
            return (own_words(head),)
        if is_harvest(head.actor):
            return (Contribution(head.iri, head.iri, head.source, head.document, head.extra),)
        last = self.last.get(head.iri)
        if last is None:
            return ()
        # what is called the same in the history was merged then, and may have been parted since
        extra = "".join(line for line in lines_in(last.extra) if _SAME not in line)
        return (Contribution(head.iri, head.iri, head.source, last.document, extra),)


def _last(truth: Truth, heads: Sequence[Revision]) -> Mapping[str, Revision]:
    edited = [one.iri for one in heads if one.source and not is_harvest(one.actor)]
    return truth.last_by(_HARVEST, edited) if edited else {}
