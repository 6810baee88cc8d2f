"""Reports and scores as JSON, and as the ``sh:ValidationReport`` that other SHACL programs read."""

from collections.abc import Iterable, Iterator

from smartland.domain.resource import Json
from smartland.errors import LANGUAGES, Label
from smartland.rdf.findings import Finding, Group, ValidationReport
from smartland.rdf.mqa import MetricScore, Mqa, Score, rating
from smartland.rdf.mqa_metrics import DIMENSIONS
from smartland.rdf.mqa_table import TOTAL
from smartland.rdf.names import SHAPES
from smartland.rdf.parse import valid_iri
from smartland.rdf.terms import Triple, iri, literal
from smartland.rdf.turtle import turtle
from smartland.services.validation import Checked
from smartland_vocab.namespaces import DCT, PREFIXES, RDF, RDFS, SH, XSD


def report_document(checked: Checked) -> Json:
    """A report, with the score where there is one, as a JSON object."""
    report = checked.report
    body = {
        "profile": report.profile,
        "conforms": report.conforms,
        "complete": report.complete,
        "triples": report.triples,
        "counts": {severity.lower(): count for severity, count in report.counts.items()},
        "groups": [_group(one) for one in report.groups],
    }
    return body | ({"score": _mqa(checked.score)} if checked.score else {})


def report_turtle(report: ValidationReport) -> str:
    """A report as Turtle (SHACL §3.6); messages in Italian and English."""
    return turtle(_report(report))


def score_document(score: Score, hints: Iterable[MetricScore]) -> Json:
    """The points of one dataset as a JSON object, with ``hints`` to raise them."""
    return {
        **_totals(score),
        "dimensions": [_dimension(score, name) for name in DIMENSIONS],
        "metrics": [_metric(one) for one in score.metrics],
        "hints": _hints(hints),
    }


def points(value: float) -> int | float:
    """Points as people write them: ``30``, ``12.5``."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _group(group: Group) -> Json:
    return {
        "severity": group.severity.lower(),
        "code": group.code,
        "field": {"property": group.field.curie, "label": _label(group.field.label)},
        "mend": _label(group.mend),
        "count": group.count,
        "findings": [_finding(one) for one in group.findings],
    }


def _finding(one: Finding) -> Json:
    return {"focus": one.focus, "value": one.value or None, "message": _label(one.message)}


def _label(label: Label) -> Json:
    return {language: label[language] for language in LANGUAGES}


def _mqa(mqa: Mqa) -> Json:
    return {
        **_totals(mqa.catalogue),
        "datasets": mqa.count,
        "left_out": mqa.left_out,
        "dimensions": [_dimension(mqa.catalogue, name) for name in DIMENSIONS],
        "metrics": [_metric(one) for one in mqa.catalogue.metrics],
        "hints": _hints(mqa.catalogue.hints),
        "lowest": [
            {"iri": one.iri, "title": one.title, **_totals(one), "hints": _hints(one.hints)}
            for one in mqa.datasets
        ],
    }


def _totals(score: Score) -> dict[str, Json]:
    return {
        "low": points(score.low),
        "high": points(score.high),
        "possible": TOTAL,
        "rating": _label(rating(score.low)),
    }


def _dimension(score: Score, name: str) -> Json:
    low, high, possible = score.dimension(name)
    return {
        "name": name,
        "label": _label(DIMENSIONS[name]),
        "low": points(low),
        "high": points(high),
        "possible": possible,
    }


def _metric(one: MetricScore) -> Json:
    return {
        "name": one.metric.key,
        "dimension": one.metric.dimension,
        "label": _label(one.metric.label),
        "low": points(one.low),
        "high": points(one.high),
        "possible": one.metric.points,
        "checked": one.checked,
    }


def _hints(hints: Iterable[MetricScore]) -> Json:
    return [
        {"metric": one.metric.key, "gain": points(one.gain), "text": _label(one.metric.hint)}
        for one in hints
    ]


def _report(report: ValidationReport) -> Iterator[Triple]:
    node = "_:report"
    yield node, iri(RDF.type), iri(SH.ValidationReport)
    conforms = "true" if report.conforms else "false"
    yield node, iri(SH.conforms), literal(conforms, datatype=XSD.boolean)
    yield node, iri(DCT.conformsTo), literal(report.profile)
    for number, finding in enumerate(report.findings, start=1):
        result = f"_:r{number}"
        yield node, iri(SH.result), result
        yield from _result(result, f"_:f{number}", finding)


def _result(node: str, focus: str, finding: Finding) -> Iterator[Triple]:
    yield node, iri(RDF.type), iri(SH.ValidationResult)
    yield node, iri(SH.resultSeverity), iri(SH[finding.severity])
    yield node, iri(SH.sourceConstraintComponent), iri(SHAPES[finding.code])
    if valid_iri(finding.focus):
        yield node, iri(SH.focusNode), f"<{finding.focus}>"
    else:
        yield node, iri(SH.focusNode), focus
        yield focus, iri(RDFS.label), literal(finding.focus)
    prefix, _, local = finding.field.curie.partition(":")
    if prefix in PREFIXES:
        yield node, iri(SH.resultPath), iri(PREFIXES[prefix][local])
    elif valid_iri(finding.field.curie):
        yield node, iri(SH.resultPath), f"<{finding.field.curie}>"
    if finding.value:
        value = finding.value
        yield node, iri(SH.value), f"<{value}>" if valid_iri(value) else literal(value)
    for language in LANGUAGES:
        text = f"{finding.message[language]} {finding.mend[language]}"
        yield node, iri(SH.resultMessage), literal(text, language=language)
