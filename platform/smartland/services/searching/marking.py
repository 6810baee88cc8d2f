"""Where the words that were asked for stand in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from smartland.domain.text import fold, words
from smartland.matching.stems import stem

LONGEST_READ = 6_000
"""Characters of one text that are looked through: what stands further down explains little."""
MOST_MARKS = 60
ENDING = 3
"""Letters that the stems of the index may take away beyond ours (``designs``, ``designing``)."""
SHORTEST_LOOSE = 4
LONGEST_ACRONYM = 6
_RUN = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")
_WORD_REST = re.compile(r"[^\W_]*")


@dataclass(frozen=True)
class Target:
    """One word asked for; ``key`` is what every word of its stem begins with, ``dotted`` how it is
    written as an acronym, empty if it is too long for one."""

    word: str
    stem: str
    key: str
    dotted: str
    begins: bool = False


@dataclass(frozen=True)
class Folded:
    """The beginning of a text as it is looked through: its letters ``folded``, and the place in
    ``text`` of each and of the end, where these are not the same."""

    text: str
    folded: str
    offsets: Sequence[int] | None


@dataclass(frozen=True)
class Mark:
    """[start, end) of a text where the word number ``target`` stands; ``sure``: with the same stem
    or beginning, not only one like it."""

    start: int
    end: int
    target: int
    sure: bool


def target_of(word: str, *, begins: bool = False) -> Target:
    """What to look for in order to find ``word`` in its forms."""
    root = stem(word)
    # batteries and battery have the stem batteri
    key = root[:-1] if root.endswith("i") and len(root) > SHORTEST_LOOSE else root
    dotted = ".".join(word) if 1 < len(word) <= LONGEST_ACRONYM else ""
    return Target(word, root, key if word.startswith(key) else word, dotted, begins)


def folded(text: str) -> Folded:
    """``text`` made ready for :func:`marks_in`."""
    text = text[:LONGEST_READ]
    letters = fold(text)
    if len(letters) == len(text):
        return Folded(text, letters, None)
    return Folded(text, *_folded_slowly(text))


def find_marks(text: str, targets: Sequence[Target]) -> list[Mark]:
    """As :func:`marks_in`, for a text that is read once."""
    return marks_in(folded(text), targets)


def marks_in(read: Folded, targets: Sequence[Target]) -> list[Mark]:
    """The marks of all targets in a text, in order; of two that overlap the first counts."""
    letters = read.folded
    found: list[Mark] = []
    for number, one in enumerate(targets):
        if one.key in letters:
            found.extend(_marks(letters, one, number))
        if one.dotted and one.dotted in letters:
            found.extend(_dotted(letters, one.dotted, number))
    if len(found) > 1:
        found.sort(key=lambda mark: (mark.start, -mark.end, not mark.sure))
    if read.offsets:
        found = [_moved(one, read.offsets) for one in found]
    return list(_apart(found))[:MOST_MARKS]


def _marks(letters: str, target: Target, number: int) -> Iterator[Mark]:
    place = letters.find(target.key)
    while place >= 0:
        end = place + len(target.key)
        if place == 0 or not letters[place - 1].isalnum():
            rest = _WORD_REST.match(letters, end)
            end = rest.end() if rest else end
            sure = _is_same(letters[place:end], target)
            if sure or _is_like(letters[place:end], target):
                yield Mark(place, end, number, sure)
        place = letters.find(target.key, end)


def _dotted(letters: str, dotted: str, number: int) -> Iterator[Mark]:
    """``A.S.S.T.`` for asst."""
    place = letters.find(dotted)
    if place >= 0 and (place == 0 or not letters[place - 1].isalnum()):
        end = place + len(dotted)
        yield Mark(place, end + letters.startswith(".", end), number, sure=True)


def _is_same(word: str, target: Target) -> bool:
    return stem(word) == target.stem or (target.begins and word.startswith(target.word))


def _is_like(word: str, target: Target) -> bool:
    return len(target.key) >= SHORTEST_LOOSE and len(word) - len(target.key) <= ENDING


def _folded_slowly(text: str) -> tuple[str, list[int]]:
    """``text`` folded, with the place in ``text`` of each letter and of the end."""
    letters: list[str] = []
    offsets: list[int] = []
    for run in _RUN.finditer(text):
        if run[0].isascii():
            letters.append(run[0].lower())
            offsets.extend(range(run.start(), run.end()))
        else:
            letters.append(fold(run[0]))
            offsets.extend([run.start()] * len(letters[-1]))
    return "".join(letters), [*offsets, len(text)]


def _moved(mark: Mark, offsets: Sequence[int]) -> Mark:
    end = offsets[mark.end]
    return Mark(offsets[mark.start], max(end, offsets[mark.end - 1] + 1), mark.target, mark.sure)


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    end = 0
    for one in marks:
        if one.start >= end:
            end = one.end
            yield one


def in_phrases(
    text: str, marks: Sequence[Mark], phrases: Sequence[tuple[int, ...]]
) -> Iterator[Mark]:
    """One mark for each place where the targets of a phrase stand side by side, with nothing but
    stop words in between."""
    place = 0
    while place < len(marks):
        begun = (one for one in phrases if one[0] == marks[place].target)
        run = next((one for one in begun if _is_run(text, marks, place, one)), ())
        if run:
            last = marks[place + len(run) - 1]
            yield Mark(marks[place].start, last.end, run[0], sure=True)
        place += len(run) or 1


def _is_run(text: str, marks: Sequence[Mark], place: int, phrase: tuple[int, ...]) -> bool:
    run = marks[place : place + len(phrase)]
    if tuple(one.target for one in run) != phrase:
        return False
    between = pairwise(run)
    return not any(words(text[one.end : other.start]) for one, other in between)
