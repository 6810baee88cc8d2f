"""The SPARQL 1.1 Protocol as clients speak it, over the real readers."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
import rdflib
from flask.testing import FlaskClient

from smartland.services.sparql import GRAPHS, RESULTS
from support.answers import BROWSER, ask_sparql, assert_page, assert_problem, column, read_json
from support.platform import BASE

pytest_plugins = ["support.doors"]

FIRM = f"{BASE}id/stakeholder/vat-00743110157"
GRAPH = f"{BASE}doc/stakeholder/vat-00743110157"
ASK = "ASK { ?s ?p ?o }"
SELECT = f"SELECT ?p ?o {{ <{FIRM}> ?p ?o }} ORDER BY ?p ?o"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{FIRM}> ?p ?o }}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
QUERY_TYPE, FORM_TYPE = "application/sparql-query", "application/x-www-form-urlencoded"
JSON, XML, CSV, TSV = RESULTS
PARSERS = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt",
           "application/ld+json": "json-ld"}  # fmt: skip


def test_a_query_is_sent_in_three_ways_with_one_answer(sample: FlaskClient) -> None:
    by_get = ask_sparql(sample, SELECT)
    by_form = sample.post("/sparql", data={"query": SELECT})
    direct = sample.post("/sparql", data=SELECT, content_type=QUERY_TYPE)
    named = sample.post("/sparql", data=SELECT, content_type=f"{QUERY_TYPE}; charset=utf-8")
    assert by_get.status_code == 200
    assert by_get.mimetype == JSON
    assert len(read_json(by_get)["results"]["bindings"]) > 10
    assert by_get.data == by_form.data == direct.data == named.data


def test_every_result_format_says_the_same(sample: FlaskClient) -> None:
    rows = read_json(ask_sparql(sample, SELECT, JSON))["results"]["bindings"]
    values = [(row["p"]["value"], row["o"]["value"]) for row in rows]
    tree = ET.fromstring(ask_sparql(sample, SELECT, XML).data)  # noqa: S314 - our own answer
    space = "{http://www.w3.org/2005/sparql-results#}"
    cells = ["".join(one.itertext()) for one in tree.iter(f"{space}binding")]
    assert cells == [value for row in values for value in row]
    table = list(csv.reader(io.StringIO(ask_sparql(sample, SELECT, CSV).text, newline="")))
    assert table[0] == ["p", "o"]
    assert [tuple(row) for row in table[1:]] == values
    lines = ask_sparql(sample, SELECT, TSV).text.splitlines()
    assert lines[0] == "?p\t?o"
    assert len(lines) == len(values) + 1


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        *((one, one) for one in RESULTS),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/xml", XML),
        ("text/xml", XML),
        ("text/csv;q=0.9, text/html", CSV),
        ("text/html", JSON),
        (BROWSER["Accept"], JSON),
        ("text/csv;header=present, */*;q=0.1", CSV),
        ("application/sparql-results+json;q=0.1, text/csv;q=0.2", CSV),
    ],
)
def test_results_come_in_the_format_that_is_accepted(
    sample: FlaskClient, accept: str, media_type: str
) -> None:
    for query in (ASK, SELECT):
        answer = ask_sparql(sample, query, accept)
        assert answer.status_code == 200
        assert answer.mimetype == media_type
        assert "Accept" in answer.vary


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        *((one, one) for one in GRAPHS),
        ("*/*", "text/turtle"),
        ("application/json", "application/ld+json"),
        ("text/plain", "application/n-triples"),
        ("application/xml", "application/rdf+xml"),
        ("text/html", "text/turtle"),
    ],
)
def test_graphs_come_in_the_format_that_is_accepted(
    sample: FlaskClient, accept: str, media_type: str
) -> None:
    answer = ask_sparql(sample, CONSTRUCT, accept)
    assert answer.status_code == 200
    assert answer.mimetype == media_type


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{FIRM}>"])
def test_every_graph_format_is_the_same_graph(sample: FlaskClient, query: str) -> None:
    graphs = [
        rdflib.Graph().parse(data=ask_sparql(sample, query, media_type).data, format=parser)
        for media_type, parser in PARSERS.items()
    ]
    assert len(graphs[0]) > 10
    assert {len(one) for one in graphs} == {len(graphs[0])}
    assert all(set(one.predicates()) == set(graphs[0].predicates()) for one in graphs)


@pytest.mark.parametrize(
    ("query", "short", "media_type"),
    [
        (SELECT, "json", JSON),
        (SELECT, "XML", XML),
        (ASK, "csv", CSV),
        (SELECT, "tsv", TSV),
        (SELECT, CSV, CSV),
        (CONSTRUCT, "ttl", "text/turtle"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "rdf", "application/rdf+xml"),
        (CONSTRUCT, "jsonld", "application/ld+json"),
    ],
)
def test_the_format_may_stand_in_the_address(
    sample: FlaskClient, query: str, short: str, media_type: str
) -> None:
    answer = ask_sparql(sample, query, "image/png", format=short)
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    posted = sample.post("/sparql", data={"query": query, "format": short})
    assert posted.data == answer.data


def test_a_format_that_is_none_is_refused(sample: FlaskClient) -> None:
    assert_problem(ask_sparql(sample, SELECT, format="pdf"), 422, "format")
    assert_problem(ask_sparql(sample, SELECT, format="ttl"), 406)
    assert_problem(ask_sparql(sample, CONSTRUCT, format="csv"), 406)
    assert_problem(ask_sparql(sample, SELECT, "image/png"), 406)
    assert_problem(ask_sparql(sample, CONSTRUCT, CSV), 406)


def test_a_browser_without_a_query_gets_the_editor(sample: FlaskClient) -> None:
    assert "<textarea" in assert_page(sample.get("/sparql", headers=BROWSER), 200)
    assert sample.head("/sparql", headers=BROWSER).status_code == 200
    assert_problem(sample.get("/sparql"), 400)


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (ASK, None, 415),
        (ASK, "text/plain", 415),
        (json.dumps({"query": ASK}), "application/json", 415),
        ("CLEAR ALL", "application/sparql-update", 415),
        (b"\xff\xfe", QUERY_TYPE, 400),
        ("", QUERY_TYPE, 400),
        ("x=1", FORM_TYPE, 400),
        (f"query={ASK}&query={ASK}", FORM_TYPE, 400),
        ("x" * 6_000_000, QUERY_TYPE, 413),
        (f"query={'x' * 6_000_000}", FORM_TYPE, 413),
    ],
)
def test_wrong_bodies_are_told_apart(
    sample: FlaskClient, data: str | bytes, content_type: str | None, status: int
) -> None:
    assert_problem(sample.post("/sparql", data=data, content_type=content_type), status)


@pytest.mark.parametrize("content_type", [QUERY_TYPE, FORM_TYPE])
def test_a_query_that_was_cut_on_its_way_is_not_run(sample: FlaskClient, content_type: str) -> None:
    answer = sample.post(
        "/sparql",
        data=ASK if content_type == QUERY_TYPE else f"query={ASK}",
        content_type=content_type,
        environ_overrides={"CONTENT_LENGTH": "100", "wsgi.input_terminated": True},
    )
    assert "100" in assert_problem(answer, 400)["detail"]


def test_the_query_in_the_address_does_not_count_for_a_form(sample: FlaskClient) -> None:
    answer = sample.post("/sparql", query_string={"query": ASK}, data={"timeout": "1"})
    assert_problem(answer, 400)


def test_a_dataset_is_chosen_by_the_protocol(sample: FlaskClient) -> None:
    everything = column(ask_sparql(sample, COUNT))
    one = column(ask_sparql(sample, COUNT, default_graph_uri=GRAPH))
    assert 10 < int(one[0]) < int(everything[0])
    assert column(ask_sparql(sample, COUNT, default_graph_uri=[GRAPH] * 3)) == one
    assert column(ask_sparql(sample, NAMED, default_graph_uri=GRAPH)) == []
    assert column(ask_sparql(sample, NAMED, named_graph_uri=GRAPH)) == [GRAPH]
    assert column(ask_sparql(sample, COUNT, named_graph_uri=GRAPH)) == ["0"]
    both = {"default_graph_uri": GRAPH, "named_graph_uri": f"{BASE}doc/need/perdite"}
    assert column(ask_sparql(sample, COUNT, **both)) == one
    assert column(ask_sparql(sample, NAMED, **both)) == [f"{BASE}doc/need/perdite"]
    assert column(ask_sparql(sample, COUNT, default_graph_uri="https://example.org/none")) == ["0"]
    assert column(ask_sparql(sample, COUNT.replace("{", f"FROM <{GRAPH}> {{"))) == one
    posted = sample.post(
        "/sparql",
        data=COUNT,
        content_type=QUERY_TYPE,
        query_string={"default-graph-uri": GRAPH},
    )
    assert column(posted) == one


@pytest.mark.parametrize("graph", ["nonsense", "", "a\x00b", "http://a b", "<http://a>", "\ud7ff:"])
def test_a_graph_is_named_by_an_iri(sample: FlaskClient, graph: str) -> None:
    assert_problem(ask_sparql(sample, COUNT, default_graph_uri=graph), 422, "default-graph-uri")
    assert_problem(ask_sparql(sample, COUNT, named_graph_uri=graph), 422, "named-graph-uri")


def test_pages_of_other_sites_may_query(sample: FlaskClient) -> None:
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = sample.options("/sparql", headers=headers)
    assert answer.status_code == 200
    assert {"GET", "POST"} <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    for query in (ASK, "nonsense"):
        assert ask_sparql(sample, query).headers["Access-Control-Allow-Origin"] == "*"
    assert_problem(sample.put("/sparql"), 405)


def test_head_is_get_without_the_body(sample: FlaskClient) -> None:
    answer = sample.head("/sparql", query_string={"query": ASK})
    assert (answer.status_code, answer.mimetype, answer.data) == (200, JSON, b"")
