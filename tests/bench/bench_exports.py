"""A generation of files of 100,000 datasets: how long, how much memory, and how fast they leave.

The throughput of ``/catalog.ttl`` is compared, in the same run, with the same bytes sent as a
static file by a bare Flask application under the same server with the same settings.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smartland.domain.identity import resource_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, Json
from smartland.services.revising import Draft
from smartland.settings import Settings
from smartland.wiring import Core, open_core
from support.servers import free_port, wait_for

DATASETS = int(os.environ.get("SMARTLAND_BENCH_DATASETS", "100000"))
HOLDERS = 200
BATCH = 1_000
READS = 12
EU = "http://publications.europa.eu/resource/authority/"
CC_BY = {"iri": "https://creativecommons.org/licenses/by/4.0/", "name": {"it": "CC BY 4.0"}}

REFRESH = """
import json, re, sys, time
from pathlib import Path
from smartland.settings import Settings
from smartland.wiring import open_core
from smartland.services.exports import Exports
from smartland.services.publisher import publisher_of
folder = Path(sys.argv[1])
core = open_core(Settings(data_dir=folder, base_url=sys.argv[2]))
publisher = publisher_of(core.base, ipa="r_lombar")
exports = Exports(folder / "exports", core.database.truth, core.harvest_log, core.base, publisher)
start = time.perf_counter()
made = exports.refresh()
took = time.perf_counter() - start
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1_000
print(json.dumps({"made": made, "seconds": took, "megabytes": peak}))
"""
BARE = """
import sys
from flask import Flask, send_file
from granian import Granian
from granian.constants import HTTPModes, Interfaces
def create():
    app = Flask("bare")
    app.add_url_rule("/catalog.ttl", "file", lambda: send_file(sys.argv[1], mimetype="text/turtle"))
    return app
if __name__ == "__main__":
    Granian("bare:create", address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.WSGI,
            factory=True, workers=1, blocking_threads=64, http=HTTPModes.http1,
            log_access=False).serve()
