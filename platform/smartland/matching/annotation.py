"""Text → concepts of the competence scheme, by label and definition, in Italian and English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from smartland.domain.resource import Document
from smartland.matching.annotation_codes import Codes, best_of
from smartland.matching.annotation_finding import find
from smartland.matching.annotation_labels import Labels, packaged_documents, read_labels
from smartland.matching.annotation_scoring import Features, clearest_words, confidence, measure
from smartland.matching.annotation_words import languages_of

MOST = 10
"""Annotations of one text."""
MOST_WORDS = 5
LONGEST_TEXT = 20_000
THRESHOLD = 0.6
"""From this confidence on an annotation is trusted: see the judgements for how often rightly."""
CLEARLY = 0.8
"""A concept goes where a narrower one has at least this part of its confidence."""


@dataclass(frozen=True)
class Annotation:
    """A concept that a text speaks of; ``confidence`` in [0,1], ``words`` those that say so."""

    concept: str
    confidence: float
    words: tuple[str, ...]


class Annotator:
    """Finds concepts in texts; made of the documents of a scheme by IRI, and never changed."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._labels: Labels = read_labels(documents)
        self._codes = Codes(documents)

    def annotate(self, text: str, language: str = "") -> Sequence[Annotation]:
        """The concepts of ``text``, best first, at most 10; its first line counts as its title.

        ``language`` is "it", "en" or empty where it is not known.
        """
        found = {
            iri: Annotation(iri, round(confidence(features), 4), words)
            for iri, (features, words) in self.features(text, language).items()
        }
        kept = self._narrowest(found)
        return sorted(kept, key=lambda one: (-one.confidence, one.concept))[:MOST]

    def of_codes(
        self, ateco: Iterable[str] = (), euroscivoc: Iterable[str] = (), erc: Iterable[str] = ()
    ) -> Sequence[Annotation]:
        """The concepts of classification codes, best first, each with the way as its one word.

        ``ateco`` with or without dots, ``euroscivoc`` as IRIs, ``erc`` panels such as PE10.
        """
        codes = self._codes
        ways = (*codes.of_ateco(ateco), *codes.of_euroscivoc(euroscivoc), *codes.of_erc(erc))
        return [Annotation(one.concept, one.confidence, (one.path,)) for one in best_of(ways)]

    def above(self, concept: str) -> tuple[str, ...]:
        """Every concept above one of the scheme, nearest first; none for one of no scheme."""
        subject = self._labels.subjects.get(concept)
        return subject.above if subject else ()

    def features(
        self, text: str, language: str = ""
    ) -> Mapping[str, tuple[Features, tuple[str, ...]]]:
        """What is measured, and the words that say so, by concept."""
        text = text.strip()[:LONGEST_TEXT]
        said, words = find(text, languages_of(text, language), self._labels)
        measured = measure(said, words, self._labels)
        return {
            iri: (features, tuple(clearest_words(said[iri], MOST_WORDS)))
            for iri, features in measured.items()
        }

    def _narrowest(self, found: Mapping[str, Annotation]) -> list[Annotation]:
        """Those for which no narrower concept does as well."""
        gone = set()
        for one in found.values():
            for above in self._labels.subjects[one.concept].above:
                if above in found and one.confidence >= CLEARLY * found[above].confidence:
                    gone.add(above)
        return [one for iri, one in found.items() if iri not in gone]


@cache
def packaged_annotator() -> Annotator:
    """The annotator of the packaged scheme."""
    return Annotator(packaged_documents())
