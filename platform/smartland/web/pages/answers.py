"""An answer of the SPARQL service as a table that people read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smartland.ports.graph import QueryAnswer
from smartland.web.pages.entity import short_name
from smartland.web.pages.formats import safe_link
from smartland.web.pages.shown import Shown

MAX_ROWS = 200
MAX_TEXT = 40_000
JSON_RESULTS = "application/sparql-results+json"


@dataclass(frozen=True)
class AnswerTable:
    """``verdict`` is set for ASK, ``graph`` for a CONSTRUCT or DESCRIBE; else there are rows."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Shown | None, ...], ...] = ()
    total: int = 0
    verdict: bool | None = None
    graph: str = ""


def read_answer(answer: QueryAnswer, *, base: str, root: str) -> AnswerTable:
    """The first rows of an answer in JSON results format, or the text of a graph."""
    if answer.media_type != JSON_RESULTS:
        return AnswerTable(graph=answer.body.decode("utf-8", "replace")[:MAX_TEXT])
    found: Mapping[str, Any] = json.loads(answer.body)
    if "boolean" in found:
        return AnswerTable(verdict=bool(found["boolean"]))
    columns = tuple(found["head"].get("vars", ()))
    bindings = found["results"]["bindings"]
    rows = tuple(
        tuple(_cell(row[name], base, root) if name in row else None for name in columns)
        for row in bindings[:MAX_ROWS]
    )
    return AnswerTable(columns, rows, len(bindings))


def _cell(term: Mapping[str, str], base: str, root: str) -> Shown:
    value = term["value"]
    if term["type"] == "uri":
        ours = value.startswith(f"{base}id/")
        href = f"{root}/doc/{value.removeprefix(f'{base}id/')}" if ours else safe_link(value)
        text = value.removeprefix(f"{base}id/") if ours else short_name(value)
        return Shown(text, href, outside=not ours)
    if term["type"] == "bnode":
        return Shown(f"_:{value}", code=True)
    return Shown(value, language=term.get("xml:lang", ""))
