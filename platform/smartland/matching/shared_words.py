"""Words in common between what is asked and the documents that speak for the other side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.kinds import KINDS
from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.profile import NOTHING, Passage, Profile, Signal
from smartland.matching.signals import Measure, World, quote

MOST_SHOWN = 5


@dataclass(frozen=True)
class Overlap:
    """The words that two passages share, by stem, and how much that is (0–1)."""

    value: float
    stems: tuple[str, ...]
    answer: Passage


def measure(need: Profile, answer: Profile, world: World) -> Signal:
    """Compare the words, folded and stemmed, rare ones counting more.

    Each document of the answering side is a vote; the best one counts in full, every other one
    by the square of what it shares, on what is still missing to 1.
    """
    overlaps = sorted(
        (found for one in answer.passages if (found := _best(need.passages, one, world.rarity))),
        key=lambda found: (-found.value, found.answer.iri),
    )
    if not overlaps:
        return NOTHING
    missing = 1 - overlaps[0].value
    for other in overlaps[1:]:
        missing *= 1 - other.value**2
    best = overlaps[0]
    return Signal(1 - missing, explain(best, answer.iri), _words(best)[:MOST_SHOWN])


def explain(best: Overlap, answer: str) -> Label:
    """The words, most telling first, and the document that has them unless it is the answer."""
    words = _words(best)[:MOST_SHOWN]
    it, en = (", ".join(f"{o}{word}{c}" for word in words) for o, c in ("«»", "“”"))
    if best.answer.iri == answer:
        return Label(it=f"parole in comune: {it}", en=f"words in common: {en}")
    title, kind = quote(best.answer.title), KINDS[best.answer.kind].label
    return Label(
        it=f"parole in comune con {title.it} ({kind.it}): {it}",
        en=f"words in common with {title.en} ({kind.en}): {en}",
    )


def compare(need: Passage, answer: Passage, rarity: Mapping[str, float]) -> Overlap | None:
    """How much of ``need`` the words of ``answer`` say, in the language where it is most."""
    there = {stem for words in answer.words.values() for stem in words}
    found: Overlap | None = None
    for words in need.words.values():
        shared = [stem for stem in words if stem in there]
        if not shared:
            continue
        mass = {stem: _mass(stem, need, rarity) for stem in words}
        whole = sum(mass.values())
        target = min(whole, weights.ENOUGH_WORDS * whole / len(words))
        value = min(1.0, sum(mass[stem] for stem in shared) / target) if target else 0.0
        if value and (found is None or value > found.value):
            telling = sorted(shared, key=lambda stem: -mass[stem])
            found = Overlap(value, tuple(telling), answer)
    return found


def _best(needs: Iterable[Passage], answer: Passage, rarity: Mapping[str, float]) -> Overlap | None:
    overlaps = [found for one in needs if (found := compare(one, answer, rarity))]
    return max(overlaps, key=lambda found: found.value, default=None)


def _mass(stem: str, need: Passage, rarity: Mapping[str, float]) -> float:
    title = weights.TITLE_WORD if stem in need.title_stems else 1.0
    return title * rarity.get(stem, 1.0)


def _words(overlap: Overlap) -> tuple[str, ...]:
    """The shared words as the answering document writes them."""
    written: Sequence[Mapping[str, str]] = list(overlap.answer.words.values())
    return tuple(next(words[stem] for words in written if stem in words) for stem in overlap.stems)


SHARED_WORDS = Measure(
    name=weights.SHARED_WORDS,
    label=Label(it="Parole in comune", en="Words in common"),
    explanation=Label(
        it="Confronta le parole dei testi, nelle due lingue e senza badare a plurali e accenti:"
        " quelle rare contano di più, e più documenti che ne condividono si sommano.",
        en="Compares the words of the texts, in both languages, whatever their plurals and accents:"
        " rare ones count more, and several documents that share some add up.",
    ),
    applies=lambda profile, side: any(any(one.words.values()) for one in profile.passages),
    measure=measure,
)
