"""Generous candidates for a match: a few bounded questions to the index, by concept, words and
corridor; how well each one fits is measured afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from smartland.domain.kinds.shared import CALL_STATES, FLOW_STATES, PROJECT_STATES
from smartland.matching.profile import Competence, Profile
from smartland.matching.reading import OVER, SOUGHT
from smartland.matching.signals import NEED
from smartland.matching.taxonomy import Taxonomy
from smartland.ports.search import (
    AllOf,
    AnyOf,
    Everything,
    Not,
    Query,
    Range,
    SearchIndex,
    SearchRequest,
    TermIs,
    Words,
)

HITS = 200
"""Documents taken from each question."""
MOST_DOCUMENTS = 300
FEW = 20
"""With fewer documents than these, those of the same corridor are asked for too."""
OWN = 120
"""Documents that speak for one stakeholder."""
MOST_CONCEPTS = 40
MOST_WORDS = 40
EVIDENCE = ("claim", "offer", "project")
"""The kinds that speak for a stakeholder."""

_SAME, _ABOVE, _RELATED = 4.0, 1.0, 2.0


@dataclass(frozen=True)
class Recall:
    """Asks one index; ``taxonomy`` gives the neighbours of a concept, ``today`` what is over."""

    index: SearchIndex
    taxonomy: Taxonomy
    today: date

    def of_stakeholder(self, iri: str, kinds: tuple[str, ...]) -> Sequence[str]:
        """The IRIs of the current documents that speak for a stakeholder or unit."""
        query = AllOf((TermIs("holder", iri), self._current()))
        return self._ask(query, kinds, OWN)

    def candidates(self, source: Profile, side: str, kinds: tuple[str, ...]) -> Sequence[str]:
        """IRIs of documents of ``kinds`` that may fit ``source``, the most promising first.

        Three questions at most; with stakeholders among ``kinds``, what speaks for them too.
        """
        searched = (*kinds, *EVIDENCE) if "stakeholder" in kinds else kinds
        competences = source.wanted if side == NEED else source.offered
        found: dict[str, None] = {}
        for query in (self._by_concept(competences), by_words(source)):
            if query:
                found.update(dict.fromkeys(self._ask(self._standing(query, side), searched, HITS)))
        if len(found) < FEW and source.corridors:
            query = self._standing(by_corridor(source), side)
            found.update(dict.fromkeys(self._ask(query, kinds, FEW * 2)))
        found.pop(source.iri, None)
        return list(found)[:MOST_DOCUMENTS]

    def _by_concept(self, competences: Sequence[Competence]) -> Query | None:
        """Documents about the concepts, what is below them (which the index holds under every
        ancestor), and with less weight about what is above or related."""
        boosts: dict[str, float] = {}
        strongest = sorted(competences, key=lambda one: -one.strength)
        for concept in list(dict.fromkeys(one.concept for one in strongest))[:MOST_CONCEPTS]:
            for iri, boost in self._around(concept):
                boosts[iri] = max(boosts.get(iri, 0.0), boost)
        parts = tuple(TermIs("competence", iri, boost) for iri, boost in boosts.items())
        return AnyOf(parts) if parts else None

    def _around(self, concept: str) -> Iterator[tuple[str, float]]:
        yield concept, _SAME
        for hops, iri in enumerate(self.taxonomy.ancestors(concept)):
            yield iri, _ABOVE / 2**hops
        for iri in self.taxonomy.related(concept):
            yield iri, _RELATED

    def _standing(self, query: Query, side: str) -> Query:
        """``query``, without what is over; and without what others seek, where one seeks too."""
        sought = (Not(TermIs("direction", SOUGHT)),) if side == NEED else ()
        return AllOf((query, self._current(), *sought))

    def _current(self) -> Query:
        yesterday = (self.today - timedelta(days=1)).isoformat()
        over = [
            TermIs(name, f"{scheme}/{notation}")
            for name, scheme in (("state", FLOW_STATES), ("status", CALL_STATES))
            for notation in sorted(OVER)
        ]
        return Not(
            AnyOf(
                (
                    Range("valid_until", high=yesterday),
                    Range("closes", high=yesterday),
                    TermIs("status", f"{PROJECT_STATES}/cancelled"),
                    *over,
                )
            )
        )

    def _ask(self, query: Query, kinds: tuple[str, ...], limit: int) -> Sequence[str]:
        request = SearchRequest(query, filters={"kind": kinds}, limit=limit)
        return [hit.iri for hit in self.index.search(request).hits]


def by_words(source: Profile) -> Query | None:
    """The most telling words of ``source``: those of its title first, then the most frequent."""
    found: dict[str, str] = {}
    for passage in source.passages:
        for words in passage.words.values():
            titles = {stem: words[stem] for stem in words if stem in passage.title_stems}
            found = titles | found
    for passage in source.passages:
        for words in passage.words.values():
            found = found | {stem: word for stem, word in words.items() if stem not in found}
    text = " ".join(list(found.values())[:MOST_WORDS])
    return Words(text, every=False) if text else None


def by_corridor(source: Profile) -> Query:
    """Documents of the same corridors; those of the same supply chain or territory first."""
    corridors = AnyOf(tuple(TermIs("corridor", iri) for iri in sorted(source.corridors)))
    closer = [TermIs("filiera", iri) for iri in sorted(source.filiere)]
    closer += [TermIs("in", one.territory) for one in source.places if one.territory]
    return AllOf((corridors, AnyOf((Everything(), *closer))))
