"""Hostile CKAN portals."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from smartland.rdf.read import split_lines
from support.ckan_portal import package, succeeded
from support.harvesting import Bench
from support.hostile.case import DONE, FAILED, Case
from support.hostile.rdf_feeds import ENERGY
from support.hostile.stage import PERSON, Stage
from support.query_site import Reply

Found = dict[str, Any]
BOMB = "[" * 800 + "]" * 800


def portal(search: Callable[[int], object]) -> Callable[[Stage], str]:
    """A portal whose package_search ``search`` answers, given the start of a page."""

    def answer(path: str, query: dict[str, str]) -> Reply:
        action = path.rpartition("/")[2]
        if action != "package_search":
            return succeeded({} if action == "status_show" else [])
        found = search(int(query["start"]))
        return found if isinstance(found, Reply) else succeeded(found)

    return lambda stage: stage.api(answer).url


def found(packages: list[Found], total: object = None) -> dict[str, object]:
    """A page of package_search."""
    return {"count": len(packages) if total is None else total, "results": packages}


def saved(*packages: Found) -> Callable[[Stage], str]:
    """A saved answer with some packages."""
    answer = {"success": True, "help": "http://portal.example/api/3/action/x"}
    whole = answer | {"result": found(list(packages))}
    return lambda stage: stage.file("packages.json", json.dumps(whole))


def raw(text: str | Callable[[], str]) -> Callable[[Stage], str]:
    """A saved answer around some JSON."""

    def feed(stage: Stage) -> str:
        inside = text if isinstance(text, str) else text()
        return stage.file("packages.json", f'{{"success": true, "result": {inside}}}')

    return feed


def _endless() -> Callable[[int], object]:
    numbers = count()
    return lambda _: found([package(next(numbers)) for _ in range(3)], 10**6)


def _nothing_about_the_concept(bench: Bench, _: Stage) -> str:
    for head in bench.core.catalogue.truth.all_heads():
        said = [s for s, _, o in split_lines(head.triples) if s == f"<{ENERGY}>" and "Hacked" in o]
        if said:
            return f"{head.iri} says what {ENERGY} is called"
    return ""


def _resources(number: int) -> list[Found]:
    return [{"id": f"r{n}", "url": f"https://d.example/{n}.csv"} for n in range(number)]


def _many_resources(stage: Stage) -> str:
    return saved(package(1, resources=_resources(100_000)), package(2))(stage)


def _person() -> Found:
    return package(
        1,
        maintainer="Anna Privata",
        maintainer_email=PERSON,
        author="Anna Privata",
        author_email=PERSON,
        creator_name="Anna Privata",
    )


def _injected() -> Found:
    return package(1, holder_name="Hacked", holder_uri=ENERGY, publisher_name="Hacked",
                   publisher_uri=ENERGY, uri=ENERGY, spatial_uri=ENERGY)  # fmt: skip


def _spoofed() -> Found:
    return package(
        1,
        title="fattura\u202efdp.exe",
        notes="a\u0000b\ud800",
        tags=[{"name": "=cmd|' /C calc'!A0"}, {"name": "\u2067x"}],
        url="https://a.example/\u202egro",
    )


def _private(stage: Stage) -> str:
    """Ten datasets; when they are asked for again, all are private."""
    asked: list[int] = []

    def search(_: int) -> object:
        asked.append(1)
        return found([package(n, private=len(asked) > 1) for n in range(10)])

    return portal(search)(stage)


def ckan(name: str, feed: Callable[[Stage], str], says: str = "", **more: object) -> Case:
    """A case of a portal."""
    given: dict[str, object] = {"state": FAILED, "says": says, **more}
    return Case(f"ckan: {name}", "ckan", feed, **given)  # type: ignore[arg-type]


CASES = (
    ckan("pages without end", portal(_endless()), "does not end", answers=100),
    ckan("the same page for ever", portal(lambda _: found([package(1), package(2)], 10**6)),
         "repeats pages"),
    ckan("a count of 400 digits", portal(lambda start: found([package(start)], 10**400)),
         "not an answer of CKAN"),
    ckan("a count below nothing", portal(lambda _: found([package(1)], -5)),
         "not an answer of CKAN"),
    ckan("a count that is true", portal(lambda _: found([package(1)], total=True)),
         "not an answer of CKAN"),
    ckan("an empty page of a million", portal(lambda _: found([], 10**6)), "repeats pages"),
    ckan("ids that come again", saved(package(1), package(1), package(2)), state=DONE,
         counts={"created": 3}),
    ckan("ids that are lists and objects", saved(package(1, id=[1]), package(2, id={"a": 1}),
         package(3)), state=DONE),
    ckan("100,000 resources", _many_resources, state=DONE, counts={"created": 3},
         reason="100000 resources; the first 5000 are read"),
    ckan("extras that are bombs of JSON", saved(package(1, extras=[
         {"key": name, "value": BOMB} for name in ("theme", "creator", "conforms_to", "language")]),
         package(2)), state=DONE, counts={"created": 3}),
    ckan("fields that are bombs of JSON", raw('{"count": 1, "results": [{"id": "a", "title": "t", '
         f'"theme": {BOMB}, "tags": {BOMB}}}]}}'), "nested deeper"),
    ckan("the vocabulary's names and labels", saved(_injected()), state=DONE, vocabulary=True,
         check=_nothing_about_the_concept),
    ckan("a person", saved(_person()), state=DONE, counts={"created": 2}),
    ckan("a title that spoofs, formulas, NUL and surrogates", saved(_spoofed()), state=DONE,
         counts={"created": 2}),
    ckan("a page of HTML", portal(lambda _: Reply(b"<html>", "text/html")), "does not give JSON"),
    ckan("numbers of a million digits", raw('{"count": ' + "9" * 1_000_000 + ', "results": []}'),
         "not an answer|does not give JSON"),
    ckan("eight million empty objects", raw(lambda: "[" + "{}," * 8_000_000 + "{}]"), "values"),
    ckan("names of ten megabytes", saved(package(1, id="i" * 10_000_000), package(2)), state=DONE),
    ckan("no packages but objects", raw('{"count": 2, "results": [1, null]}'), "not an answer"),
    ckan("everything is private", _private, "ceiling", state=DONE, runs=2),
)  # fmt: skip
