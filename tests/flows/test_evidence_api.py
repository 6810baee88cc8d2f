"""The doors to proposed competences: decisions over HTTP and by command, and the page's section."""

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from smartland.cli.evidence import evidence as command
from smartland.domain.kinds.shared import CLAIM_STATES
from smartland.domain.resource import Revision
from smartland.services.evidence.proposing import Evidence
from smartland.web.app import create_app
from smartland.web.pages.frame import Frame, render
from smartland.web.pages.naming import Naming
from smartland.web.pages.proposed import proposed_for, show_proposed
from smartland.web.routes.evidence import evidence_blueprint
from smartland.wiring import Services
from support.evidence_world import BEES, LEAKS, EvidenceWorld
from support.platform import settle

CONFIRMED = f"{CLAIM_STATES}/confirmed"


@pytest.fixture
def world(services: Services) -> EvidenceWorld:
    """Two proposals to one body."""
    world = EvidenceWorld(services.catalogue, Evidence(services.catalogue))
    alfa = world.body("alfa")
    world.project("1", LEAKS, [alfa])
    world.project("2", BEES, [alfa])
    world.evidence.propose()
    return world


@pytest.fixture
def client(services: Services) -> FlaskClient:
    app = create_app(services)
    if "api-evidence" not in app.blueprints:
        app.register_blueprint(evidence_blueprint(services))
    return app.test_client()


def leak(world: EvidenceWorld) -> Revision:
    return world.claims(f"{world.catalogue.base}id/stakeholder/pic-999981634")["leak-detection"]


def bee(world: EvidenceWorld) -> Revision:
    return world.claims(f"{world.catalogue.base}id/stakeholder/pic-999981634")["beekeeping"]


def test_a_proposal_is_confirmed_with_a_token(
    world: EvidenceWorld, client: FlaskClient, bearer: dict[str, str]
) -> None:
    address = f"/api/v1/claim/{leak(world).key}/accept"
    assert client.post(address).status_code == 401
    answer = client.post(f"{address}?wait=projected", headers=bearer)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["state"] == CONFIRMED
    assert answer.headers["ETag"] == f'"{leak(world).etag}"'
    assert leak(world).actor == "tester"


def test_a_refused_proposal_is_gone(
    world: EvidenceWorld, client: FlaskClient, bearer: dict[str, str]
) -> None:
    key = leak(world).key
    for _ in range(2):
        assert client.post(f"/api/v1/claim/{key}/refuse", headers=bearer).status_code == 204
    assert client.get(f"/api/v1/claim/{key}").status_code == 410
    assert client.post(f"/api/v1/claim/{key}/accept", headers=bearer).status_code == 410
    assert client.post("/api/v1/claim/none/refuse", headers=bearer).status_code == 404


def test_who_saw_another_version_is_told(
    world: EvidenceWorld, client: FlaskClient, bearer: dict[str, str]
) -> None:
    claim = leak(world)
    address = f"/api/v1/claim/{claim.key}/accept"
    stale = client.post(address, headers=bearer | {"If-Match": '"other"'})
    assert stale.status_code == 412
    fresh = client.post(address, headers=bearer | {"If-Match": f'"{claim.etag}"'})
    assert fresh.status_code == 200


def test_many_decisions_at_once_say_what_became_of_each(
    world: EvidenceWorld, client: FlaskClient, bearer: dict[str, str]
) -> None:
    keys = {"accept": [leak(world).key, "none"], "refuse": [bee(world).key]}
    assert client.post("/api/v1/evidence/decisions", json=keys).status_code == 401
    answer = client.post("/api/v1/evidence/decisions", json=keys, headers=bearer)
    assert answer.json is not None
    assert [one["done"] for one in answer.json["items"]] == [True, False, True]
    assert "none" in answer.json["items"][1]["reason"]
    assert leak(world).document["state"] == CONFIRMED


@pytest.mark.parametrize(
    "body", [{}, [], {"accept": "key"}, {"accept": [1]}, {"refuse": ["k"] * 1_001}]
)
def test_bad_lists_are_refused(client: FlaskClient, bearer: dict[str, str], body: object) -> None:
    answer = client.post("/api/v1/evidence/decisions", json=body, headers=bearer)
    assert answer.status_code == 422


@pytest.mark.parametrize(("language", "mark"), [("it", "da confermare"), ("en", "to be confirmed")])
def test_the_section_shows_proposals_marked_as_such(
    world: EvidenceWorld, services: Services, language: str, mark: str
) -> None:
    settle(services)
    body = f"{world.catalogue.base}id/stakeholder/pic-999981634"
    claims = proposed_for(services, body)
    assert {one.iri for one in claims} == {leak(world).iri, bee(world).iri}
    naming = Naming(
        services.catalogue, services.labels, base=world.catalogue.base, language=language
    )
    shown = show_proposed(claims, naming)
    html = render("proposed.html", Frame(language), title="", proposed=shown)
    assert html.count(mark) == 2
    assert LEAKS[language] in html
    assert f"/doc/claim/{leak(world).key}" in html


def test_what_was_decided_is_not_shown_as_proposed(
    world: EvidenceWorld, services: Services
) -> None:
    world.evidence.accept(leak(world).key, "x")
    settle(services)
    body = f"{world.catalogue.base}id/stakeholder/pic-999981634"
    assert [one.iri for one in proposed_for(services, body)] == [bee(world).iri]


def test_the_commands_propose_and_decide(
    world: EvidenceWorld, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(services.settings.data_dir))
    world.project("3", LEAKS, [world.body("beta")])
    ran = CliRunner().invoke(command, ["propose", "--no-follow"])
    assert ran.exit_code == 0, ran.output
    assert "1 created, 0 changed, 0 unchanged, 0 withdrawn" in ran.output
    done = CliRunner().invoke(command, ["accept", leak(world).key])
    assert done.output == "1 of 1 done\n"
    failed = CliRunner().invoke(command, ["refuse", leak(world).key, bee(world).key])
    assert failed.exit_code == 1
    assert "1 of 2 done" in failed.output
