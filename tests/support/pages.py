"""A site on the sample data, and pages as a reader takes them apart."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

from smartland.ports.harvests import Source
from smartland.wiring import Services
from support.platform import running, settle
from support.sample import SampleImporter

PAGES = (
    "/",
    "/search",
    "/search?q=acqua",
    "/search?q=acqua&kind=stakeholder&corridor=corridor/water",
    "/search?q=acqua&view=map",
    "/search?view=map&in=territory/istat-018&box=44.7,9,45.1,9.4",
    "/search?q=acquedoto+colour:blu",
    "/search?q=zzzqqq",
    "/doc/need/perdite.html",
    "/doc/offer/rete.html",
    "/doc/claim/claim-0.html",
    "/doc/call/call-ACQUA-2026.html",
    "/doc/project/cup-J41B21000010001.html",
    "/doc/dataset/portate.html",
    "/doc/stakeholder/vat-00743110157.html",
    "/doc/territory/area-oltrepo.html",
    "/doc/territory/istat-018.html",
    "/doc/concept/competence-energy.html",
    "/doc/corridor/corridor-water.html",
    "/doc/scheme/competence.html",
    "/doc/need/perdite/history",
    "/vocabulary",
    "/api",
    "/sparql",
    "/sparql?example=kinds-by-corridor",
    "/sparql?text=SELECT+*+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5",
    "/sparql?text=this+is+no+query",
    "/sources",
    "/sources/sample",
    "/review",
    "/validate",
    "/templates",
    "/data",
    "/accessibility",
    "/privacy",
)
"""Every sort of page, on the sample data."""


@contextmanager
def sample_site(folder: Path) -> Iterator[Services]:
    """A platform with the vocabularies and the sample, ready to be read."""
    with running(folder) as services:
        services.core.load_vocabularies()
        services.core.harvest.importers = {
            **services.core.harvest.importers,
            SampleImporter.name: SampleImporter(),
        }
        run = services.core.harvest.run(Source("sample", SampleImporter.name, "packaged"))
        rejected = services.core.harvest_log.outcomes(run.id, "rejected", 10)
        assert not rejected, rejected
        settle(services)
        yield services


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Remember text."""
        self._texts.append(data)

    @property
    def text(self) -> str:
        """What a reader reads, with single spaces."""
        return " ".join(" ".join(self._texts).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of a sort."""
        return [attributes for name, attributes in self.elements if name == tag]

    def links(self) -> list[str]:
        """Where its anchors lead to."""
        return [one["href"] for one in self.all("a") if "href" in one]

    def part(self, pattern: str) -> str:
        """The HTML between the first match of a pattern and the next heading of the page."""
        found = re.search(rf"{pattern}.*?(?=<h2|</main>)", self.html, re.DOTALL)
        assert found, f"no {pattern} on the page"
        return found[0]
