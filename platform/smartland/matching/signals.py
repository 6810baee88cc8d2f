"""What every signal is: a name, texts for people, when it applies, and how it is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smartland.errors import Label
from smartland.matching.geography import Geography
from smartland.matching.profile import Profile, Signal
from smartland.matching.taxonomy import Taxonomy

NEED, ANSWER = "need", "answer"
"""The two sides: the one that asks, and the one that could answer."""


@dataclass(frozen=True)
class World:
    """What signals may look up: the concepts, the territories, and how telling a word stem is.

    ``rarity`` is in [0,1], 1 where a stem is not listed.
    """

    taxonomy: Taxonomy
    geography: Geography
    rarity: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """One signal. ``applies(profile, side)`` is true when the side a match is sought for says
    anything about it; ``explanation`` is what users read about how it works."""

    name: str
    label: Label
    explanation: Label
    applies: Callable[[Profile, str], bool]
    measure: Callable[[Profile, Profile, World], Signal]


def join(labels: list[Label], more: int = 0) -> Label:
    """Several reasons as one, with the number of those that were left out."""
    rest = Label("", "")
    if more:
        rest = Label(
            it=f" (e altre {more})" if more > 1 else " (e un'altra)", en=f" (and {more} more)"
        )
    return Label(
        it=", ".join(one.it for one in labels) + rest.it,
        en=", ".join(one.en for one in labels) + rest.en,
    )


def quote(label: Label) -> Label:
    """A name in the quotation marks of each language."""
    return Label(it=f"«{label.it}»", en=f"“{label.en}”")
