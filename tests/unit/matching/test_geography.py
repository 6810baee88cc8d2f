"""Territories: what lies in what, and how far it is."""

import pytest

from smartland.domain.kinds.territory import HOMOGENEOUS_AREA, MUNICIPALITY, PROVINCE, REGION
from smartland.errors import Label
from smartland.matching.geography import Geography, Territory, distance_km

MILANO, PAVIA = (45.4642, 9.1900), (45.1847, 9.1582)


def place(iri: str, kind: str, part_of: str = "", **more: object) -> Territory:
    members = more.get("members", ())
    point = more.get("point")
    assert isinstance(members, tuple)
    assert point is None or isinstance(point, tuple)
    return Territory(iri, Label(iri, iri), kind, part_of, members, point)


GEOGRAPHY = Geography(
    {
        one.iri: one
        for one in (
            place("lombardia", REGION),
            place("pv", PROVINCE, "lombardia"),
            place("mi", PROVINCE, "lombardia"),
            place("pavia", MUNICIPALITY, "pv", point=PAVIA),
            place("voghera", MUNICIPALITY, "pv", point=(44.9926, 9.0088)),
            place("milano", MUNICIPALITY, "mi", point=MILANO),
            place("area", HOMOGENEOUS_AREA, members=("voghera", "gone")),
            place("lost", MUNICIPALITY),
            place("ring", PROVINCE, "loop"),
            place("loop", PROVINCE, "ring"),
        )
    }
)


def test_ancestors_are_what_it_is_part_of_and_its_areas() -> None:
    assert GEOGRAPHY.ancestors("voghera") == ("pv", "area", "lombardia")


def test_a_cycle_of_parts_ends() -> None:
    assert GEOGRAPHY.ancestors("ring") == ("loop",)


@pytest.mark.parametrize(
    ("inner", "wider", "answer"),
    [
        ("pavia", "pavia", True),
        ("pavia", "lombardia", True),
        ("voghera", "area", True),
        ("pavia", "mi", False),
        ("pavia", "area", False),
        ("pv", "area", None),
        ("lost", "pv", None),
        ("unheard", "area", None),
        ("pavia", "unheard", None),
    ],
)
def test_within_says_when_it_does_not_know(inner: str, wider: str, *, answer: bool | None) -> None:
    assert GEOGRAPHY.within(inner, wider) is answer


def test_a_distance_is_that_of_the_great_circle() -> None:
    assert distance_km(MILANO, PAVIA) == pytest.approx(31.2, abs=0.2)


def test_a_province_without_a_position_stands_in_the_middle_of_its_towns() -> None:
    latitude, longitude = GEOGRAPHY.point("pv") or (0.0, 0.0)
    assert latitude == pytest.approx((45.1847 + 44.9926) / 2)
    assert longitude == pytest.approx((9.1582 + 9.0088) / 2)


def test_without_a_position_there_is_no_distance() -> None:
    assert GEOGRAPHY.distance_km("lost", "pavia") is None
