"""Mirrors: whoever follows the change log holds exactly what is public, and never more."""

import json
from collections.abc import Iterator

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from smartland.domain.identity import graph_iri
from smartland.domain.resource import Json
from smartland.wiring import Services
from support.platform import BASE
from support.read_doors import Door, Reply, read_doors

FIRM = {"name": {"it": "Idrosensori Srl"}, "stakeholder_kind": "firm", "vat": "00743110157"}
OTHER = {"name": {"it": "Idro Srl"}, "stakeholder_kind": "firm", "pic": "999879881"}
SECRET = {"name": {"it": "Segretissima"}, "stakeholder_kind": "firm", "rea": "MI-1234567"}
KEY, OTHER_KEY, SECRET_KEY = "vat-00743110157", "pic-999879881", "rea-MI-1234567"
LONGEST = 50


@pytest.fixture
def door(services: Services) -> Iterator[Door]:
    with read_doors(services) as door:
        yield door


def life(services: Services) -> None:
    """Creations, edits, a merge, withdrawals, a restored one, and private ones of every sort."""
    catalogue = services.catalogue
    catalogue.create("stakeholder", FIRM | {"homepage": "https://a.example/"}, "tester")
    catalogue.create("stakeholder", OTHER | {"acronym": 'I"D\\R\nO'}, "tester")
    catalogue.create("stakeholder", SECRET, "tester", private=True)
    catalogue.patch("stakeholder", SECRET_KEY, {"acronym": "SEGRETO"}, "tester", "*")
    catalogue.patch("stakeholder", KEY, {"homepage": None, "acronym": "IDRO"}, "tester", "*")
    catalogue.patch("stakeholder", KEY, {"contact_name": "Mario Rossi"}, "tester", "*")
    catalogue.create("unit", {"name": {"it": "Ufficio"}, "unit_of": f"stakeholder/{KEY}"}, "t")
    catalogue.merge(f"{BASE}id/stakeholder/{OTHER_KEY}", f"{BASE}id/stakeholder/{KEY}", "tester")


def follow(door: Door, store: Store, after: int = 0, limit: int = 3) -> int:
    """Apply every patch behind ``after``; where the log ends."""
    for _ in range(LONGEST):
        answer = door.get("/changes.rdfp", after=after, limit=limit)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/rdf-patch; charset=utf-8"
        apply(store, answer.text, after)
        after = int(answer.headers["X-Sequence"])
        if "Link" not in answer.headers:
            return after
        assert f"after={after}" in answer.headers["Link"]
    raise AssertionError("the log has no end")


def apply(store: Store, patch: str, after: int) -> None:
    """A small applier: every row must do something, and stand inside a transaction."""
    inside, headers = False, {}
    for row in patch.split("\n")[:-1]:
        code, _, rest = row.removesuffix(" .").partition(" ")
        if code == "H":
            name, _, value = rest.partition(" ")
            headers[name] = value
        elif code in ("TX", "TC"):
            assert inside == (code == "TC")
            inside = code == "TX"
        else:
            assert inside
            (quad,) = parse(f"{rest} .\n".encode(), RdfFormat.N_QUADS)
            assert (quad in store) == (code == "D")
            store.remove(quad) if code == "D" else store.add(quad)
    assert not inside
    assert ("prev" in headers) == (after > 0)
    if after:
        assert headers["prev"] == f"<{BASE}changes.rdfp?after={after}>"


def truth_of(services: Services) -> set[Quad]:
    """The public N-Quads."""
    return {
        quad
        for one in services.catalogue.truth.all_heads()
        for line in one.triples.split("\n")
        if line
        for quad in parse(
            f"{line[:-2]}<{graph_iri(BASE, one.kind, one.key)}> .\n".encode(), RdfFormat.N_QUADS
        )
    }


def entries(door: Door, limit: int = 3) -> list[Json]:
    """Every entry, page by page."""
    found, path = [], f"/changes?limit={limit}"
    for _ in range(LONGEST):
        body = door.get(path).json
        found += body["entries"]
        if body["next"] is None:
            assert body["position"] == body["last"]
            return found
        path = body["next"]
    raise AssertionError("the log has no end")


