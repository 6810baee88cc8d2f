"""The pieces of a resource's public texts that show why it was found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from smartland.domain.fields import PUBLIC, Field, Part, Text
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Json, Revision
from smartland.errors import Label
from smartland.services.searching.answers import Passage
from smartland.services.searching.marking import Mark

MOST = 3
WIDTH = 240
BEFORE = 60
LONGEST_TITLE = 400
UNTAGGED = "und"
GAP = "…"


@dataclass(frozen=True)
class Spoken:
    """One text of a document: its field (a dotted path in parts), what that is called, its
    language, and its weight in search."""

    field: str
    label: Label
    language: str
    text: str
    weight: int


@dataclass(frozen=True)
class Marked:
    """A text with the marks that were found in it; ``own`` are the typed words among them."""

    spoken: Spoken
    marks: tuple[Mark, ...]
    own: int

    @property
    def worth(self) -> tuple[int, int, int, int]:
        """How much it explains: words typed, other names, the field's weight, marks."""
        words = len({one.target for one in self.marks})
        return self.own, words, self.spoken.weight, len(self.marks)


def public_texts(revision: Revision) -> Iterator[Spoken]:
    """Every text that is searched, and nothing private; the title first."""
    kind = KINDS[revision.kind]
    first = [one for one in kind.fields if one.name == kind.title]
    rest = [one for one in kind.fields if one.name != kind.title]
    return _texts((*first, *rest), revision.document, "")


def _texts(fields: Iterable[Field], document: Document, path: str) -> Iterator[Spoken]:
    for one in fields:
        value = document.get(one.name)
        if value is None or one.visibility != PUBLIC:
            continue
        name = f"{path}{one.name}"
        if isinstance(one, Text) and one.weight:
            yield from (Spoken(name, one.label, *said, one.weight) for said in _said(value))
        elif isinstance(one, Part):
            for part in value if one.many else (value,):
                yield from _texts(one.of.fields, part, f"{name}.")


def _said(value: Json) -> Iterator[tuple[str, str]]:
    """(language, text) of a text's value."""
    if isinstance(value, str):
        yield UNTAGGED, value
    elif isinstance(value, list):
        yield from ((UNTAGGED, text) for text in value)
    else:
        for language, texts in value.items():
            yield from ((language, one) for one in ([texts] if isinstance(texts, str) else texts))


def passages(found: Sequence[Marked], title: str) -> tuple[Passage, ...]:
    """The title if it has marks, then the texts that explain most: each word counts once."""
    shown: list[Marked] = []
    said: set[int] = set()
    ordered = sorted(found, key=lambda one: one.worth, reverse=True)
    for one in sorted(ordered, key=lambda one: one.spoken.field != title):
        new = {mark.target for mark in one.marks} - said
        if new and not (shown and one.spoken.field == title) and len(shown) < MOST:
            said |= new
            shown.append(one)
    # A text says more than a name: the best one comes too, even if the title has all the words
    if len(shown) == 1 and shown[0].spoken.field == title:
        shown += [one for one in ordered if one.spoken.field != title][:1]
    return tuple(_passage(one, whole=one.spoken.field == title) for one in shown)


def _passage(one: Marked, *, whole: bool) -> Passage:
    text, marks = one.spoken.text, one.marks
    start, end = (0, len(text)) if whole and len(text) <= LONGEST_TITLE else _window(text, marks)
    before, after = GAP if start else "", GAP if end < len(text) else ""
    shift = len(before) - start
    inside = (mark for mark in marks if start <= mark.start and mark.end <= end)
    return Passage(
        one.spoken.field,
        one.spoken.label,
        one.spoken.language,
        f"{before}{text[start:end]}{after}",
        tuple((mark.start + shift, mark.end + shift) for mark in inside),
    )


def _densest(marks: Sequence[Mark]) -> Mark:
    """The first of ``marks``, which are in order, after which the most different words follow."""
    best, most = marks[0], 0
    for place, one in enumerate(marks):
        reached = len(set(_within(marks[place:], one.start + WIDTH - BEFORE)))
        if reached > most:
            best, most = one, reached
    return best


def _within(marks: Sequence[Mark], end: int) -> Iterator[int]:
    """The targets of those that end before ``end``."""
    for one in marks:
        if one.end > end:
            return
        yield one.target


def _window(text: str, marks: Sequence[Mark]) -> tuple[int, int]:
    """The piece of some 240 characters, at the ends of words, with the most words asked for."""
    if len(text) <= WIDTH:
        return 0, len(text)

    best = _densest(marks)
    start = max(best.start - BEFORE, 0)
    if start:
        space = text.find(" ", start, best.start)
        start = space + 1 if space >= 0 else best.start
    end = max(min(start + WIDTH, len(text)), best.end)
    if end < len(text):
        space = text.rfind(" ", best.end, end)
        end = space if space >= 0 else best.end
    return start, end
