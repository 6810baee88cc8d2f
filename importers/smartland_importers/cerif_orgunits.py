"""CERIF's organisational units: bodies as stakeholders, what is inside them as units.

The rule: a unit that is part of another one becomes a ``unit`` of the body at the top. A body at
the top becomes a ``stakeholder`` of the kind that its type says (CERIF's OrganisationTypes), or a
university where it owns the service, which is run by those who do research. A body whose kind
nobody says is rejected: a guess by name would be wrong too often.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from smartland.domain import codes
from smartland.domain.identity import resource_iri
from smartland.domain.kinds.stakeholder import ADMINISTRATION, ASSOCIATION, FIRM, UNIVERSITY
from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers.cerif_values import (
    Scope,
    checked,
    clean,
    identifiers,
    internal_of,
    texts,
    web_address,
)
from smartland_importers.offices import office_mailbox
from smartland_importers.xml_tree import Element

KINDS = {
    UNIVERSITY: (
        "university universitycollege highereducation academicinstitute academic "
        "researchinstitute researchinstitution strategicresearchinstitute researchorganisation"
    ),
    FIRM: "company commercial sme enterprise privateforprofit spinoff",
    ADMINISTRATION: (
        "government governmentagency governmental intergovernmental nationalhealthservice "
        "publicadministration publicbody"
    ),
    ASSOCIATION: "charity notforprofit nonprofit foundation association learnedsociety ngo",
}
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names.split()}
_LONGEST_NAME = 1_000
_REGISTERS = ("GRID", "ISNI", "FundRefID")
_UNSAFE = re.compile(r"[^a-z]")


@dataclass(frozen=True)
class Body:
    """One organisational unit, as a record or inside another one."""

    internal: str
    scope: Scope
    names: Mapping[str, str]
    acronym: str
    kind: str
    ror: str
    pic: str
    other: tuple[str, ...]
    homepage: str
    email: str
    parents: tuple["Body", ...]
    source_key: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key as a stakeholder, by the identifiers in their order."""
        for prefix, code in (("ror", self.ror), ("pic", self.pic)):
            if code:
                return f"{prefix}-{code}"
        return self.scope.key(self.internal)

    @property
    def shown(self) -> str:
        """A name for people who read a report."""
        return self.acronym or next(iter(self.names.values()), "") or self.internal


def read_body(element: Element, scope: Scope, source_key: str = "") -> Body:
    """An ``OrgUnit`` element as a value, with the units that it is part of."""
    remarks: list[str] = []
    named = dict(identifiers(element))
    ror = element.text_at("RORID") or named.get("RORID", "")
    registers = [(name, element.text_at(name)) for name in _REGISTERS]
    email = _email(element, remarks)
    return Body(
        internal=internal_of(element, source_key),
        scope=scope,
        names=texts(element, "Name", remarks, _LONGEST_NAME),
        acronym=clean(element.text_at("Acronym"))[:100],
        kind=_kind(element),
        ror=checked(codes.ror, ror, "RORID", remarks),
        pic=checked(codes.pic, named.get("PIC", ""), "PIC", remarks),
        other=tuple(f"{name}:{clean(code)}"[:250] for name, code in registers if code),
        homepage=next(filter(None, (web_address(one) for one in _addresses(element))), ""),
        email=email,
        parents=tuple(read_body(one, scope) for one in element.all("PartOf", "OrgUnit")),
        source_key=source_key,
        remarks=tuple(remarks),
    )


def _kind(element: Element) -> str:
    for one in element.all("Type"):
        name = _UNSAFE.sub("", re.split(r"[#/]", one.text)[-1].lower())
        if name in _KIND_OF:
            return _KIND_OF[name]
    return ""


def _addresses(element: Element) -> list[str]:
    return [one.text for one in element.all("ElectronicAddress")]


