"""The concepts of the truth as a graph in memory, kept up to date."""

from collections.abc import Iterator
from datetime import date

from smartland.domain.kinds.knowledge import CONCEPT_KINDS
from smartland.domain.resource import Json, Revision
from smartland.errors import Label
from smartland.matching.taxonomy import Node, Path, Taxonomy
from smartland.ports.truth import Truth
from smartland.services.following import Followed
from smartland.services.labels import tail, texts


class Concepts:
    """Broader, narrower and related concepts, across all schemes that the truth holds."""

    def __init__(self, truth: Truth) -> None:
        self._followed = Followed(truth, CONCEPT_KINDS, _node, _taxonomy)

    def current(self) -> Taxonomy:
        """The graph as of now; it does not change under whoever holds it."""
        return self._followed.current()

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """Every concept above ``iri``, nearest first; none for one that we do not know."""
        return self.current().ancestors(iri)

    def label(self, iri: str) -> Label:
        """The preferred label of a concept."""
        return self.current().label(iri)

    def path(self, asked: str, offered: str, max_hops: int = 3) -> Path | None:
        """The best way from one concept to another, with its weight; None when there is none."""
        return self.current().path(asked, offered, max_hops)


def _taxonomy(nodes: dict[str, Node], _: date) -> Taxonomy:
    return Taxonomy(nodes)


def _node(revision: Revision) -> Node:
    document = revision.document
    return Node(
        revision.iri,
        texts(document.get("label")) or tail(revision.iri),
        tuple(_names(document.get("label"), document.get("alt_label"))),
        tuple(document.get("broader", ())),
        tuple(document.get("related", ())),
    )


def _names(*values: Json) -> Iterator[str]:
    for value in values:
        for found in (value or {}).values():
            yield from (found,) if isinstance(found, str) else found
