"""How much each way of matching counts: the one table of scores, for every engine."""

import re

PART_WEIGHTS = {"title": 3.0, "text": 1.0}
PREFIX_SCORE = 0.5
FUZZY_SCORE = 0.2
EXACT_SCORE = 1.0
FORM_SCORE = 0.8

CODE_SCORE = 1000.0
"""Above every sum that words reach: a document asked for by its code comes first."""

MOST_FORGIVEN = 8
"""In longer texts each similar word costs as much, and one mistyped word matters little."""

_DIGIT = re.compile(r"\d")


def typing_errors(word: str) -> int:
    """How many typing errors are forgiven: 0 up to 3 letters and in numbers, 1 up to 7, else 2."""
    if len(word) <= 3 or _DIGIT.search(word):
        return 0
    return 1 if len(word) <= 7 else 2
