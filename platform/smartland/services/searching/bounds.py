"""Bounds that people type: ``>2026-01-01``, ``10000..50000``, ``<= 1,5 mln``, ``2026-05``."""

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

_OPERATOR = re.compile(r"(?P<operator>>=|<=|=>|=<|≥|≤|>|<|=)?\s*(?P<value>.+)", re.DOTALL)
_BETWEEN = re.compile(r"\s*(?:\.\.+|…)\s*")
_NUMBER = re.compile(r"(?P<digits>\d[\d.,' ]*)\s*(?P<unit>[a-z€]*)", re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_ITALIAN = re.compile(r"(?:(?P<day>\d{1,2})[/.])?(?P<month>\d{1,2})[/.](?P<year>\d{4})")
_UNITS = {
    "": 1.0,
    "€": 1.0,
    "eur": 1.0,
    "euro": 1.0,
    "k": 1e3,
    "mila": 1e3,
    "m": 1e6,
    "mln": 1e6,
    "milioni": 1e6,
    "million": 1e6,
    "mld": 1e9,
    "bn": 1e9,
}
_OF_THREE = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")


@dataclass(frozen=True)
class Bounds:
    """Two texts, None where open; with ``above`` or ``below`` the bound itself is left out."""

    low: str | None
    high: str | None
    above: bool = False
    below: bool = False


def read_bounds(text: str) -> Bounds | None:
    """The bounds in ``text``; one value alone is both. None where there is nothing to compare."""
    sides = _BETWEEN.split(text.strip(), maxsplit=1)
    if len(sides) == 2:
        low, high = (side.strip() or None for side in sides)
        return Bounds(low, high) if low or high else None
    found = _OPERATOR.fullmatch(text.strip())
    if found is None:
        return None
    return _compared(found["operator"] or "=", found["value"].strip())


def _compared(operator: str, value: str) -> Bounds:
    strict = operator in "<>"
    if operator in (">", ">=", "=>", "≥"):
        return Bounds(value, None, above=strict)
    if operator in ("<", "<=", "=<", "≤"):
        return Bounds(None, value, below=strict)
    return Bounds(value, value)


def number_range(bounds: Bounds) -> tuple[float | None, float | None] | None:
    """The numbers of ``bounds``, both inclusive; None where one cannot be read."""
    low, high = (_number(side) if side else None for side in (bounds.low, bounds.high))
    if (bounds.low and low is None) or (bounds.high and high is None):
        return None
    if low is not None and bounds.above:
        low = math.nextafter(low, math.inf)
    if high is not None and bounds.below:
        high = math.nextafter(high, -math.inf)
    return low, high


def date_range(bounds: Bounds) -> tuple[str | None, str | None] | None:
    """The days of ``bounds``, both inclusive, a month or year meant whole; None where one cannot
    be read."""
    low, high = (_days(side) if side else None for side in (bounds.low, bounds.high))
    if (bounds.low and low is None) or (bounds.high and high is None):
        return None
    try:
        first = (low[1] + timedelta(days=1) if bounds.above else low[0]) if low else None
        last = (high[0] - timedelta(days=1) if bounds.below else high[1]) if high else None
    except OverflowError:
        return None
    return first.isoformat() if first else None, last.isoformat() if last else None


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.strip())
    unit = _UNITS.get(found["unit"].casefold()) if found else None
    if found is None or unit is None:
        return None
    digits = found["digits"].strip()
    if _OF_THREE.fullmatch(digits):
        digits = re.sub(r"[.,' ]", "", digits)
    try:
        return float(digits.replace(",", ".")) * unit
    except ValueError:
        return None


def _days(text: str) -> tuple[date, date] | None:
    """The first and last day of what ``text`` names."""
    text = text.strip()
    found = _ISO.fullmatch(text) or _ITALIAN.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"])
    months = (int(found["month"]),) * 2 if found["month"] else (1, 12)
    try:
        if found["day"]:
            day = date(year, months[0], int(found["day"]))
            return day, day
        last = calendar.monthrange(year, months[1])[1]
        return date(year, months[0], 1), date(year, months[1], last)
    except ValueError:
        return None
