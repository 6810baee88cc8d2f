"""What ``ports.truth`` promises of the public's view of the change log, on every database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from smartland.adapters.sql import Database
from smartland.adapters.sql.truth import SqlTruth
from smartland.domain.resource import HIDE, MERGE, REPLACE, RESTORE, WITHDRAW, Revision
from smartland.ports.truth import Window
from support.truths import BASE, NOW, a_write

pytest_plugins = ["support.databases"]

HOUR = timedelta(hours=1)
WHOLE = Window()


@pytest.fixture
def truth(database: Database) -> SqlTruth:
    return database.truth


def put(truth: SqlTruth, key: str, operation: str = "", at: datetime = NOW) -> Revision:
    """The next revision of ``unit/{key}``."""
    head = truth.find("unit", key)
    write = a_write(key, head.sequence if head else None)
    return truth.write([replace(write, operation=operation or write.operation)], at)[0]


def sequences(revisions: Sequence[Revision]) -> list[int]:
    return [one.sequence for one in revisions]


def latest(truth: SqlTruth, window: Window = WHOLE, limit: int = 10) -> list[int]:
    return sequences(truth.latest(window, limit))


def test_each_resource_stands_once_where_it_changed_last(truth: SqlTruth) -> None:
    put(truth, "a")
    b = put(truth, "b")
    a = put(truth, "a")
    assert latest(truth) == [b.sequence, a.sequence]
    assert sequences(truth.latest(Window(), 10, newest=True)) == [a.sequence, b.sequence]
    assert truth.standing(a.iri) == a


@pytest.mark.parametrize("operation", [WITHDRAW, MERGE, HIDE])
def test_what_was_public_and_is_gone_stands_where_it_went(truth: SqlTruth, operation: str) -> None:
    put(truth, "a")
    gone = put(truth, "a", operation)
    for private in (HIDE, HIDE, WITHDRAW):
        put(truth, "a", private, NOW + HOUR)
    assert latest(truth) == [gone.sequence]
    assert truth.standing(gone.iri) == gone
    back = put(truth, "a", RESTORE)
    assert latest(truth) == [back.sequence]
    again = put(truth, "a", WITHDRAW)
    assert latest(truth) == [again.sequence]


def test_what_was_never_public_does_not_occur(truth: SqlTruth) -> None:
    put(truth, "a", HIDE)
    put(truth, "a", HIDE)
    gone = put(truth, "a", WITHDRAW)
    assert latest(truth) == []
    assert truth.standing(gone.iri) is None
    assert truth.standing(f"{BASE}/unit/nothing") is None
    shown = put(truth, "a", REPLACE)
    assert latest(truth) == [shown.sequence]


def test_a_window_bounds_by_sequence_kind_and_instant(truth: SqlTruth) -> None:
    a, b, c = (put(truth, key, at=NOW + n * HOUR) for n, key in enumerate("abc"))
    assert latest(truth, Window(after=a.sequence)) == [b.sequence, c.sequence]
    assert latest(truth, Window(below=c.sequence)) == [a.sequence, b.sequence]
    assert latest(truth, Window(kinds=("unit", "call"))) == [1, 2, 3]
    assert latest(truth, Window(kinds=("call",))) == []
    assert latest(truth, Window(since=b.at)) == [b.sequence, c.sequence]
    assert latest(truth, Window(before=b.at)) == [a.sequence]
    assert latest(truth, limit=2) == [a.sequence, b.sequence]
    assert latest(truth, limit=0) == []


def test_every_revision_but_the_first_has_one_before_it(truth: SqlTruth) -> None:
    first, other = put(truth, "a"), put(truth, "b")
    second, third = put(truth, "a", HIDE), put(truth, "a")
    wanted = [one.sequence for one in (first, other, second, third)]
    assert truth.previous(wanted) == {second.sequence: first, third.sequence: second}
    assert truth.previous([]) == {}


def test_many_are_looked_up_at_once(truth: SqlTruth) -> None:
    firsts = [put(truth, f"k{n}") for n in range(3)]
    writes = [
        replace(a_write(f"k{n}", firsts[n].sequence), document={"name": {"it": "x" * n}})
        for n in range(3)
    ]
    seconds = truth.write(writes, NOW)
    numbers = [one.sequence for one in seconds] * 400
    assert list(truth.previous(numbers).values()) == firsts
