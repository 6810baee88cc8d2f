"""The declarations as JSON Schema 2020-12, the dialect of OpenAPI 3.1."""

from collections.abc import Callable, Iterable, Mapping

from smartland.domain.fields import (
    Code,
    Concept,
    Date,
    Decimal,
    Email,
    Field,
    Flag,
    Integer,
    Link,
    Part,
    Point,
    Ref,
    Text,
)
from smartland.domain.kind import Kind
from smartland.domain.resource import Json
from smartland.schemas.vocabulary import notations

JsonSchema = dict[str, Json]


def json_schema(kind: Kind, *, required: bool = True) -> JsonSchema:
    """The schema of a kind's document; without ``required`` it is that of a patch."""
    schema = _object(kind.fields, required=required)
    return schema | {"title": kind.label.en, "description": kind.plural.en.capitalize()}


def field_schema(field: Field) -> JsonSchema:
    """The schema of one field with its cardinality and texts."""
    one = JSON_SCHEMA[type(field)](field)
    by_language = isinstance(field, Text) and field.languages
    schema = {"type": "array", "items": one} if field.many and not by_language else one
    texts = {"title": field.label.en, "x-label-it": field.label.it}
    if field.help.en:
        texts["description"] = field.help.en
    private = {"x-private": True, "writeOnly": True} if field.visibility != "public" else {}
    return schema | texts | private


def _object(fields: Iterable[Field], *, required: bool = True) -> JsonSchema:
    schema: JsonSchema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: field_schema(field) for field in fields},
    }
    needed = [field.name for field in fields if field.required]
    return schema | ({"required": needed} if required and needed else {})


def _text(field: Field) -> JsonSchema:
    text: JsonSchema = {"type": "string", "minLength": 1}
    if isinstance(field, Text):
        text["maxLength"] = field.max_length
        if field.languages:
            value = {"type": "array", "items": text} if field.many else text
            example = ["testo"] if field.many else "testo"
            languages = {"type": "object", "additionalProperties": value, "minProperties": 1}
            return languages | {"examples": [{"it": example}]}
    return text


def _code(field: Field) -> JsonSchema:
    example = field.example if isinstance(field, Code) else ""
    return {"type": "string"} | ({"examples": [example]} if example else {})


def _concept(field: Field) -> JsonSchema:
    scheme = field.scheme if isinstance(field, Concept) else ""
    known = sorted(notations(scheme))
    listed = {"x-notations": known} if 0 < len(known) <= 50 else {}
    return {"type": "string", "x-scheme": scheme} | listed


def _ref(field: Field) -> JsonSchema:
    kinds = list(field.kinds) if isinstance(field, Ref) else []
    return {"type": "string", "format": "uri-reference", "x-kinds": kinds}


def _integer(field: Field) -> JsonSchema:
    low, high = (field.low, field.high) if isinstance(field, Integer) else (0, 0)
    return {"type": "integer", "minimum": low, "maximum": high}


def _part(field: Field) -> JsonSchema:
    if not isinstance(field, Part):
        raise TypeError(field.name)
    schema = _object(field.of.fields)
    schema["properties"] = {"iri": {"type": "string"}} | schema["properties"]
    return schema


def _point(_: Field) -> JsonSchema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "lon": {"type": "number", "minimum": -180, "maximum": 180},
        },
        "required": ["lat", "lon"],
    }


def _fixed(schema: JsonSchema) -> Callable[[Field], JsonSchema]:
    def give(_: Field) -> JsonSchema:
        return dict(schema)

    return give


JSON_SCHEMA: Mapping[type[Field], Callable[[Field], JsonSchema]] = {
    Text: _text,
    Code: _code,
    Concept: _concept,
    Ref: _ref,
    Link: _fixed({"type": "string", "format": "uri"}),
    Email: _fixed({"type": "string", "format": "email"}),
    Integer: _integer,
    Decimal: _fixed({"type": "string", "pattern": r"^-?\d{1,20}(\.\d{1,10})?$"}),
    Date: _fixed({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}(T.+)?$"}),
    Flag: _fixed({"type": "boolean"}),
    Point: _point,
    Part: _part,
}
