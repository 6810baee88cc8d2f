"""The command line as an operator uses it, alone and beside a running server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smartland.cli import cli
from smartland.errors import Invalid, Unauthorised
from smartland.wiring import Services
from support.platform import running, settle

FIRM = {"name": {"it": "Impresa"}, "stakeholder_kind": "firm", "vat": "00743110157"}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(tmp_path))
    with running(tmp_path) as services:
        services.catalogue.create("stakeholder", FIRM, "tester")
        settle(services)
        yield services


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_a_running_server_verifies_and_reindexes_for_others(server: Services) -> None:
    found = run("verify")
    assert found.exit_code == 0
    assert "graph: agrees; 1 resources in the truth, 1 held" in found.output
    iri = f"{server.catalogue.base}id/stakeholder/vat-00743110157"
    server.projections.index.apply([], [iri], server.projections.index.position())
    broken = run("verify")
    assert broken.exit_code == 1
    assert f"missing: {iri}" in broken.output
    assert "rebuilt by the running server" in run("reindex").output
    assert run("verify").exit_code == 0


def test_without_a_server_the_command_does_it_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SMARTLAND_SPARQL_READERS", "1")
    with running(tmp_path) as services:
        services.catalogue.create("stakeholder", FIRM, "tester")
    assert run("follow").exit_code == 0
    assert run("reindex").exit_code == 0
    assert "index: agrees; 1 resources in the truth, 1 held" in run("verify").output


def test_a_revoked_token_opens_nothing(server: Services) -> None:
    secret = run("token", "create", "curator").output.strip()
    assert server.core.tokens.holder(secret) == "curator"
    assert run("token", "revoke", "curator").exit_code == 0
    assert "revoked" in run("token", "list").output
    with pytest.raises(Unauthorised):
        server.core.tokens.holder(secret)


def test_nobody_passes_for_a_source(server: Services) -> None:
    with pytest.raises(Invalid, match="name"):
        server.core.tokens.create("harvest:ipa")
    assert list(server.core.tokens.all()) == []


def test_a_source_that_cannot_be_read_fails_and_says_so_once(server: Services) -> None:
    failed = run("harvest", "dcat", "/nowhere/catalogue.rdf", "--no-follow")
    assert failed.exit_code == 1
    assert failed.output.count("cannot be read") == 1
    assert "failed" in run("harvest", "--report").output


def test_two_sources_do_not_share_a_name(server: Services, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "catalogue.ttl").write_text("<https://e.org/d> a <https://e.org/T> .")
    assert run("harvest", "dcat", str(tmp_path / "a" / "catalogue.ttl"), "--no-follow").output
    other = run("harvest", "dcat", str(tmp_path / "b" / "catalogue.ttl"), "--no-follow")
    assert other.exit_code == 2
    assert "give --source NAME" in other.output
