"""The page of the validator: a form, and the report on what was sent with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, request

from smartland.errors import Label, Malformed, SmartlandError
from smartland.rdf.findings import INFO, SEVERITIES, VIOLATION, WARNING, Group, ValidationReport
from smartland.rdf.mqa import MetricScore, Mqa, Score, rating
from smartland.rdf.mqa_metrics import DIMENSIONS
from smartland.rdf.mqa_table import TOTAL
from smartland.rdf.profiles import DCAT_AP_IT, PROFILES
from smartland.services.validation import UPLOADS, Checked, Validation
from smartland.services.validation_answers import points
from smartland.web.pages.formats import number, safe_link
from smartland.web.pages.frame import Crumb, as_response, current_frame, render
from smartland.web.pages.shown import Shown
from smartland.web.pages.texts import TEXTS
from smartland.web.routes.validation import ROOM

COLOURS = {VIOLATION: "danger", WARNING: "warning", INFO: "secondary"}
MANY = {VIOLATION: "validate_violation", WARNING: "validate_warning", INFO: "validate_info"}
ONE = {
    VIOLATION: "validate_violation_one",
    WARNING: "validate_warning_one",
    INFO: "validate_info_one",
}
FINDINGS_SHOWN, DATASETS_SHOWN = 20, 10


@dataclass(frozen=True)
class ShownGroup:
    """All findings of one sort, in the reader's language."""

    severity: str
    colour: str
    field: str
    curie: str
    mend: str
    times: str
    findings: tuple[tuple[Shown, str], ...]
    cut: str


@dataclass(frozen=True)
class ShownScore:
    """A score with the share of each dimension as a bar (0–100)."""

    points: str
    rating: str
    share: int
    open: bool
    mean: str
    dimensions: tuple[tuple[str, str, int], ...]
    hints: tuple[tuple[str, str, str], ...]
    lowest: tuple[tuple[Shown, str], ...]


