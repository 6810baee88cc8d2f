"""XML parts of a workbook, read piece by piece; a DOCTYPE or an entity ends the reading."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from smartland.errors import LANGUAGES, Label, Malformed, SourceFailed, TooLarge
from smartland.rdf.gate import check_token

_PIECE = 65_536
_DEEPEST = 100

NOT_XML = Label(
    it="{part} del foglio elettronico non è leggibile: {reason}.",
    en="{part} of the workbook cannot be read: {reason}.",
)
MANY_ELEMENTS = Label(
    it="{part} del foglio elettronico ha più di {limit} elementi.",
    en="{part} of the workbook has more than {limit} elements.",
)
DOCTYPE = "DOCTYPE"

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


class _Watched:
    """Calls back with local names, and counts how deep the elements are."""

    def __init__(self, part: str, start: Start, end: End, most: int) -> None:
        self._part = part
        self._left = self._most = most
        self._start = start
        self._end = end
        self._depth = 0

    def refuse(self, *_: object) -> None:
        """A document type or an entity is declared."""
        raise SourceFailed(NOT_XML.format(part=self._part, reason=DOCTYPE))

    def open(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        self._left -= 1
        if self._left < 0:
            raise TooLarge(MANY_ELEMENTS.format(part=self._part, limit=self._most))
        if self._depth > _DEEPEST:
            raise SourceFailed(NOT_XML.format(part=self._part, reason=f"> {_DEEPEST} levels"))
        self._start(name.rpartition(" ")[2], attributes)

    def close(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1
        self._end(name.rpartition(" ")[2])


def feed(
    part: str, file: IO[bytes], start: Start, end: End, characters: Characters, most: int
) -> Iterator[None]:
    """Parse ``file``, calling back with local names; yields after each piece.

    Raises SourceFailed for XML that is broken, nested past reason, or declares a document type,
    TooLarge for more than ``most`` elements.
    """
    watched = _Watched(part, start, end, most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = watched.refuse
    parser.EntityDeclHandler = watched.refuse
    parser.StartElementHandler = watched.open
    parser.EndElementHandler = watched.close
    parser.CharacterDataHandler = characters
    given = 0
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)  # noqa: FBT003 - the interface of expat
            given += len(piece)
            check_token(parser, given)
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - the interface of expat
        yield
    except expat.ExpatError as error:
        reason = f"{expat.ErrorString(error.code)}, {error.lineno}:{error.offset + 1}"
        raise SourceFailed(NOT_XML.format(part=part, reason=reason)) from error
    except Malformed as error:
        it, en = (NOT_XML[one].format(part=part, reason=error.message[one]) for one in LANGUAGES)
        raise SourceFailed(Label(it=it, en=en)) from error
