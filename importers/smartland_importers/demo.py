"""The demonstration: fictional actors on real municipalities of Lombardy, written by us."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import ClassVar

from smartland.domain.resource import Description
from smartland.errors import Label
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Expected, Found, Item


class DemoImporter:
    """Reads the JSON files of the package; the address is always ``packaged``."""

    name: ClassVar[str] = "demo"
    label: ClassVar[Label] = Label(it="Dati dimostrativi", en="Demonstration data")

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """One item a description."""
        folder = files("smartland_importers") / "demo_data"
        items = [
            item
            for file in sorted(folder.iterdir(), key=lambda one: one.name)
            for item in json.loads(file.read_text(encoding="utf-8"))
        ]
        yield Expected(len(items))
        for item in items:
            kind, key = item["kind"], item["key"]
            yield Found(Description(kind, f"{kind}/{key}", item["document"], key=key))
