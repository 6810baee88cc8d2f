"""``smartland validate``: what it prints, and its exit code."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

from smartland.cli.validate import validate
from support.golden import golden, golden_graph
from support.mutants import DATASET

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a folder of its own."""
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(tmp_path / "data"))
    return lambda *arguments: CliRunner().invoke(validate, [str(one) for one in arguments])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.ttl"
    file.write_bytes(golden("catalog.ttl"))
    return file


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    graph = golden_graph()
    graph.remove((DATASET, rdflib.DCAT.theme, None))
    file = tmp_path / "bad.ttl"
    graph.serialize(file, format="turtle")
    return file


def test_a_good_file_is_told_in_one_line(run: Run, good: Path) -> None:
    done = run(good)
    assert done.exit_code == 0, done.output
    assert "conforms to dcat-ap-it (112 triples; 0 violation, 0 warning" in done.output


def test_violations_end_with_exit_code_one(run: Run, good: Path, bad: Path) -> None:
    done = run(good, bad)
    assert done.exit_code == 1
    assert "dcat:theme" in done.output
    assert str(DATASET) in done.output


def test_json_is_by_file(run: Run, good: Path, bad: Path) -> None:
    done = run(good, bad, "--json", "--score")
    found = json.loads(done.stdout)
    assert found[str(good)]["conforms"]
    assert not found[str(bad)]["conforms"]
    assert found[str(good)]["score"]["high"] == 400
    assert done.exit_code == 1


def test_hints_come_with_the_score(run: Run, bad: Path) -> None:
    done = run(bad, "--score")
    assert "of 405" in done.output
    assert "+30  Add dcat:theme" in done.output


def test_a_file_that_is_none_is_told(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path / "nothing.ttl").exit_code == 1


def test_a_file_that_cannot_be_read_is_a_finding(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<a> <b> .\n<c")
    done = run(file)
    assert done.exit_code == 1
    assert "line" in done.output


def test_another_profile(run: Run, good: Path) -> None:
    assert "conforms to hvd" in run(good, "--profile", "hvd").output
