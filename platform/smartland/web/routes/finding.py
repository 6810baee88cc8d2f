"""``/api/v1/search``, ``/suggest`` and ``/match``: over all kinds."""

from collections.abc import Callable
from functools import partial

from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.datastructures import MultiDict

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem
from smartland.services.searching.answers import SearchQuery, Suggestions
from smartland.services.searching.boxes import read_box
from smartland.services.searching.checking import RELEVANCE
from smartland.services.searching.finding import MAX_LIMIT, filter_names
from smartland.web.negotiation import language, media_type
from smartland.web.pages.naming import Naming
from smartland.web.pages.opensearch import SUGGESTIONS
from smartland.web.pages.result_table import MOST_ROWS, ResultTable, table_answer
from smartland.web.reading import read_json, read_number
from smartland.web.routes import documentation as docs
from smartland.web.routes.answers import match_document
from smartland.web.routes.caching import cached, tag_of, unchanged
from smartland.web.routes.search_bodies import (
    check_fields,
    opensearch_body,
    results_body,
    suggestions_body,
)
from smartland.web.routes.shared import UNKNOWN, json_answer, next_link, paged, split_names
from smartland.wiring import Services

OWN = ("q", "kind", "facets", "fields", "sort", "cursor", "limit", "box", "explain", "lang")
"""The parameters of a search that are no filters."""
MATCH_FIELDS = frozenset({"text", "competence", "corridor", "territory", "want", "limit"})
WRONG = Label(it="Valore non valido.", en="Not a valid value.")
MAX_TEXT = 10_000
MAX_TYPED = 500
SUGGESTED, MAX_SUGGESTED = 8, 20
MINUTE = 60
NOTHING = Suggestions((), ())
NO_PARAMETER = Label(
    it="Parametro sconosciuto «{name}». Ci sono: {known}.",
    en="Unknown parameter “{name}”. There are: {known}.",
)
BAD_FORMAT = Label(it="Serve «json» o «opensearch».", en="“json” or “opensearch” is needed.")


def finding_blueprint(services: Services) -> Blueprint:
    """Search, completion and matching."""
    blueprint = Blueprint("finding", __name__, url_prefix="/api/v1", description="Find and match")

    routes = (
        ("/search", "GET", "search", _search, docs.SEARCH),
        ("/suggest", "GET", "suggest", _suggest, docs.SUGGEST),
        ("/match", "POST", "match", _match, docs.MATCH),
    )
    for rule, method, name, does, document in routes:
        view = blueprint.doc(**document)(partial(does, services))
        blueprint.route(rule, methods=[method], endpoint=name)(view)
    return blueprint


def _suggest(services: Services) -> Response:
    text = request.args.get("q", "")[:MAX_TYPED]
    kinds = tuple(request.args.getlist("kind"))
    limit = min(max(read_number(request.args, "limit", SUGGESTED), 1), MAX_SUGGESTED)
    found = services.search.suggest(text, kinds, limit) if text.strip() else NOTHING
    tongue = language(request)
    if _wants_opensearch():
        answer = json_answer(opensearch_body(text, found, tongue, services.core.base))
        answer.mimetype = SUGGESTIONS
    else:
        answer = json_answer(suggestions_body(text, found, tongue))
    answer.headers["Cache-Control"] = f"public, max-age={MINUTE}"
    return _varied(answer)


def _wants_opensearch() -> bool:
    """By ``format=opensearch``, else by the Accept header. Raises Invalid and NotAcceptable."""
    asked = request.args.get("format", "")
    if asked not in ("", "json", "opensearch"):
        raise Invalid.of((Problem("format", BAD_FORMAT),))
    wanted = media_type(request, ("application/json", SUGGESTIONS)) if not asked else ""
    return wanted == SUGGESTIONS or asked == "opensearch"


