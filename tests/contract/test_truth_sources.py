"""Codes that name resources, and what several sources say of one: with the revision, or not."""

from dataclasses import replace

import pytest

from smartland.adapters.sql import Database
from smartland.domain.resource import CREATE, REPLACE, WITHDRAW, Contribution, Write
from smartland.errors import Invalid, StaleWrite
from support.truths import NOW

pytest_plugins = ["support.databases"]

IRI = "https://example.org/id/stakeholder/ipa-c_f205"
CODES = ("ipa-c_f205", "vat-01199250158")
WRITE = Write(
    IRI, "stakeholder", "ipa-c_f205", CREATE, {"name": {"it": "Milano"}}, "", "", "e", "a", None,
    codes=CODES,
)  # fmt: skip
SAID = Contribution("https://example.org/id/stakeholder/pic-1", IRI, "cordis", {"pic": "1"})


def test_a_code_finds_whoever_carries_it(database: Database) -> None:
    truth = database.truth
    truth.write((WRITE,), NOW)
    assert truth.identified("stakeholder", ("vat-01199250158", "vat-0")) == {CODES[1]: [IRI]}
    assert truth.identified("project", CODES) == {}


def test_codes_follow_the_revision(database: Database) -> None:
    truth = database.truth
    first = truth.write((WRITE,), NOW)[0]
    second = replace(WRITE, operation=REPLACE, expected=first.sequence, codes=(CODES[0],))
    revision = truth.write((second,), NOW)[0]
    assert truth.identified("stakeholder", CODES) == {CODES[0]: [IRI]}
    gone = replace(WRITE, operation=WITHDRAW, expected=revision.sequence, codes=())
    truth.write((gone,), NOW)
    assert truth.identified("stakeholder", CODES) == {}


def test_two_resources_may_share_a_code(database: Database) -> None:
    other = replace(WRITE, iri=f"{IRI}-2", key="ipa-c_f205-2")
    database.truth.write((WRITE, other), NOW)
    assert database.truth.identified("stakeholder", CODES[1:]) == {CODES[1]: [IRI, f"{IRI}-2"]}


def test_contributions_are_stored_replaced_and_dropped_with_a_revision(database: Database) -> None:
    truth = database.truth
    first = truth.write((replace(WRITE, contributions=(SAID,)),), NOW)[0]
    assert truth.contributions([IRI, "https://example.org/none"]) == {IRI: [SAID]}
    changed = replace(SAID, document={"pic": "2"}, extra="<a> <b> <c> .\n", conflicts=("name",))
    update = replace(WRITE, operation=REPLACE, expected=first.sequence, contributions=(changed,))
    second = truth.write((update,), NOW)[0]
    assert truth.contributions([IRI]) == {IRI: [changed]}
    dropped = replace(
        WRITE, operation=REPLACE, expected=second.sequence, dropped=((SAID.claimed, SAID.source),)
    )
    truth.write((dropped,), NOW)
    assert truth.contributions([IRI]) == {}


def test_a_refused_revision_leaves_no_contribution(database: Database) -> None:
    truth = database.truth
    truth.write((WRITE,), NOW)
    with pytest.raises(StaleWrite):
        truth.write((replace(WRITE, expected=7, contributions=(SAID,)),), NOW)
    assert truth.contributions([IRI]) == {}


def test_a_contribution_that_no_database_can_hold_is_refused_whole(database: Database) -> None:
    bad = replace(SAID, extra="a\0b")
    with pytest.raises(Invalid):
        database.truth.write((replace(WRITE, contributions=(bad,)),), NOW)
    assert database.truth.head(IRI) is None


def test_the_last_word_of_some_actors(database: Database) -> None:
    truth = database.truth
    said = replace(WRITE, actor="harvest:a")
    first = truth.write((said,), NOW)[0]
    second = truth.write((replace(said, operation=REPLACE, expected=first.sequence),), NOW)[0]
    edit = replace(WRITE, operation=REPLACE, actor="HARVEST:owner", expected=second.sequence)
    third = truth.write((edit,), NOW)[0]
    gone = replace(said, operation=WITHDRAW, expected=third.sequence)
    truth.write((gone,), NOW)
    assert truth.last_by("harvest:", [IRI, "https://example.org/none"]) == {IRI: second}
    assert truth.last_by("harvest:b", [IRI]) == {}