def _email(element: Element, remarks: list[str]) -> str:
    boxes = [one for one in _addresses(element) if one.startswith("mailto:")]
    for box in boxes:
        if mailbox := office_mailbox(box):
            return mailbox
    if boxes:
        remarks.append("ElectronicAddress left out: a mailbox that may be a person's")
    return ""


@dataclass
class Bodies:
    """The organisational units of a repository by their internal identifiers; ``owner`` is the
    one that runs the service."""

    owner: str = ""
    _by_internal: dict[str, Body] = field(default_factory=dict)

    def add(self, body: Body) -> None:
        """Keep a record's body; the first one of an identifier counts."""
        self._by_internal.setdefault(body.internal, body)

    def __len__(self) -> int:
        return len(self._by_internal)

    def known(self, body: Body) -> Body:
        """What the repository's own record says, where there is one."""
        return self._by_internal.get(body.internal, body)

    def top(self, body: Body) -> Body:
        """The body that a unit belongs to in the end; itself where it is part of nothing, or of
        itself in a circle."""
        current, seen = self.known(body), set[str]()
        while current.parents and current.internal not in seen:
            seen.add(current.internal)
            current = self.known(current.parents[0])
        return current

    def stakeholder(self, body: Body) -> str:
        """The IRI of the body at the top."""
        top = self.top(body)
        return resource_iri(top.scope.base, "stakeholder", top.key)

    def participant(self, body: Body) -> str:
        """The IRI of a unit or stakeholder."""
        known = self.known(body)
        if self._is_unit(known):
            return known.scope.iri("unit", known.internal)
        return self.stakeholder(known)

    def is_described(self, body: Body) -> bool:
        """True where the body comes in as an item of its own."""
        known = self.known(body)
        return bool(known.source_key) and (self._is_unit(known) or bool(self._kind(known)))

    def items(self) -> Iterator[Item]:
        """One item a record."""
        for body in self._by_internal.values():
            if not body.names and not body.acronym:
                yield Rejected(body.source_key, "OrgUnit: neither Name nor Acronym")
            elif self._is_unit(body):
                yield self._unit(body)
            else:
                yield self._stakeholder(body)

    def _is_unit(self, body: Body) -> bool:
        return self.top(body).internal != body.internal

    def _kind(self, body: Body) -> str:
        return body.kind or (UNIVERSITY if body.internal == self.owner else "")

    def _unit(self, body: Body) -> Found:
        remarks = list(body.remarks)
        if len(body.parents) > 1:
            remarks.append(f"part of {len(body.parents)} units; the first one counts")
        document: dict[str, Json] = {
            "name": _names(body),
            "unit_of": self.stakeholder(body),
            "identifier": body.scope.code(body.internal),
            **_addresses_of(body),
        }
        key = body.scope.key(body.internal)
        return Found(Description("unit", body.source_key, document, key=key), tuple(remarks))

    def _stakeholder(self, body: Body) -> Found | Rejected:
        kind = self._kind(body)
        if not kind:
            return Rejected(
                body.source_key,
                f"Type: {body.shown} is part of nothing, and no type of organisation says whether "
                "it is a firm, an association, an administration or a university",
            )
        remarks = list(body.remarks)
        if not body.kind:
            remarks.append("no Type; taken as a university because it owns the service")
        document: dict[str, Json] = {
            "name": _names(body),
            "stakeholder_kind": kind,
            "identifier": [body.scope.code(body.internal), *body.other],
            **_addresses_of(body),
        }
        document |= {"acronym": body.acronym} if body.acronym and body.names else {}
        document |= {"ror": body.ror} if body.ror else {}
        document |= {"pic": body.pic} if body.pic else {}
        given = Description("stakeholder", body.source_key, document, key=body.key)
        return Found(given, tuple(remarks))


def _names(body: Body) -> dict[str, str]:
    return dict(body.names) or {"und": body.acronym}


def _addresses_of(body: Body) -> dict[str, Json]:
    document: dict[str, Json] = {}
    if body.homepage:
        document["homepage"] = body.homepage
    if body.email:
        document["email"] = body.email
    return document
