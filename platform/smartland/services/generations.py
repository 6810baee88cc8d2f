"""Generations of finished files: each in a folder of its own, one of them current.

A generation is written under another name, brought to the disk, and becomes the current one by
the renaming of one small file; a crash at any moment leaves the one before. Files that did not
change are hard links to those of the generation before, with their time and tag.
"""

import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from smartland.domain.resource import Json
from smartland.errors import Label, StorageFailed

CURRENT, MANIFEST = "CURRENT", "manifest.json"
BUILDING = "building"
KEPT = 2
"""Generations on the disk: the current one, and the one that a reader may just be opening."""
GZIP = ".gz"
LEVEL = 6
BUFFER = 1 << 18
NOT_WRITTEN = Label(
    it="Non si riesce a scrivere in {folder}: {reason}.", en="Cannot write in {folder}: {reason}."
)

_NAME = re.compile(r"\d+(-\d+)?")


@dataclass(frozen=True)
class StoredFile:
    """One file of a generation; ``etag`` is made of its bytes, ``modified`` is when it got them."""

    etag: str
    size: int
    modified: str


@dataclass(frozen=True)
class Generation:
    """What a folder holds: ``sequence`` is that of the truth when it was begun, ``recipe`` tells
    by which program and settings it was made, ``facts`` are what its maker noted down."""

    folder: Path
    sequence: int
    recipe: str
    files: Mapping[str, StoredFile]
    facts: Json

    def path(self, name: str) -> Path:
        """Where a file lies."""
        return self.folder / name


class Generations:
    """The generations of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Generation | None:
        """The generation that counts; None before the first, or when its manifest is damaged."""
        try:
            name = (self.folder / CURRENT).read_text(encoding="utf-8").strip()
            manifest = json.loads((self.folder / name / MANIFEST).read_bytes())
            files = {one: StoredFile(**stored) for one, stored in manifest.pop("files").items()}
            return Generation(folder=self.folder / name, files=files, **manifest)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    @contextmanager
    def building(self, before: Generation | None, now: datetime) -> Iterator["Building"]:
        """A new generation in the making, after ``before``; what is not published is removed.

        Raises StorageFailed when the disk is full or refuses.
        """
        folder = self.folder / BUILDING
        try:
            self.clean()
            folder.mkdir(parents=True)
            yield Building(self, folder, before, now)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StorageFailed(NOT_WRITTEN.format(folder=self.folder, reason=reason)) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def clean(self) -> None:
        """Remove what a crash left half-made, and generations that nobody reads any more."""
        shutil.rmtree(self.folder / BUILDING, ignore_errors=True)
        current = self.current()
        if current is None:
            return
        found = [one for one in self.folder.iterdir() if _NAME.fullmatch(one.name)]
        old = sorted((one for one in found if one != current.folder), key=_age)
        for one in old[: len(old) - (KEPT - 1)]:
            shutil.rmtree(one, ignore_errors=True)

    def free_name(self, sequence: int) -> str:
        """The name of a generation: its sequence number, with a counter where that is taken."""
        name, number = str(sequence), 1
        while (self.folder / name).exists():
            number += 1
            name = f"{sequence}-{number}"
        return name


class Building:
    """A generation in the making. Files are written by ``sink``, or linked by ``keep``."""

    def __init__(
        self, home: Generations, folder: Path, before: Generation | None, now: datetime
    ) -> None:
        self._home = home
        self.folder = folder
        self.before = before
        self._now = now.astimezone(UTC).isoformat(timespec="seconds")
        self.files: dict[str, StoredFile] = {}

    @contextmanager
    def sink(self, name: str, *, plain: bool = True, packed: bool = True) -> Iterator["Sink"]:
        """Write one file as it is and, as ``{name}.gz``, compressed."""
        sink = Sink()
        endings = {"": plain, GZIP: packed}
        for ending in (one for one, wanted in endings.items() if wanted):
            path = self.folder / f"{name}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            sink.open(f"{name}{ending}", path, packed=ending == GZIP)
        try:
            yield sink
            sink.flush()
            for way in sink.ways:
                self._finish(way)
        finally:
            sink.close()

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Take over the files of the generation before whose names are ``wanted``."""
        if self.before is None:
            return
        for name, stored in self.before.files.items():
            if wanted(name) and name not in self.files:
                self._link(name, stored)

    def join(self, name: str, parts: Iterator[Path]) -> None:
        """Write one file of the bytes of others, one after the other."""
        with self.sink(name, packed=False) as sink:
            for part in parts:
                with part.open("rb") as file:
                    while chunk := file.read(BUFFER):
                        sink.write_bytes(chunk)

    def publish(self, sequence: int, recipe: str, facts: Json) -> Generation:
        """Make this the current generation, durably."""
        files = {name: asdict(stored) for name, stored in sorted(self.files.items())}
        manifest = {"sequence": sequence, "recipe": recipe, "files": files, "facts": facts}
        _write_durably(self.folder / MANIFEST, json.dumps(manifest, indent=1).encode())
        for folder in {self.folder, *((self.folder / one).parent for one in files)}:
            _sync(folder)
        name = self._home.free_name(sequence)
        self.folder.rename(self._home.folder / name)
        _sync(self._home.folder)
        part = self._home.folder / f"{CURRENT}.part"
        _write_durably(part, name.encode())
        part.replace(self._home.folder / CURRENT)
        _sync(self._home.folder)
        self._home.clean()
        current = self._home.current()
        if current is None:
            raise OSError(f"generation {name} cannot be read back")
        return current

    def _finish(self, way: "_Way") -> None:
        way.end()
        etag = way.digest.hexdigest()[:32]
        before = self.before.files.get(way.name) if self.before else None
        if before is not None and before.etag == etag and before.size == way.size:
            way.path.unlink()
            self._link(way.name, before)
        else:
            self.files[way.name] = StoredFile(etag, way.size, self._now)

    def _link(self, name: str, stored: StoredFile) -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = self.before.path(name) if self.before else target
        try:
            target.hardlink_to(source)
        except FileExistsError:
            return
        except OSError:
            # a file system without hard links, or a file with too many of them
            shutil.copyfile(source, target)
        self.files[name] = stored


