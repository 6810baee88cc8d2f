"""The fields of a document as people read them, by the declarations: one function a field type."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from smartland.domain.fields import (
    PUBLIC,
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
from smartland.domain.resource import Document, Json
from smartland.web.pages import formats
from smartland.web.pages.naming import UNTAGGED, Naming
from smartland.web.pages.shown import Download, Fact, Shown, Table
from smartland.web.pages.texts import TEXTS

MAX_VALUES = 30
MAX_ROWS = 200
ALWAYS_TABLES = ("participation", "composition")
DOWNLOADS = "distribution"


def mentioned(fields: Iterable[Field], document: Document) -> Iterator[str]:
    """The IRIs that a document mentions and a page shows, so that they are looked up together."""
    for field in fields:
        value = document.get(field.name)
        if value is None or field.visibility != PUBLIC:
            continue
        items = list(value)[:MAX_ROWS] if isinstance(value, list) else [value]
        if isinstance(field, Part):
            for one in items:
                yield from mentioned(field.of.fields, one)
        elif isinstance(field, Concept | Ref | Link):
            yield from items[:MAX_VALUES]


def read_facts(kind: Kind, document: Document, naming: Naming, skip: Sequence[str]) -> list[Fact]:
    """The public fields with a value, in order of declaration, except ``skip`` and tables."""
    found = []
    for field in kind.public_fields:
        value = document.get(field.name)
        if value is None or field.name in skip or _is_table(field, value):
            continue
        found.append(_fact(field, value, naming))
    return found


def read_tables(kind: Kind, document: Document, naming: Naming) -> list[Table]:
    """The fields whose many parts are best read as a table."""
    return [
        _table(field, document[field.name], naming)
        for field in kind.public_fields
        if isinstance(field, Part)
        and field.name in document
        and field.name != DOWNLOADS
        and _is_table(field, document[field.name])
    ]


def read_downloads(kind: Kind, document: Document, naming: Naming) -> list[Download]:
    """The distributions of a dataset."""
    field = kind.by_name.get(DOWNLOADS)
    if not isinstance(field, Part):
        return []
    return [_download(field, one, naming) for one in document.get(DOWNLOADS, ())[:MAX_ROWS]]


def show(field: Field, value: Json, naming: Naming) -> tuple[Shown, ...]:
    """Every value of one field, up to a bound; the last then says how many were left out."""
    items = value if isinstance(value, list) else [value]
    shown = [one for item in items[:MAX_VALUES] for one in SHOW[type(field)](field, item, naming)]
    if len(items) > MAX_VALUES:
        more = TEXTS["items_more"].format(count=len(items) - MAX_VALUES)[naming.language]
        shown.append(Shown(more))
    return tuple(shown)


def _is_table(field: Field, value: Json) -> bool:
    if not isinstance(field, Part) or not field.many:
        return False
    return field.name == DOWNLOADS or field.name in ALWAYS_TABLES or len(value) > 1


def _fact(field: Field, value: Json, naming: Naming) -> Fact:
    language = naming.language
    return Fact(field.name, field.label[language], show(field, value, naming), field.help[language])


def _table(field: Part, rows: Sequence[Document], naming: Naming) -> Table:
    columns = [
        one for one in field.of.fields
        if one.visibility == PUBLIC and any(one.name in row for row in rows)
    ]  # fmt: skip
    return Table(
        field.name,
        field.label[naming.language],
        tuple(one.label[naming.language] for one in columns),
        tuple(
            tuple(show(one, row[one.name], naming) if one.name in row else () for one in columns)
            for row in rows[:MAX_ROWS]
        ),
        max(0, len(rows) - MAX_ROWS),
    )


def _download(field: Part, document: Document, naming: Naming) -> Download:
    parts = {one.name: one for one in field.of.fields}

    def values(name: str) -> tuple[Shown, ...]:
        return show(parts[name], document[name], naming) if name in document else ()

    formats_ = values("format")
    links = values("download_url") or values("access_url")
    title = values("title") or formats_ or (Shown(field.of.label[naming.language]),)
    hidden = ("title", "description", "format", "access_url", "download_url")
    return Download(
        title[0],
        formats_[0].text.upper() if formats_ else "",
        next(iter(values("description")), None),
        links,
        tuple(
            _fact(one, document[one.name], naming)
            for one in field.of.fields
            if one.name in document and one.name not in hidden
        ),
    )


def _text(_: Field, value: Json, naming: Naming) -> list[Shown]:
    if isinstance(value, str):
        return [Shown(value)]
    order = sorted(value, key=lambda tag: (tag != naming.language, tag != UNTAGGED, tag))
    # one language is enough where the page's own is there: the rest is in the other formats
    tags = order[:1] if order and order[0] in (naming.language, UNTAGGED) else order
    return [
        Shown(text, language="" if tag in (naming.language, UNTAGGED) else tag)
        for tag in tags
        for text in ((value[tag],) if isinstance(value[tag], str) else value[tag])
    ]


def _code(_: Field, value: Json, __: Naming) -> list[Shown]:
    return [Shown(value, code=True)]


def _concept(_: Field, value: Json, naming: Naming) -> list[Shown]:
    return [naming.shown(value)]


def _link(_: Field, value: Json, naming: Naming) -> list[Shown]:
    here = naming.shown(value)
    if not here.outside:
        return [here]
    return [Shown(formats.bare_address(value), here.href, outside=True)]


def _email(_: Field, value: Json, __: Naming) -> list[Shown]:
    return [Shown(value, formats.safe_link(f"mailto:{value}"))]


def _integer(_: Field, value: Json, naming: Naming) -> list[Shown]:
    return [Shown(formats.number(value, naming.language))]


def _decimal(field: Field, value: Json, naming: Naming) -> list[Shown]:
    if isinstance(field, Decimal) and field.unit == "EUR":
        return [Shown(formats.money(value, naming.language))]
    return [Shown(formats.number(value, naming.language))]


def _date(_: Field, value: Json, naming: Naming) -> list[Shown]:
    return [Shown(formats.day(value, naming.language))]


def _flag(_: Field, value: Json, naming: Naming) -> list[Shown]:
    return [Shown(TEXTS["yes" if value else "no"][naming.language])]


def _point(_: Field, value: Json, __: Naming) -> list[Shown]:
    return [Shown(f"{value['lat']:.5f}, {value['lon']:.5f}", code=True)]


def _part(field: Field, value: Json, naming: Naming) -> list[Shown]:
    """The properties of a part side by side; all but the first say what they are."""
    if not isinstance(field, Part) or not isinstance(value, Mapping):
        return []
    shown: list[Shown] = []
    for one in field.of.fields:
        if one.name not in value or one.visibility != PUBLIC:
            continue
        for item in show(one, value[one.name], naming):
            note = one.label[naming.language] if shown else ""
            shown.append(Shown(item.text, item.href, item.language, note, item.code, item.outside))
    return shown or [naming.shown(value["iri"])] if "://" in value.get("iri", "") else shown


SHOW: Mapping[type[Field], Callable[[Field, Json, Naming], list[Shown]]] = {
    Text: _text,
    Code: _code,
    Concept: _concept,
    Ref: _concept,
    Link: _link,
    Email: _email,
    Integer: _integer,
    Decimal: _decimal,
    Date: _date,
    Flag: _flag,
    Point: _point,
    Part: _part,
}
"""How each field type is shown."""
