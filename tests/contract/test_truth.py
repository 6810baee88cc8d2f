"""What ``ports.truth`` promises, on every database."""

from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from resource import getpagesize
from sqlite3 import Cursor

import pytest
from sqlalchemy import Connection, event

from smartland.adapters.sql import Database, open_database
from smartland.adapters.sql.truth import SqlTruth
from smartland.domain.resource import MERGE, REPLACE, RESTORE, WITHDRAW, Revision, Write
from support.truths import BASE, NOW, a_write

pytest_plugins = ["support.databases"]

HOUR = timedelta(hours=1)
PAGE_SIZE = getpagesize()
IRI = f"{BASE}/unit/a"


@pytest.fixture
def truth(database: Database) -> SqlTruth:
    return database.truth


def put(truth: SqlTruth, *writes: Write, at: datetime = NOW) -> list[Revision]:
    return list(truth.write(writes, at))


def three_states(truth: SqlTruth) -> list[Revision]:
    """Three revisions of one unit, an hour apart, the last of them a withdrawal."""
    (first,) = put(truth, a_write("a"))
    second_write = replace(a_write("a", first.sequence), document={"name": {"it": "Nuova"}})
    (second,) = put(truth, second_write, at=NOW + HOUR)
    gone = replace(a_write("a", second.sequence), operation=WITHDRAW, triples="", note="closed")
    (third,) = put(truth, gone, at=NOW + 2 * HOUR)
    return [first, second, third]


def test_an_empty_truth_knows_nothing(truth: SqlTruth) -> None:
    assert truth.last_sequence() == 0
    assert truth.head(IRI) is None
    assert truth.find("unit", "a") is None
    assert truth.history(IRI) == []
    assert truth.revision(IRI, 1) is None
    assert truth.as_of(IRI, NOW) is None
    assert truth.changes(0, 10) == []
    assert truth.page("unit", "", 10) == []
    assert list(truth.all_heads()) == []
    assert truth.counts() == {}


def test_every_field_comes_back_as_it_was_written(truth: SqlTruth) -> None:
    write = Write(
        iri="https://dati.example.it/dataset/42#è",
        kind="dataset",
        key="x-42",
        operation="create",
        document={"b": {"it": ["Più", "𝔘\u0000"]}, "a": [{"iri": "x", "n": 1, "f": True}], "c": {}},
        extra="<a> <b> \"\\n'x'\" .\n",
        triples='<a> <b> "\\n\'x\'" .\n<a> <b> "è%s?:x" .\n',
        etag="0123",
        actor="comune",
        expected=None,
        source="dati-milano",
        owner="https://x/owner",
        note="prima importazione",
        merged_into="https://x/winner",
    )
    (revision,) = put(truth, write)
    kept = {one.name for one in fields(Revision)}
    values = {name: value for name, value in asdict(write).items() if name in kept}
    assert revision == Revision(sequence=1, number=1, at=NOW, **values)
    assert truth.head(write.iri) == revision
    assert truth.find("dataset", "x-42") == revision
    assert truth.heads([write.iri]) == {write.iri: revision}
    assert truth.history(write.iri) == [revision]
    assert truth.revision(write.iri, 1) == revision
    assert truth.as_of(write.iri, NOW) == revision
    assert truth.changes(0, 10) == [revision]
    assert truth.page("dataset", "", 10) == [revision]
    assert list(truth.all_heads()) == [revision]


def test_instants_come_back_in_utc(truth: SqlTruth) -> None:
    (written,) = put(truth, a_write("a"), at=NOW.astimezone(timezone(timedelta(hours=-7))))
    head = truth.head(IRI)
    assert head is not None
    assert (head.at, head.at.tzinfo) == (written.at, written.at.tzinfo) == (NOW, UTC)


def test_instants_without_a_zone_are_refused(truth: SqlTruth) -> None:
    with pytest.raises(ValueError, match="time zone"):
        put(truth, a_write("a"), at=NOW.replace(tzinfo=None))


