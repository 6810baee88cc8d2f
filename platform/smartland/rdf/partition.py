"""One graph of a source → one graph a resource, without losing a statement.

A resource's graph is what is said of it, and of everything that can be reached from it through
nodes that are not resources themselves. A node that two resources reach (an agent, a licence) is
described in both graphs; what nobody reaches is kept apart, under ``REST``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from smartland.errors import Label, TooLarge
from smartland.rdf.blank import name_blank_nodes
from smartland.rdf.terms import Triple, is_blank

REST = ""
"""The key of the statements that belong to no root."""

REACH = 10_000
"""Statements of one graph beyond which no further IRI is followed: a catalogue may carry a whole
thesaurus, and each of its datasets would take a copy along."""
SHARE = 20
"""How many times the size of the source all graphs together may have."""

TOO_SHARED = Label(
    it="Le descrizioni condivise tra le risorse della fonte sono troppo grandi: {size} triple.",
    en="The descriptions that the resources of the source share are too large: {size} triples.",
)


def partition(
    triples: Iterable[Triple], roots: Collection[str], *, rest: str = REST, scope: str = ""
) -> dict[str, list[Triple]]:
    """Root term → its triples, in the order of the source; the union of all is the source.

    Blank nodes are named by content first (``scope`` is the IRI of the source), so that one node
    has one label in every graph; no root may be a blank node. What no root reaches goes to the
    root ``rest``, or to the key REST. Raises TooLarge when shared nodes multiply the source.
    """
    named = name_blank_nodes(list(dict.fromkeys(triples)), scope)
    about: dict[str, list[int]] = defaultdict(list)
    for place, triple in enumerate(named):
        about[triple[0]].append(place)
    stops = set(roots)
    reached: set[int] = set()
    graphs: dict[str, list[int]] = {}
    budget = SHARE * len(named) + 100_000
    for root in dict.fromkeys(roots):
        graphs[root] = _reach(root, named, about, stops)
        reached.update(graphs[root])
        budget -= len(graphs[root])
        if budget < 0:
            raise TooLarge(TOO_SHARED.format(size=SHARE * len(named)))
    left = [place for place in range(len(named)) if place not in reached]
    if left or rest in graphs:
        graphs[rest] = graphs.get(rest, []) + left
    return {root: [named[place] for place in sorted(places)] for root, places in graphs.items()}


def _reach(
    root: str, triples: Sequence[Triple], about: Mapping[str, Sequence[int]], stops: set[str]
) -> list[int]:
    """Places of the triples that are reached from ``root``, its own first."""
    found: list[int] = []
    seen = {root}
    queue = [root]
    for node in queue:  # it grows while we walk
        if len(found) > REACH and not is_blank(node) and node != root:
            continue
        places = about.get(node, ())
        found.extend(places)
        for place in places:
            term = triples[place][2]
            if term not in seen and term not in stops and term in about:
                seen.add(term)
                queue.append(term)
    return found
