"""The documents say what the code does."""

import re
from dataclasses import fields
from pathlib import Path

from click import Context

from smartland.cli import cli
from smartland.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_has_every_setting() -> None:
    said = set(re.findall(r"^\| `SMARTLAND_(\w+)`", README, re.M))
    assert said == {one.name.upper() for one in fields(Settings)}


def test_the_readme_has_every_command() -> None:
    said = set(re.findall(r"`smartland (\w+)", README))
    assert said == set(cli.list_commands(Context(cli)))


def test_the_map_has_every_room() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package = ROOT / "platform" / "smartland"
    rooms = {one.name for one in package.iterdir() if (one / "__init__.py").exists()}
    assert {room for room in rooms if f"`{room}/`" not in text} == set()
