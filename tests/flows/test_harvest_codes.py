"""An item is known by its codes and names, whichever of them come and go."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smartland.domain.resource import Description
from smartland.ports.importer import Found
from support.harvest_world import (
    BASE,
    CORDIS,
    IPA,
    MILANO,
    PIC,
    World,
    body,
    in_cordis,
    in_ipa,
    opened,
)
from support.merging import (
    FILLER,
    OTHER_NUMBER,
    STARTUPS,
    part,
    stands,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(f"sqlite:///{tmp_path / 'truth.db'}") as world:
        yield world


# an item whose register gives it more, or fewer, codes than before


def test_an_item_that_gains_a_code_goes_on_speaking(world: World) -> None:
    world.run(STARTUPS, body("7", name={"it": "Acme"}, rea="MI-1234567", identifier=["r:7"]))
    found = body("7", name={"it": "Acme Nuova"}, rea="MI-1234567", tax_code=OTHER_NUMBER)
    world.run(STARTUPS, found)
    head = world.head(f"{BASE}id/stakeholder/rea-MI-1234567")
    assert head.document["name"] == {"it": "Acme Nuova"}
    assert "identifier" not in head.document
    assert "alt_name" not in head.document
    assert world.run(STARTUPS, found).counts == {"unchanged": 1}
    assert world.head(head.iri).number == head.number


def test_an_item_that_loses_a_code_goes_on_speaking(world: World) -> None:
    firm = {"stakeholder_kind": "firm", "rea": "MI-1234567"}
    world.run(STARTUPS, body("7", name={"it": "Acme"}, tax_code=OTHER_NUMBER, **firm))
    found = body("7", name={"it": "Acme Nuova"}, **firm)
    world.run(STARTUPS, found)
    head = world.head(f"{BASE}id/stakeholder/cf-{OTHER_NUMBER}")
    assert head.document["name"] == {"it": "Acme Nuova"}
    assert "tax_code" not in head.document
    assert world.run(STARTUPS, found).counts == {"unchanged": 1}


def test_an_item_under_a_new_name_takes_the_old_one_away(world: World) -> None:
    """The register said that the item is another body: nobody speaks for the old one any more."""
    world.run(STARTUPS, *FILLER, body("7", name={"it": "Acme"}, pic="999879882"))
    moved = body("7", name={"it": "Zebra"}, pic="999879883")
    world.run(STARTUPS, *FILLER, moved)
    assert stands(world, f"{BASE}id/stakeholder/pic-999879883")
    assert not stands(world, f"{BASE}id/stakeholder/pic-999879882")
    assert world.run(STARTUPS, *FILLER, moved).counts == {"unchanged": 10}


def test_two_items_may_change_names(world: World) -> None:
    one = body("1", name={"it": "Acme"}, pic="999879882")
    two = body("2", name={"it": "Zebra"}, pic="999879883")
    world.run(STARTUPS, *FILLER, one, two)
    swapped = [
        replace(one, description=replace(one.description, source_key="2")),
        replace(two, description=replace(two.description, source_key="1")),
    ]
    assert world.run(STARTUPS, *FILLER, *swapped).counts == {"unchanged": 11}
    assert world.run(STARTUPS, *FILLER, *swapped).counts == {"unchanged": 11}
    assert stands(world, f"{BASE}id/stakeholder/pic-999879882")


def test_an_item_without_any_code_keeps_its_random_name(world: World) -> None:
    claim = Found(
        Description(
            "claim", "a", {"stakeholder": MILANO, "competence": "energy", "direction": "offered"}
        )
    )
    world.run(STARTUPS, claim)
    assert world.run(STARTUPS, claim).counts == {"unchanged": 1}


# one body twice in one batch


def test_two_new_items_of_one_body_are_recognised_within_a_batch_too(world: World) -> None:
    firm = {"stakeholder_kind": "firm"}
    one = body("1", name={"it": "Acme Energia"}, rea="MI-1234567", vat=OTHER_NUMBER, **firm)
    two = body("2", name={"it": "Acme Energia srl"}, tax_code=OTHER_NUMBER, acronym="AE", **firm)
    assert world.run(STARTUPS, one, two).counts == {"created": 1, "changed": 1}
    head = world.head(f"{BASE}id/stakeholder/vat-{OTHER_NUMBER}")
    assert head.document["acronym"] == "AE"
    assert world.head(f"{BASE}id/stakeholder/cf-{OTHER_NUMBER}").merged_into == head.iri
    assert world.run(STARTUPS, one, two).counts == {"unchanged": 2}


# sameAs


def test_an_edit_of_same_as_keeps_the_merged_name(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis())
    world.edit(MILANO, same_as=["https://www.wikidata.org/entity/Q490"])
    assert f"<{PIC}>" in world.head(MILANO).triples
    number = world.head(MILANO).number
    assert world.run(CORDIS, in_cordis()).counts == {"unchanged": 1}
    assert world.head(MILANO).number == number


def test_a_restored_state_keeps_the_merged_name(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis())
    head = world.head(MILANO)
    world.catalogue.restore("stakeholder", head.key, 1, "owner", head.etag)
    assert f"<{PIC}>" in world.head(MILANO).triples
    assert world.run(CORDIS, in_cordis()).counts == {"unchanged": 1}
    assert world.run(IPA, in_ipa()).counts == {"unchanged": 1}


def test_a_restored_state_does_not_bring_back_a_name_that_was_parted(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis())
    blended = world.head(MILANO).number
    part(world, PIC)
    head = world.head(MILANO)
    world.catalogue.restore("stakeholder", head.key, blended, "owner", head.etag)
    assert f"<{PIC}>" not in world.head(MILANO).triples


def test_a_name_stays_while_it_leads_there(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, *FILLER, in_cordis())
    world.run(CORDIS, *FILLER)
    assert world.head(PIC).merged_into == MILANO
    assert f"<{PIC}>" in world.head(MILANO).triples
    part(world, PIC)
    assert f"<{PIC}>" not in world.head(MILANO).triples
