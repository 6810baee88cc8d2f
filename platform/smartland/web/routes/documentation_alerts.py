"""What the API document says of saved searches."""

from smartland.domain.resource import Json
from smartland.ports.saved_searches import (
    ACTIVE,
    BROKEN,
    DISABLED,
    EVENTS,
    PAUSED,
    UNVERIFIED,
    VERIFIED,
)
from smartland.web.routes.documentation import (
    BEARER,
    LIMIT,
    TEXT,
    Operation,
    content,
    errors,
    parameter,
)

ID = parameter("id", "The saved search.", TEXT, place="path") | {"required": True}
SAYS: Json = {"type": ["string", "null"]}
LANGUAGE: Json = {"type": "string", "enum": ["it", "en"]}
ON: Json = {
    "type": "array", "minItems": 1, "items": {"type": "string", "enum": list(EVENTS)},
    "description": "created: new among the results; changed: it was there, with other content.",
}  # fmt: skip
QUERY: Json = {
    "type": "string", "maxLength": 4_000, "examples": ["q=acqua&kind=call&in=territory/istat-018"],
    "description": "The parameters of a search, as in the address of a page of results.",
}  # fmt: skip
URL: Json = {"type": "string", "format": "uri", "description": "Public, https."}


def _object(required: tuple[str, ...] = (), **properties: Json) -> Json:
    schema: Json = {"type": "object", "properties": properties}
    return schema | ({"required": list(required)} if required else {})


def _closed(schema: Json) -> Json:
    return schema | {"additionalProperties": False}


_HOOK = _object(
    url=URL,
    state={"type": "string", "enum": [UNVERIFIED, VERIFIED, DISABLED]},
    reason=SAYS | {"description": "Why the last message was not accepted."},
    attempts={"type": "integer"},
    next=SAYS | {"description": "When the next attempt is due."},
    delivered=SAYS | {"description": "When a message was accepted last."},
    secret=TEXT | {"description": "whsec_…: only in the answer that made it."},
)
_SEARCH = _object(
    id=TEXT,
    name=TEXT,
    query=QUERY,
    language=LANGUAGE,
    on=ON,
    state={"type": "string", "enum": [ACTIVE, PAUSED, BROKEN]},
    reason=SAYS | {"description": "Why it is broken."},
    created=TEXT,
    webhook={"anyOf": [_HOOK, {"type": "null"}]},
    _links={"type": "object", "additionalProperties": TEXT},
)
_NEW_HOOK = _closed(_object(("url",), url=URL))
_NAME: Json = {"type": "string", "minLength": 1, "maxLength": 200}
_INPUT = _closed(
    _object(("name", "query"), name=_NAME, query=QUERY, language=LANGUAGE, on=ON, webhook=_NEW_HOOK)
)
_PATCH = _closed(
    _object(
        name=_NAME,
        query=QUERY,
        language=LANGUAGE,
        on=ON,
        state={"type": "string", "enum": [ACTIVE, PAUSED]},
        webhook={"anyOf": [_NEW_HOOK, {"type": "null"}]},
    )
)


def _body(schema: Json, media: str = "application/json") -> Json:
    return {"required": True, "content": {media: {"schema": schema}}}


SEARCHES: Operation = {
    "summary": "Your saved searches",
    "security": BEARER,
    "responses": {
        "200": content(
            _object(items={"type": "array", "items": _SEARCH}, total={"type": "integer"}),
            "The oldest first.",
        )
    }
    | errors(401),
}
CREATE: Operation = {
    "summary": "Save a search: be told what changes from now on",
    "description": "Every saved search has an Atom feed at an address that nobody guesses. With a"
    " webhook, messages are sent as Standard Webhooks has it: a first one, of type"
    " saved_search.ping, must be accepted (2xx) before any alert is sent.",
    "security": BEARER,
    "requestBody": _body(_INPUT),
    "responses": {"201": content(_SEARCH, "Saved; with the secret of the webhook.")}
    | errors(400, 401, 409, 413, 415, 422),
}
READ: Operation = {
    "summary": "A saved search and the state of its webhook",
    "security": BEARER,
    "parameters": [ID],
    "responses": {"200": content(_SEARCH, "Without the secret.")} | errors(401, 404),
}
CHANGE: Operation = {
    "summary": "Change, pause or resume a saved search",
    "description": "Another query, or one that is resumed, tells what changes from then on. A"
    " webhook that is given has a new secret; null takes it away.",
    "security": BEARER,
    "parameters": [ID],
    "requestBody": _body(_PATCH, "application/merge-patch+json"),
    "responses": {"200": content(_SEARCH, "Changed.")} | errors(400, 401, 404, 413, 415, 422),
}
REMOVE: Operation = {
    "summary": "Forget a saved search",
    "security": BEARER,
    "parameters": [ID],
    "responses": {"204": {"description": "Forgotten, with what it found."}} | errors(401, 404),
}
TEST: Operation = {
    "summary": "Send a test to the webhook now",
    "description": "A test that is accepted puts a disabled webhook in use again.",
    "security": BEARER,
    "parameters": [ID],
    "responses": {
        "200": content(
            _object(
                accepted={"type": "boolean"}, status={"type": ["integer", "null"]}, reason=SAYS
            ),
            "How it went.",
        )
    }
    | errors(401, 404, 422, 503),
}
FEED: Operation = {
    "summary": "What a saved search found, as an Atom feed",
    "description": "Whoever knows the address may read it. /search.atom takes the parameters of any"
    " search, and needs no saving.",
    "parameters": [
        ID,
        LIMIT,
        parameter("before", "Only entries older than this one: as in the link next.", TEXT),
        parameter("lang", "Instead of the language of the saved search.", LANGUAGE),
    ],
    "responses": {
        "200": {
            "description": "Newest first.",
            "content": {"application/atom+xml": {"schema": TEXT}},
        },
        "304": {"description": "Unchanged."},
    }
    | errors(404, 422),
}
