"""What was applied since the snapshot, kept so that any reader can be brought up to now."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from threading import Lock


@dataclass(frozen=True)
class Base:
    """What a new reader begins with: a snapshot (None: nothing), the ``version`` of the journal
    and the sequence number (``position``) that it holds."""

    file: Path | None
    version: int
    position: int


@dataclass(frozen=True)
class Batch:
    """What leads from an older version to ``version``: graphs replaced, and what they hold now."""

    version: int
    position: int
    names: list[str]
    quads: bytes


class Journal:
    """The last state of every graph that changed, oldest change first.

    Versions count the batches: unlike sequence numbers they rise even when a batch is repeated.
    """

    def __init__(self, file: Path | None, position: int) -> None:
        self.base = Base(file, 0, position)
        self._lock = Lock()
        self._version = 0
        self._position = position
        self._graphs: dict[str, tuple[int, bytes]] = {}
        self._size = 0

    @property
    def position(self) -> int:
        """The sequence number of the last batch."""
        return self._position

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    @property
    def saved(self) -> bool:
        """True when the base holds everything."""
        return self.base.version == self._version

    def add(self, blocks: Iterable[tuple[str, bytes]], position: int) -> None:
        """Take in a batch: N-Quads lines by graph."""
        with self._lock:
            version = self._version + 1
            for name, quads in blocks:
                _, old = self._graphs.pop(name, (0, b""))
                self._graphs[name] = version, quads
                self._size += len(quads) - len(old)
            self._position, self._version = position, version

    def since(self, version: int) -> Batch | None:
        """What a reader at ``version`` lacks; None when it lacks nothing."""
        if version == self._version:
            return None
        with self._lock:
            newest = reversed(self._graphs.items())
            lacks = list(takewhile(lambda one: one[1][0] > version, newest))
            names = [name for name, _ in lacks]
            quads = b"".join(quads for _, (_, quads) in lacks)
            return Batch(self._version, self._position, names, quads)

    def changed(self) -> tuple[dict[str, bytes], Base]:
        """What the next snapshot has to take in, and the base (without file) that it will be."""
        with self._lock:
            graphs = {name: quads for name, (_, quads) in self._graphs.items()}
            return graphs, Base(None, self._version, self._position)

    def rebase(self, base: Base, floor: int) -> None:
        """A new base; what every reader has, all being at ``floor`` or beyond, is forgotten."""
        with self._lock:
            self.base = base
            oldest = min(base.version, floor)
            kept = {name: one for name, one in self._graphs.items() if one[0] > oldest}
            self._graphs = kept
            self._size = sum(len(quads) for _, quads in kept.values())
