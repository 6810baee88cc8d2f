"""Projections follow the change log: each from where it stands, in batches, as often as needed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from smartland.domain.identity import graph_iri
from smartland.domain.resource import Revision
from smartland.ports.graph import GraphChange, GraphStore
from smartland.ports.search import IndexDocument, SearchIndex
from smartland.ports.truth import Truth
from smartland.services.dependents import TooMany, dependents
from smartland.services.indexing import Indexing

T = TypeVar("T")

BATCH = 5_000
_Follower = tuple[Callable[[], int], Callable[[Sequence[Revision], int], None]]


@dataclass(frozen=True)
class Projections:
    """The two projections of one truth, and how to fill them."""

    truth: Truth
    graph: GraphStore
    index: SearchIndex
    indexing: Indexing
    base: str

    def lag(self) -> int:
        """How many changes the slower projection has not applied."""
        return self.truth.last_sequence() - min(self.graph.position(), self.index.position())

    def ahead(self) -> bool:
        """True when a projection has what the truth lacks: that was restored from a backup."""
        return self.truth.last_sequence() < max(self.graph.position(), self.index.position())

    def recover(self) -> None:
        """Fill anew each projection that is ahead of the truth, and only those."""
        last = self.truth.last_sequence()
        if self.graph.position() > last:
            self.graph.rebuild(self._graphs(), last)
        if self.index.position() > last:
            self.index.rebuild(self._documents(), last)

    def catch_up(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Apply what is new to both; one is brought on even when the other fails.

        The log is read once for both. ``progress`` gets the number of changes of each step.
        Raises what the last failing projection raised.
        """
        followers: list[_Follower] = [
            (self.graph.position, self._apply_graph),
            (self.index.position, self._apply_index),
        ]
        fault: Exception | None = None
        while followers:
            changes = self.truth.changes(min(place() for place, _ in followers), BATCH)
            if not changes:
                break
            newest = list({one.iri: one for one in changes}.values())
            for follower in list(followers):
                place, apply = follower
                if place() >= changes[-1].sequence:
                    continue
                try:
                    apply(newest, changes[-1].sequence)
                except Exception as error:  # noqa: BLE001 - whatever fails, the other goes on
                    fault = error
                    followers.remove(follower)
            progress(len(changes))
        if fault:
            raise fault

    def rebuild(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Fill both anew from the current state of the truth, while the old content answers."""
        sequence = self.truth.last_sequence()
        self.graph.rebuild(_counted(self._graphs(), progress), sequence)
        self.index.rebuild(_counted(self._documents(), progress), sequence)
        self.catch_up(progress)

    def _apply_graph(self, revisions: Sequence[Revision], sequence: int) -> None:
        self.graph.apply([self.graph_of(one) for one in revisions], sequence)

    def _apply_index(self, revisions: Sequence[Revision], sequence: int) -> None:
        try:
            dependent = self.truth.heads(dependents(self.index, revisions))
        except TooMany:
            self.index.rebuild(self._documents(), sequence)
            return
        # in the same commit: a crash between two would leave the dependent ones stale for ever
        there = [one for one in (*revisions, *dependent.values()) if not one.withdrawn]
        gone = [one.iri for one in revisions if one.withdrawn]
        self.index.apply(self.indexing.documents(there), gone, sequence)

    def graph_of(self, revision: Revision) -> GraphChange:
        """The named graph of a revision as it should be held."""
        graph = graph_iri(self.base, revision.kind, revision.key)
        return GraphChange(graph, revision.triples)

    def _graphs(self) -> Iterator[GraphChange]:
        return (self.graph_of(one) for one in self.truth.all_heads())

    def _documents(self) -> Iterator[IndexDocument]:
        heads = self.truth.all_heads()
        while batch := list(islice(heads, BATCH)):
            yield from self.indexing.documents(batch)


def _counted(items: Iterator[T], progress: Callable[[int], None]) -> Iterator[T]:
    for item in items:
        progress(1)
        yield item


@dataclass(frozen=True)
class Comparison:
    """What verification found of one projection: where it differs from the truth, by IRI."""

    name: str
    expected: int
    held: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """True when nothing differs."""
        return not (self.missing or self.surplus or self.different)


def verify(projections: Projections) -> Sequence[Comparison]:
    """Compare both projections with the truth: counts and content hashes of every resource."""
    graphs = {
        graph: digest
        for batch in _batches(projections.truth.all_heads())
        for graph, digest in projections.graph.digests_of(
            projections.graph_of(one) for one in batch
        ).items()
    }
    documents = {one.iri: one.etag for one in projections.truth.all_heads()}
    return (
        compare("graph", graphs, projections.graph.digests()),
        compare("index", documents, projections.index.digests()),
    )


def compare(name: str, expected: Mapping[str, str], held: Mapping[str, str]) -> Comparison:
    """Both sides by key and hash."""
    both = expected.keys() & held.keys()
    return Comparison(
        name,
        len(expected),
        len(held),
        tuple(sorted(expected.keys() - held.keys())),
        tuple(sorted(held.keys() - expected.keys())),
        tuple(sorted(one for one in both if expected[one] != held[one])),
    )


def _batches(heads: Iterator[Revision]) -> Iterator[list[Revision]]:
    while batch := list(islice(heads, BATCH)):
        yield batch
