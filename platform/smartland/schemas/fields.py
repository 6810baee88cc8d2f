"""Each field type as a marshmallow field: shorthands are resolved, values become canonical.

Messages are Labels: ``ValidationError`` carries them untouched to ``schemas.documents``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal as Number
from functools import partial
from typing import ClassVar

import marshmallow as ma

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
from smartland.domain.resource import Json
from smartland.domain.text import MOST_LANGUAGES, without_overrides
from smartland.errors import Label
from smartland.schemas import texts
from smartland.schemas.several import many, refuse
from smartland.schemas.vocabulary import notations
from smartland_vocab.namespaces import CONCEPT

LONGEST_LINK = 4_000
UNTAGGED = "und"
_USUAL = ("it", "en", UNTAGGED)

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# RFC 3987 without brackets (IPv6 hosts) and private-use characters, as the engine has it, and
# without those that show an address in another order (4.1)
_IRI = re.compile(
    r"(?:https?://|mailto:|urn:|ftp://|tel:)"
    r"(?:[^\x00-\x20\x7f-\x9f<>\"{}|^`\\\[\]%\ud800-\uf8ff\ufff0-\uffff"
    r"\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]++|%[0-9A-Fa-f]{2})++"
)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$&'*+/=?_~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_REF = re.compile(r"([a-z][a-z-]{1,20})/([A-Za-z0-9._~-]{1,200})")
_BLANK = re.compile(r"_:[A-Za-z0-9]{1,64}")
_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})"
)


class Declared(ma.fields.Field[Json]):
    """The base: one declared field, with texts of ours for the cases marshmallow finds itself."""

    kept: ClassVar[dict[str, Label]] = {
        "required": texts.REQUIRED,
        "null": texts.NULL,
        "validator_failed": texts.EMPTY,
    }

    def __init__(self, field: Field, base: str) -> None:
        super().__init__(required=field.required)
        self.declaration = field
        self.base = base

    def make_error(self, key: str, **_: object) -> ma.ValidationError:
        return refuse(self.kept[key])

    def _deserialize(self, value: Json, attr: str | None, data: object, **_: object) -> Json:
        field = self.declaration
        if isinstance(field, Text) and field.languages:
            return languages(field, value)
        read = READ[type(field)]
        if not field.many:
            return read(field, value, self.base)
        return many(field, value, lambda one: read(field, one, self.base))


class Nested(Declared):
    """A part, or several, by a schema of its own."""

    def __init__(self, field: Part, base: str, schema: ma.Schema) -> None:
        super().__init__(field, base)
        self.schema = schema

    def _deserialize(self, value: Json, attr: str | None, data: object, **_: object) -> Json:
        if not self.declaration.many:
            return self._one(value)
        return many(self.declaration, value, self._one)

    def _one(self, value: Json) -> Json:
        if not isinstance(value, Mapping):
            raise refuse(texts.NOT_OBJECT)
        if not value:
            raise refuse(texts.EMPTY_PART)
        return self.schema.load(value)


class Name(ma.fields.Field[str]):
    """The IRI of a part, or the label of a blank node that came from a harvested graph."""

    def _deserialize(self, value: Json, attr: str | None, data: object, **_: object) -> str:
        if isinstance(value, str) and _BLANK.fullmatch(value):
            return value
        return _link(None, value, "")


def languages(field: Text, value: Json) -> Json:
    """A text per language; a bare text is one without language."""
    if isinstance(value, str) or (field.many and isinstance(value, list)):
        value = {UNTAGGED: value}
    if not isinstance(value, Mapping):
        raise refuse(texts.NOT_LANGUAGES)
    if len(value) > MOST_LANGUAGES:
        raise refuse(texts.TOO_MANY.format(limit=MOST_LANGUAGES))
    found: dict[str, Json] = {}
    for tag, one in value.items():
        if tag not in _USUAL and (not isinstance(tag, str) or not _LANGUAGE.fullmatch(tag)):
            raise refuse(texts.BAD_LANGUAGE.format(tag=str(tag)[:40]))
        try:
            found[tag.lower()] = _in_language(field, one)
        except ma.ValidationError as error:
            raise ma.ValidationError({tag: error.messages}) from error
    if not found:
        raise refuse(texts.REQUIRED)
    return found


def _in_language(field: Text, value: Json) -> Json:
    if not field.many:
        return _text(field, value)
    return many(field, [value] if isinstance(value, str) else value, partial(_text, field))


def _string(value: Json) -> str:
    if not isinstance(value, str):
        raise refuse(texts.NOT_TEXT)
    if _CONTROL.search(value):
        raise refuse(texts.CONTROL)
    return value


def _text(field: Field, value: Json, _: str = "") -> str:
    text = without_overrides(_string(value))
    limit = field.max_length if isinstance(field, Text) else 0
    if not text.strip():
        raise refuse(texts.EMPTY)
    if len(text) > limit:
        raise refuse(texts.TOO_LONG.format(limit=limit))
    return text


def _code(field: Field, value: Json, _: str) -> str:
    text = _string(value)
    if not isinstance(field, Code):
        raise TypeError(field.name)
    try:
        return field.check(text)
    except ValueError as error:
        example = texts.EXAMPLE.format(example=field.example) if field.example else Label("", "")
        value, reason = text[:60], str(error)[:1].upper() + str(error)[1:]
        it = texts.NOT_CODE.it.format(value=value, label=field.label.it, example=example.it)
        en = texts.NOT_CODE.en.format(reason=reason, example=example.en)
        raise refuse(Label(it=it, en=en)) from error


def _concept(field: Field, value: Json, base: str) -> str:
    text = _string(value)
    scheme = field.scheme if isinstance(field, Concept) else ""
    ours = scheme.startswith(CONCEPT.iri)
    full = f"{scheme}/{text}" if ours and ":" not in text else _link(field, text, base)
    allowed = full.removeprefix(f"{scheme}/") in notations(scheme) if ours else True
    if not allowed or not full.startswith(scheme):
        raise refuse(texts.NOT_CONCEPT.format(value=text[:100], scheme=scheme))
    return full


def _ref(field: Field, value: Json, base: str) -> str:
    text = _string(value)
    kinds = field.kinds if isinstance(field, Ref) else ()
    short = _REF.fullmatch(text)
    if short and short[1] in kinds:
        return f"{base}id/{text}"
    strange = text.startswith(f"{base}id/") and not _of(text, base, kinds)
    if len(text) > LONGEST_LINK or strange or not _IRI.fullmatch(text):
        raise refuse(texts.NOT_REF.format(kinds=", ".join(kinds)))
    return text


def _of(text: str, base: str, kinds: tuple[str, ...]) -> bool:
    return text.removeprefix(f"{base}id/").split("/", 1)[0] in kinds


def _link(_: Field | None, value: Json, __: str) -> str:
    text = _string(value).strip()
    if len(text) > LONGEST_LINK or not _IRI.fullmatch(text):
        raise refuse(texts.NOT_IRI)
    return text


def _email(_: Field, value: Json, __: str) -> str:
    text = _string(value).strip().removeprefix("mailto:")
    if not _EMAIL.fullmatch(text):
        raise refuse(texts.NOT_EMAIL)
    return text


def _integer(field: Field, value: Json, _: str) -> int:
    low, high = (field.low, field.high) if isinstance(field, Integer) else (0, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refuse(texts.NOT_INTEGER.format(low=low, high=high))
    return value


def _decimal(field: Field, value: Json, _: str) -> str:
    low, high = (field.low, field.high) if isinstance(field, Decimal) else ("0", "0")
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    if not _DECIMAL.fullmatch(text) or not Number(low) <= Number(text) <= Number(high):
        raise refuse(texts.NOT_DECIMAL.format(low=low, high=high))
    return text


def _date(_: Field, value: Json, __: str) -> str:
    text = _string(value).strip()
    try:
        if _DAY.fullmatch(text):
            date.fromisoformat(text)
            return text
        if _INSTANT.fullmatch(text):
            datetime.fromisoformat(text)
            return text
    except ValueError as error:
        raise refuse(texts.NOT_DATE) from error
    raise refuse(texts.NOT_DATE)


def _flag(_: Field, value: Json, __: str) -> bool:
    if not isinstance(value, bool):
        raise refuse(texts.NOT_FLAG)
    return value


def _point(_: Field, value: Json, __: str) -> dict[str, float]:
    if not isinstance(value, Mapping) or set(value) != {"lat", "lon"}:
        raise refuse(texts.NOT_POINT)
    numbers = {}
    for name, limit in (("lat", 90), ("lon", 180)):
        number = value[name]
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise refuse(texts.NOT_POINT)
        if not -limit <= number <= limit:
            raise refuse(texts.NOT_POINT)
        numbers[name] = float(number)
    return numbers


READ: dict[type[Field], Callable[[Field, Json, str], Json]] = {
    Text: _text,
    Code: _code,
    Concept: _concept,
    Ref: _ref,
    Link: _link,
    Email: _email,
    Integer: _integer,
    Decimal: _decimal,
    Date: _date,
    Flag: _flag,
    Point: _point,
}
"""How each field type but Part takes one JSON value; a part has a schema of its own."""
