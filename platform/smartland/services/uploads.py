"""Files that people send: tried out, or kept as a source that is harvested like any other."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, get_ident

from smartland.errors import (
    Busy,
    Conflict,
    Invalid,
    Label,
    Malformed,
    Problem,
    StorageFailed,
    TooLarge,
    Unauthorised,
)
from smartland.ports.harvests import HarvestLog, Source
from smartland.ports.importer import Examining
from smartland.ports.uploads import Upload, UploadReader
from smartland.services.harvest import NO_IMPORTER
from smartland.services.preview import OUTCOMES, Bounds, Foreseen, Preview
from smartland.services.scheduling import Sources

BOUNDS = Bounds(items=20_000, seconds=20.0)
UNBOUNDED = 86_400.0
UNNAMED = "(prova)"
"""The source of a dry run that names none: no source can be called so."""
RESERVED = frozenset({"istat"})
"""Folders among the uploads that hold something else."""
LONGEST = 150
"""Bytes of a file's name; those of folders may have 255."""
SOURCE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

ALL_BUSY = Label(
    it="Troppe prove in corso: riprovare tra poco.",
    en="Too many dry runs at work: please try again shortly.",
)
NEEDS_TOKEN = Label(
    it="Senza chiave si provano solo i fogli elettronici; per «{importer}» serve una chiave.",
    en="Without a token only spreadsheets are tried out; “{importer}” needs one.",
)
ONLY_FILLED = Label(
    it="Si inviano solo file da compilare; «{importer}» legge anche altri file o pagine: registrare"
    " una sorgente con il suo indirizzo web.",
    en="Only files to fill in can be sent; “{importer}” reads other files or pages too: register a"
    " source with its web address.",
)
NO_FILE = Label(it="Manca il file, o è vuoto.", en="There is no file, or it is empty.")
LARGE = Label(it="Il file supera {limit} byte.", en="The file is larger than {limit} bytes.")
BAD_NAME = Label(
    it="Serve un nome di lettere non accentate, cifre, punti e trattini (al massimo 100), che"
    " cominci con una lettera o una cifra.",
    en="A name of ASCII letters, digits, dots and dashes (100 at most) that begins with a letter or"
    " digit is needed.",
)
NAME_TAKEN = Label(
    it="La sorgente {name} è un'altra, che non viene da file inviati: scegliere un altro nome.",
    en="The source {name} is another one, not of files that were sent: choose another name.",
)
NOT_KEPT = Label(
    it="Il file non si può conservare: {reason}.", en="The file cannot be kept: {reason}."
)


@dataclass(frozen=True)
class UploadLimits:
    """``size`` of a file in bytes, ``bounds`` of a dry run, how many are made ``at_once``, and how
    many seconds others wait for their turn (``patience``)."""

    size: int = 5_000_000
    bounds: Bounds = BOUNDS
    at_once: int = 2
    patience: float = 10.0


class Uploads:
    """Dry runs and harvests of files that are sent; ``folder`` is where the latter are kept."""

    def __init__(
        self,
        folder: Path,
        preview: Preview,
        sources: Sources,
        log: HarvestLog,
        reader: UploadReader,
        limits: UploadLimits = UploadLimits(),
    ) -> None:
        self._folder = folder.resolve()
        self._preview = preview
        self._sources = sources
        self._log = log
        self._reader = reader
        self._room = BoundedSemaphore(limits.at_once)
        self.limits = limits

    def foresee(
        self,
        upload: Upload,
        importer: str,
        source: str = "",
        *,
        trusted: bool = False,
        listed: tuple[str, ...] = OUTCOMES,
    ) -> Foreseen:
        """What a harvest of ``upload`` would do, as ``source`` or as a new one.

        Those who hold no token may try what people fill in, and learn only what everybody may
        see. Raises Invalid, Malformed, TooLarge, Unauthorised or Busy.
        """
        self._check(upload, importer)
        if not trusted and not isinstance(self._preview.importers[importer], Examining):
            raise Unauthorised(NEEDS_TOKEN.format(importer=importer))
        seconds = self.limits.bounds.seconds or UNBOUNDED
        base = self._preview.base
        with self._turn():
            return self._preview.run(
                Source(source or UNNAMED, importer, upload.name),
                lambda *_: self._reader.read(importer, upload, base, seconds),
                bounds=self.limits.bounds,
                listed=listed,
                public=not trusted,
            )

    def bring_in(self, upload: Upload, importer: str, source: str) -> int:
        """Keep ``upload`` as what ``source`` is, and queue its harvest; the job's number.

        A file that was sent for the same source before is replaced. Raises Invalid, Malformed,
        TooLarge, Conflict (the source is another one) or StorageFailed.
        """
        self._check(upload, importer)
        if not isinstance(self._preview.importers[importer], Examining):
            # a file of this machine may lead some importers to others of its files
            text = ONLY_FILLED.format(importer=importer)
            raise Invalid(text, problems=(Problem("importer", text),))
        if not SOURCE_NAME.fullmatch(source) or source.lower() in RESERVED:
            raise Invalid(BAD_NAME, problems=(Problem("source", BAD_NAME),))
        folder = self._folder / source
        known = self._log.source(source)
        before = Path(known.address.partition("#")[0]) if known else None
        if known and (known.importer != importer or before is None or before.parent != folder):
            raise Conflict(NAME_TAKEN.format(name=source))
        path = folder / upload.name
        _keep(path, upload.body)
        address = f"{path}#{upload.kind}" if upload.kind else str(path)
        self._log.save_source(Source(source, importer, address))
        if before is not None and before != path:
            before.unlink(missing_ok=True)
        return self._sources.ask(source)

    def _check(self, upload: Upload, importer: str) -> None:
        if importer not in self._preview.importers:
            names = ", ".join(sorted(self._preview.importers))
            text = NO_IMPORTER.format(name=importer[:100], names=names)
            raise Invalid(text, problems=(Problem("importer", text),))
        if not upload.body:
            raise Malformed(NO_FILE)
        if len(upload.body) > self.limits.size:
            raise TooLarge(LARGE.format(limit=self.limits.size))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._room.acquire(timeout=self.limits.patience):
            raise Busy(ALL_BUSY, retry_after=10)
        try:
            yield
        finally:
            self._room.release()


def safe_name(name: str) -> str:
    """A file's name without folders, hidden starts and what a shell or a URL takes for more."""
    last = re.split(r"[/\\]", name)[-1]
    safe = re.sub(r"[^\w.-]+", "-", last).strip("-.")
    # a name that ends so would be unpacked when it is harvested
    while safe.lower().endswith(".gz"):
        safe = safe[:-3].strip("-.")
    stem, dot, ending = safe.rpartition(".")
    if len(safe.encode()) > LONGEST:
        room = LONGEST - len(f"{dot}{ending[:10]}".encode())
        safe = (stem or ending).encode()[:room].decode("utf-8", "ignore") + dot + ending[:10]
    return safe or "file"


def _keep(path: Path, body: bytes) -> None:
    """Write a file so that who reads it finds the old one or the new one, whole."""
    part = path.with_name(f".{os.getpid()}-{get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StorageFailed(NOT_KEPT.format(reason=error.strerror or str(error))) from error
