"""Several values of one field: each read, each kept once."""

import json
from collections.abc import Callable

import marshmallow as ma

from smartland.domain.fields import Field
from smartland.domain.resource import Json
from smartland.errors import Label
from smartland.schemas import texts

MAX_VALUES = 10_000


def refuse(label: Label) -> ma.ValidationError:
    """A marshmallow error that carries both languages."""
    return ma.ValidationError([label])


def many(field: Field, value: Json, read: Callable[[Json], Json]) -> list[Json]:
    """Each of several values read, repeated ones once. Raises what is wrong, by their places."""
    if not isinstance(value, list):
        raise refuse(texts.NOT_LIST)
    if len(value) > MAX_VALUES:
        raise refuse(texts.TOO_MANY.format(limit=MAX_VALUES))
    found, errors = [], {}
    for number, one in enumerate(value):
        try:
            found.append(read(one))
        except ma.ValidationError as error:
            errors[number] = error.messages
    if errors:
        raise ma.ValidationError(errors)
    if not found and field.required:
        raise refuse(texts.REQUIRED)
    return found if len(found) < 2 else _distinct(found)


def _distinct(values: list[Json]) -> list[Json]:
    """Each value once. The names of a part come in the order of its fields."""
    try:
        marked = {(*one.items(),) if isinstance(one, dict) else one: one for one in values}
    except TypeError:  # values in values: their text is compared
        marked = {json.dumps(one, sort_keys=True): one for one in values}
    return list(marked.values())
