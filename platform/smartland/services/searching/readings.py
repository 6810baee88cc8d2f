"""The public texts of resources, folded once for all the searches that find them."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from threading import Lock

from smartland.domain.resource import Revision
from smartland.domain.text import STOP_WORDS, every_word
from smartland.services.searching.marking import Folded, folded
from smartland.services.searching.passages import Spoken, public_texts

MOST_TEXTS = 60
"""Texts of one resource that are looked through: some datasets have a thousand files."""
MOST_WORDS = 2_000
"""Words among which similar ones are looked for."""
LONGEST_LISTED = 16_000
"""Letters of one text among which these words are."""
MOST_LETTERS = 4_000_000
"""Letters of all texts that are kept: some 30 MB in the worst case, a thousand long calls."""
OVERHEAD = 500
"""What a resource without long texts counts for."""


@dataclass(frozen=True)
class Reading:
    """The texts of one revision, each beside its beginning as it is looked through for marks."""

    texts: tuple[tuple[Spoken, Folded], ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The different words in order of occurrence."""
        found = (word for one, _ in self.texts for word in every_word(one.text[:LONGEST_LISTED]))
        spoken = (word for word in found if word not in STOP_WORDS)
        return tuple(dict.fromkeys(islice(spoken, MOST_WORDS)))

    @property
    def letters(self) -> int:
        """How much memory it takes, as a number of letters."""
        return OVERHEAD + sum(len(one.text) for one, _ in self.texts)


class Readings:
    """The last ones that were used, for any thread."""

    def __init__(self, most_letters: int = MOST_LETTERS) -> None:
        self._most = most_letters
        self._letters = 0
        self._kept: OrderedDict[tuple[int, str], Reading] = OrderedDict()
        self._lock = Lock()

    def of(self, revision: Revision) -> Reading:
        """The reading of ``revision``."""
        key = (revision.sequence, revision.etag)
        with self._lock:
            if known := self._kept.get(key):
                self._kept.move_to_end(key)
                return known
        reading = Reading(tuple(_texts(revision)))
        with self._lock:
            if key not in self._kept:
                self._kept[key] = reading
                self._letters += reading.letters
            while self._letters > self._most:
                self._letters -= self._kept.popitem(last=False)[1].letters
        return reading


def _texts(revision: Revision) -> Iterator[tuple[Spoken, Folded]]:
    return ((one, folded(one.text)) for one in islice(public_texts(revision), MOST_TEXTS))
