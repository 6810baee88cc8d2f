"""What leaves as files: catalogues, dumps, VoID and sitemap, a generation at a time.

A generation is made by a thread of its own (making one of 100,000 datasets takes minutes, and the
projections must not wait for it), from the truth alone. Requests only ever meet finished files.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from smartland import __version__
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import Busy, Label, NotFound
from smartland.ports.harvests import HarvestLog
from smartland.ports.truth import Truth, Window
from smartland.services.catalogue import now
from smartland.services.dumps import DUMP_TYPES, KindFacts
from smartland.services.generations import CURRENT, GZIP, Generation, Generations, StoredFile
from smartland.services.making import Making, Order, kinds_of
from smartland.services.outgoing import PARTS, catalogues_in
from smartland.services.own_datasets import names_of
from smartland.services.publisher import Publisher

PAGE = 500
RETRY = 30
EVERY = 300.0
REST = 4
"""How much longer than the making the pause after it is, at least: the others need the machine."""
MEDIA_TYPES = {
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "xml": "application/xml",
    "gz": "application/gzip",
    **{ending: media for ending, media in DUMP_TYPES.items() if "." not in ending},
}
NOT_READY = Label(
    it="I file da scaricare sono in preparazione: riprovare tra poco.",
    en="The files for download are being prepared: please try again shortly.",
)
NO_FILE = Label(it="Nessun file «{name}».", en="There is no file “{name}”.")

log = logging.getLogger(__name__)


class NotReady(Busy):
    """No finished generation to answer from, or one whose file is damaged (503, Retry-After)."""

    slug = "not-ready"
    title = Label(it="Non ancora pronto", en="Not ready yet")


class _Stopped(Exception):
    """The thread is to end: what it is making is thrown away."""


@dataclass(frozen=True)
class ExportFile:
    """A finished file: ``encoding`` is that of its bytes (``gzip`` or empty)."""

    path: Path
    etag: str
    modified: datetime
    media_type: str
    encoding: str
    size: int


@dataclass(frozen=True)
class Overview:
    """What the current generation holds, for those who look before they fetch."""

    made: datetime
    sequence: int
    kinds: tuple[KindFacts, ...]
    files: Mapping[str, StoredFile]
    holders: tuple[Mapping[str, Json], ...]
    sources: tuple[Mapping[str, Json], ...]


class Exports:
    """Makes generations of files in ``folder`` at least ``every`` seconds apart, and finds the
    files of the current one; one process makes them, any number may find them."""

    def __init__(
        self,
        folder: Path,
        truth: Truth,
        sources: HarvestLog,
        base: str,
        publisher: Publisher,
        every: float = EVERY,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._generations = Generations(folder)
        self._truth = truth
        self._sources = sources
        self._base = base
        self._publisher = publisher
        self._every = every
        self._clock = clock
        self._refreshing = Lock()
        self._current: tuple[int, Generation | None] = (-1, None)
        self._looked_at = -1
        self._damaged = False
        self._ended = Event()
        self._thread = Thread(target=self._run, name="exports", daemon=True)
        self.fault = ""

    # making

    def start(self) -> None:
        """Look for changes now and every so often, in a thread, until ``close``."""
        self._thread.start()

    def close(self) -> None:
        """End the thread; a generation in the making is thrown away."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def refresh(self) -> bool:
        """Make a new generation if the public data changed; True when one was made.

        Raises StorageFailed, and Busy from the truth; the generation before stays.
        """
        with self._refreshing:
            sequence, recipe = self._truth.last_sequence(), self._recipe()
            before = self._usable(sequence, recipe)
            if before is not None and sequence in (before.sequence, self._looked_at):
                return False
            changed = self._changed(before)
            if before is not None and not changed:
                self._looked_at = sequence
                return False
            with self._generations.building(before, self._clock()) as building:
                facts = Making(self._order(), building, before, changed).write()
                building.publish(sequence, recipe, facts)
            self._damaged = False
            return True

    def _run(self) -> None:
        while not self._ended.is_set():
            started = monotonic()
            try:
                self.refresh()
                self.fault = ""
            except _Stopped:
                return
            except Exception as error:
                # whatever one description does to a writer, the files of before are still
                # served, and the next turn tries again
                self.fault = str(error) or type(error).__name__
                log.exception("no new generation of files")
            self._ended.wait(max(self._every, REST * (monotonic() - started)))

    def _recipe(self) -> str:
        """By what the files are made, apart from the data."""
        sources = sorted(catalogues_in(self._sources.sources()))
        parts = [__version__, self._base, asdict(self._publisher), sources]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    def _usable(self, sequence: int, recipe: str) -> Generation | None:
        """The generation that a new one may take unchanged files from."""
        found = self._generations.current()
        if found is None or found.recipe != recipe or found.sequence > sequence or self._damaged:
            return None  # greater: the truth was put back to an older state
        if any(_size(found.path(name)) != one.size for name, one in found.files.items()):
            return None
        return found

    def _changed(self, before: Generation | None) -> dict[str, str]:
        """Kind → day of the last public change since ``before``."""
        if before is None:
            return dict.fromkeys(KINDS, "")
        found: dict[str, str] = {}
        after = before.sequence
        while changes := self._truth.latest(Window(after=after), PAGE):
            for one in changes:
                day = one.at.astimezone(UTC).date().isoformat()
                found[one.kind] = max(found.get(one.kind, ""), day)
            after = changes[-1].sequence
        return found

    def _order(self) -> Order:
        sources = self._sources.sources()
        at = self._clock()
        return Order(self._truth, sources, self._base, self._publisher, at, self._proceed)

    def _proceed(self) -> None:
        if self._ended.is_set():
            raise _Stopped

    # finding

    def path(self, name: str, *, packed: bool = False) -> ExportFile:
        """A file of the current generation, compressed if ``packed`` and there is such a form.

        Raises NotFound, or NotReady where there is no generation or the file is damaged.
        """
        generation = self._ready()
        wanted = f"{name}{GZIP}" if packed and f"{name}{GZIP}" in generation.files else name
        stored = generation.files.get(wanted)
        if stored is None or name.startswith(PARTS):
            raise NotFound(NO_FILE.format(name=name))
        path = generation.path(wanted)
        if _size(path) != stored.size:
            self._damaged = True
            self._looked_at = -1
            raise NotReady(NOT_READY, retry_after=RETRY)
        return ExportFile(
            path,
            stored.etag,
            datetime.fromisoformat(stored.modified),
            MEDIA_TYPES[name.rpartition(".")[2]],
            "gzip" if wanted != name else "",
            stored.size,
        )

    def overview(self) -> Overview:
        """What the current generation holds. Raises NotReady."""
        generation = self._ready()
        facts = generation.facts
        return Overview(
            datetime.fromisoformat(facts["made"]),
            generation.sequence,
            tuple(names_of(kinds_of(generation))),
            generation.files,
            tuple(facts["holders"]),
            tuple(facts["sources"]),
        )

    def _ready(self) -> Generation:
        try:
            mark = (self._generations.folder / CURRENT).stat().st_mtime_ns
        except OSError:
            mark = 0
        if self._current[0] != mark:
            self._current = (mark, self._generations.current() if mark else None)
        found = self._current[1]
        if found is None:
            raise NotReady(NOT_READY, retry_after=RETRY)
        return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
