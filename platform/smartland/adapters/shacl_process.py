"""The SHACL engine in a process of its own: what hangs or crashes there ends there."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

from smartland.adapters.shacl_child import NOT_READ
from smartland.errors import Label, Malformed, SmartlandError, TooLarge
from smartland.rdf.shacl_engine import Result, Results

KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
"""What a child gets of our environment: no secret among it."""
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
        future: Future[Results] = Future()
        Thread(target=self._run, args=(files, lines, future), daemon=True).start()
        return future.result

    def _run(self, files: tuple[str, ...], lines: str, future: Future[Results]) -> None:
        try:
            future.set_result(self._validate(files, lines))
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            future.set_exception(error)

    def _validate(self, files: tuple[str, ...], lines: str) -> Results:
        limits = (str(int(self._seconds) + 1), str(self._memory))
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", "smartland.adapters.shacl_child", *limits, *files],
                input=lines.encode(),
                capture_output=True,
                env=kept | {"MALLOC_ARENA_MAX": "2"},
                timeout=self._seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TooLarge(OUT_OF_TIME.format(seconds=f"{self._seconds:g}")) from error
        if done.returncode:
            raise _failure(done)
        body = json.loads(done.stdout)
        return Results(tuple(Result(*one) for one in body["found"]), complete=body["complete"])


def _failure(done: "subprocess.CompletedProcess[bytes]") -> SmartlandError:
    if done.returncode == NOT_READ:
        why = done.stderr.decode("utf-8", "replace")[:500]
        return Malformed(REFUSED.format(why=why.strip()))
    return TooLarge(DIED.format(code=done.returncode))
