"""The folder of an index: one subfolder a generation, a pointer to the current one, one lock."""

import fcntl
import os
import shutil
import time
from pathlib import Path

from smartland.errors import Busy, Label, StorageFailed

_POINTER = "current"
_LOCK = "writer.lock"

_LOCKED = Label(
    it="Un altro processo sta scrivendo l'indice di ricerca: riprovare tra poco.",
    en="Another process is writing the search index: try again shortly.",
)
_REFUSED = Label(
    it="Il disco rifiuta la scrittura dell'indice di ricerca (pieno o protetto?).",
    en="The disk refuses to write the search index (full or read-only?).",
)

Stamp = tuple[int, int, int]


class GenerationFolder:
    """``{folder}/{schema hash}-{n}/`` for each generation; ``{folder}/current`` links to one.

    The link is replaced by rename, so that readers see the old generation or the new one.
    """

    def __init__(self, folder: Path, schema_hash: str) -> None:
        self.folder = folder
        self._hash = schema_hash
        self._lock: int | None = None

    def acquire(self, seconds: float) -> None:
        """Take the writer lock, waiting up to ``seconds``; raises Busy.

        The kernel drops the lock with the process that held it, however that ended.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StorageFailed(_REFUSED) from error
        deadline = time.monotonic() + seconds
        while not self._try_lock(self._lock):
            if time.monotonic() >= deadline:
                self.release()
                raise Busy(_LOCKED, retry_after=5)
            time.sleep(0.05)

    def release(self) -> None:
        """Give the writer lock back, if held."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def stamp(self) -> Stamp | None:
        """Changes with every commit and every swap; None while there is no generation."""
        try:
            found = (self.folder / _POINTER / "meta.json").stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns

    def current(self) -> Path | None:
        """The generation pointed to, if it has our schema."""
        try:
            name = (self.folder / _POINTER).readlink().name
        except FileNotFoundError:
            return None
        return self.folder / name if name.startswith(f"{self._hash}-") else None

    def create(self) -> Path:
        """The empty folder of a new generation."""
        taken = [int(one.name.rpartition("-")[2]) for one in self._generations()]
        path = self.folder / f"{self._hash}-{max(taken, default=0) + 1}"
        try:
            path.mkdir()
        except OSError as error:
            raise StorageFailed(_REFUSED) from error
        return path

    def point_to(self, generation: Path) -> None:
        """Make ``generation`` the current one, durably."""
        fresh = self.folder / f"{_POINTER}.new"
        try:
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(generation.name)
            fresh.replace(self.folder / _POINTER)
            self._sync()
        except OSError as error:
            raise StorageFailed(_REFUSED) from error

    def sweep(self, keep: Path) -> None:
        """Remove every generation but ``keep``; open readers keep the files that they have."""
        for one in self._generations():
            if one.name != keep.name:
                shutil.rmtree(one, ignore_errors=True)

    def _generations(self) -> list[Path]:
        found = self.folder.glob("*-*")
        return [one for one in found if one.is_dir() and one.name.rpartition("-")[2].isdigit()]

    def _sync(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @staticmethod
    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
