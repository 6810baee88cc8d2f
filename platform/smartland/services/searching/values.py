"""Values that people give to a field (``territorio:pavia``, ``stato:aperto``), as queries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor

from smartland.domain.kinds import KINDS
from smartland.errors import Label
from smartland.ports.search import AnyOf, CodeIs, Query, Range, TermIs
from smartland.services.searching.bands import BUDGET_BAND, LICENCE, YEAR, licence_called
from smartland.services.searching.bounds import Bounds, date_range, number_range, read_bounds
from smartland.services.searching.expansion import kinds_called
from smartland.services.searching.fields import CODE, DATE, NUMBER, TERM
from smartland.services.searching.grammar import Comparison, FieldValue
from smartland.services.searching.names import NameTable, stems_of, words_of
from smartland.services.searching.shorthands import expand, schemes_of_fields

PLACES = ("in", "municipality", "territory", "part_of")
EARLIEST, LATEST = 1, 9999
MOST_YEARS = 60
"""Of a longer stretch of years the last ones count, of an open one those at its bound."""
MAX_VALUES = 12


@dataclass(frozen=True)
class Values:
    """Reads values by what concepts and places are called now; ``base`` is our address."""

    base: str
    concepts: NameTable
    places: NameTable

    def query(self, part: FieldValue) -> Query | None:
        """What holds the value in one of the fields it may mean; None if it can be in none."""
        found = [one for sort, name in part.fields for one in self._one(sort, name, part.text)]
        # tipo:comune, kind:university: sorts of bodies are no kinds of resources, but are meant
        if not found and (TERM, "kind") in part.fields:
            found = [*self._one(TERM, "stakeholder_kind", part.text), TermIs("kind", part.text)]
        most = MOST_YEARS if (TERM, YEAR) in part.fields else MAX_VALUES
        found = list(dict.fromkeys(found))[:most]
        if not found:
            return None
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def compare(self, part: Comparison) -> Query | None:
        """What lies between the bounds; None if they cannot be read."""
        found = [one for sort, name in part.fields for one in _between(sort, name, part.bounds)]
        if not found:
            return None
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def labels(self, name: str) -> Iterator[Label]:
        """What the values of a field may be called: for whoever typed another."""
        if name == "kind":
            yield from (kind.label for kind in KINDS.values())
        elif name in PLACES:
            yield from (one.label for one in self.places.under(""))
        else:
            for scheme in schemes_of_fields().get(name, ()):
                yield from (one.label for one in self.concepts.under(f"{scheme}/"))

    def _one(self, sort: str, name: str, text: str) -> Iterator[Query]:
        if sort == CODE:
            yield CodeIs(text)
        elif sort in (NUMBER, DATE):
            bounds = read_bounds(text)
            yield from _between(sort, name, bounds) if bounds else ()
        else:
            yield from (TermIs(name, value) for value in self._terms(name, text))

    def _terms(self, name: str, text: str) -> Iterator[str]:
        if name == "kind":
            yield from (text,) if text in KINDS else kinds_called(text)
            return
        special = _SPECIAL.get(name)
        if special:
            yield from special(text)
            return
        yield from expand(name, text, self.base)
        if name in PLACES:
            yield from self.places.called(words_of(text))
        for scheme in schemes_of_fields().get(name, ()):
            prefix = f"{scheme}/"
            named = self.concepts.called(stems_of(text))
            yield from (iri for iri in named if iri.startswith(prefix))
            # The lists of the EU have notations in capitals: ENVI, CSV
            yield from () if "/" in text or ":" in text else (f"{prefix}{text.upper()}",)


def _between(sort: str, name: str, bounds: Bounds) -> Iterator[Range]:
    low: float | str | None
    high: float | str | None
    found = number_range(bounds) if sort == NUMBER else date_range(bounds)
    if found:
        low, high = found
        yield Range(name, low, high)


def _years(text: str) -> Iterator[str]:
    bounds = read_bounds(text)
    found = number_range(bounds) if bounds else None
    if not found:
        yield text
        return
    low, high = found
    last = floor(_calendar(high)) if high is not None else LATEST
    first = ceil(_calendar(low)) if low is not None else last - MOST_YEARS + 1
    if high is None:
        last = first + MOST_YEARS - 1
    yield from (str(year) for year in range(max(first, last - MOST_YEARS + 1), last + 1))


def _calendar(year: float) -> float:
    return min(max(year, EARLIEST), LATEST)


def _licences(text: str) -> tuple[str, ...]:
    return (licence_called(text) or text,)


_SPECIAL: Mapping[str, Callable[[str], tuple[str, ...] | Iterator[str]]] = {
    YEAR: _years,
    LICENCE: _licences,
    BUDGET_BAND: lambda text: (text,),
}
