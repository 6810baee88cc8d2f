"""A source may take so much and no more."""

from dataclasses import dataclass

import pytest

from smartland.errors import SourceFailed
from smartland.ports.fetch import Fetched, Posted
from smartland.services.metering import Budget, MeteredFetcher


@dataclass
class Endless:
    """Always has another ten bytes."""

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        return Fetched(address, b"x" * 10, accept)


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_within_the_budget_passes_unchanged() -> None:
    fetcher = MeteredFetcher(Endless(), Budget(answers=3))
    assert fetcher.fetch("a", accept="text/csv") == Fetched("a", b"x" * 10, "text/csv")


def test_answers_are_counted() -> None:
    fetcher = MeteredFetcher(Endless(), Budget(answers=3))
    for _ in range(3):
        fetcher.fetch("a")
    with pytest.raises(SourceFailed, match="more than 3 answers"):
        fetcher.fetch("a")


def test_bytes_are_counted() -> None:
    fetcher = MeteredFetcher(Endless(), Budget(size=25))
    fetcher.fetch("a")
    fetcher.fetch("a")
    with pytest.raises(SourceFailed, match="more than 25 bytes"):
        fetcher.fetch("a")


def test_time_is_counted_between_answers_too() -> None:
    clock = Clock()
    fetcher = MeteredFetcher(Endless(), Budget(seconds=60), clock)
    fetcher.fetch("a")
    clock.now = 61
    with pytest.raises(SourceFailed, match="more than 60 seconds"):
        fetcher.check()
