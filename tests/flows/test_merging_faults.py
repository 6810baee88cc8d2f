"""What was merged can be parted, in chains too, and nobody's words are lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smartland.domain.resource import Description, Revision
from smartland.errors import Conflict
from smartland.ports.importer import Found
from smartland.services.provenance import Provenances
from smartland.services.recognition import Recognition
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
    OTHER_NUMBER,
    STARTUPS,
    made,
    paired,
    part,
    stands,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(f"sqlite:///{tmp_path / 'truth.db'}") as world:
        yield world


# merges of merged


def test_a_merge_into_a_description_made_by_hand_can_be_undone(world: World) -> None:
    world.run(CORDIS, in_cordis(identifier=["erasmus:1"], name={"en": "City of Milan"}))
    mine = made(world, "Milano Innova", ipa_code="c_f205", identifier=["mine:1"])
    world.catalogue.merge(PIC, mine.iri, "curator")
    assert set(world.head(mine.iri).document["identifier"]) == {"mine:1", "erasmus:1"}
    part(world, PIC)
    assert world.head(mine.iri).document == mine.document
    assert world.head(PIC).document["identifier"] == ["erasmus:1"]
    assert world.run(CORDIS, in_cordis()).counts == {"changed": 1}
    assert "identifier" not in world.head(PIC).document, "its source goes on speaking"


def test_a_source_goes_on_speaking_in_a_description_made_by_hand(world: World) -> None:
    world.run(CORDIS, in_cordis(identifier=["erasmus:1"]))
    mine = made(world, "Milano", ipa_code="c_f205", identifier=["mine:1"])
    world.catalogue.merge(PIC, mine.iri, "curator")
    world.run(CORDIS, in_cordis(identifier=["erasmus:2"]))
    assert set(world.head(mine.iri).document["identifier"]) == {"mine:1", "erasmus:2"}


def chain(world: World) -> tuple[Revision, str, str]:
    """Made by hand → PIC (harvested, edited) → MILANO (harvested)."""
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, acronym="CM"))
    world.edit(PIC, description={"en": "edited"})
    hand = made(world, "Milano Innova", ror="01nffqt88", contact="a@example.org")
    world.catalogue.merge(hand.iri, PIC, "curator")
    return hand, PIC, MILANO


def test_a_chain_of_merges_keeps_every_name_and_word(world: World) -> None:
    hand, middle, last = chain(world)
    before = world.head(middle)
    # a harvest between the merges
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, acronym="XX"))
    world.catalogue.merge(middle, last, "curator")
    head = world.head(last)
    assert {f"<{hand.iri}>", f"<{middle}>"} <= set(head.triples.split())
    assert head.document["ror"] == "01nffqt88"
    assert head.document["description"] == {"en": "edited"}
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, acronym="YY"))
    assert world.head(last).document["acronym"] == "YY"
    part(world, middle)
    assert world.head(middle).document == dict(before.document) | {"acronym": "YY"}
    assert world.head(hand.iri).merged_into == middle
    assert "ror" not in world.head(last).document
    part(world, hand.iri)
    assert world.head(hand.iri).document == hand.document
    assert "ror" not in world.head(middle).document
    assert world.head(middle).document["description"] == {"en": "edited"}
    same = world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, acronym="YY"))
    assert same.counts == {"unchanged": 1}
    assert world.run(IPA, in_ipa()).counts == {"unchanged": 1}


def test_the_first_link_of_a_chain_can_be_parted(world: World) -> None:
    hand, middle, last = chain(world)
    world.catalogue.merge(middle, last, "curator")
    part(world, hand.iri)
    assert world.head(hand.iri).document == hand.document
    head = world.head(last)
    assert f"<{hand.iri}>" not in head.triples.split()
    assert "ror" not in head.document
    assert head.document["acronym"] == "CM", "the middle one's part stays"


def test_a_past_state_of_the_first_link_of_a_chain_can_be_restored(world: World) -> None:
    hand, middle, last = chain(world)
    world.catalogue.merge(middle, last, "curator")
    merged = world.head(hand.iri)
    world.catalogue.restore("stakeholder", hand.key, 1, "curator", merged.etag)
    assert world.head(hand.iri).document == hand.document
    assert "ror" not in world.head(last).document


def test_words_edited_between_two_merges_are_kept(world: World) -> None:
    world.run(IPA, in_ipa())
    one = made(world, "Milano Innova", ror="01nffqt88", acronym="A")
    two = made(world, "Innova Milano", pic="999879881")
    world.catalogue.merge(two.iri, one.iri, "curator")
    world.edit(one.iri, acronym="B")
    world.catalogue.merge(one.iri, MILANO, "curator")
    assert world.head(MILANO).document["acronym"] == "B"
    part(world, one.iri)
    assert world.head(one.iri).document["acronym"] == "B"
    assert world.head(one.iri).document["pic"] == "999879881"
    assert world.head(two.iri).merged_into == one.iri


def test_what_a_person_took_out_stays_out_after_a_merge_and_its_undoing(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, homepage="https://wrong.example/"))
    world.edit(PIC, homepage=None)
    world.catalogue.merge(PIC, MILANO, "curator")
    assert "homepage" not in world.head(MILANO).document
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, homepage="https://wrong.example/", acronym="X"))
    assert "homepage" not in world.head(MILANO).document
    origins = Provenances(world.catalogue).of("stakeholder", "ipa-c_f205").origins
    assert all(one.sources or one.others for one in origins if one.field == "homepage")
    part(world, PIC)
    assert "homepage" not in world.head(PIC).document
    assert world.head(PIC).document["acronym"] == "X"


def test_a_parted_description_follows_all_its_sources(world: World) -> None:
    """Recognised in a second source before it was merged."""
    hand = made(world, "Comune di Milano", tax_code=OTHER_NUMBER)
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, acronym="CM"))
    assert world.head(PIC).merged_into == hand.iri
    world.catalogue.merge(hand.iri, MILANO, "curator")
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, acronym="XX"))
    part(world, hand.iri)
    assert world.head(hand.iri).document["acronym"] == "XX"
    world.run(CORDIS, in_cordis(vat=OTHER_NUMBER, acronym="YY"))
    assert world.head(hand.iri).document["acronym"] == "YY"


# the review queue


def test_a_pair_that_was_merged_meanwhile_can_be_closed(world: World) -> None:
    """Also what a kill between the merge and the decision leaves."""
    world.run(IPA, in_ipa())
    hand = made(world, "Milano", ror="01nffqt88")
    number = paired(world, hand.iri, MILANO)
    world.catalogue.merge(hand.iri, MILANO, "curator")
    recognition = Recognition(world.catalogue, world.database.proposals)
    assert recognition.accept(number, "curator").iri == MILANO
    assert recognition.count() == 0


def test_a_pair_leads_to_what_its_members_became(world: World) -> None:
    world.run(IPA, in_ipa())
    one = made(world, "Milano", ror="01nffqt88")
    two = made(world, "Milano due", pic="999879881")
    number = paired(world, one.iri, two.iri)
    world.catalogue.merge(one.iri, MILANO, "curator")
    recognition = Recognition(world.catalogue, world.database.proposals)
    assert recognition.accept(number, "curator").iri == MILANO
    assert world.head(two.iri).merged_into == MILANO
    recognition.undo(number, "curator")
    assert stands(world, two.iri)
    assert world.head(one.iri).merged_into == MILANO


# what a source may not do


def test_a_source_speaks_for_no_foreign_name_that_another_brought(world: World) -> None:
    name = "https://example.com/acme"
    first = Found(replace(in_cordis().description, key="", iri=name))
    world.run(CORDIS, first)
    world.run(IPA, in_ipa(tax_code=OTHER_NUMBER))
    world.catalogue.merge(name, MILANO, "curator")
    assert world.run(STARTUPS, first).counts == {"kept": 1}
    assert world.run(CORDIS, first).counts == {"unchanged": 1}


def test_settling_for_the_source_leaves_nothing_to_change(world: World) -> None:
    title = "<http://purl.org/dc/terms/title>"
    iri = "https://example.com/d/1"

    def dataset(day: str) -> Found:
        lines = (
            f'<{iri}> {title} "T"@it .\n'
            f'<{iri}> <http://purl.org/dc/terms/issued> "{day}" .\n'
            f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<http://www.w3.org/ns/dcat#Dataset> .\n"
        )
        return Found(Description("dataset", iri, triples=lines, iri=iri))

    world.run(STARTUPS, dataset("2026-01-01"))
    head = world.head(iri)
    world.catalogue.patch("dataset", head.key, {"issued": "2026-02-02"}, "owner", head.etag)
    world.run(STARTUPS, dataset("2026-03-03"))
    Provenances(world.catalogue).settle("dataset", head.key, "issued", "owner", take=True)
    assert '"2026-03-03" .' in world.head(iri).triples
    number = world.head(iri).number
    assert world.run(STARTUPS, dataset("2026-03-03")).counts == {"unchanged": 1}
    assert world.head(iri).number == number


def test_two_ways_of_parting_are_one_too_many(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis())
    part(world, PIC)
    with pytest.raises(Conflict):
        part(world, PIC)
