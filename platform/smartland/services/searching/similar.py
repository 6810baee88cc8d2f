"""More like this: what shares concepts, telling words and corridors with a resource.

A stakeholder is known by what speaks for it: its claims, offers and projects are compared with
those of others, and each of them is a vote for whoever stands behind it.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from smartland.domain.resource import Revision
from smartland.errors import Label
from smartland.matching.profile import Profile
from smartland.matching.reading import holders, with_evidence
from smartland.matching.shared_words import compare
from smartland.matching.signals import join, quote
from smartland.matching.stems import stem
from smartland.matching.taxonomy import Taxonomy
from smartland.ports.search import (
    AllOf,
    AnyOf,
    Everything,
    Hit,
    Not,
    Query,
    SearchIndex,
    SearchRequest,
    TermIs,
)
from smartland.services.gathering import Gathering
from smartland.services.match import rarity
from smartland.services.recalling import EVIDENCE, by_words

MOST_TERMS = 40
VOTES = 200
"""Documents looked at to find the bodies behind them."""
BEST_OF_ONE = 3
"""Votes of one body that count, so that long lists of projects do not win by their length."""
CONCEPT_WEIGHT = 4.0
"""What sharing a concept is worth, times how rare it is, against the scores of words."""
LEAST = 0.05
"""Of the score that a resource has with itself: below it there is too little in common."""
MOST_REASONS = 4
BODIES = ("stakeholder", "unit")

SUBJECTS = ("competence", "theme", "corridor", "filiera")
"""The fields whose concepts say what a resource is about, not how it stands."""
RARE = 0.5
"""Words less rare than this among the candidates are no reason: most of them have them."""


@dataclass(frozen=True)
class Alike:
    """A resource that is like another: ``score`` in (0,1], 1 where it is as close as itself."""

    revision: Revision
    score: float
    reason: Label


class Similar:
    """Finds what is like one resource, in one view of the index and the truth."""

    def __init__(self, index: SearchIndex, gathering: Gathering, taxonomy: Taxonomy) -> None:
        self._index = index
        self._gathering = gathering
        self._taxonomy = taxonomy

    def to(
        self, about: Revision, kinds: tuple[str, ...], limit: int, only: Query | None = None
    ) -> Sequence[Alike]:
        """The resources of ``kinds`` most like ``about``, best first; ``only`` narrows them."""
        self._gathering.fetch((about.iri,))
        source = self._source(about)
        query = self._query(about, source)
        if query is None:
            return ()
        if about.kind in BODIES:
            scores = self._bodies(about, query)
        else:
            scores = self._documents(about, query, kinds, limit, only)
        candidates = {
            head.iri: (head, self._source(head))
            for head in islice(self._heads(scores), 2 * limit + 1)
            if head.iri != about.iri and head.kind in kinds and scores[head.iri] >= LEAST
        }
        rare = rarity(candidates)
        found = []
        for head, target in candidates.values():
            reasons = [*self._shared_concepts(about, source, head, target)]
            reasons += _shared_words(source, target, rare)
            if reasons:
                found.append(Alike(head, scores[head.iri], join(reasons)))
        return found[:limit]

    def _source(self, about: Revision) -> Profile:
        profile = self._gathering.profile(about)
        if about.kind not in BODIES:
            return profile
        own = [hit.iri for hit in self._ask(TermIs("holder", about.iri), EVIDENCE, MOST_TERMS)]
        self._gathering.fetch(own)
        return with_evidence(profile, self._gathering.profiles(own))

    def _query(self, about: Revision, source: Profile) -> Query | None:
        terms = dict.fromkeys((name, iri) for name, iri in _subjects(about))
        competences = sorted((*source.offered, *source.wanted), key=lambda one: -one.strength)
        terms |= dict.fromkeys(("competence", one.concept) for one in competences)
        weighted = self._weighted(list(terms)[:MOST_TERMS])
        words = by_words(source)
        parts = (*weighted, words) if words else weighted
        return AnyOf(parts) if parts else None

    def _weighted(self, terms: Sequence[tuple[str, str]]) -> tuple[Query, ...]:
        """Each concept by how few documents hold it."""
        by_name: dict[str, list[str]] = defaultdict(list)
        for name, iri in terms:
            by_name[name].append(iri)
        found: list[Query] = []
        for name, iris in by_name.items():
            request = SearchRequest(Everything(), facets=(name,), facet_size=10_000, limit=0)
            answer = self._index.search(request)
            counts = dict(answer.facets[name])
            for iri in iris:
                if count := counts.get(iri, 0):
                    rarity = math.log(1 + answer.total / count)
                    found.append(TermIs(name, iri, CONCEPT_WEIGHT * rarity))
        return tuple(found)

    def _documents(
        self,
        about: Revision,
        query: Query,
        kinds: tuple[str, ...],
        limit: int,
        only: Query | None,
    ) -> Mapping[str, float]:
        hits = self._ask(AllOf((query, only)) if only else query, kinds, limit + 1)
        itself = self._itself(about, query)
        return {hit.iri: min(1.0, hit.score / itself) for hit in hits}

    def _itself(self, about: Revision, query: Query) -> float:
        """The score of the resource for the question made from it: nothing of its kind has more."""
        hits = self._ask(query, (about.kind,), 1)
        return hits[0].score if hits and hits[0].score > 0 else math.inf

    def _bodies(self, about: Revision, query: Query) -> Mapping[str, float]:
        others = AllOf((query, Not(TermIs("holder", about.iri))))
        hits = self._ask(others, (*EVIDENCE, *BODIES), VOTES)
        self._gathering.fetch([hit.iri for hit in hits])
        votes: dict[str, list[float]] = defaultdict(list)
        scores = {hit.iri: hit.score for hit in hits}
        for head in self._gathering.current(scores):
            for holder in holders(head):
                votes[holder].append(scores[head.iri])
        self._gathering.fetch(votes)
        sums = {iri: sum(sorted(many)[-BEST_OF_ONE:]) for iri, many in votes.items()}
        own = [hit.score for hit in self._ask(AllOf((query, TermIs("holder", about.iri))), (), 3)]
        most = max((*sums.values(), sum(own)), default=1.0)
        return {iri: score / most for iri, score in sums.items()}

    def _heads(self, scores: Mapping[str, float]) -> Iterator[Revision]:
        ranked = sorted(scores, key=lambda iri: (-scores[iri], iri))
        self._gathering.fetch(ranked)
        return self._gathering.current(ranked)

    def _shared_concepts(
        self, about: Revision, source: Profile, other: Revision, target: Profile
    ) -> Iterator[Label]:
        ours = {one.concept for one in (*source.offered, *source.wanted)}
        theirs = {one.concept for one in (*target.offered, *target.wanted)}
        subjects = {iri for _, iri in _subjects(other)}
        both = (ours & theirs) | {iri for _, iri in _subjects(about) if iri in subjects}
        named = [iri for iri in both if iri in self._taxonomy]
        deepest = sorted(named, key=lambda iri: (-len(self._taxonomy.ancestors(iri)), iri))
        for iri in deepest[:MOST_REASONS]:
            yield quote(self._taxonomy.label(iri))

    def _ask(self, query: Query, kinds: tuple[str, ...], limit: int) -> Sequence[Hit]:
        filters = {"kind": kinds} if kinds else {}
        return self._index.search(SearchRequest(query, filters=filters, limit=limit)).hits


def _subjects(revision: Revision) -> Iterator[tuple[str, str]]:
    """(field, concept) that say what a resource is about."""
    for name in SUBJECTS:
        value = revision.document.get(name, ())
        for iri in (value,) if isinstance(value, str) else value:
            yield name, iri


def _shared_words(source: Profile, target: Profile, rare: Mapping[str, float]) -> Iterator[Label]:
    overlaps = [
        overlap
        for asked in source.passages
        for answer in target.passages
        if (overlap := compare(asked, answer, rare))
    ]
    best = max(overlaps, key=lambda one: one.value, default=None)
    if best is None:
        return
    it = [f"«{word}»" for word in best.spoken("it") if rare.get(stem(word), 1.0) >= RARE]
    en = [f"“{word}”" for word in best.spoken("en") if rare.get(stem(word), 1.0) >= RARE]
    if it and en:
        yield Label(it=f"parole in comune: {', '.join(it)}", en=f"words in common: {', '.join(en)}")
