"""Templates and dry runs on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from smartland.cli.harvesting import harvest
from smartland.cli.templates import template
from smartland.domain.kinds import KINDS
from smartland.settings import read_settings
from smartland.wiring import open_core
from support.sheets import sheet


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def dry_run(path: Path, *more: str) -> Result:
    return CliRunner().invoke(harvest, ["spreadsheet", str(path), "--dry-run", *more])


def test_a_good_file_is_told_and_nothing_kept(folder: Path) -> None:
    path = folder / "need.csv"
    path.write_bytes(sheet({}, {"id": "2"}))
    result = dry_run(path)
    assert result.exit_code == 0
    assert "dry run of spreadsheet-need: done; 2 created" in result.output
    core = open_core(read_settings())
    assert core.sources.all() == []
    assert core.sources.runs(None, 10) == []
    assert core.catalogue.truth.last_sequence() == 0
    core.close()


def test_a_rejection_has_row_and_column_and_an_exit_code(folder: Path) -> None:
    path = folder / "need.csv"
    path.write_bytes(sheet({}, {"id": "2", "budget": "tanti"}))
    result = dry_run(path, "--source", "mine")
    assert result.exit_code == 1
    assert "dry run of mine: done; 1 created, 1 rejected" in result.output
    assert "rejected need/sheet-2: row 3, column F (budget): A number" in result.output


def test_rules_of_a_kind_have_a_row_too(folder: Path) -> None:
    path = folder / "x.csv"
    firm = {"#stakeholder": "", "id": "1", "name_it": "Acme", "stakeholder_kind": "firm"}
    path.write_bytes(sheet({}, first=firm))
    result = dry_run(path)
    assert result.exit_code == 1
    assert "row 2" in result.output


def test_a_failing_source(folder: Path) -> None:
    result = dry_run(folder / "none.csv")
    assert result.exit_code == 1
    assert "failed; no items" in result.output
    assert result.output.count("cannot be read") == 1


def test_any_importer_can_be_tried(folder: Path) -> None:
    path = folder / "catalogue.ttl"
    path.write_text("<https://e.org/d> a <http://www.w3.org/ns/dcat#Dataset> .")
    result = CliRunner().invoke(harvest, ["dcat", str(path), "--dry-run"])
    assert result.exit_code == 0
    assert "1 created" in result.output


def test_templates_are_written(folder: Path) -> None:
    assert CliRunner().invoke(template, ["need"]).output.strip() == "need.csv"
    assert (folder / "need.csv").read_bytes().startswith(b"\xef\xbb\xbf#need;id;")
    assert dry_run(folder / "need.csv").exit_code == 0
    made = CliRunner().invoke(template, ["need", "--xlsx", "-o", "mine.xlsx"])
    assert made.output.strip() == "mine.xlsx"
    assert CalamineWorkbook.from_path(folder / "mine.xlsx").sheet_names == ["need"]
    CliRunner().invoke(template, ["all"])
    assert CalamineWorkbook.from_path(folder / "smartland.xlsx").sheet_names == list(KINDS)


def test_what_cannot_be_written_is_told(folder: Path) -> None:
    assert CliRunner().invoke(template, ["nothing"]).exit_code == 2
    result = CliRunner().invoke(template, ["need", "-o", str(folder / "no" / "such.csv")])
    assert result.exit_code == 1
    assert "No such file" in result.output
