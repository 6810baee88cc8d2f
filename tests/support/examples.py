"""A complete valid document of each kind: every field that is declared, private ones too.

Made from the declarations, so that a new field is in every test that goes over all fields.
"""

from collections.abc import Callable, Iterable

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
from smartland.domain.identity import resource_iri
from smartland.domain.kind import InOrder, Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.rdf.shapes import concepts
from smartland_vocab.namespaces import CONCEPT, EU_AUTHORITY, ITALIA_VOCABULARY

BASE = "https://example.org/"
FOREIGN_CONCEPTS = {
    f"{EU_AUTHORITY}access-right": f"{EU_AUTHORITY}access-right/PUBLIC",
    f"{EU_AUTHORITY}data-theme": f"{EU_AUTHORITY}data-theme/ENVI",
    f"{EU_AUTHORITY}file-type": f"{EU_AUTHORITY}file-type/CSV",
    f"{EU_AUTHORITY}frequency": f"{EU_AUTHORITY}frequency/ANNUAL",
    f"{EU_AUTHORITY}language": f"{EU_AUTHORITY}language/ITA",
    f"{ITALIA_VOCABULARY}classifications-for-organizations/legal-status": (
        f"{ITALIA_VOCABULARY}classifications-for-organizations/legal-status/2430"
    ),
    "http://data.europa.eu/bna/": "http://data.europa.eu/bna/c_dd313021",
}
"""One concept of each vocabulary that is not ours; a new one needs its line here."""


def example(kind: Kind) -> dict[str, Json]:
    """A document with a value in every field of the kind, in canonical form."""
    parent = resource_iri(BASE, kind.name, "example")
    document = _fields(kind.fields, parent)
    for rule in kind.rules:
        if isinstance(rule, InOrder):
            document |= {rule.earlier: "2026-01-01", rule.later: "2026-12-31"}
    return document


def example_iri(kind: Kind) -> str:
    """The IRI of the resource that the example describes."""
    return resource_iri(BASE, kind.name, "example")


def _fields(fields: Iterable[Field], parent: str) -> dict[str, Json]:
    document = {}
    for field in fields:
        value = _part(field, parent) if isinstance(field, Part) else VALUE[type(field)](field)
        by_language = isinstance(field, Text) and field.languages
        document[field.name] = [value] if field.many and not by_language else value
    return document


def _part(field: Part, parent: str) -> Json:
    iri = f"{parent}.{field.name}" if "#" in parent else f"{parent}#{field.name}"
    return {"iri": iri} | _fields(field.of.fields, iri)


def _text(field: Field) -> Json:
    limit = field.max_length if isinstance(field, Text) else 0
    if not (isinstance(field, Text) and field.languages):
        return f"{field.label.en}"[:limit].strip()
    texts = {"it": f"{field.label.it}: perché «città»", "en": f"{field.label.en}: “why”"}
    texts["und"] = f"{field.label.en}, no language"
    return {tag: [text, f"{text} 2"] if field.many else text for tag, text in texts.items()}


def _code(field: Field) -> Json:
    text = field.example if isinstance(field, Code) else ""
    return text or f"{field.name}-1"


def _concept(field: Field) -> Json:
    scheme = field.scheme if isinstance(field, Concept) else ""
    return concepts(scheme)[0] if scheme.startswith(CONCEPT.iri) else FOREIGN_CONCEPTS[scheme]


def _ref(field: Field) -> Json:
    kinds = field.kinds if isinstance(field, Ref) else ()
    return resource_iri(BASE, kinds[0], "other")


def _link(field: Field) -> Json:
    return f"https://example.com/{field.name}?a=1&b=2#top"


def _integer(field: Field) -> Json:
    return max(field.low, 3) if isinstance(field, Integer) else 0


def _decimal(field: Field) -> Json:
    return field.high if isinstance(field, Decimal) and field.high == "1" else "1234.50"


VALUE: dict[type[Field], Callable[[Field], Json]] = {
    Text: _text,
    Code: _code,
    Concept: _concept,
    Ref: _ref,
    Link: _link,
    Email: lambda field: f"{field.name}@example.org",
    Integer: _integer,
    Decimal: _decimal,
    Date: lambda _: "2026-05-31",
    Flag: lambda _: True,
    Point: lambda _: {"lat": 45.46, "lon": 9.19},
}
"""A value of each field type but Part."""

EXAMPLES: dict[str, dict[str, Json]] = {name: example(kind) for name, kind in KINDS.items()}
"""The examples by name of kind; copy one before you change it."""
