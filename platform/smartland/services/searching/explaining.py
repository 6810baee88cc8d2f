"""Why a result is here, from its public description and the names of its concepts."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA, Prefix
from rapidfuzz.process import extractOne

from smartland.domain.fields import PUBLIC, Code, Concept, Field, Part, Ref
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Revision
from smartland.domain.text import compact_code, query_words
from smartland.errors import LANGUAGES, Label
from smartland.matching.geography import Geography
from smartland.matching.taxonomy import Taxonomy
from smartland.ports.search import Phrase, Words
from smartland.services.concepts import Concepts
from smartland.services.places import Places
from smartland.services.searching.answers import ConceptReason, Why
from smartland.services.searching.expansion import Segment
from smartland.services.searching.marking import (
    Mark,
    Target,
    find_marks,
    in_phrases,
    marks_in,
    target_of,
)
from smartland.services.searching.meaning import Meaning
from smartland.services.searching.mending import typing_errors
from smartland.services.searching.names import CODE_FIELDS
from smartland.services.searching.passages import Marked, passages, public_texts
from smartland.services.searching.readings import MOST_TEXTS, Reading, Readings

MOST_CONCEPTS = 3
ACTIVITY = len("62.01")
LEAST_SHARED = 3
PLACES = ("municipality", "territory", "part_of")

Explain = Callable[[Revision], Why]


class Explainer:
    """Knows the concepts and places by which results may have been found."""

    def __init__(self, concepts: Concepts, places: Places) -> None:
        self._concepts = concepts
        self._places = places
        self._readings = Readings()

    def reader(
        self, meaning: Meaning, mended: Sequence[tuple[str, str]] = (), *, relaxed: bool = False
    ) -> Explain:
        """What explains each result of one search. ``mended`` are (typed, taken instead);
        ``relaxed``: similar words were taken too, and phrases need not stand whole."""
        graphs = (self._concepts.current(), self._places.current())
        return _Reader(meaning, *graphs, mended, self._readings, relaxed=relaxed).explain


class _Reader:
    def __init__(
        self,
        meaning: Meaning,
        concepts: Taxonomy,
        places: Geography,
        mended: Sequence[tuple[str, str]],
        readings: Readings,
        *,
        relaxed: bool,
    ) -> None:
        self._mended = {taken: typed for typed, taken in mended}
        self._concepts = concepts
        self._places = places
        self._relaxed = relaxed
        self._readings = readings
        self._codes = frozenset(meaning.codes)
        self._asked = {
            meant.iri: " ".join(one.word for one in segment.units)
            for segment in meaning.segments
            for meant in segment.meanings
            if "://" in meant.iri
        }
        self._targets, self._phrases, self._alone = _targets(meaning)
        self._named = list(_named(meaning, self._targets))

    def explain(self, revision: Revision) -> Why:
        """Why ``revision`` was found."""
        reading = self._readings.of(revision)
        found = self._marked(reading)
        held = list(_held(revision)) if self._asked or self._targets else []
        named = list(self._by_name(held))
        said = {mark.target for one in found for mark in one.marks}
        meant = {word for one in named for word in one.words.split()}
        meant |= {word for names, words in self._named if names & said for word in words}
        rest = [
            one
            for number, one in enumerate(self._targets)
            if number in self._alone and number not in said and one.word not in meant
        ]
        labelled = list(self._by_label(held, rest)) if rest else []
        meant |= {one.words for one in labelled}
        unexplained = [one.word for one in rest if one.word not in meant]
        code = self._code(revision)
        similar = _similar(reading.words, unexplained) if unexplained and not code else ()
        mended = ((self._mended[w], w) for w in self._spoken(said) if w in self._mended)
        return Why(
            code,
            passages(found, KINDS[revision.kind].title),
            (*named, *labelled)[:MOST_CONCEPTS],
            (*mended, *similar),
        )

    def _spoken(self, numbers: Iterable[int]) -> Iterator[str]:
        return (self._targets[number].word for number in sorted(numbers))

    def _marked(self, reading: Reading) -> list[Marked]:
        """The texts with marks: of words in phrases only where the whole phrase stands."""
        found: list[Marked] = []
        for one, read in reading.texts:
            every = marks_in(read, self._targets)
            if every and (marks := tuple(self._kept(one.text, every))):
                found.append(Marked(one, marks, self._own(marks)))
        sure = {mark.target for one in found for mark in one.marks if mark.sure}
        return [
            Marked(one.spoken, marks, self._own(marks))
            for one in found
            if (marks := tuple(m for m in one.marks if m.sure or m.target not in sure))
        ]

    def _kept(self, text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
        if not self._phrases or self._relaxed:
            yield from marks
            return
        whole = list(in_phrases(text, marks, self._phrases))
        single = (one for one in marks if one.target in self._alone)
        outside = (one for one in single if not any(w.start <= one.start < w.end for w in whole))
        yield from sorted((*whole, *outside), key=lambda one: one.start)

    def _own(self, marks: Sequence[Mark]) -> int:
        """How many of the words that were typed are among ``marks``."""
        return len({one.target for one in marks} & self._alone)

    def _code(self, revision: Revision) -> str:
        if not self._codes:
            return ""
        codes = list(_codes(KINDS[revision.kind].fields, revision.document))
        exact = (one for one in codes if compact_code(one) in self._codes)
        # An activity is found by its class too
        under = (one for one in codes if one[:ACTIVITY].replace(".", "") in self._codes)
        return next(exact, "") or next(under, "")

    def _by_name(self, held: Sequence[str]) -> Iterator[ConceptReason]:
        """Concepts and places that the words name, or something under them: the nearest of each."""
        best: dict[str, ConceptReason] = {}
        for asked, words in self._asked.items():
            for iri in held:
                way = self._way(asked, iri)
                if way and (words not in best or len(way) < len(best[words].path)):
                    best[words] = ConceptReason(words, asked, iri, way)
        yield from best.values()

    def _way(self, asked: str, held: str) -> tuple[Label, ...]:
        """The labels from what was asked down to what is held; empty if there is no way."""
        graph = self._concepts if held in self._concepts else self._places
        above = (held, *graph.ancestors(held))
        if asked not in above:
            return ()
        between = [one for one in above if one == asked or asked in graph.ancestors(one)]
        return tuple(graph.label(one) for one in reversed(between))

    def _by_label(self, held: Sequence[str], rest: Sequence[Target]) -> Iterator[ConceptReason]:
        """Concepts and places whose names hold a word that no text has."""
        for target in rest:
            for iri in held:
                label = self._label(iri)
                if any(find_marks(label[language], (target,)) for language in LANGUAGES):
                    yield ConceptReason(target.word, iri, iri, (label,))
                    break

    def _label(self, iri: str) -> Label:
        graph = self._concepts if iri in self._concepts else self._places
        return graph.label(iri)


def _similar(words: Sequence[str], typed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """For each word that no text has, the most similar one that some text has."""
    for word in typed:
        most = typing_errors(word)
        near = most and extractOne(word, words, scorer=OSA.distance, score_cutoff=most)
        if near:
            yield word, near[0]
        elif found := _same_beginning(word, words):
            yield word, found


def _same_beginning(word: str, words: Iterable[str]) -> str:
    """The word that begins most like ``word``, as stems do; empty when none does."""
    least = max(LEAST_SHARED, len(word) // 2)
    alike = (one for one in words if one.startswith(word[:least]))
    return max(alike, key=lambda one: Prefix.similarity(one, word), default="")


def _targets(
    meaning: Meaning,
) -> tuple[list[Target], tuple[tuple[int, ...], ...], frozenset[int]]:
    """The words asked for, the phrases as their numbers, and the words that stand alone."""
    numbers: dict[str, int] = {}
    for one in meaning.units.units:
        numbers.setdefault(one.word, len(numbers))
    alone = frozenset(numbers.values())
    phrases = []
    for text in (*meaning.phrases, *_other_names(meaning.segments)):
        found = query_words(text)
        phrases.append(tuple(numbers.setdefault(word, len(numbers)) for word in found))
    last = meaning.units.units[-1].word if meaning.units.last else ""
    targets = [target_of(word, begins=word == last) for word in numbers]
    return targets, tuple(one for one in phrases if one), alone


def _other_names(segments: Sequence[Segment]) -> Iterator[str]:
    """What else the concepts are called that were looked for."""
    for segment in segments:
        for meant in segment.meanings:
            for query in meant.queries:
                if isinstance(query, Phrase | Words):
                    yield query.text


def _named(
    meaning: Meaning, targets: Sequence[Target]
) -> Iterator[tuple[frozenset[int], tuple[str, ...]]]:
    """For words that name a concept: the numbers of the words with which its other names begin."""
    numbers = {one.word: number for number, one in enumerate(targets)}
    for segment in meaning.segments:
        begun = (query_words(name)[:1] for name in _other_names((segment,)))
        first = frozenset(numbers[word] for words in begun for word in words)
        yield first, tuple(one.word for one in segment.units)


def every_text(revision: Revision) -> Iterable[str]:
    """The public texts of ``revision``."""
    return (one.text for _, one in zip(range(MOST_TEXTS), public_texts(revision), strict=False))


def _held(revision: Revision) -> Iterator[str]:
    """The concepts and places of the public description."""
    for one in KINDS[revision.kind].public_fields:
        value = revision.document.get(one.name)
        place = isinstance(one, Ref) and one.name in PLACES
        if value is not None and (isinstance(one, Concept) or place):
            yield from value if one.many else (value,)


def _codes(fields: Iterable[Field], document: Document) -> Iterator[str]:
    """The identifiers of a public description, as written there."""
    for one in fields:
        value = document.get(one.name)
        if value is None or one.visibility != PUBLIC:
            continue
        values = value if isinstance(value, list) else (value,)
        if isinstance(one, Code) or one.name in CODE_FIELDS:
            yield from values
        elif isinstance(one, Part):
            for part in values:
                yield from _codes(one.of.fields, part)
