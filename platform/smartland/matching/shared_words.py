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
    """What two passages share: how much that is (0–1), and the words by the language of the asking
    side, most telling first, as the answering document writes them."""

    value: float
    words: Mapping[str, tuple[str, ...]]
    answer: Passage

    def spoken(self, language: str) -> tuple[str, ...]:
        """The words to show to readers of ``language``; in another one where there are none."""
        order = (language, "und", *self.words)
        return next(self.words[one] for one in order if one in self.words)[:MOST_SHOWN]


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
    words = dict.fromkeys((*best.spoken("it"), *best.spoken("en")))
    return Signal(1 - missing, explain(best, answer.iri), tuple(words))


def explain(best: Overlap, answer: str) -> Label:
    """The words, most telling first, and the document that has them unless it is the answer."""
    it = ", ".join(f"«{word}»" for word in best.spoken("it"))
    en = ", ".join(f"“{word}”" for word in best.spoken("en"))
    if best.answer.iri == answer:
        return Label(it=f"parole in comune: {it}", en=f"words in common: {en}")
    title, kind = quote(best.answer.title), KINDS[best.answer.kind].label
    return Label(
        it=f"parole in comune con {title.it} ({kind.it}): {it}",
        en=f"words in common with {title.en} ({kind.en}): {en}",
    )


def compare(need: Passage, answer: Passage, rarity: Mapping[str, float]) -> Overlap | None:
    """How much of ``need`` the words of ``answer`` say, in the language where it is most."""
    there = {stem: word for words in answer.words.values() for stem, word in words.items()}
    values: list[float] = []
    spoken: dict[str, tuple[str, ...]] = {}
    for language, words in need.words.items():
        shared = [stem for stem in words if stem in there]
        if not shared or _by_chance(shared, need, words):
            continue
        mass = {stem: _mass(stem, need, rarity) for stem in words}
        whole = sum(mass.values())
        target = min(whole, weights.ENOUGH_WORDS * whole / len(words))
        values.append(min(1.0, sum(mass[stem] for stem in shared) / target))
        shared.sort(key=lambda stem: -mass[stem])
        own = answer.words.get(language, {})
        spoken[language] = tuple(own.get(stem, there[stem]) for stem in shared)
    return Overlap(max(values), spoken, answer) if values else None


def _best(needs: Iterable[Passage], answer: Passage, rarity: Mapping[str, float]) -> Overlap | None:
    overlaps = [found for one in needs if (found := compare(one, answer, rarity))]
    return max(overlaps, key=lambda found: found.value, default=None)


def _by_chance(shared: Sequence[str], need: Passage, words: Mapping[str, str]) -> bool:
    """One word of a long text that is not in its title says nothing."""
    return (
        len(shared) == 1 and len(words) > weights.SHORT_TEXT and shared[0] not in need.title_stems
    )


def _mass(stem: str, need: Passage, rarity: Mapping[str, float]) -> float:
    title = weights.TITLE_WORD if stem in need.title_stems else 1.0
    return title * rarity.get(stem, 1.0)


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
