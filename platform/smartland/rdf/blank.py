"""Blank nodes named by content: the same description gives the same labels, run after run.

Colour refinement, as in RDF dataset canonicalisation, but with bounds: a node's colour is made of
the statements around it, again and again until the colours stop splitting. It is done within
each group of blank nodes that hang together; in real catalogues these are small.

What makes a colour is what the statements say (``equivalents``), not how many spellings of it there
are: a description that was read here and given back says its days three times, and must come back
under the labels that it had. Only nodes of which the same is said are told apart by the statements
as they stand.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from smartland.rdf.equivalents import said
from smartland.rdf.terms import Triple, is_blank

WORK = 3_000_000
"""Statements looked at for one source. Past it, nodes that look alike are told apart by their
place in the file: still right, but no longer the same when the file is shuffled."""

GROUP_WORK = 50_000, 20
"""Of one group: so much, and so many times its statements. A ring of thousands of nodes that all
look alike would take the work of everything else."""

Colours = dict[str, str]
Edge = tuple[str, str, str]
Edges = Mapping[str, Sequence[Edge]]


def name_blank_nodes(triples: Sequence[Triple], scope: str = "", work: int = WORK) -> list[Triple]:
    """``triples`` with every blank node labelled by a digest of what is said around it, in
    whatever spelling.

    ``scope`` (the IRI of the source) keeps the labels of different sources apart. The result is
    isomorphic to the input: two nodes about which the same is said keep two labels.
    """
    names = _Naming(_around(triples), scope, work).names()
    if not names:
        return list(triples)
    return [(names.get(s, s), p, names.get(o, o)) for s, p, o in triples]


def _around(triples: Sequence[Triple]) -> Edges:
    """For every blank node: (direction, predicate, other end), in the order of the triples."""
    around: dict[str, list[tuple[str, str, str]]] = {}
    for subject, predicate, term in triples:
        if is_blank(subject):
            around.setdefault(subject, []).append((">", predicate, term))
        if is_blank(term):
            around.setdefault(term, []).append(("<", predicate, subject))
    return around


def _said(around: Edges) -> Edges:
    """The same with every statement once, however often and in which spellings it is made."""
    return {
        node: list(dict.fromkeys(one for edge in edges if (one := _as_said(edge))))
        for node, edges in around.items()
    }


def _as_said(edge: Edge) -> Edge | None:
    direction, predicate, other = edge
    meant = said(predicate, other)
    if meant is None:
        return None
    # of what points here the subject counts as it is: it is no value
    return direction, meant[0], other if direction == "<" else meant[1]


class _Naming:
    """One run over one source, with the work that is left for it."""

    def __init__(self, around: Edges, scope: str, work: int) -> None:
        self._around = around
        self._meant = _said(around)
        self._scope = scope
        self._work = work
        self._reserve = 0

    def names(self) -> dict[str, str]:
        """Blank node → its label by content."""
        names: dict[str, str] = {}
        alike: dict[str, list[Colours]] = defaultdict(list)
        for group in self._groups():
            colours = self._discrete(group)
            alike[self._content(colours, self._meant)].append(colours)
        for content, twins in alike.items():
            if len(twins) > 1:
                twins.sort(key=lambda one: self._content(one, self._around))
            # groups that say the same in the same words are interchangeable
            for number, colours in enumerate(twins):
                for node, colour in colours.items():
                    names[node] = f"_:c{_digest(self._scope, content, str(number), colour)}"
        return names

    def _groups(self) -> Iterator[list[str]]:
        """Blank nodes that hang together, in the order of the file."""
        order = {node: place for place, node in enumerate(self._around)}
        seen: set[str] = set()
        for start in self._around:
            if start in seen:
                continue
            seen.add(start)
            group = [start]
            for node in group:  # it grows while we walk
                for _, _, other in self._around[node]:
                    if is_blank(other) and other not in seen:
                        seen.add(other)
                        group.append(other)
            yield sorted(group, key=order.__getitem__)

    def _discrete(self, group: Sequence[str]) -> Colours:
        """A colour of its own for every node of the group."""
        some, times = GROUP_WORK
        own = some + times * sum(len(self._around[node]) for node in group)
        self._reserve = max(self._work - own, 0)
        colours = self._refine(dict.fromkeys(group, ""), self._meant)
        exact: Colours = {}
        while self._work > self._reserve:
            alike = _alike(colours)
            if not alike:
                return colours
            exact = exact or self._refine(dict.fromkeys(group, ""), self._around)
            # where nodes are symmetric, it does not matter which of them is set apart
            first = min(alike, key=exact.__getitem__)
            colours[first] = _digest(colours[first], "first")
            colours = self._refine(colours, self._meant)
        return {node: _digest(colours[node], str(place)) for place, node in enumerate(group)}

    def _refine(self, colours: Colours, around: Edges) -> Colours:
        """Colours that no longer split; at least one round."""
        classes = len(set(colours.values()))
        while True:
            colours = {node: self._colour(around[node], colours[node], colours) for node in colours}
            found = len(set(colours.values()))
            if found in (classes, len(colours)) or self._work <= self._reserve:
                return colours
            classes = found

    def _colour(self, around: Sequence[Edge], own: str, colours: Colours) -> str:
        self._work -= len(around)
        stated = sorted(
            f"{direction}{predicate}{f'_:{colours[other]}' if is_blank(other) else other}"
            for direction, predicate, other in around
        )
        return _digest(own, *stated)

    def _content(self, colours: Colours, around: Edges) -> str:
        """A digest of the group as a whole: the same for two groups that say the same."""
        lines = []
        for node, colour in colours.items():
            for direction, predicate, other in around[node]:
                end = f"_:{colours[other]}" if is_blank(other) else other
                lines.append(f"{direction}{colour} {predicate} {end}")
        return _digest(*sorted(lines))


def _alike(colours: Colours) -> list[str]:
    """The nodes of the first colour, by name, that several nodes have; empty when none do."""
    classes: dict[str, list[str]] = defaultdict(list)
    for node, colour in colours.items():
        classes[colour].append(node)
    shared = sorted(colour for colour, nodes in classes.items() if len(nodes) > 1)
    return classes[shared[0]] if shared else []


def _digest(*parts: str) -> str:
    """24 hexadecimal digits: 96 bits, enough that no two contents of one platform meet."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
