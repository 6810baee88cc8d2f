"""Who said what of a resource: stored where several say something, else read off its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.resource import Contribution, Revision
from smartland.ports.harvests import Source
from smartland.ports.truth import Truth

_HARVEST = "harvest:"


def actor_of(source: Source) -> str:
    """The name under which a source writes."""
    return f"{_HARVEST}{source.name}"


def is_harvest(actor: str) -> bool:
    """True when a source wrote, and no person."""
    return actor.startswith(_HARVEST)


@dataclass(frozen=True)
class Said:
    """Contributions of a batch of resources, as they are stored."""

    truth: Truth
    rows: Mapping[str, Sequence[Contribution]]

    @classmethod
    def of(cls, truth: Truth, heads: Sequence[Revision]) -> "Said":
        """What is stored about these resources."""
        return cls(truth, truth.contributions([one.iri for one in heads]))

    def stored(self, iri: str) -> Sequence[Contribution]:
        """The stored contributions; none while one source alone says everything."""
        return self.rows.get(iri, ())

    def of_resource(self, head: Revision) -> Sequence[Contribution]:
        """Every contribution; of a resource with none stored, what its source said last."""
        rows = self.stored(head.iri)
        if rows or not head.source:
            return rows
        last = self._last(head)
        if last is None:
            return ()
        return (Contribution(head.iri, head.iri, head.source, last.document, last.extra),)

    def _last(self, head: Revision) -> Revision | None:
        if is_harvest(head.actor):
            return head
        history = self.truth.history(head.iri)
        return next((one for one in history if is_harvest(one.actor) and one.document), None)
