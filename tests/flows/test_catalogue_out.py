"""The catalogue that leaves: valid for both portals, reachable, and harvested ones lossless."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import cache

import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

from smartland.rdf.mqa import addresses
from smartland.rdf.terms import to_lines
from smartland.rdf.validation import examine
from smartland.services.exports import Exports
from smartland.wiring import Services
from smartland_vocab.namespaces import DCAT, DCATAPIT, DCT, FOAF, RDF, VCARD
from support.exporting import exports_of, read, subjects
from support.servers import free_port, wait_for
from support.shared_data import shared

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

BASE = "http://localhost:8000/"
HVD = "http://data.europa.eu/r5r/hvdCategory"


@pytest.fixture(scope="module")
def ours(demo_services: Services, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The files of the demonstration."""
    exports = exports_of(demo_services, tmp_path_factory.mktemp("exports"))
    assert exports.refresh()
    return exports


@pytest.fixture(scope="module")
def graph(ours: Exports) -> rdflib.Graph:
    """Our own catalogue."""
    return read(ours, "catalog.ttl")


def values(graph: rdflib.Graph, node: rdflib.term.Node, predicate: str) -> list[rdflib.term.Node]:
    return list(graph.objects(node, rdflib.URIRef(predicate)))


# valid


@cache
def semic(version: str) -> rdflib.Graph:
    found = rdflib.Graph()
    for name in ("shapes.ttl", "range.ttl"):
        found.parse(shared("shapes", version, name))
    return found


@pytest.mark.parametrize("version", ["2.1.1", "3.0.1"])
def test_semic_has_nothing_against_our_catalogue(graph: rdflib.Graph, version: str) -> None:
    conforms, _, text = pyshacl.validate(graph, shacl_graph=semic(version))
    assert conforms, text[:4_000]


def test_semic_would_tell_what_is_wrong(graph: rdflib.Graph) -> None:
    broken = rdflib.Graph() + graph
    broken.remove((None, rdflib.URIRef(RDF.type), rdflib.URIRef(DCT.Frequency)))
    conforms, *_ = pyshacl.validate(broken, shacl_graph=semic("3.0.1"))
    assert not conforms


@pytest.mark.parametrize("holder", ["ipa-demo_bacino_alario", "ipa-demo_ual"])
def test_the_catalogue_of_a_holder_is_valid_too(ours: Exports, holder: str) -> None:
    found = read(ours, f"catalog/holder/{holder}.ttl")
    for version in ("2.1.1", "3.0.1"):
        conforms, _, text = pyshacl.validate(found, shacl_graph=semic(version))
        assert conforms, text[:4_000]
    holders = {o for _, _, o in found.triples((None, rdflib.URIRef(DCT.rightsHolder), None))}
    assert len(holders) == 1


@pytest.mark.parametrize("profile", ["dcat-ap-it", "dcat-ap-3", "hvd"])
def test_our_own_validator_has_nothing_against_it(graph: rdflib.Graph, profile: str) -> None:
    report = examine(lines_of(graph), profile).report
    violations = [one for one in report.findings if one.severity == "Violation"]
    assert not violations


def test_nor_does_it_want_anything_better_for_the_italian_portal(graph: rdflib.Graph) -> None:
    report = examine(lines_of(graph), "dcat-ap-it").report
    warnings = [(one.code, one.focus) for one in report.findings if one.severity == "Warning"]
    assert not warnings


def test_the_catalogue_reaches_400_of_405_points(graph: rdflib.Graph) -> None:
    """The five that are missing are the size, of which the profiles want two datatypes."""
    examination = examine(lines_of(graph), "dcat-ap-it", score=True)
    answers = dict.fromkeys(addresses(examination.said), True)
    score = examination.score(answers)
    assert score is not None
    assert score.count >= 40
    assert score.catalogue.low >= 400
    assert [one.metric.key for one in score.catalogue.hints] == ["byte-size"]


def lines_of(graph: rdflib.Graph) -> str:
    return to_lines((s.n3(), p.n3(), o.n3()) for s, p, o in graph)


# the traps


def test_every_form_says_the_same(ours: Exports, graph: rdflib.Graph) -> None:
    for form in ("rdf", "jsonld"):
        assert isomorphic(graph, read(ours, f"catalog.{form}"))


def test_every_dataset_has_exactly_what_the_harvester_reads_once(graph: rdflib.Graph) -> None:
    datasets = subjects(graph, DCAT.Dataset)
    assert set(datasets) == set(subjects(graph, DCATAPIT.Dataset))
    assert len(datasets) > 40
    for one in datasets:
        for predicate in (
            *(DCT.identifier, DCT.publisher, DCT.rightsHolder, DCT.accrualPeriodicity),
            DCT.modified,
        ):
            assert len(values(graph, one, predicate)) == 1, (one, predicate)
    listed = {o for _, _, o in graph.triples((None, rdflib.URIRef(DCAT.dataset), None))}
    assert listed == set(datasets)
    codes = [str(values(graph, one, DCT.identifier)[0]) for one in datasets]
    assert len(set(codes)) == len(codes)
    assert not [one for one in codes if re.search(r"\s|http", one)]


