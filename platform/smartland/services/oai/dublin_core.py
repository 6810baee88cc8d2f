"""Descriptions of every kind as unqualified Dublin Core (oai_dc)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from smartland.domain.fields import Code, Concept, Field, Link, Part, Ref, Text
from smartland.domain.identity import graph_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.errors import LANGUAGES, Label
from smartland.services.markup import Element, element

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MAX_VALUES = 500
"""Of one element: a region has thousands of municipalities, a record need not."""
UNTAGGED = "und"

ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name", "label", "acronym", "alt_name", "alt_label"),
    "creator": ("creator", "rights_holder", "stakeholder"),
    "subject": (
        *("corridor", "filiera", "competence", "theme", "keyword", "classification"),
        *("stakeholder_kind", "territory_type", "instrument", "hvd_category", "cpv", "in_scheme"),
    ),
    "description": ("description", "definition", "scope_note", "note"),
    "publisher": ("publisher", "issuer", "funder", "unit_of", "part_of"),
    "contributor": ("participation",),
    "date": ("issued", "modified", "opens", "start", "founded", "valid_from"),
    "format": ("distribution",),
    "language": ("language",),
    "relation": (
        *("homepage", "page", "landing_page", "call", "answers", "serves", "dataset", "service"),
        *("evidence", "exact_match", "close_match", "same_as", "is_version_of", "endpoint_url"),
    ),
    "coverage": ("territory", "municipality", "spatial", "temporal"),
    "rights": ("license", "access_rights"),
}
"""Dublin Core element → the fields that it takes its values from, of whatever kind has them."""
_INSIDE = {"format": "format", "contributor": "stakeholder"}
"""Element → the field of a part that says it; else the part's name."""
_PART_NAMES = ("name", "geographical_identifier", "title", "start", "end")


@dataclass(frozen=True)
class Named:
    """What the references of a page of records are called."""

    labels: Mapping[str, Label]

    def tagged(self, iri: str) -> Iterator[tuple[str, str]]:
        """(text, language) of a label: one where both languages say the same."""
        label = self.labels.get(iri, Label(it=iri, en=iri))
        if label.it == label.en:
            yield label.it, ""
        else:
            yield from ((label[tongue], tongue) for tongue in LANGUAGES)


def references(revision: Revision) -> Iterator[str]:
    """The IRIs that a record names, whose labels it takes to write it."""
    for names in ELEMENTS.values():
        for field in _fields(revision, names):
            yield from _iris(field, revision.document[field.name])


def write_dc(revision: Revision, named: Named, base: str) -> Element:
    """The ``oai_dc:dc`` element of a shown resource."""
    values = [
        ("identifier", (revision.iri, "")),
        ("identifier", (graph_iri(base, revision.kind, revision.key), "")),
        *(("identifier", (code, "")) for code in _codes(revision)),
        ("type", (revision.kind, "")),
        ("type", ("Dataset", "")) if revision.kind == "dataset" else None,
    ]
    children = [_dc(name, *value) for name, value in filter(None, values)]
    for name, fields in ELEMENTS.items():
        said = dict.fromkeys(_said(revision, name, fields, named))
        children += [_dc(name, *value) for value in list(said)[:MAX_VALUES]]
    return element(
        "oai_dc:dc",
        *children,
        attributes={
            "xmlns:oai_dc": NAMESPACE,
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        },
    )


def _dc(name: str, text: str, language: str) -> Element:
    tagged = language and language != UNTAGGED
    return element(f"dc:{name}", text, attributes={"xml:lang": language} if tagged else None)


def _fields(revision: Revision, names: Iterable[str]) -> Iterator[Field]:
    """The public fields of these names that have a value, in this order."""
    by_name = KINDS[revision.kind].by_name
    for name in names:
        field = by_name.get(name)
        if field and field.visibility == "public" and name in revision.document:
            yield field


def _codes(revision: Revision) -> Iterator[str]:
    for field in KINDS[revision.kind].public_fields:
        value = revision.document.get(field.name)
        if isinstance(field, Code) and value and field.name not in ELEMENTS["subject"]:
            yield from value if field.many else (value,)


def _said(
    revision: Revision, element_name: str, names: Iterable[str], named: Named
) -> Iterator[tuple[str, str]]:
    for field in _fields(revision, names):
        value = revision.document[field.name]
        if isinstance(field, Text):
            yield from _texts(value)
            continue
        for one in value if field.many else (value,):
            if isinstance(field, Part):
                yield from _part(field, one, _INSIDE.get(element_name, ""), named)
            elif isinstance(field, Concept | Ref):
                yield from named.tagged(one)
            else:
                yield str(one), ""


def _part(
    field: Part, value: Mapping[str, Json], inside: str, named: Named
) -> Iterator[tuple[str, str]]:
    if inside:
        if inside in value:
            yield from named.tagged(value[inside])
        return
    for name in _PART_NAMES:
        if name in value:
            yield from _texts(value[name])
    if field.name == "license" and str(value.get("iri", "")).startswith("http"):
        yield value["iri"], ""


def _texts(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for tag, texts in value.items():
            for text in (texts,) if isinstance(texts, str) else texts:
                yield text, tag
    elif isinstance(value, list):
        yield from ((text, "") for text in value)
    else:
        yield value, ""


def _iris(field: Field, value: Json) -> Iterator[str]:
    if isinstance(field, Link):
        return
    for one in value if field.many else (value,):
        if isinstance(field, Concept | Ref):
            yield one
        elif isinstance(field, Part):
            yield from (one[name] for name in _INSIDE.values() if name in one)
