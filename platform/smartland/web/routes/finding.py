"""``/api/v1/search``, ``/suggest`` and ``/match``: over all kinds."""

from collections.abc import Callable
from functools import partial

from flask import Response, request
from flask_smorest import Blueprint

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem
from smartland.services.labels import title
from smartland.services.publishing import rows
from smartland.services.searching.answers import Results, SearchQuery
from smartland.services.searching.finding import MAX_LIMIT, filter_names
from smartland.web.negotiation import language, media_type
from smartland.web.reading import read_json, read_number
from smartland.web.routes import documentation as docs
from smartland.web.routes.answers import match_document
from smartland.web.routes.shared import UNKNOWN, json_answer, next_link, paged, split_names
from smartland.wiring import Services

RESERVED = frozenset({"q", "kind", "facets", "cursor", "limit", "sort", "lang"})
MATCH_FIELDS = frozenset({"text", "competence", "corridor", "territory", "want", "limit"})
WRONG = Label(it="Valore non valido.", en="Not a valid value.")
MAX_TEXT = 10_000


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
    prefix = request.args.get("q", "")[:100]
    words = services.search.complete(prefix, 10) if prefix else ()
    return json_answer({"q": prefix, "words": list(words)})


def _search(services: Services) -> Response:
    arguments = request.args
    filters = {name: tuple(values) for name, values in arguments.lists() if name not in RESERVED}
    unknown = [name for name in filters if name not in filter_names()]
    if unknown:
        raise Invalid.of(tuple(Problem(name, UNKNOWN) for name in unknown))
    query = SearchQuery(
        q=arguments.get("q", ""),
        kinds=tuple(arguments.getlist("kind")),
        filters=filters,
        facets=split_names(arguments.get("facets", "kind")),
        sort=arguments.get("sort", "relevance"),
        limit=min(max(read_number(arguments, "limit", 20), 1), MAX_LIMIT),
        cursor=arguments.get("cursor"),
    )
    found = services.search.find(query)
    links = next_link(found.next)
    if media_type(request, ("application/json", "text/csv")) == "text/csv":
        documents = [services.publishing.document(one.revision) for one in found.items]
        return paged(Response(rows(documents), mimetype="text/csv"), links["next"])
    body = {"q": query.q, **_results(found, language(request)), "_links": links}
    return paged(json_answer(body), links["next"])


def _results(found: Results, tongue: str) -> dict[str, Json]:
    items = [
        {
            "iri": one.revision.iri,
            "kind": one.revision.kind,
            "key": one.revision.key,
            "title": title(one.revision)[tongue],
            "score": one.score,
            "_links": {"self": f"/api/v1/{one.revision.kind}/{one.revision.key}"},
        }
        for one in found.items
    ]
    facets = {
        name: [{"value": value, "count": count} for value, count in values]
        for name, values in found.facets.items()
    }
    return {"total": found.total, "relaxed": found.relaxed, "items": items, "facets": facets}


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
