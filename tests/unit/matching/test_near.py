"""Near in territory."""

import math

import pytest

from smartland.domain.kinds.territory import HOMOGENEOUS_AREA, MUNICIPALITY, PROVINCE, REGION
from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.geography import Geography, Territory
from smartland.matching.near import measure
from smartland.matching.profile import ABOUT, SEAT, Place, Profile
from smartland.matching.signals import World
from smartland.matching.taxonomy import Taxonomy


def place(
    iri: str,
    kind: str,
    part_of: str = "",
    members: tuple[str, ...] = (),
    point: tuple[float, float] | None = None,
) -> Territory:
    return Territory(iri, Label(iri.title(), iri.title()), kind, part_of, members, point)


WORLD = World(
    Taxonomy({}),
    Geography(
        {
            one.iri: one
            for one in (
                place("lombardia", REGION),
                place("pv", PROVINCE, "lombardia"),
                place("lc", PROVINCE, "lombardia"),
                place("voghera", MUNICIPALITY, "pv", point=(44.9926, 9.0088)),
                place("varzi", MUNICIPALITY, "pv", point=(44.8236, 9.1969)),
                place("pavia", MUNICIPALITY, "pv", point=(45.1847, 9.1582)),
                place("lecco", MUNICIPALITY, "lc", point=(45.8566, 9.3977)),
                place("tortona", MUNICIPALITY, "al", point=(44.8944, 8.8636)),
                place("oltrepò", HOMOGENEOUS_AREA, members=("voghera", "varzi")),
            )
        }
    ),
)


def at(territory: str, role: str = SEAT, point: tuple[float, float] | None = None) -> Profile:
    return Profile("x", "stakeholder", places=(Place(territory, role, point),))


@pytest.mark.parametrize(
    ("asked", "offered", "value"),
    [
        ("voghera", "voghera", weights.INSIDE),
        ("pv", "voghera", weights.INSIDE),
        ("oltrepò", "varzi", weights.INSIDE),
        ("voghera", "varzi", weights.SAME_AREA),
        ("voghera", "pavia", weights.SAME_PROVINCE),
        ("voghera", "lecco", weights.SAME_REGION),
    ],
)
def test_what_is_shared_of_the_territory_counts_by_the_table(
    asked: str, offered: str, value: float
) -> None:
    assert measure(at(asked, ABOUT), at(offered), WORLD).value == pytest.approx(value)


def test_otherwise_kilometres_count() -> None:
    found = measure(at("voghera"), at("tortona"), WORLD)
    assert found.value == pytest.approx(math.exp(-15.8 / weights.KM_SCALE), abs=0.01)
    assert found.reason is not None
    assert found.reason.it == "Voghera – Tortona, a 16 km"
    assert found.reason.en == "Voghera – Tortona, 16 km away"


def test_nearer_is_never_worse() -> None:
    near, far = (measure(at("voghera"), at(one), WORLD).value for one in ("tortona", "lecco"))
    assert near > far


def test_the_same_area_is_named_with_the_distance() -> None:
    reason = measure(at("voghera"), at("varzi"), WORLD).reason
    assert reason is not None
    assert reason.it == "nella stessa area omogenea (Oltrepò), a 24 km"


def test_the_same_town_has_no_distance() -> None:
    reason = measure(at("voghera"), at("voghera"), WORLD).reason
    assert reason is not None
    assert reason.en == "in the same municipality (Voghera)"


def test_whoever_works_in_the_province_is_near_its_towns() -> None:
    found = measure(at("voghera", ABOUT), at("pv", ABOUT), WORLD)
    assert found.value == weights.WORKS_THERE
    assert found.reason is not None
    assert found.reason.it == "opera in un territorio che comprende Voghera"


def test_whoever_works_in_the_whole_region_is_hardly_nearer() -> None:
    assert measure(at("lecco"), at("lombardia", ABOUT), WORLD).value == weights.SAME_REGION


def test_a_position_without_a_municipality_is_a_place_too() -> None:
    found = measure(at("voghera"), at("", SEAT, (44.9926, 9.0088)), WORLD)
    assert found.value == pytest.approx(1.0)

    assert found.reason is not None
    assert found.reason.it == "Voghera, a meno di 1 km"


def test_whoever_works_in_a_whole_province_is_not_in_its_middle() -> None:
    assert measure(at("tortona"), at("pv", ABOUT), WORLD).value == 0.0


def test_nobody_is_near_who_is_nowhere() -> None:
    assert measure(at("voghera"), Profile("x", "stakeholder"), WORLD).value == 0.0
    assert measure(at("voghera"), at("unheard"), WORLD).value == 0.0
