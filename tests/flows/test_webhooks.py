"""Alerts reach real receivers on loopback, signed, at least once, whatever those answer."""

import base64
import hashlib
import hmac
import json
import logging
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from smartland.adapters.webhook_http import GuardedPostman
from smartland.errors import FetchRefused, Invalid, SourceFailed
from smartland.ports.saved_searches import DISABLED, UNVERIFIED, VERIFIED, SavedSearch
from smartland.services.alerts.delivering import GIVE_UP, SHORTEST
from support.alerting import AlertWorld, alert_world
from support.sites import Site, body, in_turn, redirect, serving

pytest_plugins = ["support.databases"]

OK = body(b"", status=204)
FAILING = body(b"no", status=500)


@pytest.fixture
def world(tmp_path: Path, migrated_file: Path) -> Iterator[AlertWorld]:
    shutil.copy(migrated_file, tmp_path)
    with alert_world(tmp_path, timeout=1.0) as world:
        yield world


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.default = OK
        yield site


def verified(key: str, headers: dict[str, str], content: bytes) -> bool:
    """Whether a message is signed as Standard Webhooks 1.0.0 has it; by its text, not our code."""
    named = {name.lower(): value for name, value in headers.items()}
    signed = f"{named['webhook-id']}.{named['webhook-timestamp']}.".encode() + content
    mac = hmac.new(base64.b64decode(key.split("_", 1)[1]), signed, hashlib.sha256)
    wanted = base64.b64encode(mac.digest()).decode()
    given = [one.split(",", 1) for one in named["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(wanted, value) for version, value in given)


def messages(site: Site) -> list[dict[str, Any]]:
    """The bodies that came, oldest first."""
    return [json.loads(one) for one in site.bodies]


def named(site: Site, name: str) -> list[str]:
    """One header of every request."""
    return [{k.lower(): v for k, v in one.items()}[name] for _, one in site.asked]


def saved(world: AlertWorld, site: Site, path: str = "/hook") -> SavedSearch:
    """A saved search whose webhook has accepted the first message."""
    search = world.save("q=acqua", webhook=f"{site.url}{path}")
    while world.deliveries.step():
        pass
    assert world.state(search).webhook is not None
    return search


def told(world: AlertWorld, *keys: str) -> None:
    """New calls are looked at."""
    for key in keys:
        world.put(key, "Acqua")
    world.alerts.runner.catch_up()


def hook(world: AlertWorld, search: SavedSearch):  # type: ignore[no-untyped-def] # noqa: ANN201
    found = world.state(search).webhook
    assert found is not None
    return found


def test_the_first_message_is_a_signed_ping_and_alerts_follow(
    world: AlertWorld, site: Site
) -> None:
    search = world.save("q=acqua", webhook=f"{site.url}/hook")
    assert hook(world, search).state == UNVERIFIED
    told(world, "1", "2")
    assert world.deliveries.step()
    assert hook(world, search).state == VERIFIED
    assert world.deliveries.step()
    assert not world.deliveries.step()
    ping, alert = messages(site)
    assert (ping["type"], ping["data"]["entries"]) == ("saved_search.ping", [])
    assert alert["type"] == "saved_search.alert"
    entries = alert["data"]["entries"]
    assert [(one["key"], one["event"], one["title"]) for one in entries] == [
        ("call-1", "created", "Acqua"),
        ("call-2", "created", "Acqua"),
    ]
    assert alert["data"]["search"]["id"] == search.id
    assert site.methods == ["POST", "POST"]
    key = hook(world, search).secret
    for (_, headers), content in zip(site.asked, site.bodies, strict=True):
        assert verified(key, headers, content)
        assert not verified(key, headers, content + b" ")
    ids = named(site, "webhook-id")
    assert len(set(ids)) == 2
    assert all(one.startswith("msg_") and "." not in one for one in ids)
    stamps = {int(one) for one in named(site, "webhook-timestamp")}
    assert stamps == {int(world.clock.at.timestamp())}


def test_a_failing_receiver_is_asked_later_and_the_message_keeps_its_id(
    world: AlertWorld, site: Site
) -> None:
    search = saved(world, site)
    site.answers["/hook"] = in_turn(FAILING, FAILING, OK)
    told(world, "1")
    assert world.deliveries.step()
    state = hook(world, search)
    assert (state.state, state.attempts) == (VERIFIED, 1)
    assert state.due == world.clock.at + SHORTEST
    assert "500" in state.reason.en
    told(world, "2")
    assert not world.deliveries.step()
    world.clock.tick(seconds=10)
    assert world.deliveries.step()
    assert hook(world, search).due == world.clock.at + 2 * SHORTEST
    world.clock.tick(seconds=20)
    assert world.deliveries.step()
    state = hook(world, search)
    assert (state.attempts, state.reason, state.delivered) == (0, None, world.clock.at)
    assert world.deliveries.step()
    assert not world.deliveries.step()
    ids = named(site, "webhook-id")[1:]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert site.bodies[1] == site.bodies[2] == site.bodies[3]
    keys = [[e["key"] for e in one["data"]["entries"]] for one in messages(site)[3:]]
    assert keys == [["call-1"], ["call-2"]]
    signatures = named(site, "webhook-signature")[1:4]
    assert len(set(signatures)) == 3


def test_a_receiver_may_say_when(world: AlertWorld, site: Site) -> None:
    search = saved(world, site)
    site.answers["/hook"] = body(b"", status=503, Retry_After="3600")
    told(world, "1")
    world.deliveries.step()
    assert (hook(world, search).due - world.clock.at).total_seconds() == 3_600


def test_a_slow_receiver_is_left_in_time(world: AlertWorld, site: Site) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(3)
        OK(handler)

    search = saved(world, site)
    site.answers["/hook"] = slow
    told(world, "1")
    began = time.monotonic()
    world.deliveries.step()
    assert time.monotonic() - began < 2.5
    assert "1 second" in hook(world, search).reason.en


def test_410_ends_it_at_once(world: AlertWorld, site: Site) -> None:
    search = saved(world, site)
    site.answers["/hook"] = body(b"", status=410)
    told(world, "1")
    world.deliveries.step()
    state = hook(world, search)
    assert (state.state, state.due) == (DISABLED, None)
    assert "410" in state.reason.it
    told(world, "2")
    world.clock.tick(days=1)
    assert not world.deliveries.step()


def test_days_of_failure_end_it_and_a_test_begins_again(world: AlertWorld, site: Site) -> None:
    search = saved(world, site)
    site.answers["/hook"] = FAILING
    told(world, "1")
    began, tried = world.clock.at, 0
    while hook(world, search).state == VERIFIED:
        due = hook(world, search).due
        world.clock.at = max(due, world.clock.at)
        assert world.deliveries.step()
        tried += 1
    assert world.clock.at - began >= GIVE_UP
    assert 10 < tried < 40
    assert "3 days" in hook(world, search).reason.en
    outcome = world.alerts.saving.test(world.state(search))
    assert (outcome.accepted, outcome.status) == (False, 500)
    assert hook(world, search).state == DISABLED
    site.answers["/hook"] = OK
    assert world.alerts.saving.test(world.state(search)).accepted
    assert messages(site)[-1]["type"] == "saved_search.test"
    assert hook(world, search).state == VERIFIED
    while world.deliveries.step():
        pass
    assert messages(site)[-1]["data"]["entries"][0]["key"] == "call-1"


def test_a_redirect_is_not_followed(world: AlertWorld, site: Site) -> None:
    search = saved(world, site)
    with serving() as other:
        other.default = OK
        site.answers["/hook"] = redirect(f"{other.url}/inside", 307)
        told(world, "1")
        world.deliveries.step()
        assert other.asked == []
    assert "307" in hook(world, search).reason.en


def test_private_addresses_and_http_are_refused(site: Site) -> None:
    guarded = GuardedPostman(timeout=2.0)
    addresses = (
        f"{site.url}/hook",
        f"https{site.url.removeprefix('http')}/hook",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://user:password@example.org/",
        "ftp://example.org/",
        "https://",
        "https://example.org:99999/",
    )
    for address in addresses:
        with pytest.raises(FetchRefused) as caught:
            guarded.post(address, b"{}", {})
        assert "10.0.0.1" not in caught.value.message.en
    assert site.asked == []


def test_what_nobody_foresaw_is_a_failure_of_that_webhook(
    world: AlertWorld, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = saved(world, site)
    told(world, "1")
    monkeypatch.setattr(world.deliveries._postman, "post", lambda *_: 1 / 0)
    assert world.deliveries.step()
    assert hook(world, search).attempts == 1


def test_nobody_listening_is_a_failure() -> None:
    with serving() as gone:
        address = gone.url
    with pytest.raises(SourceFailed):
        GuardedPostman(allow_private=True, timeout=2.0).post(address, b"{}", {})


def test_a_message_has_so_many_alerts_and_no_more(
    world: AlertWorld, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartland.services.alerts.delivering.SIZE", 2)
    saved(world, site)
    told(world, *"12345")
    while world.deliveries.step():
        pass
    keys = [[e["key"] for e in one["data"]["entries"]] for one in messages(site)[1:]]
    assert keys == [["call-1", "call-2"], ["call-3", "call-4"], ["call-5"]]


def test_what_was_withdrawn_meanwhile_is_not_told(world: AlertWorld, site: Site) -> None:
    saved(world, site)
    told(world, "1", "2")
    world.withdraw("1")
    world.deliveries.step()
    assert [one["key"] for one in messages(site)[-1]["data"]["entries"]] == ["call-2"]
    told(world, "3")
    world.withdraw("3")
    while world.deliveries.step():
        pass
    assert len(site.bodies) == 2


def test_what_a_private_description_says_is_not_told(world: AlertWorld, site: Site) -> None:
    saved(world, site)
    told(world, "1")
    world.put("1", "Acqua segreta", private=True)
    while world.deliveries.step():
        pass
    assert len(site.bodies) == 1


def test_a_message_goes_out_once_however_many_send(world: AlertWorld, site: Site) -> None:
    for number in range(6):
        world.save("q=acqua", webhook=f"{site.url}/{number}")
    told(world, "1")

    def send(_: int) -> None:
        while world.deliveries.step():
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    while world.deliveries.step():
        pass
    assert sorted(site.paths()) == sorted(f"/{n}" for n in range(6) for _ in range(2))
    assert len(set(named(site, "webhook-id"))) == 12


def test_another_webhook_has_another_secret_and_gets_what_the_old_one_did_not(
    world: AlertWorld, site: Site
) -> None:
    search = saved(world, site, "/old")
    told(world, "1")
    before = hook(world, search).secret
    world.alerts.saving.set_webhook(world.state(search), f"{site.url}/new")
    assert hook(world, search).secret != before
    told(world, "2")
    while world.deliveries.step():
        pass
    assert site.paths() == ["/old", "/new", "/new"]
    entries = messages(site)[-1]["data"]["entries"]
    assert [one["key"] for one in entries] == ["call-1", "call-2"]


def test_a_first_webhook_gets_what_is_found_from_then_on(world: AlertWorld, site: Site) -> None:
    search = world.save("q=acqua")
    told(world, "1")
    world.alerts.saving.set_webhook(search, f"{site.url}/hook")
    told(world, "2")
    while world.deliveries.step():
        pass
    assert [one["key"] for one in messages(site)[-1]["data"]["entries"]] == ["call-2"]


def test_without_a_webhook_there_is_nothing_to_test(world: AlertWorld) -> None:
    with pytest.raises(Invalid):
        world.alerts.saving.test(world.save("q=acqua"))


def test_secrets_stay_out_of_logs_and_messages(
    world: AlertWorld, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    search = saved(world, site)
    site.answers["/hook"] = FAILING
    told(world, "1")
    world.deliveries.step()
    key = hook(world, search).secret
    assert len(key) > 40
    assert key not in caplog.text
    assert key not in repr(world.state(search))
    assert all(key.encode() not in one for one in site.bodies)
    assert all(key not in str(headers) for _, headers in site.asked)


def test_the_check_in_the_documentation_works(world: AlertWorld, site: Site) -> None:
    search = saved(world, site)
    text = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text("utf-8")
    found: dict[str, Any] = {}
    exec(text.split("```python\n")[1].split("```")[0], found)  # noqa: S102 - our own
    _, given = site.asked[0]
    headers = {name.lower(): value for name, value in given.items()}
    key, content = hook(world, search).secret, site.bodies[0]
    stamp = int(headers["webhook-timestamp"])
    found["time"] = SimpleNamespace(time=lambda: stamp + 60)
    assert found["is_ours"](key, headers, content)
    assert not found["is_ours"](key, headers, content + b" ")
    found["time"] = SimpleNamespace(time=lambda: stamp + 3_600)
    assert not found["is_ours"](key, headers, content)
