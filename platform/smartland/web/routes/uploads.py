"""``/api/v1/preview`` and ``/api/v1/import``: files that are sent, tried out or brought in."""

import csv
import io
from functools import partial

from flask import Response, request
from flask_smorest import Blueprint

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem
from smartland.ports.importer import CellProblem
from smartland.ports.uploads import Upload
from smartland.services.preview import OUTCOMES, Foreseen
from smartland.services.reasons import speak
from smartland.services.tables import safe_cell
from smartland.services.uploads import Uploads, safe_name
from smartland.services.validation import Checked
from smartland.services.validation_answers import report_document
from smartland.web.negotiation import language, media_type
from smartland.web.reading import read_writer
from smartland.web.routes import documentation_uploads as docs
from smartland.web.routes.harvest_documents import API, job_document
from smartland.web.routes.shared import UNKNOWN, json_answer, split_names
from smartland.web.routes.trust import read_trust
from smartland.web.routes.validation import read_upload
from smartland.wiring import Services

SPREADSHEET = "spreadsheet"
COLUMNS = ("sheet", "row", "column", "header", "severity", "message")
COMMON = frozenset({"importer", "name", "kind", "source", "lang"})
ONE_OF = Label(it="Uno di: {known}.", en="One of: {known}.")


def uploads_blueprint(services: Services, uploads: Uploads) -> Blueprint:
    """Dry runs for everybody, imports for those with a token."""
    blueprint = Blueprint("uploads", __name__, url_prefix=API, description="Uploads")
    for rule, name, does, document in (
        ("/preview", "preview", _preview, docs.PREVIEW),
        ("/import", "import", _import, docs.IMPORT),
    ):
        view = blueprint.doc(**document)(partial(does, services, uploads))
        blueprint.route(rule, methods=["POST"], endpoint=name)(view)
    return blueprint


def _preview(services: Services, uploads: Uploads) -> Response:
    _check_parameters(COMMON | {"outcome"})
    trusted = read_trust(request, services.core.tokens)
    wanted = media_type(request, ("application/json", "text/csv"))
    listed = _listed()
    upload = read_sent(uploads.limits.size)
    found = uploads.foresee(
        upload, _importer(), request.args.get("source", ""), trusted=trusted, listed=listed
    )
    tongue = language(request)
    if wanted == "text/csv":
        return _fresh(Response(problem_table(found, tongue), mimetype="text/csv"))
    return _fresh(json_answer(preview_document(found, upload.name, tongue)))


def _import(services: Services, uploads: Uploads) -> Response:
    _check_parameters(COMMON)
    read_writer(request, services.core.tokens)
    upload = read_sent(uploads.limits.size)
    number = uploads.bring_in(upload, _importer(), request.args.get("source", ""))
    job = services.core.jobs.job(number)
    answer = json_answer(job_document(job, "", trusted=True) if job else {"id": number}, 202)
    answer.headers["Location"] = f"{API}/jobs/{number}"
    return _fresh(answer)


def read_sent(most: int) -> Upload:
    """The file of a request. Raises Malformed, TooLarge or Invalid."""
    kind = request.args.get("kind", "")
    if kind and kind not in KINDS:
        raise Invalid.of((Problem("kind", ONE_OF.format(known=", ".join(KINDS))),))
    body, _, sent = read_upload(most)
    return Upload(safe_name(request.args.get("name") or sent), body, kind)


def preview_document(found: Foreseen, name: str, tongue: str) -> Json:
    """A dry run as JSON."""
    return {
        "importer": found.source.importer,
        "name": name,
        "state": found.state,
        "message": found.message[tongue] if found.message else None,
        "counts": dict(found.counts),
        "total": found.total,
        "absent": found.absent,
        "outcomes": [
            {
                "key": one.source_key,
                "outcome": one.outcome,
                "iri": one.iri,
                "reason": speak(one.reason)[tongue],
            }
            for one in found.outcomes
        ],
        "problems": [_problem(one, tongue) for one in found.problems],
        "problem_count": found.problem_count,
        "profile": report_document(Checked(found.profile)) if found.profile else None,
    }


def problem_table(found: Foreseen, tongue: str) -> str:
    """The problems as CSV (RFC 4180, UTF-8) that no spreadsheet runs as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in found.problems:
        shown = _problem(one, tongue)
        writer.writerow([safe_cell(str(shown[name])) for name in COLUMNS])
    return out.getvalue()


def _problem(one: CellProblem, tongue: str) -> dict[str, Json]:
    return {
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "header": one.header,
        "severity": one.severity,
        "message": one.message[tongue],
    }


def _importer() -> str:
    return request.args.get("importer", SPREADSHEET)


def _listed() -> tuple[str, ...]:
    wanted = split_names(",".join(request.args.getlist("outcome")))
    unknown = [one for one in wanted if one not in OUTCOMES]
    if unknown:
        raise Invalid.of((Problem("outcome", ONE_OF.format(known=", ".join(OUTCOMES))),))
    return wanted or OUTCOMES


def _check_parameters(known: frozenset[str]) -> None:
    unknown = [name for name in request.args if name not in known]
    if unknown:
        raise Invalid.of(tuple(Problem(name, UNKNOWN) for name in unknown))


def _fresh(answer: Response) -> Response:
    """What is true of a file now is kept by no cache."""
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.update(("Accept", "Accept-Language"))
    return answer
