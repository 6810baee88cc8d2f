"""JSON from elsewhere as values that can do no harm: how much, how deep, how long a number.

Python reads numbers of any size into memory, and what is nested hundreds of levels deep brings
down whoever walks through it. A text of two bytes a value becomes a hundred times as large.
"""

import json
from decimal import Decimal
from typing import Final

from smartland.domain.resource import Json

MOST_BYTES: Final = 64_000_000
MOST_VALUES: Final = 3_000_000
DEEPEST: Final = 100
LONGEST_NUMBER: Final = 40
"""Characters; a longer one stays the text that it is, which no field takes for a number."""


def decode(body: bytes) -> str:
    """The text of a body in UTF-8, with or without a byte order mark.

    Raises ValueError where it is not, or holds more than one JSON value may.
    """
    if len(body) > MOST_BYTES:
        raise ValueError(f"{len(body)} bytes, more than {MOST_BYTES}")
    marks = sum(body.count(mark) for mark in (b",", b"[", b"{"))
    if marks > MOST_VALUES:
        raise ValueError(f"more than {MOST_VALUES} values")
    return body.decode("utf-8-sig")


def load(text: str, *, decimals: bool = False) -> Json:
    """The one value of a text, fractions as Decimal where ``decimals``, NaN as null.

    Raises ValueError.
    """
    try:
        return check_depth((_EXACT if decimals else _PLAIN).decode(text))
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error


def load_next(text: str, at: int) -> tuple[Json, int]:
    """The value that begins at a place, fractions as Decimal, and the place behind it.

    Raises ValueError, which knows its ``pos`` where the text is no JSON.
    """
    try:
        value, end = _EXACT.raw_decode(text, at)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    return check_depth(value), end


def check_depth(value: Json) -> Json:
    """The value itself. Raises ValueError where it is nested too deeply."""
    level: list[Json] = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return value
    raise ValueError(_TOO_DEEP)


def _inside(value: Json) -> list[Json]:
    """The lists and objects in a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in inner if isinstance(one, dict | list)]


def _integer(written: str) -> int | str:
    return int(written) if len(written) <= LONGEST_NUMBER else written


def _fraction(written: str) -> float | str:
    return float(written) if len(written) <= LONGEST_NUMBER else written


def _decimal(written: str) -> Decimal | str:
    """A number with an exponent of a few digits; ``1e999999999`` would be a gigabyte of zeros."""
    if len(written) > LONGEST_NUMBER:
        return written
    exponent = written.lower().partition("e")[2].lstrip("+-")
    return Decimal(written) if len(exponent) <= 2 else written


def _nothing(_: str) -> None:
    """NaN and Infinity, which are no JSON, and which programs write for what they do not know."""


_TOO_DEEP = f"nested deeper than {DEEPEST} levels"
_PLAIN = json.JSONDecoder(parse_int=_integer, parse_float=_fraction, parse_constant=_nothing)
_EXACT = json.JSONDecoder(parse_int=_integer, parse_float=_decimal, parse_constant=_nothing)
