"""The doors of the review queue: pairs that may be one, accepted, refused and parted again."""

import pytest
from flask.testing import FlaskClient

from smartland.wiring import Services
from support.answers import assert_problem, read_json
from support.harvest_doors import CORDIS, IPA, NUMBER, HarvestWorld, in_cordis, in_ipa

ENGLISH = {"Accept-Language": "en"}
Headers = dict[str, str]


@pytest.fixture
def world(services: Services) -> HarvestWorld:
    return HarvestWorld(services)


@pytest.fixture
def client(world: HarvestWorld) -> FlaskClient:
    return world.app().test_client()


def test_a_pair_is_shown_with_reasons_that_tell_no_code(
    world: HarvestWorld, client: FlaskClient
) -> None:
    world.two_that_may_be_one()
    page = read_json(client.get("/api/v1/proposals"))
    (one,) = page["items"]
    assert page["total"] == 1
    assert one["reasons"] == [
        "stesso codice fiscale o partita IVA",
        "le denominazioni hanno poco in comune",
    ]
    assert {one["one"]["title"], one["other"]["title"]} == {"Comune di Milano", "Zebra Trading"}
    assert NUMBER not in client.get("/api/v1/proposals").text
    assert "actor" not in one
    english = read_json(client.get("/api/v1/proposals", headers=ENGLISH))["items"][0]
    assert english["reasons"][0] == "same tax code or VAT number"
    assert_problem(client.get("/api/v1/proposals?state=odd"), 422, "state")


def test_a_pair_with_a_private_side_is_for_holders_of_a_token(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.two_that_may_be_one()
    head = world.head("pic-999879881")
    world.services.catalogue.patch(
        "stakeholder", head.key, {"acronym": "Z"}, "owner", head.etag, private=True
    )
    assert read_json(client.get("/api/v1/proposals"))["items"] == []
    assert "999879881" not in client.get("/review").text
    assert len(read_json(client.get("/api/v1/proposals", headers=bearer))["items"]) == 1


def test_a_pair_is_accepted_and_parted_again(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.two_that_may_be_one()
    answer = client.post("/api/v1/proposals/1/accept?wait=projected", headers=bearer)
    merged = read_json(answer)
    assert (merged["key"], merged["pic"]) == ("ipa-c_f205", "999879881")
    assert answer.headers["ETag"]
    moved = client.get("/api/v1/stakeholder/pic-999879881/provenance")
    assert moved.status_code == 301
    assert moved.headers["Location"] == "/api/v1/stakeholder/ipa-c_f205/provenance"
    assert_problem(client.post("/api/v1/proposals/1/accept", headers=bearer), 409)
    (accepted,) = read_json(client.get("/api/v1/proposals?state=accepted", headers=bearer))["items"]
    assert (accepted["state"], accepted["actor"]) == ("accepted", "tester")
    assert set(accepted["_links"]) == {"undo"}
    parted = read_json(client.post("/api/v1/proposals/1/undo", headers=bearer))
    assert (parted["key"], parted["acronym"]) == ("pic-999879881", "ZT")
    assert "pic" not in read_json(client.get("/api/v1/stakeholder/ipa-c_f205"))
    assert_problem(client.post("/api/v1/proposals/1/undo", headers=bearer), 409)


def test_a_pair_is_refused_for_good(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.two_that_may_be_one()
    assert client.post("/api/v1/proposals/1/refuse", headers=bearer).status_code == 204
    assert read_json(client.get("/api/v1/proposals"))["total"] == 0
    assert_problem(client.post("/api/v1/proposals/1/refuse", headers=bearer), 409)


def test_pairs_come_in_pages(world: HarvestWorld, client: FlaskClient) -> None:
    names = ("Zebra Trading", "Kiwi Ortofrutta", "Quercia Legnami")
    items = [
        in_cordis(pic=f"99987988{n}", name={"it": name}) for n, name in enumerate(names, start=1)
    ]
    world.run(IPA, in_ipa())
    world.run(CORDIS, *items)
    first = read_json(client.get("/api/v1/proposals?limit=2"))
    rest = read_json(client.get(first["_links"]["next"]))
    ids = [one["id"] for one in (*first["items"], *rest["items"])]
    while rest["_links"]["next"]:
        rest = read_json(client.get(rest["_links"]["next"]))
        ids += [one["id"] for one in rest["items"]]
    assert len(ids) == len(set(ids)) == first["total"] >= 3


def test_a_recognised_body_is_parted_by_its_own_address(
    world: HarvestWorld, client: FlaskClient, bearer: Headers
) -> None:
    world.run(IPA, in_ipa())
    world.run(CORDIS, in_cordis(acronym="CM"))
    path = "/api/v1/stakeholder/pic-999879881"
    assert client.get(path).status_code == 301
    parted = read_json(client.post(f"{path}/part", headers=bearer))
    assert parted["acronym"] == "CM"
    assert read_json(client.get(path)) == parted
    assert_problem(client.post(f"{path}/part", headers=bearer), 409)
    assert_problem(client.post("/api/v1/stakeholder/nobody/part", headers=bearer), 404)
