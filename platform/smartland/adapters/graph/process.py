"""One reader process as the pool sees it: started, asked with a deadline, killed."""

import os
import signal
import socket
import subprocess
import sys
from time import monotonic
from typing import BinaryIO

from smartland.adapters.graph.journal import Base, Batch, Journal
from smartland.adapters.graph.reader import (
    ANSWER,
    ANSWER_HEAD,
    CHANGE,
    CHANGE_HEAD,
    LENGTH,
    OUT_OF_MEMORY,
    RECEIVE,
)

START_TIMEOUT = 300.0
APPLY_TIMEOUT = 300.0
END_TIMEOUT = 2.0
HEAD = LENGTH.size + ANSWER_HEAD.size
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
"""What a reader gets of our environment: no secret among it."""


class NotAsked(Exception):
    """The process was gone before the request reached it."""


class Died(Exception):
    """The process ended while it was asked."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"exit code {code}")
        self.code = code

    @property
    def of_memory(self) -> bool:
        """True when it passed its memory: the engine aborts then."""
        return self.code in (OUT_OF_MEMORY, -signal.SIGABRT)

    @property
    def of_time(self) -> bool:
        """True when its own alarm ended it."""
        return self.code == -signal.SIGALRM


class NotLoaded(Exception):
    """The process could not load its snapshot; ``unreadable`` when that is not N-Quads."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.unreadable = reason.startswith("SyntaxError")


class ReaderProcess:
    """A running reader, begun with the open file ``snapshot`` of ``base``.

    ``version`` is what of its ``journal`` it holds, ``worn`` whether it is to be exchanged,
    ``taken_in`` how many bytes were applied since it began.
    """

    def __init__(
        self, journal: Journal, base: Base, snapshot: BinaryIO | None, memory: int
    ) -> None:
        ours, theirs = socket.socketpair()
        arguments = [str(one) for one in (theirs.fileno(), base.position, memory, os.getpid())]
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "smartland.adapters.graph.reader", *arguments],
            pass_fds=[theirs.fileno()],
            stdin=snapshot or subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=kept | {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "1"},
        )
        theirs.close()
        self._channel = ours
        self.journal = journal
        self.version = base.version
        self.worn = False
        self.taken_in = 0

    def wait_ready(self) -> None:
        """Until the snapshot is loaded. Raises NotLoaded, Died or TimeoutError."""
        kind, _, reason = self._receive(START_TIMEOUT)
        if kind != ANSWER:
            raise NotLoaded(reason.decode())

    def ask(self, body: bytes, timeout: float) -> tuple[bytes, int, bytes]:
        """Send a frame; give (kind, sequence, body) of the answer.

        Raises TimeoutError after ``timeout`` seconds, NotAsked or Died; then the process is to be
        killed, for its answer may still come.
        """
        self._channel.settimeout(timeout)
        try:
            self._channel.sendall(LENGTH.pack(len(body)) + body)
        except TimeoutError:
            raise
        except OSError as error:
            raise NotAsked from error
        return self._receive(timeout)

    def _receive(self, timeout: float) -> tuple[bytes, int, bytes]:
        end = monotonic() + timeout
        data = self._read(RECEIVE, timeout)
        while len(data) < HEAD:
            data += self._read(RECEIVE, end - monotonic())
        size = LENGTH.unpack_from(data)[0] + LENGTH.size
        kind, sequence = ANSWER_HEAD.unpack_from(data, LENGTH.size)
        if len(data) == size:
            return kind, sequence, data[HEAD:]
        whole = bytearray(size - HEAD)
        view, got = memoryview(whole), len(data) - HEAD
        view[:got] = data[HEAD:]
        while got < len(view):
            part = self._read(len(view) - got, end - monotonic())
            view[got : got + len(part)] = part
            got += len(part)
        return kind, sequence, bytes(whole)

    def _read(self, most: int, timeout: float) -> bytes:
        self._channel.settimeout(max(timeout, 0.001))
        try:
            data = self._channel.recv(min(most, 1 << 20))
        except TimeoutError:
            raise
        except ConnectionResetError as error:  # it ended with our request unread
            raise NotAsked from error
        except OSError as error:
            raise Died(self._code()) from error
        if not data:
            raise Died(self._code())
        return data

    def apply(self, batch: Batch) -> None:
        """Replace named graphs. Raises Died, NotAsked or TimeoutError, also when it refuses."""
        names = "\n".join(batch.names).encode()
        head = CHANGE + CHANGE_HEAD.pack(batch.position, len(names))
        kind, _, _ = self.ask(head + names + batch.quads, APPLY_TIMEOUT)
        if kind != ANSWER:
            raise Died(None)
        self.version = batch.version
        self.taken_in += len(batch.quads)

    def kill(self) -> None:
        """End it at once, whatever it is doing; ``reap`` removes what is left."""
        self._process.send_signal(signal.SIGKILL)
        self._channel.close()

    def reap(self) -> None:
        """Wait for the end that ``kill`` made."""
        self._process.wait()

    def _code(self) -> int | None:
        try:
            return self._process.wait(timeout=END_TIMEOUT)
        except subprocess.TimeoutExpired:
            return None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid
