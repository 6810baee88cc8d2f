"""Commands and importers are found by name, and imported only when they are asked for."""

import subprocess
import sys

from click import Context

from smartland.cli import cli
from smartland.wiring import find_importers

LOADED = """
import sys
from smartland.cli import cli
from smartland.wiring import find_importers
ours = find_importers()
assert "cordis" in ours
print([one for one in ("flask", "smartland_importers.cordis") if one in sys.modules])
print(ours["demo"].name, "smartland_importers.demo" in sys.modules)
"""


def test_every_command_is_there() -> None:
    context = Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.name == name
    assert cli.get_command(context, "nothing") is None


def test_importers_are_a_table_that_loads_what_is_asked_for() -> None:
    importers = find_importers()
    assert len(importers) == len(list(importers)) > 5
    assert all(importers[name].name == name for name in importers)
    assert importers["demo"] is importers["demo"]
    assert "nothing" not in importers
    assert importers.get("nothing") is None


def test_a_command_does_not_wait_for_the_imports_of_others() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["[]", "demo True"]
