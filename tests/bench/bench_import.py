"""Import of a whole register against the floor: the same triples, documents and rows, bare.

Floor = parsing and bulk-loading the triples with pyoxigraph alone + indexing the documents with
tantivy alone + one fsynced SQLite bulk insert of the rows. Prints the ratio of wall times and the
peak memory of the import.
"""

import gc
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest
import tantivy

from smartland.services.indexing import Indexing
from smartland.settings import Settings
from smartland.wiring import open_core, open_services

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
IMPORT = """
import sys, time
from pathlib import Path
from smartland.ports.harvests import Source
from smartland.settings import Settings
from smartland.wiring import follow, open_core
settings = Settings(data_dir=Path(sys.argv[1]), sparql_readers=1)
start = time.perf_counter()
core = open_core(settings)
run = core.harvest.run(Source("ipa", "ipa", sys.argv[2]))
core.close()
truth = time.perf_counter() - start
assert run.state == "done", run.message
follow(settings, lambda _: None)
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(run.counts)
print(truth, time.perf_counter() - start, peak)
"""


def test_import_of_the_register_of_administrations(tmp_path: Path) -> None:
    if not (DATA / "ipa").is_dir():
        pytest.skip("reference data absent: ipa")
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(tmp_path / "data"), str(DATA)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    counts, figures = done.stdout.strip().splitlines()
    truth, whole, peak = (float(one) for one in figures.split())
    settings = Settings(data_dir=tmp_path / "data", sparql_readers=1)
    floors = {
        "pyoxigraph": _triples_alone(settings),
        "tantivy": _documents_alone(settings, tmp_path / "bare"),
        "sqlite": _rows_alone(settings, tmp_path / "bare.db"),
    }
    floor = sum(floors.values())
    print(f"\n{counts}")
    print("floor (s): " + ", ".join(f"{name} {took:.2f}" for name, took in floors.items()))
    print(f"import: truth {truth:.1f} s, with graph and index {whole:.1f} s")
    print(f"ratio {whole / floor:.2f} (goal <= 4), peak memory {peak / 1e6:.2f} GB (goal < 1.5)")
    assert whole > floor


def _triples_alone(settings: Settings) -> float:
    core = open_core(settings)
    text = "".join(one.triples for one in core.database.truth.all_heads()).encode()
    core.close()
    gc.collect()
    start = time.perf_counter()
    pyoxigraph.Store().bulk_load(text, pyoxigraph.RdfFormat.N_TRIPLES)
    return time.perf_counter() - start


def _documents_alone(settings: Settings, folder: Path) -> float:
    services = open_services(settings)
    indexing: Indexing = services.projections.indexing
    documents = indexing.documents(list(services.catalogue.truth.all_heads()))
    services.close()
    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    for name in ("title", "text"):
        builder.add_text_field(name, stored=True)
    for name in ("iri", "codes", "terms"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", fast=True)
    index = tantivy.Index(builder.build(), str(folder))
    start = time.perf_counter()
    writer = index.writer(128_000_000, 1)
    for one in documents:
        terms = [f"{name}={value}" for name, values in one.terms.items() for value in values]
        writer.add_document(
            tantivy.Document(
                iri=one.iri,
                title=list(one.title.values()),
                text=list(one.text.values()),
                codes=list(one.codes),
                terms=terms,
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    return time.perf_counter() - start


def _rows_alone(settings: Settings, file: Path) -> float:
    with sqlite3.connect(settings.data_dir / "truth.db") as read:
        rows = read.execute("select * from revision").fetchall()
    columns = ",".join("?" * len(rows[0]))
    bare = sqlite3.connect(file)
    bare.execute("pragma journal_mode=wal")
    bare.execute("pragma synchronous=full")
    bare.execute(f"create table row ({','.join(f'c{n}' for n in range(len(rows[0])))})")
    start = time.perf_counter()
    bare.executemany(f"insert into row values ({columns})", rows)  # noqa: S608 - our own names
    bare.commit()
    took = time.perf_counter() - start
    bare.close()
    return took
