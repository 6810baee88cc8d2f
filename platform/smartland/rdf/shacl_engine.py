"""The SHACL engine: the one place that knows the library ``shacl``.

It is native code. Measured with 0.3.4: memory and time grow by about 8 kB and 40 µs a result,
and ``sh:uniqueLang`` by the square of the languages; so results are capped and no packaged shape
uses it. Documents of strangers are run in a process of their own (``ports.validation``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

import shacl

from smartland.errors import Label, Malformed
from smartland.rdf.findings import VIOLATION
from smartland.rdf.profiles import engine_shapes, mandatory
from smartland.rdf.sniff import NTRIPLES, TURTLE, XML

MOST_RESULTS = 50_000
FORMS = {NTRIPLES: "nt", TURTLE: "turtle", XML: "rdfxml"}
"""Media type → what the library calls it."""
BASE = "http://example.org/data"
_NUMBERED = re.compile(r"_:0_b(\d+)$")
_BLANKS = re.compile(r"^(?:(_:\S+)|<[^>]*>) \S+ (_:\S+)?", re.MULTILINE)
NOT_READ = Label(
    it="Il motore SHACL non legge il documento: {why}.",
    en="The SHACL engine cannot read the document: {why}.",
)


@dataclass(frozen=True)
class Result:
    """One validation result; ``focus`` and ``value`` are N-Triples terms, ``shape`` an IRI,
    ``component`` is like ``MinCount``; ``path`` is empty for a constraint on the node."""

    severity: str
    focus: str
    shape: str
    component: str
    value: str
    path: str


@dataclass(frozen=True)
class Results:
    """What the shapes found; ``complete`` is False when the cap cut them off."""

    found: tuple[Result, ...]
    complete: bool = True


def run_shapes(files: tuple[str, ...], lines: str, most: int = MOST_RESULTS) -> Results:
    """Validate N-Triples lines against packaged shapes. Raises Malformed.

    Where the cap is reached by milder results, the violations are sought once more alone.
    """
    return label_nodes(run_document(files, lines, NTRIPLES, most=most), files, lines)


def run_document(
    files: tuple[str, ...], text: str, form: str, base: str = BASE, most: int = MOST_RESULTS
) -> Results:
    """As ``run_shapes``, for a document in one of ``FORMS``; its blank nodes are numbered."""
    results = _run(files, text, form, base, most)
    if results.complete or any(one.severity == VIOLATION for one in results.found):
        return results
    strict = _run(tuple(map(mandatory, files)), text, form, base, most)
    return Results(results.found + strict.found, complete=False)


def label_nodes(results: Results, files: tuple[str, ...], lines: str) -> Results:
    """``results`` with the labels that blank nodes have in ``lines``: the engine numbers them in
    order of appearance, first those of the shapes and then those of the data."""
    terms = (term for one in results.found for term in (one.focus, one.value))
    if not any(map(_NUMBERED.match, terms)):
        return results
    labels = _blanks(engine_shapes(files)) + _blanks(lines)

    def label(term: str) -> str:
        match = _NUMBERED.match(term)
        return labels[int(match[1])] if match else term

    found = (replace(one, focus=label(one.focus), value=label(one.value)) for one in results.found)
    return Results(tuple(found), complete=results.complete)


def prepare(files: tuple[str, ...]) -> None:
    """Read and compile the shapes of ``files`` now, rather than with the first document."""
    _compiled(files)


def start_here(files: tuple[str, ...], lines: str) -> Callable[[], Results]:
    """The engine in this process; it runs when it is waited for (``ports.validation.Engine``)."""
    return partial(run_shapes, files, lines)


def _run(files: tuple[str, ...], text: str, form: str, base: str, most: int) -> Results:
    shapes = _compiled(files)
    try:
        report = shapes.validate_text(text, format=FORMS[form], base=base, max_results=most)
    except ValueError as error:
        raise Malformed(NOT_READ.format(why=str(error)[:500])) from error
    found = tuple(_result(one) for one in report.results)
    return Results(found, complete=len(found) < most)


@cache
def _compiled(files: tuple[str, ...]) -> shacl.Shapes:
    return shacl.Shapes.from_text(engine_shapes(files), format="nt")


def _blanks(lines: str) -> list[str]:
    labels = dict.fromkeys(label for pair in _BLANKS.findall(lines) for label in pair)
    return [one for one in labels if one]


def _result(one: shacl.Result) -> Result:
    return Result(
        severity=one.severity,
        focus=one.focus_node,
        shape=(one.root_shape or one.source_shape or "")[1:-1],
        component=one.component.removesuffix("ConstraintComponent"),
        value=one.value or "",
        path=(one.path or "")[1:-1],
    )
