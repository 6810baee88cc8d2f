"""Descriptions as schema.org JSON-LD inside a page, for search engines.

A data block is not a script: browsers neither run it nor ask the content security policy for it
(HTML, "prepare the script element"); what could end the element early is escaped.
"""

import json
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from smartland.domain.kinds import KINDS
from smartland.domain.kinds import stakeholder as kinds
from smartland.domain.kinds.territory import MUNICIPALITY
from smartland.domain.resource import Document, Json, Revision
from smartland.services.labels import Labels
from smartland.web.pages.schema_org_values import (
    Names,
    agent,
    download,
    grant,
    identifiers,
    named,
    period,
    place_of,
    point,
    text,
    texts,
    thing,
    things,
)

CONTEXT = "https://schema.org"
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_STAKEHOLDERS = {
    kinds.UNIVERSITY: "CollegeOrUniversity",
    kinds.ADMINISTRATION: "GovernmentOrganization",
    kinds.FIRM: "Corporation",
    kinds.ASSOCIATION: "NGO",
}


def schema_org(revision: Revision, labels: Labels, page_url: str) -> dict[str, Json]:
    """What schema.org says of a resource; empty for a kind for which it has no word.

    Texts are in Italian where there is a choice; what is referred to is named by ``labels``.
    """
    make = _MAKERS.get(revision.kind)
    if make is None:
        return {}
    kind = KINDS[revision.kind]
    document = kind.public(revision.document)
    names = labels.many(list(dict.fromkeys(_referred(document))))
    found = {
        "@context": CONTEXT,
        "@id": revision.iri,
        "mainEntityOfPage": page_url,
        "name": text(document.get(kind.title)),
        "description": text(document.get("description")),
        **make(document, names),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def data_block(value: Mapping[str, Json]) -> Markup:
    """The content of ``<script type="application/ld+json">``, safe inside HTML."""
    block = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _ESCAPES.items():
        block = block.replace(character, escaped)
    return Markup(block)  # noqa: S704 - every character that HTML gives a meaning is escaped above


def _stakeholder(document: Document, names: Names) -> dict[str, Json]:
    ror = document.get("ror")
    return {
        "@type": _STAKEHOLDERS.get(document.get("stakeholder_kind", ""), "Organization"),
        "alternateName": texts(document.get("alt_name")) or document.get("acronym"),
        "url": document.get("homepage"),
        "email": document.get("email"),
        "vatID": document.get("vat"),
        "taxID": document.get("tax_code"),
        "identifier": identifiers(document),
        "address": document.get("address"),
        "location": place_of(document),
        "foundingDate": document.get("founded"),
        "areaServed": things("AdministrativeArea", document.get("territory"), names),
        "parentOrganization": thing("Organization", document.get("part_of"), names),
        "knowsAbout": named(document.get("corridor"), names),
        "sameAs": [*([f"https://ror.org/{ror}"] if ror else []), *document.get("same_as", ())],
    }


def _unit(document: Document, names: Names) -> dict[str, Json]:
    return {
        "@type": "Organization",
        "url": document.get("homepage"),
        "email": document.get("email"),
        "parentOrganization": thing("Organization", document.get("unit_of"), names),
    }


def _dataset(document: Document, names: Names) -> dict[str, Json]:
    files = document.get("distribution", ())
    return {
        "@type": "Dataset",
        "identifier": document.get("identifier"),
        "url": document.get("landing_page"),
        "keywords": texts(document.get("keyword")) + named(document.get("theme"), names),
        "license": next((one["license"].get("iri") for one in files if "license" in one), None),
        "creator": agent(document.get("rights_holder") or document.get("publisher")),
        "publisher": agent(document.get("publisher")),
        "datePublished": document.get("issued"),
        "dateModified": document.get("modified"),
        "temporalCoverage": [period(one) for one in document.get("temporal", ())],
        "spatialCoverage": [
            {"@type": "Place", "name": name}
            for one in document.get("spatial", ())
            if (name := text(one.get("name")))
        ],
        "isAccessibleForFree": str(document.get("access_rights", "")).endswith("/PUBLIC") or None,
        "distribution": [download(one) for one in files],
    }


def _service(document: Document, _: Names) -> dict[str, Json]:
    return {
        "@type": "WebAPI",
        "url": next(iter(document.get("endpoint_url", ())), None),
        "documentation": next(iter(document.get("endpoint_description", ())), None),
        "provider": agent(document.get("publisher")),
        "license": document.get("license", {}).get("iri"),
    }


def _catalogue(document: Document, _: Names) -> dict[str, Json]:
    return {
        "@type": "DataCatalog",
        "url": document.get("homepage"),
        "publisher": agent(document.get("publisher")),
        "license": document.get("license", {}).get("iri"),
        "dateModified": document.get("modified"),
    }


def _project(document: Document, names: Names) -> dict[str, Json]:
    members = [one["stakeholder"] for one in document.get("participation", ())]
    return {
        "@type": "ResearchProject" if "grant_number" in document else "Project",
        "alternateName": document.get("acronym"),
        "url": document.get("homepage"),
        "identifier": identifiers(document),
        "foundingDate": document.get("start"),
        "dissolutionDate": document.get("end"),
        "member": things("Organization", members, names),
        "keywords": texts(document.get("keyword")) + named(document.get("corridor"), names),
        "areaServed": things("AdministrativeArea", document.get("territory"), names),
        "funding": grant(document, names),
    }


def _call(document: Document, names: Names) -> dict[str, Json]:
    window = {"startTime": document.get("opens"), "endTime": document.get("closes")}
    given = {name: value for name, value in window.items() if value}
    return {
        "@type": "FundingScheme",
        "identifier": document.get("identifier"),
        "url": document.get("homepage"),
        "funder": thing("Organization", document.get("issuer"), names),
        "areaServed": things("AdministrativeArea", document.get("territory"), names),
        "keywords": texts(document.get("keyword")) + named(document.get("corridor"), names),
        "potentialAction": {"@type": "ApplyAction", **given} if given else None,
    }


def _tender(document: Document, names: Names) -> dict[str, Json]:
    return {
        "@type": "Demand",
        "identifier": document.get("cig") or document.get("identifier"),
        "url": document.get("homepage"),
        "validFrom": document.get("opens"),
        "validThrough": document.get("closes"),
        "areaServed": things("AdministrativeArea", document.get("territory"), names),
    }


def _need(document: Document, names: Names) -> dict[str, Json]:
    return {"@type": "Demand", **_flow(document, names)}


def _offer(document: Document, names: Names) -> dict[str, Json]:
    by = thing("Organization", document.get("stakeholder"), names)
    return {"@type": "Offer", "offeredBy": by, **_flow(document, names)}


def _flow(document: Document, names: Names) -> dict[str, Json]:
    competences = named(document.get("competence"), names)
    return {
        "itemOffered": {"@type": "Service", "serviceType": competences} if competences else None,
        "areaServed": things("AdministrativeArea", document.get("territory"), names),
        "validFrom": document.get("valid_from"),
        "validThrough": document.get("valid_until"),
    }


def _concept(document: Document, names: Names) -> dict[str, Json]:
    sets = document.get("in_scheme", ())
    return {
        "@type": "DefinedTerm",
        "description": text(document.get("definition")),
        "alternateName": texts(document.get("alt_label")),
        "termCode": document.get("notation"),
        "inDefinedTermSet": things("DefinedTermSet", sets, names),
        "sameAs": list(document.get("exact_match", ())),
    }


def _scheme(_: Document, __: Names) -> dict[str, Json]:
    return {"@type": "DefinedTermSet"}


def _territory(document: Document, names: Names) -> dict[str, Json]:
    town = document.get("territory_type") == MUNICIPALITY
    return {
        "@type": "City" if town else "AdministrativeArea",
        "alternateName": texts(document.get("alt_name")),
        "identifier": document.get("istat_code") or document.get("area_code"),
        "geo": point(document.get("location")),
        "containedInPlace": thing("AdministrativeArea", document.get("part_of"), names),
    }


_MAKERS: Mapping[str, Callable[[Document, Names], dict[str, Json]]] = {
    "stakeholder": _stakeholder,
    "unit": _unit,
    "dataset": _dataset,
    "data-service": _service,
    "catalogue": _catalogue,
    "project": _project,
    "call": _call,
    "tender": _tender,
    "need": _need,
    "offer": _offer,
    "concept": _concept,
    "corridor": _concept,
    "filiera": _concept,
    "scheme": _scheme,
    "territory": _territory,
}
_REFERRING = (
    *("territory", "part_of", "unit_of", "corridor", "theme", "issuer", "funder", "stakeholder"),
    *("competence", "in_scheme"),
)


def _referred(document: Document) -> Iterator[str]:
    """Every IRI that a description names by its label."""
    for name in _REFERRING:
        value = document.get(name, ())
        yield from (value,) if isinstance(value, str) else value
    yield from (one["stakeholder"] for one in document.get("participation", ()))
