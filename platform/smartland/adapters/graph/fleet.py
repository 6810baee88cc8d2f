"""The reader processes of one store: lent to one user at a time, brought up before, replaced."""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Condition, Event, Thread
from time import monotonic
from typing import BinaryIO

from smartland.adapters.graph.journal import Base, Journal
from smartland.adapters.graph.process import Died, NotAsked, NotLoaded, ReaderProcess
from smartland.errors import Busy, Label, StorageFailed

WAITING_EACH = 4
"""Queries that may wait for each reader: many more would only hold the server's threads."""
FIRST_DELAY, LAST_DELAY = 0.1, 30.0

log = logging.getLogger(__name__)

ALL_BUSY = Label(
    it="Tutti i processi di lettura sono occupati: riprovare tra poco.",
    en="Every reader is busy: try again shortly.",
)
NOT_STARTED = Label(
    it="Un processo di lettura SPARQL non è partito: {reason}.",
    en="A SPARQL reader process did not start: {reason}.",
)


class Fleet:
    """``wanted`` processes over one journal; ``memory`` caps the address space of each and
    ``patience`` (s) the waiting for an idle one.

    While the journal is exchanged, readers of the old one go on answering until as many of the new
    one are there; ``position`` is what is promised, so it moves last.
    """

    def __init__(self, journal: Journal, wanted: int, memory: int, patience: float) -> None:
        self.journal = self._shown = journal
        self._wanted = wanted
        self._memory = memory
        self._patience = patience
        self._idle: deque[ReaderProcess] = deque()
        self._all: set[ReaderProcess] = set()
        self._starting: list[Base] = []
        self._waiting = 0
        self._started = False
        self._ended = Event()
        self._state = Condition()

    @property
    def position(self) -> int:
        """The sequence number that answers are true of, or a later one."""
        return self._shown.position

    def readers(self) -> list[ReaderProcess]:
        """Those that run now."""
        with self._state:
            return list(self._all)

    def start(self) -> None:
        """Start the processes and wait until each runs or has failed; later calls do nothing."""
        with self._state:
            if self._started or self._ended.is_set():
                return
            self._started = True
        threads = [Thread(target=self._start_or_heal) for _ in range(self._wanted)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @contextmanager
    def lend(self, one: ReaderProcess | None = None) -> Iterator[ReaderProcess]:
        """An idle reader, or ``one`` when it is idle, that holds all that was applied.

        What goes wrong in the block ends the reader, since its answer may still come. Raises Busy.
        """
        if not self._started:
            self.start()
        reader = self._take(one)
        try:
            self._bring_up(reader)
            yield reader
        except BaseException:
            self._lose(reader)
            raise
        self._give_back(reader)

    def push(self) -> None:
        """Bring the idle readers up, one at a time; a busy one follows before its next query."""
        for reader in self.readers():
            with self._state:
                if reader not in self._idle:
                    continue
                self._idle.remove(reader)
            try:
                self._bring_up(reader)
            except Busy:
                self._lose(reader)
            else:
                self._give_back(reader)

    def exchange(self, journal: Journal) -> None:
        """Let new readers of ``journal`` take the place of all. Raises StorageFailed, and then
        everything is as before."""
        with self._state:
            self.journal = journal
            started = self._started
        try:
            if started:
                self._refresh()
        except StorageFailed:
            with self._state:
                self.journal = self._shown
            self._refresh()
            raise
        self._shown = journal

    def renew(self, limit: int) -> None:
        """Exchange the readers that took in more than ``limit`` bytes: the engine keeps the text
        of what was replaced."""
        worn = [one for one in self.readers() if one.taken_in > limit]
        for reader in worn:
            reader.worn = True
        if worn:
            Thread(target=self._renew, daemon=True).start()

    def _renew(self) -> None:
        try:
            self._refresh()
        except StorageFailed:
            log.exception("a SPARQL reader could not be renewed")

    def rebase(self, base: Base) -> None:
        """Let new readers begin with ``base``, and forget what no reader lacks."""
        with self._state:
            held = [one.version for one in self._all if one.journal is self.journal]
            floors = [*held, *(one.version for one in self._starting), base.version]
            self.journal.rebase(base, min(floors))

    def close(self) -> None:
        """End every process."""
        self._ended.set()
        with self._state:
            readers, self._all = self._all, set()
            self._idle.clear()
            self._state.notify_all()
        for reader in readers:
            reader.kill()
            reader.reap()

    def _take(self, one: ReaderProcess | None) -> ReaderProcess:
        end = monotonic() + self._patience
        with self._state:
            if self._waiting >= WAITING_EACH * self._wanted and one is None:
                raise Busy(ALL_BUSY, retry_after=2)
            self._waiting += 1
            try:
                while not (one in self._idle if one else self._idle):
                    gone = self._ended.is_set() or (one is not None and one not in self._all)
                    if gone or not self._state.wait(end - monotonic()):
                        raise Busy(ALL_BUSY, retry_after=2)
            finally:
                self._waiting -= 1
            reader = one or self._idle[0]
            self._idle.remove(reader)
            return reader

    def _bring_up(self, reader: ReaderProcess) -> None:
        """Apply what a reader lacks. Raises Busy when it ends of that."""
        if batch := reader.journal.since(reader.version):
            try:
                reader.apply(batch)
            except (Died, NotAsked, TimeoutError) as error:
                log.warning("a SPARQL reader ended while it followed: %s", error)
                raise Busy(ALL_BUSY, retry_after=2) from error

    def _give_back(self, reader: ReaderProcess) -> None:
        with self._state:
            if reader in self._all:
                self._idle.append(reader)
                self._state.notify_all()
                return
        reader.kill()  # it was retired meanwhile
        reader.reap()

    def _lose(self, reader: ReaderProcess) -> None:
        """Kill a reader and start another in the background; queries go on with the rest."""
        with self._state:
            self._all.discard(reader)
            self._state.notify_all()
        reader.kill()

        def heal() -> None:
            reader.reap()
            self._heal()

        Thread(target=heal, daemon=True).start()

    def _start_or_heal(self) -> None:
        try:
            self._start_one()
        except StorageFailed:
            log.exception("a SPARQL reader could not be started")
            Thread(target=self._heal, daemon=True).start()

    def _heal(self) -> None:
        """Start readers until there are enough, however long that takes."""
        delay = FIRST_DELAY
        while not self._ended.is_set():
            try:
                if not self._start_one():
                    return
            except StorageFailed as error:
                log.warning("%s Trying again in %.1f s.", error, delay)
                self._ended.wait(delay)
                delay = min(delay * 2, LAST_DELAY)

    def _start_one(self) -> bool:
        """Start a reader unless there are enough; False then. Raises StorageFailed."""
        with self._state:
            fresh = sum(1 for one in self._all if self._is_fresh(one))
            if self._ended.is_set() or fresh + len(self._starting) >= self._wanted:
                return False
            journal, base = self.journal, self.journal.base
            # a newer snapshot may take its place on the disk as soon as we let go of the lock
            file = self._open(base)
            self._starting.append(base)
        try:
            reader = self._launch(journal, base, file)
        finally:
            with self._state:
                self._starting.remove(base)
        with self._state:
            if not self._ended.is_set() and journal is self.journal:
                self._all.add(reader)
                self._idle.append(reader)
                self._state.notify_all()
                return True
        reader.kill()
        reader.reap()
        return True

    def _open(self, base: Base) -> BinaryIO | None:
        try:
            return base.file.open("rb") if base.file else None
        except OSError as error:
            raise StorageFailed(NOT_STARTED.format(reason=error)) from error

    def _launch(self, journal: Journal, base: Base, file: BinaryIO | None) -> ReaderProcess:
        with file or nullcontext():
            reader = ReaderProcess(journal, base, file, self._memory)
        try:
            reader.wait_ready()
            if batch := journal.since(base.version):
                reader.apply(batch)
        except (NotLoaded, Died, NotAsked, TimeoutError) as error:
            reader.kill()
            reader.reap()
            if isinstance(error, NotLoaded) and error.unreadable:
                self._forget(journal, base)
            raise StorageFailed(NOT_STARTED.format(reason=error)) from error
        reader.taken_in = 0
        return reader

    def _forget(self, journal: Journal, base: Base) -> None:
        """A damaged snapshot holds nothing: whoever follows ``position`` fills the store anew."""
        with self._state:
            if self.journal is journal and journal.base == base:
                log.error("%s is not a snapshot any more; starting from nothing", base.file)
                self.journal = self._shown = Journal(None, 0)

    def _is_fresh(self, reader: ReaderProcess) -> bool:
        return reader.journal is self.journal and not reader.worn

    def _refresh(self) -> None:
        """Start what is missing in fresh readers, ending an idle stale one for each."""
        while self._start_one():
            self._retire_idle(1)
        self._retire_idle(len(self._all))
        with self._state:  # the busy ones end when they are given back
            self._all = {one for one in self._all if self._is_fresh(one)}
            self._state.notify_all()

    def _retire_idle(self, most: int) -> None:
        with self._state:
            stale = [one for one in self._idle if not self._is_fresh(one)][:most]
            for reader in stale:
                self._idle.remove(reader)
                self._all.discard(reader)
        for reader in stale:
            reader.kill()
            reader.reap()
