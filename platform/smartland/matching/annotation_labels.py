"""The packaged competence scheme as what can be looked for in a text."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from smartland.domain.kinds.knowledge import CONCEPT_KIND
from smartland.domain.resource import Document
from smartland.domain.text import every_word
from smartland.matching.annotation_guards import COMMON, STRONG_ACRONYMS, WEAK, WEAK_LABELS
from smartland.matching.annotation_words import LANGUAGES, Token, content, label_words
from smartland.rdf.parse import parse
from smartland.rdf.read import read
from smartland.rdf.terms import Triple, iri_of
from smartland_vocab.files import read_scheme
from smartland_vocab.namespaces import CONCEPT

SCHEME = "competence"
LONGEST = 7
"""Words of the longest label that is looked for."""
ENOUGH = 4.0
"""The information of a label, in nats, at which it says two thirds of what any label can say."""
COMMON_WORD = 0.8
"""The information of a word that any text may have."""
RARE = 2
"""In the labels and definitions of at most this many concepts a word stands for them."""

_SCIENCE = ("ica", "ics")
_AND = re.compile(r"\s*,\s*|\s+(?:and|e|ed|&)\s+")


@dataclass(frozen=True)
class Phrase:
    """A label of a concept, or a part of one: ``words`` are stems.

    ``strength`` in [0,1] is how much it says; a ``weak`` one never decides alone; ``capitals``
    must be in capitals in the text; a ``partial`` one lacks words of the label; the words of a
    ``loose`` one may be in another order. ``form`` of a single word is the only form that counts:
    neither machines for machining, nor ``linguistico`` for ``linguistica``.
    """

    concept: str
    words: tuple[str, ...]
    strength: float
    weak: bool = False
    capitals: bool = False
    partial: bool = False
    loose: bool = False
    form: str = ""


@dataclass(frozen=True)
class Subject:
    """A concept with its neighbours: ``above`` are those above it, nearest first, the last of
    which is its ``area``; ``kin`` are those next to it, ``definition`` its stems by language, with
    what each says."""

    iri: str
    broader: tuple[str, ...]
    above: tuple[str, ...]
    area: str
    kin: frozenset[str]
    definition: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Labels:
    """All that is looked for: phrases by language and by their rarest word, and the concepts."""

    subjects: Mapping[str, Subject]
    phrases: Mapping[str, Mapping[str, Sequence[Phrase]]] = field(default_factory=dict)


@cache
def packaged_documents() -> Mapping[str, Document]:
    """The concepts of the packaged scheme, as documents by IRI."""
    about: dict[str, list[Triple]] = defaultdict(list)
    for triple in parse(read_scheme(SCHEME).encode(), "text/turtle", CONCEPT.iri):
        about[triple[0]].append(triple)
    found = {
        iri_of(subject): read(CONCEPT_KIND, iri_of(subject), triples).document
        for subject, triples in about.items()
    }
    return {iri: one for iri, one in found.items() if one.get("label")}


def read_labels(documents: Mapping[str, Document]) -> Labels:
    """What to look for, from the documents of the concepts by IRI."""
    frequency = {language: _frequency(documents, language) for language in LANGUAGES}
    phrases: dict[str, dict[str, list[Phrase]]] = {}
    for language in LANGUAGES:
        weigh = _Weigher(language, frequency[language], len(documents))
        table: dict[str, list[Phrase]] = defaultdict(list)
        for iri, document in documents.items():
            for phrase in _best(weigh.phrases(iri, _labels(document, language))):
                table[max(phrase.words, key=weigh.information)].append(phrase)
        phrases[language] = table
    return Labels(_subjects(documents, frequency), phrases)


def _labels(document: Document, language: str) -> list[str]:
    preferred = document.get("label", {}).get(language)
    return [
        *((preferred,) if preferred else ()),
        *document.get("alt_label", {}).get(language, ()),
    ]


def _frequency(documents: Mapping[str, Document], language: str) -> Counter[str]:
    """In how many concepts each stem occurs, in a label or the definition."""
    counts: Counter[str] = Counter()
    for document in documents.values():
        texts = [*_labels(document, language), document.get("definition", {}).get(language, "")]
        counts.update({stem for text in texts for stem in content(text, language)})
    return counts


class _Weigher:
    """How much the words of one language say, and the phrases that labels make of them."""

    def __init__(self, language: str, frequency: Mapping[str, int], concepts: int) -> None:
        self._language = language
        self._frequency = frequency
        self._concepts = concepts
        self._common = {stem for word in COMMON[language] for stem in content(word, language)} | {
            one.plain for word in COMMON[language] for one in label_words(word, language)
        }
        self._weak = {one.plain for word in WEAK[language] for one in label_words(word, language)}

    def information(self, word: str) -> float:
        """What a word says, in nats."""
        if word in self._common:
            return COMMON_WORD
        return math.log((self._concepts + 1) / max(self._frequency.get(word, 1), 1))

    def phrases(self, iri: str, labels: Sequence[str]) -> Iterator[Phrase]:
        """A phrase a label, one a side of "X and Y", and the telling words of each by itself."""
        for label in labels:
            words = label_words(label, self._language)
            sides = [label_words(one, self._language) for one in _AND.split(label)]
            yield from self._whole(iri, label, words)
            if len(sides) > 1:
                # "Geology and geotechnics" is either; "Vetro" of "Ceramica e vetro piano" is less
                even = all(len(side) == 1 for side in sides)
                for side in sides:
                    weak = len(side) == 1 and not even
                    for phrase in self._whole(iri, label, side):
                        yield replace(phrase, weak=phrase.weak or weak)

    def _whole(self, iri: str, label: str, words: Sequence[Token]) -> Iterator[Phrase]:
        if not 0 < len(words) <= LONGEST:
            return
        if len(words) == 1:
            yield self._single(iri, words[0])
            return
        stems = tuple(one.deep for one in words)
        weak = " ".join(every_word(label)) in WEAK_LABELS
        telling = tuple(one for one in stems if one not in self._common)
        yield Phrase(iri, stems, self._strength(stems), weak=weak, loose=bool(telling))
        if telling and len(telling) < len(stems) and self._stands_alone(telling):
            # "landslides" or "breeding" alone may be about anything else of theirs
            weak = weak or len(telling) == 1
            form = next(
                (one.plain for one in words if len(telling) == 1 and one.deep in telling), ""
            )
            strength = self._strength(telling)
            yield Phrase(iri, telling, strength, weak=weak, partial=True, form=form)

    def _single(self, iri: str, word: Token) -> Phrase:
        strong = word.word in STRONG_ACRONYMS
        capitals = word.capitals
        weak = (capitals and not strong) or word.plain in self._weak or word.plain in self._common
        form = word.folded if word.folded.endswith(_SCIENCE) else word.plain
        strength = self._strength((word.deep,))
        return Phrase(iri, (word.deep,), strength, weak=weak, capitals=capitals, form=form)

    def _strength(self, words: Sequence[str]) -> float:
        return 1 - math.exp(-sum(map(self.information, words)) / ENOUGH)

    def _stands_alone(self, telling: Sequence[str]) -> bool:
        if len(telling) > 1:
            return True
        return self._frequency.get(telling[0], 0) <= RARE and len(telling[0]) > 3


def _best(phrases: Iterator[Phrase]) -> Sequence[Phrase]:
    """One phrase for each row of words: the one that says most, whole labels first."""
    found: dict[tuple[str, ...], Phrase] = {}
    for one in phrases:
        known = found.get(one.words)
        if known is None or (known.partial and not one.partial):
            found[one.words] = one
    return tuple(found.values())


def _subjects(
    documents: Mapping[str, Document], frequency: Mapping[str, Mapping[str, int]]
) -> Mapping[str, Subject]:
    broader = {iri: tuple(one.get("broader", ())) for iri, one in documents.items()}
    kin = _kin(documents, broader)
    found = {}
    for iri, document in documents.items():
        definition = {
            language: {
                stem: math.log(len(documents) / frequency[language][stem])
                for stem in content(document.get("definition", {}).get(language, ""), language)
            }
            for language in LANGUAGES
        }
        above = _above(iri, broader)
        area = above[-1] if above else iri
        found[iri] = Subject(iri, broader[iri], above, area, kin[iri], definition)
    return found


def _above(iri: str, broader: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every concept above, nearest first; a cycle is endured."""
    found: dict[str, None] = {}
    level = [iri]
    while level:
        level = [
            up for one in level for up in broader.get(one, ()) if up not in found and up != iri
        ]
        found.update(dict.fromkeys(level))
    return tuple(found)


def _kin(
    documents: Mapping[str, Document], broader: Mapping[str, Sequence[str]]
) -> Mapping[str, frozenset[str]]:
    """The concepts above, below, beside and related to each, whole areas left out."""
    below: dict[str, set[str]] = defaultdict(set)
    for iri, above in broader.items():
        for one in above:
            below[one].add(iri)
    related: dict[str, set[str]] = defaultdict(set)
    for iri, document in documents.items():
        for one in document.get("related", ()):
            related[iri].add(one)
            related[one].add(iri)
    found = {}
    for iri, above in broader.items():
        parents = {one for one in above if broader.get(one)}
        beside = {one for parent in parents for one in below[parent]}
        found[iri] = frozenset((parents | beside | below[iri] | related[iri]) - {iri})
    return found
