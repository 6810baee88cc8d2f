"""How the embedded search engine lives through accidents, rivals and upgrades."""

import random
import subprocess
import threading
import time
from pathlib import Path

import pytest

from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.errors import Busy, StorageFailed
from smartland.ports.search import Everything, SearchRequest, Words
from smartland.ports.search_names import IndexNames
from support.indexes import a_document, batch, found, open_tantivy, start_writer

SIZE = 20


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311  # moments to kill at
    for _ in range(4):
        acknowledged = _kill_after(start_writer(tmp_path, SIZE), chance)
        index = open_tantivy(tmp_path)
        assert index.position() >= acknowledged > 0
        expected = {one.iri for n in range(1, index.position() + 1) for one in batch(n, SIZE)}
        assert set(index.digests()) == expected
        index.close()


def test_a_writer_killed_while_rebuilding_leaves_one_whole_generation(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311  # moments to kill at
    for _ in range(3):
        acknowledged = _kill_after(start_writer(tmp_path, SIZE, rebuild=True), chance)
        index = open_tantivy(tmp_path)
        assert index.position() >= acknowledged > 0
        assert set(index.digests()) == {one.iri for one in batch(index.position(), SIZE)}
        index.close()
        folders = [one for one in (tmp_path / "index").iterdir() if one.is_dir()]
        assert len({one.resolve() for one in folders}) == 1


def _kill_after(writer: "subprocess.Popen[str]", chance: random.Random) -> int:
    """Kill the writer at any moment after some acknowledgements; the last of these."""
    assert writer.stdout
    last = ""
    for _ in range(chance.randrange(1, 5)):
        last = writer.stdout.readline()
    time.sleep(chance.random() / 20)
    writer.kill()
    # What it had printed by then is acknowledged too
    rest = writer.communicate()[0].split()
    return int((last, *rest)[-1])


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    first = open_tantivy(tmp_path)
    with pytest.raises(Busy):
        open_tantivy(tmp_path)
    assert "errors.Busy" in start_writer(tmp_path, SIZE).communicate(timeout=30)[1]
    first.apply(batch(1, SIZE), [], 1)
    first.close()
    second = open_tantivy(tmp_path)
    assert second.position() == 1
    second.close()


def test_a_second_writer_waits_as_long_as_it_was_told(tmp_path: Path) -> None:
    first = open_tantivy(tmp_path)
    threading.Timer(0.3, first.close).start()
    second = TantivyIndex(tmp_path / "index", lock_seconds=20)
    second.apply(batch(1, 1), [], 1)
    second.close()


def test_a_reader_follows_commits_and_rebuilds(tmp_path: Path) -> None:
    reader = TantivyIndex(tmp_path / "index", writable=False)
    assert found(reader, Everything()) == []
    writer = open_tantivy(tmp_path)
    for number in range(1, 5):
        writer.apply(batch(number, SIZE), [], number)
        assert (reader.position(), len(reader.digests())) == (number, number * SIZE)
    writer.rebuild(batch(9, 3), 9)
    assert (reader.position(), len(found(reader, Words("progetto")))) == (9, 3)
    with pytest.raises(Busy):
        reader.apply([], [], 10)
    with pytest.raises(Busy):
        reader.rebuild([], 10)
    writer.close()
    assert reader.position() == 9
    reader.close()
    with pytest.raises(Busy):
        reader.search(SearchRequest(Everything()))


def test_a_reader_follows_another_process_that_rebuilds(tmp_path: Path) -> None:
    reader = TantivyIndex(tmp_path / "index", writable=False)
    writer = start_writer(tmp_path, SIZE, rebuild=True)
    assert writer.stdout
    for number in range(1, 16):
        assert int(writer.stdout.readline()) == number
        answer = reader.search(SearchRequest(Words("progetto")))
        assert (answer.sequence >= number, answer.total) == (True, SIZE)
    writer.kill()
    writer.communicate()
    reader.close()


def test_another_schema_starts_empty_and_sweeps(tmp_path: Path) -> None:
    index = open_tantivy(tmp_path)
    index.apply(batch(1, SIZE), [], 1)
    index.close()
    names = IndexNames(facets=("kind", "colour"))
    other = TantivyIndex(tmp_path / "index", names=names)
    assert (other.position(), dict(other.digests())) == (0, {})
    other.apply([a_document("a", colour=("red",))], [], 1)
    other.close()
    assert TantivyIndex(tmp_path / "index", writable=False).position() == 0
    assert TantivyIndex(tmp_path / "index", names=names, writable=False).position() == 1


def test_a_broken_generation_is_left_for_an_empty_one(tmp_path: Path) -> None:
    index = open_tantivy(tmp_path)
    index.apply(batch(1, SIZE), [], 1)
    index.close()
    (tmp_path / "index" / "current" / "meta.json").write_text("{")
    with pytest.raises(StorageFailed):
        TantivyIndex(tmp_path / "index", writable=False).position()
    index = open_tantivy(tmp_path)
    assert index.position() == 0
    index.apply(batch(1, SIZE), [], 1)
    assert len(index.digests()) == SIZE
    index.close()


def test_a_disk_that_refuses_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed):
        TantivyIndex(tmp_path / "file" / "index")


def test_a_commit_that_fails_changes_nothing_and_may_be_tried_again(tmp_path: Path) -> None:
    index = open_tantivy(tmp_path)
    index.apply(batch(1, SIZE), [], 1)
    generation = (tmp_path / "index" / "current").resolve()
    hidden = generation.with_name("hidden")
    generation.rename(hidden)
    with pytest.raises(StorageFailed):
        index.apply(batch(2, SIZE), [], 2)
    assert (index.position(), len(index.digests())) == (1, SIZE)
    hidden.rename(generation)
    index.apply(batch(2, SIZE), [], 2)
    assert (index.position(), len(index.digests())) == (2, 2 * SIZE)
    index.close()