class ValidationPage:
    """``/validate``: the form, its answer, and reports for the API's readers."""

    def __init__(self, validation: Validation, base: str) -> None:
        self._validation = validation
        self._base = base

    def blueprint(self) -> Blueprint:
        """The two doors of the page."""
        blueprint = Blueprint("validation_page", __name__)
        blueprint.add_url_rule("/validate", "form", self.form, methods=["GET"])
        blueprint.add_url_rule("/validate", "submit", self.submit, methods=["POST"])
        return blueprint

    def form(self) -> Response:
        """The empty form."""
        return self._page(profile=request.args.get("profile", DCAT_AP_IT))

    def submit(self) -> Response:
        """The report on what was sent, below the form; what cannot be checked is told there."""
        limit = self._validation.limits.size + ROOM
        request.max_content_length = request.max_form_memory_size = limit
        profile = request.form.get("profile", DCAT_AP_IT)
        try:
            checked = self._check(profile)
        except SmartlandError as error:
            return self._page(profile=profile, problem=error)
        return self._page(checked, profile=profile)

    def report(self, checked: Checked) -> Response:
        """A report, for a program's reader who wants a page."""
        return self._page(checked, profile=checked.report.profile)

    def _check(self, profile: str) -> Checked:
        file = request.files.get("file")
        if file is not None and file.filename:
            name = UPLOADS + quote(file.filename[-100:])
            return self._validation.check(file.read(), file.mimetype, name, profile, score=True)
        if address := request.form.get("address", "").strip():
            return self._validation.check_address(address, profile, score=True)
        text = request.form.get("text", "")
        if not text.strip():
            raise Malformed(TEXTS["validate_one"])
        return self._validation.check(text.encode(), "", UPLOADS, profile, score=True)

    def _page(
        self, checked: Checked | None = None, *, profile: str, problem: SmartlandError | None = None
    ) -> Response:
        frame = current_frame("validate")
        language = frame.language
        title = TEXTS["validator"][language]
        size = number(self._validation.limits.size // 1_000_000, language)
        html = render(
            "validate.html",
            frame,
            title=title,
            crumbs=(Crumb(title),),
            profiles=[(one.name, one.label[language]) for one in PROFILES.values()],
            profile=profile,
            file_hint=TEXTS["validate_file_hint"].format(size=size)[language],
            address=request.form.get("address", "")[:2_000],
            text=request.form.get("text", "")[:100_000],
            api=TEXTS["validate_api"].format(address=f"{self._base}api/v1/validate")[language],
            problem=problem and (problem.title[language], problem.message[language]),
            report=checked and checked.report,
            report_title=checked and _title(checked.report)[language],
            counts=list(_counts(checked.report, language)) if checked else (),
            groups=[show_group(one, language) for one in checked.report.groups] if checked else (),
            score=_score(checked.score, language) if checked and checked.score else None,
        )
        return as_response(html, frame, problem.status if problem else 200)


def _title(report: ValidationReport) -> Label:
    label = PROFILES[report.profile].label
    text = TEXTS["validate_report"]
    return Label(it=text.it.format(profile=label.it), en=text.en.format(profile=label.en))


def _counts(report: ValidationReport, language: str) -> Iterator[tuple[str, str]]:
    for severity in SEVERITIES:
        label = TEXTS[MANY[severity]][language]
        yield label, number(report.counts.get(severity, 0), language)
    yield TEXTS["validate_triples"][language], number(report.triples, language)


def show_group(group: Group, language: str, *, links: bool = True) -> ShownGroup:
    """The first findings of a group, with how many there are; ``links`` where there is something
    to lead to."""
    shown = group.findings[:FINDINGS_SHOWN]
    count = number(group.count, language)
    cut = TEXTS["validate_shown"].format(shown=len(shown), count=count)[language]
    times = TEXTS["validate_times"].format(count=count)[language]
    return ShownGroup(
        severity=TEXTS[ONE[group.severity]][language],
        colour=COLOURS[group.severity],
        field=group.field.label[language],
        curie=group.field.curie,
        mend=group.mend[language],
        times=times if group.count > 1 else TEXTS["validate_once"][language],
        findings=tuple((_focus(one.focus, links=links), one.message[language]) for one in shown),
        cut=cut if len(shown) < group.count else "",
    )


def _focus(focus: str, *, links: bool) -> Shown:
    return Shown(focus[:300], safe_link(focus) if links else "", outside=links)


def _score(mqa: Mqa, language: str) -> ShownScore:
    whole = mqa.catalogue
    count = number(mqa.count, language)
    return ShownScore(
        points=TEXTS["validate_points"].format(points=score_range(whole, language), possible=TOTAL)[
            language
        ],
        rating=TEXTS["validate_rated"].format(rating=rating(whole.low)[language])[language],
        share=round(100 * whole.low / TOTAL),
        open=points(whole.low) != points(whole.high),
        mean=TEXTS["validate_mean"].format(count=count)[language],
        dimensions=tuple(_dimensions(whole, language)),
        hints=tuple(show_hint(one, language) for one in whole.hints),
        lowest=tuple(
            (_dataset(one), score_range(one, language)) for one in mqa.datasets[:DATASETS_SHOWN]
        ),
    )


def _dimensions(score: Score, language: str) -> Iterator[tuple[str, str, int]]:
    for name, label in DIMENSIONS.items():
        low, high, possible = score.dimension(name)
        text = f"{_between(low, high, language)} / {possible}"
        yield label[language], text, round(100 * low / possible)


def show_hint(one: MetricScore, language: str) -> tuple[str, str, str]:
    """The points that it brings, what is missing, and what to do."""
    gain = TEXTS["validate_gain"].format(points=_points(one.gain, language))[language]
    return gain, one.metric.label[language], one.metric.hint[language]


def _dataset(score: Score) -> Shown:
    return Shown(score.title or score.iri, safe_link(score.iri), outside=True)


def score_range(score: Score, language: str) -> str:
    """The points of a score: one number, or from which to which."""
    return _between(score.low, score.high, language)


def _between(low: float, high: float, language: str) -> str:
    if points(low) == points(high):
        return _points(low, language)
    ends: Mapping[str, str] = {"low": _points(low, language), "high": _points(high, language)}
    return TEXTS["validate_range"].format(**ends)[language]


def _points(value: float, language: str) -> str:
    text = f"{points(value)}"
    return text.replace(".", ",") if language == "it" else text
