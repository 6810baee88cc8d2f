"""The SPARQL store: reader processes that can be killed, fed from a snapshot and a journal."""

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from smartland.adapters.graph.fleet import ALL_BUSY, Fleet
from smartland.adapters.graph.journal import Base, Journal
from smartland.adapters.graph.lines import graph_digests, load_quads, to_quads
from smartland.adapters.graph.messages import died, out_of_time, pack_question, read_answer
from smartland.adapters.graph.process import APPLY_TIMEOUT, Died, NotAsked
from smartland.adapters.graph.reader import DIGESTS
from smartland.adapters.graph.snapshot import Snapshots
from smartland.errors import Busy
from smartland.ports.graph import GraphChange, QueryAnswer, QueryRequest

JOURNAL_LIMIT = 64 << 20
JOURNALS = 4
"""How many times that the journal of a large snapshot may hold."""
PATIENCE = 2.0
AT_ONCE = 1_000

log = logging.getLogger(__name__)


class ReaderPool:
    """``ports.graph.GraphStore`` over ``readers`` processes, started at the first need.

    ``folder`` holds the snapshot; ``memory_bytes`` caps the address space of one reader. What was
    applied since the snapshot is kept in memory too, so that a reader killed in the middle of a
    query is replaced at once; it goes to the disk when it grows past ``journal_bytes`` (up to four
    times as much beside a large snapshot) and at ``close``. A query waits ``patience`` seconds for
    an idle reader.
    """

    def __init__(
        self,
        folder: Path,
        readers: int = 2,
        memory_bytes: int = 2_000_000_000,
        journal_bytes: int = JOURNAL_LIMIT,
        patience: float = PATIENCE,
    ) -> None:
        self._snapshots = Snapshots(folder)
        self._fleet = Fleet(Journal(*self._snapshots.newest()), readers, memory_bytes, patience)
        self._journal_bytes = journal_bytes
        self._tries = readers + 1
        self._writing = Lock()

    def position(self) -> int:
        """The last sequence number that was applied; 0 when nothing was."""
        return self._fleet.position

    def start(self) -> None:
        """Start the readers now and wait for them, rather than at the first query."""
        self._fleet.start()

    def apply(self, changes: Sequence[GraphChange], sequence: int) -> None:
        """Replace or drop whole named graphs, then stand at ``sequence``.

        Returns when the idle readers have it; a busy one takes it in before its next query. A
        graph that the engine cannot read is left out and logged: verification names it.
        """
        blocks = list(_readable(changes))
        with self._writing:
            self._fleet.journal.add(blocks, sequence)
            self._fleet.push()
            if self._fleet.journal.size > self._most():
                self._save()
                self._fleet.renew(self._journal_bytes)

    def rebuild(self, graphs: Iterable[GraphChange], sequence: int) -> None:
        """Write a new snapshot, then exchange the readers; the old ones answer meanwhile."""
        with self._writing:
            blocks = (block for some in _some(graphs) for block in _readable(some))
            snapshot = self._snapshots.replace(blocks, sequence)
            self._fleet.exchange(Journal(snapshot, sequence))
            self._snapshots.drop_others(snapshot)

    def query(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query. Raises QueryRefused, QueryTimeout, QueryTooCostly or Busy."""
        question = pack_question(request)
        for _ in range(self._tries):
            try:
                with self._fleet.lend() as reader:
                    answer = reader.ask(question, request.deadline)
            except NotAsked:
                continue  # it had ended while idle; the next one has not seen the query either
            except TimeoutError as error:
                raise out_of_time(request) from error
            except Died as error:
                raise died(error, request) from error
            return read_answer(answer, request)
        raise Busy(ALL_BUSY, retry_after=2)

    def digests(self) -> Mapping[str, str]:
        """Graph IRI → digest; a reader that differs from the first one adds its own entries."""
        self._fleet.start()
        found: dict[str, str] | None = None
        for number, reader in enumerate(self._fleet.readers()):
            try:
                with self._fleet.lend(reader) as held:
                    _, _, body = held.ask(DIGESTS, APPLY_TIMEOUT)
            except (Busy, NotAsked, Died):
                continue  # a query took it or ended it; the others speak for the store
            answer = dict(line.split(" ") for line in body.decode().split("\n")[:-1])
            if found is None:
                found = answer
                continue
            for graph in [one for one in {*answer, *found} if not one.startswith("replica:")]:
                if answer.get(graph) != found.get(graph):
                    found[f"replica:{number}:{graph}"] = answer.get(graph, "")
        if found is None:
            raise Busy(ALL_BUSY, retry_after=2)
        return found

    def digests_of(self, graphs: Iterable[GraphChange]) -> Mapping[str, str]:
        """The digests that ``graphs`` would have in this store; empty for what it cannot read."""
        changes = list(graphs)
        scratch = Store()
        try:
            load_quads(scratch, b"".join(to_quads(one.graph, one.triples) for one in changes))
        except SyntaxError:
            scratch = Store()
            for _, quads in _readable(changes):
                load_quads(scratch, quads)
        unreadable = {one.graph: "" for one in changes if one.triples}
        return unreadable | dict(graph_digests(scratch))

    def close(self) -> None:
        """Write what the snapshot lacks, then end every process."""
        try:
            with self._writing:
                if not self._fleet.journal.saved:
                    self._save()
        finally:
            self._fleet.close()

    def _most(self) -> int:
        """How large the journal may become: to write all of a large snapshot anew for each small
        part of it would take ever longer, the more there is."""
        file = self._fleet.journal.base.file
        there = file.stat().st_size if file else 0
        return max(self._journal_bytes, min(there, JOURNALS * self._journal_bytes))

    def _save(self) -> None:
        journal = self._fleet.journal
        graphs, there = journal.changed()
        snapshot = self._snapshots.merge(journal.base.file, graphs, there.position)
        self._fleet.rebase(Base(snapshot, there.version, there.position))
        self._snapshots.drop_others(snapshot)


def _some(graphs: Iterable[GraphChange]) -> Iterator[Sequence[GraphChange]]:
    rest = iter(graphs)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _readable(changes: Sequence[GraphChange]) -> Iterator[tuple[str, bytes]]:
    """N-Quads by graph, as far as the engine can load them."""
    blocks = [
        (one.graph, to_quads(one.graph, one.triples)) for one in changes if _is_iri(one.graph)
    ]
    if _loads(b"".join(quads for _, quads in blocks)):
        yield from blocks
        return
    for graph, quads in blocks:
        if _loads(quads):
            yield graph, quads
        else:
            log.error("the graph %s cannot be loaded and is left out", graph)
            yield graph, b""


def _is_iri(graph: str) -> bool:
    try:
        NamedNode(graph)
    except ValueError:
        log.error("%r cannot name a graph and is left out", graph)
        return False
    return True


def _loads(quads: bytes) -> bool:
    try:
        deque(parse(quads, RdfFormat.N_QUADS, lenient=True), maxlen=0)
    except SyntaxError as error:
        log.warning("not N-Quads: %s", error)
        return False
    return True
