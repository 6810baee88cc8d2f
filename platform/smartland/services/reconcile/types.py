"""What OpenRefine may match against: types, properties, and the manifest that names them.

Source: Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from smartland import __version__
from smartland.domain.fields import Field, Part
from smartland.domain.kinds import KINDS, shared
from smartland.domain.resource import Json, Revision
from smartland.errors import Label
from smartland.ports.search import AllOf, Query, TermIs
from smartland_vocab.namespaces import SL

BATCH = 50
"""Queries in one batch."""
PREVIEW_WIDTH, PREVIEW_HEIGHT = 430, 260
NAME = Label(
    it="Smart Land: attori, territori e competenze",
    en="Smart Land: stakeholders, territories and competences",
)


@dataclass(frozen=True)
class Type:
    """Resources of one kind, or those of them whose concept field ``field`` is ``value``."""

    id: str
    name: Label
    kind: str
    field: str = ""
    value: str = ""

    @property
    def query(self) -> Query:
        """The query that finds them in the index."""
        of_kind = TermIs("kind", self.kind)
        if not self.field:
            return of_kind
        return AllOf((of_kind, TermIs(self.field, self.value)))

    def holds(self, revision: Revision) -> bool:
        """True when the resource is of this type."""
        if revision.kind != self.kind:
            return False
        value = revision.document.get(self.field)
        return not self.field or self.value in (value if isinstance(value, list) else (value,))


def _of_stakeholder(notation: str, it: str, en: str) -> Type:
    concept = f"{shared.STAKEHOLDER_KINDS}/{notation}"
    return Type(notation, Label(it=it, en=en), "stakeholder", "stakeholder_kind", concept)


def _of_territory(notation: str, it: str, en: str) -> Type:
    concept = f"{shared.TERRITORY_TYPES}/{notation}"
    return Type(notation, Label(it=it, en=en), "territory", "territory_type", concept)


TYPES: Mapping[str, Type] = {
    one.id: one
    for one in (
        Type("stakeholder", KINDS["stakeholder"].label, "stakeholder"),
        _of_stakeholder("firm", "impresa", "firm"),
        _of_stakeholder("association", "associazione", "association"),
        _of_stakeholder("administration", "pubblica amministrazione", "administration"),
        _of_stakeholder("university", "università", "university"),
        Type("territory", KINDS["territory"].label, "territory"),
        _of_territory("municipality", "comune", "municipality"),
        _of_territory("province", "provincia", "province"),
        _of_territory("region", "regione", "region"),
        _of_territory("homogeneous-area", "area omogenea", "homogeneous area"),
        Type("concept", KINDS["concept"].label, "concept"),
        Type(
            "competence",
            Label(it="competenza", en="competence"),
            "concept",
            "in_scheme",
            shared.COMPETENCES,
        ),
    )
}
"""By id; the first of each kind is the broader one of those that follow."""
RECONCILED = tuple(dict.fromkeys(one.kind for one in TYPES.values()))


def types_of(revision: Revision) -> list[Type]:
    """The types of a resource, the narrowest first."""
    found = [one for one in TYPES.values() if one.holds(revision)]
    return sorted(found, key=lambda one: not one.field)


def type_json(one: Type, language: str, *, broader: bool = False) -> dict[str, Json]:
    """A type as the protocol writes it."""
    body: dict[str, Json] = {"id": one.id, "name": one.name[language]}
    if broader and one.field:
        body["broader"] = [type_json(TYPES[one.kind], language)]
    return body


@cache
def properties() -> Mapping[str, Field]:
    """The public fields that a resource of some type may have, by name; a field that several
    kinds declare stands for all of them."""
    found: dict[str, Field] = {}
    for kind in RECONCILED:
        for field in KINDS[kind].public_fields:
            if not isinstance(field, Part):
                found.setdefault(field.name, field)
    return found


def properties_of(type_id: str) -> Sequence[Field]:
    """The fields of the resources of one type; of all, where there is no such type."""
    known = TYPES.get(type_id)
    if known is None:
        return tuple(properties().values())
    return tuple(f for f in KINDS[known.kind].public_fields if not isinstance(f, Part))


def property_json(field: Field, language: str) -> dict[str, Json]:
    """A property as the protocol writes it."""
    body: dict[str, Json] = {"id": field.name, "name": field.label[language]}
    if field.help[language]:
        body["description"] = field.help[language]
    return body


def manifest(base: str, language: str) -> Json:
    """The service manifest (§4.1); ``base`` is the installation's, with its slash."""
    root = base.rstrip("/")

    def suggest(name: str) -> Json:
        return {"service_url": root, "service_path": f"/reconcile/suggest/{name}"}

    return {
        "versions": ["0.2"],
        "name": NAME[language],
        "identifierSpace": f"{base}id/",
        "schemaSpace": SL.iri,
        "documentation": f"{base}api",
        "serviceVersion": __version__,
        "view": {"url": f"{base}id/{{{{id}}}}"},
        "defaultTypes": [type_json(one, language, broader=True) for one in TYPES.values()],
        "preview": {
            "url": f"{base}reconcile/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {name: suggest(name) for name in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }
