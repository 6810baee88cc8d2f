"""Saved searches turned round: which of many queries does a changed document answer?"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from smartland.ports.search import IndexDocument, SearchRequest


class Percolator(Protocol):
    """Tries stored requests on a batch of documents, in memory, whatever engine holds the rest."""

    def matches(
        self, documents: Sequence[IndexDocument], requests: Mapping[str, SearchRequest]
    ) -> Mapping[str, tuple[str, ...]]:
        """Name of a request → the IRIs among ``documents`` that its query and filters find.

        Requests that find nothing are absent. One that the index cannot answer (a field that is
        no more) is left out and never stops the others.
        """
