"""Every format of a document holds the same graph, and plain data what it can hold of it."""

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.compare import isomorphic

from smartland.ports.harvests import Source
from smartland.services.publishing import EXTENSIONS, rows
from smartland.wiring import Services
from smartland_vocab.namespaces import DCATAPIT, SL
from support.answers import BROWSER, assert_problem, links_of, read_json
from support.platform import BASE

pytest_plugins = ["support.doors"]
# rdflib's JSON-LD parser warns about a class of its own
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

FIRM = "stakeholder/vat-00743110157"
DOC = f"/doc/{FIRM}"
OTHERS = (
    "project/cup-J41B21000010001",
    "dataset/portate",
    "need/perdite",
    "call/call-ACQUA-2026",
    "territory/area-oltrepo",
    "claim/claim-0",
    "concept/competence-energy",
    "corridor/corridor-water",
    "scheme/competence",
)
PARSERS = {"ttl": "turtle", "rdf": "xml", "nt": "nt", "jsonld": "json-ld"}


def graph_of(client: FlaskClient, path: str, extension: str) -> rdflib.Graph:
    answer = client.get(f"/doc/{path}.{extension}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == EXTENSIONS[extension]
    return rdflib.Graph().parse(data=answer.data, format=PARSERS[extension])


@pytest.mark.parametrize("path", [FIRM, *OTHERS])
def test_every_format_is_the_same_graph(sample: FlaskClient, path: str) -> None:
    expected = graph_of(sample, path, "nt")
    assert len(expected) > 2
    for extension in ("ttl", "rdf", "jsonld"):
        assert isomorphic(graph_of(sample, path, extension), expected), extension


@pytest.mark.parametrize("path", [FIRM, *OTHERS])
def test_the_document_is_what_sparql_holds_in_the_graph_of_that_name(
    sample: FlaskClient, path: str
) -> None:
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{BASE}doc/{path}> {{ ?s ?p ?o }} }}"
    asked = sample.get("/sparql", query_string={"query": query, "format": "nt"})
    held = rdflib.Graph().parse(data=asked.data, format="nt")
    document = graph_of(sample, path, "nt")
    # the engine gives numbers and dates in their canonical form
    known = [
        set(map(str, one.subjects())) | set(map(str, one.predicates())) for one in (held, document)
    ]
    assert known[0] == known[1]
    assert len(held) == len(document)


@pytest.mark.parametrize("path", [FIRM, "need/perdite", "claim/claim-0", "dataset/portate"])
def test_plain_json_with_the_published_context_says_the_same(
    sample: FlaskClient, path: str
) -> None:
    context = read_json(sample.get("/ns/context.jsonld"))
    for address in (f"/api/v1/{path}", f"/doc/{path}.json"):
        body = {**context, **read_json(sample.get(address))}
        found = ox.parse(json.dumps(body).encode(), format=ox.RdfFormat.JSON_LD)
        triples = {str(quad.triple) for quad in found}
        lines = sample.get(f"/doc/{path}.nt").data
        document = {str(one.triple) for one in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}
        assert len(triples) > 3
        assert triples <= document


def test_json_says_where_its_context_is(sample: FlaskClient) -> None:
    for address in (f"/api/v1/{FIRM}", f"{DOC}.json"):
        links = links_of(sample.get(address).headers["Link"])
        rel = ("http://www.w3.org/ns/json-ld#context", "application/ld+json")
        assert links[rel] == "/ns/context.jsonld"


def test_the_ontology_has_a_page_and_every_rdf_format(sample: FlaskClient) -> None:
    page = sample.get("/ns", headers=BROWSER)
    assert page.status_code == 303
    assert page.headers["Location"] == "/vocabulary"
    graphs = [
        rdflib.Graph().parse(
            data=sample.get("/ns", headers={"Accept": EXTENSIONS[extension]}).data, format=parser
        )
        for extension, parser in PARSERS.items()
    ]
    term = rdflib.URIRef(SL.corridor)
    assert all((term, None, None) in one for one in graphs)
    assert {len(one) for one in graphs} == {len(graphs[0])}
    assert_problem(sample.get("/ns", headers={"Accept": "image/png"}), 406)


