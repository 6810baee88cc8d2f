"""Validation: a graph against an application profile, told field by field.

Three sorts of checks: the profile's SHACL shapes, membership of code lists, and codes that must
be right beyond their form (IPA codes of holders, identifiers used twice, misspelt properties).
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from smartland.errors import Invalid, Label, Problem
from smartland.rdf import holders, membership, mqa_metrics
from smartland.rdf.findings import VIOLATION, Collector, Finding, ValidationReport
from smartland.rdf.holders import KnownIpa, check_holders, check_identifiers
from smartland.rdf.membership import check_membership
from smartland.rdf.mqa import Answers, Measured, Mqa, measure
from smartland.rdf.naming_nodes import name_nodes
from smartland.rdf.parse import Fault, Note
from smartland.rdf.profiles import (
    DCAT_AP_3,
    DCAT_AP_IT,
    PROFILES,
    ShapeText,
    mandatory,
    shape_texts,
)
from smartland.rdf.shacl_engine import Result, Results, run_shapes, start_here
from smartland.rdf.spelling import check_spelling
from smartland.rdf.statements import Statements, text_of
from smartland.rdf.syntax_findings import add_faults, add_notes

Engine = Callable[[tuple[str, ...], str], Callable[[], Results]]
"""Starts packaged shapes over N-Triples lines; what it gives waits for the results."""
LONGEST_VALUE = 300
LONGEST_HERE, MOST_HERE = 200_000, 2_000
"""Characters of one description, and results on it, that are worth somebody's waiting."""
READ = tuple(dict.fromkeys((*membership.READ, *holders.READ, *mqa_metrics.READ)))
NO_PROFILE = Label(it="Profili: {known}.", en="Profiles: {known}.")

_MISSING = Label(it="Manca «{label.it}» ({curie}).", en="“{label.en}” ({curie}) is missing.")
_REPEATED = Label(
    it="«{label.it}» ({curie}) ha più valori di quanti ne siano ammessi.",
    en="“{label.en}” ({curie}) has more values than are allowed.",
)
_WRONG = Label(
    it="«{label.it}» ({curie}) ha un valore non ammesso: {value}.",
    en="“{label.en}” ({curie}) has a value that is not allowed: {value}.",
)
_INCOMPLETE = Label(
    it="«{label.it}» ({curie}) non ha il valore che serve.",
    en="“{label.en}” ({curie}) lacks the value that is needed.",
)
_SORTS = {
    "MinCount": ("missing", _MISSING),
    "QualifiedMinCount": ("missing", _INCOMPLETE),
    "HasValue": ("missing", _INCOMPLETE),
    "Or": ("value", _WRONG),
    "MaxCount": ("repeated", _REPEATED),
}
_OTHER = ("value", _WRONG)


@dataclass(frozen=True)
class Examination:
    """The report and what the graph says; if asked, what is measured of its datasets and the
    nodes (terms) that break DCAT-AP 3."""

    report: ValidationReport
    said: Statements
    nonconforming: frozenset[str] = frozenset()
    measured: Measured | None = None

    def score(self, answers: Answers | None = None) -> Mqa | None:
        """The points of the datasets, by the addresses that were asked; None where there are no
        datasets, or the examination was without ``score``."""
        return self.measured.score(self.nonconforming, answers or {}) if self.measured else None


def validate_graph(
    lines: str,
    profile: str,
    known_ipa: KnownIpa | None = None,
    engine: Engine = start_here,
    faults: Sequence[Fault] = (),
    notes: Sequence[Note] = (),
) -> ValidationReport:
    """Check N-Triples lines against ``dcat-ap-it``, ``dcat-ap-3`` or ``hvd``.

    ``known_ipa`` None: IPA codes are checked by form only. ``faults`` and ``notes`` are what the
    reader of the document told. Raises Invalid for an unknown profile, and as ``engine`` does.
    """
    return examine(lines, profile, known_ipa, engine, faults, notes).report


