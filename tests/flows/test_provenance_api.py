"""The doors of provenance: who says what of a field, and how a conflict is settled."""

import pytest
from flask.testing import FlaskClient

from smartland.wiring import Services
from support.answers import assert_problem, read_json
from support.harvest_doors import CORDIS, IPA, HarvestWorld, in_cordis, in_ipa

Headers = dict[str, str]
MILANO = "/api/v1/stakeholder/ipa-c_f205"


@pytest.fixture
def world(services: Services) -> HarvestWorld:
    return HarvestWorld(services)


@pytest.fixture
def client(world: HarvestWorld) -> FlaskClient:
    return world.app().test_client()


def test_each_field_says_where_it_comes_from(world: HarvestWorld, client: FlaskClient) -> None:
    world.run(IPA, in_ipa(homepage="https://ipa.example/"))
    world.run(CORDIS, in_cordis(homepage="https://cordis.example/", acronym="CM"))
    world.edit("ipa-c_f205", description="Scritta qui", contact="chi@example.org")
    body = read_json(client.get(f"{MILANO}/provenance"))
    fields = body["fields"]
    assert (fields["ipa_code"]["sources"], fields["ipa_code"]["edited"]) == (["ipa"], False)
    assert fields["acronym"]["sources"] == ["cordis"]
    assert fields["homepage"]["sources"] == ["ipa"]
    assert fields["homepage"]["others"] == [
        {
            "source": "cordis",
            "iri": "http://localhost:8000/id/stakeholder/pic-999879881",
            "value": "https://cordis.example/",
        }
    ]
    assert (fields["description"]["sources"], fields["description"]["edited"]) == ([], True)
    assert fields["alt_name"]["edited"] is False, "another source's name, not a person's"
    assert "contact" not in fields
    assert "chi@example.org" not in str(body)
    assert body["sources"]["ipa"]["label"] == "Registro di prova"
    assert body["sources"]["ipa"]["last_run"].endswith("Z")
    assert body["merged"] == ["http://localhost:8000/id/stakeholder/pic-999879881"]


def test_a_description_without_sources_was_written_here(
    client: FlaskClient, bearer: Headers
) -> None:
    given = {"name": "Alfa", "stakeholder_kind": "association", "pic": "999981634"}
    made = read_json(client.post("/api/v1/stakeholder", json=given, headers=bearer), 201)
    body = read_json(client.get(f"/api/v1/stakeholder/{made['key']}/provenance"))
    assert body["sources"] == {}
    assert all(one["edited"] and not one["sources"] for one in body["fields"].values())


def in_conflict(world: HarvestWorld) -> None:
    world.run(IPA, in_ipa(homepage="https://old.example/"))
    world.edit("ipa-c_f205", homepage="https://ours.example/")
    world.run(IPA, in_ipa(homepage="https://new.example/"))


@pytest.mark.parametrize(
    ("body", "kept"),
    [({"take": True}, "https://new.example/"), ({"take": False}, "https://ours.example/")],
)
def test_a_conflict_is_settled(
    world: HarvestWorld, client: FlaskClient, bearer: Headers, body: dict[str, bool], kept: str
) -> None:
    in_conflict(world)
    origin = read_json(client.get(f"{MILANO}/provenance"))["fields"]["homepage"]
    assert origin["conflict"]
    path = origin["_links"]["settle"]
    stale = {**bearer, "If-Match": '"old"'}
    assert_problem(client.post(path, json=body, headers=stale), 412)
    settled = client.post(path, json=body, headers=bearer)
    assert read_json(settled)["homepage"] == kept
    after = read_json(client.get(f"{MILANO}/provenance"))["fields"]["homepage"]
    assert not after["conflict"]
    assert after["edited"] is not body["take"]
    assert_problem(client.post(path, json=body, headers=bearer), 404)


@pytest.mark.parametrize(
    ("body", "named"), [({}, "take"), ({"take": "yes"}, "take"), ([], "take"), ({"x": 1}, "x")]
)
def test_a_decision_must_be_clear(
    world: HarvestWorld, client: FlaskClient, bearer: Headers, body: object, named: str
) -> None:
    in_conflict(world)
    answer = client.post(f"{MILANO}/provenance/homepage", json=body, headers=bearer)
    assert_problem(answer, 422, *{named, "take"})


def test_what_was_taken_away_here_is_not_given_back_by_its_provenance(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.run(IPA, in_ipa(email="mario@example.org"))
    world.edit("ipa-c_f205", email=None)
    answer = client.get(f"{MILANO}/provenance")
    assert "email" in read_json(answer)["fields"]
    assert "mario" not in answer.text
    assert "mario" not in client.get("/doc/stakeholder/ipa-c_f205.html").text
    assert "mario" in client.get(f"{MILANO}/provenance", headers=bearer).text


def test_the_provenance_of_what_is_private_gone_or_absent(
    world: HarvestWorld, client: FlaskClient
) -> None:
    world.two_that_may_be_one()
    assert_problem(client.get("/api/v1/stakeholder/nobody/provenance"), 404)
    head = world.head("pic-999879881")
    world.services.catalogue.delete("stakeholder", head.key, "owner", head.etag)
    assert_problem(client.get("/api/v1/stakeholder/pic-999879881/provenance"), 410)
    head = world.head("ipa-c_f205")
    world.services.catalogue.patch(
        "stakeholder", head.key, {"acronym": "X"}, "owner", head.etag, private=True
    )
    assert_problem(client.get(f"{MILANO}/provenance"), 404)
