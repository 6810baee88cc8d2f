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
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import NotFound
from smartland.services.exports import Exports, NotReady
from smartland.services.generations import Generation, Generations
from smartland.services.publisher import publisher_of
from smartland.web.app import create_app
from smartland.web.routes import exports as routes
from smartland.wiring import Services
from support.answers import BROWSER, assert_page, assert_problem
from support.pages import Page
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


# over HTTP


@pytest.fixture(scope="module")
def site(demo_services: Services) -> FlaskClient:
    """A client of the demonstration, its files made."""
    demo_services.exports.refresh()
    return reading(demo_services)


def reading(services: Services) -> FlaskClient:
    """A client that reads every answer to its end, and closes its file."""
    app = create_app(services)
    app.test_client_class = Reading
    return app.test_client()


class Reading(FlaskClient):
    """The client behind ``reading``."""

    def open(self, *args: object, **options: object) -> TestResponse:
        """As its parent, buffered."""
        return super().open(*args, **{**options, "buffered": True})  # type: ignore[arg-type]


def test_before_the_first_generation_it_is_503_and_the_page_says_so(client: FlaskClient) -> None:
    for path in ("/catalog", "/catalog.ttl", "/dump/project.csv", "/void.ttl", "/sitemap.xml"):
        answer = client.get(path)
        assert_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0
    assert "in preparazione" in assert_page(client.get("/data", headers=BROWSER), 200)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/catalog.ttl", "text/turtle"),
        ("/catalog.rdf", "application/rdf+xml"),
        ("/catalog.jsonld", "application/ld+json"),
        ("/dump/project.csv", "text/csv; charset=utf-8"),
        ("/dump/project.json", "application/json"),
        ("/dump/project.ttl", "text/turtle"),
        ("/dump/project.csv.gz", "application/gzip"),
        ("/dump/all.nq.gz", "application/gzip"),
        ("/.well-known/void", "text/turtle"),
        ("/sitemap.xml", "application/xml"),
    ],
)
def test_types_tags_and_times_are_exact(site: FlaskClient, path: str, media_type: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.content_length == len(answer.data)
    etag, weak = answer.get_etag()
    assert (etag, weak) == (hashlib.sha256(answer.data).hexdigest()[:32], False)
    head = site.head(path)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Length", "ETag", "Last-Modified", "Content-Type", "Accept-Ranges"):
        assert head.headers[name] == answer.headers[name]
    for header in ("If-None-Match", "If-Modified-Since"):
        value = answer.headers["ETag" if header == "If-None-Match" else "Last-Modified"]
        for method in ("GET", "HEAD"):
            again = site.open(path, method=method, headers={header: value})
            assert (again.status_code, again.data) == (304, b"")
    assert site.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_ranges_are_cut_out_of_the_file_that_the_tag_names(site: FlaskClient) -> None:
    whole = site.get("/catalog.ttl")
    part = site.get("/catalog.ttl", headers={"Range": "bytes=5-14"})
    assert (part.status_code, part.data) == (206, whole.data[5:15])
    assert part.headers["Content-Range"] == f"bytes 5-14/{len(whole.data)}"
    rest = site.get("/catalog.ttl", headers={"Range": "bytes=-7"})
    assert rest.data == whole.data[-7:]
    assert_problem(site.get("/catalog.ttl", headers={"Range": f"bytes={10**9}-"}), 416)
    stale = {"Range": "bytes=5-14", "If-Range": '"another"'}
    assert site.get("/catalog.ttl", headers=stale).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True), ("gzip, br", True), ("*", True), ("deflate, gzip;q=0.5", True),
        ("", False), ("br", False), ("gzip;q=0", False), ("identity, gzip;q=0.5", False),
    ],
)  # fmt: skip
def test_compressed_for_who_takes_that(site: FlaskClient, accepted: str, packed: bool) -> None:  # noqa: FBT001 - a table
    plain = site.get("/catalog.rdf")
    answer = site.get("/catalog.rdf", headers={"Accept-Encoding": accepted})
    assert ("gzip" in answer.headers.get("Content-Encoding", "")) == packed
    assert (answer.headers["ETag"] != plain.headers["ETag"]) == packed
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert (gzip.decompress(answer.data) if packed else answer.data) == plain.data


