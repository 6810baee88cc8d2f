"""What people search for stands first: judged queries on the demonstration and on real registers
(public bodies, innovative start-ups, European calls), the same on every engine."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from smartland.services.searching.answers import SearchQuery
from smartland.settings import Settings
from smartland.wiring import Services, open_services
from support.relevance import Scored, mean, read_judged, score, table
from support.shared_data import shared

SOURCES = (
    ("ipa", "."),
    ("startups", "firms/startup_registry.csv.gz"),
    ("eu-calls", "calls/sedia_open_calls.json.gz"),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A platform with all of it: about 46,000 resources."""
    addresses = [(name, shared(path)) for name, path in SOURCES]
    folder = tmp_path_factory.mktemp("relevance")
    _run(folder, "demo", "--load-only")
    for name, address in addresses:
        _run(folder, "harvest", name, str(address))
    found = open_services(Settings(data_dir=folder, sparql_readers=1))
    yield found
    found.close()


@pytest.fixture(scope="module")
def scored(services: Services) -> Sequence[Scored]:
    """Every judged query with what its answer is worth."""

    def ask(query: SearchQuery) -> Sequence[str]:
        found = services.search.find(query)
        return [f"{one.revision.kind}/{one.revision.key}" for one in found.items]

    return [score(judged, ask) for judged in read_judged(services)]


@pytest.mark.timeout(400)
def test_what_was_meant_comes_first(scored: Sequence[Scored]) -> None:
    print("\n" + table(scored))
    assert len(scored) >= 120
    assert mean([one.success for one in scored]) >= 0.95
    assert mean([one.ndcg for one in scored]) >= 0.94


def test_no_query_that_has_an_answer_finds_nothing(scored: Sequence[Scored]) -> None:
    assert [one.judged.text for one in scored if not one.total] == []


def test_codes_come_first_without_exception(scored: Sequence[Scored]) -> None:
    codes = [one for one in scored if one.judged.task == "code"]
    assert [(one.judged.text, one.best) for one in codes if not one.success] == []


def _run(folder: Path, *arguments: str) -> None:
    environment = os.environ | {"SMARTLAND_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "smartland", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)
