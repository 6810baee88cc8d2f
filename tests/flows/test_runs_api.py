"""The doors of runs, their outcomes and jobs: asked for, done, reported."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from smartland.services.harvest import HELD, Deletion
from smartland.wiring import Services
from support.answers import assert_problem, read_json
from support.harvest_doors import CORDIS, IPA, HarvestWorld, in_cordis, in_ipa

ENGLISH = {"Accept-Language": "en"}
Headers = dict[str, str]


@pytest.fixture
def world(services: Services) -> HarvestWorld:
    return HarvestWorld(services)


@pytest.fixture
def client(world: HarvestWorld) -> FlaskClient:
    return world.app().test_client()


def test_a_run_is_asked_for_done_and_reported(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.services.core.sources.add(IPA)
    world.importer.items[IPA.address] = [in_ipa()]
    answer = client.post("/api/v1/sources/ipa/run", headers=bearer)
    job = read_json(answer, 202)
    assert answer.headers["Location"] == f"/api/v1/jobs/{job['id']}" == job["_links"]["self"]
    assert (job["verb"], job["argument"], job["state"]) == ("harvest", "ipa", "waiting")
    assert job["asked"].endswith("Z")
    assert (job["started"], job["ended"]) == (None, None)
    assert read_json(client.get("/status"))["worker"] == {"waiting": 1, "running": 0, "last": None}
    assert world.services.core.worker().step()
    done = read_json(client.get(job["_links"]["self"]))
    assert (done["state"], done["result"]) == ("done", None)
    assert job["asked"] == done["asked"] <= done["started"] <= done["ended"]
    told = read_json(client.get(job["_links"]["self"], headers=bearer))
    assert told["result"] == "run 1: 1 created"
    (run,) = read_json(client.get(job["_links"]["runs"]))["items"]
    assert (run["state"], run["counts"]) == ("done", {"created": 1})
    assert run["started"].endswith("Z")
    assert run["ended"].endswith("Z")
    assert read_json(client.get(run["_links"]["self"])) == run
    assert read_json(client.get("/api/v1/sources/ipa"))["last_run"] == run
    worker = read_json(client.get("/status"))["worker"]
    assert (worker["waiting"], worker["running"]) == (1, 0), "recognition waits"
    assert worker["last"]["job"] == job["id"]


def test_a_failed_job_names_no_path(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.services.core.sources.add(CORDIS)
    job = read_json(client.post("/api/v1/sources/cordis/run", headers=bearer), 202)
    world.services.core.worker().step()
    told = read_json(client.get(job["_links"]["self"], headers=bearer))
    assert told["state"] == "failed"
    assert told["result"] == "Run 1 of cordis: local cannot be read: local is not there"
    assert "cannot" not in client.get(job["_links"]["self"]).text


def test_what_is_not_there_is_not_found(client: FlaskClient, bearer: Headers) -> None:
    for path in ("/api/v1/runs/7", "/api/v1/jobs/7", "/api/v1/sources/x", "/sources/x"):
        assert client.get(path).status_code == 404, path
    for path in ("sources/x/run", "proposals/7/accept", "proposals/7/refuse", "proposals/7/undo"):
        assert_problem(client.post(f"/api/v1/{path}", headers=bearer), 404)
    assert_problem(client.get("/api/v1/runs/7/outcomes", headers=bearer), 404)
    assert client.get("/api/v1/runs/99999999999999999999").status_code == 404


def test_runs_are_counted_for_all_and_limited(world: HarvestWorld, client: FlaskClient) -> None:
    for _ in range(3):
        world.run(IPA, in_ipa())
    assert len(read_json(client.get("/api/v1/runs?source=ipa&limit=2"))["items"]) == 2
    assert read_json(client.get("/api/v1/runs?source=nobody"))["items"] == []
    assert_problem(client.get("/api/v1/runs?limit=many"), 422, "limit")


def test_a_vanished_source_is_told_to_all_in_their_language(
    world: HarvestWorld, client: FlaskClient
) -> None:
    world.services.core.harvest.deletion = Deletion(ceiling=20)
    world.run(IPA, in_ipa(), in_cordis(vat="00743110157"))
    run = world.run(IPA)
    assert run.message == HELD.format(gone=2, known=2, ceiling=20)
    path = f"/api/v1/runs/{run.id}"
    assert "2 schede su 2 sono sparite" in read_json(client.get(path))["message"]
    assert "2 of 2 items vanished" in read_json(client.get(path, headers=ENGLISH))["message"]


def test_outcomes_come_in_pages(world: HarvestWorld, client: FlaskClient, bearer: Headers) -> None:
    items = [in_cordis(pic=f"99987988{n}", vat="00743110157") for n in range(1, 4)]
    run = world.run(CORDIS, *items)
    path: str | None = f"/api/v1/runs/{run.id}/outcomes?limit=2"
    seen = []
    while path:
        page = read_json(client.get(path, headers=bearer))
        seen += page["items"]
        path = page["_links"]["next"]
        assert page["total"] == sum(run.counts.values())
    assert len(seen) == sum(run.counts.values()) == 3
    assert all(one["iri"] for one in seen)


def test_outcomes_are_filtered_and_the_reasons_speak(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.two_that_may_be_one()
    page = read_json(client.get("/api/v1/runs/1/outcomes?outcome=rejected", headers=bearer))
    assert page["items"] == [{"key": "=cmd", "outcome": "rejected", "iri": "", "reason": "-1: bad"}]
    assert page["total"] == 1
    wrong = client.get("/api/v1/runs/1/outcomes?outcome=odd", headers=bearer)
    assert_problem(wrong, 422, "outcome")
    world.edit("ipa-c_f205", homepage="https://ours.example/")
    run = world.run(IPA, in_ipa(homepage="https://new.example/"))
    outcomes = f"/api/v1/runs/{run.id}/outcomes"
    (one,) = read_json(client.get(outcomes, headers=bearer))["items"]
    assert one["reason"] == "modificato qui e lasciato così: sito"


def test_a_table_of_outcomes_runs_in_no_spreadsheet(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.two_that_may_be_one()
    answer = client.get("/api/v1/runs/1/outcomes", headers={**bearer, "Accept": "text/csv"})
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["outcome"] for row in rows} == {"created", "rejected"}
    (rejected,) = (row for row in rows if row["outcome"] == "rejected")
    assert (rejected["key"], rejected["reason"]) == ("'=cmd", "'-1: bad")
