"""Who or what fits a need, a call, a stakeholder, a text: found, measured, ranked, explained."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from smartland.domain.identity import resource_iri
from smartland.domain.kinds.shared import COMPETENCES, CORRIDORS
from smartland.domain.resource import Revision
from smartland.errors import Invalid, Label, Problem
from smartland.matching.directions import TEXT, kinds_sought, side_of
from smartland.matching.eligibility import NO, judge
from smartland.matching.geography import Geography
from smartland.matching.profile import ABOUT, Place, Profile
from smartland.matching.reading import read_text, with_evidence
from smartland.matching.score import Share, effective_weights, score, sentence
from smartland.matching.signals import ANSWER, NEED, World
from smartland.matching.taxonomy import Taxonomy
from smartland.ports.search import SearchIndex
from smartland.services.catalogue import Catalogue
from smartland.services.concepts import Concepts
from smartland.services.gathering import Candidates, Gathering, Profiles
from smartland.services.places import Places
from smartland.services.recalling import EVIDENCE, Recall

MAX_LIMIT = 50
LEAST_SCORE = 0.1
"""Below it there is too little in common to suggest anybody."""
JUDGED = ("stakeholder", "unit", "offer", "claim")
"""Answering kinds to which the conditions on who may answer apply."""

BAD_LIMIT = Label(it=f"Tra 1 e {MAX_LIMIT}.", en=f"Between 1 and {MAX_LIMIT}.")
NO_CONCEPT = Label(
    it="Nessuna competenza «{value}» nel vocabolario.", en="There is no competence “{value}”."
)
NO_CORRIDOR = Label(it="Nessun corridoio «{value}».", en="There is no corridor “{value}”.")
NO_TERRITORY = Label(it="Nessun territorio «{value}».", en="There is no territory “{value}”.")
SAY_MORE = Label(
    it="Scrivere almeno una parola che dica di che cosa si tratta, o scegliere una competenza.",
    en="Write at least one word that says what it is about, or choose a competence.",
)


@dataclass(frozen=True)
class Suggestion:
    """One match: ``score`` in [0,1] is the sum of the ``shares``, largest first.

    ``reason`` is one sentence; ``unknown`` are the data it would take to know whether the
    candidate may answer at all.
    """

    revision: Revision
    score: float
    shares: tuple[Share, ...]
    reason: Label
    unknown: tuple[Label, ...] = ()


@dataclass(frozen=True)
class _Sought:
    """A question: for ``source`` on its ``side``, documents of ``kinds``."""

    source: Profile
    side: str
    kinds: tuple[str, ...]
    about: Revision | None = None


class Match:
    """Matches by the published signals and weights; the same data give the same answer."""

    def __init__(
        self, catalogue: Catalogue, index: SearchIndex, concepts: Concepts, places: Places
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._concepts = concepts
        self._places = places
        self._profiles = Profiles()

    def for_resource(
        self, kind: str, key: str, want: str | None = None, limit: int = 10
    ) -> Sequence[Suggestion]:
        """The best matches of a resource, best first; none for kinds that match nothing.

        ``want`` is the kind to seek (default by kind: stakeholders for a need, needs and calls
        for a stakeholder). Raises NotFound, Gone, or Invalid for a ``want`` or limit.
        """
        _check_limit(limit)
        about = self._catalogue.get(kind, key)
        kinds = kinds_sought(kind, want)
        if not kinds:
            return ()
        run = self._run()
        side = side_of(kind, kinds)
        source = run.source(about, side)
        return run.answer(_Sought(source, side, kinds, about), limit)

    def for_text(
        self,
        text: str,
        concepts: Sequence[str] = (),
        corridors: Sequence[str] = (),
        territory: str = "",
        want: str | None = None,
        limit: int = 10,
    ) -> Sequence[Suggestion]:
        """The best matches of a free text with chosen concepts, corridors and a territory.

        Concepts and corridors by IRI, notation or ``scheme/notation``, the territory by IRI,
        ``territory/key`` or key.
        Raises Invalid for unknown ones, and when nothing says what it is about.
        """
        _check_limit(limit)
        kinds = kinds_sought(TEXT, want)
        run = self._run()
        taxonomy = run.world.taxonomy
        chosen = _known(concepts, COMPETENCES, taxonomy, Problem("competence", NO_CONCEPT))
        source = replace(
            read_text(text, chosen, taxonomy),
            corridors=frozenset(
                _known(corridors, CORRIDORS, taxonomy, Problem("corridor", NO_CORRIDOR))
            ),
            places=self._place(territory, run.world.geography),
        )
        side = side_of(TEXT, kinds)
        if not effective_weights(source, side) or not _says_something(source):
            raise Invalid.of((Problem("text", SAY_MORE),))
        return run.answer(_Sought(source, side, kinds), limit)

    def _run(self) -> "_Run":
        today = self._catalogue.clock().date()
        world = World(self._concepts.current(), self._places.current())
        recall = Recall(self._index, world.taxonomy, today)
        gathering = Gathering(
            self._catalogue.truth, world.taxonomy, today.isoformat(), self._profiles
        )
        return _Run(world, recall, gathering)

    def _place(self, territory: str, geography: Geography) -> tuple[Place, ...]:
        if not territory:
            return ()
        key = territory.removeprefix("territory/")
        for iri in (territory, resource_iri(self._catalogue.base, "territory", key)):
            if iri in geography:
                return (Place(iri, ABOUT),)
        raise Invalid.of((Problem("territory", NO_TERRITORY.format(value=territory)),))


class _Run:
    """One request, with one view of concepts, territories and time."""

    def __init__(self, world: World, recall: Recall, gathering: Gathering) -> None:
        self.world = world
        self._recall = recall
        self._gathering = gathering

    def source(self, about: Revision, side: str) -> Profile:
        """The profile of the resource for which something is sought."""
        gathering = self._gathering
        if about.kind not in ("stakeholder", "unit"):
            gathering.fetch((about.iri,))
            return gathering.profile(about)
        kinds = EVIDENCE if side == ANSWER else ("claim", "need")
        own = self._recall.of_stakeholder(about.iri, kinds)
        gathering.fetch(own)
        return with_evidence(gathering.profile(about), gathering.profiles(own))

    def answer(self, sought: _Sought, limit: int) -> Sequence[Suggestion]:
        """Candidates, measured and ranked; equal scores by IRI."""
        found = self._recall.candidates(sought.source, sought.side, sought.kinds)
        candidates = self._candidates(found, sought)
        if sought.about:
            publisher = self._gathering.with_publisher(sought.about)
            places = sought.source.places or publisher.places
            kind = sought.source.stakeholder_kind or publisher.stakeholder_kind
            source = replace(sought.source, places=places, stakeholder_kind=kind)
            sought = replace(sought, source=source)
        world = replace(self.world, rarity=rarity(candidates))
        weights = effective_weights(sought.source, sought.side)
        suggestions = [
            one
            for revision, profile in candidates.values()
            if (one := _measure(sought, revision, profile, world, weights))
        ]
        suggestions.sort(key=lambda one: (-one.score, one.revision.iri))
        return suggestions[:limit]

    def _candidates(self, found: Sequence[str], sought: _Sought) -> Candidates:
        gathering, about = self._gathering, sought.about
        if "stakeholder" in sought.kinds:
            candidates = gathering.stakeholders(found, about)
        else:
            candidates = gathering.documents(found, sought.kinds, about)
        own = gathering.parties(about) | {about.iri} if about else set()
        return {
            iri: (revision, profile)
            for iri, (revision, profile) in candidates.items()
            if not own & {iri, *gathering.parties(revision)}
        }


def _measure(
    sought: _Sought,
    revision: Revision,
    profile: Profile,
    world: World,
    weights: Mapping[str, float],
) -> Suggestion | None:
    """The suggestion of one candidate; None for one that may not answer or has too little."""
    asks = sought.side == NEED
    need, answer = (sought.source, profile) if asks else (profile, sought.source)
    missing: tuple[Label, ...] = ()
    if answer.kind in JUDGED:
        eligibility = judge(need, answer, world.geography)
        if eligibility.verdict == NO:
            return None
        missing = eligibility.missing
    fit = score(need, answer, world, weights)
    if fit.score < LEAST_SCORE or not fit.founded:
        return None
    return Suggestion(revision, fit.score, fit.shares, sentence(fit.shares, missing), missing)


def rarity(candidates: Candidates) -> Mapping[str, float]:
    """How telling each word stem is among the documents of ``candidates``, in (0,1]."""
    documents = {
        passage.iri: {stem for words in passage.words.values() for stem in words}
        for _, profile in candidates.values()
        for passage in profile.passages
    }
    counts = Counter(stem for stems in documents.values() for stem in stems)
    most = math.log(1 + len(documents))
    return {stem: math.log(1 + len(documents) / count) / most for stem, count in counts.items()}


def _known(
    values: Iterable[str], scheme: str, taxonomy: Taxonomy, problem: Problem
) -> tuple[str, ...]:
    """Full IRIs of concepts given by IRI, notation or scheme/notation. Raises Invalid."""
    prefix = f"{scheme.rpartition('/')[2]}/"
    found = [one if "://" in one else f"{scheme}/{one.removeprefix(prefix)}" for one in values]
    unknown = [one for one in found if one not in taxonomy]
    if unknown:
        problems = (Problem(problem.field, problem.message.format(value=one)) for one in unknown)
        raise Invalid.of(tuple(problems))
    return tuple(dict.fromkeys(found))


def _says_something(source: Profile) -> bool:
    words = any(words for passage in source.passages for words in passage.words.values())
    return bool(words or source.wanted or source.corridors)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid.of((Problem("limit", BAD_LIMIT),))