def test_every_file_of_the_vocabulary_parses(sample: FlaskClient) -> None:
    for name in ("ontology.ttl", "shapes.ttl"):
        assert len(rdflib.Graph().parse(data=sample.get(f"/ns/{name}").data, format="turtle")) > 50
    detail = assert_problem(sample.get("/ns/other.ttl"), 404)["detail"]
    assert "ontology.ttl" in detail


def test_what_was_read_is_written_back_without_a_change(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    firm = {"name": "Officine", "stakeholder_kind": "firm", "vat": "00743110157"}
    activity = {"activity": [{"code": "62.01", "edition": "2007"}], "contact": "a@example.org"}
    created = client.post("/api/v1/stakeholder", json=firm | activity, headers=bearer)
    shown = read_json(client.get(f"/api/v1/{FIRM}"))
    assert shown["activity"][0]["iri"].startswith(f"{BASE}id/{FIRM}#activity-")
    for method in ("PUT", "PATCH"):
        headers = bearer | {"If-Match": created.headers["ETag"]}
        answer = client.open(f"/api/v1/{FIRM}", method=method, json=shown, headers=headers)
        assert read_json(answer) == shown
    assert read_json(client.get(f"/api/v1/{FIRM}/history"))["total"] == 1
    other = shown | {"key": "vat-01199250158"}
    refused = read_json(client.put(f"/api/v1/{FIRM}", json=other, headers=headers), 422)
    assert "key" in {one["field"] for one in refused["errors"]}


def test_csv_is_one_row_under_the_names_of_its_fields(sample: FlaskClient) -> None:
    table = list(csv.DictReader(io.StringIO(sample.get(f"{DOC}.csv").text)))
    assert len(table) == 1
    assert table[0]["iri"] == f"{BASE}id/{FIRM}"
    assert table[0]["vat"] == "00743110157"
    assert table[0]["corridor"].count("|") == 1
    assert "contact" not in table[0]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+39 02 1234", "'+39 02 1234"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("-12.50", "-12.50"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_spreadsheet_runs_no_formula(text: str, cell: str) -> None:
    table = list(csv.reader(io.StringIO(rows([{"iri": "x", "name": text}]).decode(), newline="")))
    assert table[1][table[0].index("name")] == cell
    listed = rows([{"name": [text, "b"], "title": {"it": text}}]).decode()
    for value in next(csv.DictReader(io.StringIO(listed, newline=""))).values():
        assert not value.startswith(("=", "+", "@", "\t", "\r", "\n"))


FOREIGN = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix e: <https://example.com/> .
<https://example.com/d/1> a dcat:Dataset ; dct:title "Portate"@it ; dct:description "Prova"@it ;
    dct:identifier "d1" ; e:lat "45.4642123456789"^^xsd:double ; e:open "1"^^xsd:boolean ;
    e:when "2026"^^xsd:gYear ; e:size "1048576"^^xsd:decimal ; e:near <geo:45.4,9.1> ;
    e:note [ e:text "a\\\\b \\"c\\" \\r\\n d"@it ] .
"""


def test_what_a_source_wrote_is_given_back_to_the_letter(
    services: Services, client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "catalogue.ttl"
    file.write_text(FOREIGN, encoding="utf-8")
    run = services.core.harvest.run(Source("foreign", "dcat", str(file)))
    head = services.catalogue.by_iri("https://example.com/d/1")
    assert head is not None, run
    expected = rdflib.Graph().parse(data=FOREIGN, format="turtle")
    expected.add((rdflib.URIRef(head.iri), rdflib.RDF.type, rdflib.URIRef(DCATAPIT.Dataset)))
    for extension in PARSERS:
        assert isomorphic(graph_of(client, f"dataset/{head.key}", extension), expected), extension
    links = links_of(client.get(f"/doc/dataset/{head.key}.ttl").headers["Link"])
    assert links["describes", ""] == "https://example.com/d/1"
