"""Saved searches turned round: which of many queries does a changed document answer?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from smartland.errors import Label
from smartland.ports.search import IndexDocument, SearchRequest


@dataclass(frozen=True)
class Percolated:
    """``found``: name of a request → the IRIs of documents that its query and filters find, in no
    order; requests that find nothing are absent. ``broken``: name of a request that the index
    cannot answer (a field that is no more) → why."""

    found: Mapping[str, tuple[str, ...]]
    broken: Mapping[str, Label]


class Percolator(Protocol):
    """Tries stored requests on a batch of documents, in memory, whatever engine holds the rest."""

    def matches(
        self, documents: Sequence[IndexDocument], requests: Mapping[str, SearchRequest]
    ) -> Percolated:
        """What the queries and filters of ``requests`` find among ``documents``, each with an IRI
        of its own; sort, facets, limit and cursor say nothing here. One broken request never stops
        the others."""
