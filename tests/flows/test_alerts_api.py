"""The doors of saved searches: for their owners alone, but for feeds, whose address is the key."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from smartland.adapters.webhook_http import GuardedPostman
from smartland.ports.webhooks import Reply
from smartland.wiring import Services
from support.answers import assert_problem, read_json
from support.platform import BASE, client_of, settle
from support.sites import body, serving

pytest_plugins = ["support.doors"]

PATH = "/api/v1/saved-searches"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NEW = {"name": "Acqua", "query": "q=acqua"}
FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
WORDS = some.text(max_size=40) | some.sampled_from(
    ["q=%00", "q=%ff", "\ud800", "box=nan,1,2,3", "kind=&kind", "q=" + "(" * 50, "https://[", "//"]
)
VALUES = WORDS | some.none() | some.integers() | some.lists(WORDS, max_size=3)


@dataclass
class Door:
    """A client with a token, and one without."""

    services: Services
    client: FlaskClient
    bearer: dict[str, str]

    def save(self, **fields: Any) -> Any:  # noqa: ANN401 - JSON
        answer = self.client.post(PATH, json=NEW | fields, headers=self.bearer)
        return read_json(answer, 201)

    def publish(self, *keys: str) -> None:
        """New calls, looked at by alerts and shown by the index."""
        for key in keys:
            call = {
                "title": {"it": f"Acqua {key} & <sale>", "en": f"Water {key}"},
                "description": {"it": "Prova."},
                "identifier": key,
            }
            self.services.catalogue.create("call", call, "tester")
        self.services.alerts.runner.catch_up()
        settle(self.services)

    def feed(self, address: str, **query: str) -> ET.Element:
        answer = self.client.get(address, query_string=query or None)
        assert answer.status_code == 200, answer.text
        assert answer.mimetype == "application/atom+xml"
        return ET.fromstring(answer.data)  # noqa: S314 - our own


@pytest.fixture
def door(services: Services, bearer: dict[str, str]) -> Door:
    return Door(services, client_of(services), bearer)


def titles(feed: ET.Element) -> list[str]:
    return [str(one.findtext("a:title", "", ATOM)) for one in feed.findall("a:entry", ATOM)]


def link(feed: ET.Element, rel: str) -> str | None:
    found = feed.find(f"a:link[@rel='{rel}']", ATOM)
    return None if found is None else found.attrib["href"]


def check_feed(feed: ET.Element) -> None:
    """What RFC 4287 asks of every feed (sections 4.1.1 and 4.1.2)."""
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    for holder in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(holder.findall(f"a:{name}", ATOM)) == 1
        assert (holder.findtext("a:id", "", ATOM)).startswith(("http", "urn:uuid:"))
        stamp = holder.findtext("a:updated", "", ATOM)
        assert stamp.endswith("Z")
        assert "T" in stamp
    assert feed.find("a:author/a:name", ATOM) is not None
    names = [one.findtext("a:id", "", ATOM) for one in feed.findall("a:entry", ATOM)]
    assert len(set(names)) == len(names)
    assert link(feed, "self")
    stamps = [one.findtext("a:updated", "", ATOM) for one in feed.findall("a:entry", ATOM)]
    assert stamps == sorted(stamps, reverse=True)
    for entry in feed.findall("a:entry", ATOM):
        assert entry.find("a:link[@rel='alternate'][@type='text/html']", ATOM) is not None


def test_without_a_token_nothing_is_told(door: Door) -> None:
    made = door.save()
    own = f"{PATH}/{made['id']}"
    assert_problem(door.client.get(PATH), 401)
    assert_problem(door.client.get(own), 401)
    assert_problem(door.client.post(PATH, json=NEW), 401)
    assert_problem(door.client.patch(own, json={"name": "x"}), 401)
    assert_problem(door.client.delete(own), 401)
    assert_problem(door.client.post(f"{own}/test"), 401)


def test_a_saved_search_of_another_is_not_there(door: Door) -> None:
    own = f"{PATH}/{door.save()['id']}"
    secret = door.services.core.tokens.create("other")
    other = {"Authorization": f"Bearer {secret}"}
    assert_problem(door.client.get(own, headers=other), 404)
    assert_problem(door.client.patch(own, json={"name": "x"}, headers=other), 404)
    assert_problem(door.client.delete(own, headers=other), 404)
    assert read_json(door.client.get(PATH, headers=other))["items"] == []
    assert read_json(door.client.get(PATH, headers=door.bearer))["total"] == 1


def test_a_search_is_made_read_changed_and_removed(door: Door) -> None:
    answer = door.client.post(PATH, json=NEW, headers=door.bearer)
    made = read_json(answer, 201)
    own = f"{PATH}/{made['id']}"
    assert answer.headers["Location"] == own
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert made["on"] == ["created", "changed"]
    assert (made["state"], made["webhook"], made["language"]) == ("active", None, "it")
    assert read_json(door.client.get(own, headers=door.bearer)) == made
    patch = {"name": "Mare", "query": "?q=mare&kind=call", "on": ["changed"], "state": "paused"}
    changed = read_json(door.client.patch(own, json=patch, headers=door.bearer))
    wanted = patch | {"query": "q=mare&kind=call"}
    assert {name: changed[name] for name in patch} == wanted
    assert door.client.delete(own, headers=door.bearer).status_code == 204
    assert_problem(door.client.get(own, headers=door.bearer), 404)
    assert_problem(door.client.get(f"{own}/feed.atom"), 404)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"query": "colour=red"}, "query"),
        ({"query": "kind=dragon"}, "query"),
        ({"query": 5}, "query"),
        ({"language": "fr"}, "language"),
        ({"on": []}, "on"),
        ({"on": ["removed"]}, "on"),
        ({"on": "created"}, "on"),
        ({"webhook": "https://example.org"}, "webhook"),
        ({"webhook": {"url": "/etc/passwd"}}, "webhook.url"),
        ({"webhook": {"url": "https://user:word@example.org/"}}, "webhook.url"),
        ({"webhook": {"url": "https://example.org/", "secret": "x"}}, "webhook"),
        ({"colour": "red"}, "colour"),
        ({"state": "paused"}, "state"),
    ],
)
@pytest.mark.parametrize("tongue", ["it", "en"])
def test_what_is_wrong_is_named(
    sample: FlaskClient,
    sample_bearer: dict[str, str],
    fields: dict[str, Any],
    wrong: str,
    tongue: str,
) -> None:
    headers = sample_bearer | {"Accept-Language": tongue}
    answer = sample.post(PATH, json=NEW | fields, headers=headers)
    assert_problem(answer, 422, wrong)
    assert answer.headers["Content-Language"] == tongue


def test_a_body_that_is_no_object_is_refused(
    sample: FlaskClient, sample_bearer: dict[str, str]
) -> None:
    assert_problem(sample.post(PATH, json=[1], headers=sample_bearer), 422, "(document)")
    assert_problem(sample.post(PATH, json={}, headers=sample_bearer), 422, "name", "query")


def test_the_secret_is_shown_when_it_is_made_and_never_again(door: Door) -> None:
    made = door.save(webhook={"url": "https://example.org/hook?token=abc"})
    own, secret = f"{PATH}/{made['id']}", made["webhook"]["secret"]
    assert secret.startswith("whsec_")
    assert made["webhook"]["state"] == "unverified"
    answers = [
        door.client.get(own, headers=door.bearer),
        door.client.get(PATH, headers=door.bearer),
        door.client.patch(own, json={"name": "b"}, headers=door.bearer),
        door.client.get(f"{own}/feed.atom"),
    ]
    assert all(secret not in one.text and one.status_code == 200 for one in answers)
    hook = {"webhook": {"url": "https://example.org/new"}}
    again = read_json(door.client.patch(own, json=hook, headers=door.bearer))
    assert again["webhook"]["secret"] != secret
    none = read_json(door.client.patch(own, json={"webhook": None}, headers=door.bearer))
    assert none["webhook"] is None


def test_a_test_says_how_it_went(door: Door) -> None:
    with serving() as site:
        site.default = body(b"", status=500)
        made = door.save(webhook={"url": f"{site.url}/hook"})
        address = f"{PATH}/{made['id']}/test"
        refused = read_json(door.client.post(address, headers=door.bearer))
        assert (refused["accepted"], refused["status"]) == (False, None)
        assert site.asked == []
        door.services.alerts.deliveries._postman = GuardedPostman(allow_private=True)
        failed = read_json(door.client.post(address, headers=door.bearer))
        assert (failed["accepted"], failed["status"]) == (False, 500)
        site.default = body(b"", status=200)
        assert read_json(door.client.post(address, headers=door.bearer))["accepted"]
    own = read_json(door.client.get(f"{PATH}/{made['id']}", headers=door.bearer))
    assert own["webhook"]["state"] == "active"


def test_one_test_at_a_time_keeps_a_thread_waiting(door: Door) -> None:
    asked, answered = Event(), Event()

    class Slow:
        def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
            asked.set()
            assert answered.wait(20)
            return Reply(204)

    made = door.save(webhook={"url": "https://example.org/hook"})
    address = f"{PATH}/{made['id']}/test"
    door.services.alerts.deliveries._postman = Slow()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client_of(door.services).post, address, headers=door.bearer)
        assert asked.wait(20)
        busy = door.client.post(address, headers=door.bearer)
        answered.set()
        assert read_json(first.result())["accepted"]
    assert_problem(busy, 503)
    assert int(busy.headers["Retry-After"]) > 0
    assert read_json(door.client.post(address, headers=door.bearer))["accepted"]


def test_a_test_needs_a_webhook(door: Door) -> None:
    address = f"{PATH}/{door.save()['id']}/test"
    assert_problem(door.client.post(address, headers=door.bearer), 422, "webhook")


def test_the_feed_of_a_saved_search_has_an_entry_an_alert(door: Door) -> None:
    address = door.save()["_links"]["feed"]
    door.publish("1")
    door.publish("2", "3")
    feed = door.feed(address)
    check_feed(feed)
    assert titles(feed) == [f"Acqua {n} & <sale>" for n in "321"]
    assert titles(door.feed(address, lang="en")) == ["Water 3", "Water 2", "Water 1"]
    terms = feed.findall("a:entry/a:category[@term='created']", ATOM)
    assert len(terms) == 3
    first, second = door.feed(address, limit="2"), None
    assert titles(first) == titles(feed)[:2]
    following = link(first, "next")
    assert following is not None
    second = door.feed(following.removeprefix(BASE.rstrip("/")))
    assert titles(second) == titles(feed)[2:]
    assert link(second, "next") is None
    ids = [one.findtext("a:id", "", ATOM) for one in feed.findall("a:entry", ATOM)]
    again = door.feed(address)
    assert ids == [one.findtext("a:id", "", ATOM) for one in again.findall("a:entry", ATOM)]
    # whoever passes entries on does not give the address away
    search = address.split("/")[-2]
    entries = feed.findall("a:entry", ATOM)
    assert all(search not in ET.tostring(one, "unicode") for one in entries)


def test_a_feed_is_asked_for_conditionally(door: Door) -> None:
    address = door.save()["_links"]["feed"]
    door.publish("1")
    answer = door.client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert door.client.get(address, headers=tag).status_code == 304
    door.publish("2")
    assert door.client.get(address, headers=tag).status_code == 200


def test_what_is_private_or_withdrawn_leaves_the_feed(door: Door) -> None:
    address = door.save()["_links"]["feed"]
    door.publish("1", "2")
    door.services.catalogue.delete("call", "call-1", "tester", "*")
    head = door.services.catalogue.find("call", "call-2")
    secret = {**head.document, "title": {"it": "Acqua segreta"}}
    door.services.catalogue.replace("call", head.key, secret, "tester", head.etag, private=True)
    feed = door.feed(address)
    check_feed(feed)
    assert titles(feed) == []


def test_any_search_has_a_feed_with_the_last_changed_first(door: Door) -> None:
    door.publish("1", "2", "3")
    head = door.services.catalogue.find("call", "call-1")
    changed = {**head.document, "description": {"it": "Altro."}}
    door.services.catalogue.replace("call", head.key, changed, "tester", head.etag)
    settle(door.services)
    feed = door.feed("/search.atom", q="acqua", kind="call", limit="2")
    check_feed(feed)
    assert titles(feed) == [f"Acqua {n} & <sale>" for n in "13"]
    assert "kind=call" in feed.findtext("a:id", "", ATOM)
    following = link(feed, "next")
    assert following is not None
    rest = door.feed(following.removeprefix(BASE.rstrip("/")))
    assert titles(rest) == ["Acqua 2 & <sale>"]
    assert titles(door.feed("/search.atom", q="sole")) == []


def test_a_search_that_finds_much_has_the_same_feed(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.publish(*"1234567")
    door.services.catalogue.delete("call", "call-6", "tester", "*")
    settle(door.services)
    few = titles(door.feed("/search.atom", q="acqua"))
    monkeypatch.setattr("smartland.services.alerts.recent.MAX_LIMIT", 2)
    assert titles(door.feed("/search.atom", q="acqua", sort="x")) == few
    monkeypatch.setattr("smartland.services.alerts.recent.MOST_SORTED", 2)
    monkeypatch.setattr("smartland.services.alerts.recent.WINDOW", 3)
    assert titles(door.feed("/search.atom", q="acqua", sort="y")) == few
    assert few == [f"Acqua {n} & <sale>" for n in "754321"]
    part = door.feed("/search.atom", q="acqua", limit="4")
    assert titles(part) == few[:4]
    following = link(part, "next")
    assert following is not None
    assert titles(door.feed(following.removeprefix(BASE.rstrip("/")))) == few[4:]


def test_a_feed_goes_on_behind_many_changes_of_other_things(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.publish(*"123")
    for key in "abcdef":
        call = {"title": {"it": key}, "description": {"it": "Sole."}, "identifier": key}
        door.services.catalogue.create("call", call, "tester")
    settle(door.services)
    for name, value in (("MOST_SORTED", 2), ("WINDOW", 2), ("FARTHEST", 4)):
        monkeypatch.setattr(f"smartland.services.alerts.recent.{name}", value)
    address, found = "/search.atom?q=acqua", list[str]()
    for _ in range(6):
        feed = door.feed(address)
        found += titles(feed)
        following = link(feed, "next")
        if following is None:
            break
        address = following.removeprefix(BASE.rstrip("/"))
    assert found == [f"Acqua {n} & <sale>" for n in "321"]
    assert following is None


def test_the_feed_of_a_search_is_asked_for_conditionally(door: Door) -> None:
    door.publish("1")
    answer = door.client.get("/search.atom?q=acqua")
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert door.client.get("/search.atom?q=acqua", headers=tag).status_code == 304
    assert door.client.get("/search.atom?q=sole", headers=tag).status_code == 200
    door.publish("2")
    assert door.client.get("/search.atom?q=acqua", headers=tag).status_code == 200


@pytest.mark.parametrize("query", ["colour=red", "kind=dragon", "box=1,2", "before=x"])
def test_a_feed_of_what_cannot_be_searched_is_refused(sample: FlaskClient, query: str) -> None:
    assert_problem(sample.get(f"/search.atom?{query}"), 422, query.split("=", maxsplit=1)[0])


def test_nothing_private_is_in_the_dumps_or_the_graph(door: Door) -> None:
    made = door.save(name="Segreto di Pulcinella", webhook={"url": "https://example.org/hook"})
    door.publish("1")
    for address in ("/changes", "/feed.atom", "/api/v1/search?q=pulcinella", "/status"):
        text = door.client.get(address).text
        assert "Pulcinella" not in text or address.startswith("/api/v1/search?q=")
        assert made["id"] not in text
    lines = "".join(one.triples for one in door.services.catalogue.truth.all_heads())
    assert "Pulcinella" not in lines
    assert made["id"] not in lines


def test_the_api_document_has_the_doors(sample: FlaskClient) -> None:
    paths = read_json(sample.get("/openapi.json"))["paths"]
    assert set(paths[PATH]) >= {"get", "post"}
    assert set(paths[f"{PATH}/{{id}}"]) >= {"get", "patch", "delete"}
    assert "post" in paths[f"{PATH}/{{id}}/test"]
    assert "secret" in json.dumps(paths[PATH]["post"]["responses"])


@FEW
@given(
    some.dictionaries(
        some.sampled_from(["name", "query", "language", "on", "state", "webhook", "x"]),
        VALUES | some.fixed_dictionaries({"url": WORDS}),
    )
)
def test_no_body_fails(door: Door, fields: dict[str, Any]) -> None:
    answer = door.client.post(PATH, json=NEW | fields, headers=door.bearer)
    assert answer.status_code in (201, 409, 422), answer.text
    if answer.status_code == 201:
        own = read_json(answer, 201)
        assert read_json(door.client.get(PATH, headers=door.bearer))["items"][0] is not None
        assert door.client.get(own["_links"]["feed"]).status_code == 200
        again = door.client.patch(
            f"{PATH}/{own['id']}", json={"query": own["query"]}, headers=door.bearer
        )
        assert read_json(again)["query"] == own["query"]
        door.client.delete(f"{PATH}/{own['id']}", headers=door.bearer)


@FEW
@given(some.lists(some.tuples(some.sampled_from(["q", "kind", "box", "in", "before"]), WORDS)))
def test_no_feed_fails(sample: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    given_ = [(name, value.encode("utf-8", "replace").decode()) for name, value in pairs]
    answer = sample.get("/search.atom", query_string=given_)
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 200:
        ET.fromstring(answer.data)  # noqa: S314 - our own