@dataclass
class _Way:
    """One file that a sink writes to."""

    name: str
    path: Path
    file: BinaryIO
    packer: Any = None
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        out = self.packer.compress(data) if self.packer else data
        self._put(out)

    def end(self) -> None:
        if self.packer:
            self._put(self.packer.flush())
        self.file.flush()
        os.fsync(self.file.fileno())

    def _put(self, data: bytes) -> None:
        self.file.write(data)
        self.digest.update(data)
        self.size += len(data)


class Sink:
    """Takes text, and writes it to its files in large pieces."""

    def __init__(self) -> None:
        self.ways: list[_Way] = []
        self.written = 0
        self._waiting: list[bytes] = []
        self._length = 0

    def open(self, name: str, path: Path, *, packed: bool) -> None:
        """Write to this file too; the compressed form tells no time, so that it is the same for
        the same text."""
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31) if packed else None
        self.ways.append(_Way(name, path, path.open("wb"), packer))

    def write(self, text: str) -> None:
        """Append text."""
        self.write_bytes(text.encode())

    def write_bytes(self, data: bytes) -> None:
        """Append bytes."""
        self._waiting.append(data)
        self._length += len(data)
        self.written += len(data)
        if self._length >= BUFFER:
            self.flush()

    def flush(self) -> None:
        """Hand on what is waiting."""
        data = b"".join(self._waiting)
        self._waiting, self._length = [], 0
        for way in self.ways:
            way.write(data)

    def close(self) -> None:
        """Let the files go."""
        for way in self.ways:
            way.file.close()


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _age(folder: Path) -> int:
    return folder.stat().st_mtime_ns
