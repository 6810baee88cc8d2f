"""Sitemaps (sitemaps.org 0.9): an index, and parts of at most 50,000 pages each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from smartland.services.generations import Building, Sink

MOST = 50_000
"""URLs in one part; with addresses of our length that stays far below the 50 MB of the rule."""
INDEX = "sitemap.xml"
FOLDER = "sitemap/"

_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_SPACE}>\n'
_TAIL = "</urlset>\n"


@dataclass
class SitemapParts:
    """Writes the pages of one kind, a new part whenever one is full."""

    building: Building
    name: str
    parts: list[str] = field(default_factory=list)
    _count: int = MOST
    _sink: Sink | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    def add(self, address: str, modified: str) -> None:
        """One page, with the day of its last change."""
        if self._sink is None or self._count >= MOST:
            self._begin()
        if self._sink is not None:
            self._sink.write(
                f"<url><loc>{escape(address)}</loc><lastmod>{modified}</lastmod></url>\n"
            )
        self._count += 1

    def end(self) -> None:
        """Finish the last part."""
        if self._sink is not None:
            self._sink.write(_TAIL)
        self._open.close()
        self._sink = None

    def abandon(self) -> None:
        """Let the files go without finishing them."""
        if self._sink is not None:
            self._sink.close()

    def _begin(self) -> None:
        self.end()
        name = f"{FOLDER}{self.name}-{len(self.parts) + 1}.xml"
        self._open = ExitStack()
        self._sink = self._open.enter_context(self.building.sink(name))
        self._sink.write(_HEAD)
        self.parts.append(name)
        self._count = 0


def sitemap_of(pages: Iterable[str]) -> Iterator[str]:
    """A part of a few pages that no description stands behind."""
    yield _HEAD
    yield from (f"<url><loc>{escape(one)}</loc></url>\n" for one in pages)
    yield _TAIL


def sitemap_index(base: str, parts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The index of parts (name, day of their last change)."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {_SPACE}>\n'
    for name, modified in parts:
        yield f"<sitemap><loc>{escape(base + name)}</loc><lastmod>{modified}</lastmod></sitemap>\n"
    yield "</sitemapindex>\n"
