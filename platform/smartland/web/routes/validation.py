"""``/api/v1/validate``: a catalogue against an application profile, and its score."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Response, request
from flask_smorest import Blueprint

from smartland.errors import Invalid, Label, Malformed, Problem
from smartland.rdf.parse import valid_iri
from smartland.rdf.profiles import DCAT_AP_IT, PROFILES
from smartland.services.tokens import TokenOffice
from smartland.services.validation import UPLOADS, Checked, Validation
from smartland.services.validation_answers import report_document, report_turtle
from smartland.web.negotiation import media_type
from smartland.web.reading import read_body, read_writer
from smartland.web.routes.documentation import TEXT, content, errors, parameter
from smartland.web.routes.shared import UNKNOWN, json_answer

JSON, TURTLE, HTML = "application/json", "text/turtle", "text/html"
MULTIPART = "multipart/form-data"
PARAMETERS = frozenset({"profile", "score", "probe", "base", "lang"})
FLAGS = {"": False, "0": False, "false": False, "1": True, "true": True}
ROOM = 1_000_000
"""Bytes that a form may add to its file."""
NOT_FLAG = Label(it="1 oppure 0.", en="1 or 0.")
NOT_BASE = Label(it="Un IRI assoluto.", en="An absolute IRI.")
NO_FILE = Label(
    it="Nella richiesta manca il file, nel campo «file».",
    en="The request lacks the file, in the field “file”.",
)
FLAG = {"type": "boolean"}
BINARY = {"schema": {"type": "string", "format": "binary"}}
RDF = (TURTLE, "application/rdf+xml", "application/ld+json", "application/n-triples")
DOCUMENTATION = {
    "summary": "Check a catalogue against an application profile",
    "parameters": [
        parameter("profile", "The profile.", {"type": "string", "enum": [*PROFILES]}),
        parameter("score", "Score the datasets as data.europa.eu would (0 to 405).", FLAG),
        parameter("probe", "Ask their addresses too; needs a token.", FLAG),
        parameter("base", "What relative IRIs belong to.", TEXT),
    ],
    "requestBody": {"required": True, "content": dict.fromkeys(RDF, BINARY)},
    "responses": {
        "200": content({"type": "object"}, "What is to be mended, by field, in two languages.")
    }
    | errors(400, 401, 406, 413, 415, 422, 503),
}


def validation_blueprint(
    validation: Validation, tokens: TokenOffice, page: Callable[[Checked], Response]
) -> Blueprint:
    """The door for programs; ``page`` shows a report to people.

    Having addresses asked (``probe``) needs a token: it sends requests to others.
    """
    blueprint = Blueprint("validation", __name__, url_prefix="/api/v1", description="Validate")

    def validate() -> Response:
        _check_parameters()
        wanted = media_type(request, (JSON, TURTLE, HTML))
        probe = read_flag("probe")
        if probe:
            read_writer(request, tokens)
        body, declared, name = read_upload(validation.limits.size)
        checked = validation.check(
            body,
            declared,
            _base(name),
            request.args.get("profile", DCAT_AP_IT),
            score=read_flag("score") or probe,
            probe=probe,
        )
        return _answer(checked, wanted, page)

    view = blueprint.doc(**DOCUMENTATION)(validate)
    blueprint.route("/validate", methods=["POST"])(view)
    return blueprint


def read_upload(limit: int) -> tuple[bytes, str, str]:
    """(body, media type, file name) of a raw body, or of the part ``file`` of a form.

    Raises Malformed, or TooLarge past ``limit`` bytes.
    """
    request.max_content_length = limit + ROOM
    request.max_form_memory_size = limit + ROOM
    if request.mimetype != MULTIPART:
        return read_body(request), request.mimetype, ""
    file = request.files.get("file")
    if file is None:
        raise Malformed(NO_FILE)
    return file.read(), file.mimetype, file.filename or ""


def read_flag(name: str) -> bool:
    """A parameter that is on or off. Raises Invalid naming it."""
    text = request.args.get(name, "").lower()
    if text not in FLAGS:
        raise Invalid.of((Problem(name, NOT_FLAG),))
    return FLAGS[text]


def _check_parameters() -> None:
    unknown = [name for name in request.args if name not in PARAMETERS]
    if unknown:
        raise Invalid.of(tuple(Problem(name, UNKNOWN) for name in unknown))


def _base(name: str) -> str:
    base = request.args.get("base", "")
    if base and not valid_iri(base):
        raise Invalid.of((Problem("base", NOT_BASE),))
    return base or UPLOADS + quote(name[-100:])


def _answer(checked: Checked, wanted: str, page: Callable[[Checked], Response]) -> Response:
    if wanted == HTML:
        return page(checked)
    if wanted == TURTLE:
        answer = Response(report_turtle(checked.report), mimetype=TURTLE)
    else:
        answer = json_answer(report_document(checked))
    answer.vary.add("Accept")
    return answer
