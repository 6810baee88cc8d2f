"""The validator on the perfect catalogue, on its mutants, on real catalogues, beside an oracle."""

from functools import cache

import pytest
import rdflib

from smartland.rdf.findings import INFO, VIOLATION, WARNING, Finding, ValidationReport
from smartland.rdf.lines import read_lines
from smartland.rdf.profiles import DCAT_AP_IT, PROFILES, engine_shapes
from smartland.rdf.shacl_engine import run_shapes
from smartland.rdf.validation import examine_here, validate_graph
from smartland_vocab.namespaces import DCATAP
from smartland_vocab.rules import PROFILE_FILES
from support.golden import (
    BASE,
    Hits,
    golden,
    golden_graph,
    lines_of,
    oracle,
    read_real,
    real_catalogues,
)
from support.mutants import DATASET, DISTRIBUTION, MUTANTS, Edit, Mutant, instead, without
from support.shared_data import DATA, shared

REAL = [one.name for one in sorted((DATA / "dcatapit" / "real").glob("*.rdf"))]
FAULTS = {
    "dtd_padigitale2026.rdf": {"dataset-identifier-repeated"},
    "uni_campania.rdf": {"identifier-shared"},
}
"""What is truly wrong in the real catalogues: a dataset with two identifiers, and two datasets
with one identifier, of which dati.gov.it keeps one."""
SEMIC = ("2.1.1/shapes.ttl", "3.0.1/shapes.ttl")


def _knows(code: str) -> bool:
    return code == "r_lombar"


def _report(lines: str, profile: str = DCAT_AP_IT) -> ValidationReport:
    return validate_graph(lines, profile, _knows)


def _blames(found: tuple[Finding, ...], field: str) -> list[Finding]:
    return [one for one in found if one.field.curie == field and one.severity != INFO]


@pytest.mark.parametrize("name", ["catalog.ttl", "catalog.rdf", "catalog.jsonld"])
def test_nothing_is_wrong_with_the_perfect_catalogue(name: str) -> None:
    lines = read_lines(golden(name), "", BASE + name).lines
    report = _report(lines)
    assert report.findings == ()
    assert report.triples == 112
    assert report.conforms


@pytest.mark.parametrize("profile", PROFILES)
def test_the_perfect_catalogue_conforms_to_every_profile(profile: str) -> None:
    assert _report(lines_of(golden_graph()), profile).counts[VIOLATION] == 0


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_a_single_defect_is_named(mutant: Mutant) -> None:
    graph = golden_graph()
    mutant.edit(graph)
    found = _blames(_report(lines_of(graph)).findings, mutant.field)
    assert found
    for one in found:
        for language in ("it", "en"):
            assert mutant.field in one.message[language]
            assert len(one.mend[language]) > 20


def test_there_are_enough_mutants() -> None:
    assert len({one.name for one in MUTANTS}) >= 40


@pytest.mark.parametrize("name", REAL)
def test_real_catalogues_have_no_violation_but_their_known_ones(name: str) -> None:
    report = _report(read_real(shared("dcatapit", "real", name)))
    violations = {one.code for one in report.findings if one.severity == VIOLATION}
    assert violations == FAULTS.get(name, set())
    assert report.triples > 50


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("profile", PROFILES)
def test_every_finding_on_real_catalogues_says_how_to_mend_it(name: str, profile: str) -> None:
    report = _report(read_real(shared("dcatapit", "real", name)), profile)
    assert sum(report.counts.values()) == sum(one.count for one in report.groups)
    for group in report.groups:
        assert group.mend.it
        assert group.mend.en
        assert all(one.focus for one in group.findings)


@pytest.mark.parametrize("file", PROFILE_FILES)
@pytest.mark.parametrize("name", REAL)
def test_the_engine_agrees_with_the_oracle_on_real_catalogues(name: str, file: str) -> None:
    lines = read_real(shared("dcatapit", "real", name))
    assert _hits(lines, file) == oracle(lines, _shapes(file))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_the_engine_agrees_with_the_oracle_on_mutants(mutant: Mutant) -> None:
    graph = golden_graph()
    mutant.edit(graph)
    lines = lines_of(graph)
    assert _hits(lines, DCAT_AP_IT) == oracle(lines, _shapes(DCAT_AP_IT))


@pytest.mark.parametrize("shapes", SEMIC)
def test_what_we_call_perfect_is_perfect_to_semic(shapes: str) -> None:
    theirs = rdflib.Graph().parse(shared("shapes", *shapes.split("/")))
    assert oracle(lines_of(golden_graph()), theirs) == set()


