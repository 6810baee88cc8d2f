"""kill -9 while an index is written: nothing acknowledged is missing, nothing is left behind.

``SMARTLAND_CRASH_ROUNDS`` sets the number of kills (6; the thorough run has 40).
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from smartland.adapters.search_elastic.client import Address
from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.errors import Busy
from smartland.ports.search import SearchIndex, Words
from smartland.services.projection import verify
from smartland.settings import Settings
from smartland.wiring import open_core, open_services
from support.indexes import SERVERS, batch, found, open_elastic, prefix_of
from support.search_crash import (
    assert_nothing_missing,
    kill_after,
    start_dying_writer,
    start_follower,
    write_changes,
)
from support.search_servers import VARIABLE, server

ROUNDS = int(os.environ.get("SMARTLAND_CRASH_ROUNDS", "6"))
CHANGES = 300
SIZE = 30
needs_server = pytest.mark.skipif(not SERVERS, reason=f"{VARIABLE} is not set")


@pytest.mark.timeout(60 + 30 * ROUNDS)
def test_killed_followers_and_rebuilds_lose_nothing_and_leave_nothing(tmp_path: Path) -> None:
    chance = random.Random(13)  # noqa: S311 - moments to kill at
    core = open_core(Settings(data_dir=tmp_path))
    sizes, reached = [], set()
    for number in range(ROUNDS):
        write_changes(core, chance, CHANGES)
        follower = start_follower(tmp_path, "rebuild" if number % 3 == 2 else "follow")
        acknowledged = kill_after(follower, chance)
        # No patience: the lock of a process that was killed must be free
        index = TantivyIndex(tmp_path / "index", lock_seconds=0)
        assert_nothing_missing(core.database.truth, index, acknowledged)
        reached.add(core.database.truth.last_sequence() - index.position())
        index.close()
        sizes.append(_bytes_below(tmp_path / "index"))
        assert len(_generations(tmp_path)) == 1
    core.close()
    assert len(reached) > 1, "every kill fell when there was nothing to do"
    _assert_healed(tmp_path)
    fresh = _rebuilt_size(tmp_path)
    assert max(sizes) < 4 * fresh + 1_000_000, "files of killed writers pile up"


def _assert_healed(folder: Path) -> None:
    """The next start brings everything up to date by itself."""
    services = open_services(Settings(data_dir=folder, sparql_readers=1))
    try:
        services.projections.catch_up()
        assert all(one.agrees for one in verify(services.projections))
    finally:
        services.close()


def _rebuilt_size(folder: Path) -> int:
    """The size of an index of the same content that was never killed."""
    services = open_services(Settings(data_dir=folder, sparql_readers=1))
    try:
        services.projections.rebuild()
    finally:
        services.close()
    return _bytes_below(folder / "index")


def _generations(folder: Path) -> set[Path]:
    return {one.resolve() for one in (folder / "index").iterdir() if one.is_dir()}


def _bytes_below(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


@needs_server
@pytest.mark.parametrize("flavour", SERVERS)
def test_killed_followers_of_a_server_lose_nothing(flavour: str, tmp_path: Path) -> None:
    chance = random.Random(17)  # noqa: S311 - moments to kill at
    core = open_core(Settings(data_dir=tmp_path))
    settings = {
        "SMARTLAND_ELASTICSEARCH_URL": SERVERS[flavour].url,
        "SMARTLAND_ELASTICSEARCH_FLAVOUR": flavour,
        "SMARTLAND_ELASTICSEARCH_PREFIX": prefix_of(tmp_path),
        "SMARTLAND_SEARCH_STANDBY": "false",
    }
    for number in range(max(ROUNDS // 2, 3)):
        write_changes(core, chance, CHANGES)
        how = "rebuild" if number % 3 == 2 else "follow"
        acknowledged = kill_after(start_follower(tmp_path, how, **settings), chance)
        index = open_elastic(SERVERS[flavour], tmp_path)
        assert_nothing_missing(core.database.truth, index, acknowledged)
        index.close()
    core.close()


@needs_server
@pytest.mark.parametrize("flavour", SERVERS)
def test_a_kill_between_documents_and_position_is_made_good(flavour: str, tmp_path: Path) -> None:
    index = open_elastic(SERVERS[flavour], tmp_path)
    index.close()
    writer = start_dying_writer(SERVERS[flavour], prefix_of(tmp_path), SIZE)
    told, complaint = writer.communicate(timeout=120)
    assert (writer.returncode, told) == (-signal.SIGKILL, "1\n"), complaint
    again = open_elastic(SERVERS[flavour], tmp_path)
    assert again.position() == 1
    again.apply(batch(2, SIZE), [], 2)
    assert again.position() == 2
    assert set(again.digests()) == {one.iri for n in (1, 2) for one in batch(n, SIZE)}
    assert len(found(again, Words("progetto"))) == 2 * SIZE
    again.close()


@needs_server
@pytest.mark.parametrize("flavour", SERVERS)
@pytest.mark.timeout(480)
def test_a_killed_server_comes_back_with_what_it_acknowledged(flavour: str, tmp_path: Path) -> None:
    with server(flavour) as running:
        index: SearchIndex = open_elastic(Address(running.url, flavour), tmp_path)
        for number in (1, 2, 3):
            index.apply(batch(number, SIZE), [], number)
        running.kill()
        with pytest.raises(Busy):
            index.apply(batch(4, SIZE), [], 4)
        assert index.position() == 3
        running.start()
        running.wait()
        _apply_once_back(index, 4)
        assert index.position() == 4
        expected = {one.iri for number in range(1, 5) for one in batch(number, SIZE)}
        assert set(index.digests()) == expected
        index.close()


def _apply_once_back(index: SearchIndex, number: int) -> None:
    """As the steward does: again and again until the server is back."""
    end = time.monotonic() + 60
    while True:
        try:
            index.apply(batch(number, SIZE), [], number)
        except Busy:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return
