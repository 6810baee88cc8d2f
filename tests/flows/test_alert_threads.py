"""The threads of the server: alerts follow by themselves, and outlive what goes wrong."""

import time
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from smartland.adapters.webhook_http import GuardedPostman
from smartland.cli import cli
from smartland.services.alerts import following
from smartland.services.alerts.saving import Wanted
from smartland.wiring import Services
from support.sites import body, serving

CALL = {"title": {"it": "Acqua"}, "description": {"it": "Prova."}}


def until(happened: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def publish(services: Services, key: str) -> None:
    services.catalogue.create("call", CALL | {"identifier": key}, "tester")


def test_a_webhook_hears_of_a_change_by_itself(services: Services) -> None:
    alerts = services.alerts
    alerts.deliveries._postman = GuardedPostman(allow_private=True)
    alerts.threads.start()
    with serving() as site:
        site.default = body(b"", status=204)
        wanted = Wanted(name="a", query="q=acqua")
        alerts.saving.create("tester", wanted, f"{site.url}/hook")
        until(lambda: len(site.bodies) == 1)
        publish(services, "1")
        until(lambda: len(site.bodies) == 2)
    assert b"call-1" in site.bodies[1]
    assert alerts.threads.alive
    alerts.threads.close()
    assert not alerts.threads.alive


def test_a_surprise_is_told_and_does_not_end_the_following(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "BACK_OFF", 0.05)
    alerts = services.alerts
    search = alerts.saving.create("tester", Wanted(name="a", query="q=acqua"))
    describe = alerts.runner._describe
    monkeypatch.setattr(alerts.runner, "_describe", lambda _: 1 / 0)
    alerts.threads.start()
    publish(services, "1")
    until(lambda: "division" in alerts.threads.fault)
    monkeypatch.setattr(alerts.runner, "_describe", describe)
    until(lambda: alerts.feeds.newest(search) > 0)
    until(lambda: not alerts.threads.fault)
    assert alerts.threads.alive


def test_a_fault_of_the_senders_is_told_while_it_lasts(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "POLL", 0.02)
    alerts, looks = services.alerts, 0

    def look() -> int:
        nonlocal looks
        looks += 1
        return 0

    monkeypatch.setattr(alerts.deliveries, "step", lambda: 1 / 0)
    monkeypatch.setattr(alerts.runner, "step", look)
    alerts.threads.start()
    until(lambda: "division" in alerts.threads.fault)
    seen = looks
    until(lambda: looks > seen + 3)
    assert "division" in alerts.threads.fault


def test_the_index_may_be_away(services: Services) -> None:
    services.steward.close()
    services.projections.index.close()
    search = services.alerts.saving.create("tester", Wanted(name="a", query="q=acqua"))
    publish(services, "1")
    services.alerts.runner.catch_up()
    assert services.alerts.feeds.newest(search) > 0


def test_operators_list_show_pause_resume_and_run(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTLAND_DATA_DIR", str(services.settings.data_dir))
    made = services.alerts.saving.create(
        "tester", Wanted(name="Acque", query="q=acqua"), "https://example.invalid/hook"
    )
    assert made.webhook is not None

    def run(*arguments: str) -> str:
        answer = CliRunner().invoke(cli, ["alert", *arguments], catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        assert made.webhook is not None
        assert made.webhook.secret not in answer.output
        return answer.output

    assert made.id in run("list")
    assert "unverified" in run("show", made.id)
    assert "paused" in run("pause", made.id)
    assert "active" in run("resume", made.id)
    publish(services, "1")
    assert run("run").startswith("1 changes looked at, 1 messages tried")
    assert services.alerts.feeds.newest(made) > 0
    assert "problem" in run("show", made.id)
    assert run("remove", made.id) == ""
    assert run("list") == ""