def test_the_catalogue_is_negotiated(site: FlaskClient) -> None:
    for accept, ending in (
        ("*/*", "ttl"), ("text/turtle", "ttl"), ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"), ("text/turtle;q=0.5, application/rdf+xml", "rdf"),
    ):  # fmt: skip
        answer = site.get("/catalog", headers={"Accept": accept})
        assert answer.data == site.get(f"/catalog.{ending}").data
        assert answer.headers["Content-Location"] == f"/catalog.{ending}"
        assert "Accept" in answer.headers["Vary"].split(", ")
    people = site.get("/catalog", headers=BROWSER)
    assert (people.status_code, people.headers["Location"]) == (303, "/data")
    assert_problem(site.get("/catalog", headers={"Accept": "image/png"}), 406)


def test_names_of_datasets_lead_to_page_or_file(site: FlaskClient) -> None:
    assert site.get("/dump/project", headers=BROWSER).headers["Location"] == "/data#project"
    turtle = site.get("/dump/project", headers={"Accept": "text/turtle"})
    assert turtle.headers["Location"] == "/dump/project.ttl"
    assert site.get("/dump/all").headers["Location"] == "/dump/all.nq.gz"


@pytest.mark.parametrize(
    "path",
    [
        "/catalog.xyz", "/catalog/holder/nobody.ttl", "/catalog/source/none.rdf", "/dump/x.csv",
        "/dump/x", "/dump/..%2f..%2ftruth.db", "/sitemap/none.xml", "/parts/native.ttl",
        "/catalog/source/..%2f..%2fparts%2fnative.ttl", "/catalog/other/x.ttl",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(site: FlaskClient, path: str) -> None:
    assert_problem(site.get(path), 404)


def test_robots_are_told_where_the_sitemap_is(demo_services: Services, site: FlaskClient) -> None:
    body = site.get("/robots.txt").text
    assert f"Sitemap: {demo_services.core.base}sitemap.xml" in body


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_lists_files_that_are_there(site: FlaskClient, language: str) -> None:
    page = Page(assert_page(site.get(f"/data?lang={language}", headers=BROWSER), 200))
    links = [one for one in page.links() if one.startswith(("/catalog", "/dump", "/void"))]
    assert len(links) > 100
    assert len(set(links)) == len(links)
    wrong = [one for one in links if site.head(one).status_code != 200]
    assert not wrong
    assert {one.get("id") for one in page.all("tr")} >= {"project", "stakeholder"}


def test_clients_that_stall_keep_only_so_many_threads(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "WHOLE", 1_000)
    monkeypatch.setattr(routes, "STREAMS", 2)
    demo_services.exports.refresh()
    client = create_app(demo_services).test_client()
    stalled = [client.get("/catalog.ttl"), client.get("/catalog.rdf")]
    assert {one.status_code for one in stalled} == {200}
    refused = client.get("/catalog.jsonld")
    assert_problem(refused, 503)
    assert refused.headers["Retry-After"]
    assert client.head("/catalog.jsonld").status_code == 200
    for one in stalled:
        one.close()
    with client.get("/catalog.jsonld", headers={"Range": "bytes=0-9"}) as answer:
        assert len(answer.data) == 10
    with client.get("/catalog.jsonld", headers={"Range": f"bytes={10**9}-"}) as answer:
        assert answer.status_code == 416
    again = [client.get("/catalog.ttl"), client.get("/catalog.ttl")]
    assert {one.status_code for one in again} == {200}, "a refused range keeps no place"
    for one in again:
        one.close()


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
