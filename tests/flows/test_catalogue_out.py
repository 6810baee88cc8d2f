"""The catalogue that leaves: valid for both portals, reachable, and harvested ones lossless."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.ports.harvests import Source
from smartland.ports.importer import Found
from smartland.rdf.mqa import addresses, score_datasets
from smartland.rdf.streams import FORMS
from smartland.rdf.terms import lines_in, to_lines
from smartland.rdf.validation import examine
from smartland.services.exports import Exports
from smartland.services.publisher import Publisher
from smartland.wiring import Services
from smartland_vocab.namespaces import DCAT, DCATAPIT, DCT, FOAF, RDF, VCARD
from support.servers import free_port, wait_for
from support.shared_data import shared
from support.sites import body, serving

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

BASE = "http://localhost:8000/"
HVD = "http://data.europa.eu/r5r/hvdCategory"
PUBLISHER = Publisher(
    "Regione Lombardia", "r_lombar", "https://www.regione.example/", "opendata@regione.example"
)
READERS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}
REAL = (
    "agid_suap", "aou_pisana", "comune_alessandria", "dtd_padigitale2026", "dtd_pdnd",
    "lombardia_asst_ovest_milanese", "lombardia_ats_brescia", "lombardia_brescia_mobilita",
    "pagopa_io", "pagopa_pagamenti", "uni_campania", "uni_piemonte_orientale",
)  # fmt: skip


def exports_of(services: Services, folder: Path, publisher: Publisher = PUBLISHER) -> Exports:
    core = services.core
    truth = core.database.truth
    return Exports(folder, truth, core.harvest_log, core.base, publisher)


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


def read(exports: Exports, name: str) -> rdflib.Graph:
    form = READERS[name.rpartition(".")[2]]
    return rdflib.Graph().parse(data=exports.path(name).path.read_bytes(), format=form)


def subjects(graph: rdflib.Graph, kind: str) -> list[rdflib.term.Node]:
    return list(graph.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(kind)))


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


@pytest.mark.parametrize("profile", ["dcat-ap-it", "dcat-ap-3"])
def test_our_own_validator_has_nothing_against_it(graph: rdflib.Graph, profile: str) -> None:
    report = examine(lines_of(graph), profile).report
    violations = [one for one in report.findings if one.severity == "Violation"]
    assert not violations


def test_our_datasets_reach_400_of_405_points(graph: rdflib.Graph) -> None:
    ours = rdflib.Graph()
    for triple in graph:
        ours.add(triple)
    foreign = [one for one in subjects(graph, DCAT.Dataset) if f"{BASE}dump/" not in str(one)]
    for one in foreign:  # what the bodies themselves left out costs their points, not ours
        ours.remove((one, None, None))
        ours.remove((None, None, one))
    examination = examine(lines_of(ours), "dcat-ap-it", score=True)
    answers = dict.fromkeys(addresses(examination.said), True)
    score = score_datasets(examination.said, examination.nonconforming, answers)
    assert score is not None
    assert score.count >= 17
    assert score.catalogue.low >= 400


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


# lossless


def test_harvested_datasets_are_not_published_twice(services: Services, tmp_path: Path) -> None:
    source = Source("suap", "dcat", str(shared("dcatapit", "real", "agid_suap.rdf")))
    services.core.harvest.run(source)
    exports = exports_of(services, tmp_path / "exports")
    exports.refresh()
    harvested = read(exports, "catalog/source/suap.ttl")
    (dataset,) = subjects(harvested, DCAT.Dataset)
    assert dataset not in subjects(read(exports, "catalog.ttl"), DCAT.Dataset)
    assert exports.overview().sources[0]["datasets"] == 1
    assert not exports.overview().holders


NAMELESS_PERIODS = ("lombardia_asst_ovest_milanese",)
# classes and spellings that the platform adds for consumers that do no inference
ADDED = {
    f"<{one}>"
    for one in (
        RDF.type,
        *(
            f"{space}{name}"
            for space in (DCAT.iri, DCATAPIT.iri, "https://schema.org/")
            for name in ("startDate", "endDate")
        ),
    )
}
PARSERS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.fixture
def place(services: Services) -> Iterator[Callable[[bytes, str], str]]:
    """Puts a document at one address of a site that may be harvested; gives the address."""
    services.core.harvest.fetcher = GuardedFetcher(allow_private=True, timeout=10)
    with serving() as site:

        def put(content: bytes, media_type: str) -> str:
            site.answers["/catalog"] = body(content, media_type)
            return f"{site.url}/catalog"

        yield put


@dataclass
class Trip:
    """A catalogue of somebody else's on its way through: its site, and what came of it here."""

    services: Services
    exports: Exports
    source: Source
    given: bytes
    put: Callable[[bytes, str], str]
    created: int

    def file(self, form: str) -> Path:
        """What we give back."""
        return self.exports.path(f"catalog/source/{self.source.name}.{form}").path

    def back(self, form: str) -> Mapping[str, int]:
        """Put it in the place of the original, which relative IRIs and blank nodes are named
        after, and read it again."""
        self.put(self.file(form).read_bytes(), FORMS[form].media_type)
        return counts(self.services, self.source)


