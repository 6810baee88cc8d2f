"""What every answer of the doors must be, and what a browser asks for."""

import json

from werkzeug.test import TestResponse

from smartland.domain.resource import Json

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def read_json(answer: TestResponse, status: int = 200) -> Json:
    """The JSON of an answer that must have ``status``."""
    assert answer.status_code == status, answer.text[:500]
    return json.loads(answer.data)


def assert_problem(answer: TestResponse, status: int, *names: str) -> Json:
    """The problem document of an answer, which names exactly the wrong fields ``names``."""
    body = read_json(answer, status)
    assert answer.mimetype == "application/problem+json"
    assert body["status"] == status
    assert body["type"].startswith("/problems/")
    assert body["title"]
    assert body["detail"]
    assert {one["field"] for one in body.get("errors", ())} == set(names)
    return body


def assert_page(answer: TestResponse, status: int) -> str:
    """The HTML of an answer to a browser."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.mimetype == "text/html"
    assert "<main" in answer.text
    return answer.text
