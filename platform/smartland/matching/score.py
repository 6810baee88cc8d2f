"""One score from all signals, with the shares that add up to it and a sentence that says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartland.errors import Label
from smartland.matching.concept_fit import CONCEPT_FIT
from smartland.matching.near import NEAR
from smartland.matching.profile import Profile
from smartland.matching.same_corridor import SAME_CORRIDOR
from smartland.matching.shared_words import SHARED_WORDS
from smartland.matching.signals import Measure, World
from smartland.matching.weights import NEVER_ALONE, WEIGHTS

SIGNALS: tuple[Measure, ...] = (CONCEPT_FIT, SHARED_WORDS, NEAR, SAME_CORRIDOR)

_NOTHING = Label(it="Nulla in comune.", en="Nothing in common.")
_NO_REASON = Label(it="nulla in comune", en="nothing in common")
_TO_CHECK = Label(it=" Da verificare: {missing}.", en=" To be checked: {missing}.")


@dataclass(frozen=True)
class Share:
    """What one signal gives to a score: ``share`` = ``weight`` × ``value``."""

    signal: str
    label: Label
    value: float
    weight: float
    share: float
    reason: Label
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """A score in [0,1], the shares that sum to it (largest first), and the reason."""

    score: float
    shares: tuple[Share, ...]
    reason: Label

    @property
    def founded(self) -> bool:
        """True when there is a reason for it besides being near."""
        return any(one.share > 0 and one.signal not in NEVER_ALONE for one in self.shares)


def effective_weights(
    profile: Profile, side: str, weights: Mapping[str, float] = WEIGHTS
) -> Mapping[str, float]:
    """The weights of the signals about which ``profile``, the side asked for, says something."""
    found = {one.name: weights[one.name] for one in SIGNALS if one.applies(profile, side)}
    whole = sum(found.values())
    return {name: weight / whole for name, weight in found.items()} if whole else {}


def score(
    need: Profile, answer: Profile, world: World, weights: Mapping[str, float] = WEIGHTS
) -> Fit:
    """Measure both sides by every signal that has a weight."""
    shares = [
        _share(one, need, answer, world, weights[one.name])
        for one in SIGNALS
        if one.name in weights
    ]
    shares.sort(key=lambda one: -one.share)
    # The sum of what is shown, so that it is exact for whoever adds it up
    total = round(sum(one.share for one in shares), 4)
    return Fit(total, tuple(shares), sentence(shares))


def sentence(shares: Sequence[Share], missing: Sequence[Label] = ()) -> Label:
    """The reasons of the signals that say something, as one sentence: what it is about, strongest
    first, then where."""
    ordered = sorted(shares, key=lambda one: one.signal in NEVER_ALONE)
    reasons = [one.reason for one in ordered if one.share > 0]
    said = _NOTHING
    if reasons:
        said = Label(
            it=_sentence("; ".join(one.it for one in reasons)),
            en=_sentence("; ".join(one.en for one in reasons)),
        )
    if not missing:
        return said
    check = Label(
        it=_TO_CHECK.it.format(missing="; ".join(one.it for one in missing)),
        en=_TO_CHECK.en.format(missing="; ".join(one.en for one in missing)),
    )
    return Label(it=said.it + check.it, en=said.en + check.en)


def _share(one: Measure, need: Profile, answer: Profile, world: World, weight: float) -> Share:
    found = one.measure(need, answer, world)
    value, weight = round(found.value, 4), round(weight, 4)
    return Share(
        one.name,
        one.label,
        value,
        weight,
        round(value * weight, 4),
        found.reason or _NO_REASON,
        found.evidence,
    )


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
