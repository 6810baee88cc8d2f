"""Generations of files: whole or not there, and unchanged ones are not written again."""

import gzip
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartland.errors import StorageFailed
from smartland.services.generations import (
    BUILDING,
    CURRENT,
    Generation,
    Generations,
)

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = datetime(2026, 1, 2, tzinfo=UTC)


def make(home: Generations, sequence: int, at: datetime = FIRST, **files: str) -> Generation:
    with home.building(home.current(), at) as building:
        for name, text in files.items():
            with building.sink(f"dump/{name}") as sink:
                sink.write(text)
        return building.publish(sequence, "recipe", {"note": sequence})


def test_a_generation_is_read_back_as_it_was_made(tmp_path: Path) -> None:
    home = Generations(tmp_path / "exports")
    assert home.current() is None
    make(home, 7, a="ciao")
    found = home.current()
    assert found is not None
    assert (found.sequence, found.recipe, found.facts) == (7, "recipe", {"note": 7})
    stored = found.files["dump/a"]
    data = found.path("dump/a").read_bytes()
    assert (data, stored.size) == (b"ciao", 4)
    assert stored.etag == hashlib.sha256(data).hexdigest()[:32]
    assert gzip.decompress(found.path("dump/a.gz").read_bytes()) == b"ciao"


def test_a_file_of_the_same_bytes_is_linked_with_its_time_and_tag(tmp_path: Path) -> None:
    home = Generations(tmp_path)
    old = make(home, 1, a="same", b="old")
    new = make(home, 2, SECOND, a="same", b="new")
    assert new.files["dump/a"] == old.files["dump/a"]
    assert new.path("dump/a").stat().st_ino == old.path("dump/a").stat().st_ino
    assert new.files["dump/b"].modified > old.files["dump/b"].modified


def test_unchanged_files_are_taken_over_without_writing(tmp_path: Path) -> None:
    home = Generations(tmp_path)
    old = make(home, 1, a="kept", b="left")
    with home.building(old, SECOND) as building:
        building.keep(lambda name: name.startswith("dump/a"))
        new = building.publish(2, "recipe", {})
    assert set(new.files) == {"dump/a", "dump/a.gz"}
    assert new.path("dump/a").read_text() == "kept"


def test_two_generations_are_kept_and_an_open_file_stays_readable(tmp_path: Path) -> None:
    home = Generations(tmp_path)
    first = make(home, 1, a="one")
    with first.path("dump/a").open() as opened:
        for number in (2, 3, 4):
            make(home, number, a=str(number))
        assert opened.read() == "one"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["3", "4", CURRENT]


def test_the_same_sequence_may_be_made_again(tmp_path: Path) -> None:
    home = Generations(tmp_path)
    make(home, 5, a="one")
    again = make(home, 5, a="two")
    assert again.folder.name == "5-2"
    assert again.path("dump/a").read_text() == "two"


def break_off(home: Generations) -> None:
    with home.building(home.current(), SECOND) as building, building.sink("dump/a") as sink:
        sink.write("half")
        raise ValueError("broken")


def test_what_fails_half_way_leaves_the_one_before(tmp_path: Path) -> None:
    home = Generations(tmp_path)
    make(home, 1, a="old")
    with pytest.raises(ValueError, match="broken"):
        break_off(home)
    found = home.current()
    assert found is not None
    assert found.path("dump/a").read_text() == "old"
    assert not (tmp_path / BUILDING).exists()


def test_what_a_crash_left_is_removed(tmp_path: Path) -> None:
    home = Generations(tmp_path)
    make(home, 1, a="old")
    (tmp_path / BUILDING / "dump").mkdir(parents=True)
    (tmp_path / BUILDING / "dump" / "a").write_text("half")
    home.clean()
    assert not (tmp_path / BUILDING).exists()
    assert home.current() is not None


@pytest.mark.parametrize("damage", ["not json", '{"files": 1}', "[]", ""])
def test_a_damaged_manifest_is_no_generation(tmp_path: Path, damage: str) -> None:
    home = Generations(tmp_path)
    made = make(home, 1, a="old")
    (made.folder / "manifest.json").write_text(damage)
    assert home.current() is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_refuses_is_told_as_such(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageFailed):
            make(Generations(tmp_path / "exports"), 1, a="x")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_where_the_folder_should_be_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("in the way")
    with pytest.raises(StorageFailed, match="Cannot write"):
        make(Generations(tmp_path / "exports"), 1, a="x")
