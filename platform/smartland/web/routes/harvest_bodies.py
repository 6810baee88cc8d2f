"""What is sent about a source: checked, and every wrong field named."""

from collections.abc import Mapping

from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem
from smartland.ports.harvests import Source
from smartland.services.harvest import NO_IMPORTER
from smartland.services.source_addresses import check_remote
from smartland.web.routes.shared import UNKNOWN

NEW = ("name", "importer", "address", "schedule")
EMPTY: Mapping[str, Json] = {"schedule": "", "paused": False}
NOT_TEXT = Label(it="Serve un testo.", en="A text is needed.")
NOT_FLAG = Label(it="Serve true o false.", en="Give true or false.")
NEEDED = Label(it="Manca.", en="It is missing.")
NO_BODY = Label(it="Serve un oggetto JSON.", en="A JSON object is needed.")


def read_source(body: Json, importers: Mapping[str, object]) -> Source:
    """A new source, read over the network. Raises Invalid."""
    given = _read_object(body, NEW)
    problems = [
        Problem(name, NEEDED if name not in given else NOT_TEXT)
        for name in NEW
        if not isinstance(given.get(name, "" if name == "schedule" else None), str)
    ]
    if problems:
        raise Invalid.of(tuple(problems))
    if given["importer"] not in importers:
        text = NO_IMPORTER.format(name=given["importer"], names=", ".join(sorted(importers)))
        raise Invalid(text, problems=(Problem("importer", text),))
    check_remote(given["address"])
    return Source(given["name"], given["importer"], given["address"], given.get("schedule", ""))


def read_plan(body: Json) -> tuple[str | None, bool | None]:
    """Schedule and pause, None for what is to stay; null takes a value away (RFC 7396). Raises
    Invalid."""
    given = _read_object(body, tuple(EMPTY))
    plan = {name: EMPTY[name] if value is None else value for name, value in given.items()}
    schedule, paused = plan.get("schedule"), plan.get("paused")
    problems = []
    if not isinstance(schedule, str | None):
        problems.append(Problem("schedule", NOT_TEXT))
    if not isinstance(paused, bool | None):
        problems.append(Problem("paused", NOT_FLAG))
    if problems:
        raise Invalid.of(tuple(problems))
    return schedule, paused


def _read_object(body: Json, known: tuple[str, ...]) -> Mapping[str, Json]:
    if not isinstance(body, dict):
        raise Invalid.of((Problem("(document)", NO_BODY),))
    unknown = [name for name in body if name not in known]
    if unknown:
        raise Invalid.of(tuple(Problem(name, UNKNOWN) for name in unknown))
    return body
