"""What an OAI-PMH repository says of itself: its formats, its sets, its identity."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from smartland.domain.kinds import KINDS
from smartland.services.markup import Element, element
from smartland.services.oai import cerif, dublin_core

IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
COMPATIBILITY = "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Service_Compatibility"
_HOST = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
"""What the schema of oai-identifier takes for a repository identifier."""


@dataclass(frozen=True)
class Format:
    """A metadata format, and the kinds that it can describe."""

    schema: str
    namespace: str
    kinds: tuple[str, ...]


FORMATS: Mapping[str, Format] = {
    "oai_dc": Format(dublin_core.SCHEMA, dublin_core.NAMESPACE, tuple(KINDS)),
    "oai_cerif_openaire": Format(
        "https://www.openaire.eu/schema/cris/1.1/openaire-cerif-profile.xsd",
        cerif.V1_1,
        tuple(cerif.WRITERS),
    ),
    "oai_cerif_openaire_v1_2": Format(
        "https://www.openaire.eu/schema/cris/1.2/openaire-cerif-profile.xsd",
        cerif.V1_2,
        tuple(cerif.WRITERS),
    ),
}
CRIS_SETS: Mapping[str, tuple[str, ...]] = {
    "openaire_cris_publications": (),
    "openaire_cris_products": (),
    "openaire_cris_patents": (),
    "openaire_cris_persons": (),
    "openaire_cris_orgunits": ("stakeholder", "unit"),
    "openaire_cris_projects": ("project",),
    "openaire_cris_funding": ("call", "tender"),
    "openaire_cris_events": (),
    "openaire_cris_equipments": (),
}
"""The sets that a CRIS has to offer, also where it has nothing for them."""
SETS: Mapping[str, tuple[str, ...]] = {**{kind: (kind,) for kind in KINDS}, **CRIS_SETS}


def set_name(spec: str) -> str:
    """What a set is called."""
    if spec in KINDS:
        return KINDS[spec].plural.en
    return spec.replace("openaire_cris", "OpenAIRE_CRIS")


@dataclass(frozen=True)
class Identity:
    """Who a repository is: ``base`` of its addresses, ``host`` in its identifiers, ``contact``
    for questions, ``earliest`` datestamp."""

    base: str
    host: str
    contact: str
    earliest: str

    def write(self) -> Element:
        """The answer to the verb Identify."""
        named = _HOST.fullmatch(self.host) is not None
        return element(
            "Identify",
            element("repositoryName", "Smart Land"),
            element("baseURL", f"{self.base}oai"),
            element("protocolVersion", "2.0"),
            element("adminEmail", self.contact),
            element("earliestDatestamp", self.earliest),
            element("deletedRecord", "persistent"),
            element("granularity", "YYYY-MM-DDThh:mm:ssZ"),
            element("description", self._scheme()) if named else None,
            element("description", self._service()),
        )

    def _scheme(self) -> Element:
        return element(
            "oai-identifier",
            element("scheme", "oai"),
            element("repositoryIdentifier", self.host),
            element("delimiter", ":"),
            element("sampleIdentifier", f"oai:{self.host}:stakeholder/ipa-c_f205"),
            attributes={
                "xmlns": IDENTIFIER,
                "xsi:schemaLocation": f"{IDENTIFIER} {IDENTIFIER}.xsd",
            },
        )

    def _service(self) -> Element:
        levels = (
            element(
                "Compatibility", f"{COMPATIBILITY}#{level}", attributes={"xmlns": COMPATIBILITY}
            )
            for level in ("1.1", "1.2")
        )
        return element(
            "Service",
            *levels,
            element("Acronym", self.host),
            element("Name", "Smart Land", attributes={"xml:lang": "en"}),
            element("WebsiteURL", self.base),
            element("OAIPMHBaseURL", f"{self.base}oai"),
            attributes={"xmlns": cerif.V1_2, "id": "service"},
        )
