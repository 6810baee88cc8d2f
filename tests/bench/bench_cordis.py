"""144,726 participations of H2020: the importer alone, and the whole harvest against its floor.

Floor = reading the bytes with ``csv`` + one fsynced SQLite bulk insert of the same rows of the
truth + loading the same triples with pyoxigraph + indexing the same documents with tantivy.
Prints items a second, peak memory and ratios.
"""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.bench_harvest import (
    _bare,
    _bare_schema,
    _documents_alone,
    _index_documents,
    _rows_alone,
    _triples_alone,
)
from smartland.adapters.fetch_http import GuardedFetcher
from smartland.settings import Settings

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "cordis"
FILE = DATA / "h2020_participations_eunets.csv.gz"
PARTICIPATIONS = 144_726
PROJECTS = 31_451
# its own process: the peak is the importer's and nobody else's
_ALONE = """
import json, resource, sys, time
from smartland.adapters.fetch_http import GuardedFetcher
from smartland.ports.importer import Found
from smartland_importers.cordis import CordisImporter
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
wall, cpu = time.perf_counter(), time.process_time()
items = CordisImporter().read(sys.argv[1], GuardedFetcher(), "http://localhost:8000/")
count = sum(isinstance(one, Found) for one in items)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"items": count, "wall": wall, "cpu": cpu, "before": before, "peak": peak}))
"""


@pytest.fixture
def file() -> str:
    if not FILE.is_file():
        pytest.skip(f"reference data absent: {FILE.name}")
    return str(FILE)


def test_the_importer_alone(file: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, file], check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    parsing = _csv_alone(file)
    print(f"\nprojects {told['items']}, wall {told['wall']:.1f} s, CPU {told['cpu']:.1f} s")
    print(f"{PARTICIPATIONS / told['wall']:,.0f} participations a second")
    print(f"peak memory {told['peak'] / 1e3:.0f} MB ({told['before'] / 1e3:.0f} MB before)")
    print(f"csv alone takes {parsing:.2f} s: ratio {told['wall'] / parsing:.1f}")
    assert told["items"] == PROJECTS


@pytest.mark.timeout(3_000)
def test_the_whole_harvest(file: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "smartland", "harvest", "cordis", file]
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(tmp_path / "data")}
    runs = []
    for _ in range(2):
        start = time.perf_counter()
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        runs.append(time.perf_counter() - start)
        print(f"\n{done.stdout.strip()}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    settings = Settings(data_dir=tmp_path / "data", sparql_readers=1)
    bare = [_bare(one) for one in _index_documents(settings)]
    floors = {
        "csv": _csv_alone(file),
        "sqlite": _rows_alone(settings, tmp_path / "bare.db"),
        "pyoxigraph": _triples_alone(settings),
        "tantivy": _documents_alone(tmp_path / "bare", _bare_schema(), bare),
    }
    floor = sum(floors.values())
    print("floor (s): " + ", ".join(f"{name} {took:.2f}" for name, took in floors.items()))
    print(f"first run {runs[0]:.1f} s ({PROJECTS / runs[0]:,.0f} projects a second), ", end="")
    print(f"second, nothing changed, {runs[1]:.1f} s")
    print(f"ratio {runs[0] / floor:.2f} (goal <= 4), peak memory {peak / 1e6:.2f} GB (goal < 1)")
    assert runs[0] > floor


def _csv_alone(file: str) -> float:
    body = GuardedFetcher().fetch(file).body
    start = time.perf_counter()
    rows = sum(1 for _ in csv.DictReader(io.StringIO(body.decode())))
    assert rows == PARTICIPATIONS
    return time.perf_counter() - start
