"""What the importer of CKAN gives, by the id of each package."""

from pathlib import Path

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document
from smartland.ports.importer import Found, Item
from smartland.schemas.documents import validate
from smartland_importers.ckan import CkanImporter
from support.ckan_portal import CkanPortal, package

BASE = "http://smartland.example/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def harvest(address: str | Path, max_bytes: int = 20_000_000) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True, timeout=10, max_bytes=max_bytes)
    return list(CkanImporter().read(str(address), fetcher, BASE))


def found(items: list[Item], kind: str = "dataset") -> dict[str, Found]:
    return {
        item.description.source_key: item
        for item in items
        if isinstance(item, Found) and item.description.kind == kind
    }


def documents(items: list[Item]) -> dict[str, Document]:
    return {key: item.description.document for key, item in found(items).items()}


def catalogue(items: list[Item]) -> Found:
    return found(items, "catalogue")["catalogue"]


def one(portal: CkanPortal, **more: object) -> Found:
    """The dataset of a package with these fields."""
    portal.packages = [package(1, **more)]
    items = harvest(portal.url)
    for item in found(items).values():
        validate(KINDS["dataset"], item.description.document, BASE)
    return found(items)["id-0001"]
