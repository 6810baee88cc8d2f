"""The SHACL engine in a process of its own: what hangs or crashes there ends there."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from tempfile import TemporaryFile
from threading import Thread
from typing import BinaryIO

from smartland.adapters.orphan import child_environment
from smartland.adapters.shacl_child import NOT_READ
from smartland.errors import Label, Malformed, SmartlandError, TooLarge
from smartland.rdf.lines import Given
from smartland.rdf.shacl_engine import BASE, Result, Results, label_nodes
from smartland.rdf.sniff import NTRIPLES

OUT_OF_TIME = Label(
    it="La validazione è stata interrotta dopo {seconds} s: dividere il documento.",
    en="The validation was stopped after {seconds} s: split the document.",
)
DIED = Label(
    it="La validazione ha superato la memoria o il tempo concessi ({code}): dividere il documento.",
    en="The validation passed the memory or time that it may use ({code}): split the document.",
)
REFUSED = Label(
    it="Il motore SHACL non legge il documento: {why}",
    en="The SHACL engine cannot read the document: {why}",
)


class ShaclProcess:
    """``ports.validation.Engine``, one process a document.

    ``seconds`` bound one validation, ``memory`` the address space of its process.
    """

    def __init__(self, seconds: float = 60.0, memory: int = 3_000_000_000) -> None:
        self._seconds = seconds
        self._memory = memory

    def __call__(self, files: tuple[str, ...], lines: str, /) -> Callable[[], Results]:
        """Start; waiting raises TooLarge or Malformed."""
        return partial(self.begin(files, Given(lines, NTRIPLES, BASE)).results, lines)

    def begin(self, files: tuple[str, ...], given: Given) -> "Running":
        """Start on a document as it was given."""
        limits = (str(os.getpid()), str(int(self._seconds) + 1), str(self._memory))
        program = [sys.executable, "-P", "-m", "smartland.adapters.shacl_child"]
        with _in_memory(given.text) as document:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*program, *limits, given.form, given.base, *files],
                stdin=document,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=child_environment(),
            )
        return Running(process, files, self._seconds)


class Running:
    """``ports.validation.Running``: a process at work on one document."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", files: tuple[str, ...], seconds: float
    ) -> None:
        self._process = process
        self._files = files
        self._seconds = seconds
        self._future: Future[Results] = Future()
        Thread(target=self._run, daemon=True).start()

    def results(self, lines: str) -> Results:
        """What it found, once it is ready. Raises TooLarge or Malformed."""
        return label_nodes(self._future.result(), self._files, lines)

    def close(self) -> None:
        """End it, whether it is ready or not."""
        self._process.kill()

    def _run(self) -> None:
        try:
            self._future.set_result(self._finish())
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            self._future.set_exception(error)

    def _finish(self) -> Results:
        with self._process as process:
            try:
                said, errors = process.communicate(timeout=self._seconds)
            except subprocess.TimeoutExpired as error:
                process.kill()
                raise TooLarge(OUT_OF_TIME.format(seconds=f"{self._seconds:g}")) from error
        if process.returncode:
            raise _failure(process.returncode, errors)
        body = json.loads(said)
        return Results(tuple(Result(*one) for one in body["found"]), complete=body["complete"])


def _in_memory(text: str) -> BinaryIO:
    """The document as a file of no folder, read from its start: through a pipe the standard
    library would send four kilobytes at a time."""
    # only Linux has files in memory
    make = getattr(os, "memfd_create", None)
    document = os.fdopen(make("document"), "w+b") if make else TemporaryFile()  # noqa: SIM115 - the caller closes it
    document.write(text.encode())
    document.seek(0)
    return document


def _failure(code: int, errors: bytes) -> SmartlandError:
    if code == NOT_READ:
        return Malformed(REFUSED.format(why=errors.decode("utf-8", "replace")[:500].strip()))
    return TooLarge(DIED.format(code=code))
