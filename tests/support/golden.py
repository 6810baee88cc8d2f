"""The perfect catalogue that lies beside the repository, and what our shapes say of graphs."""

from pathlib import Path

import pyshacl
import rdflib

from smartland.rdf.gate import Limits
from smartland.rdf.lines import read_lines
from smartland_vocab.namespaces import SH
from support.shared_data import shared

BASE = "https://source.example/"
Hits = set[tuple[str, str, str]]
"""(focus node, path or nothing, severity): what two engines must agree on."""


def golden(name: str) -> bytes:
    """``catalog.ttl``, ``catalog.rdf`` or ``catalog.jsonld``; the test skips without it."""
    return shared("..", "domain", "golden", name).read_bytes()


def golden_graph() -> rdflib.Graph:
    """The catalogue, to be edited."""
    return rdflib.Graph().parse(data=golden("catalog.ttl"), format="turtle")


def lines_of(graph: rdflib.Graph) -> str:
    """A graph as N-Triples."""
    return graph.serialize(format="nt", encoding="utf-8").decode()


def real_catalogues() -> list[Path]:
    """Catalogues that dati.gov.it harvests."""
    return sorted(shared("dcatapit", "real").glob("*.rdf"))


def read_real(file: Path) -> str:
    """One of them as N-Triples."""
    return read_lines(file.read_bytes(), "", BASE + file.name, Limits()).lines


def oracle(lines: str, shapes: rdflib.Graph) -> Hits:
    """What pyshacl has against a graph; blank nodes are all called ``_:``."""
    data = rdflib.Graph().parse(data=lines, format="nt")
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, advanced=False)
    assert isinstance(report, rdflib.Graph), text
    return {
        (
            _name(report.value(one, rdflib.URIRef(SH.focusNode))),
            _name(report.value(one, rdflib.URIRef(SH.resultPath))),
            str(report.value(one, rdflib.URIRef(SH.resultSeverity))).removeprefix(SH.iri),
        )
        for one in report.subjects(rdflib.RDF.type, rdflib.URIRef(SH.ValidationResult))
    }


def _name(node: object) -> str:
    if node is None:
        return ""
    return "_:" if isinstance(node, rdflib.BNode) else str(node)
