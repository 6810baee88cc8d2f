"""The one table from errors to answers: problem+json (RFC 9457) for programs, a page for people."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from smartland.domain.resource import Json
from smartland.errors import Label, SmartlandError, Unauthorised
from smartland.web.negotiation import language, wants_page
from smartland.web.reading import TOO_LARGE

PROBLEM = "application/problem+json"
DATA_PATHS = ("/api/", "/catalog", "/dump/", "/openapi.json", "/status")
MAX_PROBLEMS = 100
MAX_DETAIL = 2_000
"""Longer lists and texts help nobody, and a hostile body must not come back tenfold."""
INTERNAL = Label(
    it="Qualcosa è andato storto da parte nostra; il fatto è stato registrato. Riprovare tra poco.",
    en="Something went wrong on our side and was logged. Please try again shortly.",
)
HTTP_TITLES = {
    400: Label(it="Richiesta non valida", en="Bad request"),
    404: Label(it="Non trovato", en="Not found"),
    405: Label(it="Metodo non ammesso", en="Method not allowed"),
    413: Label(it="Contenuto troppo grande", en="Content too large"),
}
HTTP_DETAILS = {
    400: Label(it="La richiesta non si riesce a leggere.", en="The request cannot be read."),
    404: Label(
        it="A questo indirizzo non c'è nulla: forse è scritto male, o la pagina è stata spostata.",
        en="There is nothing at this address: it may be misspelt, or the page was moved.",
    ),
    405: Label(
        it="Questo indirizzo non ammette il metodo {method}.",
        en="This address does not take the method {method}.",
    ),
    413: TOO_LARGE,
}
"""Werkzeug speaks English only, and of its own limits."""

log = logging.getLogger(__name__)
Problems = tuple[tuple[str, str], ...]
Page = Callable[[int, str, str, Problems], str]


@dataclass(frozen=True)
class Failure:
    """What an answer says went wrong, in the reader's language."""

    status: int
    slug: str
    title: str
    detail: str
    problems: Problems = ()
    headers: dict[str, str] = field(default_factory=dict)


def handle_errors(app: Flask, page: Page) -> None:
    """Answer every error; ``page(status, title, detail, problems)`` makes the HTML."""

    @app.errorhandler(SmartlandError)
    def ours(error: SmartlandError) -> Response:
        return _answer(page, _ours(error))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        return _answer(page, _http(error, app.config["MAX_CONTENT_LENGTH"]))

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        log.error("unhandled", exc_info=error)
        tongue = language(request)
        return _answer(page, Failure(500, "error", SmartlandError.title[tongue], INTERNAL[tongue]))


def _ours(error: SmartlandError) -> Failure:
    tongue = language(request)
    problems = tuple((one.field, one.message[tongue]) for one in error.problems)
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unauthorised):
        headers["WWW-Authenticate"] = 'Bearer realm="smartland"'
    title, detail = error.title[tongue], error.message[tongue]
    return Failure(error.status, error.slug, title, detail, problems, headers)


def _http(error: HTTPException, limit: int) -> Failure:
    status, tongue = error.code or 500, language(request)
    title = HTTP_TITLES.get(status, Label(it=error.name, en=error.name))[tongue]
    text = HTTP_DETAILS.get(status)
    detail = error.description or error.name
    if text is not None:
        detail = text.format(method=request.method, limit=limit)[tongue]
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return Failure(status, "http", title, detail, headers=headers)


def _answer(page: Page, failure: Failure) -> Response:
    if wants_page(request) and not request.path.startswith(DATA_PATHS):
        html = page(failure.status, failure.title, failure.detail, failure.problems)
        answer = Response(html, failure.status, mimetype="text/html")
    else:
        answer = Response(json.dumps(_problem(failure)), failure.status, mimetype=PROBLEM)
    answer.headers.update(failure.headers)
    answer.headers["Content-Language"] = language(request)
    answer.vary.update(("Accept", "Accept-Language", "Cookie"))
    return answer


def _problem(failure: Failure) -> Json:
    body: Json = {
        "type": f"/problems/{failure.slug}",
        "title": failure.title,
        "status": failure.status,
        "detail": failure.detail[:MAX_DETAIL],
        "instance": quote(request.path),
    }
    if failure.problems:
        named = failure.problems[:MAX_PROBLEMS]
        body["errors"] = [{"field": name, "message": text} for name, text in named]
    return body
