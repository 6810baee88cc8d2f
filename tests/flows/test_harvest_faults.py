"""What must not go wrong when several sources and people write to one body, in whatever order."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from stdnum import luhn

from smartland.adapters.sql.engine import Engines
from smartland.domain.resource import Description, Revision
from smartland.errors import Conflict
from smartland.ports.harvests import Source
from smartland.ports.importer import Found
from smartland.ports.proposals import Pair
from smartland.services.harvest import Deletion
from smartland.services.provenance import Provenances
from smartland.services.recognition import Recognition
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

pytest_plugins = ["support.databases"]

STARTUPS = Source("startups", "list", "startups")
OTHER_NUMBER = "00743110157"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(f"sqlite:///{tmp_path / 'truth.db'}") as world:
        yield world


def made(world: World, name: str, **fields: object) -> Revision:
    raw = {"name": name, "stakeholder_kind": "university"} | fields
    return world.catalogue.create("stakeholder", raw, "owner")


def stands(world: World, iri: str) -> bool:
    return not world.head(iri).withdrawn


def part(world: World, iri: str) -> Revision:
    head = world.head(iri)
    return world.catalogue.part("stakeholder", head.key, "curator")


FILLER = [body(f"f{n}", name={"it": f"Comune numero {n}"}, ipa_code=f"c_x{n:03}") for n in range(9)]


def filler_iri(number: int) -> str:
    return f"{BASE}id/stakeholder/ipa-c_x{number:03}"


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


# what leaves


def test_when_only_words_are_left_they_are_not_published_as_a_torso(world: World) -> None:
    world.run(IPA, *FILLER, in_ipa())
    world.run(CORDIS, *FILLER, in_cordis(vat=OTHER_NUMBER))
    world.edit(PIC, description={"en": "edited"})
    world.catalogue.merge(PIC, MILANO, "curator")
    world.run(IPA, *FILLER)
    world.run(CORDIS, *FILLER)
    head = world.head(MILANO)
    assert not head.withdrawn, "what somebody edited stays"
    assert head.document["name"]
    assert head.document["stakeholder_kind"]
    assert head.document["description"] == {"en": "edited"}


def test_what_was_made_by_hand_loses_only_what_the_source_added(world: World) -> None:
    mine = made(world, "Comune di Milano", ipa_code="c_f205")
    world.run(IPA, *FILLER, in_ipa(acronym="CdM"))
    assert world.head(mine.iri).document["acronym"] == "CdM"
    assert world.run(IPA, *FILLER).counts == {"unchanged": 9, "withdrawn": 1}
    assert world.head(mine.iri).document == mine.document


def test_what_people_keep_does_not_count_as_vanished_for_ever(world: World) -> None:
    items = [body(f"e{n}", name={"it": f"Ente {n}"}, ipa_code=f"e_x{n:03}") for n in range(3)]
    world.run(IPA, *FILLER, *items)
    for item in items:
        world.edit(f"{BASE}id/stakeholder/ipa-{item.description.document['ipa_code']}", acronym="E")
    world.harvest.deletion = replace(world.harvest.deletion, ceiling=30)
    assert world.run(IPA, *FILLER).counts == {"unchanged": 9, "kept": 3}
    world.harvest.deletion = replace(world.harvest.deletion, ceiling=20)
    run = world.run(IPA, *FILLER[1:])
    assert run.counts == {"unchanged": 8, "withdrawn": 1}, run.message
    assert world.run(IPA, *FILLER[1:], items[0]).counts == {"unchanged": 9}


def test_the_order_of_those_who_stay_does_not_freeze_what_they_say(world: World) -> None:
    """The home leaves; of those that stay one speaks under two names."""
    world.run(IPA, *FILLER, in_ipa())
    a_name = f"{BASE}id/stakeholder/aaa"
    by_hand = replace(in_cordis(acronym="C2").description, key="", iri=a_name, source_key="c2")
    world.run(CORDIS, Found(by_hand))
    own = replace(in_ipa(acronym="S").description, source_key="s")
    world.run(STARTUPS, Found(own))
    cordis = replace(in_ipa(acronym="C").description, source_key="c1")
    world.run(CORDIS, Found(by_hand), Found(cordis))
    world.run(IPA, *FILLER)
    changed = [replace(cordis, document=dict(cordis.document) | {"acronym": "C!"})]
    world.run(STARTUPS, Found(replace(own, document=dict(own.document) | {"acronym": "S!"})))
    world.run(CORDIS, Found(by_hand), Found(changed[0]))
    assert world.head(MILANO).document["acronym"] in ("S!", "C!")
    origins = Provenances(world.catalogue).of("stakeholder", "ipa-c_f205").origins
    assert not [one.field for one in origins if one.conflict]


# several hands at once


def test_somebody_who_writes_all_the_time_costs_no_item(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run(IPA, in_ipa(), *FILLER)
    commit = type(world.catalogue).commit
    turns = iter(range(4))

    def meddling(self: object, drafts: list, actor: str) -> object:  # type: ignore[type-arg]
        if actor.startswith("harvest:") and next(turns, None) is not None:
            head = world.head(MILANO)
            draft = {"contact": f"c{head.number}@example.org"}
            with monkeypatch.context() as still:
                still.setattr(type(world.catalogue), "commit", commit)
                world.catalogue.patch("stakeholder", head.key, draft, "owner", head.etag)
        return commit(world.catalogue, drafts, actor)

    monkeypatch.setattr(type(world.catalogue), "commit", meddling)
    run = world.run(IPA, in_ipa(acronym="CdM"), *FILLER)
    assert run.counts == {"changed": 1, "unchanged": 9}, world.reason(run)
    assert world.head(MILANO).document["acronym"] == "CdM"


def test_an_edit_at_the_moment_of_a_withdrawal_does_not_end_the_harvest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run(IPA, in_ipa(), *FILLER)
    commit = type(world.catalogue).commit
    turns = iter(range(1))

    def meddling(self: object, drafts: list, actor: str) -> object:  # type: ignore[type-arg]
        if actor.startswith("harvest:") and drafts and next(turns, None) is not None:
            monkeypatch.setattr(type(world.catalogue), "commit", commit)
            world.edit(MILANO, acronym="CdM")
        return commit(world.catalogue, drafts, actor)

    monkeypatch.setattr(type(world.catalogue), "commit", meddling)
    run = world.run(IPA, *FILLER)
    assert (run.state, run.counts) == ("done", {"unchanged": 9, "kept": 1}), run.message
    assert stands(world, MILANO)


def test_a_death_after_a_recognition_leaves_no_orphan(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run(IPA, in_ipa())

    def dies(run: int, outcomes: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(world.database.harvests, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            world.run(CORDIS, in_cordis(), *FILLER)
    assert world.head(MILANO).document["pic"]
    world.run(CORDIS, *FILLER)
    assert "pic" not in world.head(MILANO).document


def test_a_harvest_that_another_one_overtook_stops(world: World) -> None:
    """Two processes on one source: the later one counts, the earlier one withdraws nothing."""
    slow, quick = [*FILLER], [*FILLER, in_ipa()]

    class Overtaken:
        name, label = "list", None

        def read(self, address: str, fetcher: object, base: str) -> Iterator[object]:
            yield from slow
            world.harvest.importers = {"list": world.importer}
            assert world.run(IPA, *quick).state == "done"

    world.harvest.importers = {"list": Overtaken()}  # type: ignore[dict-item]
    run = world.harvest.run(IPA)
    assert run.state == "interrupted"
    assert stands(world, MILANO)
    assert world.run(IPA, *quick).counts == {"unchanged": 10}


def test_an_importer_with_a_mistake_ends_its_run(world: World) -> None:
    class Broken:
        name, label = "list", None

        def read(self, address: str, fetcher: object, base: str) -> Iterator[object]:
            yield in_ipa()
            raise ZeroDivisionError

    world.harvest.importers = {"list": Broken()}  # type: ignore[dict-item]
    run = world.harvest.run(IPA)
    assert run.state == "failed"
    assert "ZeroDivisionError" in run.message


def state(world: World) -> object:
    """All that is here but numbers and times."""
    heads = {one.iri: one for one in world.database.truth.changes(0, 10_000)}
    said = world.database.truth.contributions(sorted(heads))
    with world.database.engines.reading() as connection:
        keys = connection.execute(text("SELECT source, source_key, iri, present FROM harvest_key"))
        known = sorted(tuple(row) for row in keys if row.present)
    shown = {iri: (one.document, one.triples, one.merged_into) for iri, one in heads.items()}
    return shown, {iri: list(rows) for iri, rows in said.items()}, known


def before_and_after(world: World) -> list[Found]:
    """A platform with two sources and an edit; what one of them says next: something changed, new,
    recognised, recognised under another name than before, and gone."""
    acme = {"name": {"it": "Acme"}, "rea": "MI-1234567", "stakeholder_kind": "firm"}
    lodi = {"name": {"it": "Comune di Lodi"}, "ipa_code": "c_e648", "tax_code": OTHER_NUMBER}
    world.run(IPA, in_ipa(), body("lodi", **lodi), *FILLER)
    gone = body("gone", name={"it": "Ente"}, pic="999879883")
    world.run(CORDIS, in_cordis(acronym="A"), gone, body("7", **acme), *FILLER)
    world.edit(MILANO, homepage="https://ours.example/")
    return [
        in_cordis(acronym="B", homepage="https://theirs.example/"),
        body("new", name={"it": "Nuovo"}, pic="999879884"),
        body("l", name={"it": "Lodi"}, pic="999879885", vat=OTHER_NUMBER),
        body("7", **acme, ror="01nffqt88"),
        *FILLER,
    ]


def dies_after(world: World, writes: int, *items: Found) -> None:
    """A harvest whose process is killed after so many transactions."""
    writing, left = Engines.writing, iter(range(writes))

    @contextmanager
    def dying(engines: Engines) -> Iterator[Connection]:
        with writing(engines) as connection:
            yield connection
        if next(left, None) == writes - 1:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(Engines, "writing", dying)
        world.run(CORDIS, *items)


@pytest.mark.parametrize("writes", range(1, 12))
def test_a_death_after_any_write_is_made_up_for_by_the_next_run(
    world: World, tmp_path: Path, writes: int
) -> None:
    with opened(f"sqlite:///{tmp_path / 'whole.db'}") as whole:
        whole.run(CORDIS, *before_and_after(whole))
        wanted = state(whole)
    items = before_and_after(world)
    dies_after(world, writes, *items)
    world.run(CORDIS, *items)
    assert state(world) == wanted
    number = world.database.truth.last_sequence()
    assert world.run(CORDIS, *items).counts == {"unchanged": 13}
    assert world.database.truth.last_sequence() == number


@pytest.mark.parametrize("writes", range(1, 12))
def test_a_death_after_any_write_leaves_nothing_that_its_source_then_drops(
    world: World, writes: int
) -> None:
    items = before_and_after(world)
    dies_after(world, writes, *items)
    world.harvest.deletion = Deletion(ceiling=100)
    world.run(CORDIS, items[0], *FILLER)
    shown = {one.iri for one in world.catalogue.page("stakeholder", "", 100)}
    lodi = f"{BASE}id/stakeholder/ipa-c_e648"
    assert shown == {MILANO, lodi, *(filler_iri(number) for number in range(9))}
    assert "pic" not in world.head(lodi).document
    assert world.head(MILANO).document["acronym"] == "B"
    assert world.head(MILANO).document["homepage"] == "https://ours.example/"


def crowd(source: Source, **fields: str) -> list[Found]:
    """Three hundred bodies, each with a number that it has in every register."""
    found = []
    for number in range(1, 301):
        code = f"{number:07}015"
        document = {"name": {"it": f"Ente {number}"}, "stakeholder_kind": "administration"}
        document |= {"tax_code": code + luhn.calc_check_digit(code)} | fields
        key = f"{source.name}-{number}"
        found.append(Found(Description("stakeholder", key, document, key=key)))
    return found


def test_two_processes_that_write_to_the_same_bodies_lose_nothing(url: str) -> None:
    with opened(url) as first, opened(url) as second:
        first.run(IPA, *crowd(IPA))
        one, two = crowd(CORDIS, acronym="A"), crowd(STARTUPS, homepage="https://a.example/")
        with ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(first.run, CORDIS, *one), pool.submit(second.run, STARTUPS, *two)]
        for run in runs:
            assert (run.result().state, run.result().counts) == ("done", {"changed": 300})
        for item in crowd(IPA):
            document = first.head(f"{BASE}id/stakeholder/{item.description.key}").document
            assert document["acronym"] == "A"
            assert document["homepage"] == "https://a.example/"
        for source, items in ((IPA, crowd(IPA)), (CORDIS, one), (STARTUPS, two)):
            assert first.run(source, *items).counts == {"unchanged": 300}


def test_a_number_that_many_share_names_none_of_them(world: World) -> None:
    """The branches of a house: nobody can look at every pair of them."""
    branches = [in_cordis(pic=str(999_879_000 + number)) for number in range(50)]
    world.run(CORDIS, *branches)
    assert world.run(IPA, in_ipa()).counts == {"created": 1}
    assert world.database.proposals.count("open") == 0


# the review queue


def paired(world: World, one: str, other: str) -> int:
    world.database.proposals.add([Pair("stakeholder", one, other, 90, ("same name",))], world.today)
    return world.database.proposals.listed("open", 1)[0].id


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
