"""The SPARQL store: reader processes that can be killed, fed from a snapshot and a log."""

import json
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock, Thread
from time import monotonic

from pyoxigraph import Store

from smartland.adapters.graph.lines import graph_digests, load_quads, to_quads
from smartland.adapters.graph.process import Died, ReaderProcess
from smartland.adapters.graph.reader import (
    ASK,
    DIGESTS,
    QUERY,
    REFUSED,
    SEQUENCE,
    TOO_MUCH,
    WRONG_FORM,
)
from smartland.adapters.graph.snapshot import Snapshots
from smartland.errors import (
    Busy,
    Label,
    NotAcceptable,
    QueryRefused,
    QueryTimeout,
    QueryTooCostly,
    StorageFailed,
)
from smartland.ports.graph import GraphChange, QueryAnswer, QueryRequest

APPLY_TIMEOUT = 300.0
LOG_LIMIT = 64 << 20
WAITING_EACH = 4
"""Queries that may wait for each reader: many more would only hold the server's threads."""
MAX_WAIT = 2.0
RETRY_AFTER = 5.0
ATTEMPTS = 3

log = logging.getLogger(__name__)

OUT_OF_TIME = Label(
    it="La query è stata interrotta dopo {seconds} s: renderla più selettiva o aggiungere LIMIT.",
    en="The query was stopped after {seconds} s: make it more selective or add a LIMIT.",
)
OUT_OF_MEMORY = Label(
    it="La query ha superato la memoria concessa ed è stata interrotta.",
    en="The query passed the memory that it may use and was stopped.",
)
TOO_LARGE = Label(
    it="La risposta supera il limite di {limit} {unit_it}: usare LIMIT o i file completi.",
    en="The answer passes the limit of {limit} {unit_en}: add a LIMIT or take the dumps.",
)
UNITS = {"rows": ("righe", "rows"), "bytes": ("byte", "bytes")}
ALL_BUSY = Label(
    it="Tutti i processi di lettura sono occupati: riprovare tra poco.",
    en="Every reader is busy: try again shortly.",
)
NOT_SPARQL = Label(it="Query non valida: {reason}", en="Not a valid query: {reason}")
NOT_THAT_FORM = Label(
    it="Questa query non si può dare in {media_type}.",
    en="This query cannot be answered in {media_type}.",
)


@dataclass(frozen=True)
class _Entry:
    """One applied batch: the graphs it replaced and what they hold since."""

    sequence: int
    names: list[str]
    quads: bytes