def _search(services: Services) -> Response:
    query, fields = _asked(request.args)
    tongue = language(request)
    wanted = media_type(request, ("application/json", "text/csv"))
    naming = _naming(services, tongue)
    if wanted == "text/csv":
        most = min(read_number(request.args, "limit", MOST_ROWS), MOST_ROWS)
        return table_answer(ResultTable(services.search, naming, query, most))
    depends = (services.catalogue.truth.last_sequence(), request.full_path, tongue)
    # an engine that is far away tells its position only where that may spare a search
    if request.if_none_match:
        position = services.projections.index.position()
        if known := unchanged(tag_of(position, *depends)):
            return _varied(paged(known, None))
    found = services.search.find(query)
    links = next_link(found.next)
    body = results_body(found, naming, services.publishing, fields)
    answer = paged(json_answer({"q": query.q, **body, "_links": links}), links["next"])
    return cached(_varied(answer), tag_of(found.sequence, *depends))


def _varied(answer: Response) -> Response:
    answer.vary.update(("Accept", "Accept-Language", "Cookie"))
    return answer


def _asked(arguments: MultiDict[str, str]) -> tuple[SearchQuery, tuple[str, ...]]:
    """The query, and the fields that are to come along. Raises Invalid for a parameter that is
    not known, naming those that are."""
    filters = {name: _given(arguments, name) for name in arguments if name not in OWN}
    unknown = [name for name in filters if name not in filter_names()]
    if unknown:
        known = ", ".join((*OWN, *sorted(filter_names() - {"kind"})))
        raise Invalid.of(
            tuple(Problem(name, NO_PARAMETER.format(name=name, known=known)) for name in unknown)
        )
    fields = split_names(arguments.get("fields", ""))
    check_fields(fields)
    query = SearchQuery(
        q=arguments.get("q", ""),
        kinds=_given(arguments, "kind"),
        filters={name: values for name, values in filters.items() if values},
        facets=split_names(arguments.get("facets", "kind")),
        sort=arguments.get("sort") or RELEVANCE,
        limit=min(max(read_number(arguments, "limit", 20), 1), MAX_LIMIT),
        cursor=arguments.get("cursor") or None,
        box=read_box(arguments.get("box", "")),
        explain=arguments.get("explain", "").lower() in ("1", "true"),
    )
    return query, fields


def _given(arguments: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """The values of a parameter, each once; an empty one is that of a form's empty field."""
    return tuple(dict.fromkeys(value for value in arguments.getlist(name) if value))


def _naming(services: Services, tongue: str) -> Naming:
    core = services.core
    return Naming(services.catalogue, services.labels, base=core.base, language=tongue)


def _match(services: Services) -> Response:
    body = read_json(request)
    asked = _checked(body)
    found = services.match.for_text(
        text=asked.get("text", ""),
        concepts=tuple(asked.get("competence", ())),
        corridors=tuple(asked.get("corridor", ())),
        territory=asked.get("territory", ""),
        want=asked.get("want", "stakeholder"),
        limit=asked.get("limit", 10),
    )
    tongue = language(request)
    items = [match_document(one, tongue) for one in found]
    return json_answer({"items": items, "total": len(items)})


def _checked(body: Json) -> dict[str, Json]:
    """The body of a match request. Raises Invalid naming each wrong field."""
    if not isinstance(body, dict):
        raise Invalid.of((Problem("(document)", WRONG),))
    problems = [Problem(name, UNKNOWN) for name in body if name not in MATCH_FIELDS]
    tests: dict[str, Callable[[Json], bool]] = {
        "text": lambda one: isinstance(one, str) and len(one) <= MAX_TEXT,
        "competence": _is_list,
        "corridor": _is_list,
        "territory": lambda one: isinstance(one, str),
        "want": lambda one: isinstance(one, str) and one in KINDS,
        "limit": lambda one: isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= 50,
    }
    problems += [
        Problem(name, WRONG)
        for name, test in tests.items()
        if name in body and not test(body[name])
    ]
    if not any(body.get(name) for name in ("text", "competence", "corridor")):
        problems.append(Problem("text", WRONG))
    if problems:
        raise Invalid.of(tuple(problems))
    return body


def _is_list(value: Json) -> bool:
    return (
        isinstance(value, list) and len(value) <= 50 and all(isinstance(one, str) for one in value)
    )
