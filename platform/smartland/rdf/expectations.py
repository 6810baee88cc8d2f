"""What the values of a field must be, as a sentence in Italian and English for people."""

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
from smartland.errors import Label

_SENTENCE = Label(
    it="«{label.it}» ({name}): {count.it}; {form.it}.",
    en="“{label.en}” ({name}): {count.en}; {form.en}.",
)
_COUNTS = {
    (False, False): Label(it="al più un valore", en="at most one value"),
    (False, True): Label(it="più valori ammessi", en="several values allowed"),
    (True, False): Label(it="obbligatorio, un solo valore", en="required, a single value"),
    (True, True): Label(it="obbligatorio, uno o più valori", en="required, one or more values"),
}
_COUNTS_BY_LANGUAGE = {
    False: Label(it="al più un valore per lingua", en="at most one value per language"),
    True: Label(it="obbligatorio, un valore per lingua", en="required, one value per language"),
}


def expectation(field: Field) -> Label:
    """The message of the field's property shape; it names the field as JSON does too."""
    return _SENTENCE.format(
        label=field.label, name=field.name, count=_count(field), form=EXPECT[type(field)](field)
    )


def _count(field: Field) -> Label:
    if isinstance(field, Text) and field.languages and not field.many:
        return _COUNTS_BY_LANGUAGE[field.required]
    return _COUNTS[field.required, field.many]


def _text(field: Field) -> Label:
    limit = field.max_length if isinstance(field, Text) else 0
    form = Label(
        it="testo non vuoto, fino a {limit} caratteri",
        en="text that is not empty, up to {limit} characters",
    )
    return form.format(limit=limit)


def _code(field: Field) -> Label:
    form = Label(it="codice nella forma del suo registro", en="code in the form of its register")
    example = field.example if isinstance(field, Code) else ""
    if not example:
        return form
    return Label(it=f"{form.it}, come {example}", en=f"{form.en}, like {example}")


def _concept(field: Field) -> Label:
    scheme = field.scheme if isinstance(field, Concept) else ""
    return Label(it=f"voce del vocabolario {scheme}", en=f"concept of the vocabulary {scheme}")


def _ref(field: Field) -> Label:
    kinds = ", ".join(field.kinds) if isinstance(field, Ref) else ""
    return Label(it=f"IRI di una risorsa ({kinds})", en=f"IRI of a resource ({kinds})")


def _number(field: Field) -> Label:
    low, high = (field.low, field.high) if isinstance(field, Integer | Decimal) else (0, 0)
    exact = "xsd:integer" if isinstance(field, Integer) else "xsd:decimal"
    return Label(
        it=f"numero ({exact}) tra {low} e {high}", en=f"number ({exact}) between {low} and {high}"
    )


def _part(field: Field) -> Label:
    inner = field.of.fields if isinstance(field, Part) else ()
    names = ", ".join(one.name for one in inner)
    return Label(it=f"nodo con i campi {names}", en=f"node with the fields {names}")


def _always(form: Label) -> Callable[[Field], Label]:
    def expect_form(_: Field) -> Label:
        return form

    return expect_form


EXPECT: dict[type[Field], Callable[[Field], Label]] = {
    Text: _text,
    Code: _code,
    Concept: _concept,
    Ref: _ref,
    Link: _always(
        Label(
            it="indirizzo assoluto (http, https, mailto, urn, ftp, tel)",
            en="absolute address (http, https, mailto, urn, ftp, tel)",
        )
    ),
    Email: _always(
        Label(it="indirizzo di posta come IRI mailto:", en="e-mail address as a mailto: IRI")
    ),
    Integer: _number,
    Decimal: _number,
    Date: _always(
        Label(it="giorno (xsd:date) o istante (xsd:dateTime)", en="xsd:date or xsd:dateTime")
    ),
    Flag: _always(Label(it="vero o falso (xsd:boolean)", en="true or false (xsd:boolean)")),
    Point: _always(
        Label(
            it="punto WGS 84 come POINT(longitudine latitudine), geo:wktLiteral",
            en="WGS 84 point as POINT(longitude latitude), geo:wktLiteral",
        )
    ),
    Part: _part,
}
"""How each field type describes the form of its values."""
