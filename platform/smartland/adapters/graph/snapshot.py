"""The durable form of the SPARQL store: one N-Quads file sorted by graph, named after its
sequence number."""

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from smartland.adapters.graph.lines import blocks_of
from smartland.errors import Label, StorageFailed

_NAME = re.compile(r"snapshot-(\d+)\.nq")
NOT_WRITTEN = Label(
    it="Non si riesce a scrivere in {folder}: {reason}.", en="Cannot write in {folder}: {reason}."
)


class Snapshots:
    """The snapshot files of one folder; the newest counts, the others are removed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def newest(self) -> tuple[Path | None, int]:
        """The newest complete snapshot and its sequence number; (None, 0) without one."""
        found = sorted((sequence, file) for file, sequence in self._all())
        return (found[-1][1], found[-1][0]) if found else (None, 0)

    def merge(self, old: Path | None, changed: Mapping[str, bytes], sequence: int) -> Path:
        """Write ``old`` with what ``changed`` graphs hold now. Raises StorageFailed."""
        new = {f"<{name}>".encode(): quads for name, quads in changed.items()}
        with self._failing():
            if old is None:
                return self._write((new[one] for one in sorted(new)), sequence)
            with old.open("rb") as file:
                return self._write(_merged(blocks_of(file), new), sequence)

    def replace(self, blocks: Iterable[tuple[str, bytes]], sequence: int) -> Path:
        """Write a snapshot of ``blocks`` in any order; the last of a graph counts.

        Raises StorageFailed.
        """
        spool = self._folder / "snapshot-unsorted.part"
        places: dict[str, tuple[int, int]] = {}
        with self._failing():
            try:
                with spool.open("w+b") as file:
                    for name, quads in blocks:
                        places[name] = file.tell(), len(quads)
                        file.write(quads)
                    return self._write(_sorted(file, places), sequence)
            finally:
                spool.unlink(missing_ok=True)

    def drop_others(self, than: Path) -> None:
        """Remove every other snapshot, and what an interrupted write left."""
        for one in self._folder.glob("snapshot-*"):
            if one != than:
                one.unlink(missing_ok=True)

    def _all(self) -> Iterator[tuple[Path, int]]:
        for one in self._folder.iterdir():
            if name := _NAME.fullmatch(one.name):
                yield one, int(name[1])

    def _write(self, blocks: Iterable[bytes], sequence: int) -> Path:
        """So that it is there whole, on the disk, or not at all."""
        target = self._folder / f"snapshot-{sequence}.nq"
        part = target.with_suffix(".part")
        with part.open("wb") as file:
            for block in blocks:
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        for one, other in list(self._all()):
            if other > sequence:  # a truth restored from a backup: the higher one is of the past
                one.unlink(missing_ok=True)
        part.replace(target)
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return target

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            for part in self._folder.glob("*.part"):
                part.unlink(missing_ok=True)
            reason = error.strerror or str(error)
            raise StorageFailed(NOT_WRITTEN.format(folder=self._folder, reason=reason)) from error


def _merged(old: Iterator[tuple[bytes, bytes]], new: Mapping[bytes, bytes]) -> Iterator[bytes]:
    waiting = deque(sorted(new))
    for graph, block in old:
        while waiting and waiting[0] <= graph:
            yield new[waiting.popleft()]
        if graph not in new:
            yield block
    yield from (new[name] for name in waiting)


def _sorted(file: BinaryIO, places: Mapping[str, tuple[int, int]]) -> Iterator[bytes]:
    for name in sorted(places, key=lambda one: f"<{one}>".encode()):
        start, length = places[name]
        file.seek(start)
        yield file.read(length)
