"""One process at a time holds the projections of a data folder."""

import fcntl
import os
from pathlib import Path
from time import monotonic, sleep

from smartland.errors import Busy, Label

HELD = Label(
    it="Un altro processo tiene già le proiezioni della cartella {folder}.",
    en="Another process already holds the projections of the folder {folder}.",
)


class FolderLock:
    """An advisory lock that the kernel lets go when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file: int | None = None

    def take(self, patience: float) -> None:
        """Raises Busy when another process still has it after ``patience`` seconds.

        A server that takes over from another overlaps with it for a moment.
        """
        file = os.open(self._folder / "projections.lock", os.O_RDWR | os.O_CREAT, 0o600)
        end = monotonic() + patience
        while not _locked(file):
            if monotonic() >= end:
                os.close(file)
                raise Busy(HELD.format(folder=self._folder), retry_after=5)
            sleep(0.05)
        self._file = file

    def release(self) -> None:
        """Let it go; nothing happens when it was not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
