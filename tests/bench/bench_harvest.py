"""Harvests of whole registers against the floor: the same bytes, triples, documents and rows, bare.

Floor = parsing the source with the plain parser of its format + bulk-loading the triples with
pyoxigraph alone + indexing the documents with tantivy alone + one fsynced SQLite bulk insert of
the rows. Prints items a second, the ratio of wall times and the peak memory of the harvest; the
generated catalogues show how both grow.
"""

import csv
import gc
import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
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
CATALOGUE = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcatapit: <http://dati.gov.it/onto/dcatapit#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://data.example/> a dcatapit:Catalog, dcat:Catalog ; dct:title "Dati"@it .
<https://data.example/agent> a dcatapit:Agent ; dct:identifier "c_f205" ; foaf:name "Comune"@it .
"""
DATASET = """<https://data.example/d/{n}> a dcatapit:Dataset, dcat:Dataset ;
  dct:title "Misure della stazione {n}"@it ; dct:identifier "c_f205:{n}" ;
  dct:description "Temperatura, pioggia e vento della stazione {n}, ora per ora."@it ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/DAILY> ;
  dct:rightsHolder <https://data.example/agent> ; dcat:keyword "meteo"@it, "clima"@it ;
  dct:modified "2026-05-31"^^<http://www.w3.org/2001/XMLSchema#date> ;
  dcat:distribution <https://data.example/d/{n}/csv> .
<https://data.example/d/{n}/csv> a dcatapit:Distribution, dcat:Distribution ;
  dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
  dcat:accessURL <https://data.example/d/{n}.csv> ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> .
"""
# the kernel counts what the parent held at the start as the child's: this one holds nothing
ALONE = """
import json, os, subprocess, sys, time
start = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
_, status, used = os.wait4(child.pid, 0)
wall = time.perf_counter() - start
code = os.waitstatus_to_exitcode(status)
cpu = used.ru_utime + used.ru_stime
print(json.dumps({"wall": wall, "cpu": cpu, "code": code, "peak": used.ru_maxrss * 1024}))
"""
DATASETS = int(os.environ.get("SMARTLAND_BENCH_DATASETS", "20000"))
"""Datasets of the generated catalogue; the smaller one has a tenth."""


@dataclass(frozen=True)
class Case:
    """A source: who reads it, and every file that is read."""

    name: str
    importer: str
    address: Path
    files: Sequence[Path]


@dataclass(frozen=True)
class Measured:
    """What one command took: wall time (s), the processor time (s) of the process and of those that
    it waited for, and the most memory (bytes) that one of them held."""

    wall: float
    cpu: float
    peak: int
    said: str


def _parse(file: Path, body: bytes) -> int:
    """The records of a file by the plain parser of its format."""
    if file.suffix == ".ttl":
        return sum(1 for _ in pyoxigraph.parse(body, pyoxigraph.RdfFormat.TURTLE))
    if body.lstrip(b"\xef\xbb\xbf \r\n")[:1] in (b"[", b"{"):
        return _jsons(body)
    text = body.decode("utf-8", "replace")
    delimiter = max(",;\t", key=text[:2000].count)
    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _jsons(body: bytes) -> int:
    """Values one after the other, as EU topics come."""
    text, place, count = body.decode("utf-8-sig"), 0, 0
    decoder = json.JSONDecoder()
    while place < len(text):
        _, place = decoder.raw_decode(text, place)
        place += len(text[place : place + 8]) - len(text[place : place + 8].lstrip())
        count += 1
    return count


TOWNS = DATA / "istat" / "Elenco-comuni-italiani.csv"
"""Read by every importer that links what it finds to municipalities."""
STARTUPS = DATA / "firms" / "startup_registry.csv.gz"
CALLS = DATA / "calls" / "sedia_open_calls.json.gz"
PNRR = DATA / "projects" / "candidature_finanziate_131.csv.gz"
CORDIS, IPA = DATA / "cordis", DATA / "ipa"
CASES = (
    Case("ipa", "ipa", DATA, (TOWNS, IPA / "comuniIPA.tsv.gz", IPA / "ipa.json.gz")),
    Case("startups", "startups", STARTUPS, (STARTUPS, TOWNS)),
    Case("eu-calls", "eu-calls", CALLS, (CALLS,)),
    Case("pnrr", "pnrr", PNRR, (PNRR,)),
    Case("cordis", "cordis", CORDIS, (TOWNS, *(one for one in CORDIS.rglob("*") if one.is_file()))),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_a_register(case: Case, tmp_path: Path) -> None:
    if not case.address.exists():
        pytest.skip(f"reference data absent: {case.address.name}")
    _measure(case, tmp_path)


@pytest.mark.parametrize("datasets", [DATASETS // 10, DATASETS])
def test_a_catalogue_of_many_datasets(datasets: int, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.ttl"
    with file.open("w", encoding="utf-8") as out:
        out.write(CATALOGUE)
        out.writelines(DATASET.format(n=number) for number in range(datasets))
    _measure(Case(f"{datasets} datasets", "dcat", file, (file,)), tmp_path)


def _measure(case: Case, folder: Path) -> None:
    data = folder / "data"
    smartland = (sys.executable, "-m", "smartland")
    took = _run((*smartland, "harvest", case.importer, str(case.address)), data)
    settings = Settings(data_dir=data, sparql_readers=1)
    documents = _index_documents(settings)
    floors = {
        "parse": _parse_alone(case),
        "pyoxigraph": _triples_alone(settings),
        "tantivy": _documents_alone(
            folder / "bare", _bare_schema(), [_bare(one) for one in documents]
        ),
        "sqlite": _rows_alone(settings, folder / "bare.db"),
    }
    floor = sum(floors.values())
    own_schema = build_schema(declared_names())
    own = _documents_alone(folder / "own", own_schema, [lay_out(one) for one in documents])
    rate = len(documents) / took.wall
    print(f"\n{case.name}: {took.said}")
    print("floor (s): " + ", ".join(f"{name} {took:.2f}" for name, took in floors.items()))
    print(
        f"to truth, graph and index: {took.wall:.1f} s, {took.cpu:.1f} s of CPU, {rate:.0f} items/s"
    )
    print(f"ratio {took.wall / floor:.2f} (goal <= 4), peak {took.peak / 1e9:.2f} GB (goal < 1)")
    same = floor - floors["tantivy"] + own
    print(f"ratio when tantivy's floor has our schema too ({own:.2f} s): {took.wall / same:.2f}")
    assert documents
    assert took.wall > floor


def _run(command: Sequence[str], data: Path) -> Measured:
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(data)}
    # what is installed has its bytecode; where there is none yet, the first start writes it
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([*command[:4], "--help"], env=environment, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *command],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    assert found["code"] == 0, done.stderr
    said = next(line for line in done.stderr.splitlines() if line.startswith("run "))
    return Measured(found["wall"], found["cpu"], found["peak"], said)


def _parse_alone(case: Case) -> float:
    bodies = [(file, _body(file)) for file in case.files]
    gc.collect()
    start = time.perf_counter()
    for file, body in bodies:
        _parse(file, body)
    return time.perf_counter() - start


def _body(file: Path) -> bytes:
    raw = file.read_bytes()
    return gzip.decompress(raw) if file.suffix == ".gz" else raw


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
