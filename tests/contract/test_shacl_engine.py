"""The SHACL engine, here and in a process of its own: the same results, and nothing that hangs."""

import pytest
import rdflib

from smartland.adapters.shacl_process import ShaclProcess
from smartland.errors import Malformed, TooLarge
from smartland.rdf.findings import VIOLATION
from smartland.rdf.lines import Given, read_lines
from smartland.rdf.shacl_engine import Results, run_shapes, start_here
from smartland.rdf.sniff import NTRIPLES, TURTLE, XML
from smartland.rdf.validation import Engine
from smartland_vocab.namespaces import DCAT, DCT, RDF, SKOS

FILES = ("dcat-ap-it",)
TYPE, TITLE = f"<{RDF.type}>", f"<{DCT.title}>"
BROADER, TEMPORAL = f"<{SKOS.broader}>", f"<{DCT.temporal}>"
E, D = "<https://e.example", "<https://e.example/d> "
DATASET = f"{D}{TYPE} <{DCAT.Dataset}> .\n"
ENGINES: dict[str, Engine] = {"here": start_here, "process": ShaclProcess()}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


def test_both_find_the_same(engine: Engine) -> None:
    results = engine(FILES, DATASET)()
    assert results == run_shapes(FILES, DATASET)
    assert len(results.found) > 10


def test_blank_nodes_keep_their_labels(engine: Engine) -> None:
    lines = "".join(f"_:z{n} {TYPE} <{DCT.PeriodOfTime}> .\n" for n in (3, 1, 2))
    found = engine(FILES, f'<https://e.example/a> {TITLE} "_:z9 ." .\n{lines}')().found
    assert {one.focus for one in found} == {"_:z1", "_:z2", "_:z3"}


def test_what_is_no_graph_is_told(engine: Engine) -> None:
    with pytest.raises(Malformed):
        engine(FILES, "<https://e.example/a b> is no line\n")()


def test_results_are_capped_and_it_is_said() -> None:
    results = run_shapes(FILES, DATASET, most=5)
    assert not results.complete
    assert any(one.severity == VIOLATION for one in results.found)


def test_a_cap_full_of_milder_results_hides_no_violation() -> None:
    lines = "".join(
        f"<https://e.example/p{n}> {TYPE} <{DCT.PeriodOfTime}> .\n"
        f"<https://e.example/p{n}> <http://dati.gov.it/onto/dcatapit#startDate> "
        '"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        for n in range(20)
    )
    # each period lacks what is only recommended; the dataset lacks what is mandatory
    results = run_shapes(FILES, lines + DATASET, most=3)
    assert any(one.severity == VIOLATION for one in results.found)


ODD = {
    "languages": (10_000, D + TITLE + ' "t"@aa-x-{n:06} .'),
    "a ring of concepts": (9_999, E + "/{n}> " + BROADER + " " + E + "/{m}> ."),
    "a chain of blank nodes": (9_999, "_:b{n} " + TEMPORAL + " _:b{m} ."),
    "types": (9_999, D + TYPE + " " + E + "/t{n}> ."),
}
"""How many of which line: ``n`` counts, ``m`` is the next, in a ring."""


@pytest.mark.parametrize("name", ODD)
@pytest.mark.timeout(60)
def test_odd_graphs_are_checked_in_time(engine: Engine, name: str) -> None:
    many, line = ODD[name]
    lines = "".join(line.format(n=n, m=(n + 1) % many) + "\n" for n in range(many))
    found = engine(FILES, DATASET + lines)().found
    assert any(one.shape.endswith("Dataset-identifier") for one in found)


def test_a_process_past_its_time_is_ended() -> None:
    with pytest.raises(TooLarge):
        ShaclProcess(seconds=0.01)(FILES, DATASET)()


def test_a_process_past_its_memory_is_ended() -> None:
    lines = "".join(f"<https://e.example/d{n}> {TYPE} <{DCAT.Dataset}> .\n" for n in range(50_000))
    with pytest.raises(TooLarge):
        ShaclProcess(memory=220_000_000)(FILES, lines)()


def test_a_process_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTLAND_DATABASE_URL", "postgresql://secret@127.0.0.1/x")
    assert ShaclProcess()(FILES, DATASET)().complete


# as it was given

NAMELESS = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
<a> a dcat:Dataset ; dct:title "X"@IT-it ; dcat:contactPoint [ a vcard:Kind ] , _:known ;
  dct:temporal [ dct:title ( [ a dct:PeriodOfTime ] "b" ) ], [] ;
  dcat:distribution [ a dcat:Distribution ; dct:license [ dct:type 3.0 ] ] .
[ a dct:PeriodOfTime ] dct:title [ dct:spatial [] ] . _:known dct:title true .
"""


def in_order(results: Results) -> list[str]:
    return sorted(map(str, results.found))


@pytest.mark.parametrize("form", [TURTLE, XML])
def test_a_document_as_it_was_given_has_the_same_results(form: str) -> None:
    base = "https://e.example/x/"
    text = NAMELESS
    if form == XML:
        graph = rdflib.Graph().parse(data=text, format="turtle", publicID=base)
        text = graph.serialize(format="xml")
    lines = read_lines(text.encode(), form, base).lines
    running = ShaclProcess().begin(FILES, Given(text, form, base))
    results = running.results(lines)
    assert in_order(results) == in_order(run_shapes(FILES, lines))
    assert any(one.focus.startswith("_:") for one in results.found)


def test_what_is_closed_ends() -> None:
    lines = "".join(f"<https://e.example/d{n}> {TYPE} <{DCAT.Dataset}> .\n" for n in range(50_000))
    running = ShaclProcess().begin(FILES, Given(lines, NTRIPLES, "https://e.example/"))
    running.close()
    with pytest.raises(TooLarge):
        running.results(lines)
    running.close()
