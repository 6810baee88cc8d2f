"""Identifiers among what was typed: of projects, bodies, firms, activities, panels."""

import re
from collections.abc import Iterator, Sequence

from smartland.domain.codes import vat_number
from smartland.domain.text import compact_code

MAX_CODES = 6
LONGEST_RUN = 5
"""Pieces that one code may be typed in: ``J41 B21 0000 10001``."""

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPACED = re.compile(r"(?:it)?\d{11}|\d{9}|[a-z]\d{2}[a-z]\d{2}[a-z0-9]{9}")
"""Codes that people type with spaces, in their compact form: partita IVA, PIC, CUP."""
_VAT = re.compile(r"it(\d{11})")
_SHORTENED = re.compile(r"\d{8,10}")
_ACTIVITY = re.compile(r"\d\d\.\d\d\.\d\d?")
"""ATECO: many registers know the class only, the first four digits."""
SHORTEST = 3


def typed_codes(pieces: Sequence[str]) -> tuple[str, ...]:
    """The identifiers that ``pieces`` of a text may be, in compact form.

    A piece alone is one when it has a digit and is no year. Several in a row are one when together
    they have the form of a code that is often typed with spaces. The whole text is one if it has a
    digit, and a text of one piece whatever it is: some bodies have a code of letters.
    """
    whole = compact_code("".join(pieces))
    first = (whole,) if whole and (len(pieces) == 1 or has_digit(whole)) else ()
    return tuple(dict.fromkeys((*first, *_all(pieces))))[:MAX_CODES]


def has_digit(code: str) -> bool:
    """Whether ``code`` could not be a mere word."""
    return _DIGIT.search(code) is not None


def _all(pieces: Sequence[str]) -> Iterator[str]:
    for start in range(len(pieces)):
        for end in range(start + 1, min(start + LONGEST_RUN, len(pieces)) + 1):
            code = compact_code("".join(pieces[start:end]))
            alone = end == start + 1
            if _is_single(code) if alone else _SPACED.fullmatch(code):
                yield from _forms(code)
            if alone and _ACTIVITY.fullmatch(pieces[start]):
                yield code[:4]


def _is_single(code: str) -> bool:
    return len(code) >= SHORTEST and has_digit(code) and not _YEAR.fullmatch(code)


def _forms(code: str) -> Iterator[str]:
    """The code; a partita IVA without its country, or with the zeros that spreadsheets drop."""
    country = _VAT.fullmatch(code)
    if country:
        yield country[1]
    yield code
    if _SHORTENED.fullmatch(code):
        try:
            yield vat_number(code.zfill(11))
        except ValueError:
            return
