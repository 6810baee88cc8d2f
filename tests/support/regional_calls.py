"""What the importer of regional feeds gives, by the identifier of each item."""

import json
from collections.abc import Mapping
from pathlib import Path

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.resource import Document, Json
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers.regional_calls import RegionalCallsImporter
from support.harvesting import BASE
from support.shared_data import shared


def read(address: str | Path) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True)
    return list(RegionalCallsImporter().read(str(address), fetcher, BASE))


def found(items: list[Item]) -> dict[str, Found]:
    return {
        item.description.document["identifier"]: item for item in items if isinstance(item, Found)
    }


def documents(items: list[Item]) -> dict[str, Document]:
    return {key: item.description.document for key, item in found(items).items()}


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


def shared_records(feed: str) -> list[Mapping[str, Json]]:
    read = json.loads(shared("calls", "regional_feeds", f"{feed}.json").read_text("utf-8"))
    return next(one for one in read.values() if isinstance(one, list))
