"""The names that people may type before a colon: of filters, numbers, days and identifiers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from smartland.domain.fields import PUBLIC, Code, Field, Part
from smartland.domain.kinds import KINDS
from smartland.domain.text import every_word
from smartland.errors import LANGUAGES
from smartland.ports.search_names import declared_names

TERM, NUMBER, DATE, CODE = "term", "number", "date", "code"

_ALIASES: Mapping[str, tuple[str, ...]] = {
    "tipo": ("kind",),
    "type": ("kind",),
    "dove": ("in",),
    "where": ("in",),
    "luogo": ("in",),
    "place": ("in",),
    "territorio": ("in",),
    "territory": ("in",),
    "provincia": ("in",),
    "province": ("in",),
    "regione": ("in",),
    "region": ("in",),
    "comune": ("in",),
    "municipality": ("in",),
    "fonte": ("source",),
    "anno": ("year",),
    "licenza": ("licence",),
    "license": ("licence",),
    "stato": ("status", "state"),
    "status": ("status", "state"),
    "state": ("status", "state"),
    "competenza": ("competence",),
    "competenze": ("competence",),
    "competences": ("competence",),
    "skill": ("competence",),
    "corridoio": ("corridor",),
    "supply_chain": ("filiera",),
    "attore": ("stakeholder_kind",),
    "chi": ("stakeholder_kind",),
    "piva": ("vat",),
    "iva": ("vat",),
    "p_iva": ("vat",),
    "cf": ("tax_code",),
    "ateco": ("code",),
    "codice": ("code",),
    "code": ("code",),
    "costo": ("budget",),
    "importo": ("budget",),
    "dotazione": ("budget",),
    "risorse": ("budget",),
    "contributo": ("grant",),
    "scade": ("closes",),
    "apre": ("opens",),
}
"""What the declarations do not call so, or call so in several kinds; they come before those."""
_BRACKETS = re.compile(r"\([^)]*\)")


class FieldNames:
    """Which fields a typed name means, by what they are."""

    def __init__(self) -> None:
        names = declared_names()
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}
        for sort, known in (
            (TERM, (*names.facets, *names.filters)),
            (NUMBER, names.numbers),
            (DATE, names.dates),
            (CODE, _code_names()),
        ):
            for name in known:
                self._known[name] = (*self._known.get(name, ()), (sort, name))
        self._aliases = {**_by_label(), **{key: tuple(v) for key, v in _ALIASES.items()}}

    def of(self, typed: str) -> tuple[tuple[str, str], ...]:
        """(sort, name) of every field that ``typed`` may mean; nothing for an unknown name."""
        name = "_".join(every_word(typed))
        if name in _ALIASES:
            return self._all(self._aliases[name])
        return self._known.get(name) or self._all(self._aliases.get(name, ()))

    def _all(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple(one for name in names for one in self._known.get(name, ()))


@cache
def field_names() -> FieldNames:
    """The table, made once."""
    return FieldNames()


@cache
def filter_names() -> frozenset[str]:
    """Every name that results may be filtered by."""
    names = declared_names()
    return frozenset((*names.facets, *names.filters))


def flat_fields(fields: Iterable[Field]) -> Iterator[Field]:
    """The public fields of a kind, those of its parts too."""
    for one in fields:
        if one.visibility == PUBLIC:
            yield one
            if isinstance(one, Part):
                yield from flat_fields(one.of.fields)


def _every_field() -> Iterator[Field]:
    return (one for kind in KINDS.values() for one in flat_fields(kind.fields))


def _code_names() -> tuple[str, ...]:
    found = [(one.name, one.identifies) for one in _every_field() if isinstance(one, Code)]
    return tuple(dict.fromkeys(name for pair in found for name in pair if name))


def _by_label() -> dict[str, tuple[str, ...]]:
    """What fields are called, as one word: ``partita_iva`` → vat."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in _every_field():
        for language in LANGUAGES:
            name = "_".join(every_word(_BRACKETS.sub("", one.label[language])))
            found[name][one.name] = None
    return {label: tuple(names) for label, names in found.items()}
