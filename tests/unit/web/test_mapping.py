"""The map of a result list: which circles, how large, where."""

from itertools import pairwise
from math import isclose
from typing import cast
from urllib.parse import parse_qs, urlsplit

from smartland.errors import Label
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels
from smartland.services.searching.answers import Results
from smartland.web.pages.asked import Asked
from smartland.web.pages.mapping import HEIGHT, LARGEST, SMALLEST, WIDTH, Circle, MapView, make_map
from smartland.web.pages.naming import Naming
from support.above import geography, province, region, town

PLACES = geography(
    region("x://lombardia"),
    province("x://pavia", "x://lombardia", (45.0, 9.1)),
    town("x://varzi", "x://pavia", (44.82, 9.2)),
    town("x://voghera", "x://pavia", (44.99, 9.01)),
    province("x://milano", "x://lombardia", (45.46, 9.19)),
    town("x://rho", "x://milano", (45.53, 9.04)),
    province("x://cuneo", "x://lombardia", (44.39, 7.55)),
)
COUNTED = {
    "x://lombardia": 120, "x://milano": 100, "x://pavia": 25, "x://rho": 60, "x://voghera": 20,
    "x://varzi": 5, "x://cuneo": 1, "x://nowhere": 3,
}  # fmt: skip


class _Names:
    def many(self, iris: list[str]) -> dict[str, Label]:
        return {iri: Label(f"Provincia di {iri[4:]}", iri[4:]) for iri in iris}


NAMING = Naming(
    cast("Catalogue", None), cast("Labels", _Names()), base="https://dati.example/", language="it"
)


def _map(asked: Asked, counted: dict[str, int] | None = None) -> MapView:
    facets = {"in": tuple((COUNTED if counted is None else counted).items())}
    return make_map(asked, Results(120, (), facets, None, 1), NAMING, PLACES)


def _names(view: MapView) -> list[str]:
    return [one.text.removeprefix("Provincia di ").split(":")[0] for one in view.circles]


def _circle(view: MapView, name: str) -> Circle:
    return next(one for one in view.circles if f" {name}:" in one.text)


def test_provinces_are_shown_the_largest_first() -> None:
    view = _map(Asked())
    assert _names(view) == ["milano", "pavia", "cuneo"]
    radii = [one.radius for one in view.circles]
    assert radii == sorted(radii, reverse=True)
    assert SMALLEST <= min(radii) <= max(radii) <= LARGEST


def test_north_is_up_and_east_is_right() -> None:
    view = _map(Asked())
    milan, pavia, cuneo = (_circle(view, one) for one in ("milano", "pavia", "cuneo"))
    assert milan.y < pavia.y < cuneo.y
    assert cuneo.x < pavia.x < milan.x
    for one in view.circles:
        assert 0 < one.x < WIDTH
        assert 0 < one.y < HEIGHT


def test_a_point_of_the_drawing_tells_its_degrees() -> None:
    view = _map(Asked())
    milan = _circle(view, "milano")
    assert isclose(view.west + milan.x / WIDTH * view.degrees_x, 9.19, abs_tol=0.002)
    assert isclose(view.north - milan.y / HEIGHT * view.degrees_y, 45.46, abs_tol=0.002)


def test_a_chosen_province_shows_its_towns() -> None:
    view = _map(Asked(filters={"in": ("x://pavia",)}))
    assert {"voghera", "varzi"} <= set(_names(view))
    assert "pavia" not in _names(view)
    assert "rho" not in _names(view)


def test_a_chosen_town_shows_its_neighbours() -> None:
    view = _map(Asked(filters={"in": ("x://varzi",)}))
    assert _circle(view, "varzi").chosen
    assert not _circle(view, "voghera").chosen


def test_one_province_alone_shows_its_towns() -> None:
    counted = {one: COUNTED[one] for one in ("x://lombardia", "x://pavia", "x://varzi")}
    assert _names(_map(Asked(), counted)) == ["varzi"]


def test_a_province_without_known_towns_stays() -> None:
    assert _names(_map(Asked(filters={"in": ("x://cuneo",)}), {"x://cuneo": 1})) == ["cuneo"]


def test_a_circle_filters_and_a_chosen_one_takes_its_filter_away() -> None:
    asked = Asked("acqua", ("need",), {"in": ("x://varzi",)}, cursor="c", start=21, view="map")
    view = _map(asked)
    query = parse_qs(urlsplit(_circle(view, "voghera").href).query)
    assert query == {"q": ["acqua"], "kind": ["need"], "in": ["x://voghera"], "view": ["map"]}
    assert "in=" not in _circle(view, "varzi").href


def test_the_rectangle_is_drawn_where_it_is() -> None:
    view = _map(Asked(box=(44.7, 8.9, 45.2, 9.4), view="map"))
    assert view.frame is not None
    x, y, width, height = view.frame
    varzi = _circle(view, "varzi")
    assert x < varzi.x < x + width
    assert y < varzi.y < y + height
    assert [one.value for one in view.sides] == ["44.7", "8.9", "45.2", "9.4"]


def test_names_lose_what_all_provinces_are_called() -> None:
    assert _circle(_map(Asked()), "milano").name == "milano"


def test_names_do_not_cover_one_another() -> None:
    places = geography(
        *(province(f"x://{one}", "x://l", (45.0 + one / 100, 9.0)) for one in range(30)),
        province("x://far", "x://l", (47.0, 12.0)),
    )
    facets = {"in": (*((f"x://{one}", 5) for one in range(30)), ("x://far", 1))}
    view = make_map(Asked(), Results(1, (), facets, None, 1), NAMING, places)
    lines = sorted(one.name_y for one in view.circles if one.name and one.text.count("far") == 0)
    assert len(view.circles) == 31
    assert all(second - first > 10 for first, second in pairwise(lines))


def test_no_place_leaves_an_empty_map_of_the_region() -> None:
    view = _map(Asked(), {})
    assert view.circles == ()
    assert 7 < view.west < 9.2
    assert [one.value for one in view.sides] == ["", "", "", ""]
