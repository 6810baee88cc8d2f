"""The words that are searched by, one by one with their places, and what stands beside them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from smartland.domain.names import legal_forms, normal_name
from smartland.domain.text import STOP_WORDS, every_word, query_words
from smartland.services.searching.grammar import Word

DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
"""``A.S.S.T.``, ``C.N.R``: an acronym, one word. In indexed texts too."""


@dataclass(frozen=True)
class Unit:
    """One folded word, and where the piece stands that it was typed in."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Units:
    """``units`` must be found. ``last`` says whether the text ends with the last of them, so that
    it may be the beginning of a word. ``name`` is the whole as the key of a name, and ``formed``
    the same with its legal form, empty without one."""

    units: tuple[Unit, ...]
    last: bool
    name: str
    formed: str

    @property
    def text(self) -> str:
        """The words, single-spaced."""
        return " ".join(one.word for one in self.units)


def undot(text: str) -> str:
    """``text`` with its dotted acronyms as one word each."""
    return DOTTED.sub(lambda found: found[0].replace(".", ""), text) if "." in text else text


def read_units(typed: Sequence[Word], *, ends: bool) -> Units:
    """The units of the words typed; ``ends``: nothing else was typed after them.

    The legal form of a firm is left out where other words remain: registers write it in too many
    ways to demand it.
    """
    pieces = [(one, undot(one.text)) for one in typed]
    whole = " ".join(text for _, text in pieces)
    meant = frozenset(query_words(whole))
    found = [
        Unit(word, one.start, one.end)
        for one, text in pieces
        for word in every_word(text)
        if word in meant
    ]
    kept = tuple(_without_forms(found, whole))
    spoken = every_word(whole)
    last = ends and bool(kept) and spoken[-1:] == [kept[-1].word]
    return Units(kept, last, *name_keys(whole))


def name_key(text: str) -> str:
    """What names are compared by: no case, accents, stop words, dots and legal form."""
    return name_keys(text)[0]


def name_keys(text: str) -> tuple[str, str]:
    """The key of a name, and the same with its legal forms in one spelling each, which is empty
    without one."""
    name = normal_name(text)
    # Both come folded
    key = " ".join(word for word in name.split() if word not in STOP_WORDS) or name
    if " ".join(every_word(undot(text))) == name:
        return key, ""
    forms = legal_forms(text)
    return key, f"{key} {' '.join(sorted(forms))}" if forms else ""


def title_key(text: str) -> str:
    """As :func:`name_key` for what has no legal form, many times faster."""
    found = every_word(undot(text))
    return " ".join(word for word in found if word not in STOP_WORDS) or " ".join(found)


def _without_forms(found: Sequence[Unit], whole: str) -> Iterator[Unit]:
    """What is left of ``found``, in order, when the legal forms of ``whole`` are taken out."""
    left = [word for word in normal_name(whole).split() if word in {one.word for one in found}]
    if not left:
        yield from found
        return
    for one in found:
        if left and one.word == left[0]:
            left.pop(0)
            yield one


def joined(units: Iterable[Unit]) -> str:
    """Their words, single-spaced."""
    return " ".join(one.word for one in units)
