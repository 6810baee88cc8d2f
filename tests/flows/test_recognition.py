"""One body in several sources is one resource: recognised, blended, merged and parted again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from smartland.errors import Conflict, NotFound
from smartland.ports.importer import Found, Removed
from smartland.ports.proposals import Pair
from smartland.services.harvest import Deletion
from smartland.services.provenance import Provenances
from smartland.services.recognition import Recognition
from support.harvest_world import (
    BASE,
    CORDIS,
    IPA,
    MILANO,
    NUMBER,
    PIC,
    World,
    body,
    in_cordis,
    in_ipa,
    opened,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(f"sqlite:///{tmp_path / 'truth.db'}") as world:
        yield world


VARESE = body("c_l682", name={"it": "Comune di Varese"}, ipa_code="c_l682")


def test_a_body_of_two_sources_is_recognised_by_its_tax_number(world: World) -> None:
    world.run(IPA, in_ipa())
    given = in_cordis(acronym="MILANO", homepage="https://milano.example/")
    run = world.run(CORDIS, given)
    assert run.counts == {"changed": 1}
    assert "recognised" in world.reason(run)
    head = world.head(MILANO)
    assert head.document["pic"] == "999879881"
    assert head.document["acronym"] == "MILANO"
    assert head.document["name"] == {"it": "Comune di Milano"}
    assert f"<{PIC}>" in head.triples, "both IRIs are kept"
    assert world.head(PIC).merged_into == MILANO
    assert world.run(CORDIS, given).counts == {"unchanged": 1}
    assert world.run(IPA, in_ipa()).counts == {"unchanged": 1}


def test_another_name_of_another_source_is_kept_as_such(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(name={"en": "Municipality of Milano"}))
    assert world.head(MILANO).document["alt_name"] == {"en": ["Municipality of Milano"]}


def test_each_source_changes_what_it_says_and_nothing_else(world: World) -> None:
    world.run(IPA, in_ipa(homepage="https://ipa.example/"))
    world.run(CORDIS, in_cordis(homepage="https://cordis.example/", acronym="CM"))
    assert world.head(MILANO).document["homepage"] == "https://ipa.example/"
    world.run(CORDIS, in_cordis(homepage="https://cordis.example/", acronym="CdM"))
    assert world.head(MILANO).document["acronym"] == "CdM"
    world.run(IPA, in_ipa())
    assert world.head(MILANO).document["homepage"] == "https://cordis.example/"
    assert world.head(MILANO).document["acronym"] == "CdM"


def test_what_a_person_edits_stays_and_what_the_source_says_then_is_a_conflict(
    world: World,
) -> None:
    world.run(IPA, in_ipa(homepage="https://old.example/"))
    world.edit(MILANO, homepage="https://ours.example/", contact="chi@example.org")
    assert world.run(IPA, in_ipa(homepage="https://old.example/")).counts == {"unchanged": 1}
    assert world.head(MILANO).number == 2, "nothing new, nothing written"
    new = in_ipa(homepage="https://new.example/", acronym="CdM")
    run = world.run(IPA, new)
    assert "edited here, kept: homepage" in world.reason(run)
    document = world.head(MILANO).document
    assert document["homepage"] == "https://ours.example/"
    assert document["contact"] == "chi@example.org"
    assert document["acronym"] == "CdM"
    (said,) = world.database.truth.contributions([MILANO])[MILANO]
    assert said.conflicts == ("homepage",)
    assert world.run(IPA, new).counts == {"unchanged": 1}
    world.run(IPA, in_ipa(homepage="https://ours.example/", acronym="CdM"))
    (said,) = world.database.truth.contributions([MILANO])[MILANO]
    assert said.conflicts == (), "the source came round"


def test_a_description_made_by_hand_gains_what_a_register_adds(world: World) -> None:
    raw = {"name": "Comune di Milano", "stakeholder_kind": "administration", "ipa_code": "c_f205"}
    world.catalogue.create("stakeholder", raw, "owner")
    world.run(IPA, in_ipa(name={"it": "COMUNE DI MILANO"}, acronym="CdM"))
    document = world.head(MILANO).document
    assert document["name"] == {"und": "Comune di Milano"}
    assert (document["acronym"], document["tax_code"]) == ("CdM", NUMBER)


def test_a_shared_number_with_another_name_goes_to_a_person(world: World) -> None:
    world.run(IPA, in_ipa())
    other = in_cordis(name={"en": "Zebra Trading"})
    assert world.run(CORDIS, other).counts == {"created": 1}
    (proposal,) = world.database.proposals.listed("open", 10)
    assert {proposal.pair.one, proposal.pair.other} == {MILANO, PIC}
    assert any("names" in reason for reason in proposal.pair.reasons)
    assert world.run(CORDIS, other).counts == {"unchanged": 1}
    assert world.database.proposals.count("open") == 1


def test_branches_with_codes_of_their_own_are_not_one(world: World) -> None:
    world.run(CORDIS, in_cordis())
    world.run(IPA, in_cordis(pic="999879882", name={"und": "Comune di Milano - ufficio Europa"}))
    assert world.head(PIC).document["pic"] == "999879881"
    (proposal,) = world.database.proposals.listed("open", 10)
    assert "different pic" in proposal.pair.reasons


def test_two_items_of_one_batch_that_are_one_body(world: World) -> None:
    """The second one's PIC differs from the one that the body has by then: a person decides."""
    world.run(IPA, in_ipa())
    run = world.run(CORDIS, in_cordis(acronym="A"), in_cordis(pic="999879882", acronym="B"))
    assert run.counts == {"changed": 1, "created": 1}
    assert world.head(MILANO).document["acronym"] == "A"


