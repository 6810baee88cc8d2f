"""The SPARQL store as a projection: named graphs in, bounded read-only queries out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class GraphChange:
    """One named graph as it is now; ``triples`` is N-Triples text, empty when it is withdrawn."""

    graph: str
    triples: str


@dataclass(frozen=True)
class QueryRequest:
    """A guarded query: ``media_type`` of the wanted answer, ``deadline`` in seconds, limits.

    ``own_dataset``: the query names its graphs itself (FROM). ``default_graphs`` and
    ``named_graphs`` are the dataset of SPARQL 1.1 Protocol §2.1.4; empty means every public
    graph, the default graph being their union.
    """

    text: str
    media_type: str
    deadline: float
    max_rows: int
    max_bytes: int
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    own_dataset: bool = False


@dataclass(frozen=True)
class QueryAnswer:
    """A complete serialised answer, and the sequence number of the data that it is true of."""

    body: bytes
    media_type: str
    sequence: int


class GraphStore(Protocol):
    """The public graph, answering SPARQL 1.1 queries; holds nothing that is not in the truth."""

    def start(self) -> None:
        """Get ready to answer; a query that comes before does the same first."""

    def position(self) -> int:
        """The last sequence number that was applied; 0 when nothing was."""

    def apply(self, changes: Sequence[GraphChange], sequence: int) -> None:
        """Replace or drop whole named graphs, then stand at ``sequence``."""

    def rebuild(self, graphs: Iterable[GraphChange], sequence: int) -> None:
        """Replace everything by ``graphs`` while the old content goes on answering."""

    def query(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query. Raises QueryRefused, QueryTimeout, QueryTooCostly or Busy."""

    def digests(self) -> Mapping[str, str]:
        """Graph IRI → SHA-256 (hex) of its sorted N-Triples as the store holds them.

        When several replicas hold the data they are compared first; a replica that differs
        from the others appears under ``replica:<n>:<graph>``.
        """

    def digests_of(self, graphs: Iterable[GraphChange]) -> Mapping[str, str]:
        """The digests that ``graphs`` would have in this store: what verification compares with."""

    def close(self) -> None:
        """End every process and file that the store holds."""
