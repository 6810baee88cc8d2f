"""The territories of the truth in memory, kept up to date: what lies in what, and how far."""

from collections.abc import Mapping, Sequence
from datetime import date

from smartland.domain.resource import Json, Revision
from smartland.errors import Label
from smartland.matching.geography import Coordinates, Geography, Territory
from smartland.ports.truth import Truth
from smartland.services.following import Followed
from smartland.services.labels import tail, texts


class Places:
    """Ancestors, positions and distances of territories."""

    def __init__(self, truth: Truth) -> None:
        self._followed = Followed(truth, ("territory",), _Described, _geography)

    def current(self) -> Geography:
        """The map as of now; it does not change under whoever holds it."""
        return self._followed.current()

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """All that ``iri`` lies in, nearest first: municipality → province, area, region."""
        return self.current().ancestors(iri)

    def label(self, iri: str) -> Label:
        """The name of a territory."""
        return self.current().label(iri)

    def coordinates(self, iri: str) -> Coordinates | None:
        """Latitude and longitude (WGS 84), of the middle where it has parts only."""
        return self.current().point(iri)

    def distance_km(self, one: str, other: str) -> float | None:
        """Great-circle distance in kilometres; None when a position is unknown."""
        return self.current().distance_km(one, other)


class _Described:
    """A territory with every version of its composition: which is in force depends on the day."""

    def __init__(self, revision: Revision) -> None:
        document = revision.document
        location = document.get("location")
        self.compositions: Sequence[Json] = document.get("composition", ())
        self.territory = Territory(
            revision.iri,
            texts(document.get("name")) or tail(revision.iri),
            document.get("territory_type", ""),
            document.get("part_of", ""),
            (),
            (location["lat"], location["lon"]) if location else None,
        )

    def on(self, day: date) -> Territory:
        """The territory with the composition of ``day``."""
        members = members_on(self.compositions, day)
        one = self.territory
        return Territory(one.iri, one.label, one.type, one.part_of, members, one.point)


def members_on(compositions: Sequence[Mapping[str, Json]], day: date) -> tuple[str, ...]:
    """The members of the highest version that is in force on ``day``."""
    there = [
        one
        for one in compositions
        if one.get("valid_from", "")[:10] <= day.isoformat()
        and day.isoformat() <= one.get("valid_until", "9999")[:10]
    ]
    newest = max(there, key=lambda one: one.get("version", 0), default=None)
    return tuple(newest.get("member", ())) if newest else ()


def _geography(described: dict[str, _Described], day: date) -> Geography:
    return Geography({iri: one.on(day) for iri, one in described.items()})