def test_what_one_source_drops_leaves_only_its_part(world: World) -> None:
    world.run(IPA, in_ipa())
    other = body("x", name={"it": "Altro"}, pic="999879883")
    world.run(CORDIS, in_cordis(acronym="CM"), other)
    assert world.run(CORDIS, other).counts == {"unchanged": 1, "withdrawn": 1}
    assert "acronym" not in world.head(MILANO).document
    assert "pic" not in world.head(MILANO).document
    assert not world.head(MILANO).withdrawn
    assert world.head(PIC).merged_into == MILANO, "its name still leads there"


def test_the_first_source_may_leave_too(world: World) -> None:
    world.run(IPA, in_ipa(), VARESE)
    world.run(CORDIS, in_cordis())
    world.run(IPA, VARESE)
    head = world.head(MILANO)
    assert not head.withdrawn
    assert head.document["name"] == {"und": "COMUNE DI MILANO"}
    assert "ipa_code" not in head.document
    assert world.run(IPA, in_ipa(), VARESE).counts == {"changed": 1, "unchanged": 1}
    assert world.head(MILANO).document["ipa_code"] == "c_f205"


def test_what_somebody_edited_stays_when_its_source_drops_it(world: World) -> None:
    world.run(IPA, in_ipa(), VARESE)
    world.edit(MILANO, acronym="CdM")
    assert world.run(IPA, VARESE).counts == {"unchanged": 1, "kept": 1}
    assert not world.head(MILANO).withdrawn


def test_a_merge_joins_and_a_parting_gives_everything_back(world: World) -> None:
    def said(acronym: str) -> Found:
        return in_cordis(vat="00743110157", acronym=acronym)

    world.run(IPA, in_ipa())
    world.run(CORDIS, said("CM"))
    before = dict(world.head(PIC).document)
    world.catalogue.merge(PIC, MILANO, "curator")
    assert world.head(MILANO).document["acronym"] == "CM"
    assert world.run(CORDIS, said("XX")).counts == {"changed": 1}
    assert world.head(MILANO).document["acronym"] == "XX", "the source goes on speaking"
    world.catalogue.part("stakeholder", "pic-999879881", "curator")
    assert world.head(PIC).document == before | {"acronym": "XX"}
    assert "acronym" not in world.head(MILANO).document
    assert PIC not in world.head(MILANO).triples
    assert world.run(CORDIS, said("YY")).counts == {"changed": 1}
    assert world.head(PIC).document["acronym"] == "YY"
    assert world.run(IPA, in_ipa()).counts == {"unchanged": 1}


