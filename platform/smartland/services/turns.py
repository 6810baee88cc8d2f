"""Which items go in together: those of a batch, and of these the ones that do not meet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import TypeVar

from smartland.domain.resource import CREATE
from smartland.services.prepared import Prepared
from smartland.services.recognising import SURE, compare, contrary_codes
from smartland.services.revising import Draft

T = TypeVar("T")

FIRST, BATCH = 250, 1_000
"""Items that are committed together, at first and at most: each commit waits for the disk three
times, but whoever projects a small source shall not wait for all of it."""

Coming = defaultdict[tuple[str, str], list[Draft]]
"""(kind, code) → what carries it in this batch."""


def batches(items: Iterator[T]) -> Iterator[list[T]]:
    """The items in lists, each twice as long as the one before, up to ``BATCH``."""
    size = FIRST
    while batch := list(islice(items, size)):
        yield batch
        size = min(size * 2, BATCH)


def first_turn(prepared: Sequence[Prepared]) -> list[int]:
    """The places of those that write to no resource that one before them writes to, and are not
    new while one before them surely is the same body."""
    places: list[int] = []
    touched: set[str] = set()
    coming: Coming = defaultdict(list)
    for place, one in enumerate(prepared):
        iris = {draft.iri for draft in one.drafts}
        known = [_codes(draft) for draft in one.drafts]
        same = map(_is_coming, one.drafts, known, repeat(coming))
        if not iris & touched and not any(same):
            places.append(place)
        touched |= iris
        for draft, codes in zip(one.drafts, known, strict=True):
            for code in codes:
                coming[code].append(draft)
    return places


def _codes(draft: Draft) -> list[tuple[str, str]]:
    return [(draft.kind.name, code) for code in draft.codes]


def _is_coming(draft: Draft, codes: Iterable[tuple[str, str]], coming: Coming) -> bool:
    """Whether a new resource is surely one that an item before it writes."""
    if draft.operation != CREATE or draft.head:
        return False
    before = [one for code in codes for one in coming.get(code, ())]
    return any(_is_one(draft, other) for other in before)


def _is_one(draft: Draft, other: Draft) -> bool:
    kind, one, two = draft.kind, draft.document, other.document
    # first what costs nothing: many branches of one house share its number
    return not contrary_codes(kind, one, two) and compare(kind, one, two).says == SURE
