"""Finished files: always whole, only made anew when something changed, whatever is killed."""

import csv
import gzip
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import rdflib

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import NotFound
from smartland.services.exports import Exports, NotReady
from smartland.services.generations import Generation, Generations
from smartland.services.publisher import publisher_of
from smartland.wiring import Services
from support.answers import assert_problem
from support.exporting import reading
from support.servers import free_port, wait_for

ROUNDS = 6


def create(services: Services, kind: str, **document: Json) -> str:
    return services.catalogue.create(kind, document, "tester").key


def exports_of(services: Services, folder: Path) -> Exports:
    core = services.core
    publisher = publisher_of(core.base)
    return Exports(folder, core.database.truth, core.harvest_log, core.base, publisher)


@pytest.fixture
def exports(services: Services) -> Exports:
    """The files of an own platform with a little in it."""
    create(services, "need", title={"it": "Bisogno =1"}, description={"it": "x"},
           stakeholder=firm(services))  # fmt: skip
    create(services, "dataset", title={"it": "Dati"}, description={"it": "x"})
    assert services.exports.refresh()
    return services.exports


def firm(services: Services) -> str:
    key = create(services, "stakeholder", name="Officine", stakeholder_kind="firm",
                 vat="00743110157")  # fmt: skip
    return f"stakeholder/{key}"


def text(exports: Exports, name: str) -> str:
    return exports.path(name).path.read_bytes().decode()


# making


def test_nothing_new_makes_nothing(exports: Exports) -> None:
    assert not exports.refresh()


def test_only_what_changed_is_written(services: Services, exports: Exports) -> None:
    before = {
        one: exports.path(f"dump/{one}.csv").path.stat().st_ino for one in ("need", "dataset")
    }
    dated = exports.path("dump/need.csv").modified
    create(services, "dataset", title={"it": "Altri dati"}, description={"it": "x"})
    time.sleep(1.1)
    assert exports.refresh()
    after = {one: exports.path(f"dump/{one}.csv").path.stat().st_ino for one in before}
    assert after["need"] == before["need"]
    assert after["dataset"] != before["dataset"]
    assert exports.path("dump/need.csv").modified == dated
    assert exports.path("dump/dataset.csv").modified > dated
    assert "Altri dati" in text(exports, "catalog.ttl")


def test_a_generation_made_in_steps_is_that_made_at_once(
    services: Services, exports: Exports, tmp_path: Path
) -> None:
    create(services, "dataset", title={"it": "Secondo"}, description={"it": "x"})
    key = create(services, "offer", title={"it": "O"}, description={"it": "x"},
                 stakeholder="stakeholder/vat-00743110157")  # fmt: skip
    exports.refresh()
    services.catalogue.delete("offer", key, "tester", "*")
    exports.refresh()
    anew = exports_of(services, tmp_path / "anew")
    anew.refresh()
    etags = [{n: f.etag for n, f in one.overview().files.items()} for one in (exports, anew)]
    assert etags[0] == etags[1]


def test_what_is_withdrawn_or_private_is_not_in_any_file(
    services: Services, exports: Exports
) -> None:
    created = services.catalogue.create(
        "dataset", {"title": {"it": "Segreto"}, "description": {"it": "x"}}, "tester", private=True
    )
    assert created.private
    assert not exports.refresh(), "nothing that the public may see has changed"
    key = create(services, "dataset", title={"it": "Ritirato"}, description={"it": "x"})
    exports.refresh()
    assert "Ritirato" in text(exports, "catalog.ttl")
    services.catalogue.delete("dataset", key, "tester", "*")
    exports.refresh()
    generation = exports.path("void.ttl").path.parent
    for file in (one for one in generation.rglob("*") if one.is_file()):
        data = file.read_bytes()
        data = gzip.decompress(data) if file.suffix == ".gz" else data
        assert b"Segreto" not in data, file
        assert b"Ritirato" not in data, file


def test_private_fields_are_in_no_file(services: Services, exports: Exports) -> None:
    create(services, "offer", title={"it": "O"}, description={"it": "x"},
           stakeholder="stakeholder/vat-00743110157", contact="persona@nascosta.example",
           contact_name="Nascosta Persona")  # fmt: skip
    exports.refresh()
    for ending in ("csv", "json", "ttl"):
        assert "ascosta" not in text(exports, f"dump/offer.{ending}")


def test_a_truth_put_back_to_an_older_state_is_followed(
    services: Services, exports: Exports, tmp_path: Path
) -> None:
    folder = services.settings.data_dir / "exports"
    manifest = Generations(folder).current()
    assert manifest is not None
    noted = json.loads((manifest.folder / "manifest.json").read_text())
    noted["sequence"] += 1_000
    (manifest.folder / "manifest.json").write_text(json.dumps(noted))
    assert exports.refresh()
    assert exports.overview().sequence < noted["sequence"]


# the dumps


def test_the_dumps_of_a_kind_hold_the_same_records(demo_services: Services, tmp_path: Path) -> None:
    exports = exports_of(demo_services, tmp_path)
    exports.refresh()
    for kind in KINDS:
        keys = {one.key for one in demo_services.catalogue.page(kind, "", 10_000)}
        with exports.path(f"dump/{kind}.csv").path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {one["key"] for one in rows} == keys
        documents = json.loads(text(exports, f"dump/{kind}.json"))
        assert {one["key"] for one in documents} == keys
        packed = exports.path(f"dump/{kind}.csv", packed=True)
        assert (packed.encoding, packed.media_type) == ("gzip", "text/csv")
        assert gzip.decompress(packed.path.read_bytes()).decode() == text(
            exports, f"dump/{kind}.csv"
        )


