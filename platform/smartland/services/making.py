"""One generation of files: what changed is written, the rest is taken over from the one before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.ports.harvests import Source
from smartland.ports.truth import Truth
from smartland.services.agents import Agents
from smartland.services.dumps import FOLDER, QUADS, KindFacts, dump_kind
from smartland.services.generations import GZIP, Building, Generation
from smartland.services.outgoing import LISTING_KINDS, PARTS, Outgoing
from smartland.services.own_datasets import ALL, CATALOGUE, OwnDatasets, names_of
from smartland.services.publisher import Publisher
from smartland.services.publishing import Publishing
from smartland.services.sitemaps import FOLDER as SITEMAPS
from smartland.services.sitemaps import INDEX, sitemap_index, sitemap_of
from smartland.services.void import NAME as VOID_NAME
from smartland.services.void import void

PAGE = 500
PAGES = ("", "data", "vocabulary", "api", "sparql", "accessibility", "privacy")
"""Pages that no description stands behind, below the base."""


@dataclass(frozen=True)
class Order:
    """What a generation is made of and by: ``proceed`` is called between pages of descriptions,
    and may raise to give up; ``at`` is when it is made."""

    truth: Truth
    sources: Sequence[Source]
    base: str
    publisher: Publisher
    at: datetime
    proceed: Callable[[], None] = lambda: None


class Making:
    """Fills a generation in the making, after ``before``; ``changed``: kind → day of its last
    public change."""

    def __init__(
        self,
        order: Order,
        building: Building,
        before: Generation | None,
        changed: Mapping[str, str],
    ) -> None:
        self._order = order
        self._building = building
        self._before = before
        self._changed = changed

    def write(self) -> Json:
        """Write every file; what the manifest is to note."""
        old = kinds_of(self._before)
        kinds = {
            name: self._kind(name, self._changed[name])
            if name in self._changed
            else self._kept_kind(old[name])
            for name in KINDS
        }
        shown = names_of(kinds)
        quads = (self._building.folder / f"{FOLDER}{one.name}{QUADS}" for one in shown)
        self._building.join(f"{FOLDER}{ALL}{QUADS}", quads)
        listed = self._catalogues(shown)
        self._sitemaps(shown)
        return {
            "kinds": {name: asdict(one) for name, one in kinds.items()},
            "made": self._order.at.astimezone(UTC).isoformat(timespec="seconds"),
            **listed,
        }

    def _kind(self, name: str, day: str) -> KindFacts:
        order = self._order
        if not order.truth.counts().get(name):
            return KindFacts(name, modified=day)
        publishing = Publishing(order.base)
        facts = dump_kind(KINDS[name], self._pages(name), self._building, publishing, order.base)
        facts.modified = max(facts.modified, day)
        return facts

    def _kept_kind(self, facts: KindFacts) -> KindFacts:
        start = f"{FOLDER}{facts.name}."
        self._building.keep(lambda name: name.startswith(start))
        parts = {one for name in facts.sitemaps for one in (name, name + GZIP)}
        self._building.keep(parts.__contains__)
        return facts

    def _catalogues(self, shown: Sequence[KindFacts]) -> Mapping[str, Json]:
        order = self._order
        agents = Agents(order.truth, order.base, order.publisher)
        first = order.truth.changes(0, 1)
        since = _day(first[0].at if first else order.at)
        modified = max((one.modified for one in shown), default=since)
        own = OwnDatasets(order.base, order.publisher, agents.own, since)
        outgoing = Outgoing(self._building, agents, own, order.base, order.sources)
        listed = self._listed(outgoing)
        outgoing.write_main(list(own.datasets(shown)), own.services(shown), modified)
        with self._building.sink(VOID_NAME) as sink:
            sink.write(void(order.base, order.publisher, agents.own.iri, shown))
        return listed

    def _listed(self, outgoing: Outgoing) -> Mapping[str, Json]:
        """The sub-catalogues, anew where anything that stands in one has changed."""
        if self._before is None or {*LISTING_KINDS, "stakeholder"} & self._changed.keys():
            return outgoing.write_listed(self._pages)
        self._building.keep(lambda name: name.startswith((PARTS, f"{CATALOGUE}/")))
        return {name: self._before.facts[name] for name in ("holders", "sources")}

    def _sitemaps(self, shown: Sequence[KindFacts]) -> None:
        pages = f"{SITEMAPS}pages.xml"
        with self._building.sink(pages) as sink:
            for text in sitemap_of(self._order.base + one for one in PAGES):
                sink.write(text)
        parts = [(pages, max((one.modified for one in shown), default=_day(self._order.at)))]
        parts += [(name, one.modified) for one in shown for name in one.sitemaps]
        with self._building.sink(INDEX) as sink:
            for text in sitemap_index(self._order.base, parts):
                sink.write(text)

    def _pages(self, kind: str) -> Iterator[Revision]:
        after = ""
        while found := self._order.truth.page(kind, after, PAGE):
            self._order.proceed()
            yield from found
            after = found[-1].key


def kinds_of(generation: Generation | None) -> dict[str, KindFacts]:
    """What a generation holds of each kind."""
    if generation is None:
        return {}
    return {name: KindFacts.of(noted) for name, noted in generation.facts["kinds"].items()}


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()
