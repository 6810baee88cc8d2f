"""The validator's doors: the API, the page, addresses that answer or not."""

import http.client
import io
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.adapters.shacl_process import ShaclProcess
from smartland.domain.resource import Json
from smartland.rdf.gate import LIMITS, Limits
from smartland.services.validation import Validation, known_bodies
from smartland.settings import Settings
from smartland.web import app as web_app
from smartland.web.errors import handle_errors
from smartland.web.pages.validation import ValidationPage
from smartland.web.pages.views import error_page
from smartland.web.routes.validation import validation_blueprint
from smartland.wiring import Core, open_core
from smartland_vocab.namespaces import SH
from support.answers import BROWSER, assert_problem, read_json
from support.golden import golden, golden_graph
from support.mutants import DATASET, DISTRIBUTION
from support.pages import Page
from support.platform import BASE
from support.sites import body, serving

API = "/api/v1/validate"
TURTLE = {"Content-Type": "text/turtle"}


@dataclass
class Asking:
    """``ports.validation.Prober`` that asks, and remembers what."""

    asked: list[str] = field(default_factory=list)

    def head(self, address: str) -> int | None:
        self.asked.append(address)
        parts = urlsplit(address)
        with closing(http.client.HTTPConnection(parts.netloc, timeout=5)) as there:
            there.request("HEAD", parts.path)
            return there.getresponse().status


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    core = open_core(Settings(data_dir=tmp_path, base_url=BASE))
    yield core
    core.close()


@pytest.fixture
def prober() -> Asking:
    return Asking()


@pytest.fixture
def client(core: Core, prober: Asking) -> FlaskClient:
    return _client(core, prober)


def _client(core: Core, prober: Asking, limits: Limits = LIMITS) -> FlaskClient:
    fetcher = GuardedFetcher(allow_private=True)
    validation = Validation(ShaclProcess(), fetcher, prober, core.database.truth, limits=limits)
    page = ValidationPage(validation, BASE)
    app = Flask(web_app.__name__)
    handle_errors(app, error_page)
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    app.register_blueprint(validation_blueprint(validation, core.tokens, page.report))
    app.register_blueprint(page.blueprint())
    return app.test_client(use_cookies=False)


def _broken() -> bytes:
    graph = golden_graph()
    graph.remove((DATASET, rdflib.DCTERMS.rightsHolder, None))
    return graph.serialize(format="turtle", encoding="utf-8")


def _groups(report: Json) -> list[tuple[str, str]]:
    return [(one["severity"], one["field"]["property"]) for one in report["groups"]]


@pytest.mark.parametrize("name", ["catalog.ttl", "catalog.rdf", "catalog.jsonld"])
def test_a_body_in_any_syntax_is_checked(client: FlaskClient, name: str) -> None:
    report = read_json(client.post(API, data=golden(name)))
    assert report["conforms"]
    assert report["profile"] == "dcat-ap-it"
    assert report["triples"] == 112
    assert report["counts"] == {"violation": 0, "warning": 0, "info": 1}
    assert "score" not in report


def test_a_form_brings_a_file(client: FlaskClient) -> None:
    form = {"file": (io.BytesIO(golden("catalog.rdf")), "catalog.rdf")}
    report = read_json(client.post(f"{API}?score=1", data=form))
    assert report["conforms"]
    assert (report["score"]["low"], report["score"]["high"]) == (320, 400)
    assert report["score"]["datasets"] == 1
    assert sum(one["possible"] for one in report["score"]["dimensions"]) == 405
    assert [one["metric"] for one in report["score"]["hints"]] == ["byte-size"]


def test_what_is_missing_is_named_in_both_languages(client: FlaskClient) -> None:
    report = read_json(client.post(API, data=_broken(), headers=TURTLE))
    assert not report["conforms"]
    assert _groups(report) == [("violation", "dct:rightsHolder")]
    (group,) = report["groups"]
    assert "titolare" in group["findings"][0]["message"]["it"]
    assert "rights holder" in group["findings"][0]["message"]["en"]
    assert "dct:rightsHolder" in group["mend"]["it"]
    assert group["findings"][0]["focus"] == str(DATASET)


