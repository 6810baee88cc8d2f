"""Values that people give to a field (``territorio:pavia``, ``stato:aperto``), as queries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from smartland.domain.fields import Concept
from smartland.domain.kinds import KINDS
from smartland.errors import Label
from smartland.ports.search import AnyOf, CodeIs, Query, Range, TermIs
from smartland.services.searching.bands import BUDGET_BAND, LICENCE, YEAR, licence_called
from smartland.services.searching.bounds import Bounds, date_range, number_range, read_bounds
from smartland.services.searching.expansion import kinds_called
from smartland.services.searching.fields import CODE, DATE, NUMBER, TERM, flat_fields
from smartland.services.searching.grammar import Comparison, FieldValue
from smartland.services.searching.names import NameTable, stems_of, words_of
from smartland.services.searching.shorthands import expand

PLACES = ("in", "municipality", "territory", "part_of")
MOST_YEARS = 60
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
        found = list(dict.fromkeys(found))[:MAX_VALUES]
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
            for scheme in _schemes().get(name, ()):
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
        for scheme in _schemes().get(name, ()):
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
    first = int(max(low if low is not None else 1970.0, 1900.0))
    last = int(min(high if high is not None else first + MOST_YEARS, 9999.0))
    if low is not None and low > first:  # ">2020" begins after it
        first += 1
    yield from (str(year) for year in range(first, min(last, first + MOST_YEARS) + 1))


def _licences(text: str) -> tuple[str, ...]:
    return (licence_called(text) or text,)


_SPECIAL: Mapping[str, Callable[[str], tuple[str, ...] | Iterator[str]]] = {
    YEAR: _years,
    LICENCE: _licences,
    BUDGET_BAND: lambda text: (text,),
}


@cache
def _schemes() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for kind in KINDS.values():
        for one in flat_fields(kind.fields):
            if isinstance(one, Concept):
                found.setdefault(one.name, {})[one.scheme.rstrip("/")] = None
    return {name: tuple(schemes) for name, schemes in found.items()}