@pytest.mark.parametrize("name", REAL)
def test_what_semic_calls_a_violation_we_do_too(name: str) -> None:
    lines = read_real(shared("dcatapit", "real", name))
    theirs = oracle(lines, rdflib.Graph().parse(shared("shapes", "3.0.1", "shapes.ttl")))
    ours = _hits(lines, "dcat-ap-3")
    assert {one for one in theirs if one[2] == VIOLATION} <= ours


def test_one_dataset_is_checked_quickly_and_alone() -> None:
    about = [(s, p, o) for s, p, o in golden_graph() if s == DATASET]
    graph = rdflib.Graph()
    for triple in about:
        graph.add(triple)
    graph.remove((DATASET, rdflib.DCAT.theme, None))
    found = examine_here(lines_of(graph))
    assert found is not None
    violations = [one for one in found.report.findings if one.severity == VIOLATION]
    assert [one.field.curie for one in violations] == ["dcat:theme"]


def test_ipa_codes_that_nobody_looked_up_are_told_apart() -> None:
    report = validate_graph(lines_of(golden_graph()), DCAT_AP_IT)
    assert [(one.severity, one.code) for one in report.findings] == [(INFO, "holder-not-looked-up")]


def test_a_wrong_code_comes_with_the_one_that_was_meant() -> None:
    mutant = next(one for one in MUTANTS if one.name == "distribution with a misspelt licence")
    graph = golden_graph()
    mutant.edit(graph)
    (finding,) = _blames(_report(lines_of(graph)).findings, "dct:license")[-1:]
    assert any("A21_CCBY40" in one.mend.it for one in _report(lines_of(graph)).findings)
    assert finding.severity in (VIOLATION, WARNING)


def test_blank_nodes_are_told_by_what_they_hang_on() -> None:
    lines = read_real(shared("dcatapit", "real", "lombardia_asst_ovest_milanese.rdf"))
    group = next(one for one in _report(lines).groups if one.code.startswith("periodoftime"))
    assert group.count == 19
    assert all(one.focus.endswith(" › dct:temporal") for one in group.findings)
    assert len({one.focus for one in group.findings}) == 19


def _hits(lines: str, file: str) -> Hits:
    return {(_node(one.focus), one.path, one.severity) for one in run_shapes((file,), lines).found}


def _node(term: str) -> str:
    if term.startswith("_:"):
        return "_:"
    return term[1:-1] if term.startswith("<") else str(rdflib.util.from_n3(term))


@cache
def _shapes(file: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=engine_shapes((file,)), format="nt")


HVD_CATEGORY = rdflib.URIRef("http://data.europa.eu/bna/c_e1da4e07")
REGULATION = rdflib.URIRef("http://data.europa.eu/eli/reg_impl/2023/138/oj")
LEGISLATION = rdflib.URIRef(DCATAP.applicableLegislation)
CATEGORY = rdflib.URIRef(DCATAP.hvdCategory)


def _high_value() -> rdflib.Graph:
    graph = golden_graph()
    graph.add((DATASET, LEGISLATION, REGULATION))
    graph.add((DATASET, CATEGORY, HVD_CATEGORY))
    graph.add((DISTRIBUTION, LEGISLATION, REGULATION))
    return graph


def _violations(graph: rdflib.Graph, profile: str = "hvd") -> list[str]:
    found = _report(lines_of(graph), profile).findings
    return [one.field.curie for one in found if one.severity == VIOLATION]


def test_a_high_value_dataset_that_says_so_conforms() -> None:
    assert _violations(_high_value()) == []


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (without(DATASET, LEGISLATION), "dcatap:applicableLegislation"),
        (without(DATASET, CATEGORY), "dcatap:hvdCategory"),
        (instead(DATASET, CATEGORY, rdflib.Literal("statistica")), "dcatap:hvdCategory"),
        (
            instead(DATASET, CATEGORY, rdflib.URIRef("http://data.europa.eu/bna/c_00000000")),
            "dcatap:hvdCategory",
        ),
        (without(DISTRIBUTION, LEGISLATION), "dcat:distribution"),
        (without(DISTRIBUTION, rdflib.DCTERMS.license), "dcat:distribution"),
    ],
)
def test_half_a_high_value_dataset_does_not(edit: Edit, field: str) -> None:
    graph = _high_value()
    if field == "dcat:distribution":
        graph.remove((DISTRIBUTION, rdflib.DCTERMS.rights, None))
    edit(graph)
    assert _violations(graph) == [field]


def test_what_names_no_high_value_is_not_asked_for_it() -> None:
    graph = golden_graph()
    graph.add((DATASET, LEGISLATION, rdflib.URIRef("http://data.europa.eu/eli/reg/2016/679/oj")))
    assert _violations(graph) == []


def test_every_real_catalogue_was_read() -> None:
    assert len(real_catalogues()) == 12