def examine(
    lines: str,
    profile: str,
    known_ipa: KnownIpa | None = None,
    engine: Engine = start_here,
    faults: Sequence[Fault] = (),
    notes: Sequence[Note] = (),
    *,
    score: bool = False,
) -> Examination:
    """As ``validate_graph``; with ``score``, what DCAT-AP 3 says too, in the same run."""
    files = files_of(profile)
    wait = engine(files_asked(profile, score=score), lines)
    said = Statements(lines, READ)
    found = Collector()
    add_faults(faults, found)
    add_notes(notes, found)
    check_membership(said, profile, found)
    if profile == DCAT_AP_IT:
        check_holders(said, known_ipa, found)
        check_identifiers(said, found)
    check_spelling(said, found)
    measured = measure(said) if score else None
    results = wait()
    add_results((one for one in results.found if _file(one) in files), found)
    report = found.report(profile, said.triples, complete=results.complete)
    return Examination(name_nodes(report, lines), said, _nonconforming(results.found), measured)


def files_of(profile: str) -> tuple[str, ...]:
    """The packaged shapes of a profile. Raises Invalid, naming the profiles there are."""
    if profile not in PROFILES:
        raise Invalid.of((Problem("profile", NO_PROFILE.format(known=", ".join(PROFILES))),))
    return PROFILES[profile].files


def files_asked(profile: str, *, score: bool) -> tuple[str, ...]:
    """The shapes that an examination runs; as ``files_of``."""
    files = files_of(profile)
    return (*files, mandatory(DCAT_AP_3)) if score and DCAT_AP_3 not in files else files


def examine_here(
    lines: str, profile: str = DCAT_AP_IT, *, score: bool = False
) -> Examination | None:
    """One description (N-Triples lines) checked in this process, in about a millisecond.

    That agents and concepts are described in other documents is no fault of this one. Only for
    graphs that have passed our own schemas; None for one longer than ``LONGEST_HERE`` characters.
    Raises Invalid for an unknown profile.
    """
    if len(lines) > LONGEST_HERE:
        return None
    described = {line.split(" ", 1)[0] for line in lines.split("\n") if line}

    def engine(files: tuple[str, ...], text: str) -> Callable[[], Results]:
        results = run_shapes(files, text, MOST_HERE)
        here = tuple(one for one in results.found if _is_here(one, described))
        return lambda: Results(here, complete=results.complete)

    return examine(lines, profile, lambda _: True, engine, score=score)


def _is_here(result: Result, described: Container[str]) -> bool:
    """False for what only the document of another resource could tell."""
    there = result.component == "Class" and result.value not in described
    return result.focus in described and not there


def add_results(results: Iterable[Result], found: Collector) -> None:
    """Add the engine's results, each fault once: a text where an IRI belongs breaks two rules."""
    # a text where a body belongs is a fault of the field, not of the text
    nodes = (one for one in results if not one.focus.startswith('"'))
    ordered = sorted(nodes, key=lambda one: (one.shape, one.focus, one.value, one.component))
    texts = shape_texts()
    missing = {
        (one.focus, texts[one.shape].field.curie)
        for one in ordered
        if one.severity == VIOLATION and one.component == "MinCount"
    }
    seen: set[tuple[str, str, str, str]] = set()
    for one in ordered:
        text = texts[one.shape]
        sort, _ = _sort(one)
        key = (one.focus, one.shape, sort, one.value)
        doubled = one.severity != VIOLATION and (one.focus, text.field.curie) in missing
        if key not in seen and not doubled:
            seen.add(key)
            _add(one, text, found)


def _add(result: Result, text: ShapeText, found: Collector) -> None:
    sort, message = _sort(result)
    code = f"{text.local}-{sort}"

    def make() -> Finding:
        value = "" if sort == "missing" or not result.path else result.value
        said = message.format(
            label=text.field.label, curie=text.field.curie, value=value[:LONGEST_VALUE]
        )
        shown = text_of(value)[:LONGEST_VALUE] if value else ""
        return Finding(
            result.severity, code, text_of(result.focus), text.field, shown, said, text.mend
        )

    found.add(result.severity, code, make)


def _sort(result: Result) -> tuple[str, Label]:
    if not result.path:
        return "missing", _INCOMPLETE
    return _SORTS.get(result.component, _OTHER)


def _file(result: Result) -> str:
    return shape_texts()[result.shape].file


def _nonconforming(results: Iterable[Result]) -> frozenset[str]:
    return frozenset(
        one.focus for one in results if one.severity == VIOLATION and _file(one) == DCAT_AP_3
    )