def test_a_mirror_that_applies_every_patch_holds_the_public_graph(
    services: Services, door: Door
) -> None:
    services.core.load_vocabularies()
    life(services)
    store = Store()
    at = follow(door, store, limit=1_000)
    assert set(store) == truth_of(services)
    services.catalogue.delete("stakeholder", KEY, "tester", "*")
    services.catalogue.restore(
        "stakeholder", OTHER_KEY, 1, "tester", services.catalogue.own("stakeholder", OTHER_KEY).etag
    )
    services.catalogue.patch("stakeholder", SECRET_KEY, {}, "tester", "*", private=False)
    at = follow(door, store, at)
    assert set(store) == truth_of(services)
    assert any("Segretissima" in str(quad) for quad in store)
    services.catalogue.patch("stakeholder", SECRET_KEY, {}, "tester", "*", private=True)
    assert follow(door, store, at) == services.catalogue.truth.last_sequence()
    assert set(store) == truth_of(services)
    assert not any("Segretissima" in str(quad) for quad in store)


def test_what_is_private_is_told_of_only_when_it_goes(services: Services, door: Door) -> None:
    life(services)
    for path in ("/changes", "/changes.rdfp", "/feed.atom"):
        for words in ("Segretissima", "SEGRETO", SECRET_KEY, "Mario Rossi"):
            assert words not in door.get(path, limit=200).text, (path, words)
    services.catalogue.delete("stakeholder", SECRET_KEY, "tester", "*")
    assert SECRET_KEY not in door.get("/changes", limit=200).text
    services.catalogue.patch("stakeholder", KEY, {"acronym": "DOPO"}, "tester", "*", private=True)
    services.catalogue.patch("stakeholder", KEY, {"acronym": "POI"}, "tester", "*")
    *_, gone = entries(door)
    assert (gone["operation"], gone["key"]) == ("withdraw", KEY)
    assert "DOPO" not in door.get("/changes.rdfp", limit=200).text
    assert "POI" not in door.get("/feed.atom").text


def test_entries_rise_and_say_what_became_of_each(services: Services, door: Door) -> None:
    life(services)
    found = entries(door)
    assert [one["operation"] for one in found] == [
        *("create", "create", "replace", "replace", "create", "merge", "replace"),
    ]
    sequences = [one["sequence"] for one in found]
    assert sequences == sorted(set(sequences))
    merged = found[5]
    assert merged["merged_into"] == f"{BASE}id/stakeholder/{KEY}"
    assert merged["graph"] == f"{BASE}doc/stakeholder/{OTHER_KEY}"
    assert merged["iri"] == f"{BASE}id/stakeholder/{OTHER_KEY}"
    assert found[-1]["etag"] == services.catalogue.get("stakeholder", KEY).etag
    assert entries(door, limit=1) == found


def test_the_lines_are_the_entries(services: Services, door: Door) -> None:
    life(services)
    answer = door.get("/changes", {"Accept": "application/x-ndjson"}, limit=200)
    assert answer.headers["Content-Type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in answer.text.splitlines()] == entries(door)
    assert int(answer.headers["X-Sequence"]) == services.catalogue.truth.last_sequence()


def tagged(door: Door, path: str) -> tuple[Reply, Reply]:
    """An answer, and the one to whoever holds it already."""
    first = door.get(path)
    return first, door.get(path, {"If-None-Match": first.headers["ETag"]})


@pytest.mark.parametrize("path", ["/changes", "/changes.rdfp", "/feed.atom", "/feed/unit.atom"])
def test_nothing_is_sent_twice(services: Services, door: Door, path: str) -> None:
    life(services)
    first, again = tagged(door, path)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    services.catalogue.patch("stakeholder", KEY, {"acronym": "NEW"}, "tester", "*")
    later = door.get(path, {"If-None-Match": first.headers["ETag"]})
    assert later.status == 200


@pytest.mark.parametrize("path", ["/changes", "/changes.rdfp"])
def test_a_mirror_of_a_longer_log_is_told_to_start_again(door: Door, path: str) -> None:
    assert door.get(path, after=99).status == 410
    assert door.get(path, after="x").status == 422
    assert door.get(path, after="-1").status == 422
    assert door.get(path, limit=10**8).status == 200
