"""Elements of an XML document, one after the other, from a source that nobody vouches for.

There is no DOCTYPE, hence no entity and nothing to fetch; size, depth, elements and text are
bounded. Only one wanted element is held at a time, however long the document is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from smartland.errors import Label
from smartland.rdf.gate import (
    DOCTYPE,
    TOO_DEEP,
    at,
    check_attributes,
    check_size,
    decode,
    fail,
    feed_xml,
)
from smartland.rdf.gate import Limits as Size

XML = "http://www.w3.org/XML/1998/namespace"
_SEPARATOR = "\x1f"  # no XML document can hold it, so no namespace can

TOO_MANY = Label(
    it="un {name} con più di {limit} elementi", en="a {name} with more than {limit} elements"
)
TOO_MANY_IN_ALL = Label(
    it="un documento con più di {limit} elementi", en="a document with more than {limit} elements"
)
TOO_LONG = Label(
    it="un testo o attributo di più di {limit} caratteri",
    en="a text or attribute of more than {limit} characters",
)


@dataclass(frozen=True)
class Limits:
    """Bytes of a document, levels of nesting, elements inside one that is given out, characters
    of its text (all of it together) and of an attribute; elements inside all that are given out,
    since whoever takes them may hold them together."""

    size: int = 20_000_000
    depth: int = 100
    elements: int = 100_000
    text: int = 5_000_000
    total: int = 500_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element by its local name; ``line`` is where it begins.

    Attributes have their local names; those of a namespace ``{namespace}name``.
    """

    namespace: str
    name: str
    attributes: Mapping[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)
    pieces: list["str | Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text and that of everything inside, blanks collapsed."""
        return " ".join("".join(_strings(self)).split())

    @property
    def language(self) -> str:
        """Its own ``xml:lang``, as written; empty where there is none."""
        return self.attributes.get(f"{{{XML}}}lang", "").strip()

    def all(self, *path: str) -> list["Element"]:
        """The descendants down a path of local names."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def first(self, *path: str) -> "Element | None":
        """The first of ``all``."""
        return next(iter(self.all(*path)), None)

    def text_at(self, *path: str) -> str:
        """The text of the first element down a path; empty where there is none."""
        found = self.first(*path)
        return found.text if found else ""


def _strings(element: Element) -> Iterator[str]:
    for piece in element.pieces:
        if isinstance(piece, str):
            yield piece
        else:
            # blanks, so that words of neighbouring elements do not become one
            yield from (" ", *_strings(piece), " ")


def read_elements(
    body: bytes,
    names: Collection[str],
    heads: Collection[str] = (),
    limits: Limits = LIMITS,
) -> Iterator[Element]:
    """The outermost elements with a local name in ``names``, complete, in the document's order.

    Of those in ``heads`` the start tag alone is given, without children, as soon as it is met.
    Raises TooLarge, or Malformed with the line for what is not XML or passes a limit.
    """
    check_size(body, Size(size=limits.size))
    data = decode(body, xml=True).encode()
    builder = _Builder(frozenset(names), frozenset(heads), limits)
    for _ in feed_xml(builder.parser, data):
        yield from builder.ready()


class _Builder:
    """What expat calls; ``_open`` is the branch of wanted elements that are not closed yet."""

    def __init__(self, names: frozenset[str], heads: frozenset[str], limits: Limits) -> None:
        self._names, self._heads, self._limits = names, heads, limits
        self._open: list[Element] = []
        self._ready: list[Element] = []
        self._depth = self._elements = self._characters = self._total = 0
        self.parser = expat.ParserCreate("UTF-8", _SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def ready(self) -> list[Element]:
        """The elements that are complete since it was asked last."""
        ready, self._ready = self._ready, []
        return ready

    def _refuse(self, *_: object) -> None:
        fail(at(self.parser.CurrentLineNumber), DOCTYPE)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        line = self.parser.CurrentLineNumber
        if self._depth > self._limits.depth:
            fail(at(line), TOO_DEEP.format(depth=self._limits.depth))
        check_attributes(self.parser, attributes)
        namespace, _, name = tag.rpartition(_SEPARATOR)
        if not self._open and name not in self._names:
            if name in self._heads:
                self._ready.append(Element(namespace, name, self._named(attributes), line))
            return
        element = Element(namespace, name, self._named(attributes), line)
        if self._open:
            self._open[-1].children.append(element)
            self._open[-1].pieces.append(element)
        else:
            self._elements = self._characters = 0
        self._open.append(element)
        self._elements += 1
        self._total += 1
        if self._total > self._limits.total:
            fail(at(line), TOO_MANY_IN_ALL.format(limit=self._limits.total))
        if self._elements > self._limits.elements:
            outermost = self._open[0].name
            fail(at(line), TOO_MANY.format(name=outermost, limit=self._limits.elements))

    def _named(self, attributes: Mapping[str, str]) -> dict[str, str]:
        named = {}
        for key, value in attributes.items():
            if len(value) > self._limits.text:
                fail(at(self.parser.CurrentLineNumber), TOO_LONG.format(limit=self._limits.text))
            namespace, _, name = key.rpartition(_SEPARATOR)
            named[f"{{{namespace}}}{name}" if namespace else name] = value
        return named

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._ready.append(element)

    def _text(self, data: str) -> None:
        if not self._open:
            return
        self._characters += len(data)
        if self._characters > self._limits.text:
            fail(at(self.parser.CurrentLineNumber), TOO_LONG.format(limit=self._limits.text))
        self._open[-1].pieces.append(data)