def test_other_programs_get_a_shacl_report(client: FlaskClient) -> None:
    answer = client.post(API, data=_broken(), headers=TURTLE | {"Accept": "text/turtle"})
    assert answer.mimetype == "text/turtle"
    report = rdflib.Graph().parse(data=answer.data, format="turtle")
    (node,) = report.subjects(rdflib.RDF.type, rdflib.URIRef(SH.ValidationReport))
    assert report.value(node, rdflib.URIRef(SH.conforms)) == rdflib.Literal(
        "false", datatype=rdflib.XSD.boolean
    )
    (result,) = report.objects(node, rdflib.URIRef(SH.result))
    assert report.value(result, rdflib.URIRef(SH.focusNode)) == DATASET
    assert report.value(result, rdflib.URIRef(SH.resultPath)) == rdflib.DCTERMS.rightsHolder


def test_a_document_that_cannot_be_read_is_a_report(client: FlaskClient) -> None:
    report = read_json(client.post(API, data=b"<a> <b> .\n<c", headers=TURTLE))
    assert not report["conforms"]
    assert [one["code"] for one in report["groups"]] == ["syntax"]
    assert "riga" in report["groups"][0]["findings"][0]["message"]["it"]


def test_a_page_is_refused(client: FlaskClient) -> None:
    assert_problem(client.post(API, data=b"<!doctype html><p>x"), 415)


def test_parameters_are_checked(client: FlaskClient) -> None:
    data = golden("catalog.ttl")
    assert_problem(client.post(f"{API}?profile=dcat", data=data), 422, "profile")
    assert_problem(client.post(f"{API}?score=maybe", data=data), 422, "score")
    assert_problem(client.post(f"{API}?base=nowhere", data=data), 422, "base")
    assert_problem(client.post(f"{API}?profil=hvd", data=data), 422, "profil")
    assert_problem(client.post(API, data={"other": (io.BytesIO(b"x"), "x.ttl")}), 400)


def test_a_document_past_the_limit_is_refused(core: Core, prober: Asking) -> None:
    small = _client(core, prober, Limits(size=2_000))
    assert_problem(small.post(API, data=golden("catalog.ttl"), headers=TURTLE), 413)


def test_relative_names_belong_to_the_base(client: FlaskClient) -> None:
    data = b"<d> a <http://www.w3.org/ns/dcat#Dataset> ."
    report = read_json(client.post(f"{API}?base=https://e.example/x", data=data, headers=TURTLE))
    assert report["groups"][0]["findings"][0]["focus"] == "https://e.example/d"


def test_addresses_are_asked_only_for_those_who_hold_a_token(
    client: FlaskClient, prober: Asking
) -> None:
    assert_problem(client.post(f"{API}?probe=1", data=golden("catalog.ttl")), 401)
    assert prober.asked == []


def test_addresses_that_answer_bring_points(
    client: FlaskClient, core: Core, prober: Asking
) -> None:
    with serving() as there:
        there.answers["/page"] = body(b"here")
        graph = golden_graph()
        for predicate, path in ((rdflib.DCAT.accessURL, "/page"), (rdflib.DCAT.downloadURL, "/no")):
            graph.set((DISTRIBUTION, predicate, rdflib.URIRef(f"{there.url}{path}")))
        headers = TURTLE | {"Authorization": f"Bearer {core.tokens.create('tester')}"}
        data = graph.serialize(format="turtle", encoding="utf-8")
        score = read_json(client.post(f"{API}?probe=1", data=data, headers=headers))["score"]
    assert (score["low"], score["high"]) == (320 + 50, 320 + 50)
    assert score["hints"][0]["metric"] == "download-url-answers"
    assert sorted(prober.asked) == [f"{there.url}/no", f"{there.url}/page"]


