"""What people type, as typed parts: our own small grammar, in which nothing is an error.

``acqua "banda larga" -fibra tipo:bando scadenza:>2026-01-01 budget:10000..50000``
"""

from collections.abc import Iterator
from dataclasses import dataclass

from smartland.services.searching.bounds import Bounds, read_bounds
from smartland.services.searching.fields import DATE, NUMBER, FieldNames, field_names
from smartland.services.searching.tokens import Piece, cut

_COMPARE = frozenset("<>=≤≥")


@dataclass(frozen=True)
class Word:
    """One piece that is searched as words (``l'acqua`` is two of them)."""

    text: str
    start: int
    end: int
    excluded: bool = False


@dataclass(frozen=True)
class QuotedPhrase:
    """Words in quotes: side by side, in order."""

    text: str
    start: int
    end: int
    excluded: bool = False


@dataclass(frozen=True)
class FieldValue:
    """A value of a field: ``name`` as typed, ``fields`` the (sort, name) that it may mean."""

    name: str
    fields: tuple[tuple[str, str], ...]
    text: str
    start: int
    end: int
    excluded: bool = False


@dataclass(frozen=True)
class Comparison:
    """Numbers or days of a field between two bounds."""

    name: str
    fields: tuple[tuple[str, str], ...]
    bounds: Bounds
    text: str
    start: int
    end: int
    excluded: bool = False


Part = Word | QuotedPhrase | FieldValue | Comparison


@dataclass(frozen=True)
class Typed:
    """The parts of what was typed, in order; ``unknown`` are names before a colon that no field
    has: those pieces are words."""

    text: str
    parts: tuple[Part, ...]
    unknown: tuple[str, ...] = ()


def read_typed(text: str, names: FieldNames | None = None) -> Typed:
    """The parts of ``text``; never raises. See ``tokens.cut`` for quotes, dashes and limits."""
    names = names or field_names()
    pieces = list(cut(text))
    strange = (one.name for one in pieces if _is_strange(one, names))
    parts = tuple(part for one in pieces for part in _parts(one, names))
    return Typed(text, parts, tuple(dict.fromkeys(strange)))


def _is_strange(piece: Piece, names: FieldNames) -> bool:
    # https://… is an address, not a field
    return bool(piece.name and not piece.text.startswith("//") and not names.of(piece.name))


def _parts(piece: Piece, names: FieldNames) -> Iterator[Part]:
    fields = names.of(piece.name) if piece.name else ()
    place = (piece.start, piece.end, piece.excluded)
    if fields:
        yield _field(piece, fields)
    elif piece.quoted:
        if piece.name:
            yield Word(piece.name, piece.start, piece.start + len(piece.name), piece.excluded)
        yield QuotedPhrase(piece.text, *place)
    else:
        yield Word(f"{piece.name}:{piece.text}" if piece.name else piece.text, *place)


def _field(piece: Piece, fields: tuple[tuple[str, str], ...]) -> Part:
    place = (piece.start, piece.end, piece.excluded)
    ranges = tuple(one for one in fields if one[0] in (NUMBER, DATE))
    compares = piece.text[:1] in _COMPARE or ".." in piece.text or "…" in piece.text
    bounds = read_bounds(piece.text) if ranges and not piece.quoted else None
    if bounds and (compares or len(ranges) == len(fields)):
        return Comparison(piece.name, ranges, bounds, piece.text, *place)
    return FieldValue(piece.name, fields, piece.text, *place)
