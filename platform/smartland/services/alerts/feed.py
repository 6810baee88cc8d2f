"""Atom feeds (RFC 4287) of what a search finds: of a saved one, and of any."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from smartland.domain.resource import Revision, instant
from smartland.errors import Label
from smartland.ports.saved_searches import CREATED, Alert, AlertLog, SavedSearch
from smartland.services.alerts.queries import write_query
from smartland.services.alerts.telling import Telling, feed_address
from smartland.services.atom import ATOM, entry, link
from smartland.services.markup import Element, element, write_xml
from smartland.services.searching.answers import SearchQuery

NAME = Label(it="Smart Land: {name}", en="Smart Land: {name}")
ANYTHING = Label(it="tutto", en="everything")
EVENT_NAMES = {CREATED: Label(it="Nuovo", en="New")}
CHANGED_NAME = Label(it="Modificato", en="Changed")


@dataclass(frozen=True)
class Part:
    """Which part of a feed: at most ``limit`` entries older than ``before`` (0: the newest)."""

    before: int = 0
    limit: int = 50
    language: str = "it"


class AlertFeeds:
    """Writes the feed of a saved search: an entry an alert, what is no longer public left out."""

    def __init__(self, log: AlertLog, telling: Telling, base: str) -> None:
        self._log = log
        self._telling = telling
        self._base = base

    def newest(self, search: SavedSearch) -> int:
        """The id of the last alert; 0 where there is none."""
        return next((one.id for one in self._log.alerts(search.id, None, 1)), 0)

    def page(self, search: SavedSearch, part: Part) -> bytes:
        """One page, newest first."""
        found = self._log.alerts(search.id, part.before or None, part.limit + 1)
        shown = found[: part.limit]
        updated = found[0].at if found else search.created
        address = feed_address(self._base, search.id)
        following = shown[-1].id if len(found) > part.limit else 0
        name = search.name or search.query or ANYTHING[part.language]
        feed = _feed(
            _uuid(search.id),
            name,
            updated,
            _links(address, [], part, following),
            f"{self._base}search?{search.query}",
            self._entries(search, shown, part.language),
            part.language,
        )
        return write_xml(feed)

    def _entries(
        self, search: SavedSearch, alerts: Sequence[Alert], language: str
    ) -> Iterator[Element]:
        for alert, head in self._telling.shown(alerts):
            event = EVENT_NAMES.get(alert.event, CHANGED_NAME)
            scheme = f"{self._base}feed#event"
            category = {"scheme": scheme, "term": alert.event, "label": event[language]}
            # not the address of the feed: an entry that is passed on must not tell it
            name = _uuid(search.id, alert.iri, str(alert.sequence))
            yield entry(
                self._base, head, name, alert.at, language, element("category", attributes=category)
            )


def search_feed(
    base: str, query: SearchQuery, found: Sequence[Revision], part: Part, following: int
) -> bytes:
    """The feed of any search: resources, the last changed first; the next page is of what changed
    before the number ``following`` (0: there is none)."""
    asked = write_query(query)
    address = f"{base}search.atom"
    feed = _feed(
        f"{address}?{asked}",
        query.q or ANYTHING[part.language],
        found[0].at if found else datetime.fromtimestamp(0, UTC),
        _links(address, [asked] if asked else [], part, following),
        f"{base}search?{asked}",
        (entry(base, one, one.iri, one.at, part.language) for one in found),
        part.language,
    )
    return write_xml(feed)


def _feed(
    name: str,
    heading: str,
    updated: datetime,
    links: Sequence[Element],
    page: str,
    entries: Iterator[Element],
    language: str,
) -> Element:
    return element(
        "feed",
        element("id", name),
        element("title", NAME.format(name=heading)[language]),
        element("updated", instant(updated)),
        element("author", element("name", "Smart Land")),
        *links,
        link("alternate", page, "text/html"),
        *entries,
        attributes={"xmlns": ATOM, "xml:lang": language},
    )


def _links(address: str, asked: list[str], part: Part, following: int) -> list[Element]:
    """``self``, ``first`` and, where more follows, ``next`` (RFC 5005, section 3)."""

    def to(before: int) -> str:
        arguments = {"lang": part.language, "limit": str(part.limit)}
        if before:
            arguments["before"] = str(before)
        return f"{address}?{'&'.join([*asked, urlencode(arguments)])}"

    links = [("self", to(part.before)), ("first", to(0))]
    links += [("next", to(following))] if following else []
    return [link(relation, address) for relation, address in links]


def _uuid(*parts: str) -> str:
    """A name that always is the same for the same parts, and does not tell them (RFC 9562)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts)).urn
