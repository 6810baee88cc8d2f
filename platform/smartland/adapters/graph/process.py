"""One reader process as the pool sees it: started, asked with a deadline, killed."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from smartland.adapters.graph.reader import (
    ANSWER,
    CHANGE,
    LENGTH,
    READY,
    SEQUENCE,
    receive,
    send,
)
from smartland.errors import Label, StorageFailed

START_TIMEOUT = 300.0
NOT_STARTED = Label(
    it="Un processo di lettura SPARQL non è partito.", en="A SPARQL reader process did not start."
)


class Died(Exception):
    """The process ended while it was asked: past its memory, or a crash."""


class ReaderProcess:
    """A running reader; ``applied`` is the sequence number that its data stand at."""

    def __init__(self, snapshot: Path | None, sequence: int, memory: int) -> None:
        ours, theirs = socket.socketpair()
        arguments = [str(theirs.fileno()), str(snapshot or ""), str(memory)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "smartland.adapters.graph.reader", *arguments],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "1"},
        )
        theirs.close()
        self._channel = ours
        self.applied = sequence

    def wait_ready(self) -> None:
        """Until the snapshot is loaded. Raises StorageFailed when the process does not start."""
        try:
            body = self.ask(b"", START_TIMEOUT, first=True)
        except (Died, TimeoutError) as error:
            self.kill()
            raise StorageFailed(NOT_STARTED) from error
        self.applied = SEQUENCE.unpack(body[len(READY) :])[0]

    def ask(self, body: bytes, timeout: float, *, first: bool = False) -> bytes:
        """Send a frame (none at ``first``) and wait for the answer.

        Raises TimeoutError after ``timeout`` seconds, or Died; both leave the process unusable.
        """
        try:
            self._channel.settimeout(timeout)
            if not first:
                send(self._channel, body)
            answer = receive(self._channel)
        except TimeoutError:
            raise
        except OSError as error:
            raise Died from error
        if answer is None:
            raise Died
        return answer

    def apply(self, sequence: int, names: list[str], quads: bytes, timeout: float) -> None:
        """Replace the named graphs; ``quads`` is what they hold now."""
        listed = "\n".join(names).encode()
        head = SEQUENCE.pack(sequence) + LENGTH.pack(len(listed))
        answer = self.ask(CHANGE + head + listed + quads, timeout)
        if answer[:1] != ANSWER:
            # the old graphs are gone and the new ones are not there: it must not answer any more
            raise Died
        self.applied = sequence

    @property
    def alive(self) -> bool:
        """False once the process has ended."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.send_signal(signal.SIGKILL)
        self._channel.close()
        self._process.wait()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid
