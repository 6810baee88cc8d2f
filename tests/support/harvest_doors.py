"""A platform with sources of a test's own, behind the doors of harvesting and review."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from flask import Flask

from smartland.domain.resource import Description, Json, Revision
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.harvests import Run, Source
from smartland.ports.importer import Found, Item, Rejected
from smartland.web.app import create_app
from smartland.web.pages.harvesting import harvest_pages
from smartland.web.routes.harvesting import harvesting_blueprint
from smartland.web.routes.reviewing import reviewing_blueprint
from smartland.wiring import Services

NUMBER = "01199250158"
IPA = Source("ipa", "told", "https://ipa.example/enti.csv?api_key=S3CRET&format=csv", "0 3 * * *")
CORDIS = Source("cordis", "told", "/srv/data/cordis/organization.csv")


class ToldImporter:
    """Gives what it was told to give for each address; fails where it was told nothing."""

    name: ClassVar[str] = "told"
    label: ClassVar[Label] = Label(it="Registro di prova", en="Register for tests")

    def __init__(self) -> None:
        self.items: dict[str, list[Item]] = {}

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        if address not in self.items:
            text = f"{address} cannot be read: /srv/data/secret.csv is not there"
            raise SourceFailed(Label(it=text, en=text))
        yield from self.items[address]


@dataclass
class HarvestWorld:
    """The services, and what its two sources say."""

    services: Services
    importer: ToldImporter = field(default_factory=ToldImporter)

    def __post_init__(self) -> None:
        harvest = self.services.core.harvest
        harvest.importers = {**harvest.importers, ToldImporter.name: self.importer}

    def run(self, source: Source, *items: Item) -> Run:
        self.importer.items[source.address] = list(items)
        return self.services.core.harvest.run(source)

    def head(self, key: str) -> Revision:
        return self.services.catalogue.own("stakeholder", key)

    def edit(self, key: str, **fields: Json) -> Revision:
        etag = self.head(key).etag
        return self.services.catalogue.patch("stakeholder", key, fields, "owner", etag)

    def app(self) -> Flask:
        """The application; the doors that it does not open by itself are added."""
        app = create_app(self.services)
        for make in (harvesting_blueprint, reviewing_blueprint, harvest_pages):
            blueprint = make(self.services)
            if blueprint.name not in app.blueprints:
                app.register_blueprint(blueprint)
        return app

    def two_that_may_be_one(self) -> None:
        """Two bodies of one tax number whose names have nothing in common, and a rejected item."""
        self.run(IPA, in_ipa(homepage="https://ipa.example/milano"), Rejected("=cmd", "-1: bad"))
        self.run(CORDIS, in_cordis(name={"en": "Zebra Trading"}, acronym="ZT"))


def body(key: str, **fields: Json) -> Found:
    document = {"stakeholder_kind": "administration", **fields}
    name = f"pic-{fields['pic']}" if "pic" in fields else ""
    return Found(Description("stakeholder", key, document, key=name))


def in_ipa(**more: Json) -> Found:
    given = {"name": {"it": "Comune di Milano"}, "ipa_code": "c_f205", "tax_code": NUMBER}
    return body("c_f205", **(given | more))


def in_cordis(**more: Json) -> Found:
    given = {"name": {"en": "Municipality of Milano"}, "pic": "999879881", "vat": NUMBER}
    return body("999879881", **(given | more))
