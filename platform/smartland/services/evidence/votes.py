"""The documents of a body vote for concepts; several that agree count for more than one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.kinds import KINDS
from smartland.errors import Label
from smartland.services.evidence.reading import Said

MOST_PROPOSED = 12
"""Competences proposed to one body."""
MOST_EVIDENCE = 10
LEAST = 0.6
"""Below this confidence nothing is proposed."""
SUREST = 0.95
"""However many documents agree, nobody who knows the body has spoken."""
CLEARLY = 0.8
"""A concept goes where a narrower one has at least this part of its confidence."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one document says of one concept for one body: ``confidence`` is already less for a
    document that speaks for many."""

    confidence: float
    document: str
    kind: str
    words: str


@dataclass(frozen=True)
class Proposal:
    """A competence that the documents of a body speak of, the strongest votes first."""

    concept: str
    confidence: float
    votes: tuple[Vote, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """The IRIs of the strongest documents."""
        return tuple(one.document for one in self.votes[:MOST_EVIDENCE])


class Votes:
    """The votes of one run, by body and concept."""

    def __init__(self) -> None:
        self._cast: dict[str, dict[str, list[Vote]]] = defaultdict(lambda: defaultdict(list))

    def cast(
        self, document: str, kind: str, said: Iterable[Said], bodies: Mapping[str, float]
    ) -> None:
        """Count what a document says for each body that it speaks for."""
        for one in said:
            for body, loud in bodies.items():
                vote = Vote(one.confidence * loud, document, kind, one.words)
                self._cast[body][one.concept].append(vote)

    @property
    def bodies(self) -> Sequence[str]:
        """Every body that has votes, sorted."""
        return sorted(self._cast)

    def proposals(self, body: str, above: Callable[[str], Sequence[str]]) -> Sequence[Proposal]:
        """What is proposed to a body, surest first; ``above`` gives the broader concepts."""
        found = {
            concept: Proposal(concept, _together(votes), tuple(sorted(votes, key=_loudest)))
            for concept, votes in self._cast.get(body, {}).items()
        }
        likely = {iri: one for iri, one in found.items() if one.confidence >= LEAST}
        gone = {
            iri
            for one in likely.values()
            for iri in above(one.concept)
            if iri in likely and one.confidence >= CLEARLY * likely[iri].confidence
        }
        kept = [one for iri, one in likely.items() if iri not in gone]
        return sorted(kept, key=lambda one: (-one.confidence, one.concept))[:MOST_PROPOSED]


def explain(proposal: Proposal) -> Label:
    """One sentence: how many documents of which kinds, and the words of the strongest."""
    counts = Counter(one.kind for one in proposal.votes)
    parts = [_count(kind, counts[kind]) for kind in sorted(counts, key=lambda k: (-counts[k], k))]
    words = next((one.words for one in proposal.votes if one.words), "")
    it, en = (_join([one[tag] for one in parts], final) for tag, final in _FINALS.items())
    if not words:
        return Label(it=f"Prove: {it}.", en=f"Evidence: {en}.")
    return Label(
        it=f"Prove: {it}; vi si legge «{words}».", en=f"Evidence: {en}; it says “{words}”."
    )


_FINALS = {"it": " e ", "en": " and "}
_OWN = Label(it="la propria descrizione", en="the body's own description")


def _count(kind: str, count: int) -> Label:
    if kind in ("stakeholder", "unit"):
        return _OWN
    declared = KINDS[kind]
    name = declared.label if count == 1 else declared.plural
    return Label(it=f"{count} {name.it}", en=f"{count} {name.en}")


def _join(parts: Sequence[str], final: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + final + parts[-1]


def _together(votes: Sequence[Vote]) -> float:
    """1 − Π(1 − vote), as for independent witnesses; to two decimals."""
    missing = 1.0
    for confidence in sorted(one.confidence for one in votes):
        missing *= 1 - confidence
    return round(min(1 - missing, SUREST), 2)


def _loudest(vote: Vote) -> tuple[float, str]:
    return -vote.confidence, vote.document
