"""Keys and words of sources in our reports."""

import pytest

from smartland.domain.resource import Description
from smartland.ports.harvests import ItemOutcome
from smartland.ports.importer import Expected, Found, Partial, Rejected, Removed
from smartland.services.reporting import (
    LONGEST_KEY,
    LONGEST_REASON,
    plain_key,
    plain_outcome,
    plain_text,
    with_plain_key,
)

UNFIT = ["a\nb", "a\0b", "\x1b[2J", "\ud800", "a\u202eb", "a\u2028b", "\x85"]


def test_an_ordinary_key_stays_what_it_is() -> None:
    for key in ("cup/F81F22000000001", "https://a.example/d?x=1&y=è", "row 7"):
        assert plain_key(key) == key


@pytest.mark.parametrize("key", [*UNFIT, "x" * (LONGEST_KEY + 1)])
def test_an_unfit_key_becomes_a_plain_one_that_is_its_own(key: str) -> None:
    plain = plain_key(key)
    assert plain == plain_key(key)
    assert plain != plain_key(f"{key}.")
    assert len(plain) <= LONGEST_KEY
    assert plain.isprintable()
    plain.encode()


@pytest.mark.parametrize("text", UNFIT)
def test_a_reason_is_one_printable_line(text: str) -> None:
    assert plain_text(f"reason: {text}").isprintable()


def test_a_long_reason_is_cut() -> None:
    plain = plain_text("x" * 10_000)
    assert len(plain) == LONGEST_REASON
    assert plain.endswith(" …")


def test_every_sort_of_item_gets_a_plain_key() -> None:
    plain = plain_key("a\0")
    assert with_plain_key(Rejected("a\0", "x")) == Rejected(plain, "x")
    assert with_plain_key(Removed("a\0")) == Removed(plain)
    found = Found(Description("call", "a\0"))
    assert with_plain_key(found) == Found(Description("call", plain))
    assert with_plain_key(Expected(3)) == Expected(3)
    assert with_plain_key(Partial()) == Partial()


def test_an_outcome_keeps_everything_but_its_words() -> None:
    outcome = ItemOutcome("k", "rejected", "http://a.example/", "a\nb")
    assert plain_outcome(outcome) == ItemOutcome("k", "rejected", "http://a.example/", "a b")
