"""Saved searches tell what is new among their results, what changed there, and nothing else."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smartland.errors import Conflict, Invalid, Label, NotFound
from smartland.ports.alerts import Percolated
from smartland.ports.saved_searches import ACTIVE, BROKEN, CHANGED, CREATED, PAUSED, Limits
from smartland.services.alerts import running
from smartland.services.alerts.saving import Wanted
from smartland.services.searching.answers import SearchQuery
from support.alerting import AlertWorld, alert_world

pytest_plugins = ["support.databases"]


@pytest.fixture
def world(tmp_path: Path, migrated_file: Path) -> Iterator[AlertWorld]:
    shutil.copy(migrated_file, tmp_path)
    with alert_world(tmp_path) as world:
        yield world


def test_what_is_new_and_what_changed_is_told_once(world: AlertWorld) -> None:
    search = world.save("q=acqua")
    world.put("1", "Reti per l'acqua")
    world.put("2", "Energia dal sole")
    assert world.found(search) == [("1", CREATED)]
    world.put("1", "Reti nuove per l'acqua")
    assert world.found(search) == [("1", CREATED), ("1", CHANGED)]
    assert world.found(search) == [("1", CREATED), ("1", CHANGED)]


def test_what_was_there_before_the_search_is_not_told(world: AlertWorld) -> None:
    world.put("1", "Acqua")
    world.save("q=sole")
    world.alerts.runner.catch_up()
    world.put("2", "Acqua piovana")
    search = world.save("q=acqua")
    assert world.found(search) == []
    world.put("3", "Acqua di mare")
    assert world.found(search) == [("3", CREATED)]


def test_what_comes_to_match_is_new(world: AlertWorld) -> None:
    world.put("1", "Energia")
    search = world.save("q=acqua")
    world.put("1", "Energia dall'acqua")
    assert world.found(search) == [("1", CREATED)]
    world.put("1", "Energia")
    assert world.found(search) == [("1", CREATED)]


def test_several_changes_in_one_batch_are_one_alert(world: AlertWorld) -> None:
    search = world.save("q=acqua")
    for number in range(5):
        last = world.put("1", f"Acqua, versione {number}")
    assert world.found(search) == [("1", CREATED)]
    assert world.stored(search)[0].sequence == last.sequence


def test_a_revision_with_the_same_public_content_is_no_change(world: AlertWorld) -> None:
    head = world.put("1", "Acqua")
    search = world.save("q=acqua")
    world.catalogue.restore("call", head.key, 1, "tester", "*")
    assert world.catalogue.truth.last_sequence() == head.sequence + 1
    assert world.found(search) == []


def test_private_and_withdrawn_things_are_not_told(world: AlertWorld) -> None:
    search = world.save("q=acqua")
    world.put("1", "Acqua segreta", private=True)
    world.put("2", "Acqua")
    world.withdraw("2")
    assert world.found(search) == []
    world.put("1", "Acqua non più segreta", private=False)
    assert world.found(search) == [("1", CREATED)]


def test_a_search_may_want_one_sort_of_event_only(world: AlertWorld) -> None:
    new = world.save("q=acqua", events=(CREATED,))
    changes = world.save("q=acqua", events=(CHANGED,))
    world.put("1", "Acqua")
    world.found(new)
    world.put("1", "Acqua e sole")
    assert world.found(new) == [("1", CREATED)]
    assert world.found(changes) == [("1", CHANGED)]


def test_kinds_filters_and_phrases_count_as_in_the_search(world: AlertWorld) -> None:
    calls = world.save("q=acqua&kind=call")
    needs = world.save("q=acqua&kind=need")
    phrase = world.save("q=%22acqua+di+mare%22")
    without = world.save("q=acqua+-mare")
    everything = world.save("")
    world.put("1", "Acqua di mare")
    assert world.found(calls) == [("1", CREATED)]
    assert world.found(needs) == []
    assert world.found(phrase) == [("1", CREATED)]
    assert world.found(without) == []
    assert world.found(everything) == [("1", CREATED)]


def test_while_paused_nothing_is_told_and_nothing_is_made_up_for(world: AlertWorld) -> None:
    search = world.save("q=acqua")
    paused = world.alerts.saving.change(search, Wanted(state=PAUSED))
    world.put("1", "Acqua")
    assert world.found(search) == []
    world.alerts.saving.change(paused, Wanted(state=ACTIVE))
    world.put("2", "Acqua")
    assert world.found(search) == [("2", CREATED)]


def test_another_query_tells_what_changes_from_then_on(world: AlertWorld) -> None:
    search = world.save("q=acqua")
    world.put("1", "Sole")
    world.alerts.saving.change(search, Wanted(query="q=sole"))
    world.put("2", "Acqua")
    world.put("3", "Sole")
    assert world.found(search) == [("3", CREATED)]


def test_equal_searches_are_stored_as_equal_texts(world: AlertWorld) -> None:
    one = world.save("kind=need&q=acqua&kind=call&limit=5&cursor=abc&box=45,9,46,10")
    other = world.save(
        "https://example.org/search?q=acqua&box=45.0,9.0,46,10&kind=call&kind=need&lang=en"
    )
    assert one.query == other.query == "q=acqua&kind=call&kind=need&box=45%2C9%2C46%2C10"


@pytest.mark.parametrize(
    "query", ["colour=red", "kind=dragon", "box=1,2,3", "q=" + "x" * 5_000, "in=x&in=y&nothing=z"]
)
def test_a_query_that_cannot_be_answered_is_refused(world: AlertWorld, query: str) -> None:
    with pytest.raises(Invalid) as caught:
        world.save(query)
    assert [one.field for one in caught.value.problems] == ["query"]


def test_a_broken_search_says_why_and_stops_nobody(world: AlertWorld) -> None:
    good, bad = world.save("q=acqua"), world.save("q=acqua")
    # as after an upgrade that took a field away
    world.database.searches.change(replace(bad, query="colour=red"))
    world.put("1", "Acqua")
    assert world.found(good) == [("1", CREATED)]
    broken = world.state(bad)
    assert broken.state == BROKEN
    assert broken.reason is not None
    assert "colour" in broken.reason.it
    with pytest.raises(Invalid):
        world.alerts.saving.change(broken, Wanted(state=ACTIVE))
    mended = world.alerts.saving.change(broken, Wanted(query="q=acqua"))
    assert (mended.state, mended.reason) == (ACTIVE, None)
    world.put("2", "Acqua")
    assert world.found(bad) == [("2", CREATED)]


def test_a_query_that_the_index_refuses_breaks_its_search_only(
    world: AlertWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = world.save("q=acqua"), world.save("q=acqua&kind=call")
    reason = Label(it="Nome ignoto.", en="Unknown name.")
    percolator = world.alerts.runner._percolator
    matches = percolator.matches

    def refusing(documents, requests):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        return replace(matches(documents, requests), broken={bad.id: reason})

    monkeypatch.setattr(percolator, "matches", refusing)
    world.put("1", "Acqua")
    assert world.found(good) == [("1", CREATED)]
    assert world.found(bad) == []
    assert world.state(bad).reason == reason


def test_nothing_is_read_while_nobody_has_saved_a_search(
    world: AlertWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.alerts.runner.catch_up()
    world.put("1", "Acqua")

    def fail(after: int, limit: int) -> None:
        raise AssertionError("read the change log")

    monkeypatch.setattr(world.catalogue.truth, "changes", fail)
    assert world.alerts.runner.catch_up() == 1
    assert world.alerts.runner.catch_up() == 0


def test_many_changes_are_looked_at_in_batches(
    world: AlertWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 3)
    search = world.save("q=acqua")
    for number in range(10):
        world.put(f"{number}", "Acqua")
    assert [world.alerts.runner.step() for _ in range(5)] == [3, 3, 3, 1, 0]
    assert [key for key, _ in world.found(search)] == [f"{n}" for n in range(10)]


def test_a_renamed_concept_reads_the_queries_anew(world: AlertWorld) -> None:
    asked: list[SearchQuery] = []
    compile_query = world.alerts.runner._compile

    def counting(query: SearchQuery):  # type: ignore[no-untyped-def] # noqa: ANN202
        asked.append(query)
        return compile_query(query)

    world.alerts.runner._compile = counting
    world.save("q=acqua")
    for number in range(3):
        world.put(f"{number}", "Acqua")
        world.alerts.runner.catch_up()
    assert len(asked) == 1
    world.catalogue.create("scheme", {"title": {"it": "Elenco"}}, "tester")
    world.alerts.runner.catch_up()
    assert len(asked) == 2


def test_there_are_limits_for_an_owner_and_for_all(tmp_path: Path) -> None:
    with alert_world(tmp_path, limits=Limits(owner=2, platform=3)) as world:
        world.save("q=a")
        last = world.save("q=b")
        with pytest.raises(Conflict, match="2"):
            world.save("q=c")
        world.alerts.saving.create("other", Wanted(name="x", query="q=d"))
        with pytest.raises(Conflict, match="3"):
            world.alerts.saving.create("other", Wanted(name="x", query="q=e"))
        world.alerts.saving.remove(last)
        world.save("q=c")


def test_a_removed_search_is_gone_with_its_alerts(world: AlertWorld) -> None:
    search = world.save("q=acqua")
    world.put("1", "Acqua")
    world.found(search)
    world.alerts.saving.remove(search)
    assert world.stored(search) == []
    with pytest.raises(NotFound):
        world.state(search)


def test_a_search_that_is_removed_in_between_stops_nobody(
    world: AlertWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    staying, going = world.save("q=acqua"), world.save("q=acqua")
    percolator = world.alerts.runner._percolator
    matches = percolator.matches

    def removing(documents, requests) -> Percolated:  # type: ignore[no-untyped-def] # noqa: ANN001
        world.alerts.saving.remove(going)
        return matches(documents, requests)

    monkeypatch.setattr(percolator, "matches", removing)
    world.put("1", "Acqua")
    assert world.found(staying) == [("1", CREATED)]


def test_the_owner_alone_finds_a_search(world: AlertWorld) -> None:
    search = world.save("q=acqua")
    assert world.alerts.saving.get(search.id, "tester").id == search.id
    with pytest.raises(NotFound):
        world.alerts.saving.get(search.id, "other")


def test_ids_cannot_be_guessed(world: AlertWorld) -> None:
    ids = {world.save(f"q={number}").id for number in range(50)}
    assert len(ids) == 50
    assert {len(one) for one in ids} == {32}
    # no character stands at one place in all of them: nothing of them is counted or dated
    assert all(len({one[place] for one in ids}) > 10 for place in range(32))
