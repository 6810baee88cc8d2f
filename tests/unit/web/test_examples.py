"""The example queries, each run on published data."""

import json

import pytest

from smartland.web.pages.examples import EXAMPLES, FOLDER, TASKS, Example, examples_by_task
from smartland.wiring import Services


def test_there_are_enough_of_them_each_once() -> None:
    names = [one.name for one in EXAMPLES]
    assert len(names) >= 12
    assert len(set(names)) == len(names)
    assert {one.stem for one in FOLDER.glob("*.rq")} == set(names)


def test_every_task_has_some() -> None:
    assert {one.task for one in EXAMPLES} == set(TASKS)
    assert all(some for _, some in examples_by_task())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_every_example_finds_something(site_services: Services, example: Example) -> None:
    answer = site_services.sparql.query(example.text, "application/sparql-results+json")
    rows = json.loads(answer.body)["results"]["bindings"]
    assert rows, example.name
    assert all(rows), example.name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_every_example_finds_something_in_the_demonstration(
    demo_services: Services, example: Example
) -> None:
    answer = demo_services.sparql.query(example.text, "application/sparql-results+json")
    assert json.loads(answer.body)["results"]["bindings"], example.name
