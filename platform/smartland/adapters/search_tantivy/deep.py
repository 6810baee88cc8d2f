"""Rankings with many equal scores, kept until the index changes.

To put equals in order of IRI each is read, and a word that thousands of titles have is asked for
often, and page by page.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import tantivy

Ranked = tuple[Any, tantivy.DocAddress]

MOST = 16
"""Rankings that are kept: of at most 10,000 hits each, some 20 MB in the worst case."""


@dataclass(frozen=True)
class Deep:
    """All hits that pages reach, best first, of ``total``; ``ordered`` are the groups of equals
    that have been put in order of IRI, by the number of their first hit."""

    total: int
    hits: list[Ranked]
    ordered: dict[int, list[Ranked]] = field(default_factory=dict)


class DeepRankings:
    """Those of the newest state of the index, for any thread."""

    def __init__(self) -> None:
        self._searcher: tantivy.Searcher | None = None
        self._kept: OrderedDict[Hashable, Deep] = OrderedDict()
        self._lock = Lock()

    def known(self, searcher: tantivy.Searcher, asked: Hashable) -> Deep | None:
        """What was kept for ``asked`` in this state."""
        with self._lock:
            found = self._kept.get(asked) if searcher is self._searcher else None
            if found:
                self._kept.move_to_end(asked)
            return found

    def keep(self, searcher: tantivy.Searcher, asked: Hashable, found: Deep) -> None:
        """Keep ``found``, and nothing of another state."""
        with self._lock:
            if searcher is not self._searcher:
                self._kept.clear()
                self._searcher = searcher
            self._kept[asked] = found
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Let the state go."""
        with self._lock:
            self._searcher = None
            self._kept.clear()
