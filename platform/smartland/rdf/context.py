"""The JSON-LD 1.1 context that makes our JSON documents linked data, by the declarations.

Fields are scoped to their kind, and those of a part to the field that holds it, because one JSON
name has different IRIs in different places. Three things are beyond any context, and only the
graph itself (``rdf.write``) says them: a point, which is two numbers in JSON and one literal in
RDF, yields nothing; an instant is typed as a day; predicates and classes beside the main ones
are not repeated. Private fields have no term, so a processor drops them.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache

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
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.rdf.names import own_class, short
from smartland.rdf.write import UNTAGGED
from smartland_vocab.namespaces import PREFIXES, XSD


def context() -> dict[str, Json]:
    """The value of ``@context``: keywords, prefixes, and a term with its fields for each kind."""
    keywords = {"iri": "@id", "kind": "@type", "type": "@type", UNTAGGED: "@none"}
    prefixes = {name: namespace.iri for name, namespace in PREFIXES.items()}
    kinds = {kind.name: _kind_term(kind) for kind in KINDS.values()}
    return {"@version": 1.1, **keywords, **prefixes, **kinds}


@cache
def context_json() -> str:
    """The published file ``context.jsonld``."""
    return json.dumps({"@context": context()}, ensure_ascii=False, indent=2) + "\n"


def _kind_term(kind: Kind) -> dict[str, Json]:
    return {"@id": short(own_class(kind)), "@context": _field_terms(kind.public_fields)}


def _field_terms(fields: Iterable[Field]) -> dict[str, Json]:
    return {one.name: TERM[type(one)](one) for one in fields if one.visibility == PUBLIC}


def _text(field: Field) -> Json:
    if isinstance(field, Text) and field.languages:
        return {"@id": short(field.iri), "@container": "@language"}
    return _plain(field)


def _plain(field: Field) -> Json:
    return {"@id": short(field.iri)}


def _typed(datatype: str) -> Callable[[Field], Json]:
    def typed_term(field: Field) -> Json:
        return {"@id": short(field.iri), "@type": datatype}

    return typed_term


def _email(field: Field) -> Json:
    # resolved against a vocabulary that is the scheme, the bare address becomes mailto:…
    return {"@id": short(field.iri), "@type": "@vocab", "@context": {"@vocab": "mailto:"}}


def _point(_: Field) -> Json:
    # coordinates without terms, laid open into their resource, are dropped by every processor
    return "@nest"


def _part(field: Field) -> Json:
    inner = field.of.fields if isinstance(field, Part) else ()
    return {"@id": short(field.iri), "@context": _field_terms(inner)}


TERM: dict[type[Field], Callable[[Field], Json]] = {
    Text: _text,
    Code: _plain,
    Concept: _typed("@id"),
    Ref: _typed("@id"),
    Link: _typed("@id"),
    Email: _email,
    Integer: _typed(short(XSD.integer)),
    Decimal: _typed(short(XSD.decimal)),
    Date: _typed(short(XSD.date)),
    Flag: _typed(short(XSD.boolean)),
    Point: _point,
    Part: _part,
}
"""How each field type becomes a term definition."""
