"""Projects, organisations and calls in CERIF, as the OpenAIRE Guidelines for CRIS Managers have it.

Versions 1.1 and 1.2 differ in the namespace and in how a ROR identifier is written. The order of
the elements is that of the profile's schema.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from smartland.domain.kinds import KINDS, shared
from smartland.domain.kinds.stakeholder import ADMINISTRATION, FIRM, UNIVERSITY
from smartland.domain.resource import Document, Json, Revision
from smartland.services.markup import Element, element

V1_1 = "https://www.openaire.eu/cerif-profile/1.1/"
V1_2 = "https://www.openaire.eu/cerif-profile/1.2/"
FUNDING_TYPES = "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Funding_Types"
ORGANISATION_TYPES = "https://w3id.org/cerif/vocab/OrganisationTypes"
IDENTIFIER_TYPES = "https://w3id.org/cerif/vocab/IdentifierTypes"
MAX_ID = 128
"""Characters of an ``id`` (cfId__SimpleType)."""

_TYPES = {FIRM: "Company", ADMINISTRATION: "Government", UNIVERSITY: "HigherEducation"}
_ORGANISATION_CODES = ("ipa_code", "vat", "tax_code", "pic", "rea", "identifier")
_CONSORTIUM = {"coordinator": "Coordinator", "partner": "Partner"}
"""Role → element; a funder is no member of the consortium, all others are."""


@dataclass(frozen=True)
class Cerif:
    """Writes records in one version's ``namespace``; ``known`` are the shown resources that the
    records of a page refer to, by IRI."""

    namespace: str
    known: Mapping[str, Revision]

    def write(self, revision: Revision) -> Element:
        """The record of a stakeholder, unit, project, call or tender."""
        written = WRITERS[revision.kind](self, revision)
        return element(
            written.name,
            *written.children,
            attributes={"xmlns": self.namespace, **written.attributes},
        )

    def organisation(self, revision: Revision) -> Element:
        """An OrgUnit in full."""
        document = revision.document
        kind = _TYPES.get(document.get("stakeholder_kind", ""))
        parent = document.get("part_of") or document.get("unit_of")
        return element(
            "OrgUnit",
            _typed("Type", ORGANISATION_TYPES, f"{ORGANISATION_TYPES}#{kind}") if kind else None,
            _plain("Acronym", document.get("acronym")),
            *_languages("Name", document.get("name")),
            *self._identifiers(revision, _ORGANISATION_CODES),
            *self._ror(document.get("ror")),
            _plain("ElectronicAddress", document.get("homepage")),
            _plain("ElectronicAddress", _mailto(document.get("email"))),
            element("PartOf", self.unit(parent)) if parent else None,
            attributes={"id": local_id(revision.kind, revision.key)},
        )

    def project(self, revision: Revision) -> Element:
        """A Project with its consortium and funding."""
        document = revision.document
        members = [
            element(name, self.unit(one["stakeholder"]))
            for one in document.get("participation", ())
            if (name := _member(one))
        ]
        return element(
            "Project",
            _plain("Acronym", document.get("acronym")),
            *_languages("Title", document.get("title")),
            _identifier(f"{IDENTIFIER_TYPES}#ProjectReference", document.get("grant_number")),
            *self._identifiers(revision, ("cup",)),
            _plain("StartDate", document.get("start", "")[:10]),
            _plain("EndDate", document.get("end", "")[:10]),
            element("Consortium", *members) if members else None,
            *self._funded(revision),
            *self._subjects(document),
            *_languages("Keyword", document.get("keyword")),
            *_languages("Abstract", document.get("description")),
            _concept("Status", shared.PROJECT_STATES, document.get("status")),
            attributes={"id": local_id(revision.kind, revision.key)},
        )

    def funding(self, revision: Revision) -> Element:
        """A call or tender as Funding."""
        document = revision.document
        duration = {
            name: document[field][:10]
            for name, field in (("startDate", "opens"), ("endDate", "closes"))
            if field in document
        }
        return element(
            "Funding",
            _funding_type("Tender" if revision.kind == "tender" else "Call"),
            *_languages("Name", document.get("title")),
            _amount(document.get("budget")),
            *self._identifiers(revision, ("cig", "identifier")),
            *_languages("Description", document.get("description")),
            *self._subjects(document),
            *_languages("Keyword", document.get("keyword")),
            element("Funder", self.unit(document["issuer"])) if "issuer" in document else None,
            element("Duration", attributes=duration) if duration else None,
            attributes={"id": local_id(revision.kind, revision.key)},
        )

    def unit(self, iri: str) -> Element:
        """A reference to an organisation: its id and what it is called."""
        known = self.known.get(iri)
        if known is None:
            return element("OrgUnit", attributes={"id": _foreign_id(iri)})
        return element(
            "OrgUnit",
            _plain("Acronym", known.document.get("acronym")),
            *_languages("Name", known.document.get("name")),
            attributes={"id": local_id(known.kind, known.key)},
        )

    def _funded(self, revision: Revision) -> Iterator[Element]:
        document = revision.document
        funders = [*document.get("funder", ())]
        funders += [
            one["stakeholder"]
            for one in document.get("participation", ())
            if _notation(one.get("role")) == "funder"
        ]
        for iri in dict.fromkeys(funders):
            yield element("Funded", element("By", self.unit(iri)))
        call = self.known.get(document.get("call", ""))
        if "grant" not in document and call is None:
            return
        grant = element(
            "Funding",
            _funding_type("Grant"),
            _amount(document.get("grant")),
            element("PartOf", self._call(call)) if call else None,
            attributes={"id": local_id(revision.kind, f"{revision.key}#grant")},
        )
        yield element("Funded", element("As", grant))

    def _call(self, call: Revision) -> Element:
        return element(
            "Funding",
            _funding_type("Call"),
            *_languages("Name", call.document.get("title")),
            attributes={"id": local_id(call.kind, call.key)},
        )

    def _subjects(self, document: Document) -> Iterator[Element]:
        for field, scheme in (
            ("corridor", shared.CORRIDORS),
            ("competence", shared.COMPETENCES),
            ("classification", ""),
        ):
            for iri in document.get(field, ()):
                yield _typed("Subject", scheme or iri.rpartition("/")[0], iri)

    def _identifiers(self, revision: Revision, names: tuple[str, ...]) -> Iterator[Element]:
        fields = KINDS[revision.kind].by_name
        for name in names:
            value = revision.document.get(name)
            for code in value if isinstance(value, list) else (value,):
                if code:
                    yield element("Identifier", code, attributes={"type": fields[name].iri})

    def _ror(self, code: str | None) -> Iterator[Element]:
        if code and self.namespace == V1_2:
            yield element("RORID", f"https://ror.org/{code}")
        elif code:
            yield element(
                "Identifier",
                f"https://ror.org/{code}",
                attributes={"type": f"{IDENTIFIER_TYPES}#RORID"},
            )


WRITERS: Mapping[str, Callable[[Cerif, Revision], Element]] = {
    "stakeholder": Cerif.organisation,
    "unit": Cerif.organisation,
    "project": Cerif.project,
    "call": Cerif.funding,
    "tender": Cerif.funding,
}
"""How each kind that CERIF knows is written."""


def referred(revision: Revision) -> Iterator[str]:
    """The IRIs of the organisations and calls that a record names."""
    document = revision.document
    for name in ("part_of", "unit_of", "issuer", "call"):
        if name in document:
            yield document[name]
    yield from document.get("funder", ())
    yield from (one["stakeholder"] for one in document.get("participation", ()))


def local_id(kind: str, key: str) -> str:
    """The ``id`` of a record: what follows the host in its OAI identifier, where that fits."""
    name = f"{kind}/{key}"
    if len(name) <= MAX_ID:
        return name
    return f"{kind}/h-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _foreign_id(iri: str) -> str:
    """The ``id`` of what we do not describe: ``kind/key`` where its IRI ends so."""
    _, found, tail = urlsplit(iri).path.rpartition("/id/")
    kind, _, key = tail.partition("/")
    return local_id(kind, key) if found and key else local_id("external", iri)


def _member(participation: Mapping[str, Json]) -> str:
    role = _notation(participation.get("role"))
    return "" if role == "funder" else _CONSORTIUM.get(role, "Member")


def _notation(concept: str | None) -> str:
    return (concept or "").rpartition("/")[2]


def _plain(name: str, text: str | None) -> Element | None:
    return element(name, text) if text else None


def _mailto(address: str | None) -> str:
    return f"mailto:{address}" if address else ""


def _languages(name: str, value: Json) -> Iterator[Element]:
    """One element a text; the profile wants a language on each."""
    for tag, texts in value.items() if isinstance(value, Mapping) else ():
        for text in (texts,) if isinstance(texts, str) else texts:
            yield element(name, text, attributes={"xml:lang": tag})


def _identifier(sort: str, code: str | None) -> Element | None:
    return element("Identifier", code, attributes={"type": sort}) if code else None


def _typed(name: str, scheme: str, iri: str) -> Element:
    return element(name, iri, attributes={"scheme": scheme})


def _concept(name: str, scheme: str, iri: str | None) -> Element | None:
    return _typed(name, scheme, iri) if iri else None


def _funding_type(name: str) -> Element:
    return element("Type", f"{FUNDING_TYPES}#{name}", attributes={"xmlns": FUNDING_TYPES})


def _amount(text: str | None) -> Element | None:
    return element("Amount", text, attributes={"currency": "EUR"}) if text else None
