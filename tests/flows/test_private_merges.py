"""Merging and parting tell nothing that is private, and publish nothing that nobody says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smartland.services.harvest import Deletion
from smartland.services.provenance import Provenances
from support.harvest_world import (
    CORDIS,
    IPA,
    MILANO,
    PIC,
    World,
    in_cordis,
    in_ipa,
    opened,
)
from support.merging import (
    FILLER,
    part,
    stands,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(f"sqlite:///{tmp_path / 'truth.db'}") as world:
        yield world


# what is private


def test_a_merge_into_what_is_private_now_can_be_undone_in_private(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(acronym="CM"))
    world.edit(MILANO, contact="a@example.org")
    head = world.head(MILANO)
    world.catalogue.patch("stakeholder", head.key, {}, "owner", head.etag, private=True)
    part(world, PIC)
    assert world.head(PIC).document["acronym"] == "CM"
    hidden = world.head(MILANO)
    assert hidden.private
    assert (hidden.triples, hidden.document.get("acronym")) == ("", None)
    assert hidden.document["contact"] == "a@example.org"
    assert world.run(CORDIS, in_cordis(acronym="XX")).counts == {"changed": 1}
    assert world.head(MILANO) == hidden


def test_no_source_and_no_provenance_tells_what_is_private(world: World) -> None:
    world.run(IPA, in_ipa(contact="ipa@example.org"))
    world.run(CORDIS, in_cordis(contact="cordis@example.org", contact_name="Anna"))
    world.edit(MILANO, contact="ours@example.org")
    world.run(IPA, in_ipa(contact="new@example.org"))
    head = world.head(MILANO)
    assert head.document["contact_name"] == "Anna"
    assert not any(word in head.triples for word in ("@example.org", "Anna"))
    found = Provenances(world.catalogue).of("stakeholder", head.key)
    assert "@example.org" not in repr(found)
    assert "Anna" not in repr(found)


def test_a_private_description_is_not_recognised(world: World) -> None:
    world.run(IPA, in_ipa())
    head = world.head(MILANO)
    world.catalogue.patch("stakeholder", head.key, {}, "owner", head.etag, private=True)
    assert world.run(CORDIS, in_cordis()).counts == {"created": 1}
    assert world.run(IPA, in_ipa(acronym="CM")).counts == {"kept": 1}
    assert MILANO not in world.head(PIC).triples
    assert world.database.proposals.count("open") == 0


def test_what_comes_back_has_the_names_that_it_had(world: World) -> None:
    world.harvest.deletion = Deletion(ceiling=100)
    world.run(IPA, in_ipa(), *FILLER)
    world.run(CORDIS, in_cordis(), *FILLER)
    world.run(CORDIS, *FILLER)
    world.run(IPA, *FILLER)
    assert world.head(MILANO).withdrawn
    world.run(IPA, in_ipa(), *FILLER)
    assert f"<{PIC}>" in world.head(MILANO).triples
    number = world.head(MILANO).number
    assert world.run(IPA, in_ipa(), *FILLER).counts == {"unchanged": 10}
    assert world.head(MILANO).number == number
    assert world.run(IPA, in_ipa(acronym="CM"), *FILLER).counts == {"changed": 1, "unchanged": 9}
    assert f"<{PIC}>" in world.head(MILANO).triples
    assert world.head(MILANO).document["acronym"] == "CM"


def test_a_parting_publishes_nothing_that_nobody_says(world: World) -> None:
    """Of the parted one, or of the one that it left, the source is gone: it may come back."""
    world.harvest.deletion = Deletion(ceiling=100)
    for first, second, leaves in ((IPA, CORDIS, IPA), (IPA, CORDIS, CORDIS)):
        world.run(first, in_ipa(), *FILLER)
        world.run(second, in_cordis(), *FILLER)
        world.run(leaves, *FILLER)
        part(world, PIC)
        gone, here = (MILANO, PIC) if leaves is IPA else (PIC, MILANO)
        assert world.head(gone).withdrawn
        assert world.head(here).document["name"]
        assert gone not in world.head(here).triples
        world.run(leaves, in_ipa() if leaves is IPA else in_cordis(), *FILLER)
        assert stands(world, gone)
        assert stands(world, here)
        world.catalogue.merge(PIC, MILANO, "curator")
