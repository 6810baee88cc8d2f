"""The durable form of the SPARQL store: one N-Quads file, named after its sequence number."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from smartland.adapters.graph.lines import lines_of
from smartland.errors import Label, StorageFailed

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
        found = sorted((_sequence(one), one) for one in self._folder.glob("snapshot-*.nq"))
        return (found[-1][1], found[-1][0]) if found else (None, 0)

    def write(self, blocks: Iterable[bytes], sequence: int) -> Path:
        """Write a snapshot so that it is there whole, on the disk, or not at all."""
        target = self._folder / f"snapshot-{sequence}.nq"
        part = target.with_suffix(".part")
        try:
            with part.open("wb") as file:
                for block in blocks:
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            self._sync_folder()
        except OSError as error:
            part.unlink(missing_ok=True)
            reason = error.strerror or str(error)
            raise StorageFailed(NOT_WRITTEN.format(folder=self._folder, reason=reason)) from error
        return target

    def merged(self, names: set[str], added: Iterable[bytes]) -> Iterator[bytes]:
        """The newest snapshot without the graphs ``names``, then ``added``."""
        newest, _ = self.newest()
        gone = {f"<{name}>".encode() for name in names}
        if newest:
            with newest.open("rb") as file:
                yield from (line for graph, line in lines_of(file) if graph not in gone)
        yield from added

    def drop_older(self, than: Path) -> None:
        """Remove every other snapshot, and what an interrupted write left."""
        for one in self._folder.iterdir():
            if one != than and one.name.startswith("snapshot-"):
                one.unlink(missing_ok=True)

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sequence(file: Path) -> int:
    return int(file.stem.split("-")[1])
