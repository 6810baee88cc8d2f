"""What alerts say: the JSON of a message, made of what is public at that moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from smartland.domain.identity import graph_iri
from smartland.domain.resource import Json, Revision, instant
from smartland.ports.saved_searches import Alert, SavedSearch
from smartland.services.catalogue import Catalogue
from smartland.services.labels import title

ALERT = "saved_search.alert"
PING = "saved_search.ping"
TEST = "saved_search.test"
API = "api/v1/saved-searches"


class Telling:
    """Names what was found, from the truth as it stands: what is withdrawn or private by now is
    not told."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def shown(self, alerts: Sequence[Alert]) -> list[tuple[Alert, Revision]]:
        """The alerts of what is public, each with its resource."""
        heads = self._catalogue.by_iris(list(dict.fromkeys(one.iri for one in alerts)))
        return [(one, heads[one.iri]) for one in alerts if one.iri in heads]

    def entries(self, search: SavedSearch, alerts: Sequence[Alert]) -> list[Json]:
        """Alerts as JSON, titles in the language of the search."""
        base = self._catalogue.base
        return [
            {
                "event": one.event,
                "iri": one.iri,
                "kind": one.kind,
                "key": one.key,
                "title": title(head)[search.language],
                "sequence": one.sequence,
                "at": instant(one.at),
                "url": graph_iri(base, one.kind, one.key),
            }
            for one, head in self.shown(alerts)
        ]

    def message(
        self,
        sort: str,
        search: SavedSearch,
        entries: Iterable[Json],
        at: datetime,
        omitted: int,
    ) -> Json:
        """A whole message (Standard Webhooks: type, timestamp, data)."""
        base = self._catalogue.base
        return {
            "type": sort,
            "timestamp": instant(at),
            "data": {
                "search": {
                    "id": search.id,
                    "name": search.name,
                    "url": f"{base}search?{search.query}",
                    "feed": feed_address(base, search.id),
                },
                "entries": list(entries),
                "omitted": omitted,
            },
        }


def feed_address(base: str, search: str) -> str:
    """Where the feed of a saved search is."""
    return f"{base}{API}/{search}/feed.atom"
