"""Writing many documents: in requests of bounded size, versioned, tried again when refused for
want of room."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from smartland.adapters.search_elastic.client import IndexMissing, Server
from smartland.adapters.search_elastic.faults import MISSING
from smartland.errors import Busy, Label, StorageFailed

MOST_BYTES = 5_000_000
MOST_CHANGES = 1_000
PAUSES = (0.1, 0.3, 1.0, 3.0, 6.0)
"""Seconds between the tries of what a busy server refuses."""

Change = tuple[str, int, Mapping[str, Any] | None]
"""A document's name, its version, and its fields; None removes it."""

_REFUSED = Label(
    it="Il server di ricerca rifiuta «{iri}»: {reason}.",
    en="The search server refuses “{iri}”: {reason}.",
)
_FULL = Label(
    it="Il server di ricerca non accetta modifiche ora ({reason}): riprovare tra poco.",
    en="The search server takes no changes just now ({reason}): try again shortly.",
)
_GONE = Label(
    it="L'indice sul server di ricerca non c'è più.", en="The index on the search server is gone."
)


@dataclass(frozen=True)
class _Line:
    """One change as it is sent."""

    name: str
    body: bytes


def write(
    server: Server,
    alias: str,
    changes: Iterable[Change],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Bring ``changes`` into the index behind ``alias``; what it holds newer stays.

    Raises StorageFailed that names a document which the server refuses for good, Busy when the
    server is away or too busy.
    """
    for lines in _requests(changes):
        waiting = lines
        for pause in (*PAUSES, None):
            waiting = _send(server, alias, waiting)
            if not waiting:
                break
            if pause is None:
                raise Busy(_FULL.format(reason="HTTP 429"), retry_after=10)
            sleep(pause)


def _requests(changes: Iterable[Change]) -> Iterator[list[_Line]]:
    """``changes`` in groups for one request each; one that is larger goes alone."""
    lines: list[_Line] = []
    size = 0
    for line in map(_line, changes):
        if lines and (size + len(line.body) > MOST_BYTES or len(lines) >= MOST_CHANGES):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line.body)
    if lines:
        yield lines


def _line(change: Change) -> _Line:
    name, version, fields = change
    action = "delete" if fields is None else "index"
    # A version from outside: the server keeps what it has when that is newer
    about = {action: {"_id": name, "version": version, "version_type": "external_gte"}}
    parts = (about,) if fields is None else (about, fields)
    text = "\n".join(json.dumps(one, ensure_ascii=False, allow_nan=False) for one in parts)
    return _Line(str(fields["iri"]) if fields else name, text.encode("utf-8", "replace"))


def _send(server: Server, alias: str, lines: list[_Line]) -> list[_Line]:
    """Send ``lines`` in one request; those that are to be sent again."""
    try:
        # Lines of JSON, made once to know their size, are sent as they are
        operations: list[Any] = [one.body for one in lines]
        answer = server.call(
            lambda client: client.bulk(index=alias, operations=operations, require_alias=True)
        )
    except Busy as error:
        if _overloaded(error):
            return lines
        raise
    items = server.readable(lambda: [_outcome(one) for one in answer["items"]])
    outcomes = zip(lines, items, strict=False)
    return [line for line, (status, error) in outcomes if _again(line, status, error)]


def _outcome(item: Mapping[str, Mapping[str, Any]]) -> tuple[int, Mapping[str, Any]]:
    (told,) = item.values()
    return int(told["status"]), told.get("error") or {}


def _again(line: _Line, status: int, error: Mapping[str, Any]) -> bool:
    """Whether one change is to be tried again; raises what it failed by."""
    kind, reason = str(error.get("type", "")), str(error.get("reason", ""))
    if status < 300 or status == 409 or (status == 404 and not kind):
        return False  # Done; or a newer one is held; or there was nothing to remove
    if status == 429:
        return True
    if kind == MISSING:
        raise IndexMissing(_GONE, retry_after=5)
    if status >= 500:
        raise Busy(_FULL.format(reason=kind or f"HTTP {status}"), retry_after=5)
    cause = error.get("caused_by")
    deeper = f"; {cause.get('reason', '')}" if isinstance(cause, dict) else ""
    why = f"{kind} {reason}{deeper}"[:400]
    raise StorageFailed(_REFUSED.format(iri=line.name, reason=why))


def _overloaded(error: Busy) -> bool:
    status = getattr(getattr(error.__cause__, "meta", None), "status", None)
    return status == 429
