"""What the API document says of harvesting and review."""

from smartland.domain.resource import Json
from smartland.web.routes.documentation import (
    BEARER,
    TEXT,
    WAIT,
    Operation,
    content,
    errors,
    parameter,
)

INTEGER: Json = {"type": "integer"}
FLAG: Json = {"type": "boolean"}
NULLABLE: Json = {"type": ["string", "null"]}
LINKS: Json = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def _page(item: Json) -> Json:
    items = {"type": "array", "items": item}
    return _object(items=items, total=INTEGER, _links=LINKS)


def _body(schema: Json, *required: str, media: str = "application/json") -> Json:
    schema = schema | {"additionalProperties": False} | ({"required": required} if required else {})
    return {"required": True, "content": {media: {"schema": schema}}}


NAME = parameter("name", "The source's name.", TEXT, place="path") | {"required": True}
NUMBER = parameter("number", "Its number.", INTEGER, place="path") | {"required": True}
AFTER = parameter("after", "How many to pass over.", INTEGER | {"minimum": 0})
BEHIND = parameter("after", "The last one seen, as in _links.next.", INTEGER | {"minimum": 0})


def _limit(most: int) -> Json:
    return parameter("limit", "How many at most.", INTEGER | {"minimum": 1, "maximum": most})


RUN_SCHEMA = _object(
    id=INTEGER, source=TEXT, importer=TEXT, address=TEXT, state=TEXT, started=TEXT, ended=NULLABLE,
    counts={"type": "object", "additionalProperties": INTEGER}, message=NULLABLE, _links=LINKS,
)  # fmt: skip
SOURCE_SCHEMA = _object(
    name=TEXT, importer=TEXT, label=TEXT, address=TEXT, schedule=TEXT, paused=FLAG, due=NULLABLE,
    last_run={"anyOf": [RUN_SCHEMA, {"type": "null"}]}, _links=LINKS,
)  # fmt: skip
JOB_SCHEMA = _object(
    id=INTEGER, verb=TEXT, argument=TEXT, state=TEXT, attempts=INTEGER, asked=TEXT,
    started=NULLABLE, ended=NULLABLE, result=NULLABLE, _links=LINKS,
)  # fmt: skip
OUTCOME_SCHEMA = _object(key=TEXT, outcome=TEXT, iri=TEXT, reason=TEXT)
SIDE_SCHEMA = _object(iri=TEXT, title=TEXT)
PROPOSAL_SCHEMA = _object(
    id=INTEGER, kind=TEXT, state=TEXT, score=INTEGER | {"minimum": 0, "maximum": 100},
    reasons={"type": "array", "items": TEXT}, one=SIDE_SCHEMA, other=SIDE_SCHEMA, at=TEXT,
    decided=NULLABLE, actor=NULLABLE, _links=LINKS,
)  # fmt: skip
IMPORTER_SCHEMA = _object(name=TEXT, label=_object(it=TEXT, en=TEXT))
CRON = TEXT | {"description": "A cron expression in UTC; empty: only when asked.",
               "examples": ["0 3 * * *"]}  # fmt: skip

SOURCES: Operation = {
    "summary": "What this installation harvests",
    "responses": {"200": content(_page(SOURCE_SCHEMA), "By name.")} | errors(401),
}
ADD_SOURCE: Operation = {
    "summary": "Register a source, or plan one anew that is there",
    "security": BEARER,
    "requestBody": _body(
        _object(
            name=TEXT | {"maxLength": 100},
            importer=TEXT,
            address=TEXT | {"format": "uri", "description": "http or https."},
            schedule=CRON,
        ),
        "name",
        "importer",
        "address",
    ),
    "responses": {
        "200": content(SOURCE_SCHEMA, "It was there; planned anew."),
        "201": content(SOURCE_SCHEMA, "Registered."),
    }
    | errors(400, 401, 409, 413, 415, 422),
}
SOURCE: Operation = {
    "summary": "One source",
    "parameters": [NAME],
    "responses": {"200": content(SOURCE_SCHEMA, "The source.")} | errors(401, 404),
}
PLAN_SOURCE: Operation = {
    "summary": "Change when a source is harvested, pause or resume it",
    "security": BEARER,
    "parameters": [NAME],
    "requestBody": _body(_object(schedule=CRON, paused=FLAG)),
    "responses": {"200": content(SOURCE_SCHEMA, "As planned now.")}
    | errors(400, 401, 404, 413, 415, 422),
}
REMOVE_SOURCE: Operation = {
    "summary": "Forget a source; what it brought stays",
    "security": BEARER,
    "parameters": [NAME],
    "responses": {"204": {"description": "Forgotten."}} | errors(401, 404),
}
RUN_SOURCE: Operation = {
    "summary": "Have the worker harvest a source as soon as it can",
    "security": BEARER,
    "parameters": [NAME],
    "responses": {"202": content(JOB_SCHEMA, "Queued; Location is the job.")} | errors(401, 404),
}
IMPORTERS: Operation = {
    "summary": "What sources can be read with",
    "responses": {"200": content(_page(IMPORTER_SCHEMA), "By name.")},
}
RUNS: Operation = {
    "summary": "The newest harvests",
    "parameters": [parameter("source", "Only of this source.", TEXT), _limit(200)],
    "responses": {"200": content(_page(RUN_SCHEMA), "Newest first.")} | errors(401, 422),
}
RUN: Operation = {
    "summary": "One harvest",
    "parameters": [NUMBER],
    "responses": {"200": content(RUN_SCHEMA, "The harvest.")} | errors(401, 404),
}
OUTCOMES: Operation = {
    "summary": "What became of each item of a harvest, as JSON or CSV",
    "security": BEARER,
    "parameters": [
        NUMBER, parameter("outcome", "Only created, changed, unchanged, rejected, withdrawn, kept"
                          " or missing.", TEXT), _limit(1_000), BEHIND,
    ],
    "responses": {
        "200": {
            "description": "A page, in the order of the harvest.",
            "content": {
                "application/json": {"schema": _page(OUTCOME_SCHEMA)},
                "text/csv": {"schema": TEXT},
            },
        }
    }
    | errors(401, 404, 406, 422),
}  # fmt: skip
JOB: Operation = {
    "summary": "How far something that was asked of the worker is",
    "parameters": [NUMBER],
    "responses": {"200": content(JOB_SCHEMA, "The job.")} | errors(401, 404),
}
PROPOSALS: Operation = {
    "summary": "Pairs of stakeholders that may be one",
    "parameters": [
        parameter("state", "open (if not given), accepted or refused.", TEXT), _limit(200), AFTER,
    ],
    "responses": {"200": content(_page(PROPOSAL_SCHEMA), "The likeliest first.")}
    | errors(401, 422),
}  # fmt: skip
_STAKEHOLDER: Json = {"$ref": "#/components/schemas/stakeholder"}
ACCEPT: Operation = {
    "summary": "Merge a pair; both IRIs go on leading to it",
    "security": BEARER,
    "parameters": [NUMBER, WAIT],
    "responses": {"200": content(_STAKEHOLDER, "Merged.", etag=True)} | errors(401, 404, 409),
}
REFUSE: Operation = {
    "summary": "Say that the two are different, for good",
    "security": BEARER,
    "parameters": [NUMBER],
    "responses": {"204": {"description": "Refused."}} | errors(401, 404, 409),
}
UNDO: Operation = {
    "summary": "Part a pair that was merged",
    "security": BEARER,
    "parameters": [NUMBER, WAIT],
    "responses": {"200": content(_STAKEHOLDER, "It stands by itself again.", etag=True)}
    | errors(401, 404, 409),
}