def test_sequences_run_through_and_numbers_count_per_resource(truth: SqlTruth) -> None:
    put(truth, a_write("a"), a_write("b"))
    put(truth, a_write("b", 2), a_write("c"), a_write("a", 1))
    found = [(change.sequence, change.key, change.number) for change in truth.changes(0, 10)]
    assert found == [(1, "a", 1), (2, "b", 1), (3, "b", 2), (4, "c", 1), (5, "a", 2)]
    assert truth.last_sequence() == 5


def test_writing_nothing_changes_nothing(truth: SqlTruth) -> None:
    assert put(truth) == []
    assert truth.last_sequence() == 0


def test_writes_to_one_iri_in_a_batch_take_effect_in_their_order(truth: SqlTruth) -> None:
    create = a_write("a")
    edit = replace(create, operation=REPLACE, document={"step": 2})
    gone = replace(create, operation=WITHDRAW, document={"step": 3})
    put(truth, create, edit, a_write("b"), gone)
    assert [revision.number for revision in truth.history(IRI)] == [3, 2, 1]
    assert truth.head(IRI) == truth.revision(IRI, 3)
    assert list(truth.all_heads()) == [truth.head(f"{BASE}/unit/b")]


def test_a_later_batch_may_write_one_iri_twice_too(truth: SqlTruth) -> None:
    put(truth, a_write("a"))
    put(truth, a_write("a", 1), replace(a_write("a", 1), document={"last": True}))
    head = truth.head(IRI)
    assert head is not None
    assert (head.number, head.sequence, head.document) == (3, 3, {"last": True})


def test_the_withdrawn_stay_heads_but_are_not_shown(truth: SqlTruth) -> None:
    *_, gone = three_states(truth)
    assert truth.head(IRI) == truth.find("unit", "a") == gone
    assert truth.heads([IRI]) == {IRI: gone}
    assert (truth.page("unit", "", 9), list(truth.all_heads()), truth.counts()) == ([], [], {})


def test_the_restored_are_shown_again(truth: SqlTruth) -> None:
    *_, gone = three_states(truth)
    (back,) = put(truth, replace(a_write("a", gone.sequence), operation=RESTORE))
    assert truth.page("unit", "", 9) == list(truth.all_heads()) == [back]
    assert truth.counts() == {"unit": 1}


def test_the_merged_are_not_shown_and_say_where_they_went(truth: SqlTruth) -> None:
    put(truth, a_write("a"), a_write("b"))
    winner = f"{BASE}/unit/b"
    put(truth, replace(a_write("a", 1), operation=MERGE, triples="", merged_into=winner))
    head = truth.head(IRI)
    assert head is not None
    assert head.merged_into == winner
    assert truth.counts() == {"unit": 1}


def test_pages_follow_the_code_points_of_the_keys(truth: SqlTruth) -> None:
    keys = ["è", "a-b", "a", "B", "ab", "a_b", "10", "9", "Z", "ipa-c_f205"]
    put(truth, *map(a_write, keys), replace(a_write("other"), kind="project"))
    seen: list[str] = []
    while page := truth.page("unit", seen[-1] if seen else "", 3):
        assert len(page) <= 3
        seen += [revision.key for revision in page]
    assert seen == sorted(keys)
    assert truth.page("unit", "", 0) == []


def test_all_heads_come_by_the_code_points_of_their_iris(truth: SqlTruth) -> None:
    put(truth, *map(a_write, ["è", "a-b", "a", "B", "ab"]))
    iris = [revision.iri for revision in truth.all_heads(2)]
    assert iris == sorted(iris)
    assert len(iris) == 5


def test_all_heads_are_of_one_moment(truth: SqlTruth) -> None:
    put(truth, *(a_write(f"k{n}") for n in range(8)))
    heads = truth.all_heads(batch=2)
    seen = [next(heads)]
    put(truth, replace(a_write("k7", 8), document={"late": True}), a_write("k9"))
    put(truth, replace(a_write("k5", 6), operation=WITHDRAW))
    seen += heads
    assert [(revision.key, revision.number) for revision in seen] == [
        (f"k{n}", 1) for n in range(8)
    ]


