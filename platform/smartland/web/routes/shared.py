"""Small things that several families of routes answer with."""

import json
from urllib.parse import quote

from flask import Response, request

from smartland.domain.resource import Json
from smartland.errors import Label

UNKNOWN = Label(it="Parametro sconosciuto.", en="Unknown parameter.")


def json_answer(body: Json, status: int = 200) -> Response:
    """``body`` as UTF-8 JSON."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, mimetype="application/json")


def split_names(text: str) -> tuple[str, ...]:
    """The names in a comma-separated list."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def next_link(cursor: str | None) -> dict[str, Json]:
    """``_links`` of a page of results: itself and the next one."""
    own = request.full_path.rstrip("?")
    if cursor is None:
        return {"self": own, "next": None}
    arguments = {**request.args.to_dict(flat=False), "cursor": [cursor]}
    parts = (f"{quote(name)}={quote(v)}" for name, values in arguments.items() for v in values)
    return {"self": own, "next": f"{request.path}?{'&'.join(parts)}"}
