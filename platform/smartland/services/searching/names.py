"""Which concepts and places the words of a query name, kept up to date with the truth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from smartland.domain.kinds.knowledge import CONCEPT_KINDS
from smartland.domain.resource import Json, Revision
from smartland.domain.text import compact_code, query_words
from smartland.errors import Label
from smartland.matching.stems import stem
from smartland.ports.truth import Truth
from smartland.services.following import Followed
from smartland.services.labels import tail, texts

LONGEST_NAME = 8
"""Words of the longest names that are looked for."""
SHORTEST_PLACE = 4
"""Letters of the shortest places: ``Re`` and ``Ne`` are municipalities too."""
CODE_FIELDS = ("erc_panel", "ateco_code")
"""By what else concepts are asked for: panels of the ERC, activities of the register of firms."""

Key = tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """One concept or place; ``names`` are all it is called, ``keys`` those as they are looked up:
    stems of a concept's, words of a place's, since ``Nave`` is no ship and ``Monti`` no mountain.
    ``preferred`` are those of its label alone, ``type`` is the sort of a place, ``above`` what it
    is directly narrower than or part of."""

    iri: str
    label: Label
    names: tuple[str, ...]
    keys: frozenset[Key]
    preferred: frozenset[Key] = frozenset()
    above: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    type: str = ""


class NameTable:
    """All of them as of one moment; never changes."""

    def __init__(self, items: Mapping[str, Named]) -> None:
        self._items = items
        self._by_key: dict[Key, list[str]] = defaultdict(list)
        self._by_code: dict[str, list[str]] = defaultdict(list)
        self._has_narrower = frozenset(above for one in items.values() for above in one.above)
        for one in items.values():
            for name in one.keys:
                self._by_key[name].append(one.iri)
            for code in one.codes:
                self._by_code[code].append(one.iri)

    def get(self, iri: str) -> Named | None:
        """What is known of ``iri``."""
        return self._items.get(iri)

    def called(self, key: Key) -> Sequence[str]:
        """The IRIs of all that has exactly this name."""
        return self._by_key.get(key, ())

    def coded(self, code: str) -> Sequence[str]:
        """The IRIs of the concepts that have this code, in its compact form."""
        return self._by_code.get(code, ())

    def says(self, word: str) -> bool:
        """Whether some name holds this folded word: it is one of the language, and no acronym."""
        return word in self._spoken

    @cached_property
    def _spoken(self) -> frozenset[str]:
        names = (name for one in self._items.values() for name in one.names)
        return frozenset(word for name in names for word in query_words(name))

    def is_whole_area(self, iri: str) -> bool:
        """Whether a concept has narrower ones and nothing above it: "energy", a corridor."""
        one = self._items.get(iri)
        return one is not None and not one.above and iri in self._has_narrower

    def under(self, prefix: str) -> Iterator[Named]:
        """All whose IRI begins with ``prefix``."""
        return (one for iri, one in self._items.items() if iri.startswith(prefix))


class Names:
    """The tables of concepts and of places, which change at different times."""

    def __init__(self, truth: Truth) -> None:
        self._concepts = Followed(truth, CONCEPT_KINDS, _concept, _table)
        self._places = Followed(truth, ("territory",), _place, _table)

    def concepts(self) -> NameTable:
        """Concepts, corridors and filiere as of now."""
        return self._concepts.current()

    def places(self) -> NameTable:
        """Territories as of now."""
        return self._places.current()


def stems_of(text: str) -> Key:
    """The stems of the words of ``text``, in order."""
    return tuple(stem(word) for word in query_words(text))


def words_of(text: str) -> Key:
    """The words of ``text``, in order."""
    return tuple(query_words(text))


def _table(items: dict[str, Named], _: date) -> NameTable:
    return NameTable(items)


def _concept(revision: Revision) -> Named:
    document = revision.document
    names = tuple(dict.fromkeys(_texts(document.get("label"), document.get("alt_label"))))
    codes = (code for name in CODE_FIELDS for code in document.get(name, ()))
    return Named(
        revision.iri,
        texts(document.get("label")) or tail(revision.iri),
        names,
        _keys(stems_of(name) for name in names),
        _keys(stems_of(name) for name in _texts(document.get("label"))),
        tuple(document.get("broader", ())),
        tuple(compact_code(code) for code in codes),
    )


def _place(revision: Revision) -> Named:
    document = revision.document
    names = tuple(dict.fromkeys(_texts(document.get("name"), document.get("alt_name"))))
    above = document.get("part_of", "")
    return Named(
        revision.iri,
        texts(document.get("name")) or tail(revision.iri),
        names,
        _keys(words_of(name) for name in names if len(name) >= SHORTEST_PLACE),
        above=(above,) if above else (),
        type=document.get("territory_type", ""),
    )


def _keys(found: Iterable[Key]) -> frozenset[Key]:
    return frozenset(one for one in found if 0 < len(one) <= LONGEST_NAME)


def _texts(*values: Json) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        else:
            for found in (value or {}).values():
                yield from (found,) if isinstance(found, str) else found
