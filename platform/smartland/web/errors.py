"""The one table from errors to answers: problem+json (RFC 9457) for programs, a page for people."""

import json
import logging
from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from smartland.errors import Label, SmartlandError
from smartland.web.negotiation import language, wants_page

PROBLEM = "application/problem+json"
DATA_PATHS = ("/api/", "/openapi.json", "/status")
INTERNAL = Label(
    it="Qualcosa è andato storto da parte nostra; il fatto è stato registrato. Riprovare tra poco.",
    en="Something went wrong on our side and was logged. Please try again shortly.",
)
HTTP_TITLES = {
    400: Label(it="Richiesta non valida", en="Bad request"),
    404: Label(it="Non trovato", en="Not found"),
    405: Label(it="Metodo non ammesso", en="Method not allowed"),
    413: Label(it="Contenuto troppo grande", en="Content too large"),
    415: Label(it="Formato non accettato", en="Unsupported format"),
}

log = logging.getLogger(__name__)
Page = Callable[[int, str, str, tuple[tuple[str, str], ...]], str]


def handle_errors(app: Flask, page: Page) -> None:
    """Answer every error; ``page(status, title, detail, problems)`` makes the HTML."""

    @app.errorhandler(SmartlandError)
    def ours(error: SmartlandError) -> Response:
        tongue = language(request)
        problems = tuple((one.field, one.message[tongue]) for one in error.problems)
        return _answer(
            page, error.status, error.slug, error.title[tongue], error.message[tongue], problems,
            error.retry_after,
        )  # fmt: skip

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400:
            return Response(status=status, headers=error.get_headers())
        title = HTTP_TITLES.get(status, Label(it=error.name, en=error.name))[language(request)]
        answer = _answer(page, status, "http", title, error.description or title, (), None)
        for name, value in error.get_headers():
            if name == "Allow":
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        log.error("unhandled", exc_info=error)
        tongue = language(request)
        return _answer(page, 500, "error", SmartlandError.title[tongue], INTERNAL[tongue], (), None)


def _answer(
    page: Page,
    status: int,
    slug: str,
    title: str,
    detail: str,
    problems: tuple[tuple[str, str], ...],
    retry_after: int | None,
) -> Response:
    if wants_page(request) and not request.path.startswith(DATA_PATHS):
        answer = Response(page(status, title, detail, problems), status, mimetype="text/html")
    else:
        body = {
            "type": f"/problems/{slug}",
            "title": title,
            "status": status,
            "detail": detail,
            "instance": request.path,
        }
        if problems:
            body["errors"] = [{"field": field, "message": text} for field, text in problems]
        answer = Response(json.dumps(body), status, mimetype=PROBLEM)
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    return answer
