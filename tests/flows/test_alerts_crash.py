"""kill -9 at any moment of looking and sending: nothing is lost, and nothing is told twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartland.ports.saved_searches import CREATED
from support.alerting import alert_world
from support.sites import body, serving

ROUNDS = 8
CALLS = 150
TESTS = Path(__file__).resolve().parents[1]

CHILD = """
import sys
from datetime import UTC, datetime
from smartland.adapters.sql import open_database
from smartland.services.alerts import delivering, running
from support.alerting import make_world
running.BATCH, delivering.SIZE = 3, 5
world = make_world(open_database(sys.argv[1]))
world.clock.at = datetime.fromisoformat(sys.argv[2])
print("ready", flush=True)
while world.alerts.runner.step():
    world.deliveries.step()
while world.deliveries.step():
    pass
print("done", flush=True)
"""


def start(url: str, at: str) -> subprocess.Popen[str]:
    """A process that looks at changes and sends, in small steps, until nothing is left."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, url, at],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )


def kill_soon(process: subprocess.Popen[str], chance: random.Random) -> bool:
    """Kill it at some moment of its work; True when it had ended before."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(chance.uniform(0.0, 0.2))
    process.send_signal(signal.SIGKILL)
    process.wait()
    ended = "done" in process.stdout.read()
    process.stdout.close()
    return ended


@pytest.mark.timeout(600)
def test_every_alert_is_stored_once_and_every_message_arrives(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'truth.db'}"
    chance = random.Random(5)  # noqa: S311 - no secret
    with serving() as site, alert_world(tmp_path) as world:
        site.default = body(b"", status=204)
        search = world.save("q=acqua", webhook=f"{site.url}/hook")
        plain = world.save("q=acqua")
        for number in range(CALLS):
            world.put(f"{number}", "Acqua")
        cut = 0
        for _ in range(ROUNDS):
            # the leases of those that were killed run out
            world.clock.tick(minutes=5)
            cut += not kill_soon(start(url, world.clock.at.isoformat()), chance)
        assert cut >= 4
        world.clock.tick(minutes=5)
        last = start(url, world.clock.at.isoformat())
        assert last.communicate(timeout=120)[0].endswith("done\n")
        wanted = [(f"{number}", CREATED) for number in range(CALLS)]
        for one in (search, plain):
            stored = world.stored(one)
            assert [(a.key.removeprefix("call-"), a.event) for a in stored] == wanted
        told: dict[str, list[str]] = {}
        for (_, headers), content in zip(site.asked, site.bodies, strict=True):
            keys = [entry["key"] for entry in json.loads(content)["data"]["entries"]]
            message = {name.lower(): value for name, value in headers.items()}["webhook-id"]
            # the same message may come twice, and then says the same
            assert told.setdefault(message, keys) == keys
        arrived = [key for keys in told.values() for key in keys]
        assert sorted(arrived) == sorted(f"call-{number}" for number in range(CALLS))


def test_two_that_run_at_once_store_every_alert_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'truth.db'}"
    with alert_world(tmp_path) as world:
        search = world.save("q=acqua")
        for number in range(60):
            world.put(f"{number}", "Acqua")
        at = world.clock.at.isoformat()
        both = [start(url, at) for _ in range(2)]
        for one in both:
            assert one.communicate(timeout=120)[0].endswith("done\n")
        assert [one.key for one in world.stored(search)] == [f"call-{n}" for n in range(60)]
