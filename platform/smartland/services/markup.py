"""XML documents as values: an element with its attributes and children, and its text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RETURNS = {"\r": "&#13;"}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Element:
    """One element; names carry their customary prefix, namespaces are plain attributes."""

    name: str
    children: tuple["Node", ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


Node: TypeAlias = Element | str


def element(
    name: str, *children: Node | None, attributes: Mapping[str, str] | None = None
) -> Element:
    """An element; children that are None are left out."""
    kept = tuple(one for one in children if one is not None)
    return Element(name, kept, attributes or {})


def write_xml(root: Element) -> bytes:
    """The document in UTF-8. What XML 1.0 cannot hold (control characters) becomes U+FFFD."""
    return (DECLARATION + "".join(_write(root)) + "\n").encode()


def _write(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield escape(_NOT_XML.sub("\ufffd", node), _RETURNS)
        return
    start = "".join(
        f" {name}={quoteattr(_NOT_XML.sub(chr(0xFFFD), value))}"
        for name, value in node.attributes.items()
    )
    if not node.children:
        yield f"<{node.name}{start}/>"
        return
    yield f"<{node.name}{start}>"
    for child in node.children:
        yield from _write(child)
    yield f"</{node.name}>"
