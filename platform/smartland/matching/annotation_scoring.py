"""How far a text is believed to be about a concept: what is measured, and what each measure counts.

The weights are those of a logistic regression on pairs of text and concept that were judged by
hand; ``tests/data/annotation_judgements.tsv`` keeps the judgements, and a test the precision.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from smartland.matching.annotation_finding import Speech
from smartland.matching.annotation_labels import Labels, Subject

Words = Mapping[str, frozenset[str]]
"""Language → the stems of a text."""

UNFOUNDED = 0.6
"""What is left of a confidence for which no label decides."""


@dataclass(frozen=True)
class Features:
    """What is measured of one concept in one text; all but ``top`` are larger in a better case.

    ``best``: the label that says most; ``rest``: the others; ``firm``: 1 when a label decides;
    ``mentions``, ``weak``: how often, as logarithms; ``title``: the best label in the first line;
    ``weak_title`` where no label decides; ``share``: against the clearest concept of the text;
    ``definition``: how much of it the text says; ``kin``, ``area``: what neighbours and the whole
    area have; ``top``: 1 for a whole area.
    """

    best: float
    rest: float
    firm: float
    mentions: float
    weak: float
    title: float
    weak_title: float
    share: float
    definition: float
    kin: float
    area: float
    top: float


BIAS = -2.1
WEIGHTS = Features(
    best=1.3,
    rest=0.8,
    firm=0.3,
    mentions=1.15,
    weak=0.7,
    title=2.3,
    weak_title=0.2,
    share=0.4,
    definition=1.0,
    kin=0.6,
    area=0.55,
    top=-0.5,
)
_VALUES = attrgetter(*(one.name for one in fields(Features)))
_WEIGHTS = _VALUES(WEIGHTS)


def confidence(features: Features) -> float:
    """In (0,1): the probability that somebody who reads the text agrees."""
    total = BIAS
    for weight, value in zip(_WEIGHTS, _VALUES(features), strict=True):
        total += weight * value
    believed = 1 / (1 + math.exp(-total))
    return believed if features.firm else believed * UNFOUNDED


def measure(said: Mapping[str, Speech], words: Words, labels: Labels) -> Mapping[str, Features]:
    """The features of every concept of which the text has a label."""
    best = {iri: one.best for iri, one in said.items()}
    whole, clearest = sum(best.values()), max(best.values(), default=1.0)
    areas: dict[str, float] = {}
    for iri, value in best.items():
        area = labels.subjects[iri].area
        areas[area] = areas.get(area, 0.0) + value
    found = {}
    for iri, one in said.items():
        subject = labels.subjects[iri]
        others = whole - best[iri]
        found[iri] = Features(
            best=best[iri],
            rest=min(one.rest, 2.0),
            firm=float(one.firm > 0),
            mentions=min(math.log2(max(one.firm, 1)), 3.0),
            weak=min(math.log2(1 + one.weak), 3.0),
            title=one.title if one.firm else 0.0,
            weak_title=0.0 if one.firm else one.title,
            share=best[iri] / clearest,
            definition=_overlap(subject, words),
            kin=min(sum(best.get(other, 0.0) for other in subject.kin), 2.0),
            area=(areas[subject.area] - best[iri]) / others if others > 0 else 0.0,
            top=float(not subject.broader),
        )
    return found


def _overlap(subject: Subject, words: Words) -> float:
    """How much of the definition the text says, in the language in which that is most."""
    return max((_said(subject.definition[one], there) for one, there in words.items()), default=0.0)


def _said(definition: Mapping[str, float], there: frozenset[str]) -> float:
    whole = sum(definition.values())
    return sum(value for stem, value in definition.items() if stem in there) / whole if whole else 0


def clearest_words(one: Speech, most: int) -> Sequence[str]:
    """The words that speak for a concept as they are written, those that say most first."""
    return sorted(one.written, key=lambda word: (-one.written[word], word))[:most]
