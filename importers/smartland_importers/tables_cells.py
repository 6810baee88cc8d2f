"""What a number in a cell of XLSX means: the text that a person sees, dates as ISO 8601."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

_DAY_SECONDS = 86_400
_EPOCH_1900 = datetime(1899, 12, 30, tzinfo=UTC)
_EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_LAST_DAY = 2_958_465  # 9999-12-31, the last one that spreadsheet programs know
# the formats that every program knows by number (ECMA-376 part 1, 18.8.30)
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))
_TIMES = frozenset((18, 19, 20, 21, 32, 33, 45, 46, 47, 55, 56))
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.I)
_LONGEST_CODE = 255
"""Characters of a format's code that programs accept."""
_ZEROS = re.compile(r"0{2,20}")

PLAIN, DATE, TIME = "plain", "date", "time"


@dataclass(frozen=True)
class NumberFormat:
    """How numbers of one style are shown: ``sort`` of value, and digits to fill up with zeros."""

    sort: str = PLAIN
    digits: int = 0


GENERAL = NumberFormat()


def number_format(identifier: int, code: str) -> NumberFormat:
    """The format of a style by its number and, where the workbook gives one, its code."""
    if not code:
        if identifier in _TIMES:
            return NumberFormat(TIME)
        return NumberFormat(DATE) if identifier in _DATES or 45 <= identifier <= 47 else GENERAL
    if _ZEROS.fullmatch(code):
        return NumberFormat(digits=len(code))
    letters = _LITERAL.sub("", code[:_LONGEST_CODE].split(";", maxsplit=1)[0]).lower()
    if "general" in letters or not set(letters) & set("ymdhs"):
        return GENERAL
    return NumberFormat(DATE if set(letters) & set("yd") else TIME)


def show_number(text: str, shown: NumberFormat, *, from_1904: bool) -> str:
    """The text of a number: ``1.5E3`` → ``1500``, ``45443`` as a date → ``2024-05-31``.

    What is no number stays as it is.
    """
    try:
        number = float(text)
    except ValueError:
        return text
    if shown.sort != PLAIN and 0 <= number <= _LAST_DAY:
        return _show_time(number, shown.sort, from_1904=from_1904)
    if not abs(number) < 1e21:
        return text
    # 15 digits are what spreadsheet programs keep; more would show the errors of binary fractions
    plain = format(Decimal(format(number, ".15g")), "f")
    return plain.zfill(shown.digits) if number >= 0 else plain


def _show_time(number: float, sort: str, *, from_1904: bool) -> str:
    seconds = round(number * _DAY_SECONDS)
    if sort == TIME and number < 1:
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    if not from_1904 and number < 60:
        seconds += _DAY_SECONDS  # the 29 February 1900 that never was
    moment = (_EPOCH_1904 if from_1904 else _EPOCH_1900) + timedelta(seconds=seconds)
    if seconds % _DAY_SECONDS == 0:
        return moment.date().isoformat()
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
