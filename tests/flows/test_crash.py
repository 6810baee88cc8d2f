"""kill -9 at any moment of an import loses nothing acknowledged, and the next start heals."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smartland.adapters.sql import open_database
from smartland.settings import Settings
from smartland.wiring import open_services
from support.servers import free_port, wait_for

ROUNDS = 30
DATASETS = 3_000
SMARTLAND = [sys.executable, "-m", "smartland"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of enough datasets for the import to be cut at many different places."""
    file = tmp_path_factory.mktemp("source") / "catalogue.ttl"
    head = (
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
    )
    lines = (
        f'<https://example.org/d/{n}> a dcat:Dataset ; dct:title "Dataset {n}"@it ; '
        f'dct:description "Prova numero {n}"@it ; dct:identifier "d{n}" .\n'
        for n in range(DATASETS)
    )
    file.write_text(head + "".join(lines), encoding="utf-8")
    return file


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"SMARTLAND_DATA_DIR": str(folder), "SMARTLAND_SPARQL_READERS": "1"}


def harvest(folder: Path, source: Path) -> subprocess.Popen[bytes]:
    # the reader processes are in the same group, so that nothing outlives a kill
    return subprocess.Popen(
        [*SMARTLAND, "harvest", "dcat", str(source)],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for_write(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Until a batch has been written since now, or the process has ended."""
    log = folder / "truth.db-wal"
    before = log.stat().st_mtime_ns if log.exists() else 0
    while process.poll() is None:
        if log.exists() and log.stat().st_size > 100_000 and log.stat().st_mtime_ns > before:
            return
        time.sleep(0.005)


def acknowledged(folder: Path) -> set[str]:
    """The IRIs that a run's report says are in."""
    database = open_database(Settings(data_dir=folder).truth_url)
    try:
        return {
            one.iri
            for run in database.harvests.runs(None, 100)
            for one in database.harvests.outcomes(run.id, None, 100_000)
            if one.outcome in ("created", "changed", "unchanged")
        }
    finally:
        database.close()


def assert_whole(folder: Path) -> int:
    """Everything acknowledged is there, complete, and numbered without a gap."""
    database = open_database(Settings(data_dir=folder).truth_url)
    try:
        heads = {one.iri: one for one in database.truth.all_heads()}
        changes = database.truth.changes(0, 1_000_000)
    finally:
        database.close()
    assert acknowledged(folder) <= set(heads)
    assert [one.sequence for one in changes] == list(range(1, len(changes) + 1))
    for head in heads.values():
        assert head.triples.count("\n") >= 4
    return len(heads)


@pytest.mark.timeout(600)
def test_an_import_that_is_killed_loses_nothing_and_heals(tmp_path: Path, source: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - where to kill, not a secret
    started = time.monotonic()
    assert harvest(tmp_path / "whole", source).wait() == 0
    whole = time.monotonic() - started
    cut, reached = 0, set[int]()
    folder = tmp_path / "cut"
    for number in range(ROUNDS):
        if number % 10 == 0:  # from nothing again, so that kills fall on writes as well
            folder = tmp_path / f"cut{number}"
        process = harvest(folder, source)
        if number % 3:  # while it writes or projects; else at any moment, its start too
            wait_for_write(folder, process)
            moment = chance.uniform(0.0, whole / 4)
        else:
            moment = chance.uniform(0.2, whole)
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            cut += 1
        if (folder / "truth.db").exists():
            reached.add(assert_whole(folder))
    assert cut >= ROUNDS // 2
    assert len(reached) > 3, "the kills did not fall on different moments"
    for healed in (tmp_path / "cut0", tmp_path / "cut10", folder):
        assert harvest(healed, source).wait() == 0
        assert assert_whole(healed) == DATASETS
        verified = subprocess.run(
            [*SMARTLAND, "verify"], env=environment(healed), capture_output=True, text=True
        )
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert f"{DATASETS} held" in verified.stdout


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [*SMARTLAND, "serve", "--port", str(port)],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/status")
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def publish(port: int, token: str, number: int) -> str:
    body = {"title": {"it": f"Prova {number}"}, "description": {"it": "x"}}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/dataset",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["iri"])


def test_a_killed_server_has_every_write_that_it_acknowledged(tmp_path: Path) -> None:
    created = subprocess.run(
        [*SMARTLAND, "token", "create", "tester"],
        env=environment(tmp_path), capture_output=True, text=True, check=True,
    )  # fmt: skip
    token = re.findall(r"sl_\S+", created.stdout)[0]
    iris: list[str] = []
    for round_number in range(3):
        port = free_port()
        with serving(tmp_path, port) as process:
            end = time.monotonic() + 1.0 + round_number / 2
            while time.monotonic() < end:
                iris.append(publish(port, token, len(iris)))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    services = open_services(Settings(data_dir=tmp_path, sparql_readers=1))
    try:
        assert len(iris) > 10
        assert set(services.catalogue.by_iris(iris)) == set(iris)
        services.projections.catch_up()
        assert set(iris) <= set(services.projections.index.digests())
    finally:
        services.close()
