"""Where the labels of the scheme stand in a text, and what that says of each concept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smartland.matching.annotation_labels import Labels, Phrase
from smartland.matching.annotation_words import Token, title_end, tokens

GAP = 1
"""Other words that may stand among those of a label."""
LOOSE = 0.75
"""What is left of a label whose words are not in their order, or not side by side."""
PARTIAL = 0.6
"""What is left of a label of which only the telling words are there."""
WEAK = 0.4
"""What is left of a label that names much else too."""


@dataclass(frozen=True)
class Hit:
    """A phrase found: the content words ``start`` to ``end`` of the text, as they are written."""

    phrase: Phrase
    start: int
    end: int
    value: float
    written: str
    in_title: bool


@dataclass
class Speech:
    """What a text says of one concept: the values of its labels, each once, and the counts.

    ``firm`` and ``weak`` count the places of labels that decide and of those that only support.
    """

    values: dict[tuple[str, ...], float] = field(default_factory=dict)
    written: dict[str, float] = field(default_factory=dict)
    firm: int = 0
    weak: int = 0
    title: float = 0.0

    def add(self, hit: Hit) -> None:
        """Take in one more place where a label stands."""
        words = hit.phrase.words
        self.values[words] = max(self.values.get(words, 0.0), hit.value)
        self.written.setdefault(hit.written, hit.value)
        if hit.phrase.weak:
            self.weak += 1
        else:
            self.firm += 1
        if hit.in_title:
            self.title = max(self.title, hit.value)

    @property
    def best(self) -> float:
        """The value of the label that says most."""
        return max(self.values.values())

    @property
    def rest(self) -> float:
        """What the other labels say together."""
        return sum(self.values.values()) - self.best


@dataclass(frozen=True)
class _Row:
    """The words of a text that count, in order, and their stems (empty at a break).

    ``titled`` of them stand in the first line; ``stems`` are all of them.
    """

    words: Sequence[Token]
    deep: Sequence[str]
    titled: int
    stems: frozenset[str]


def find(
    text: str, languages: Sequence[str], labels: Labels
) -> tuple[Mapping[str, Speech], Mapping[str, frozenset[str]]]:
    """What ``text`` says, by concept of which it has a label; and its stems by language."""
    said: dict[str, Speech] = defaultdict(Speech)
    words = {}
    seen: set[tuple[str, int]] = set()
    for language in languages:
        row = _row(text, language)
        words[language] = row.stems
        for hit in _longest(list(_hits(row, labels.phrases[language]))):
            # Read in both languages, "GIS" is found twice and was said once
            place = (hit.phrase.concept, hit.start)
            if place not in seen:
                said[hit.phrase.concept].add(hit)
            seen.add(place)
    return said, words


def _row(text: str, language: str) -> _Row:
    every = tokens(text, language)
    words = [one for one in every if not one.stop]
    titled = sum(not one.stop for one in every[: title_end(text)])
    deep = [one.deep for one in words]
    return _Row(words, deep, titled, frozenset(deep) - {""})


def _hits(row: _Row, phrases: Mapping[str, Sequence[Phrase]]) -> Iterator[Hit]:
    for place, token in enumerate(row.words):
        for phrase in phrases.get(token.deep, ()):
            if len(phrase.words) == 1:
                if phrase.form in (token.plain, token.folded) and token.capitals >= phrase.capitals:
                    yield _hit(row, phrase, place, place + 1, 1.0)
            elif row.stems.issuperset(phrase.words) and (found := _stand(row, phrase, place)):
                yield _hit(row, phrase, *found)


def _stand(row: _Row, phrase: Phrase, place: int) -> tuple[int, int, float] | None:
    """Start, end and worth of the phrase whose rarest word is at ``place``; None when the others
    are not around it."""
    size, words = len(phrase.words), phrase.words
    for offset, word in enumerate(words):
        start = place - offset
        here = word == row.deep[place] and start >= 0
        if here and tuple(row.deep[start : start + size]) == words:
            return start, start + size, 1.0
    if not phrase.loose:
        return None
    for width in (size, size + GAP):
        for start in range(max(place - width + 1, 0), place + 1):
            window = row.deep[start : start + width]
            if "" not in window and all(word in window for word in words):
                return start, start + width, LOOSE
    return None


def _hit(row: _Row, phrase: Phrase, start: int, end: int, worth: float) -> Hit:
    value = phrase.strength * worth
    if phrase.partial:
        value *= PARTIAL
    if phrase.weak:
        value *= WEAK
    written = " ".join(one.word for one in row.words[start:end])
    return Hit(phrase, start, end, value, written, start < row.titled)


def _longest(hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits that are no part of a longer one: ``energy`` inside ``energy efficiency``."""
    longest: dict[int, int] = {}
    for hit in hits:
        if hit.phrase.partial:
            continue
        for place in range(hit.start, hit.end):
            longest[place] = max(longest.get(place, 0), len(hit.phrase.words))
    for hit in hits:
        size = len(hit.phrase.words)
        if all(longest.get(place, 0) <= size for place in range(hit.start, hit.end)):
            yield hit
