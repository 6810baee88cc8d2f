"""Hostile feeds through the real harvest: each ends in a report, within limits, and harms nothing.

The cases are in ``support.hostile``. Each runs in a process of its own with a bounded address
space; what must never come of any is in ``support.hostile.audit``.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from smartland.ports.harvests import Source
from smartland.wiring import Services
from support.hostile.case import Case, Outcome
from support.hostile.cases import CASES
from support.hostile.processes import read_outcome
from support.platform import settle

SECONDS, MEGABYTES = 20.0, 900.0
"""The limits of the promise: of the processor, as other processes may have their share of it, and
of memory. A case that waits or hangs is killed by its wall clock."""
ALL = 600.0
TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.timeout(ALL)  # the first test waits for all cases


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Outcome]:
    """What became of the cases that were chosen, each once."""
    mine = (one for one in request.session.items if isinstance(one, pytest.Function))
    cases = (one.callspec.params.get("case") for one in mine if hasattr(one, "callspec"))
    chosen = [one.name for one in cases if isinstance(one, Case)]
    # arenas of threads take address space and no memory: two are enough (glibc, mallopt(3))
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "MALLOC_ARENA_MAX": "2"}
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "support.hostile.processes",
            str(tmp_path_factory.mktemp("hostile")),
        ],
        input="\n".join(chosen),
        capture_output=True,
        text=True,
        timeout=ALL,
        env=environment,
    )
    assert ran.returncode == 0, ran.stderr[-3_000:]
    found = [read_outcome(line) for line in ran.stdout.splitlines()]
    return {one.name: one for one in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_feed(case: Case, outcomes: Mapping[str, Outcome]) -> None:
    found = outcomes[case.name]
    assert found.ending == "ended"
    assert not found.faults
    assert found.state == case.state, found.message
    assert re.search(case.says, found.message), found.message
    if case.counts is not None:
        assert found.counts == case.counts, found.reasons
    assert not case.reason or any(re.search(case.reason, one) for one in found.reasons)
    assert found.kept == case.kept
    assert found.seconds < SECONDS
    assert found.memory < MEGABYTES


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= 60
    importers = {case.importer for case in CASES}
    assert importers >= {"dcat", "ckan", "cerif", "ipa", "eu-calls", "regional-calls", "pnrr"}


# what is in is shown as what it is

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e"
FEED = f"""
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<http://a.example/d> a dcat:Dataset ; dct:title {json.dumps(EVIL)}@it, {json.dumps(EVIL)}@en ;
  dct:description "</script><script>alert(2)</script> [x](javascript:alert(3))"@it ;
  dcat:keyword "=cmd|' /C calc'!A0" ; dcat:landingPage <http://a.example/%22onclick=%22x> ;
  dct:identifier "<b onmouseover=alert(4)>" .
"""


class _Elements(HTMLParser):
    """The elements of a page that a browser would make."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def evil(services: Services, tmp_path: Path) -> str:
    """The key of a dataset that attacks whoever shows it."""
    path = tmp_path / "evil.ttl"
    path.write_text(FEED, encoding="utf-8")
    run = services.core.harvest.run(Source("evil", "dcat", str(path)))
    assert run.counts["created"] == 1, run.message
    settle(services)
    head = services.catalogue.by_iri("http://a.example/d")
    assert head is not None
    return head.key


@pytest.mark.parametrize("page", ["/doc/dataset/{key}", "/search?q=alert"])
def test_a_page_shows_it_as_text(client: FlaskClient, evil: str, page: str) -> None:
    answer = client.get(page.format(key=evil), headers={"Accept": "text/html"})
    assert answer.status_code == 200
    unmarked = answer.text.replace("<mark>", "").replace("</mark>", "")
    assert "alert(1)" in unmarked, "the title is shown"
    assert "\u202e" not in answer.text
    elements = _Elements()
    elements.feed(answer.text)
    for tag, attributes in elements.found:
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert not (attributes.get("href") or "").lower().startswith("javascript:")
        assert not (tag == "img" and attributes.get("src") == "x")
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", answer.text, re.S)
    assert not any(text.strip().startswith("alert") for text in scripts)


def test_a_table_disarms_formulas(client: FlaskClient, evil: str) -> None:
    answer = client.get("/search?q=alert", headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    cells = [cell.strip('"') for line in answer.text.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
