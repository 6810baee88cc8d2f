"""XML parts of a workbook, read piece by piece; a DOCTYPE or an entity ends the reading."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from smartland.errors import Label, SourceFailed

_PIECE = 65_536
_DEEPEST = 100

NOT_XML = Label(
    it="{part} del foglio elettronico non è leggibile: {reason}.",
    en="{part} of the workbook cannot be read: {reason}.",
)
DOCTYPE = "DOCTYPE"

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


class _Watched:
    """Calls back with local names, and counts how deep the elements are."""

    def __init__(self, part: str, start: Start, end: End) -> None:
        self._part = part
        self._start = start
        self._end = end
        self._depth = 0

    def refuse(self, *_: object) -> None:
        """A document type or an entity is declared."""
        raise SourceFailed(NOT_XML.format(part=self._part, reason=DOCTYPE))

    def open(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SourceFailed(NOT_XML.format(part=self._part, reason=f"> {_DEEPEST} levels"))
        self._start(name.rpartition(" ")[2], attributes)

    def close(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1
        self._end(name.rpartition(" ")[2])


def feed(
    part: str, file: IO[bytes], start: Start, end: End, characters: Characters
) -> Iterator[None]:
    """Parse ``file``, calling back with local names; yields after each piece.

    Raises SourceFailed for XML that is broken, nested past reason, or declares a document type.
    """
    watched = _Watched(part, start, end)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = watched.refuse
    parser.EntityDeclHandler = watched.refuse
    parser.StartElementHandler = watched.open
    parser.EndElementHandler = watched.close
    parser.CharacterDataHandler = characters
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)  # noqa: FBT003 - the interface of expat
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - the interface of expat
        yield
    except expat.ExpatError as error:
        reason = f"{expat.ErrorString(error.code)}, {error.lineno}:{error.offset + 1}"
        raise SourceFailed(NOT_XML.format(part=part, reason=reason)) from error