def test_agents_have_one_code_in_lower_case_and_one_name(graph: rdflib.Graph) -> None:
    agents = subjects(graph, DCATAPIT.Agent)
    assert agents
    assert set(agents) == set(subjects(graph, FOAF.Agent))
    assert not set(agents) & set(subjects(graph, VCARD.Kind))
    for one in agents:
        (code,) = values(graph, one, DCT.identifier)
        assert str(code) == str(code).lower()
        (name,) = values(graph, one, FOAF.name)
        assert isinstance(name, rdflib.Literal)
        assert name.language == "it"


def test_no_blank_node_no_size_and_no_foreign_language_tag(graph: rdflib.Graph) -> None:
    nodes = {one for triple in graph for one in triple}
    assert not [one for one in nodes if isinstance(one, rdflib.BNode)]
    assert not list(graph.triples((None, rdflib.URIRef(DCAT.byteSize), None)))
    for _, _, title in graph.triples((None, rdflib.URIRef(DCT.title), None)):
        assert isinstance(title, rdflib.Literal)
        assert title.language in ("it", "en")
    for _, _, tongue in graph.triples((None, rdflib.URIRef(DCT.language), None)):
        assert isinstance(tongue, rdflib.URIRef)


def test_high_value_is_only_what_says_so(graph: rdflib.Graph) -> None:
    marked = {str(s) for s, _, _ in graph.triples((None, rdflib.URIRef(HVD), None))}
    assert f"{BASE}id/dataset/demo-dataset-01" in marked
    assert not [one for one in marked if "/dump/" in one]


def test_a_dataset_alone_has_what_a_harvester_needs(demo_services: Services) -> None:
    """What its own document (``/doc/dataset/…``) holds when it is fetched without the catalogue."""
    (first, *_) = demo_services.catalogue.page("dataset", "", 1)
    alone = rdflib.Graph().parse(data=first.triples, format="nt")
    node = rdflib.URIRef(first.iri)
    assert {str(one) for one in values(alone, node, RDF.type)} == {DCAT.Dataset, DCATAPIT.Dataset}
    for predicate in (
        *(DCT.title, DCT.description, DCT.identifier, DCT.modified, DCAT.theme),
        *(DCT.rightsHolder, DCT.accrualPeriodicity, DCAT.distribution),
    ):
        assert values(alone, node, predicate), predicate
    for predicate in (DCT.rightsHolder, DCT.publisher, DCAT.contactPoint, DCAT.distribution):
        for one in values(alone, node, predicate):
            assert isinstance(one, rdflib.URIRef)
            assert values(alone, one, RDF.type), f"{predicate} is described in the document"


# reachable


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server on the demonstration, its first generation made."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    base = f"http://127.0.0.1:{port}/"
    environment = os.environ | {
        "SMARTLAND_DATA_DIR": str(folder), "SMARTLAND_BASE_URL": base,
        "SMARTLAND_SPARQL_READERS": "1", "SMARTLAND_PUBLISHER_NAME": "Regione Lombardia",
        "SMARTLAND_PUBLISHER_IPA": "r_lombar", "SMARTLAND_PUBLISHER_EMAIL": "dati@ente.example",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "smartland", "demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(f"{base}catalog.ttl", 120)
            yield base
        finally:
            process.terminate()
            process.wait(timeout=60)


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_every_address_of_ours_in_the_catalogue_answers(server: str) -> None:
    status, _, body = ask(f"{server}catalog.ttl")
    assert status == 200
    found = rdflib.Graph().parse(data=body, format="turtle")
    asked = {
        str(address)
        for predicate in (
            *(DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage, FOAF.homepage),
            *(DCAT.endpointDescription, DCATAPIT.referenceDocumentation),
        )
        for _, _, address in found.triples((None, rdflib.URIRef(predicate), None))
        if str(address).startswith(server)
    }
    assert len(asked) > 60
    wrong = {one: status for one in sorted(asked) if (status := ask(one, "HEAD")[0]) != 200}
    assert not wrong


def test_a_real_server_sends_whole_files_ranges_and_304(server: str) -> None:
    address = f"{server}catalog.ttl"
    status, headers, body = ask(address)
    assert (status, headers["content-type"]) == (200, "text/turtle")
    assert int(headers["content-length"]) == len(body)
    head = ask(address, "HEAD")
    assert (head[0], head[2]) == (200, b"")
    assert head[1]["content-length"] == headers["content-length"]
    assert ask(address, **{"If-None-Match": headers["etag"]})[0] == 304
    assert ask(address, **{"If-Modified-Since": headers["last-modified"]})[0] == 304
    part = ask(address, Range="bytes=100-199")
    assert (part[0], part[2]) == (206, body[100:200])
