"""What the importer makes of CORDIS's files, sorted by what became of it."""

from collections import Counter
from pathlib import Path

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document
from smartland.ports.importer import Found, Item, Rejected
from smartland.schemas.documents import validate
from smartland_importers.cordis import CordisImporter

BASE = "http://smartland.example/"
HEAD = "horizon_europe_head100"
"""The folder with a hundred rows of each table of Horizon Europe."""


def harvest(address: str | Path) -> list[Item]:
    return list(CordisImporter().read(str(address), GuardedFetcher(allow_private=True), BASE))


def found(items: list[Item]) -> dict[str, Found]:
    return {item.description.source_key: item for item in items if isinstance(item, Found)}


def documents(items: list[Item]) -> dict[str, Document]:
    return {key: item.description.document for key, item in found(items).items()}


def rejected(items: list[Item]) -> Counter[str]:
    return Counter(item.reason for item in items if isinstance(item, Rejected))


def counts(items: list[Item]) -> dict[str, int]:
    return dict(Counter(one.description.kind for one in items if isinstance(one, Found)))


def check(items: list[Item], step: int = 1) -> None:
    """Every ``step``-th document is valid, and each item has its own key."""
    given = [item.description for item in items if isinstance(item, Found)]
    for one in given[::step]:
        assert validate(KINDS[one.kind], one.document, BASE)
    assert len({(one.kind, one.key, one.source_key) for one in given}) == len(given)


def comparable(items: list[Item]) -> dict[str, tuple[Document, tuple[str, ...]]]:
    return {key: (one.description.document, one.remarks) for key, one in found(items).items()}
