"""The dry run says what the harvest then does, and leaves no trace."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import create_engine, inspect, text

from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.harvests import CREATED, REJECTED, Source
from smartland.ports.importer import Found, Item, Removed
from smartland.ports.importer import Rejected as RejectedItem
from smartland.services.preview import Bounds, Foreseen, Preview
from smartland.wiring import Core, Services
from support.harvest_doors import HarvestWorld, body, in_cordis, in_ipa
from support.shared_data import shared
from support.sheets import sheet

TOLD = Source("told", "told", "https://told.example/")


def tables(core: Core) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    engine = create_engine(core.settings.truth_url)
    try:
        with engine.connect() as connection:
            return {
                name: sorted(
                    (tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))),  # noqa: S608 - our own tables
                    key=repr,
                )
                for name in inspect(engine).get_table_names()
            }
    finally:
        engine.dispose()


def foreseen(core: Core, source: Source) -> Foreseen:
    """The dry run, which must not change anything in the database, nor keep a file."""
    before, sequence = tables(core), core.catalogue.truth.last_sequence()
    found = Preview(core.harvest).run(source)
    assert tables(core) == before
    assert core.catalogue.truth.last_sequence() == sequence
    assert not {"uploads", "fetched"} & {one.name for one in core.settings.data_dir.iterdir()}
    return found


def same_as_harvest(core: Core, source: Source) -> Foreseen:
    """The dry run, whose counts are those of the harvest that follows."""
    found = foreseen(core, source)
    run = core.harvest.run(source)
    assert run.state == found.state == "done"
    assert dict(found.counts) == run.counts
    real = core.harvest_log.outcomes(run.id, None, 1_000)
    assert list(found.outcomes) == list(real)
    return found


@pytest.fixture
def world(services: Services) -> HarvestWorld:
    return HarvestWorld(services)


# the same as the harvest


def test_spreadsheet_twice_then_edited(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "needs.csv"
    source = Source("needs", "spreadsheet", str(path))
    rows = [{"id": str(number)} for number in range(12)]
    rows[4]["budget"] = "tanti"
    path.write_bytes(sheet(*rows))
    found = same_as_harvest(services.core, source)
    assert found.counts == {"created": 11, "rejected": 1}
    assert [(one.row, one.header) for one in found.problems] == [(6, "budget")]
    assert same_as_harvest(services.core, source).counts == {"unchanged": 11, "rejected": 1}
    rows[4]["budget"] = "1000"
    rows[5]["title_it"] = "Un altro titolo"
    path.write_bytes(sheet(*rows))
    counts = same_as_harvest(services.core, source).counts
    assert counts == {"created": 1, "changed": 1, "unchanged": 10}


def test_real_catalogue(services: Services) -> None:
    smallest = min(shared("dcatapit", "real").iterdir(), key=lambda one: one.stat().st_size)
    source = Source("catalogue", "dcat", str(smallest))
    assert same_as_harvest(services.core, source).counts["created"]
    assert "created" not in same_as_harvest(services.core, source).counts


def test_real_startups(services: Services, tmp_path: Path) -> None:
    register = shared("firms", "startup_registry.csv.gz")
    with gzip.open(register) as file:
        lines = [next(file) for _ in range(400)]
    path = tmp_path / "startups.csv"
    path.write_bytes(b"".join(lines))
    source = Source("startups", "startups", str(path))
    assert same_as_harvest(services.core, source).counts["created"] > 300
    assert same_as_harvest(services.core, source).counts["unchanged"] > 300


def test_one_body_from_two_sources(world: HarvestWorld) -> None:
    core = world.services.core
    world.run(TOLD, in_ipa())
    second = Source("second", "told", "https://second.example/")
    world.importer.items[second.address] = [in_cordis(name={"it": "Comune di Milano"})]
    found = same_as_harvest(core, second)
    assert "recognised as" in found.outcomes[0].reason


def test_items_of_later_batches_meet_earlier_ones(world: HarvestWorld) -> None:
    others = [
        body(f"n{number}", name={"it": f"Ente {number}"}, ipa_code=f"x_{number}")
        for number in range(600)
    ]
    again = in_cordis(name={"it": "Comune di Milano"}, homepage="https://milano.example/")
    world.importer.items[TOLD.address] = [in_ipa(), *others, again]
    found = same_as_harvest(world.services.core, TOLD)
    assert "recognised as" in [one.reason for one in found.outcomes][-1]
    assert found.counts == {"created": 601, "changed": 1}


def test_edits_of_people_are_kept(world: HarvestWorld) -> None:
    world.run(TOLD, in_ipa())
    world.edit("ipa-c_f205", name={"it": "Comune di Milano (Milan)"})
    world.importer.items[TOLD.address] = [in_ipa(name={"it": "Milano"})]
    assert "edited here" in same_as_harvest(world.services.core, TOLD).outcomes[0].reason


# what it tells besides


def test_what_left_the_source_is_counted_and_stays(world: HarvestWorld) -> None:
    world.run(TOLD, in_ipa(), body("b", name={"it": "B"}, ipa_code="b_b"))
    world.importer.items[TOLD.address] = [in_ipa(), Removed("b")]
    assert foreseen(world.services.core, TOLD).absent == 1
    world.importer.items[TOLD.address] = [in_ipa(), RejectedItem("b", "bad")]
    assert foreseen(world.services.core, TOLD).absent == 0


def test_a_failing_source_says_why(world: HarvestWorld) -> None:
    found = foreseen(world.services.core, TOLD)
    assert found.state == "failed"
    assert found.message
    assert "cannot be read" in found.message.en
    assert found.absent is None
    assert not found.clean


def test_a_fault_of_an_importer_is_no_crash(world: HarvestWorld) -> None:
    class Broken:
        name: ClassVar[str] = "told"
        label: ClassVar[Label] = Label("x", "x")

        def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
            yield in_ipa()
            raise ZeroDivisionError

    harvest = world.services.core.harvest
    harvest.importers = {**harvest.importers, "told": Broken()}
    assert foreseen(world.services.core, TOLD).state == "failed"


def test_bounds_and_lists(world: HarvestWorld) -> None:
    items: list[Found] = [
        body(f"n{number}", name={"it": f"Ente {number}"}, ipa_code=f"x_{number}")
        for number in range(1_200)
    ]
    world.importer.items[TOLD.address] = [*items, RejectedItem("bad", "reason")]
    preview = Preview(world.services.core.harvest)
    whole = preview.run(TOLD)
    assert (whole.total, len(whole.outcomes), whole.state) == (1_201, 1_000, "done")
    only = preview.run(TOLD, listed=(REJECTED,))
    assert [one.source_key for one in only.outcomes] == ["bad"]
    assert only.counts == {CREATED: 1_200, REJECTED: 1}
    cut = preview.run(TOLD, bounds=Bounds(items=700))
    assert (cut.total, cut.state, cut.absent) == (700, "stopped", None)
    assert cut.message
    assert "700" in cut.message.it
    assert preview.run(TOLD, bounds=Bounds(seconds=-1)).total == 0


def test_an_address_that_cannot_be_read(services: Services) -> None:
    found = foreseen(services.core, Source("x", "dcat", "/nowhere/at/all.ttl"))
    assert found.state == "failed"
    with pytest.raises(SourceFailed):
        services.core.harvest.fetcher.fetch("/nowhere/at/all.ttl")


# what those without a token may learn


def test_the_public_dry_run_knows_nothing_of_private_descriptions(world: HarvestWorld) -> None:
    world.run(TOLD, in_ipa())
    etag = world.head("ipa-c_f205").etag
    world.services.catalogue.patch("stakeholder", "ipa-c_f205", {}, "owner", etag, private=True)
    preview = Preview(world.services.core.harvest)
    assert preview.run(TOLD).counts == {"kept": 1}
    found = preview.run(TOLD, public=True)
    assert found.counts == {"created": 1}
    assert "private" not in found.outcomes[0].reason


def test_private_fields_cannot_be_guessed(world: HarvestWorld) -> None:
    world.run(TOLD, in_ipa(contact="segreteria@milano.example"))
    preview = Preview(world.services.core.harvest)
    said = []
    for guess in ("segreteria@milano.example", "altro@milano.example"):
        world.importer.items[TOLD.address] = [in_ipa(contact=guess)]
        said.append(preview.run(TOLD, public=True))
    assert said[0] == said[1]
    assert said[0].counts == {"unchanged": 1}
    assert preview.run(TOLD).counts == {"changed": 1}
