"""What an engine must be able to express: the primitives that every query is built of."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

Q = TypeVar("Q")


class QueryBuilder(Protocol[Q]):
    """Makes an engine's own queries. Scores are BM25 (k1 = 1.2, b = 0.75) where not said."""

    def everything(self) -> Q:
        """All resources, each with the score 1."""

    def nothing(self) -> Q:
        """No document."""

    def stem(self, field: str, stem: str) -> Q:
        """Documents whose ``field`` has this stem."""

    def in_order(self, field: str, stems: Sequence[str]) -> Q:
        """Documents whose ``field`` has at least two stems side by side, in order."""

    def like(self, field: str, word: str, distance: int, score: float) -> Q:
        """Words within ``distance`` typing errors (two letters swapped are one); at distance 0,
        words that begin so. All with the same ``score``."""

    def value(self, field: str, value: str, score: float) -> Q:
        """Documents with this exact value, with ``score``."""

    def one_of(self, field: str, values: Sequence[str], score: float = 0.0) -> Q:
        """Documents with one of these exact values (at least one is given), with ``score``."""

    def between(self, field: str, low: float | None, high: float | None, *, whole: bool) -> Q:
        """Numbers between two bounds, both inclusive, None is open, scored 1; ``whole`` numbers
        are another type. Without bounds: documents that have a number."""

    def boosted(self, query: Q, boost: float) -> Q:
        """``query`` with its scores multiplied."""

    def all_of(self, queries: Sequence[Q]) -> Q:
        """What matches each of ``queries`` (at least one); their scores add up."""

    def any_of(self, queries: Sequence[Q]) -> Q:
        """What matches one of ``queries`` (at least one); their scores add up."""

    def best_of(self, queries: Sequence[Q]) -> Q:
        """What matches one of ``queries`` (at least one), with the best of their scores."""

    def but(self, wanted: Sequence[Q], excluded: Sequence[Q]) -> Q:
        """What matches each of ``wanted`` and none of ``excluded``."""
