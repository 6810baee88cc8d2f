"""CERIF's projects: what they are about, who takes part, who pays.

The leader's name is the only thing that is kept about a person, in a field that is never
published.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from smartland.domain import codes
from smartland.domain.kinds.shared import ROLES
from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found, Rejected
from smartland_importers.cerif_fundings import CALL, Funding, Fundings, read_funding
from smartland_importers.cerif_orgunits import Bodies, Body, read_body
from smartland_importers.cerif_values import (
    LONGEST,
    Scope,
    checked,
    clean,
    identifiers,
    internal_of,
    keywords,
    period,
    texts,
    web_address,
)
from smartland_importers.xml_tree import Element

# the members of a consortium in the order in which a body with two roles is taken
_ROLES = {
    "Coordinator": "coordinator",
    "Partner": "partner",
    "Member": "partner",
    "Contractor": "third-party",
    "InKindContributor": "third-party",
}
_LEADERS = (
    ("Team", "PrincipalInvestigator"),
    ("Consortium", "Coordinator"),
    ("Team", "Contact"),
)
_EUROSCIVOC = "http://data.europa.eu/8mn/euroscivoc/"
_EU_FUNDER = re.compile(r"10\.13039/(501100000780|501100000781|100010661|501100004963)$")
_EU_NUMBER = re.compile(r"\d{6}|\d{9}")
_REFERENCES = ("ProjectReference", "GrantNumber", "GrantAgreementNumber")
_LONGEST_ACRONYM, _LONGEST_TITLE, _LONGEST_CONTACT = 100, 2_000, 200


def read_project(
    element: Element, scope: Scope, source_key: str, bodies: Bodies, fundings: Fundings
) -> Found | Rejected:
    """A ``Project`` element as an item.

    The grant number of a project that the European Commission pays is its key, as in CORDIS;
    other funders' numbers mean something to them only, so the key is the repository's own.
    """
    remarks: list[str] = []
    title = texts(element, "Title", remarks, _LONGEST_TITLE)
    acronym = clean(element.text_at("Acronym"))
    if not title and not acronym:
        return Rejected(source_key, f"line {element.line}: Project with neither Title nor Acronym")
    document: dict[str, Json] = {"title": title or {"und": acronym}}
    if len(acronym) > _LONGEST_ACRONYM:
        remarks.append(f"Acronym of {len(acronym)} characters left out")
    elif acronym and title:
        document["acronym"] = acronym
    document |= _about(element, remarks) | period(element, ("StartDate", "EndDate"), remarks)
    document |= _consortium(element, scope, bodies, remarks)
    paid = [read_funding(one, scope) for one in element.all("Funded", "As", "Funding")]
    document |= _money(element, scope, paid, bodies, fundings, remarks)
    document |= _numbers(element, paid, remarks)
    contact = _leader(element)
    document |= {"contact_name": contact} if contact else {}
    register = document.get("cup") or _is_european(element, paid, fundings)
    key = "" if register else scope.key(internal_of(element, source_key))
    return Found(Description("project", source_key, document, key=key), tuple(remarks))


def _about(element: Element, remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    abstract, listed = texts(element, "Abstract", remarks, LONGEST), keywords(element)
    document |= {"description": abstract} if abstract else {}
    document |= {"keyword": listed} if listed else {}
    subjects = [one.text for one in element.all("Subject")]
    classes = [one for one in subjects if one.startswith(_EUROSCIVOC) and web_address(one)]
    document |= {"classification": classes} if classes else {}
    sites = [site for _, value in identifiers(element) if (site := web_address(value))]
    document |= {"homepage": sites[0]} if sites else {}
    return document


def _consortium(
    element: Element, scope: Scope, bodies: Bodies, remarks: list[str]
) -> dict[str, Json]:
    taken: dict[str, Json] = {}
    for name, role in _ROLES.items():
        for one in element.all("Consortium", name, "OrgUnit"):
            body = read_body(one, scope)
            iri = bodies.participant(body)
            if iri in taken:
                continue
            taken[iri] = {"stakeholder": iri, "role": f"{ROLES}/{role}"}
            if not bodies.is_described(body):
                shown = bodies.known(body).shown
                remarks.append(f"{name} {shown} ({body.internal}) is not described here")
    return {"participation": list(taken.values())} if taken else {}


def _money(
    element: Element,
    scope: Scope,
    paid: list[Funding],
    bodies: Bodies,
    fundings: Fundings,
    remarks: list[str],
) -> dict[str, Json]:
    document: dict[str, Json] = {}
    chains = [fundings.chain(one) for one in paid]
    funders = [bodies.stakeholder(one) for one in _funders(element, scope, chains)]
    document |= {"funder": list(dict.fromkeys(funders))} if funders else {}
    programmes = [name for chain in chains if (name := fundings.programme(chain))]
    document |= {"programme": programmes[0]} if programmes else {}
    calls = [one for chain in chains for one in chain if one.sort == CALL]
    if calls:
        document["call"] = scope.iri("call", calls[0].internal)
    amounts = [known.amount for one in paid if (known := _with_amount(one, fundings))]
    if amounts:
        document["grant"] = _sum(amounts)
    remarks.extend(text for one in paid for text in one.remarks)
    return document


def _funders(element: Element, scope: Scope, chains: list[list[Funding]]) -> Iterator[Body]:
    """Who is said to pay, else the nearest funder up each chain."""
    named = element.all("Funded", "By", "OrgUnit")
    if named:
        yield from (read_body(one, scope) for one in named)
        return
    for chain in chains:
        yield from next((one.funders for one in chain if one.funders), ())


def _with_amount(funding: Funding, fundings: Fundings) -> Funding | None:
    """The funding with its amount, which is a grant's own and never that of a programme."""
    for one in (funding, fundings.known(funding)):
        if one.amount and one.sort not in (CALL, "Tender", "FundingProgramme"):
            return one
    return None


def _sum(amounts: list[str]) -> str:
    return f"{sum(map(Decimal, amounts), Decimal()):f}"


def _numbers(element: Element, paid: list[Funding], remarks: list[str]) -> dict[str, Json]:
    named = dict(reversed(identifiers(element)))
    doi = next((one.eu_grant for one in paid if one.eu_grant), "")
    written = doi or next((named[name] for name in _REFERENCES if name in named), "")
    number = checked(codes.identifier, written, "ProjectReference", remarks)
    cup = checked(codes.cup, named.get("CUP", ""), "CUP", remarks)
    document: dict[str, Json] = {"cup": cup} if cup else {}
    return document | ({"grant_number": number} if number else {})


def _is_european(element: Element, paid: list[Funding], fundings: Fundings) -> bool:
    if any(fundings.known(one).eu_grant or one.eu_grant for one in paid):
        return True
    funders = [one.text_at("FundRefID") for one in element.all("Funded", "By", "OrgUnit")]
    references = [value for sort, value in identifiers(element) if sort in _REFERENCES]
    return any(_EU_FUNDER.search(one) for one in funders) and any(
        _EU_NUMBER.fullmatch(one) for one in references
    )


def _leader(element: Element) -> str:
    """The name of the person in charge; kept in private."""
    for path in _LEADERS:
        for holder in element.all(*path):
            given = holder.text_at("Person", "PersonName", "FirstNames")
            family = holder.text_at("Person", "PersonName", "FamilyNames")
            shown = holder.text_at("DisplayName") if holder.first("Person") else ""
            name = f"{given} {family}".strip() or shown
            if name:
                return clean(name)[:_LONGEST_CONTACT]
    return ""
