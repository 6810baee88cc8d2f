"""What the API document says of templates, dry runs and uploads."""

from smartland.domain.resource import Json
from smartland.web.routes.documentation import (
    BEARER,
    TEXT,
    TEXTS,
    Operation,
    content,
    errors,
    parameter,
)

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INTEGER: Json = {"type": "integer"}
BINARY: Json = {"type": "string", "format": "binary"}
PROFILE: Json = {"$ref": "#/components/schemas/profile"}
LINKS: Json = {"type": "object", "additionalProperties": TEXT}
KIND = parameter("kind", "A kind, as need.", TEXT, place="path") | {"required": True}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}


def _file(media: str, description: str) -> Json:
    return {"200": {"description": description, "content": {media: {"schema": BINARY}}}}


TEMPLATES: Operation = {
    "summary": "The templates to fill in, one a kind",
    "responses": {
        "200": content(
            _object(
                items=_list(_object(kind=TEXT, label=TEXT, _links=LINKS)),
                total=INTEGER,
                _links=LINKS,
            ),
            "Every kind, with its files.",
        )
    },
}
ALL_TEMPLATES: Operation = {
    "summary": "A workbook with the templates of all kinds",
    "responses": _file(XLSX_TYPE, "A sheet a kind.") | errors(404),
}
CSV_TEMPLATE: Operation = {
    "summary": "The template of a kind as CSV",
    "parameters": [KIND],
    "responses": _file(CSV_TYPE, "UTF-8 with BOM, semicolons.") | errors(404),
}
XLSX_TEMPLATE: Operation = {
    "summary": "The template of a kind as a workbook",
    "parameters": [KIND],
    "responses": _file(XLSX_TYPE, "One sheet.") | errors(404),
}

_BODY: Json = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": BINARY},
        "multipart/form-data": {"schema": _object(file=BINARY) | {"required": ["file"]}},
    },
}
_PARAMETERS: list[Json] = [
    parameter("importer", "What reads it; spreadsheet unless given.", TEXT),
    parameter("name", "The file's name, where the body is not a form.", TEXT),
    parameter("kind", "What a table describes, where neither it nor its name says so.", TEXT),
]
PREVIEW: Operation = {
    "summary": "Try a file out: what would come in, what is wrong and where; nothing is written",
    "description": "Without a token: spreadsheets only, and private descriptions count as absent.",
    "parameters": [
        *_PARAMETERS,
        parameter("source", "The source that it would be brought in as.", TEXT),
        parameter("outcome", "List only these outcomes; all are counted.", TEXTS),
    ],
    "requestBody": _BODY,
    "responses": {
        "200": {
            "description": "Counts, outcomes and problems; CSV has the problems.",
            "content": {
                "application/json": {
                    "schema": _object(
                        importer=TEXT,
                        name=TEXT,
                        state={"type": "string", "enum": ["done", "failed", "stopped"]},
                        message={"type": ["string", "null"]},
                        counts={"type": "object", "additionalProperties": INTEGER},
                        total=INTEGER,
                        absent={"type": ["integer", "null"]},
                        outcomes=_list(_object(key=TEXT, outcome=TEXT, iri=TEXT, reason=TEXT)),
                        problems=_list(
                            _object(
                                sheet=TEXT, row=INTEGER, column=TEXT, header=TEXT, severity=TEXT,
                                message=TEXT,
                            )
                        ),
                        problem_count=INTEGER,
                        profile={"anyOf": [PROFILE, {"type": "null"}]},
                    )
                },
                CSV_TYPE: {"schema": TEXT},
            },
        }
    }
    | errors(400, 401, 406, 413, 422, 503),
}  # fmt: skip
IMPORT: Operation = {
    "summary": "Bring a file in as a source of its own",
    "description": "Sent again under the same name of a source it replaces the file before it: rows"
    " that are no longer there are withdrawn as those of any other source.",
    "security": BEARER,
    "parameters": [
        *_PARAMETERS,
        parameter("source", "The source's name.", TEXT) | {"required": True},
    ],
    "requestBody": _BODY,
    "responses": {
        "202": content(_object(id=INTEGER, state=TEXT, _links=LINKS), "Location is the job.")
    }
    | errors(400, 401, 409, 413, 422, 507),
}
