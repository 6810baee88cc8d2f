"""SHACL validation for tests: triples in, violations out as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyshacl
import rdflib

from smartland.rdf.shapes import shapes
from smartland.rdf.terms import Triple, to_lines
from smartland_vocab.namespaces import RDF, SH


@dataclass(frozen=True)
class Violation:
    """One result: on which node and property, by which kind of constraint, with what message.

    ``path`` is empty where the node as a whole breaks a rule; ``constraint`` is like ``MinCount``.
    """

    focus: str
    path: str
    constraint: str
    message: str


def violations(triples: Iterable[Triple], *, check_references: bool = False) -> set[Violation]:
    """What our shapes have against a graph; empty when it conforms."""
    data = rdflib.Graph().parse(data=to_lines(triples), format="nt")
    wanted = _shapes(check_references=check_references)
    conforms, report, text = pyshacl.validate(data, shacl_graph=wanted)
    assert isinstance(report, rdflib.Graph), text
    results = report.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(SH.ValidationResult))
    found = {_violation(report, one) for one in results}
    assert conforms == (not found), text
    return found


@cache
def _shapes(*, check_references: bool) -> rdflib.Graph:
    text = shapes(check_references=check_references)
    return rdflib.Graph().parse(data=text, format="turtle")


def _violation(report: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    def value(term: str) -> str:
        return str(report.value(result, rdflib.URIRef(SH[term])) or "")

    messages = report.objects(result, rdflib.URIRef(SH.resultMessage))
    return Violation(
        focus=value("focusNode"),
        path=value("resultPath"),
        constraint=value("sourceConstraintComponent")
        .removeprefix(SH.iri)
        .removesuffix("ConstraintComponent"),
        message=" ".join(sorted(str(one) for one in messages)),
    )
