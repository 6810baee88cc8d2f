"""CERIF's fundings: calls and tenders as items; programmes, grants and contracts for projects."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers.cerif_orgunits import Bodies, Body, read_body
from smartland_importers.cerif_values import (
    LONGEST,
    Scope,
    clean,
    euros,
    identifiers,
    internal_of,
    keywords,
    texts,
)
from smartland_importers.xml_tree import Element

CALL, TENDER, PROGRAMME = "Call", "Tender", "FundingProgramme"
ITEMS = {CALL: "call", TENDER: "tender"}
_LONGEST_TITLE = {"call": 2_000, "tender": 1_000}
_EU_GRANT = "10.3030/"
_DEEPEST = 50


@dataclass(frozen=True)
class Funding:
    """One funding, as a record or inside something else; ``sort`` is the end of its type."""

    internal: str
    scope: Scope
    sort: str
    names: Mapping[str, str]
    acronym: str
    descriptions: Mapping[str, str]
    keywords: Mapping[str, list[str]]
    amount: str
    identifiers: tuple[tuple[str, str], ...]
    grant_doi: str
    funders: tuple[Body, ...]
    parent: "Funding | None"
    source_key: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def eu_grant(self) -> str:
        """The grant number in a DOI of the European Commission; empty for all others."""
        number = self.grant_doi.rpartition(_EU_GRANT)[2] if _EU_GRANT in self.grant_doi else ""
        return number if number.isdecimal() else ""

    @property
    def shown(self) -> str:
        """What people call it."""
        named = self.names.get("en") or next(iter(self.names.values()), "")
        return self.acronym or named


def read_funding(element: Element, scope: Scope, source_key: str = "") -> Funding:
    """A ``Funding`` element as a value, with those that it is part of."""
    remarks: list[str] = []
    parent = element.first("PartOf", "Funding")
    funders = [one for path in ("Funder", "By") for one in element.all(path, "OrgUnit")]
    return Funding(
        internal=internal_of(element, source_key),
        scope=scope,
        sort=re.split(r"[#/]", element.text_at("Type"))[-1],
        names=texts(element, "Name", remarks, _LONGEST_TITLE["tender"]),
        acronym=clean(element.text_at("Acronym")),
        descriptions=texts(element, "Description", remarks, LONGEST),
        keywords=keywords(element),
        amount=euros(element.first("Amount"), remarks),
        identifiers=tuple(identifiers(element)),
        grant_doi=element.text_at("GrantDOI"),
        funders=tuple(read_body(one, scope) for one in funders),
        parent=read_funding(parent, scope) if parent else None,
        source_key=source_key,
        remarks=tuple(remarks),
    )


@dataclass
class Fundings:
    """The fundings of a repository by their internal identifiers."""

    _by_internal: dict[str, Funding] = field(default_factory=dict)

    def add(self, funding: Funding) -> None:
        """Keep a record's funding; the first one of an identifier counts."""
        self._by_internal.setdefault(funding.internal, funding)

    def known(self, funding: Funding) -> Funding:
        """What the repository's own record says, where there is one."""
        return self._by_internal.get(funding.internal, funding)

    def chain(self, funding: Funding) -> list[Funding]:
        """The funding and all that it is part of, the largest one last; circles are cut."""
        found: list[Funding] = []
        seen: set[str] = set()
        current: Funding | None = funding
        while current and current.internal not in seen and len(found) < _DEEPEST:
            seen.add(current.internal)
            known = self.known(current)
            found.append(known)
            current = known.parent or current.parent
        return found

    def programme(self, chain: list[Funding]) -> str:
        """The name of the largest programme; empty where there is none."""
        named = [one.shown for one in chain if one.sort == PROGRAMME and one.shown]
        return named[-1][:300] if named else ""

    def __len__(self) -> int:
        return sum(one.sort in ITEMS for one in self._by_internal.values())

    def items(self, bodies: Bodies) -> Iterator[Item]:
        """One item a call or tender; programmes and grants are part of the projects."""
        for funding in self._by_internal.values():
            if funding.sort in ITEMS:
                yield self._item(funding, ITEMS[funding.sort], bodies)

    def _item(self, funding: Funding, kind: str, bodies: Bodies) -> Found | Rejected:
        title = dict(funding.names) or ({"und": funding.acronym} if funding.acronym else {})
        if not title:
            return Rejected(funding.source_key, f"{funding.sort}: neither Name nor Acronym")
        remarks = list(funding.remarks)
        codes = [value for _, value in funding.identifiers if len(value) <= 250]
        document: dict[str, Json] = {
            "title": title,
            "identifier": codes[0] if codes else funding.scope.code(funding.internal),
        }
        if funding.descriptions:
            document["description"] = dict(funding.descriptions)
        elif kind == "call":
            document["description"] = title
            remarks.append("no Description; the title stands in for it")
        document |= {"keyword": dict(funding.keywords)} if funding.keywords else {}
        document |= {"budget": funding.amount} if funding.amount else {}
        document |= self._origin(funding, kind, bodies)
        key = funding.scope.key(funding.internal)
        return Found(Description(kind, funding.source_key, document, key=key), tuple(remarks))

    def _origin(self, funding: Funding, kind: str, bodies: Bodies) -> dict[str, Json]:
        """The programme and who gives the money, the nearest one up the chain."""
        document: dict[str, Json] = {}
        chain = self.chain(funding)
        funder = next((one.funders[0] for one in chain if one.funders), None)
        if funder:
            document["issuer"] = bodies.stakeholder(funder)
        programme = self.programme(chain)
        if programme and kind == "call":
            document["programme"] = programme
        return document
