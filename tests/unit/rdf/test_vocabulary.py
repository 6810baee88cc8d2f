"""What is published as vocabulary is what the declarations and the hand-written files say."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from smartland.rdf.vocabulary import (
    DERIVED,
    ontology_lines,
    ontology_turtle,
    schemes_graphs,
    write_vocabulary,
)
from smartland_vocab.files import read_file, scheme_names
from smartland_vocab.namespaces import CONCEPT, OWL, RDF, SKOS

AGAIN = (
    "write it again: write_vocabulary(Path('vocab/smartland_vocab')) of smartland.rdf.vocabulary"
)


@pytest.mark.parametrize("name", DERIVED)
def test_a_published_file_is_what_the_declarations_give(name: str) -> None:
    assert read_file(name) == DERIVED[name](), AGAIN


def test_the_derived_files_are_written(tmp_path: Path) -> None:
    write_vocabulary(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == {name: derive() for name, derive in DERIVED.items()}


def test_the_ontology_as_lines_is_the_ontology() -> None:
    turtle = ox.parse(ontology_turtle().encode(), format=ox.RdfFormat.TURTLE)
    lines = ox.parse(ontology_lines().encode(), format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in turtle} == {quad.triple for quad in lines}
    ontology = f"<https://w3id.org/smartland/ns> <{RDF.type}> <{OWL.Ontology}> ."
    assert ontology in ontology_lines().splitlines()


def test_every_scheme_has_a_graph_that_describes_it() -> None:
    graphs = schemes_graphs()
    assert set(graphs) == {CONCEPT[name] for name in scheme_names()}
    for scheme, lines in graphs.items():
        assert f"<{scheme}> <{RDF.type}> <{SKOS.ConceptScheme}> ." in lines.splitlines()
