"""The files of a source, one after the other: a folder, a file, a zip, xz; all within limits."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from smartland.errors import Label, SourceFailed, TooLarge
from smartland.ports.fetch import Fetcher

MAX_FILE: Final = 250_000_000
"""Bytes of one file unpacked; the largest of CORDIS, H2020's projects, has 120 million."""
MAX_ARCHIVE: Final = 600_000_000
"""Bytes of all entries of one archive unpacked."""
MAX_ENTRIES: Final = 200
"""Files in a folder or an archive."""
MAX_DICTIONARY: Final = 100_000_000
"""Bytes that an xz decoder may need; ``xz -9`` needs 65 million."""
_CHUNK = 1 << 16
_XZ = b"\xfd7zXZ\x00"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_SUFFIXES = frozenset((".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".zip"))
_VOCABULARIES = frozenset((".ttl", ".rdf"))
_PACKED = frozenset((".gz", ".xz"))

MANY = Label(
    it="{address} contiene più di {limit} file.", en="{address} holds more than {limit} files."
)
NONE = Label(
    it="In {address} non c'è nessun file CSV, XLSX o JSON.",
    en="In {address} there is no CSV, XLSX or JSON file.",
)
LARGE = Label(
    it="{name} è più grande di {limit} byte dopo la decompressione.",
    en="{name} is larger than {limit} bytes when unpacked.",
)
BROKEN = Label(
    it="{name} non si può decomprimere: {reason}.", en="{name} cannot be unpacked: {reason}."
)
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # an entry with a password
    NotImplementedError,  # a compression that zipfile does not know
    ValueError,
)


@dataclass(frozen=True)
class File:
    """One unpacked file; ``name`` is its path in the source, for messages and for its meaning."""

    name: str
    body: bytes


def read_files(
    address: str, fetcher: Fetcher, skipped: frozenset[str] = frozenset()
) -> Iterator[File]:
    """Every file of ``address``, in order of name, but for those named in ``skipped``.

    Raises SourceFailed, TooLarge, and what the fetcher raises.
    """
    if urlsplit(address).scheme in ("http", "https") or not Path(address).is_dir():
        yield from _unpacked(_short(address), fetcher.fetch(address).body)
        return
    folder = Path(address)
    paths = sorted(path for path in folder.rglob("*") if _wanted(path, folder, skipped))
    if not paths:
        raise SourceFailed(NONE.format(address=address))
    if len(paths) > MAX_ENTRIES:
        raise TooLarge(MANY.format(address=address, limit=MAX_ENTRIES))
    for path in paths:
        name = path.relative_to(folder.parent).as_posix()
        yield from _unpacked(name, fetcher.fetch(str(path)).body)


def _short(address: str) -> str:
    """The last two steps of a path: a file and its folder, whose names may tell a programme."""
    return "/".join(urlsplit(address).path.split("/")[-2:])


def _wanted(path: Path, folder: Path, skipped: frozenset[str]) -> bool:
    bare = path.with_suffix("") if path.suffix.lower() in _PACKED else path
    hidden = any(one.startswith(".") for one in path.relative_to(folder).parts)
    suffix = bare.suffix.lower()
    vocabulary = suffix in _VOCABULARIES and "euroscivoc" in bare.name.lower()
    return (
        (suffix in _SUFFIXES or vocabulary)
        and bare.name not in skipped
        and not hidden
        and path.is_file()
    )


def _unpacked(name: str, body: bytes) -> Iterator[File]:
    if body.startswith(_XZ):
        name, body = name.removesuffix(".xz"), _from_xz(name, body)
    if body.startswith((_ZIP, _EMPTY_ZIP)):
        yield from _from_zip(name, body)
    else:
        yield File(name.removesuffix(".gz"), body)


def _from_xz(name: str, body: bytes) -> bytes:
    """Every stream of an xz file, with bounds on what it and its decoder need."""
    chunks: list[bytes] = []
    size, left = 0, body
    try:
        while left:
            engine = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_DICTIONARY)
            while not engine.eof:
                chunks.append(engine.decompress(left, _CHUNK))
                size, left = size + len(chunks[-1]), b""
                if size > MAX_FILE:
                    raise TooLarge(LARGE.format(name=name, limit=MAX_FILE))
                if engine.needs_input and not engine.eof:
                    raise EOFError("the compressed data is cut off")
            left = engine.unused_data.lstrip(b"\0")  # streams may be filled up
    except (lzma.LZMAError, EOFError) as error:
        raise SourceFailed(BROKEN.format(name=name, reason=str(error))) from error
    return b"".join(chunks)


def _from_zip(name: str, body: bytes) -> Iterator[File]:
    """The entries of an archive; a workbook is an archive too, and is one file."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = [one for one in archive.infolist() if _is_data(one)]
            if any(one.filename == "[Content_Types].xml" for one in archive.infolist()):
                yield File(name, body)
                return
            _check(name, entries)
            left = MAX_ARCHIVE
            for entry in sorted(entries, key=lambda one: one.filename):
                with archive.open(entry) as opened:
                    unpacked = _limited(entry.filename, opened, min(MAX_FILE, left))
                left -= len(unpacked)
                yield File(f"{name}/{entry.filename}", unpacked)
    except _ZIP_ERRORS as error:
        raise SourceFailed(BROKEN.format(name=name, reason=str(error))) from error


def _is_data(entry: zipfile.ZipInfo) -> bool:
    steps = entry.filename.split("/")
    hidden = any(one.startswith((".", "__MACOSX")) for one in steps)
    return not entry.is_dir() and not hidden


def _check(name: str, entries: list[zipfile.ZipInfo]) -> None:
    """What the directory says; reading checks what is really there."""
    if len(entries) > MAX_ENTRIES:
        raise TooLarge(MANY.format(address=name, limit=MAX_ENTRIES))
    if sum(one.file_size for one in entries) > MAX_ARCHIVE:
        raise TooLarge(LARGE.format(name=name, limit=MAX_ARCHIVE))


def _limited(name: str, opened: IO[bytes], limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := opened.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge(LARGE.format(name=name, limit=limit))
        chunks.append(chunk)
    return b"".join(chunks)