def test_an_abandoned_stream_gives_its_connection_back(truth: SqlTruth) -> None:
    put(truth, a_write("a"), a_write("b"))
    for _ in range(40):  # more than there are connections
        heads = truth.all_heads(batch=1)
        next(heads)
        del heads
    assert truth.last_sequence() == 2


def test_all_heads_take_bounded_memory(truth: SqlTruth) -> None:
    size, many = 20_000, 2_000
    for start in range(0, many, 100):
        put(truth, *(replace(a_write(f"k{start + n}"), extra="x" * size) for n in range(100)))
    before = resident_bytes()
    largest = max(resident_bytes() for _ in truth.all_heads(batch=20))
    assert largest - before < size * many / 4


def resident_bytes() -> int:
    """The memory of this process, with that of the database's client library in it."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_SIZE


def test_history_is_newest_first_and_each_state_can_be_had(truth: SqlTruth) -> None:
    states = three_states(truth)
    assert truth.history(IRI) == states[::-1]
    assert [truth.revision(IRI, n) for n in (1, 2, 3)] == states
    assert truth.revision(IRI, 0) is None
    assert truth.revision(IRI, 4) is None


def test_as_of_gives_the_state_of_an_instant(truth: SqlTruth) -> None:
    first, second, third = three_states(truth)
    tick = timedelta(microseconds=1)
    expected = {
        NOW - tick: None,
        NOW: first,
        NOW + HOUR - tick: first,
        NOW + HOUR: second,
        (NOW + HOUR).astimezone(timezone(timedelta(hours=9))): second,
        NOW + 3 * HOUR: third,
    }
    assert {instant: truth.as_of(IRI, instant) for instant in expected} == expected


def test_the_last_write_is_the_state_after_a_clock_that_went_back(truth: SqlTruth) -> None:
    put(truth, a_write("a"), at=NOW + HOUR)
    (second,) = put(truth, a_write("a", 1), at=NOW)
    assert truth.as_of(IRI, NOW + 2 * HOUR) == second


def test_changes_go_on_after_a_sequence(truth: SqlTruth) -> None:
    revisions = put(truth, *(a_write(f"k{n}") for n in range(7)))
    assert truth.changes(0, 3) == revisions[:3]
    assert truth.changes(3, 100) == revisions[3:]
    assert truth.changes(7, 100) == []
    assert truth.changes(0, 0) == []


def test_heads_of_many_iris_leave_out_the_absent(truth: SqlTruth) -> None:
    revisions = put(truth, *(a_write(f"k{n}") for n in range(1_203)))
    iris = [revision.iri for revision in revisions]
    wanted = [*iris, *iris[:3], *(f"{BASE}/unit/no{n}" for n in range(600))]
    assert truth.heads(wanted) == {revision.iri: revision for revision in revisions}
    assert truth.heads([]) == {}


def test_counts_are_by_kind(truth: SqlTruth) -> None:
    projects = [replace(a_write(f"p{n}"), kind="project") for n in range(3)]
    put(truth, a_write("a"), a_write("b"), *projects)
    put(truth, replace(a_write("b", 2), operation=WITHDRAW))
    assert truth.counts() == {"unit": 1, "project": 3}


def test_facts_are_kept_and_can_change(truth: SqlTruth) -> None:
    assert truth.meta("base") is None
    truth.set_meta("base", "https://a/")
    truth.set_meta("other", "")
    truth.set_meta("base", "https://b/")
    assert (truth.meta("base"), truth.meta("other")) == ("https://b/", "")


def test_pages_and_counts_read_an_index_of_the_shown(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/truth.db")
    plans: list[str] = []

    @event.listens_for(database.engines.reader, "before_cursor_execute")
    def explain(
        connection: Connection, cursor: Cursor, statement: str, values: tuple[str], *_: object
    ) -> None:
        if statement.startswith("SELECT"):
            asked = connection.connection.cursor()
            asked.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.append(" ".join(row[3] for row in asked.fetchall()))

    database.truth.page("unit", "a", 10)
    database.truth.counts()
    assert ["ix_resource_shown" in plan and "TEMP" not in plan for plan in plans] == [True] * 2
    database.close()
