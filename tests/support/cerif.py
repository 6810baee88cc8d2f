"""What the importer of CERIF gives, by the last part of each item's OAI identifier."""

from pathlib import Path

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document
from smartland.ports.importer import Found, Item, Rejected
from smartland.schemas.documents import validate
from smartland_importers.cerif import CerifImporter
from support.oai_repository import OaiRepository, record

BASE = "http://smartland.example/"
CONCEPT = "https://w3id.org/smartland/concept/"
PROJECTS, UNITS, FUNDING = (
    "openaire_cris_projects",
    "openaire_cris_orgunits",
    "openaire_cris_funding",
)
EXAMPLES = "openaire_cerif_xml_example_{}.xml"
ACME = '<OrgUnit id="OrgUnits/9"><Acronym>ACME</Acronym></OrgUnit>'
UNIVERSITY = "<Type>https://w3id.org/cerif/vocab/OrganisationTypes#University</Type>"


def harvest(address: str | Path) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True, timeout=10)
    return list(CerifImporter().read(str(address), fetcher, BASE))


def found(items: list[Item]) -> dict[str, Found]:
    """By the last part of their OAI identifiers (``Projects/1``)."""
    return {
        item.description.source_key.split(":")[-1]: item
        for item in items
        if isinstance(item, Found)
    }


def documents(items: list[Item]) -> dict[str, Document]:
    for item in found(items).values():
        validate(KINDS[item.description.kind], item.description.document, BASE)
    return {key: item.description.document for key, item in found(items).items()}


def rejected(items: list[Item]) -> dict[str, str]:
    return {i.source_key.split(":")[-1]: i.reason for i in items if isinstance(i, Rejected)}


def projects(*insides: str) -> list[str]:
    return [record("Project", number, inside) for number, inside in enumerate(insides, 1)]


def titled(number: int) -> str:
    return f'<Title xml:lang="en">Project {number}</Title>'


def one_project(repository: OaiRepository, inside: str) -> Found:
    repository.records[PROJECTS] = projects(titled(1) + inside)
    items = harvest(repository.url)
    documents(items)
    return found(items)["Projects/1"]
