"""Every number that a match is made of, in one place.

``WEIGHTS`` sum to 1. A signal about which the asking side says nothing (a free text without a
territory) does not count: its weight is spread over the others in proportion, so that 1 always
means "fits in all that was asked".
"""

from collections.abc import Mapping

CONCEPT_FIT = "concept_fit"
SHARED_WORDS = "shared_words"
NEAR = "near"
SAME_CORRIDOR = "same_corridor"

WEIGHTS: Mapping[str, float] = {
    CONCEPT_FIT: 0.50,
    SHARED_WORDS: 0.25,
    NEAR: 0.15,
    SAME_CORRIDOR: 0.10,
}

NEVER_ALONE = frozenset({NEAR})
"""Signals that make a fit better, but that are no reason for one."""

# Concepts: what is left of a fit after each hop from the concept asked to the one offered
NARROWER_HOP = 0.9
BROADER_HOP = 0.6
RELATED_HOP = 0.5
TURN = 0.5
"""Charged besides for going up and down again: two kinds of one thing are not each other."""
WHOLE_AREA = 0.5
"""Charged besides for going up to a concept without anything above it: "energy" promises little."""
MAX_HOPS = 3
LEAST_HIT = 0.2
"""An answer to one point that is worth less than this is none."""

# Concepts: how far a competence is believed, by where it is said
LEVELS: Mapping[str, float] = {
    "reference": 1.0,
    "expert": 0.95,
    "practised": 0.85,
    "basic": 0.65,
}
CLAIM_WITHOUT_LEVEL = 0.8
PROPOSED = 0.6
"""How far a claim is believed, per unit of its confidence, that documents propose and whom it
concerns has not confirmed: always less than a confirmed one, whatever the level."""
OFFER = 0.9
PROJECT = 0.8
DECLARED = 1.0
RECOGNISED = 0.7
"""A concept that nobody declared, found by its name in the text."""
COVERAGE = 0.5
"""How much answering all that is asked counts, against answering one point of it well."""

# Words
ENOUGH_WORDS = 8
"""Sharing this many telling words of a long text counts as sharing all of it."""
SHORT_TEXT = 6
"""In a text of more words than these, a single one in common is chance."""
TITLE_WORD = 2.0
"""How often a word of the asking side's title counts."""

# Corridors
OTHER_FILIERA = 0.7
"""What is left of a shared corridor when the supply chain asked for is not shared."""

# Places
INSIDE = 1.0
WORKS_THERE = 0.9
SAME_AREA = 0.85
SAME_PROVINCE = 0.75
SAME_REGION = 0.3
KM_SCALE = 60.0
"""Kilometres after which nearness has fallen to 1/e."""
