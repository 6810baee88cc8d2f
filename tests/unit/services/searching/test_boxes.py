"""Rectangles as addresses write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.errors import Invalid
from smartland.services.searching.boxes import read_box, read_sides, write_box

DEGREES = st.integers(-9_000_000, 9_000_000).map(lambda one: one / 100_000)


@given(DEGREES, DEGREES, DEGREES, DEGREES)
def test_what_is_written_is_read_back(one: float, west: float, other: float, east: float) -> None:
    box = (min(one, other), west, max(one, other), east)
    assert read_box(write_box(box)) == box


def test_degrees_have_no_more_decimals_than_they_need() -> None:
    assert write_box((45.0, -0.0, 45.1, 9.123456)) == "45,0,45.1,9.12346"


def test_a_rectangle_may_cross_the_antimeridian() -> None:
    assert read_box("-20,170,-10,-170") == (-20.0, 170.0, -10.0, -170.0)


def test_nothing_is_no_rectangle() -> None:
    assert read_box(" ") is None
    assert read_sides({"south": " ", "west": ""}) is None


@pytest.mark.parametrize(
    "text",
    [
        "1,2,3", "1,2,3,4,5", "a,b,c,d", "46,8,45,9", "45,8,91,9", "45,-181,46,9",
        "nan,8,46,9", "45,8,inf,9", "45,,46,9", ",,,",
    ],
)  # fmt: skip
def test_what_is_no_rectangle_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_box(text)
    assert [one.field for one in refused.value.problems] == ["box"]
