"""Which names the index knows: the one table behind every engine's fields."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smartland.domain.fields import PUBLIC, Date, Decimal, Field, Integer, Part
from smartland.domain.kinds import KINDS
from smartland.errors import Invalid, Label, Problem
from smartland.ports.search import IndexDocument

COUNTED = (
    *("kind", "in", "holder", "source", "municipality", "territory", "part_of"),
    *("year", "budget_band", "licence"),
)
"""Terms that documents carry besides the fields declared as facets."""
NOT_COUNTED = ("refers", "named")
"""Terms to filter by only: nearly every value occurs once, so that counting them says nothing."""
PLACE = ("lat", "lon")
"""The two numbers of ``IndexDocument.point``, for ranges (a bounding box)."""

_UNKNOWN = Label(it="L'indice non conosce il nome «{name}».", en="The index has no “{name}”.")


@dataclass(frozen=True)
class IndexNames:
    """``facets`` are filtered by and counted, ``filters`` only filtered by; numbers and dates are
    for ranges and sorting. A name of a document or request that is not here is an error."""

    facets: tuple[str, ...]
    filters: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    def check_term(self, name: str) -> None:
        """Raise Invalid unless ``name`` can be filtered by."""
        if name not in self.facets and name not in self.filters:
            raise unknown(name)

    def check_facet(self, name: str) -> None:
        """Raise Invalid unless ``name`` can be counted."""
        if name not in self.facets:
            raise unknown(name)

    def check_document(self, document: IndexDocument) -> None:
        """Raise Invalid for a name that no search could ever reach."""
        for name in document.terms:
            self.check_term(name)
        for name in document.numbers:
            if name not in self.numbers:
                raise unknown(name)
        for name in document.dates:
            if name not in self.dates:
                raise unknown(name)


def unknown(name: str) -> Invalid:
    """The error that says that the index does not know ``name``."""
    text = _UNKNOWN.format(name=name)
    return Invalid(text, problems=(Problem(name, text),))


def declared_names() -> IndexNames:
    """The names that follow from the declarations of the kinds."""
    fields = [one for kind in KINDS.values() for one in _flat(kind.fields)]
    return IndexNames(
        facets=_sorted({*COUNTED, *(one.name for one in fields if one.facet)}),
        filters=NOT_COUNTED,
        numbers=_sorted(one.name for one in fields if isinstance(one, Integer | Decimal)),
        dates=_sorted(one.name for one in fields if isinstance(one, Date)),
    )


def _flat(fields: Iterable[Field]) -> Iterator[Field]:
    for one in fields:
        if one.visibility != PUBLIC:
            continue
        yield one
        if isinstance(one, Part):
            yield from _flat(one.of.fields)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
