"""Values of fields as cells of a table, for data extension: one function a field type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.errors import Label
from smartland.services.labels import texts

_FALLBACK = {"it": ("it", "und", "en"), "en": ("en", "und", "it")}


@dataclass(frozen=True)
class _Naming:
    """How the resources that a value names are shown."""

    named: Mapping[str, Revision]
    labels: Mapping[str, Label]
    language: str


def values_of(
    revision: Revision | None,
    name: str,
    named: Mapping[str, Revision],
    labels: Mapping[str, Label],
    language: str,
) -> list[Json]:
    """The cells of one public field (§8.5); none where there is no value or no such entity."""
    if revision is None:
        return []
    field = KINDS[revision.kind].by_name.get(name)
    value = revision.document.get(name)
    if field is None or value is None or field.visibility != "public":
        return []
    naming = _Naming(named, labels, language)
    if isinstance(field, Text) and field.languages:
        return [{"str": one} for one in _spoken(value, language)]
    return [CELL[type(field)](one, naming) for one in (value if field.many else (value,))]


def _spoken(value: Mapping[str, Json], language: str) -> Sequence[str]:
    """The texts in one language; in the next best where there are none."""
    for tag in (*_FALLBACK[language], *value):
        if value.get(tag):
            found = value[tag]
            return [found] if isinstance(found, str) else list(found)
    return []


def _plain(value: Json, _: _Naming) -> Json:
    return {"str": str(value)}


def _resource(value: Json, naming: _Naming) -> Json:
    """An entity where we describe it, with its name; else what it is called, or its IRI."""
    head = naming.named.get(value)
    label = naming.labels.get(value)
    if head is None:
        return {"str": value}
    name = label[naming.language] if label else head.key
    return {"id": f"{head.kind}/{head.key}", "name": name}


def _date(value: Json, _: _Naming) -> Json:
    return {"date": value if "T" in value else f"{value}T00:00:00Z"}


def _point(value: Json, _: _Naming) -> Json:
    return {"str": f"{value['lat']},{value['lon']}"}


def _part(value: Json, naming: _Naming) -> Json:
    found = texts(value.get("name") or value.get("title"))
    return {"str": found[naming.language] if found else ""}


CELL: Mapping[type[Field], Callable[[Json, _Naming], Json]] = {
    Text: _plain,
    Code: _plain,
    Concept: _resource,
    Ref: _resource,
    Link: _plain,
    Email: _plain,
    Integer: lambda value, _: {"int": value},
    Decimal: lambda value, _: {"float": float(value)},
    Date: _date,
    Flag: lambda value, _: {"str": "true" if value else "false"},
    Point: _point,
    Part: _part,
}
"""What each field type is in a cell."""
