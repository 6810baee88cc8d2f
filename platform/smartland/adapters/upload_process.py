"""Reading an upload in a process of its own: what hangs or bursts there ends there."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Timer
from typing import IO

from smartland.adapters.orphan import child_environment
from smartland.adapters.upload_lines import unpack
from smartland.errors import Label, SmartlandError, TooLarge
from smartland.ports.importer import Examined
from smartland.ports.uploads import Upload

OUT_OF_TIME = Label(
    it="La lettura è stata interrotta dopo {seconds} s: dividere il file.",
    en="The reading was stopped after {seconds} s: split the file.",
)
DIED = Label(
    it="La lettura ha superato la memoria o il tempo concessi ({code}): dividere il file.",
    en="The reading passed the memory or time that it may use ({code}): split the file.",
)


class UploadProcess:
    """``ports.uploads.UploadReader``: ``folder`` is that of the uploads, where lists for look-ups
    may lie too, or in its folder ``istat``; ``memory`` the address space of one reading."""

    def __init__(self, folder: Path, memory: int = 1_500_000_000) -> None:
        self._folder = folder.resolve()
        self._memory = memory

    def read(
        self, importer: str, upload: Upload, base: str, seconds: float
    ) -> Generator[Examined, None, None]:
        """Items with their problems. Raises what the importer raises, and TooLarge."""
        address = f"{upload.name}#{upload.kind}" if upload.kind else upload.name
        limits = (str(os.getpid()), str(int(seconds) + 1), str(self._memory))
        late = Event()
        with _child([*limits, importer, address, base], self._folder) as process:
            timer = Timer(seconds, _end, (process, late))
            timer.start()
            try:
                yield from _lines(process, upload.body)
            except _Ended as ended:
                if late.is_set():
                    raise TooLarge(OUT_OF_TIME.format(seconds=f"{seconds:g}")) from ended
                raise TooLarge(DIED.format(code=process.wait())) from ended
            finally:
                timer.cancel()


class _Ended(Exception):
    """The child ended without saying so."""


@contextmanager
def _child(arguments: list[str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "smartland.adapters.upload_child", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # an address without folders: no message can tell where this installation keeps its files
        cwd=folder if folder.is_dir() else "/",
        env=child_environment(),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _end(process: "subprocess.Popen[bytes]", late: Event) -> None:
    late.set()
    process.kill()


def _lines(process: "subprocess.Popen[bytes]", body: bytes) -> Iterator[Examined]:
    """What the child says, until it says that this was all."""
    with suppress(BrokenPipeError):  # it ended already: told below
        _send(process.stdin, body)
    for line in process.stdout or ():
        if not line.endswith(b"\n"):
            break
        said = unpack(line)
        if said is None:
            return
        if isinstance(said, SmartlandError):
            raise said
        yield said
    raise _Ended


def _send(stdin: IO[bytes] | None, body: bytes) -> None:
    if stdin is not None:
        with stdin:
            stdin.write(body)
