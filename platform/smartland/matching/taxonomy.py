"""The SKOS graph of concepts in memory: how far it is from what is asked to what is offered."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smartland.domain.text import query_words
from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.stems import stem

SAME, NARROWER, BROADER, SIBLING, RELATED = "same", "narrower", "broader", "sibling", "related"
LONGEST_NAME = 8
"""Words of the longest concept names that are looked for in a text."""


@dataclass(frozen=True)
class Node:
    """One concept: ``names`` are all its labels, in any language."""

    iri: str
    label: Label
    names: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """The way from the concept asked (first) to the one offered (last), by the best weight.

    ``relation`` says what the last is to the first: the same, narrower (more specific), broader,
    sibling (another kind of the same thing) or related.
    """

    concepts: tuple[str, ...]
    relation: str
    weight: float


_MOVES: Mapping[str, Mapping[str, str]] = {
    SAME: {NARROWER: NARROWER, BROADER: BROADER, RELATED: RELATED},
    NARROWER: {NARROWER: NARROWER},
    BROADER: {BROADER: BROADER, NARROWER: SIBLING},
    SIBLING: {},
    RELATED: {NARROWER: RELATED},
}
"""Relation so far → hop → relation after it; other hops lead too far from what was asked."""
_HOPS: Mapping[str, float] = {
    NARROWER: weights.NARROWER_HOP,
    BROADER: weights.BROADER_HOP,
    RELATED: weights.RELATED_HOP,
}


class Taxonomy:
    """Concepts with their links, never changed once made; cycles and broken links are endured."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = nodes
        self._narrower: dict[str, list[str]] = defaultdict(list)
        self._related: dict[str, set[str]] = defaultdict(set)
        for node in nodes.values():
            for above in node.broader:
                self._narrower[above].append(node.iri)
            # skos:related is symmetric, whichever side states it
            for other in node.related:
                self._related[node.iri].add(other)
                self._related[other].add(node.iri)
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._reached: dict[str, Mapping[str, Path]] = {}
        self._names: Mapping[tuple[str, ...], tuple[str, ...]] | None = None

    def __contains__(self, iri: str) -> bool:
        return iri in self._nodes

    def label(self, iri: str) -> Label:
        """The preferred label; the end of the IRI for a concept that nobody described."""
        if iri in self._nodes:
            return self._nodes[iri].label
        tail = iri.rstrip("/").rsplit("/", 1)[-1]
        return Label(it=tail, en=tail)

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """Every concept above ``iri``, nearest first."""
        if iri not in self._nodes:
            return ()
        if iri not in self._ancestors:
            self._ancestors[iri] = self._climb(iri)
        return self._ancestors[iri]

    def related(self, iri: str) -> tuple[str, ...]:
        """The concepts that are related to ``iri``, stated from either side."""
        return tuple(sorted(self._related.get(iri, ())))

    def path(self, asked: str, offered: str, max_hops: int = weights.MAX_HOPS) -> Path | None:
        """The best way from what is asked to what is offered; None when there is none."""
        found = self.reach(asked).get(offered)
        return found if found and len(found.concepts) <= max_hops + 1 else None

    def reach(self, asked: str) -> Mapping[str, Path]:
        """Every concept that answers ``asked`` to some degree, with the best way to it."""
        if asked not in self._nodes:
            return self._walk(asked)
        if asked not in self._reached:
            self._reached[asked] = self._walk(asked)
        return self._reached[asked]

    def mentioned(self, text: str, prefix: str) -> Sequence[str]:
        """The concepts under ``prefix`` that ``text`` names, the longest names first."""
        stems = [stem(word) for word in query_words(text)]
        found: dict[str, int] = {}
        start = 0
        while start < len(stems):
            length, concepts = self._named_at(stems, start, prefix)
            for one in concepts:
                found[one] = max(found.get(one, 0), length)
            start += max(length, 1)
        return sorted(found, key=lambda one: (-found[one], one))

    def _named_at(self, stems: Sequence[str], start: int, prefix: str) -> tuple[int, Sequence[str]]:
        names = self._by_name()
        for length in range(min(LONGEST_NAME, len(stems) - start), 0, -1):
            known = names.get(tuple(stems[start : start + length]), ())
            concepts = [one for one in known if one.startswith(prefix)]
            if concepts:
                return length, concepts
        return 0, ()

    def _by_name(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        if self._names is None:
            names: dict[tuple[str, ...], set[str]] = defaultdict(set)
            for node in self._nodes.values():
                for name in node.names:
                    names[tuple(stem(word) for word in query_words(name))].add(node.iri)
            self._names = {key: tuple(sorted(iris)) for key, iris in names.items() if key}
        return self._names

    def _climb(self, iri: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        level = [iri]
        while level:
            above = [up for one in level for up in self._broader(one)]
            level = [one for one in dict.fromkeys(above) if one not in found and one != iri]
            found.update(dict.fromkeys(level))
        return tuple(found)

    def _broader(self, iri: str) -> Sequence[str]:
        return self._nodes[iri].broader if iri in self._nodes else ()

    def _walk(self, asked: str) -> Mapping[str, Path]:
        """Best first, so that the first way to a concept is its best one; each way of having got
        to a concept is followed once, because it decides where one may go on to."""
        best: dict[str, Path] = {}
        seen: set[tuple[str, str]] = set()
        queue: list[tuple[float, int, tuple[str, ...], str]] = [(-1.0, 1, (asked,), SAME)]
        while queue:
            negative, hops, concepts, relation = heapq.heappop(queue)
            here = concepts[-1]
            if (here, relation) in seen:
                continue
            seen.add((here, relation))
            way = Path(concepts, relation, -negative)
            best.setdefault(here, way)
            if hops <= weights.MAX_HOPS:
                for further in self._onward(way):
                    entry = (-further.weight, hops + 1, further.concepts, further.relation)
                    heapq.heappush(queue, entry)
        return best

    def _onward(self, way: Path) -> Iterator[Path]:
        here = way.concepts[-1]
        neighbours: Mapping[str, Iterable[str]] = {
            BROADER: self._broader(here),
            NARROWER: self._narrower.get(here, ()),
            RELATED: self._related.get(here, ()),
        }
        for hop, relation in _MOVES[way.relation].items():
            # Two things under a whole area, such as "energy", have nothing in common by that
            if relation == SIBLING and not self._broader(here):
                continue
            for one in neighbours[hop]:
                if one in self._nodes and one not in way.concepts:
                    weight = way.weight * self._toll(hop, relation, one)
                    yield replace(
                        way, concepts=(*way.concepts, one), relation=relation, weight=weight
                    )

    def _toll(self, hop: str, relation: str, onto: str) -> float:
        """What is left of a fit after a hop."""
        left = _HOPS[hop]
        if relation == SIBLING:
            left *= weights.TURN
        if relation == BROADER and not self._broader(onto):
            left *= weights.WHOLE_AREA
        return left
