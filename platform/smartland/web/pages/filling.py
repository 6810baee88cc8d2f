"""The page of the templates: what to download, how to fill it in, and the dry run of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, request

from smartland.domain.kinds import KINDS
from smartland.errors import Malformed, SmartlandError
from smartland.ports.harvests import KEPT, REJECTED, ItemOutcome
from smartland.ports.importer import ERROR, CellProblem
from smartland.ports.uploads import Upload
from smartland.rdf.findings import ValidationReport
from smartland.services.preview import FAILED, STOPPED, Foreseen
from smartland.services.reasons import speak
from smartland.services.uploads import Uploads, safe_name
from smartland.web.pages.formats import number
from smartland.web.pages.frame import Crumb, as_response, current_frame, render
from smartland.web.pages.harvest_rows import Share, make_shares
from smartland.web.pages.naming import capital
from smartland.web.pages.texts import TEXTS
from smartland.web.pages.validation import ShownGroup, show_group

SPREADSHEET = "spreadsheet"
ROOM = 1_000_000
"""Bytes that a form may add to its file."""
SHOWN = 200


@dataclass(frozen=True)
class ShownProblem:
    """One line of the table of problems."""

    sheet: str
    row: str
    column: str
    header: str
    severity: str
    colour: str
    message: str


@dataclass(frozen=True)
class ShownTrial:
    """A dry run in the reader's language; ``shares`` and ``said`` are its picture and its words."""

    title: str
    colour: str
    verdict: str
    message: str
    shares: tuple[Share, ...]
    said: str
    absent: str
    sheets: bool
    problems: tuple[ShownProblem, ...]
    cut: str
    reasons: tuple[tuple[str, str], ...]
    profile: str
    faults: tuple[ShownGroup, ...]


class FillingPage:
    """``/templates``: the files, the form and its answer."""

    def __init__(self, uploads: Uploads, base: str) -> None:
        self._uploads = uploads
        self._base = base

    def blueprint(self) -> Blueprint:
        """The two doors of the page."""
        blueprint = Blueprint("filling_page", __name__)
        blueprint.add_url_rule("/templates", "form", self.form, methods=["GET"])
        blueprint.add_url_rule("/templates", "submit", self.submit, methods=["POST"])
        return blueprint

    def form(self) -> Response:
        """The files and the empty form."""
        return self._page()

    def submit(self) -> Response:
        """The dry run of what was sent; what cannot be tried at all is told there too."""
        request.max_content_length = request.max_form_memory_size = self._uploads.limits.size + ROOM
        try:
            return self._page(*self._try())
        except SmartlandError as error:
            return self._page(problem=error)

    def _try(self) -> tuple[Foreseen, str]:
        file = request.files.get("file")
        kind = request.form.get("kind", "")
        if file is None or not file.filename:
            raise Malformed(TEXTS["filling_none"])
        upload = Upload(safe_name(file.filename), file.read(), kind if kind in KINDS else "")
        found = self._uploads.foresee(upload, SPREADSHEET, listed=(REJECTED, KEPT))
        return found, upload.name

    def _page(
        self, found: Foreseen | None = None, name: str = "", problem: SmartlandError | None = None
    ) -> Response:
        frame = current_frame("templates")
        language = frame.language
        title = TEXTS["filling"][language]
        size = number(self._uploads.limits.size // 1_000_000, language)
        html = render(
            "filling.html",
            frame,
            title=title,
            crumbs=(Crumb(title),),
            kinds=[(one.name, capital(one.plural[language])) for one in KINDS.values()],
            kind=request.form.get("kind", ""),
            file_hint=TEXTS["filling_file_hint"].format(size=size)[language],
            problem=problem and (problem.title[language], problem.message[language]),
            trial=show_trial(found, name, language) if found else None,
            commands=self._commands(name or "bisogni.csv", language),
            api=TEXTS["filling_api"].format(address=f"{self._base}api/v1/preview")[language],
        )
        answer = as_response(html, frame, problem.status if problem else 200)
        answer.headers["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
        return answer

    def _commands(self, name: str, language: str) -> list[tuple[str, str]]:
        query = f"importer={SPREADSHEET}&source=bisogni&name={quote(name)}"
        curl = (
            'curl -H "Authorization: Bearer $TOKEN" \\\n'
            '  -H "Content-Type: application/octet-stream" \\\n'
            f'  --data-binary @{name} \\\n  "{self._base}api/v1/import?{query}"'
        )
        harvest = f"smartland harvest {SPREADSHEET} {name} --source bisogni"
        return [(TEXTS["by_command"][language], harvest), (TEXTS["by_api"][language], curl)]


def show_trial(found: Foreseen, name: str, language: str) -> ShownTrial:
    """A dry run as the page shows it."""
    text, colour = _verdict(found)
    shares = make_shares(found.counts, language)
    absent = TEXTS["filling_absent"].format(count=number(found.absent or 0, language))[language]
    problems = found.problems[:SHOWN]
    failed = found.state == FAILED and problems
    count = number(found.problem_count, language)
    cut = TEXTS["filling_shown"].format(shown=len(problems), count=count)[language]
    return ShownTrial(
        title=TEXTS["filling_result"].format(name=name)[language],
        colour=colour,
        verdict=TEXTS[text][language],
        # what a failing file fails of is the first of its problems
        message=found.message[language] if found.message and not failed else "",
        shares=shares,
        said=", ".join(one.text for one in shares),
        absent=absent if found.absent else "",
        sheets=any(one.sheet for one in problems),
        problems=tuple(_problem(one, language) for one in problems),
        cut=cut if len(problems) < found.problem_count else "",
        reasons=_reasons(found.outcomes, language),
        profile=TEXTS[_profile(found.profile)][language] if found.profile else "",
        faults=tuple(show_group(one, language, links=False) for one in found.profile.groups)
        if found.profile
        else (),
    )


def _profile(report: ValidationReport) -> str:
    """The text that sums up what DCAT-AP_IT has against the datasets."""
    if not report.conforms:
        return "filling_profile_wrong"
    return "filling_profile_better" if report.groups else "filling_profile_right"


def _verdict(found: Foreseen) -> tuple[str, str]:
    """The text that sums a dry run up, and its colour."""
    if found.state == STOPPED:
        return "filling_stopped", "warning"
    if found.state == FAILED:
        return "filling_failed", "danger"
    if not found.total:
        return "filling_empty", "warning"
    return ("filling_clean", "success") if found.clean else ("filling_some", "warning")


def _problem(one: CellProblem, language: str) -> ShownProblem:
    wrong = one.severity == ERROR
    return ShownProblem(
        sheet=one.sheet,
        row=number(one.row, language),
        column=one.column,
        header=one.header[:100],
        severity=TEXTS["filling_error" if wrong else "filling_warning"][language],
        colour="danger" if wrong else "warning",
        message=one.message[language],
    )


def _reasons(outcomes: Sequence[ItemOutcome], language: str) -> tuple[tuple[str, str], ...]:
    """What is left as it was, and why: the rejected ones are in the table of problems."""
    kept = [one for one in outcomes if one.outcome == KEPT]
    return tuple((one.source_key, speak(one.reason)[language]) for one in kept[:SHOWN])
