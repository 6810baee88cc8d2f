"""Reconciliation requests as values: what a batch asks, bounded and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem, TooLarge
from smartland.services.reconcile.types import BATCH

MAX_TEXT = 500
MAX_CONDITIONS = 20
MAX_VALUES = 20
MAX_CANDIDATES = 25
USUAL_CANDIDATES = 5
MAX_IDS, MAX_COLUMNS = 200, 40

T = TypeVar("T", dict[str, Json], list[Json])

TOO_MANY = Label(
    it="Al massimo {limit} interrogazioni per volta.", en="At most {limit} queries at a time."
)
NOT_ONE = Label(it="Non è un'interrogazione: {why}.", en="Not a query: {why}.")
EXCESS = Label(it="Al massimo {limit}.", en="At most {limit}.")


@dataclass(frozen=True)
class Condition:
    """A property and the values that would do; a value is a text or the id of an entity."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One reconciliation query (§5.1)."""

    text: str = ""
    types: tuple[str, ...] = ()
    limit: int = USUAL_CANDIDATES
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Extension:
    """Which properties of which entities are wanted (§8.4)."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def read_batch(body: Json) -> dict[str, Question]:
    """A query batch by its keys. Raises Invalid naming the query, or TooLarge."""
    batch = _as(dict, body, "queries")
    if len(batch) > BATCH:
        raise TooLarge(TOO_MANY.format(limit=BATCH))
    return {name: _read_one(one, f"queries.{name[:50]}") for name, one in batch.items()}


def read_extension(body: Json) -> Extension:
    """A data extension query. Raises Invalid."""
    given = _as(dict, body, "extend")
    ids = _bounded(_as(list, given.get("ids"), "extend.ids"), MAX_IDS, "extend.ids")
    asked = _as(list, given.get("properties"), "extend.properties")
    columns = _bounded(asked, MAX_COLUMNS, "extend.properties")
    names = [
        _text(_as(dict, one, "extend.properties").get("id"), "extend.properties.id")
        for one in columns
    ]
    return Extension(tuple(_text(one, "extend.ids") for one in ids), tuple(dict.fromkeys(names)))


def _read_one(body: Json, place: str) -> Question:
    given = _as(dict, body, place)
    text = given.get("query")
    conditions = _as(list, given.get("properties") or [], f"{place}.properties")
    question = Question(
        text=_text(text, f"{place}.query") if text is not None else "",
        types=tuple(_types(given.get("type"), f"{place}.type")),
        limit=_limit(given.get("limit"), f"{place}.limit"),
        conditions=tuple(
            _condition(one, f"{place}.properties")
            for one in _bounded(conditions, MAX_CONDITIONS, f"{place}.properties")
        ),
    )
    if not question.text.strip() and not question.conditions:
        raise _wrong(f"{place}.query", "neither query nor properties")
    return question


def _condition(body: Json, place: str) -> Condition:
    given = _as(dict, body, place)
    name = _text(given.get("pid"), f"{place}.pid")
    value = given.get("v")
    values = value if isinstance(value, list) else [value]
    return Condition(
        name,
        tuple(_value(one, f"{place}.v") for one in _bounded(values, MAX_VALUES, f"{place}.v")),
    )


def _value(value: Json, place: str) -> str:
    """A property value (§3.4) as text: a reconciled cell by its id, true as ``true``."""
    if isinstance(value, dict):
        return _text(value.get("id"), f"{place}.id")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return _text(value, place)


def _types(value: Json, place: str) -> list[str]:
    """A type's id, an object with it, or a list of these."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [
        _text(one.get("id") if isinstance(one, dict) else one, place)
        for one in _bounded(values, MAX_VALUES, place)
    ]


def _limit(value: Json, place: str) -> int:
    if value is None:
        return USUAL_CANDIDATES
    # OpenRefine itself has sent 0 for "as many as you like"
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(place, "not a positive integer")
    return min(value or USUAL_CANDIDATES, MAX_CANDIDATES)


def _text(value: Json, place: str) -> str:
    if not isinstance(value, str):
        raise _wrong(place, "not a text")
    return value[:MAX_TEXT]


def _as(wanted: type[T], value: Json, place: str) -> T:
    if not isinstance(value, wanted):
        name = "an object" if wanted is dict else "an array"
        raise _wrong(place, f"not {name}")
    return value


def _bounded(values: Sequence[Json], limit: int, place: str) -> Sequence[Json]:
    if len(values) > limit:
        raise Invalid.of((Problem(place, EXCESS.format(limit=limit)),))
    return values


def _wrong(place: str, why: str) -> Invalid:
    return Invalid.of((Problem(place, NOT_ONE.format(why=why)),))
