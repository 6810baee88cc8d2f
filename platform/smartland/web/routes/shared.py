"""Small things that several families of routes answer with."""

import json
from urllib.parse import quote

from flask import Response, request

from smartland.domain.resource import Json
from smartland.errors import Label
from smartland_vocab.files import CONTEXT

CONTEXT_LINK = (
    f'</ns/{CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
)
"""How plain JSON says in which context it is linked data (JSON-LD 1.1 §6.1)."""
UNKNOWN = Label(it="Parametro sconosciuto.", en="Unknown parameter.")


def json_answer(body: Json, status: int = 200) -> Response:
    """``body`` as UTF-8 JSON."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, mimetype="application/json")


def paged(answer: Response, following: str | None) -> Response:
    """``answer`` with the address of the next page in its Link header (RFC 8288)."""
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    answer.vary.update(("Accept", "Accept-Language"))
    return answer


def split_names(text: str) -> tuple[str, ...]:
    """The names in a comma-separated list, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def next_link(cursor: str | None) -> dict[str, Json]:
    """``_links`` of a page of results: itself and the next one."""
    own = request.full_path.rstrip("?")
    if cursor is None:
        return {"self": own, "next": None}
    arguments = {**request.args.to_dict(flat=False), "cursor": [cursor]}
    parts = (f"{quote(name)}={quote(v)}" for name, values in arguments.items() for v in values)
    return {"self": own, "next": f"{request.path}?{'&'.join(parts)}"}
