"""What the API document says of each operation of a kind."""

from smartland.domain.kind import Kind
from smartland.domain.resource import Json
from smartland.services.searching.finding import filter_names

Operation = dict[str, Json]

ETAG = {"ETag": {"schema": {"type": "string"}, "description": "Version, for If-Match."}}
PROBLEM = {"$ref": "#/components/responses/Problem"}
BEARER: Json = [{"bearer": []}]


def parameter(name: str, text: str, schema: Json, *, place: str = "query") -> Json:
    """One parameter of an operation."""
    return {"in": place, "name": name, "description": text, "schema": schema}


TEXT = {"type": "string"}
IF_MATCH = {
    "in": "header", "name": "If-Match", "required": True, "schema": TEXT,
    "description": "The ETag of the version that is meant.",
}  # fmt: skip
WAIT = parameter(
    "wait", "``projected``: answer only when search and SPARQL show the write.",
    {"type": "string", "enum": ["projected"]},
)  # fmt: skip
VISIBILITY = parameter(
    "visibility", "``private`` keeps it from everybody without a token, ``public`` publishes it.",
    {"type": "string", "enum": ["private", "public"]},
)  # fmt: skip
KEY = parameter("key", "The resource's key.", TEXT, place="path") | {"required": True}
NUMBER = parameter("number", "A revision.", {"type": "integer"}, place="path") | {"required": True}
LIMIT = parameter("limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": 200})
TEXTS = {"type": "array", "items": TEXT}
SHORT = "by IRI, or short: energy, ENVI, territory/istat-015146"
OFFSET = parameter("offset", "How many to leave out.", {"type": "integer", "minimum": 0})
FIELDS = parameter("fields", "Only these fields, comma-separated.", TEXT)


def content(schema: Json, description: str, *, etag: bool = False) -> Json:
    """An answer in JSON."""
    answer = {"description": description, "content": {"application/json": {"schema": schema}}}
    return answer | ({"headers": ETAG} if etag else {})


def _one(kind: Kind, description: str) -> Json:
    return content({"$ref": f"#/components/schemas/{kind.name}"}, description, etag=True)


def _body(kind: Kind, media: str = "application/json", suffix: str = "-input") -> Json:
    schema = {"$ref": f"#/components/schemas/{kind.name}{suffix}"}
    return {"required": True, "content": {media: {"schema": schema}}}


def errors(*statuses: int) -> Json:
    """The answers that say what went wrong."""
    return {str(status): PROBLEM for status in statuses}


def list_of(kind: Kind) -> Operation:
    """GET of the collection."""
    filters = [
        parameter(field.name, f"Only this {field.label.en}, {SHORT}.", TEXTS)
        for field in kind.fields
        if field.name in filter_names() and field.visibility == "public"
    ]
    return {
        "summary": f"List {kind.plural.en}",
        "parameters": [
            parameter("q", 'Words, "phrases", -exclusions, name:value.', TEXT),
            FIELDS,
            parameter("facets", "Names to count by, comma-separated.", TEXT),
            parameter("cursor", "The place where the previous page ended.", TEXT),
            LIMIT,
            parameter("sort", "relevance, title, or a date or number; - for descending.", TEXT),
            *filters,
        ],
        "responses": {"200": content({"$ref": f"#/components/schemas/{kind.name}-list"}, "A page.")}
        | errors(406, 422, 503),
    }


def create(kind: Kind) -> Operation:
    """POST to the collection."""
    return {
        "summary": f"Publish a {kind.label.en}",
        "security": BEARER,
        "parameters": [WAIT, VISIBILITY],
        "requestBody": _body(kind),
        "responses": {"201": _one(kind, "Published.")} | errors(400, 401, 409, 413, 415, 422),
    }


def read(kind: Kind) -> Operation:
    """GET of one resource."""
    instant = parameter("at", "As it was at this instant (RFC 3339).", TEXT)
    return {
        "summary": f"Read a {kind.label.en}",
        "parameters": [KEY, FIELDS, instant],
        "responses": {"200": _one(kind, "The resource."), "304": {"description": "Unchanged."}}
        | errors(404, 410),
    }


def replace(kind: Kind) -> Operation:
    """PUT of one resource."""
    return {
        "summary": f"Replace a {kind.label.en}",
        "security": BEARER,
        "parameters": [KEY, IF_MATCH, WAIT, VISIBILITY],
        "requestBody": _body(kind),
        "responses": {"200": _one(kind, "Replaced.")}
        | errors(400, 401, 404, 410, 412, 413, 415, 422, 428),
    }


def patch(kind: Kind) -> Operation:
    """PATCH of one resource."""
    return replace(kind) | {
        "summary": f"Change fields of a {kind.label.en} (JSON merge patch)",
        "requestBody": _body(kind, "application/merge-patch+json", "-patch"),
    }


def withdraw(kind: Kind) -> Operation:
    """DELETE of one resource."""
    return {
        "summary": f"Withdraw a {kind.label.en}",
        "security": BEARER,
        "parameters": [KEY, IF_MATCH, WAIT],
        "responses": {"204": {"description": "Withdrawn; its history stays."}}
        | errors(401, 404, 410, 412, 428),
    }


