"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and the page with the editor."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from smartland.errors import (
    Invalid,
    Label,
    Malformed,
    NotAcceptable,
    Problem,
    UnsupportedFormat,
)
from smartland.web.negotiation import best_type, wants_page
from smartland.web.reading import read_body
from smartland.wiring import Services

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
SHORT = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
ALIASES = (
    ("application/json", "application/sparql-results+json"),
    ("application/xml", "application/sparql-results+xml"),
    ("text/xml", "application/sparql-results+xml"),
    ("application/json", "application/ld+json"),
    ("application/xml", "application/rdf+xml"),
    ("text/xml", "application/rdf+xml"),
    ("text/plain", "application/n-triples"),
)
"""What clients ask for that have no name for the formats of SPARQL and RDF."""
NO_QUERY = Label(it="Manca il parametro «query».", en="The parameter “query” is missing.")
TWO_QUERIES = Label(it="Un solo parametro «query».", en="Give the parameter “query” once.")
NO_UPDATE = Label(
    it="Questo punto di accesso è in sola lettura: gli aggiornamenti non sono ammessi.",
    en="This endpoint is read-only: updates are not offered.",
)
WRONG_TYPE = Label(it="Inviare la query come {known}.", en="Send the query as {known}.")
NO_FORMAT = Label(it="Formati: {known}.", en="Formats: {known}.")
WRONG_NUMBER = Label(it="Secondi, come 2.5.", en="Seconds, like 2.5.")


def sparql_blueprint(services: Services, page: Callable[[], Response]) -> Blueprint:
    """The protocol; ``page`` answers a browser that came without a query."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def query() -> Response:
        if request.method != "POST" and "query" not in request.args and wants_page(request):
            return page()
        text, arguments = _query()
        answer = services.sparql.query(
            text,
            _format(services.sparql.media_types(text)),
            _timeout(arguments.get("timeout", [""])[0]),
            tuple(arguments.get("default-graph-uri", ())),
            tuple(arguments.get("named-graph-uri", ())),
        )
        response = Response(answer.body, mimetype=answer.media_type)
        response.headers["X-Sequence"] = str(answer.sequence)
        response.vary.add("Accept")
        return response

    return blueprint


def _query() -> tuple[str, dict[str, list[str]]]:
    """The query and the other parameters, by any of the three ways of the protocol (§2.1)."""
    arguments = request.args.to_dict(flat=False)
    if request.method == "POST":
        if request.mimetype == QUERY:
            return _decoded(read_body(request)), arguments
        if request.mimetype != FORM:
            raise UnsupportedFormat(WRONG_TYPE.format(known=f"{FORM}, {QUERY}"))
        read_body(request)
        arguments = request.form.to_dict(flat=False)
    if "update" in arguments:
        raise Invalid.of((Problem("update", NO_UPDATE),))
    queries = arguments.get("query", [])
    if len(queries) != 1:
        raise Malformed(TWO_QUERIES if queries else NO_QUERY)
    return queries[0], arguments


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        text = Label(it="La query non è in UTF-8.", en="The query is not in UTF-8.")
        raise Malformed(text) from error


def _format(offered: tuple[str, ...]) -> str:
    """The media type of the answer: by ``format`` (a short name or a media type), else Accept.

    Raises NotAcceptable or Invalid.
    """
    asked = request.values.get("format", "").lower()
    if asked:
        wanted = SHORT.get(asked, asked)
        if wanted not in SHORT.values():
            raise Invalid.of((Problem("format", NO_FORMAT.format(known=", ".join(SHORT))),))
        return wanted
    page = wants_page(request)
    # a browser names XML as a format of pages
    aliases = {} if page else {alias: real for alias, real in ALIASES if real in offered}
    found = best_type(request.headers.get("Accept", ""), (*offered, *aliases))
    if not found and not page:
        raise NotAcceptable(NO_FORMAT.format(known=", ".join(offered)))
    return aliases.get(found, found) or offered[0]


def _timeout(text: str) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError as error:
        raise Invalid.of((Problem("timeout", WRONG_NUMBER),)) from error
    if not 0 < seconds < 3_600:
        raise Invalid.of((Problem("timeout", WRONG_NUMBER),))
    return seconds
