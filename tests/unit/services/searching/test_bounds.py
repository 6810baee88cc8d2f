"""Bounds as people write them: numbers with units, days, months and years."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.services.searching.bounds import Bounds, date_range, number_range, read_bounds


def numbers(text: str) -> tuple[float | None, float | None] | None:
    bounds = read_bounds(text)
    return number_range(bounds) if bounds else None


def days(text: str) -> tuple[str | None, str | None] | None:
    bounds = read_bounds(text)
    return date_range(bounds) if bounds else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10000..50000", (10_000, 50_000)),
        ("10.000..50.000", (10_000, 50_000)),
        ("10,000", (10_000, 10_000)),
        ("1,5mln..", (1_500_000, None)),
        ("..2m", (None, 2_000_000)),
        ("<=10k", (None, 10_000)),
        (">= 3.25", (3.25, None)),
        ("≥10 mila €", None),
        ("poco", None),
        ("1..poco", None),
        ("..", None),
        ("", None),
    ],
)
def test_numbers(text: str, found: tuple[float | None, float | None] | None) -> None:
    assert numbers(text) == found


def test_strict_bounds_leave_the_number_out() -> None:
    low, high = numbers(">10") or (0, 0)
    assert high is None
    assert low == math.nextafter(10, 11)
    assert numbers("<10") == (None, math.nextafter(10, 9))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2026-02", ("2026-02-01", "2026-02-28")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("31/05/2026", ("2026-05-31", "2026-05-31")),
        ("05/2026", ("2026-05-01", "2026-05-31")),
        (">2026-05-31", ("2026-06-01", None)),
        (">2026", ("2027-01-01", None)),
        (">=2026", ("2026-01-01", None)),
        ("<2026-05", (None, "2026-04-30")),
        ("<=2026-05", (None, "2026-05-31")),
        ("2025..2026-03", ("2025-01-01", "2026-03-31")),
        ("2026-13", None),
        ("2026-02-30", None),
        ("0000", None),
        (">9999", None),
        ("domani", None),
    ],
)
def test_days(text: str, found: tuple[str | None, str | None] | None) -> None:
    assert days(text) == found


@given(st.text(max_size=40), st.booleans())
def test_no_text_is_an_error(text: str, above: bool) -> None:  # noqa: FBT001 - from hypothesis
    bounds = Bounds(text, text, above=above, below=not above)
    number_range(bounds)
    date_range(bounds)
    read_bounds(text)
