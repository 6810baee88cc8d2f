"""What the template says under each header, and an example of what goes there."""

from collections.abc import Callable

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
from smartland.domain.kind import InOrder, Kind
from smartland.errors import Label
from smartland_importers.spreadsheet_columns import Column
from smartland_importers.spreadsheet_concepts import is_own, notations

_REQUIRED = Label(it="obbligatorio", en="required")
_REQUIRED_INSIDE = Label(it="obbligatorio se c'è {part.it}", en="required if there is {part.en}")
_ONE_LANGUAGE = Label(
    it="obbligatorio in almeno una lingua", en="required in one language at least"
)
_MANY = Label(it="più valori separati da |", en="several values parted by |")
_PRIVATE = Label(it="mai pubblicato", en="never published")
_NEXT = Label(it="il secondo in colonne {name}", en="the second one in columns {name}")
_SHOWN = 8
"""Codes of a vocabulary that are spelt out; a longer one is named."""

# concepts of vocabularies that are not ours, by the field's name
_FOREIGN = {
    "legal_status": "1320",
    "theme": "ENVI",
    "frequency": "ANNUAL",
    "language": "ITA",
    "format": "CSV",
    "access_rights": "PUBLIC",
    "hvd_category": "c_ac64a52d",
}
_RESOURCES = {
    "territory": "015146",
    "stakeholder": "ipa-c_f205",
    "unit": "unit/sheet-1",
    "call": "call/sheet-1",
    "need": "need/sheet-1",
    "dataset": "dataset/sheet-1",
    "data-service": "data-service/sheet-1",
    "concept": "concept/competence-energy",
}


def explain(column: Column) -> Label:
    """What to write in a column: its help, its form, whether it must be there."""
    field = column.field
    parts = [field.help, EXPLAIN[type(field)](field)]
    if field.required and column.steps:
        parts.append(_REQUIRED_INSIDE.format(part=column.steps[-1].part.label))
    elif field.required:
        parts.append(_ONE_LANGUAGE if column.language else _REQUIRED)
    if field.many:
        parts.append(_MANY)
    if field.visibility != "public":
        parts.append(_PRIVATE)
    if column.steps and column.steps[0].number:
        first = column.steps[0].part.name
        parts.append(_NEXT.format(name=column.name.replace(first, f"{first}.2", 1)))
    texts = [Label(it=one.it.rstrip("."), en=one.en.rstrip(".")) for one in parts if one.en]
    return Label(it="; ".join(one.it for one in texts), en="; ".join(one.en for one in texts))


def example(kind: Kind, column: Column) -> str:
    """A value that the column takes; a second day comes after the first."""
    field = column.field
    if isinstance(field, Date):
        later = {rule.later for rule in kind.rules if isinstance(rule, InOrder)} | {"valid_until"}
        return "31/12/2026" if field.name in later | {"end"} else "01/03/2026"
    return EXAMPLE[type(field)](field)


def _explain_text(field: Field) -> Label:
    limit = field.max_length if isinstance(field, Text) else 0
    return Label(it=f"testo, fino a {limit} caratteri", en=f"text, up to {limit} characters")


def _explain_code(field: Field) -> Label:
    like = field.example if isinstance(field, Code) else ""
    if not like:
        return Label(it="codice", en="code")
    return Label(it=f"codice, come {like}", en=f"code, like {like}")


def _explain_concept(field: Field) -> Label:
    scheme = field.scheme if isinstance(field, Concept) else ""
    if not is_own(scheme):
        like = _FOREIGN.get(field.name, "")
        return Label(
            it=f"codice del vocabolario {scheme}, come {like}",
            en=f"code of the vocabulary {scheme}, like {like}",
        )
    codes = notations(scheme)
    if len(codes) > _SHOWN:
        return Label(
            it=f"codice o nome italiano o inglese del vocabolario {scheme}",
            en=f"code, or name in Italian or English, of the vocabulary {scheme}",
        )
    shown = ", ".join(codes)
    return Label(it=f"uno di: {shown}", en=f"one of: {shown}")


def _explain_ref(field: Field) -> Label:
    kinds = field.kinds if isinstance(field, Ref) else ()
    if "territory" in kinds:
        return Label(
            it="codice ISTAT, o comune e provincia: Lodi (LO)",
            en="ISTAT code, or municipality and province: Lodi (LO)",
        )
    shown = ", ".join(kinds)
    return Label(
        it=f"indirizzo, tipo/chiave o codice con prefisso (ipa-c_f205) di: {shown}",
        en=f"address, kind/key or code with its prefix (ipa-c_f205) of: {shown}",
    )


def _explain_number(field: Field) -> Label:
    low, high = (field.low, field.high) if isinstance(field, Integer | Decimal) else (0, 0)
    return Label(it=f"numero tra {low} e {high}", en=f"number between {low} and {high}")


def _always(text: Label) -> Callable[[Field], Label]:
    def explain_form(_: Field) -> Label:
        return text

    return explain_form


EXPLAIN: dict[type[Field], Callable[[Field], Label]] = {
    Text: _explain_text,
    Code: _explain_code,
    Concept: _explain_concept,
    Ref: _explain_ref,
    Link: _always(
        Label(it="indirizzo web, come https://www.example.org/", en="web address, like https://…")
    ),
    Email: _always(Label(it="indirizzo di posta", en="e-mail address")),
    Integer: _explain_number,
    Decimal: _explain_number,
    Date: _always(
        Label(it="data, come 31/05/2026 o 2026-05-31", en="date, like 2026-05-31 or 31/05/2026")
    ),
    Flag: _always(Label(it="sì o no", en="yes or no")),
    Point: _always(
        Label(
            it="latitudine; longitudine, come 45.4642; 9.1900",
            en="latitude; longitude, like 45.4642; 9.1900",
        )
    ),
    Part: _always(Label(it="", en="")),
}
"""What each field type takes in a cell."""


def _example_text(field: Field) -> str:
    limit = field.max_length if isinstance(field, Text) else 0
    return "Esempio"[:limit]


def _example_code(field: Field) -> str:
    return (field.example if isinstance(field, Code) else "") or "ESEMPIO-1"


def _example_concept(field: Field) -> str:
    scheme = field.scheme if isinstance(field, Concept) else ""
    return notations(scheme)[0] if is_own(scheme) else _FOREIGN[field.name]


def _example_ref(field: Field) -> str:
    return _RESOURCES[field.kinds[0]] if isinstance(field, Ref) else ""


def _example_number(field: Field) -> str:
    low, high = (field.low, field.high) if isinstance(field, Integer | Decimal) else (0, 0)
    return str(max(int(low), min(1000, int(high))))


EXAMPLE: dict[type[Field], Callable[[Field], str]] = {
    Text: _example_text,
    Code: _example_code,
    Concept: _example_concept,
    Ref: _example_ref,
    Link: lambda _: "https://www.example.org/",
    Email: lambda _: "ufficio@example.org",
    Integer: _example_number,
    Decimal: _example_number,
    Date: lambda _: "01/03/2026",
    Flag: lambda _: "sì",
    Point: lambda _: "45.4642; 9.1900",
    Part: lambda _: "",
}
"""A value of each field type, as a person would write it."""
