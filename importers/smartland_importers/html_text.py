"""Markup of other people's pages as plain text: nothing of it ever runs or is shown as markup."""

import re
from html import unescape
from html.parser import HTMLParser

from smartland_importers.values import clean_lines

LONGEST = 200_000
"""Characters of markup that are read; a description holds a tenth of it."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("main", "nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset({"td", "th"})
_DROPPED = frozenset(
    (
        *("script", "style", "template", "noscript", "head", "title", "iframe", "object"),
        *("svg", "math", "select", "textarea"),
    )
)
# html.parser takes quadratic time over tags that never end: it only gets whole ones
_UNFINISHED = re.compile(r"<(?!/?[a-zA-Z][^<>]*>)")
_OVERLONG = re.compile(r"<[^<>]{2001,}>")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
_STILL_ENCODED = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp);")


class _Reader(HTMLParser):
    """Collects texts and links; tags only part lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a list item or a part that is dropped."""
        if tag in _DROPPED:
            self._dropped.append(tag)
        elif tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]
        self._part(tag, opening=True)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<br/>`` and its like; an empty part drops nothing."""
        self._part(tag, opening=True)

    def handle_endtag(self, tag: str) -> None:
        """End a line or a part that is dropped."""
        if tag in self._dropped:
            while self._dropped.pop() != tag:
                pass
        self._part(tag, opening=False)

    def handle_data(self, data: str) -> None:
        """Keep the text outside dropped parts; line breaks of the markup are blanks."""
        if not self._dropped:
            self.parts.append(" ".join(data.split(" ")).replace("\n", " ").replace("\r", " "))

    def _part(self, tag: str, *, opening: bool) -> None:
        if self._dropped:
            return
        if tag == "li":
            self.parts.append("\n- " if opening else "\n")
        elif tag == "br" or tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")


def html_to_text(markup: str) -> str:
    """Plain text with paragraphs and list items as lines; scripts and styles dropped.

    Entities are decoded, also where they were encoded twice. Text without markup keeps its lines.
    """
    if not _MARKUP.search(markup):
        return clean_lines(markup)
    text = "".join(_read(markup).parts)
    return clean_lines(unescape(text) if _STILL_ENCODED.search(text) else text)


def links_of(markup: str) -> list[str]:
    """What the links in some markup point to, as written."""
    return _read(markup).links if _MARKUP.search(markup) else []


def _read(markup: str) -> _Reader:
    reader = _Reader()
    whole = _OVERLONG.sub("", _without_comments(markup[:LONGEST]))
    reader.feed(_UNFINISHED.sub("&lt;", whole))
    reader.close()
    return reader


def _without_comments(markup: str) -> str:
    """The markup outside comments; one that never ends takes the rest with it, as in browsers."""
    kept, end = [], 0
    while (start := markup.find("<!--", end)) >= 0:
        kept.append(markup[end:start])
        close = markup.find("-->", start + 4)
        if close < 0:
            return "".join(kept)
        end = close + 3
    return "".join((*kept, markup[end:]))
