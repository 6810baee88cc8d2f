"""Import of a whole register against the floor: the same triples, documents and rows, bare.

Floor = parsing and bulk-loading the triples with pyoxigraph alone + indexing the documents with
tantivy alone + one fsynced SQLite bulk insert of the rows. Prints the ratio of wall times and the
peak memory of the import.
"""

import gc
import os
import resource
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import tantivy

from smartland.adapters.search_tantivy.schema import build_schema, lay_out, register_analyzers
from smartland.ports.search import IndexDocument
from smartland.ports.search_names import declared_names
from smartland.settings import Settings
from smartland.wiring import open_core, open_services

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def test_import_of_the_register_of_administrations(tmp_path: Path) -> None:
    if not (DATA / "ipa").is_dir():
        pytest.skip("reference data absent: ipa")
    command = [sys.executable, "-m", "smartland", "harvest", "ipa", str(DATA)]
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(tmp_path / "data")}
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    whole = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    settings = Settings(data_dir=tmp_path / "data", sparql_readers=1)
    documents = _index_documents(settings)
    floors = {
        "pyoxigraph": _triples_alone(settings),
        "tantivy": _documents_alone(
            tmp_path / "bare", _bare_schema(), [_bare(one) for one in documents]
        ),
        "sqlite": _rows_alone(settings, tmp_path / "bare.db"),
    }
    floor = sum(floors.values())
    own_schema = build_schema(declared_names())
    own = _documents_alone(tmp_path / "own", own_schema, [lay_out(one) for one in documents])
    print(f"\n{done.stdout.strip()}")
    print("floor (s): " + ", ".join(f"{name} {took:.2f}" for name, took in floors.items()))
    print(f"smartland harvest ipa, to truth, graph and index: {whole:.1f} s")
    print(f"ratio {whole / floor:.2f} (goal <= 4), peak memory {peak / 1e6:.2f} GB (goal < 1.5)")
    same = floor - floors["tantivy"] + own
    print(f"ratio when tantivy's floor has our schema too ({own:.2f} s): {whole / same:.2f}")
    assert whole > floor


def _triples_alone(settings: Settings) -> float:
    core = open_core(settings)
    text = "".join(one.triples for one in core.database.truth.all_heads()).encode()
    core.close()
    gc.collect()
    start = time.perf_counter()
    pyoxigraph.Store().bulk_load(text, pyoxigraph.RdfFormat.N_TRIPLES)
    return time.perf_counter() - start


def _index_documents(settings: Settings) -> list[IndexDocument]:
    services = open_services(settings)
    documents = services.projections.indexing.documents(list(services.catalogue.truth.all_heads()))
    start = time.perf_counter()
    services.projections.graph.start()
    print(f"\na reader loads the snapshot in {time.perf_counter() - start:.1f} s")
    services.close()
    return documents


def _bare(document: IndexDocument) -> dict[str, Any]:
    """A document in the simplest schema that holds it."""
    terms = [f"{name}={value}" for name, values in document.terms.items() for value in values]
    return {
        "iri": document.iri,
        "title": list(document.title.values()),
        "text": list(document.text.values()),
        "codes": list(document.codes),
        "terms": terms,
    }


def _bare_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "text"):
        builder.add_text_field(name, stored=True)
    for name in ("iri", "codes", "terms"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", fast=True)
    return builder.build()


def _documents_alone(folder: Path, schema: tantivy.Schema, laid: list[dict[str, Any]]) -> float:
    folder.mkdir()
    index = tantivy.Index(schema, str(folder))
    register_analyzers(index)
    gc.collect()
    start = time.perf_counter()
    writer = index.writer(128_000_000, 1)
    for one in laid:
        writer.add_document(tantivy.Document.from_dict(one, schema))
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
