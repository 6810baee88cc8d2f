"""What pages ask of search and match, beyond one resource."""

from collections.abc import Mapping, Sequence
from datetime import date

from smartland.domain.kinds.knowledge import CONCEPT_KINDS
from smartland.domain.kinds.shared import CALL_STATES, CORRIDORS
from smartland.domain.kinds.territory import HOMOGENEOUS_AREA, PROVINCE
from smartland.domain.resource import Revision
from smartland.services.searching.answers import Results, SearchQuery
from smartland.web.pages.entity import NARROWER_SHOWN, RELATED_SHOWN
from smartland.web.pages.hits import make_hits
from smartland.web.pages.home import CORRIDOR_CODES
from smartland.web.pages.naming import Naming, capital
from smartland.web.pages.shown import Matched, Reason
from smartland.wiring import Services

MATCHED = ("need", "offer", "call", "tender", "project", "stakeholder")
MATCHES_SHOWN = 5
LIVELY = ("stakeholder", "need", "offer", "project", "call", "dataset")
MAX_LEVELS = 8
MAX_CHAINS = 4


class Lookups:
    """Questions to the services, answered as revisions and counts."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def corridors(self) -> Mapping[str, Results]:
        """Corridor IRI → an answer that counts what is published along it by kind."""
        return {
            iri: self._services.search.find(
                SearchQuery(filters={"corridor": (iri,)}, facets=("kind",), limit=1)
            )
            for iri in _corridor_iris()
        }

    def corridor_heads(self) -> Mapping[str, Revision]:
        """The descriptions of the five corridors."""
        return self._services.catalogue.by_iris(_corridor_iris())

    def open_calls(self, limit: int, today: date) -> Sequence[Revision]:
        """Open calls that have a closing day, the first to close first."""
        query = SearchQuery(
            kinds=("call",),
            filters={"status": (f"{CALL_STATES}/open",)},
            sort="closes",
            limit=min(200, 10 * limit),
        )
        found = (one.revision for one in self._services.search.find(query).items)
        day = today.isoformat()
        coming = [one for one in found if one.document.get("closes", "")[:10] >= day]
        return coming[:limit]

    def busiest_places(self) -> Sequence[tuple[str, int]]:
        """Provinces and homogeneous areas by how much is published in them."""
        query = SearchQuery(kinds=LIVELY, facets=("in",), limit=1)
        counted = self._services.search.find(query).facets.get("in", ())
        heads = self._services.catalogue.by_iris([iri for iri, _ in counted])
        wide = (PROVINCE, HOMOGENEOUS_AREA)
        return [
            (iri, count)
            for iri, count in counted
            if iri in heads and heads[iri].document.get("territory_type") in wide
        ]

    def pointing(self, revision: Revision) -> Mapping[str, tuple[int, Sequence[Revision]]]:
        """Kind → how many resources point to this one, and the first of them by title."""
        search = self._services.search
        kinds = search.referring(revision.iri, limit=1).facets.get("kind", ())
        tree = revision.kind in CONCEPT_KINDS
        found = {}
        for kind, count in kinds:
            limit = NARROWER_SHOWN if tree and kind in CONCEPT_KINDS else RELATED_SHOWN
            items = search.referring(revision.iri, limit=limit, kinds=(kind,)).items
            found[kind] = (count, [one.revision for one in items])
        return found

    def above(self, revision: Revision) -> Sequence[Sequence[str]]:
        """The chains of broader concepts, from the top down; a cycle ends its chain."""
        chains: list[list[str]] = []
        pending = [[iri] for iri in revision.document.get("broader", ())]
        while pending and len(chains) < MAX_CHAINS:
            chain = pending.pop(0)
            head = self._services.catalogue.by_iri(chain[0])
            higher = [
                iri
                for iri in (head.document.get("broader", ()) if head else ())
                if iri not in chain and iri != revision.iri
            ]
            if higher and len(chain) < MAX_LEVELS:
                pending += [[iri, *chain] for iri in higher]
            else:
                chains.append(chain)
        return chains

    def matches(self, revision: Revision, naming: Naming) -> Sequence[Matched]:
        """Who or what could answer, with reasons; nothing for kinds that ask for nobody."""
        if revision.kind not in MATCHED:
            return ()
        found = self._services.match.for_resource(revision.kind, revision.key, None, MATCHES_SHOWN)
        hits = make_hits([one.revision for one in found], naming)
        return [
            Matched(
                hit,
                round(100 * one.score),
                tuple(
                    Reason(
                        capital(share.reason[naming.language]), round(100 * share.share / one.score)
                    )
                    for share in one.shares
                    if share.share > 0
                ),
                tuple(text[naming.language] for text in one.unknown),
            )
            for one, hit in zip(found, hits, strict=True)
            if one.score > 0
        ]

    def schemes(self) -> tuple[Sequence[Revision], Mapping[str, int]]:
        """The concept schemes, and how many concepts each has."""
        schemes = self._services.catalogue.page("scheme", "", 200)
        query = SearchQuery(kinds=CONCEPT_KINDS, facets=("in_scheme",), limit=1)
        return schemes, dict(self._services.search.find(query).facets.get("in_scheme", ()))


def _corridor_iris() -> list[str]:
    return [f"{CORRIDORS}/{code}" for code in CORRIDOR_CODES]
