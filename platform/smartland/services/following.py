"""A picture in memory of a few kinds of the truth, brought up to date by its change log."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from threading import Lock
from typing import Generic, TypeVar

from smartland.domain.resource import Revision
from smartland.ports.truth import Truth

Item = TypeVar("Item")
Picture = TypeVar("Picture")

PAGE = 1_000


class Followed(Generic[Item, Picture]):
    """Reads the heads of ``kinds`` once, then only what changed.

    ``read`` makes an item of a revision, ``draw`` the picture of all items by IRI on a day; a
    picture must never change, because several threads hold it.
    """

    def __init__(
        self,
        truth: Truth,
        kinds: tuple[str, ...],
        read: Callable[[Revision], Item],
        draw: Callable[[dict[str, Item], date], Picture],
    ) -> None:
        self._truth = truth
        self._kinds = kinds
        self._read = read
        self._draw = draw
        self._items: dict[str, Item] = {}
        self._sequence = -1
        self._day = date.min
        self._picture: Picture | None = None
        self._lock = Lock()

    def current(self) -> Picture:
        """The picture with everything that is committed; costs one small query to know that."""
        with self._lock:
            day = datetime.now(UTC).date()
            moved = self._follow()
            if moved or self._picture is None or day != self._day:
                self._picture, self._day = self._draw(dict(self._items), day), day
            return self._picture

    def _follow(self) -> bool:
        """Take in what changed; true when one of our kinds did."""
        if self._sequence < 0:
            # Taken before reading: what is written meanwhile is in the log behind it
            self._sequence = self._truth.last_sequence()
            self._items = {one.iri: self._read(one) for one in self._heads()}
            return True
        if self._truth.last_sequence() == self._sequence:
            return False
        moved = False
        while changes := self._truth.changes(self._sequence, PAGE):
            for change in changes:
                if change.kind in self._kinds:
                    self._take(change)
                    moved = True
            self._sequence = changes[-1].sequence
        return moved

    def _take(self, change: Revision) -> None:
        if change.withdrawn:
            self._items.pop(change.iri, None)
        else:
            self._items[change.iri] = self._read(change)

    def _heads(self) -> Iterator[Revision]:
        for kind in self._kinds:
            after = ""
            while page := self._truth.page(kind, after, PAGE):
                yield from page
                after = page[-1].key
