"""What every answer of the doors must be, and what a browser asks for."""

import json

from flask.testing import FlaskClient
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


def links_of(header: str) -> dict[tuple[str, str], str]:
    """(rel, type) → address of a Link header."""
    found = {}
    for link in header.split(", <"):
        address, *parameters = link.split("; ")
        named = dict(one.split("=", 1) for one in parameters)
        key = (named["rel"].strip('"'), named.get("type", "").strip('"'))
        found[key] = address.strip("<>")
    return found


def ask_sparql(
    client: FlaskClient, query: str, accept: str = "", **arguments: object
) -> TestResponse:
    """The answer to a query by GET; ``_`` in the names of ``arguments`` stands for ``-``."""
    headers = {"Accept": accept} if accept else {}
    given = {name.replace("_", "-"): value for name, value in arguments.items()}
    return client.get("/sparql", query_string={"query": query, **given}, headers=headers)


def column(answer: TestResponse) -> list[str]:
    """The one column of an answer."""
    bindings = read_json(answer)["results"]["bindings"]
    return [cell["value"] for row in bindings for cell in row.values()]
