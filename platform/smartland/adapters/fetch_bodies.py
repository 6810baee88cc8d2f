"""The bytes of a body, from a file or off the wire: never more than a limit, packed or unpacked."""

import email.utils
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Final
from urllib.parse import urlsplit

from smartland.errors import Label, SourceFailed, TooLarge
from smartland.ports.fetch import Fetched

CHUNK: Final = 65_536
_GZIP = b"\x1f\x8b"
_MEDIA_TYPES = {
    ".rdf": "application/rdf+xml",
    ".xml": "application/xml",
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}

FAILED = Label(it="{address} non è leggibile: {reason}.", en="{address} cannot be read: {reason}.")
LARGE = Label(
    it="{address} è più grande di {limit} byte.", en="{address} is larger than {limit} bytes."
)


@dataclass(frozen=True)
class Bodies:
    """Reads bodies of at most ``limit`` bytes, before and after decompression."""

    limit: int

    def file(self, path: Path) -> Fetched:
        """A regular file. Raises SourceFailed, TooLarge."""
        try:
            facts = path.stat()
            if not S_ISREG(facts.st_mode):  # opening a pipe would wait for ever
                raise SourceFailed(FAILED.format(address=path, reason="not a file"))
            with path.open("rb") as file:
                body = self.plain(str(path), iter(lambda: file.read(CHUNK), b""))
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            reason = getattr(error, "strerror", "") or str(error)
            raise SourceFailed(FAILED.format(address=path, reason=reason)) from error
        name = Path(path.name.removesuffix(".gz"))
        modified = datetime.fromtimestamp(facts.st_mtime, UTC)
        stamp = email.utils.format_datetime(modified, usegmt=True)
        return Fetched(str(path), body, _MEDIA_TYPES.get(name.suffix.lower(), ""), modified=stamp)

    def coded(self, address: str, chunks: Iterable[bytes], coding: str) -> bytes:
        """A body as a Content-Encoding says, decoded. Raises SourceFailed, TooLarge."""
        if coding in ("", "identity"):
            return self.plain(address, chunks)
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise SourceFailed(FAILED.format(address=address, reason=f"Content-Encoding {coding}"))
        try:
            return self.plain(address, _inflate(self._limited(address, chunks)))
        except (zlib.error, EOFError) as error:
            raise SourceFailed(FAILED.format(address=address, reason=str(error))) from error

    def plain(self, address: str, chunks: Iterable[bytes]) -> bytes:
        """A body, decompressed where the address says ``.gz`` and the bytes agree."""
        body = b"".join(self._limited(address, chunks))
        if not (urlsplit(address).path.lower().endswith(".gz") and body.startswith(_GZIP)):
            return body
        try:
            return b"".join(self._limited(address, _inflate([body])))
        except (zlib.error, EOFError) as error:
            raise SourceFailed(FAILED.format(address=address, reason=str(error))) from error

    def _limited(self, address: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > self.limit:
                raise TooLarge(LARGE.format(address=address, limit=self.limit))
            yield chunk


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """gzip or zlib data piece by piece, never much of it at once. Raises EOFError when cut."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for chunk in chunks:
        data, full = chunk, False
        while data or full:
            if engine.eof:  # gzip files may follow each other
                engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
            piece = engine.decompress(data, CHUNK)
            yield piece
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
            full = len(piece) == CHUNK and not engine.eof
    if not engine.eof:
        raise EOFError("the compressed data is cut off")
