"""What the API document says of descriptions and their application profile."""

from smartland.domain.kind import Kind
from smartland.domain.resource import Json
from smartland.rdf.findings import SEVERITIES
from smartland.rdf.profiles import PROFILES
from smartland.services.profiling import PROFILED
from smartland.web.routes.documentation import KEY, TEXT, Operation, content, errors, parameter

INTEGER: Json = {"type": "integer", "minimum": 0}
NUMBER: Json = {"type": "number", "minimum": 0}
OPTIONAL: Json = {"type": ["string", "null"]}
SEVERITY: Json = {"type": "string", "enum": [one.lower() for one in SEVERITIES]}
REFERENCE: Json = {"$ref": "#/components/schemas/profile"}


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}


LABEL = _object(it=TEXT, en=TEXT)
FIELD = _object(property=TEXT, label=LABEL) | {
    "description": "``path`` is the field's place in the JSON, as distribution.license."
}
FIELD["properties"]["path"] = OPTIONAL
GROUP = _object(
    severity=SEVERITY,
    code=TEXT,
    field=FIELD,
    mend=LABEL,
    count=INTEGER,
    findings=_list(_object(focus=TEXT, value=OPTIONAL, message=LABEL)),
)
RANGE = {"low": NUMBER, "high": NUMBER, "possible": NUMBER}
SCORE = _object(
    **RANGE,
    rating=LABEL,
    dimensions=_list(_object(name=TEXT, label=LABEL, **RANGE)),
    metrics=_list(_object(name=TEXT, label=LABEL, **RANGE)),
    hints=_list(_object(metric=TEXT, gain=NUMBER, text=LABEL)),
)
SCHEMA = _object(
    profile={"type": "string", "enum": [*PROFILES]},
    conforms={"type": "boolean"},
    complete={"type": "boolean"},
    triples=INTEGER,
    counts=_object(**{one.lower(): INTEGER for one in SEVERITIES}),
    groups=_list(GROUP),
)
SCHEMA["properties"] |= {"score": SCORE, "_links": {"type": "object"}}
SCHEMA["description"] = (
    "What an application profile has against a description: what is missing or wrong, in which"
    " field, and how to mend it. Answers to writes carry it as _profile, for DCAT-AP_IT and"
    " without the score; a write is never refused for it."
)


def profile(kind: Kind) -> Operation:
    """GET of the findings on one resource."""
    asked = parameter("profile", "The profile.", {"type": "string", "enum": [*PROFILES]})
    return {
        "summary": f"What an application profile has against a {kind.label.en}, and its points",
        "parameters": [KEY, asked],
        "responses": {"200": content(REFERENCE, "By field, in two languages.")}
        | errors(401, 404, 410, 413, 422),
    }


def profiled(kind: Kind, schema: Json) -> Json:
    """The schema of a kind's documents with what answers to writes carry beside the fields."""
    if kind.name not in PROFILED:
        return schema
    return schema | {"properties": schema["properties"] | {"_profile": REFERENCE}}
