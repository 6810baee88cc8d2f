"""The territories in memory: what lies in what, and how far it is."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartland.errors import Label

Coordinates = tuple[float, float]
EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Territory:
    """One territory; ``members`` are those of its composition that is in force today."""

    iri: str
    label: Label
    type: str
    part_of: str = ""
    members: tuple[str, ...] = ()
    point: Coordinates | None = None


class Geography:
    """Territories with their links, never changed once made; cycles are endured."""

    def __init__(self, territories: Mapping[str, Territory]) -> None:
        self._all = territories
        self._areas: dict[str, list[str]] = defaultdict(list)
        self._parts: dict[str, list[str]] = defaultdict(list)
        for one in territories.values():
            for member in one.members:
                self._areas[member].append(one.iri)
                self._parts[one.iri].append(member)
            if one.part_of:
                self._parts[one.part_of].append(one.iri)
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._points: dict[str, Coordinates | None] = {}

    def __contains__(self, iri: str) -> bool:
        return iri in self._all

    def label(self, iri: str) -> Label:
        """The name; the end of the IRI for a territory that nobody described."""
        if iri in self._all:
            return self._all[iri].label
        tail = iri.rstrip("/").rsplit("/", 1)[-1]
        return Label(it=tail, en=tail)

    def type_of(self, iri: str) -> str:
        """The concept that says what sort of territory it is; empty for an unknown one."""
        return self._all[iri].type if iri in self._all else ""

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """All that ``iri`` lies in, nearest first: what it is part of, then its areas."""
        if iri not in self._all and iri not in self._areas:
            return ()
        if iri not in self._ancestors:
            self._ancestors[iri] = self._climb(iri)
        return self._ancestors[iri]

    def within(self, place: str, wider: str) -> bool | None:
        """Whether ``place`` lies in ``wider``; None when we do not know enough to say."""
        if place == wider or wider in self.ancestors(place):
            return True
        if place in self._all and wider in self._all and self._all[wider].members:
            # A composition names every municipality of an area; of a province it says nothing
            return None if self._parts.get(place) else False
        kind = self.type_of(wider)
        same_type = any(self.type_of(one) == kind for one in (place, *self.ancestors(place)))
        return False if kind and same_type else None

    def point(self, iri: str) -> Coordinates | None:
        """Latitude and longitude; the middle of its parts where it has none of its own."""
        if iri not in self._all and iri not in self._parts:
            return None
        if iri not in self._points:
            self._points[iri] = self._find_point(iri)
        return self._points[iri]

    def distance_km(self, one: str, other: str) -> float | None:
        """Great-circle distance of two territories; None when a position is unknown."""
        return distance_km(self.point(one), self.point(other))

    def _climb(self, iri: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        level = [iri]
        while level:
            above = [up for one in level for up in self._above(one)]
            level = [one for one in dict.fromkeys(above) if one not in found and one != iri]
            found.update(dict.fromkeys(level))
        return tuple(found)

    def _above(self, iri: str) -> Iterator[str]:
        if iri in self._all and self._all[iri].part_of:
            yield self._all[iri].part_of
        yield from self._areas.get(iri, ())

    def _find_point(self, iri: str) -> Coordinates | None:
        if iri in self._all and self._all[iri].point:
            return self._all[iri].point
        parts = [self._all[one].point for one in self._parts.get(iri, ()) if one in self._all]
        known = [one for one in parts if one]
        if not known:
            return None
        return (
            sum(latitude for latitude, _ in known) / len(known),
            sum(longitude for _, longitude in known) / len(known),
        )


def distance_km(one: Coordinates | None, other: Coordinates | None) -> float | None:
    """Great-circle distance by the haversine formula; None when a point is unknown."""
    if one is None or other is None:
        return None
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
