"""N-Quads text and the engine: loading that keeps blank nodes' names, digests of graphs.

Loading renames blank nodes, and ours are named by their content, so that a node shared by two
graphs stays one node: the few lines that hold one are added one by one.
"""

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, RdfFormat, Store, parse

BLANK = b"_:"


def to_quads(graph: str, triples: str) -> bytes:
    """N-Triples lines as N-Quads lines of one named graph."""
    return triples.replace(" .\n", f" <{graph}> .\n").encode()


def load_quads(store: Store, quads: bytes) -> None:
    """Add N-Quads lines to ``store``. Raises SyntaxError, with a part of them loaded perhaps."""
    plain, blank = quads, b""
    if BLANK in quads:
        lines = quads.splitlines(keepends=True)
        blank = b"".join(line for line in lines if BLANK in line)
        plain = b"".join(line for line in lines if BLANK not in line)
    # lenient: what the truth has taken is held, whatever a newer engine thinks of it
    if plain:
        # on a store in memory this takes less time than bulk_load, and half of its address space
        store.load(plain, RdfFormat.N_QUADS, lenient=True)
    if blank:
        store.extend(parse(blank, RdfFormat.N_QUADS, lenient=True))


def graph_digests(store: Store) -> Iterator[tuple[str, str]]:
    """(graph IRI, SHA-256 of its sorted N-Triples as the store holds them) of every graph."""
    for graph in store.named_graphs():
        text = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
        lines = sorted(text.splitlines(keepends=True))
        if lines and isinstance(graph, NamedNode):
            yield graph.value, hashlib.sha256(b"".join(lines)).hexdigest()


def graph_of(line: bytes) -> bytes:
    """The graph term of an N-Quads line that ``to_quads`` made."""
    return line[line.rindex(b"<") : -3]


def blocks_of(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """(graph term, its lines) of N-Quads lines that are sorted by graph."""
    current, end, block = b"", b"\n\n", list[bytes]()
    for line in lines:
        if not line.endswith(end):
            if block:
                yield current, b"".join(block)
            current, block = graph_of(line), []
            end = b" %b .\n" % current
        block.append(line)
    if block:
        yield current, b"".join(block)