def history(kind: Kind) -> Operation:
    """GET of the history."""
    schema = {"$ref": "#/components/schemas/history"}
    return {
        "summary": f"Every revision of a {kind.label.en}",
        "parameters": [KEY, LIMIT, OFFSET],
        "responses": {"200": content(schema, "Newest first.")} | errors(404),
    }


def past(kind: Kind) -> Operation:
    """GET of one revision."""
    return {
        "summary": f"One revision of a {kind.label.en}",
        "parameters": [KEY, NUMBER],
        "responses": {"200": _one(kind, "As it was.")} | errors(404),
    }


def restore(kind: Kind) -> Operation:
    """POST to one revision."""
    return {
        "summary": f"Make a past revision of a {kind.label.en} the current one",
        "security": BEARER,
        "parameters": [KEY, NUMBER, IF_MATCH],
        "responses": {"200": _one(kind, "Restored.")} | errors(401, 404, 410, 412, 428),
    }


def matches(kind: Kind) -> Operation:
    """GET of the matches."""
    want = parameter("want", "The kind to look for.", TEXT)
    return {
        "summary": f"Who or what fits this {kind.label.en}, with reasons",
        "parameters": [KEY, want, LIMIT],
        "responses": {"200": content({"$ref": "#/components/schemas/matches"}, "Best first.")}
        | errors(404, 410, 422, 503),
    }


def provenance(kind: Kind) -> Operation:
    """GET of where the fields come from."""
    return {
        "summary": f"Where each field of a {kind.label.en} comes from",
        "parameters": [KEY],
        "responses": {
            "200": content({"type": "object"}, "Field by field: sources, other values, conflicts."),
            "301": {"description": "Merged into another, which answers."},
        }
        | errors(404, 410),
    }


def settle(kind: Kind) -> Operation:
    """POST to one field on which a source and people disagree."""
    field = parameter("field", "The field in conflict.", TEXT, place="path") | {"required": True}
    body = {"type": "object", "required": ["take"], "properties": {"take": {"type": "boolean"}}}
    return {
        "summary": f"Take the source's value of a field of a {kind.label.en}, or keep ours",
        "security": BEARER,
        "parameters": [KEY, field, WAIT],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": _one(kind, "Settled.")} | errors(400, 401, 404, 410, 412, 415, 422),
    }


def part(kind: Kind) -> Operation:
    """POST to a merged resource."""
    return {
        "summary": f"Undo the merge of a {kind.label.en}: it stands by itself again",
        "security": BEARER,
        "parameters": [KEY, WAIT],
        "responses": {"200": _one(kind, "As it stands now.")} | errors(401, 404, 409),
    }


SEARCH: Operation = {
    "summary": "Search everything",
    "parameters": [
        parameter("q", 'Words, "phrases", -exclusions, name:value.', TEXT),
        parameter("kind", "Only these kinds.", TEXTS),
        parameter("facets", "Names to count by, comma-separated.", TEXT),
        parameter("fields", "Fields of each document to give, comma-separated; * for all.", TEXT),
        parameter("box", "Only points in south,west,north,east (degrees, WGS 84).", TEXT),
        parameter("explain", "1: say of each result why it is there.", TEXT),
        parameter("cursor", "The place where the previous page ended.", TEXT),
        LIMIT,
        parameter("sort", "relevance, title, or a date or number; - for descending.", TEXT),
        *(
            parameter(name, f"Only this {name.replace('_', ' ')}, {SHORT}.", TEXTS)
            for name in sorted(filter_names() - {"kind"})
        ),
    ],
    "responses": {
        "200": content(
            {"$ref": "#/components/schemas/results"},
            "A page; as text/csv the whole list, 10,000 rows at most, or ``limit``.",
        ),
        "304": {"description": "Unchanged."},
    }
    | errors(406, 422, 503),
}
SUGGEST: Operation = {
    "summary": "Go on from what is typed",
    "parameters": [
        parameter("q", "What is in the search box.", TEXT),
        parameter("kind", "Only these kinds.", TEXTS),
        parameter("limit", "How many words and resources at most.", LIMIT["schema"]),
        parameter(
            "format",
            "``opensearch`` for OpenSearch Suggestions, as the Accept header may ask too.",
            {"type": "string", "enum": ["json", "opensearch"]},
        ),
    ],
    "responses": {"200": content({"type": "object"}, "Words with counts by kind, and resources.")}
    | errors(406, 422, 503),
}
MATCH: Operation = {
    "summary": "Who or what fits a need in your own words",
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/match-input"}}},
    },
    "responses": {"200": content({"$ref": "#/components/schemas/matches"}, "Best first.")}
    | errors(400, 413, 415, 422, 503),
}
STATUS: Operation = {
    "summary": "Is it alive, and how far are the projections?",
    "responses": {"200": content({"type": "object"}, "The state.")},
}
