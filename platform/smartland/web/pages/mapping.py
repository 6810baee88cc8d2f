"""The places of a result list on a map: how many in each, and a rectangle to search in.

The map is a drawing of ours, without tiles from anywhere: the outlines of
``vendor/maps/provinces.svg``, drawn in the same plane when the assets are built, and a circle a
place. A unit of the plane is 0.004 degrees of latitude; longitudes are narrowed as they are at
45.6° north (x = longitude × 175, y = −latitude × 250).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10, sqrt

from smartland.domain.kinds.territory import MUNICIPALITY, PROVINCE
from smartland.matching.geography import Coordinates, Geography
from smartland.services.searching.answers import Results
from smartland.services.searching.boxes import Box, write_degrees
from smartland.web.pages.asked import Asked, address
from smartland.web.pages.facets import PLACES, field_label
from smartland.web.pages.formats import number
from smartland.web.pages.naming import Naming, capital
from smartland.web.pages.texts import TEXTS

X_SCALE, Y_SCALE = 175.0, -250.0
WIDTH, HEIGHT = 560.0, 340.0
"""The size of the drawing in its own points; sheets stretch it."""
EDGE = 0.13
"""What stays free on each side, of the extent of the places."""
NARROWEST = 0.6
"""Degrees of latitude that are shown at least: a place alone means nothing without its country."""
SMALLEST, LARGEST = 7.0, 26.0
FIGURE = 9.5
"""The radius from which a figure has room in its circle."""
LETTER = 6.6
"""The width of a letter of a name, for keeping names apart."""
LINE = 15.0
SIDE_TEXTS: Mapping[str, str] = {
    "south": "side_south",
    "west": "side_west",
    "north": "side_north",
    "east": "side_east",
}
"""The sides of a rectangle in their order, and what they are called."""
_PREFIX = re.compile(
    "(Provincia|Città metropolitana|Libero consorzio comunale) (di |del |dell.|della )"
    "|(Province|Metropolitan City) of "
)
"""What the names of provinces begin with, and a map has no room for."""


@dataclass(frozen=True)
class Circle:
    """A place: ``text`` says its name and count; ``figure`` and ``name`` are empty where there is
    no room for them. ``name_y`` is the line on which the name stands."""

    x: float
    y: float
    radius: float
    text: str
    figure: str
    name: str
    name_y: float
    href: str
    chosen: bool


@dataclass(frozen=True)
class Side:
    """One of the four numbers of the rectangle."""

    name: str
    label: str
    value: str
    most: int


@dataclass(frozen=True)
class MapView:
    """``view`` places the outlines under the circles (``x y width height`` in their plane);
    ``frame`` is the rectangle that is searched in, in points: x, y, width, height."""

    circles: tuple[Circle, ...]
    outlines: str
    view: str
    west: float
    north: float
    degrees_x: float
    degrees_y: float
    frame: tuple[float, float, float, float] | None
    sides: tuple[Side, ...]
    filter_name: str


@dataclass(frozen=True)
class _Spot:
    iri: str
    count: int
    point: Coordinates


@dataclass(frozen=True)
class _Plane:
    """The part of the plane that is drawn; ``scale``: points a unit."""

    left: float
    top: float
    scale: float

    def x(self, longitude: float) -> float:
        return round((longitude * X_SCALE - self.left) * self.scale, 1)

    def y(self, latitude: float) -> float:
        return round((latitude * Y_SCALE - self.top) * self.scale, 1)

    def shows(self, point: Coordinates) -> bool:
        x, y = self.x(point[1]), self.y(point[0])
        return LARGEST < x < WIDTH - LARGEST and LARGEST < y < HEIGHT - LARGEST


def make_map(asked: Asked, results: Results, naming: Naming, places: Geography) -> MapView:
    """The map of an answer that was counted by place."""
    spots, close = _spots(asked, results, places)
    plane = _plane([one.point for one in close or spots], asked.box)
    sides = asked.box or (None, None, None, None)
    return MapView(
        tuple(_circles([one for one in spots if plane.shows(one.point)], plane, asked, naming)),
        outlines=f"translate({-plane.left * plane.scale:.1f} {-plane.top * plane.scale:.1f})"
        f" scale({plane.scale:.4f})",
        view=f"0 0 {WIDTH:g} {HEIGHT:g}",
        west=round(plane.left / X_SCALE, 5),
        north=round(plane.top / Y_SCALE, 5),
        degrees_x=WIDTH / plane.scale / X_SCALE,
        degrees_y=HEIGHT / plane.scale / -Y_SCALE,
        frame=_frame(asked.box, plane) if asked.box else None,
        sides=tuple(
            Side(
                name,
                TEXTS[text][naming.language],
                "" if value is None else write_degrees(value),
                90 if name in ("south", "north") else 180,
            )
            for (name, text), value in zip(SIDE_TEXTS.items(), sides, strict=True)
        ),
        filter_name=field_label(PLACES, (), naming.language),
    )


def _spots(
    asked: Asked, results: Results, places: Geography
) -> tuple[Sequence[_Spot], Sequence[_Spot]]:
    """Provinces; but municipalities within those that are chosen, and where there is one only.
    These are given once more: the map is to be drawn around them."""
    known = [
        (_Spot(iri, count, point), places.type_of(iri))
        for iri, count in results.facets.get(PLACES, ())
        if (point := places.point(iri)) and count
    ]
    provinces = {one.iri for one, sort in known if sort == PROVINCE}
    opened = _opened(asked, places, provinces)
    towns = {
        one: next((up for up in places.ancestors(one.iri) if up in provinces), "")
        for one, sort in known
        if sort == MUNICIPALITY
    }
    close = [one for one, province in towns.items() if province in opened]
    astray = [one for one, province in towns.items() if not province]
    closed = provinces - (opened & {towns[one] for one in close})
    return (*close, *astray, *(one for one, _ in known if one.iri in closed)), close


def _opened(asked: Asked, places: Geography, provinces: set[str]) -> set[str]:
    chosen = asked.chosen(PLACES)
    wanted = {one for iri in chosen for one in (iri, *places.ancestors(iri)) if one in provinces}
    if asked.box or len(provinces) == 1:
        return provinces
    return wanted


def _plane(points: Iterable[Coordinates], box: Box | None) -> _Plane:
    """The extent of the places and of the rectangle, in the proportions of the drawing."""
    corners = [(box[0], box[1]), (box[2], box[3])] if box else list(points)
    corners = corners or [(44.7, 8.5), (46.6, 11.4)]
    ys = [latitude * Y_SCALE for latitude, _ in corners]
    xs = [longitude * X_SCALE for _, longitude in corners]
    least = NARROWEST * -Y_SCALE
    height = max((max(ys) - min(ys)) * (1 + 2 * EDGE), least)
    width = max((max(xs) - min(xs)) * (1 + 2 * EDGE), least)
    scale = min(WIDTH / width, HEIGHT / height)
    left = (max(xs) + min(xs)) / 2 - WIDTH / scale / 2
    top = (max(ys) + min(ys)) / 2 - HEIGHT / scale / 2
    return _Plane(left, top, scale)


def _circles(
    spots: Sequence[_Spot], plane: _Plane, asked: Asked, naming: Naming
) -> Iterator[Circle]:
    """The largest first, so that the smaller ones lie above and can be reached."""
    most = max((one.count for one in spots), default=1)
    taken: list[tuple[float, float, float, float]] = []
    ordered = sorted(spots, key=lambda one: (-one.count, one.iri))
    naming.learn(one.iri for one in ordered)
    drawn = [(one, *_place(one, most, plane)) for one in ordered]
    taken += [(x - r, y - r, x + r, y + r) for _, x, y, r in drawn]
    for one, x, y, radius in drawn:
        text = capital(naming.text(one.iri))
        name, name_y = _name(text, x, y, radius, taken)
        chosen = one.iri in asked.chosen(PLACES)
        figure = number(one.count, naming.language)
        said = TEXTS["place_count" if one.count > 1 else "place_one"]
        yield Circle(
            x, y, radius,
            said.format(name=text, count=figure)[naming.language],
            figure if radius >= FIGURE and len(figure) * LETTER < 2 * radius else "",
            name, name_y,
            address(asked.choosing(PLACES, () if chosen else (one.iri,)), naming),
            chosen,
        )  # fmt: skip


def _place(one: _Spot, most: int, plane: _Plane) -> tuple[float, float, float]:
    """Where the circle is, and its radius: its area grows with the count."""
    latitude, longitude = one.point
    radius = max(SMALLEST, LARGEST * sqrt(one.count / most))
    # few results would make balloons of the largest circles
    radius = min(radius, SMALLEST + 7 * log10(1 + one.count) * 1.6)
    return plane.x(longitude), plane.y(latitude), round(radius, 1)


def _name(
    text: str, x: float, y: float, radius: float, taken: list[tuple[float, float, float, float]]
) -> tuple[str, float]:
    """The name below its circle or above it, where it covers nothing; else none."""
    short = _PREFIX.sub("", text)
    half = ceil(len(short) * LETTER / 2)
    for line in (y + radius + LINE - 3, y - radius - 5):
        area = (x - half, line - LINE + 4, x + half, line + 3)
        inside = area[0] > 0 and area[2] < WIDTH and area[1] > 0 and area[3] < HEIGHT
        if inside and not any(_overlap(area, other) for other in taken):
            taken.append(area)
            return short, round(line, 1)
    return "", 0.0


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _frame(box: Box, plane: _Plane) -> tuple[float, float, float, float]:
    south, west, north, east = box
    left, top = plane.x(west), plane.y(north)
    width, height = plane.x(east) - left, plane.y(south) - top
    return left, top, round(width, 1), round(height, 1)
