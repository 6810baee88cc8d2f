"""The platform goes on while its search server is away, with the embedded index or without."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from smartland.settings import Settings
from smartland.wiring import Services, open_services
from support.answers import assert_problem, read_json
from support.platform import BASE, client_of
from support.search_imposter import imposter
from support.servers import free_port

FIRM = {"name": {"it": "Officine del Lago"}, "stakeholder_kind": "firm", "vat": "00743110157"}
PATH = "/api/v1/stakeholder"


@contextmanager
def _running(folder: Path, url: str, *, standby: bool) -> Iterator[tuple[Services, FlaskClient]]:
    settings = Settings(
        data_dir=folder,
        base_url=BASE,
        sparql_readers=1,
        elasticsearch_url=url,
        search_standby=standby,
    )
    services = open_services(settings)
    services.steward.start()
    try:
        yield services, client_of(services)
    finally:
        services.close()


def _nowhere() -> str:
    return f"http://somebody:secret-word@127.0.0.1:{free_port()}"


def _write(services: Services, client: FlaskClient) -> int:
    headers = {"Authorization": f"Bearer {services.core.tokens.create('tester')}"}
    written = read_json(client.post(PATH, json=FIRM, headers=headers), 201)
    sequence: int = written["_meta"]["sequence"]
    return sequence


def _until(condition: Any) -> None:  # noqa: ANN401  # whatever is true or false
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_stand_by_answers_while_the_server_is_away(tmp_path: Path) -> None:
    with _running(tmp_path, _nowhere(), standby=True) as (services, client):
        assert services.steward.wait(_write(services, client), 20)
        assert read_json(client.get("/api/v1/search?q=officine"))["total"] == 1
        status = read_json(client.get("/status"))
        assert (status["status"], status["behind"]) == ("degraded", {"graph": 0, "index": 0})
        assert (status["search"]["engine"], status["search"]["documents"]) == ("tantivy", 1)
        assert "does not answer" in status["search"]["fault"]
        assert "secret-word" not in str(status)


def test_without_a_stand_by_writes_go_on_and_searches_wait(tmp_path: Path) -> None:
    with _running(tmp_path, _nowhere(), standby=False) as (services, client):
        sequence = _write(services, client)
        _until(lambda: services.projections.graph.position() == sequence)
        answer = client.get("/api/v1/search?q=officine")
        assert_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) >= 1
        page = client.get("/search?q=officine", headers={"Accept": "text/html"})
        assert (page.status_code, "Retry-After" in page.headers) == (503, True)
        assert "Traceback" not in page.text
        key = read_json(client.get(f"{PATH}?limit=1"))["items"][0]["key"]
        assert read_json(client.get(f"{PATH}/{key}"))["name"] == FIRM["name"]
        status = read_json(client.get("/status"))
        assert (status["status"], status["behind"]["graph"]) == ("degraded", 0)
        assert status["search"]["fault"]


def test_a_server_that_is_there_is_filled(tmp_path: Path) -> None:
    with imposter() as server, _running(tmp_path, server.url, standby=True) as (services, client):
        assert services.steward.wait(_write(services, client), 20)
        bulks = b"".join(body for _, path, body in server.asked if "_bulk" in path)
        assert "Officine" not in bulks.decode()
        assert b"officin" in bulks
        search = read_json(client.get("/status"))["search"]
        assert (search["engine"], search["version"], search["fault"]) == (
            "elasticsearch",
            "8.19.0",
            "",
        )


def test_the_missing_client_is_named(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['elasticsearch'] = None\n"
        "from smartland.cli import main\n"
        "sys.argv = ['smartland', 'verify']\n"
        "main()"
    )
    environment = {"SMARTLAND_DATA_DIR": str(tmp_path), "SMARTLAND_ELASTICSEARCH_URL": _nowhere()}
    run = subprocess.run(
        [sys.executable, "-P", "-c", program], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "smartland[elasticsearch]" in run.stderr
    assert "secret-word" not in run.stderr + run.stdout
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("url", ["localhost:9200", "ftp://x", "https://"])
def test_an_address_without_sense_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    program = "from smartland.settings import read_settings; read_settings()"
    environment = {"SMARTLAND_ELASTICSEARCH_URL": url, "SMARTLAND_ELASTICSEARCH_PREFIX": "A!"}
    run = subprocess.run(
        [sys.executable, "-P", "-c", program], env=environment, capture_output=True, text=True
    )
    assert run.returncode != 0
    assert "SMARTLAND_ELASTICSEARCH_URL" in run.stderr
    assert "SMARTLAND_ELASTICSEARCH_PREFIX" in run.stderr


def test_secrets_are_in_no_representation() -> None:
    settings = Settings(
        data_dir=Path(),
        elasticsearch_url="http://u:secret-word@h",
        elasticsearch_api_key="secret-key",
        database_url="postgresql+psycopg://u:secret-word@h/d",
    )
    assert "secret" not in repr(settings)
