"""What bands and codes of the start-up register say for certain: ATECO codes and sizes of firms."""

import re

from smartland.domain.codes import ateco_code
from smartland.domain.kinds.shared import SIZES

LATEST_EDITION, EDITION_BEFORE = "2025", "2007"
IN_USE_SINCE = "2025-04-01"
"""The day since which the registers write ATECO 2025 codes (ISTAT, circular of January 2025)."""

# divisions of ATECO 2007 and 2025
_DIVISIONS = frozenset(range(1, 100)) - {4, 34, 40, 44, 54, 57, 67, 76, 83, 89}
_FARMING = range(1, 4)
# the letters of the register's own bands
_STAFF = {"A": (0, 4), "B": (5, 9), "C": (10, 19), "D": (20, 49), "E": (50, 249), "F": (250, 10**6)}
_PRODUCTION = {
    "A": (0, 100_000),
    "B": (100_001, 500_000),
    "C": (500_001, 1_000_000),
    "D": (1_000_001, 2_000_000),
    "E": (2_000_001, 5_000_000),
    "F": (5_000_001, 10_000_000),
    "G": (10_000_001, 50_000_000),
}
_NUMBER = re.compile(r"\d+(?:\.\d{3})*")
# head count and turnover of Recommendation 2003/361/EC
_MICRO, _SMALL, _MEDIUM = (9, 2_000_000), (49, 10_000_000), (249, 50_000_000)


def dotted(written: str, sector: str) -> str:
    """An ATECO code with its dots: ``721029`` → ``72.10.29``; empty where it cannot be one.

    A zero in front that a spreadsheet program took away comes back where the division would not
    exist without it, or where ``sector`` says that the firm farms or fishes.
    """
    digits = written.replace(".", "").strip()
    if not re.fullmatch(r"\d{2,6}", digits):
        return ""
    farms = "agricoltura" in sector.lower() or "pesca" in sector.lower()
    candidates = [digits] if len(digits) == 6 else [digits, f"0{digits}"]
    for one in candidates:
        division = int(one[:2])
        if division not in _DIVISIONS or (farms and division not in _FARMING):
            continue
        return ateco_code(".".join(one[start : start + 2] for start in range(0, len(one), 2)))
    return ""


def size_class(staff: str, production: str) -> str:
    """The size class that both bands leave no doubt about; empty otherwise.

    Turnover above a threshold proves nothing, since the balance sheet may be below it.
    """
    people, money = _band(staff, _STAFF), _band(production, _PRODUCTION)
    if people and people[0] > _MEDIUM[0]:
        return f"{SIZES}/large"
    if not people or not money:
        return ""
    below = 0
    for name, (most, turnover) in (("micro", _MICRO), ("small", _SMALL), ("medium", _MEDIUM)):
        if below <= people[0] and people[1] <= most and money[1] <= turnover:
            return f"{SIZES}/{name}"
        below = most + 1
    return ""


def _band(text: str, letters: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    """(least, most) of a band: ``0-4``, ``100.001 - 500.000 euro`` or the register's letter."""
    if text in letters:
        return letters[text]
    numbers = [int(one.replace(".", "")) for one in _NUMBER.findall(text)[:2]]
    if len(numbers) != 2 or numbers[0] > numbers[1]:
        return None
    return numbers[0], numbers[1]
