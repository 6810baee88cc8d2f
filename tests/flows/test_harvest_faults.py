"""What must not go wrong when several hands write to one body, in whatever order."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from stdnum import luhn

from smartland.adapters.sql.engine import Engines
from smartland.domain.resource import Description
from smartland.ports.harvests import Source
from smartland.ports.importer import Found
from smartland.services.harvest import Deletion
from smartland.services.provenance import Provenances
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
    filler_iri,
    made,
    stands,
)

pytest_plugins = ["support.databases"]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(f"sqlite:///{tmp_path / 'truth.db'}") as world:
        yield world


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