"""


@pytest.mark.timeout(3_600)
def test_a_generation_of_many_datasets(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    base = f"http://127.0.0.1:{port}/"
    core = open_core(Settings(data_dir=data, base_url=base))
    fill(core)
    whole = refresh(data, base)
    print(f"\n{DATASETS:,} datasets, {HOLDERS} holders: first generation {told(whole)}")
    add(core, "need", {"title": {"it": "Uno"}, "description": {"it": "x"}})
    print(f"after a change of another kind: {told(refresh(data, base))}")
    add(core, "dataset", dataset(DATASETS))
    print(f"after a change of one dataset: {told(refresh(data, base))}")
    core.close()
    sizes = {one.name: one.stat().st_size for one in (data / "exports").glob("*/catalog.*")}
    print(", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sorted(sizes.items())))
    file = newest(data / "exports")
    with serving(data, base), bare(tmp_path, file) as floor:
        ours, theirs = speeds(f"{base}catalog.ttl", f"{floor}catalog.ttl")
        print(
            f"/catalog.ttl {ours:.0f} MB/s, the same as a static file {theirs:.0f} MB/s: ", end=""
        )
        print(f"ratio {theirs / ours:.2f}")
        print(f"304 per second: {unchanged(f'{base}catalog.ttl'):.0f}")
    assert whole["made"]
    assert whole["megabytes"] < 300
    assert ours > theirs / 2


def fill(core: Core) -> None:
    start = time.perf_counter()
    for first in range(0, DATASETS, BATCH):
        drafts = [draft(core, "dataset", f"d{n}", dataset(n)) for n in range(first, first + BATCH)]
        core.catalogue.commit(drafts[: DATASETS - first], "bench")
    print(f"\nwritten in {time.perf_counter() - start:.0f} s")


def draft(core: Core, kind: str, key: str, document: Json) -> Draft:
    return Draft(KINDS[kind], resource_iri(core.base, kind, key), key, CREATE, document)


def add(core: Core, kind: str, document: Json) -> None:
    core.catalogue.commit([draft(core, kind, "another", document)], "bench")


def dataset(number: int) -> Json:
    holder = {"identifier": f"c_{number % HOLDERS:04}", "name": {"it": f"Ente {number % HOLDERS}"}}
    return {
        "title": {"it": f"Dati numero {number}", "en": f"Data number {number}"},
        "description": {"it": "Misure orarie con unità, luogo e qualità dichiarata. " * 4},
        "identifier": f"ente:{number}",
        "theme": [f"{EU}data-theme/ENVI"],
        "keyword": {"it": ["acqua", "misure", f"zona {number % 97}"]},
        "publisher": holder,
        "rights_holder": holder,
        "contact_point": [{"name": {"it": "Ufficio dati"}, "email": "dati@ente.example"}],
        "frequency": f"{EU}frequency/DAILY",
        "modified": "2026-05-01",
        "temporal": [{"start": "2020-01-01", "end": "2025-12-31"}],
        "distribution": [file(number, "CSV"), file(number, "JSON")],
    }


def file(number: int, form: str) -> Json:
    return {
        "title": {"it": f"Dati {number} in {form}"},
        "access_url": f"https://ente.example/{number}",
        "download_url": [f"https://ente.example/{number}.{form.lower()}"],
        "format": f"{EU}file-type/{form}",
        "license": CC_BY,
    }


def refresh(data: Path, base: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", REFRESH, str(data), base], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def told(measured: dict[str, float]) -> str:
    return f"{measured['seconds']:.1f} s, peak {measured['megabytes']:.0f} MB"


def newest(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text() / "catalog.ttl"


@contextmanager
def serving(data: Path, base: str) -> Iterator[None]:
    port = base.rstrip("/").rpartition(":")[2]
    environment = os.environ | {
        "SMARTLAND_DATA_DIR": str(data), "SMARTLAND_BASE_URL": base,
        "SMARTLAND_SPARQL_READERS": "1", "SMARTLAND_PUBLISHER_IPA": "r_lombar",
        "SMARTLAND_EXPORTS_EVERY": "100000", "SMARTLAND_SPARQL_MEMORY": "8000000000",
    }  # fmt: skip
    command = [sys.executable, "-m", "smartland"]
    subprocess.run([*command, "follow"], env=environment, check=True, capture_output=True)
    with subprocess.Popen([*command, "serve", "--port", port], env=environment) as process:
        try:
            wait_for(f"{base}catalog.ttl", 300)
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)


@contextmanager
def bare(folder: Path, file: Path) -> Iterator[str]:
    port = free_port()
    (folder / "bare.py").write_text(BARE)
    command = [sys.executable, str(folder / "bare.py"), str(file), str(port)]
    with subprocess.Popen(command, cwd=folder) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/catalog.ttl")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=60)


def speeds(ours: str, theirs: str) -> tuple[float, float]:
    """Megabytes per second of each, asked in turns so that the machine's load falls on both."""
    took, size = {ours: 0.0, theirs: 0.0}, 0
    for _ in range(READS):
        for address in took:
            start = time.perf_counter()
            size = read(address)
            took[address] += time.perf_counter() - start
    return tuple(size * READS / took[one] / 1e6 for one in (ours, theirs))  # type: ignore[return-value]


def read(address: str) -> int:
    total = 0
    with urllib.request.urlopen(address, timeout=120) as answer:
        while chunk := answer.read(1 << 20):
            total += len(chunk)
    return total


def unchanged(address: str) -> float:
    with urllib.request.urlopen(urllib.request.Request(address, method="HEAD")) as answer:
        tag = answer.headers["ETag"]
    request = urllib.request.Request(address, headers={"If-None-Match": tag})
    start, number = time.perf_counter(), 200
    answers = [status(request) for _ in range(number)]
    assert answers == [304] * number
    return number / (time.perf_counter() - start)


def status(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
