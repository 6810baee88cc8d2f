"""The straight way through a document in which nothing is wrong: the same readers, no ceremony.

marshmallow asks a dozen questions of every field so that it can say everything that is wrong.
Most harvested documents are in order; where one is not, marshmallow looks at it from the start.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import marshmallow as ma

from smartland.domain.fields import Code, Concept, Field, Part, Ref, Text
from smartland.domain.kind import Kind
from smartland.domain.resource import Document, Json
from smartland.schemas.fields import READ, Name, languages
from smartland.schemas.several import many

Read = Callable[[Json], Json]
REPEATED = 5_000
"""Values remembered: those of concepts, of references and of codes come again and again."""
_LOOKED_UP = (Code, Concept, Ref)


class NotStraight(Exception):
    """Something is wrong with the document, or may be."""


@dataclass(frozen=True)
class _Plan:
    """The readers of some fields in order, and the names of those that must be there."""

    readers: tuple[tuple[str, Read], ...]
    names: frozenset[str]
    required: frozenset[str]

    def load(self, raw: Json) -> dict[str, Json]:
        if not isinstance(raw, Mapping) or not self.required <= raw.keys() <= self.names:
            raise NotStraight
        found = {name: read(raw[name]) for name, read in self.readers if name in raw}
        if None in raw.values():
            raise NotStraight
        return found


def load(kind: Kind, raw: Json, base: str) -> Document:
    """The canonical document of ``raw``, its rules unchecked. Raises NotStraight."""
    try:
        return _plan(kind, base).load(raw)
    except ma.ValidationError as error:
        raise NotStraight from error


@lru_cache(maxsize=200)
def _plan(kind: Kind, base: str) -> _Plan:
    return _plan_of(kind.fields, base, {})


def _plan_of(fields: Iterable[Field], base: str, more: dict[str, Read]) -> _Plan:
    fields = tuple(fields)
    readers = {one.name: _reader(one, base) for one in fields} | more
    required = frozenset(one.name for one in fields if one.required)
    return _Plan(tuple(readers.items()), frozenset(readers), required)


def _reader(field: Field, base: str) -> Read:
    if isinstance(field, Text) and field.languages:
        return partial(languages, field)
    one = _one(field, base)
    return partial(many, field, read=one) if field.many else one


def _one(field: Field, base: str) -> Read:
    if isinstance(field, Part):
        inner = _plan_of(field.of.fields, base, {"iri": Name().deserialize})
        return partial(_part, inner)
    read = READ[type(field)]
    if isinstance(field, _LOOKED_UP):
        return partial(_repeated, field, base)
    return lambda value: read(field, value, base)


def _part(plan: _Plan, value: Json) -> Json:
    if not value:
        raise NotStraight
    return plan.load(value)


def _repeated(field: Field, base: str, value: Json) -> Json:
    if not isinstance(value, str):  # what cannot be looked up is no code and no IRI
        raise NotStraight
    return _look_up(field, base, value)


@lru_cache(maxsize=REPEATED)
def _look_up(field: Field, base: str, value: str) -> Json:
    return READ[type(field)](field, value, base)
