"""The sizes in which items are committed."""

from smartland.services.turns import BATCH, FIRST, batches


def test_batches_grow_to_their_limit_and_lose_nothing() -> None:
    found = list(batches(iter(range(5_000))))
    assert [one for batch in found for one in batch] == list(range(5_000))
    assert [len(batch) for batch in found] == [FIRST, 500, *[BATCH] * 4, 250]


def test_no_items_are_no_batch() -> None:
    assert list(batches(iter(()))) == []