def test_a_recognition_can_be_undone_for_good(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(acronym="CM"))
    world.catalogue.part("stakeholder", "pic-999879881", "curator")
    assert world.head(PIC).document["acronym"] == "CM"
    assert "pic" not in world.head(MILANO).document
    assert world.run(CORDIS, in_cordis(acronym="CM2")).counts == {"changed": 1}
    assert world.head(PIC).document["acronym"] == "CM2"
    assert "acronym" not in world.head(MILANO).document
    with pytest.raises(Conflict):
        world.catalogue.part("stakeholder", "pic-999879881", "curator")


def test_peoples_words_survive_a_merge_and_its_undoing(world: World) -> None:
    world.run(IPA, in_ipa())
    raw = {"name": "Milano Innova", "stakeholder_kind": "administration", "pic": "999879881"}
    made = world.catalogue.create("stakeholder", raw | {"contact": "a@example.org"}, "owner")
    world.catalogue.merge(made.iri, MILANO, "curator")
    assert world.head(MILANO).document["contact"] == "a@example.org"
    assert world.run(IPA, in_ipa(acronym="CdM")).counts == {"changed": 1}
    assert world.head(MILANO).document["pic"] == "999879881"
    world.catalogue.part("stakeholder", made.key, "curator")
    assert world.head(made.iri).document == made.document
    assert "contact" not in world.head(MILANO).document


def test_what_is_missing_waits_for_the_days_of_grace(world: World) -> None:
    world.harvest.deletion = Deletion(ceiling=50, grace=timedelta(days=2))
    world.run(IPA, in_ipa(), VARESE)
    assert world.run(IPA, VARESE).counts == {"unchanged": 1, "missing": 1}
    assert not world.head(MILANO).withdrawn
    world.today += timedelta(days=1)
    assert world.run(IPA, in_ipa(), VARESE).counts == {"unchanged": 2}
    world.today += timedelta(days=1)
    assert world.run(IPA, VARESE).counts == {"unchanged": 1, "missing": 1}
    world.today += timedelta(days=2)
    assert world.run(IPA, VARESE).counts == {"unchanged": 1, "withdrawn": 1}
    assert world.head(MILANO).withdrawn


def test_what_the_source_says_is_deleted_goes_at_once(world: World) -> None:
    world.harvest.deletion = Deletion(ceiling=0, grace=timedelta(days=30))
    world.run(IPA, in_ipa(), VARESE)
    run = world.run(IPA, VARESE, Removed("c_f205"), Removed("unheard"))
    assert run.counts == {"unchanged": 1, "withdrawn": 1}
    assert world.head(MILANO).withdrawn