@pytest.fixture
def trip(
    services: Services,
    tmp_path: Path,
    place: Callable[[bytes, str], str],
    request: pytest.FixtureRequest,
) -> Trip:
    """One of the real catalogues, harvested and exported."""
    given = shared("dcatapit", "real", f"{request.param}.rdf").read_bytes()
    source = Source(request.param, "dcat", place(given, FORMS["rdf"].media_type))
    first = counts(services, source)
    assert set(first) == {"created"}
    exports = exports_of(services, tmp_path / "exports")
    assert exports.refresh()
    return Trip(services, exports, source, given, place, first["created"])


@pytest.mark.parametrize("trip", REAL, indirect=True)
def test_a_real_catalogue_is_given_back_to_the_last_statement(trip: Trip) -> None:
    said = came_in(trip.services, trip.source)
    whole = rdflib.Graph().parse(data=trip.given, publicID=trip.source.address, format="xml")
    for form in READERS:
        after = set(statements(trip.file(form)))
        assert not said - after
        assert {line.split(" ", 2)[1] for line in after - said} <= ADDED
        assert isomorphic(rdflib.Graph().parse(data="".join(after & said), format="nt"), whole)


@pytest.mark.parametrize("trip", [n for n in REAL if n not in NAMELESS_PERIODS], indirect=True)
def test_what_is_given_back_changes_nothing_when_it_is_read_again(trip: Trip) -> None:
    for form in READERS:
        assert trip.back(form) == {"unchanged": trip.created}


@pytest.mark.parametrize("trip", NAMELESS_PERIODS, indirect=True)
def test_periods_without_a_name_get_another_one_once(trip: Trip) -> None:
    """They are named by what is said of them, and we say their days in three spellings."""
    assert set(trip.back("ttl")) == {"changed", "unchanged"}
    assert trip.exports.refresh()
    for form in READERS:
        assert trip.back(form) == {"unchanged": trip.created}


def test_a_catalogue_with_blank_nodes_and_odd_characters_comes_back(
    services: Services, tmp_path: Path, place: Callable[[bytes, str], str]
) -> None:
    source = Source("odd one/è", "dcat", place(ODD.encode(), FORMS["ttl"].media_type))
    assert counts(services, source) == {"created": 3}
    exports = exports_of(services, tmp_path / "exports")
    exports.refresh()
    (listed,) = exports.overview().sources
    assert listed["name"] == "odd one/è"
    assert listed["forms"] == ["ttl", "jsonld"], "RDF/XML has no name for one of its properties"
    # its nodes without a name are named by what is said of them, and we give them classes
    give_back(exports, place, listed["key"], "ttl")
    assert set(counts(services, source)) == {"changed", "unchanged"}
    assert exports.refresh()
    for form in listed["forms"]:
        give_back(exports, place, listed["key"], form)
        assert counts(services, source) == {"unchanged": 3}


def give_back(exports: Exports, place: Callable[[bytes, str], str], key: str, form: str) -> None:
    path = exports.path(f"catalog/source/{key}.{form}").path
    place(path.read_bytes(), FORMS[form].media_type)


ODD = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
<http://e.example/c> a dcat:Catalog ; dct:title "Odd" ; dct:description "x" ;
  dcat:dataset <http://e.example/d1>, <http://e.example/d2> .
<http://e.example/d1> a dcat:Dataset ; dct:title "Uno \\u2028 \\" \\\\ ' <b>&amp;"@it ;
  dct:description "x" ; dct:issued "2020" ; dcat:contactPoint _:shared .
<http://e.example/d2> a dcat:Dataset ; dct:title "Due"@it-IT ; dct:description "x" ;
  dcat:contactPoint _:shared ; <http://e.example/p/1> [ dct:title "inner" ] ;
  dct:relation <geo:45.4,9.1> .
_:shared a vcard:Kind ; vcard:fn "Ufficio" .
"""


def came_in(services: Services, source: Source) -> set[str]:
    """What the importer hands over, as N-Triples lines."""
    harvest = services.core.harvest
    items = harvest.importers["dcat"].read(source.address, harvest.fetcher, services.core.base)
    graphs = (one.description.triples for one in items if isinstance(one, Found))
    return {line for graph in graphs for line in lines_in(graph)}


def counts(services: Services, source: Source) -> Mapping[str, int]:
    run = services.core.harvest.run(source)
    assert run.state == "done", run.message
    return run.counts


def statements(file: Path) -> list[str]:
    """The N-Triples lines of a file, its blank nodes labelled as there."""
    found = ox.parse(file.read_bytes(), format=PARSERS[file.suffix])
    return lines_in((ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"").decode())


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
