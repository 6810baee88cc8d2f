"""The straight way and marshmallow's give the same documents; what is wrong takes the second."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import Invalid
from smartland.schemas import documents
from smartland.schemas.straight import NotStraight, load
from support.examples import EXAMPLES

BASE = "https://example.org/"
ODD = st.one_of(
    st.sampled_from([None, "", " ", 0, 1, True, -1.5, "it", "energy", "999981634", "00743110157"]),
    st.sampled_from(["2026-05-31", "https://example.org/id/x/y", "a\u0000b", "\ud800", [], {}]),
    st.sampled_from([[None], [[1]], {"it": []}, {"it": "Prova", "EN": "Test"}, ["a", "a"]]),
    st.sampled_from([{"it": ["a", "a", "b"]}, {"lat": 1, "lon": 2}]),
)


def outcome(kind: str, raw: Json, *, straight: bool) -> Json:
    """The document, or what is wrong with it."""

    def refuse(*_: object) -> None:
        raise NotStraight

    with patch.object(documents, "load", load if straight else refuse):
        try:
            return documents.validate(KINDS[kind], raw, BASE)
        except Invalid as error:
            return error.problems


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_document_in_order_goes_straight(kind: str) -> None:
    assert load(KINDS[kind], EXAMPLES[kind], BASE) == EXAMPLES[kind]


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_ways_say_the_same_of_a_document_changed_anywhere(
    kind: str, data: st.DataObject
) -> None:
    raw = dict(EXAMPLES[kind])
    for name in data.draw(st.lists(st.sampled_from([*sorted(raw), "unknown"]), max_size=3)):
        raw[name] = data.draw(ODD)
    for name in data.draw(st.lists(st.sampled_from(sorted(raw)), max_size=2)):
        raw.pop(name, None)
    assert outcome(kind, raw, straight=True) == outcome(kind, raw, straight=False)


@pytest.mark.parametrize("raw", [None, [], "text", 3, {"unknown": 1}])
def test_what_is_no_document_of_the_kind_does_not(raw: Json) -> None:
    with pytest.raises(NotStraight):
        load(KINDS["project"], raw, BASE)


def test_a_repeated_part_counts_once_whichever_way() -> None:
    one = {"stakeholder": "stakeholder/pic-999981634", "role": "partner"}
    raw = {**EXAMPLES["project"], "participation": [one, {**one, "role": "coordinator"}, one]}
    roads = [outcome("project", raw, straight=straight) for straight in (True, False)]
    assert [len(found["participation"]) for found in roads] == [2, 2]