def test_a_death_between_commit_and_report_leaves_no_orphan(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key of a created item is known before the item is there."""

    def dies(run: int, outcomes: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(world.database.harvests, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            world.run(IPA, in_ipa(), VARESE)
    assert not world.head(MILANO).withdrawn
    assert world.run(IPA, VARESE).counts == {"unchanged": 1, "withdrawn": 1}
    assert world.head(MILANO).withdrawn


def looked(world: World) -> list[Pair]:
    Recognition(world.catalogue, world.database.proposals).look()
    return [one.pair for one in world.database.proposals.listed("open", 50)]


def test_names_and_places_propose_and_codes_forbid(world: World) -> None:
    place = f"{BASE}id/territory/istat-015146"
    acme = {"name": {"und": "ACME ENERGIA S.R.L."}, "stakeholder_kind": "firm"}
    firms = [
        body("1", **acme, identifier=["r:1"], municipality=place),
        body("2", **(acme | {"name": {"it": "Acme Energia"}}), pic="999879881", municipality=place),
        body("3", **(acme | {"name": {"it": "Acme Energie srl"}}), vat=NUMBER, municipality=place),
        body("4", **acme, pic="999879882", municipality=f"{BASE}id/territory/istat-017029"),
        body("5", **(acme | {"name": {"it": "Acme Pompe"}}), pic="999879883", municipality=place),
        body("6", **(acme | {"name": {"it": "Istituto 1"}}), pic="999879884", municipality=place),
        body("7", **(acme | {"name": {"it": "Istituto 2"}}), pic="999879885", municipality=place),
    ]
    keyed = [
        Found(replace(one.description, key=f"k-{one.description.source_key}")) for one in firms
    ]
    world.run(IPA, *keyed)
    found = {(one.one[-1], one.other[-1]): one for one in looked(world)}
    assert set(found) == {("1", "2"), ("1", "3"), ("2", "3")}
    assert found["1", "2"].reasons == ("same name", "same municipality")
    assert found["1", "2"].score > found["1", "3"].score
    assert looked(world) == list(found.values()), "a second look adds nothing"


def test_a_person_decides_once(world: World) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(vat="00743110157"))
    recognition = Recognition(world.catalogue, world.database.proposals)
    recognition.look()
    (proposal,) = recognition.queue()
    assert recognition.accept(proposal.id, "curator").iri == MILANO
    assert world.head(PIC).merged_into == MILANO
    with pytest.raises(Conflict):
        recognition.refuse(proposal.id, "curator")
    assert recognition.undo(proposal.id, "curator").iri == PIC
    assert not world.head(PIC).withdrawn
    assert recognition.look() == 0, "what was undone is not proposed again"
    assert recognition.count() == 0


def test_every_field_says_where_it_comes_from(world: World) -> None:
    world.run(IPA, in_ipa(homepage="https://ipa.example/"))
    provenances = Provenances(world.catalogue)
    alone = provenances.of("stakeholder", "ipa-c_f205")
    assert {one.field: one.sources for one in alone.origins}["name"] == ("ipa",)
    world.run(CORDIS, in_cordis(acronym="CM", homepage="https://cordis.example/"))
    world.edit(MILANO, acronym="CdM")
    origins = {one.field: one for one in provenances.of("stakeholder", "ipa-c_f205").origins}
    assert origins["pic"].sources == ("cordis",)
    assert origins["homepage"].sources == ("ipa",)
    assert [one.value for one in origins["homepage"].others] == ["https://cordis.example/"]
    assert origins["acronym"].sources == ()
    assert not origins["acronym"].conflict
    assert "contact" not in origins


@pytest.mark.parametrize(("take", "value"), [(True, "XX"), (False, "CdM")])
def test_a_conflict_is_settled_by_whom_it_concerns(world: World, *, take: bool, value: str) -> None:
    world.run(IPA, in_ipa(acronym="CM"))
    world.edit(MILANO, acronym="CdM")
    world.run(IPA, in_ipa(acronym="XX"))
    provenances = Provenances(world.catalogue)

    def conflicts() -> list[str]:
        found = provenances.of("stakeholder", "ipa-c_f205").origins
        return [one.field for one in found if one.conflict]

    assert conflicts() == ["acronym"]
    provenances.settle("stakeholder", "ipa-c_f205", "acronym", "owner", take=take)
    assert world.head(MILANO).document["acronym"] == value
    assert conflicts() == []
    assert world.run(IPA, in_ipa(acronym="XX")).counts == {"unchanged": 1}
    assert conflicts() == []
    with pytest.raises(NotFound):
        provenances.settle("stakeholder", "ipa-c_f205", "acronym", "owner", take=take)
    world.run(IPA, in_ipa(acronym="YY"))
    assert world.head(MILANO).document["acronym"] == ("YY" if take else "CdM")
