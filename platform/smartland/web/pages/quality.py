"""What the page of a dataset says of its metadata: what to mend, and what would bring points."""

from collections.abc import Iterator
from dataclasses import dataclass

from smartland.domain.resource import Revision
from smartland.rdf.findings import VIOLATION, Group
from smartland.rdf.mqa import Score
from smartland.rdf.mqa_table import TOTAL
from smartland.services.profiling import Assessment, assess, hints_of
from smartland.services.validation_answers import points
from smartland.web.pages.formats import number
from smartland.web.pages.naming import Naming, Speech, capital, pick
from smartland.web.pages.texts import TEXTS
from smartland.web.pages.validation import COLOURS, ONE, score_range, show_hint

PARTS_SHOWN = 5


@dataclass(frozen=True)
class ShownFault:
    """One thing to mend: in which field, how, and in which parts of the resource."""

    severity: str
    colour: str
    field: str
    mend: str
    parts: tuple[Speech, ...]


@dataclass(frozen=True)
class Points:
    """The points of a dataset, their share as a bar (0–100), and how to get more."""

    text: str
    share: int
    open: bool
    hints: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Quality:
    """The section of the page; ``href`` is the same for programs."""

    verdict: str
    conforms: bool
    faults: tuple[ShownFault, ...]
    points: Points | None
    href: str


def make_quality(revision: Revision, naming: Naming) -> Quality | None:
    """The section for the kinds that DCAT-AP_IT speaks of; None for the others."""
    assessment = assess(revision, score=True)
    if assessment is None:
        return None
    language = naming.language
    return Quality(
        verdict=_verdict(assessment, language),
        conforms=assessment.report.conforms,
        faults=tuple(_fault(one, assessment, language) for one in assessment.report.groups),
        points=_points(assessment.score, language) if assessment.score else None,
        href=f"{naming.root}/api/v1/{revision.kind}/{revision.key}/profile",
    )


def _verdict(assessment: Assessment, language: str) -> str:
    violations = assessment.report.counts.get(VIOLATION, 0)
    others = sum(assessment.report.counts.values()) - violations
    if violations:
        name = "quality_wrong_one" if violations == 1 else "quality_wrong"
        return TEXTS[name].format(count=number(violations, language))[language]
    return TEXTS["quality_better" if others else "quality_right"][language]


def _fault(group: Group, assessment: Assessment, language: str) -> ShownFault:
    places = [one for one in map(assessment.place, group.findings) if one]
    label = (places[0] if places else group.field).label
    return ShownFault(
        severity=TEXTS[ONE[group.severity]][language],
        colour=COLOURS[group.severity],
        field=capital(label[language]),
        mend=group.mend[language],
        parts=tuple(_parts(group, assessment, language)),
    )


def _parts(group: Group, assessment: Assessment, language: str) -> Iterator[Speech]:
    places = (one for one in map(assessment.place, group.findings) if one)
    titles = dict.fromkeys(one for one in (pick(place.part, language) for place in places) if one)
    yield from list(titles)[:PARTS_SHOWN]


def _points(score: Score, language: str) -> Points:
    text = TEXTS["validate_points"].format(points=score_range(score, language), possible=TOTAL)
    return Points(
        text=text[language],
        share=round(100 * score.high / TOTAL),
        open=points(score.low) != points(score.high),
        hints=tuple(show_hint(one, language) for one in hints_of(score)),
    )