def test_the_graph_dump_is_what_sparql_holds(demo_services: Services, tmp_path: Path) -> None:
    exports = exports_of(demo_services, tmp_path)
    exports.refresh()
    lines = gzip.decompress(exports.path("dump/all.nq.gz").path.read_bytes()).decode()
    held = {
        f"{line[:-2]} <{demo_services.core.base}doc/{one.kind}/{one.key}> ."
        for one in demo_services.catalogue.truth.all_heads()
        for line in one.triples.split("\n")
        if line
    }
    assert set(lines.strip("\n").split("\n")) == held
    void = rdflib.Graph().parse(data=text(exports, "void.ttl"), format="turtle")
    whole = rdflib.URIRef(f"{demo_services.core.base}dump/all")
    counted = void.value(whole, rdflib.URIRef("http://rdfs.org/ns/void#triples"))
    assert int(str(counted)) == len(held)
    turtle = rdflib.Graph().parse(data=text(exports, "dump/project.ttl"), format="turtle")
    assert len(turtle) > 2_000


def test_the_sitemap_names_every_page(demo_services: Services, tmp_path: Path) -> None:
    exports = exports_of(demo_services, tmp_path)
    exports.refresh()
    base = demo_services.core.base
    named = "".join(text(exports, one) for one in exports.overview().files if "-1.xml" in one[-6:])
    heads = list(demo_services.catalogue.truth.all_heads())
    missing = [one.key for one in heads if f"<loc>{base}doc/{one.kind}/{one.key}<" not in named]
    assert not missing
    assert f"{base}sitemap/project-1.xml" in text(exports, "sitemap.xml")


# damage


def test_a_truncated_file_is_never_sent_and_heals(exports: Exports, services: Services) -> None:
    client = reading(services)
    path = exports.path("catalog.ttl").path
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert_problem(client.get("/catalog.ttl"), 503)
    assert exports.refresh(), "a damaged generation is made anew"
    assert client.get("/catalog.ttl").data == whole
    exports.path("catalog.rdf").path.unlink()
    with pytest.raises(NotReady):
        exports.path("catalog.rdf")
    assert exports.refresh()
    assert client.get("/catalog.rdf").status_code == 200


def test_parts_are_nobody_elses_business(exports: Exports) -> None:
    with pytest.raises(NotFound):
        exports.path("parts/native.ttl")


SCRIPT = """
import itertools, sys
from pathlib import Path
from smartland.adapters.sql import open_database
from smartland.services.exports import Exports
from smartland.services.publisher import publisher_of
folder, base = Path(sys.argv[1]), "http://localhost:8000/"
database = open_database(f"sqlite:///{folder / 'truth.db'}")
print("ready", flush=True)
for number in itertools.count():
    publisher = publisher_of(base, name=f"Ente {sys.argv[2]}.{number}")
    exports = Exports(folder / "exports", database.truth, database.harvests, base, publisher)
    assert exports.refresh()
"""
"""Makes one whole generation after the other: another publisher makes every file another one."""


def intact(generation: Generation) -> bool:
    return all(
        hashlib.sha256(generation.path(name).read_bytes()).hexdigest()[:32] == one.etag
        for name, one in generation.files.items()
    )


@pytest.mark.timeout(300)
def test_killed_at_any_moment_the_files_of_before_are_served(tmp_path: Path) -> None:
    environment = os.environ | {
        "SMARTLAND_DATA_DIR": str(tmp_path),
        "SMARTLAND_SPARQL_READERS": "1",
    }
    demo = [sys.executable, "-m", "smartland", "demo", "--load-only"]
    subprocess.run(demo, env=environment, check=True, capture_output=True)
    home = Generations(tmp_path / "exports")
    chance = random.Random(3)  # noqa: S311 - when to kill
    seen, halves, whole = set[str](), 0, 0.0
    for number in range(ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path), str(number)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            started = time.monotonic()
            while home.current() is None:  # the first generation shall be there
                time.sleep(0.05)
            whole = whole or time.monotonic() - started
            time.sleep(chance.uniform(0.0, 3 * whole))
            os.kill(process.pid, signal.SIGKILL)
        halves += (tmp_path / "exports" / "building").exists()
        current = home.current()
        assert current is not None
        assert intact(current)
        seen.add(current.folder.name)
    assert halves >= ROUNDS // 3, "the kills did not fall into the making"
    assert len(seen) > 1
    with serving(tmp_path) as base:
        assert_served(home, base)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    port = free_port()
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(folder), "SMARTLAND_SPARQL_READERS": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "smartland", "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            base = f"http://127.0.0.1:{port}/"
            wait_for(f"{base}catalog.ttl")
            yield base
        finally:
            process.terminate()
            process.wait(timeout=60)


def assert_served(home: Generations, base: str) -> None:
    """What the server gives is a whole file of a generation; what was half-made is gone."""
    with urllib.request.urlopen(f"{base}catalog.ttl") as answer:
        body, tag = answer.read(), answer.headers["ETag"].strip('"')
    assert hashlib.sha256(body).hexdigest()[:32] == tag
    end = time.monotonic() + 60
    while (home.folder / "building").exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not (home.folder / "building").exists()
