"""Who may answer: yes, no, or not known."""

import pytest

from smartland.domain.kinds.territory import MUNICIPALITY, PROVINCE
from smartland.errors import Label
from smartland.matching.eligibility import NO, UNKNOWN, YES, judge
from smartland.matching.geography import Geography, Territory
from smartland.matching.profile import ABOUT, SEAT, Place, Profile

GEOGRAPHY = Geography(
    {
        iri: Territory(iri, Label(iri, iri), kind, part_of)
        for iri, kind, part_of in (
            ("pv", PROVINCE, ""),
            ("lc", PROVINCE, ""),
            ("pavia", MUNICIPALITY, "pv"),
            ("lecco", MUNICIPALITY, "lc"),
        )
    }
)


def who(kind: str = "firm", *places: str) -> Profile:
    return Profile(
        "w", "stakeholder", stakeholder_kind=kind, places=tuple(Place(p, SEAT) for p in places)
    )


def call(kinds: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> Profile:
    return Profile("c", "call", eligible_kinds=kinds, eligible_places=places)


@pytest.mark.parametrize(
    ("need", "answer", "verdict"),
    [
        (call(), who(), YES),
        (call(("firm", "university")), who("firm"), YES),
        (call(("university",)), who("firm"), NO),
        (call(("university",)), who(""), UNKNOWN),
        (call(places=("pv",)), who("firm", "pavia"), YES),
        (call(places=("pv",)), who("firm", "lecco"), NO),
        (call(places=("pv",)), who("firm", "lecco", "pavia"), YES),
        (call(places=("pv",)), who("firm"), UNKNOWN),
        (call(places=("pv",)), who("firm", "unheard"), UNKNOWN),
        (call(("university",), ("pv",)), who("firm"), NO),
    ],
)
def test_kind_and_territory_decide(need: Profile, answer: Profile, verdict: str) -> None:
    assert judge(need, answer, GEOGRAPHY).verdict == verdict


def test_a_seat_outside_decides_where_only_the_field_of_work_is_unknown() -> None:
    places = (Place("lecco", SEAT), Place("unheard", ABOUT))
    answer = Profile("w", "stakeholder", places=places)
    assert judge(call(places=("pv",)), answer, GEOGRAPHY).verdict == NO


def test_what_is_missing_is_said() -> None:
    missing = judge(call(("firm",), ("pv",)), who(""), GEOGRAPHY).missing
    assert [one.en for one in missing] == [
        "the kind of stakeholder is not given",
        "it is not known whether the seat is in an eligible territory",
    ]
