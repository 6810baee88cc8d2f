"""Atom feeds of changes (RFC 4287), paged (RFC 5005 §3), with tombstones (RFC 6721)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from smartland.domain.kinds import KINDS
from smartland.domain.resource import MERGE, Revision, instant
from smartland.errors import Label
from smartland.ports.truth import Truth, Window
from smartland.services.atom import ATOM, entry, link
from smartland.services.markup import Element, element, write_xml

NAMESPACES = {"xmlns": ATOM, "xmlns:at": "http://purl.org/atompub/tombstones/1.0"}
NAME = Label(it="Smart Land: modifiche", en="Smart Land: changes")
OF_KIND = Label(it="Smart Land: modifiche ({kind})", en="Smart Land: changes ({kind})")
WITHDRAWN = Label(it="Ritirato", en="Withdrawn")
MERGED = Label(it="Unito a {winner}", en="Merged into {winner}")


@dataclass(frozen=True)
class FeedPage:
    """Which part of which feed: of a ``kind`` (empty: all), older than ``before`` (0: the newest
    page), at most ``limit`` entries, in ``language``."""

    kind: str = ""
    before: int = 0
    limit: int = 50
    language: str = "it"

    @property
    def path(self) -> str:
        """Where the feed is, below the base."""
        return f"feed/{self.kind}.atom" if self.kind else "feed.atom"


class Feeds:
    """Writes feeds from the truth; every resource occurs once, where it stands now."""

    def __init__(self, truth: Truth, base: str) -> None:
        self._truth = truth
        self._base = base

    def page(self, wanted: FeedPage) -> bytes:
        """One page of a feed, newest first."""
        kinds = (wanted.kind,) if wanted.kind else ()
        window = Window(below=wanted.before or None, kinds=kinds)
        found = self._truth.latest(window, wanted.limit + 1, newest=True)
        more = len(found) > wanted.limit
        return write_xml(self._feed(wanted, found[: wanted.limit], more=more))

    def _feed(self, wanted: FeedPage, found: Sequence[Revision], *, more: bool) -> Element:
        tongue = wanted.language
        name = OF_KIND.format(kind=KINDS[wanted.kind].plural[tongue]) if wanted.kind else NAME
        updated = found[0].at if found else datetime.fromtimestamp(0, UTC)
        links = [("self", self._address(wanted, wanted.before)), ("first", self._address(wanted))]
        if more:
            links.append(("next", self._address(wanted, found[-1].sequence)))
        return element(
            "feed",
            element("id", f"{self._base}{wanted.path}"),
            element("title", name[tongue]),
            element("updated", instant(updated)),
            element("author", element("name", "Smart Land"), element("uri", self._base)),
            *(link(relation, address) for relation, address in links),
            link("alternate", self._base, "text/html"),
            *(self._item(one, tongue) for one in found),
            attributes={**NAMESPACES, "xml:lang": tongue},
        )

    def _item(self, revision: Revision, language: str) -> Element:
        if revision.withdrawn:
            return _tombstone(revision, language)
        return entry(self._base, revision, revision.iri, revision.at, language)

    def _address(self, wanted: FeedPage, before: int = 0) -> str:
        arguments = {"lang": wanted.language, "limit": wanted.limit}
        if before:
            arguments["before"] = before
        return f"{self._base}{wanted.path}?{urlencode(arguments)}"


def _tombstone(revision: Revision, language: str) -> Element:
    comment = WITHDRAWN
    if revision.operation == MERGE:
        comment = MERGED.format(winner=revision.merged_into)
    return element(
        "at:deleted-entry",
        element("at:comment", comment[language]),
        attributes={"ref": revision.iri, "when": instant(revision.at)},
    )
