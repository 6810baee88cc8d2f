"""Numbers and days as they are compared."""

import math
from datetime import date

from smartland.errors import Invalid, Label, Problem

_NOT_A_BOUND = Label(
    it="«{value}» non è un limite per «{name}»: serve un numero o una data come 2026-05-31.",
    en="“{value}” is no bound for “{name}”: give a number or a day like 2026-05-31.",
)


def number_bound(name: str, value: float | str | None) -> float | None:
    """A bound of the number ``name``; None is open. Raises Invalid."""
    if value is None:
        return None
    if isinstance(value, str) or math.isnan(value):
        raise _not_a_bound(name, value)
    try:
        return float(value)
    except OverflowError as error:
        raise _not_a_bound(name, value) from error


def day_bound(name: str, value: float | str | None) -> int | None:
    """A bound of the date ``name``, counted from 0001-01-01; None is open. Raises Invalid."""
    if value is None:
        return None
    day = day_number(value) if isinstance(value, str) else None
    if day is None:
        raise _not_a_bound(name, value)
    return day


def day_number(day: str) -> int | None:
    """Days since 0001-01-01 of an ISO 8601 day or instant; None where no calendar has it."""
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None


def _not_a_bound(name: str, value: float | str) -> Invalid:
    text = _NOT_A_BOUND.format(value=value, name=name)
    return Invalid(text, problems=(Problem(name, text),))