def test_the_page_asks_for_a_document(client: FlaskClient) -> None:
    page = Page(client.get("/validate", headers=BROWSER).text)
    assert len(page.all("h1")) == 1
    assert {one["name"] for one in page.all("input")} >= {"file", "address"}
    labelled = {one["for"] for one in page.all("label")}
    assert {one["id"] for one in page.all("input") if one["name"] != "q"} <= labelled


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_shows_a_report(client: FlaskClient, language: str) -> None:
    form = {"file": (io.BytesIO(_broken()), "my catalogue.ttl"), "profile": "dcat-ap-it"}
    headers = BROWSER | {"Accept-Language": language}
    page = Page(client.post("/validate", data=form, headers=headers).text)
    assert "dct:rightsHolder" in page.text
    assert {"it": "titolare", "en": "rights holder"}[language] in page.text
    assert {"it": "da 320 a 400 punti su 405", "en": "320 to 400 of 405 points"}[
        language
    ] in page.text
    assert not [tag for tag, attributes in page.elements if "style" in attributes]
    assert len(page.all("h1")) == 1


def test_the_page_takes_a_text(client: FlaskClient) -> None:
    form = {"text": golden("catalog.ttl").decode(), "profile": "hvd"}
    answer = client.post("/validate", data=form, headers=BROWSER)
    assert "HVD 3.0.0" in Page(answer.text).text
    assert 'class="alert alert-success"' in answer.text


def test_the_page_takes_an_address(client: FlaskClient) -> None:
    with serving() as there:
        there.answers["/catalog.ttl"] = body(golden("catalog.ttl"))
        form = {"address": f"{there.url}/catalog.ttl"}
        answer = client.post("/validate", data=form, headers=BROWSER)
    assert 'class="alert alert-success"' in answer.text


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_no_file_of_this_machine_is_read(client: FlaskClient, address: str) -> None:
    answer = client.post("/validate", data={"address": address}, headers=BROWSER)
    assert answer.status_code == 502
    assert "root:" not in answer.text


def test_nothing_to_check_is_told_on_the_page(client: FlaskClient) -> None:
    answer = client.post("/validate", data={"profile": "dcat-ap-it"}, headers=BROWSER)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_what_a_hostile_document_says_is_only_shown(client: FlaskClient) -> None:
    text = '<https://e.example/"><script>alert(1)</script>> a <http://www.w3.org/ns/dcat#Dataset> .'
    text += '<https://e.example/d> <http://purl.org/dc/terms/format> "<script>alert(2)</script>" ;'
    text += " a <http://www.w3.org/ns/dcat#Distribution> ."
    answer = client.post("/validate", data={"text": text}, headers=BROWSER)
    assert "<script>alert" not in answer.text


def test_a_report_as_a_page_from_the_api(client: FlaskClient) -> None:
    answer = client.post(API, data=_broken(), headers=TURTLE | BROWSER)
    assert answer.mimetype == "text/html"
    assert "dct:rightsHolder" in answer.text


def test_codes_are_looked_up_once_the_register_is_in(core: Core) -> None:
    assert known_bodies(core.database.truth) is None
    document = {
        "stakeholder_kind": "administration",
        "name": {"it": "Regione Lombardia"},
        "ipa_code": "r_lombar",
    }
    core.catalogue.create("stakeholder", document, "tester")
    known = known_bodies(core.database.truth, least=1)
    assert known is not None
    assert known("r_lombar")
    assert not known("r_lombarda")


def test_json_is_an_object_with_the_words_of_the_reader(client: FlaskClient) -> None:
    answer = client.post(API, data=golden("catalog.ttl"))
    assert isinstance(json.loads(answer.data), dict)
    assert "Accept" in answer.headers["Vary"]