class ReaderPool:
    """``ports.graph.GraphStore`` over ``readers`` processes, started at the first need.

    ``folder`` holds the snapshot; ``memory_bytes`` caps the address space of one reader. What was
    applied since the snapshot is kept in memory too, so that a reader killed in the middle of a
    query is replaced at once; it goes to the disk when it grows and at ``close``.
    """

    def __init__(self, folder: Path, readers: int = 2, memory_bytes: int = 2_000_000_000) -> None:
        self._snapshots = Snapshots(folder)
        self._memory = memory_bytes
        self._wanted = readers
        self._snapshot, self._position = self._snapshots.newest()
        self._log: list[_Entry] = []
        self._idle: deque[ReaderProcess] = deque()
        self._all: set[ReaderProcess] = set()
        self._starting: set[ReaderProcess] = set()
        self._pending = 0
        self._failed = 0.0
        self._waiting = 0
        self._started = self._closed = False
        self._state = Condition()
        self._writing = Lock()

    def position(self) -> int:
        """The last sequence number that was applied; 0 when nothing was."""
        return self._position

    def start(self) -> None:
        """Start the readers now and wait for them, rather than at the first query."""
        with self._state:
            if self._started or self._closed:
                return
            self._started = True
            self._pending += self._wanted
        threads = [Thread(target=self._add_reader) for _ in range(self._wanted)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def apply(self, changes: Sequence[GraphChange], sequence: int) -> None:
        """Replace or drop whole named graphs, then stand at ``sequence``."""
        names = [one.graph for one in changes]
        quads = b"".join(to_quads(one.graph, one.triples) for one in changes)
        with self._writing:
            with self._state:
                self._log.append(_Entry(sequence, names, quads))
                self._position = sequence
            self._sync_idle()
            if sum(len(entry.quads) for entry in self._log) > LOG_LIMIT:
                self._write_snapshot()

    def rebuild(self, graphs: Iterable[GraphChange], sequence: int) -> None:
        """Write a new snapshot, then exchange the readers one by one."""
        with self._writing:
            blocks = (to_quads(one.graph, one.triples) for one in graphs)
            snapshot = self._snapshots.write(blocks, sequence)
            with self._state:
                self._snapshot, self._position, self._log = snapshot, sequence, []
                old = set(self._all)
            for reader in old:
                with self._state:
                    self._pending += 1
                self._add_reader()
                self._retire(reader)
            self._snapshots.drop_older(snapshot)

    def query(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query. Raises QueryRefused, QueryTimeout, QueryTooCostly or Busy."""
        body = _question(request)
        with self._reader() as reader:
            try:
                answer = reader.ask(body, request.deadline)
            except TimeoutError as error:
                self._replace(reader)
                seconds = f"{request.deadline:g}"
                raise QueryTimeout(OUT_OF_TIME.format(seconds=seconds)) from error
            except Died as error:
                self._replace(reader)
                raise QueryTooCostly(OUT_OF_MEMORY) from error
        return _read_answer(answer, request.media_type)

    def digests(self) -> Mapping[str, str]:
        """Graph IRI → digest; a reader that differs from the first one adds its own entries."""
        self.start()
        found: dict[str, str] = {}
        first = True
        for number, reader in enumerate(list(self._all)):
            try:
                with self._reader(reader) as held:
                    answer = json.loads(held.ask(DIGESTS, APPLY_TIMEOUT)[1:])
            except Died:
                continue  # it was replaced meanwhile; the others speak for the pool
            if first:
                found.update(answer)
                first = False
                continue
            for graph in {*answer, *found}:
                if answer.get(graph) != found.get(graph):
                    found[f"replica:{number}:{graph}"] = answer.get(graph, "")
        return found

    def digests_of(self, graphs: Iterable[GraphChange]) -> Mapping[str, str]:
        """The digests that ``graphs`` would have in this store."""
        scratch = Store()
        load_quads(scratch, b"".join(to_quads(one.graph, one.triples) for one in graphs))
        return dict(graph_digests(scratch))

    def close(self) -> None:
        """Write what the snapshot lacks, then end every process."""
        with self._writing:
            with self._state:
                self._closed = True
            if self._log:
                self._write_snapshot()
        with self._state:
            for reader in (*self._all, *self._starting):
                reader.kill()
            self._all.clear()
            self._idle.clear()
            self._state.wait_for(lambda: not self._pending, timeout=MAX_WAIT)

    @contextmanager
    def _reader(self, wanted: ReaderProcess | None = None) -> Iterator[ReaderProcess]:
        """An idle reader (or ``wanted``) that stands at the current position."""
        if not self._started:
            self.start()
        reader = self._take(wanted)
        while not reader.alive and not wanted:
            # it died while nobody asked it: no fault of this query
            self._replace(reader)
            reader = self._take(wanted)
        try:
            self._bring_up(reader)
            yield reader
        finally:
            with self._state:
                if reader in self._all:
                    self._idle.append(reader)
                    self._state.notify_all()

    def _take(self, wanted: ReaderProcess | None) -> ReaderProcess:
        end = monotonic() + (APPLY_TIMEOUT if wanted else MAX_WAIT)
        with self._state:
            if self._waiting >= WAITING_EACH * self._wanted and not wanted:
                raise Busy(ALL_BUSY, retry_after=2)
            self._refill()
            self._waiting += 1
            try:
                while not (wanted in self._idle if wanted else self._idle):
                    if wanted and wanted not in self._all:
                        raise Died
                    if not self._state.wait(end - monotonic()) or self._closed:
                        raise Busy(ALL_BUSY, retry_after=2)
            finally:
                self._waiting -= 1
            if wanted is None:
                return self._idle.popleft()
            self._idle.remove(wanted)
            return wanted

    def _bring_up(self, reader: ReaderProcess) -> None:
        """Apply what a reader lacks. A reader that cannot be brought up is replaced."""
        if reader.applied == self._position:
            return
        try:
            for one in self._missing(reader):
                reader.apply(one.sequence, one.names, one.quads, APPLY_TIMEOUT)
        except (Died, TimeoutError) as error:
            self._replace(reader)
            raise Busy(ALL_BUSY, retry_after=2) from error

    def _sync_idle(self) -> None:
        """Bring the idle readers up at once; a busy one is brought up before its next query."""
        with self._state:
            idle = [self._idle.popleft() for _ in range(len(self._idle))]
        for reader in idle:
            try:
                self._bring_up(reader)
            except Busy:
                continue  # it was replaced
            with self._state:
                self._idle.append(reader)
                self._state.notify_all()

    def _add_reader(self) -> None:
        try:
            reader = self._start_reader()
        except (StorageFailed, Died, TimeoutError, OSError):
            # queries go on with the other readers, or say Busy; one of them starts the next try
            if not self._closed:
                log.exception("a SPARQL reader could not be started")
            with self._state:
                self._failed = monotonic()
            return
        finally:
            with self._state:
                self._pending -= 1
                self._state.notify_all()
        with self._state:
            self._starting.discard(reader)
            if self._closed:
                reader.kill()
                return
            self._all.add(reader)
            self._idle.append(reader)
            self._state.notify_all()

    def _start_reader(self) -> ReaderProcess:
        for attempt in range(ATTEMPTS):
            with self._state:
                # listed from the start, so that the log keeps what it will lack
                reader = ReaderProcess(*self._newest(), self._memory)
                self._starting.add(reader)
            try:
                reader.wait_ready()
                for one in self._missing(reader):
                    reader.apply(one.sequence, one.names, one.quads, APPLY_TIMEOUT)
            except (StorageFailed, Died, TimeoutError):
                reader.kill()
                with self._state:
                    self._starting.discard(reader)
                # a newer snapshot may have taken the place of the one it was to read
                if self._closed or attempt == ATTEMPTS - 1:
                    raise
            else:
                return reader
        raise Died

    def _newest(self) -> tuple[Path | None, int]:
        sequence = int(self._snapshot.stem.split("-")[1]) if self._snapshot else 0
        return self._snapshot, sequence

    def _refill(self) -> None:
        """Start what is missing, after a while, when starting failed before. Holds the state."""
        if self._started and not self._closed and monotonic() - self._failed > RETRY_AFTER:
            for _ in range(self._wanted - len(self._all) - self._pending):
                self._start_one()

    def _start_one(self) -> None:
        self._pending += 1
        Thread(target=self._add_reader, daemon=True).start()

    def _missing(self, reader: ReaderProcess) -> list[_Entry]:
        with self._state:
            return [one for one in self._log if one.sequence > reader.applied]

    def _replace(self, reader: ReaderProcess) -> None:
        """Kill a reader and start another in the background; queries go on with the rest."""
        reader.kill()
        with self._state:
            if reader in self._all and not self._closed:
                self._start_one()
            self._all.discard(reader)
            with suppress(ValueError):
                self._idle.remove(reader)
            # whoever waits for this very one must look again
            self._state.notify_all()

    def _retire(self, reader: ReaderProcess) -> None:
        """End a reader after what it is doing; the one that took its place is there already."""
        # one that is held by a query longer than any deadline is ended all the same
        with suppress(Busy, Died):
            self._take(reader)
        with self._state:
            self._all.discard(reader)
        reader.kill()

    def _write_snapshot(self) -> None:
        last: dict[str, int] = {}
        for number, entry in enumerate(self._log):
            last.update(dict.fromkeys(entry.names, number))
        added = (_current(entry, number, last) for number, entry in enumerate(self._log))
        blocks = self._snapshots.merged(set(last), added)
        snapshot = self._snapshots.write(blocks, self._position)
        with self._state:
            self._snapshot = snapshot
            everyone = self._all | self._starting
            behind = [one.applied for one in everyone if one.applied < self._position]
            self._log = [one for one in self._log if behind and one.sequence > min(behind)]
        self._snapshots.drop_older(snapshot)


def _current(entry: _Entry, number: int, last: Mapping[str, int]) -> bytes:
    """The lines of an entry that no later entry replaced."""
    stale = {f" <{name}> .\n".encode() for name in entry.names if last[name] != number}
    if not stale:
        return entry.quads
    lines = entry.quads.splitlines(keepends=True)
    return b"".join(line for line in lines if line[line.rindex(b" <") :] not in stale)


def _question(request: QueryRequest) -> bytes:
    graphs = (*request.default_graphs, *request.named_graphs)
    head = QUERY.pack(
        request.own_dataset,
        request.max_rows,
        request.max_bytes,
        len(request.default_graphs),
        len(request.named_graphs),
    )
    return ASK + head + "\x00".join((request.media_type, request.text, *graphs)).encode()


def _read_answer(answer: bytes, media_type: str) -> QueryAnswer:
    kind, body = answer[:1], answer[1:]
    if kind == REFUSED:
        raise QueryRefused(NOT_SPARQL.format(reason=body.decode()))
    if kind == WRONG_FORM:
        raise NotAcceptable(NOT_THAT_FORM.format(media_type=media_type))
    if kind == TOO_MUCH:
        unit, limit = body.decode().split(" ")
        it, en = UNITS[unit]
        raise QueryTooCostly(TOO_LARGE.format(limit=limit, unit_it=it, unit_en=en))
    (sequence,) = SEQUENCE.unpack_from(body)
    return QueryAnswer(body[SEQUENCE.size :], media_type, sequence)
