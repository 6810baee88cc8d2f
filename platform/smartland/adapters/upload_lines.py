"""Examined items, and the error that ended them, as lines of JSON between two processes."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from smartland.domain.resource import Description, Json
from smartland.errors import (
    FetchRefused,
    Invalid,
    Label,
    Malformed,
    NotFound,
    SmartlandError,
    SourceFailed,
    TooLarge,
    UnsupportedFormat,
)
from smartland.ports.importer import (
    CellProblem,
    Examined,
    Expected,
    Found,
    Item,
    Partial,
    Rejected,
    Removed,
)

END = json.dumps({"end": True})
"""The last line of a reading that reached its end."""

_ERRORS: Mapping[str, type[SmartlandError]] = {
    one.__name__: one
    for one in (
        FetchRefused, Invalid, Malformed, NotFound, SourceFailed, TooLarge, UnsupportedFormat,
    )
}  # fmt: skip
_PLAIN: Mapping[str, type[Rejected | Removed | Expected | Partial]] = {
    one.__name__: one for one in (Rejected, Removed, Expected, Partial)
}


def pack(examined: Examined) -> str:
    """One line."""
    item = examined.item
    body: dict[str, Json] = {"problems": [asdict(one) for one in examined.problems]}
    if item is not None:
        body |= {"sort": type(item).__name__, "item": asdict(item)}
    return json.dumps(body, separators=(",", ":"))


def pack_error(error: SmartlandError) -> str:
    """The line of what ended a reading before its end."""
    return json.dumps({"error": type(error).__name__, "message": asdict(error.message)})


def unpack(line: bytes) -> Examined | SmartlandError | None:
    """What a line says; None for the end."""
    body = json.loads(line)
    if "end" in body:
        return None
    if "error" in body:
        return _ERRORS.get(body["error"], SourceFailed)(Label(**body["message"]))
    return Examined(_item(body), tuple(_problem(one) for one in body["problems"]))


def _item(body: Mapping[str, Json]) -> Item | None:
    sort = body.get("sort")
    if sort is None:
        return None
    given = body["item"]
    if sort == Found.__name__:
        return Found(Description(**given["description"]), tuple(given["remarks"]))
    return _PLAIN[sort](**given)


def _problem(given: Mapping[str, Json]) -> CellProblem:
    return CellProblem(**{**given, "message": Label(**given["message"])})
