"""What a query may not do, what it may cost, and that good ones find something."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from flask.testing import FlaskClient

from smartland.services.sparql import RESULTS
from smartland.settings import Settings
from smartland.web.app import create_app
from smartland.web.pages.examples import EXAMPLES, Example
from smartland.wiring import Services, open_services
from support.answers import ask_sparql, assert_problem, column, read_json
from support.platform import BASE

pytest_plugins = ["support.doors"]

ASK = "ASK { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON, _, CSV, _ = RESULTS


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"query_string": {"query": [ASK, ASK]}}, 400),
        ({"query_string": {"query": ""}}, 400),
        ({"query_string": {"query": "# nothing"}}, 400),
        ({"query_string": {"query": "SELECT * { ?s ?p "}}, 400),
        ({"query_string": {"query": "nonsense"}}, 400),
        ({"query_string": {"query": 'ASK { ?s ?p "a\x00b" }'}}, 400),
        ({"query_string": {"query": f"ASK {{ {'{' * 70}"}}, 400),
        ({"query_string": {"query": f"{ASK} # {'x' * 300_000}"}}, 400),
        ({"query_string": "query=%FF%ED%A0%80%ZZ"}, 400),
    ],
)
def test_what_is_no_query_is_refused_with_the_reason(
    sample: FlaskClient, arguments: dict[str, object], status: int
) -> None:
    assert_problem(sample.get("/sparql", **arguments), status)


def test_updates_are_refused(sample: FlaskClient) -> None:
    before = column(ask_sparql(sample, COUNT))
    insert = "INSERT DATA { <a:b> <a:c> 1 }"
    assert_problem(sample.post("/sparql", data={"update": insert}), 422, "update")
    assert_problem(sample.get("/sparql", query_string={"update": insert}), 422, "update")
    for update in (insert, "CLEAR ALL", "LOAD <https://example.org/>", "DELETE WHERE { ?s ?p ?o }"):
        assert_problem(ask_sparql(sample, update), 400)
    assert column(ask_sparql(sample, COUNT)) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
    ],
)
def test_no_query_reaches_other_endpoints(sample: FlaskClient, query: str) -> None:
    assert "SERVICE" in assert_problem(ask_sparql(sample, query), 400)["detail"].upper()


def test_graphs_by_the_thousand_are_too_many(sample: FlaskClient) -> None:
    graphs = [f"https://example.org/{number}" for number in range(70_000)]
    answer = sample.post("/sparql", data={"query": ASK, "named-graph-uri": graphs})
    assert_problem(answer, 422, "named-graph-uri")


def test_a_runaway_query_ends_at_the_limit_it_is_told(sample: FlaskClient) -> None:
    began = monotonic()
    body = assert_problem(ask_sparql(sample, RUNAWAY, timeout="0.5"), 504)
    assert "0.5 s" in body["detail"]
    assert monotonic() - began < 5
    assert read_json(ask_sparql(sample, ASK))["boolean"] is True


@pytest.mark.parametrize("timeout", ["abc", "nan", "inf", "-1", "0", "1e9", "0x1"])
def test_a_timeout_is_a_number_of_seconds(sample: FlaskClient, timeout: str) -> None:
    assert_problem(ask_sparql(sample, ASK, timeout=timeout), 422, "timeout")


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A platform with small limits."""
    folder: Path = tmp_path_factory.mktemp("narrow")
    settings = Settings(
        folder, BASE, sparql_readers=1, sparql_deadline=0.5, sparql_max_rows=50,
        sparql_max_bytes=20_000,
    )  # fmt: skip
    services = open_services(settings)
    services.steward.start()
    try:
        services.core.load_vocabularies()
        assert services.steward.wait(services.catalogue.truth.last_sequence(), 30)
        yield services
    finally:
        services.close()


def test_limits_are_named_when_an_answer_passes_them(narrow: Services) -> None:
    client = create_app(narrow).test_client()
    labels = "SELECT ?x { ?x a <http://www.w3.org/2004/02/skos/core#Concept> }"
    assert len(column(ask_sparql(client, f"{labels} LIMIT 50"))) == 50
    assert "50 " in assert_problem(ask_sparql(client, f"{labels} LIMIT 51"), 413)["detail"]
    wide = assert_problem(ask_sparql(client, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), 413)
    assert "20000 byte" in wide["detail"]
    assert "0.5 s" in assert_problem(ask_sparql(client, RUNAWAY, timeout="60"), 504)["detail"]


def test_a_repeated_query_is_answered_alike_until_something_is_written(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    first = ask_sparql(client, COUNT, JSON)
    again = ask_sparql(client, COUNT, JSON, timeout="3")
    assert (again.data, again.headers["X-Sequence"]) == (first.data, first.headers["X-Sequence"])
    assert ask_sparql(client, COUNT, CSV).data != first.data
    firm = {"name": "Officine", "stakeholder_kind": "firm", "vat": "00743110157"}
    path = "/api/v1/stakeholder?wait=projected"
    written = read_json(client.post(path, json=firm, headers=bearer), 201)
    after = ask_sparql(client, COUNT, JSON)
    assert int(after.headers["X-Sequence"]) == written["_meta"]["sequence"]
    assert int(column(after)[0]) > int(column(first)[0])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_every_example_finds_something_in_the_demonstration(
    demo: FlaskClient, example: Example
) -> None:
    answer = ask_sparql(demo, example.text, format="csv")
    assert answer.status_code == 200, answer.text
    assert len(answer.text.splitlines()) > 1
