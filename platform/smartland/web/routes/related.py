"""``/api/v1/{kind}/{key}/related``: alike, complementary, able to fund."""

from flask import Response, request

from smartland.domain.kind import Kind
from smartland.domain.resource import Json
from smartland.services.labels import title
from smartland.services.searching.related import MAX_LIMIT, RELATIONS, SIMILAR, RelatedOne
from smartland.web.negotiation import language
from smartland.web.reading import read_number
from smartland.web.routes.documentation import (
    KEY,
    LIMIT,
    Operation,
    content,
    errors,
    parameter,
)
from smartland.web.routes.shared import json_answer
from smartland.wiring import Services


def related(kind: Kind) -> Operation:
    """GET of what is related."""
    relation = parameter(
        "relation",
        "What is sought: alike, giving what this lacks, or open calls that could pay for it.",
        {"type": "string", "enum": list(RELATIONS), "default": SIMILAR},
    )
    return {
        "summary": f"What is like, completes or could fund this {kind.label.en}, with reasons",
        "parameters": [KEY, relation, LIMIT],
        "responses": {"200": content({"type": "object"}, "Best first.")}
        | errors(404, 410, 422, 503),
    }


ROUTES = (("/<key>/related", "GET", "related", related),)


class RelatedApi:
    """What the route does."""

    def __init__(self, services: Services, kind: Kind) -> None:
        self._services = services
        self._kind = kind

    def related(self, key: str) -> Response:
        """The best of one relation; ``relations`` are those that the kind has."""
        relation = request.args.get("relation", SIMILAR)
        limit = min(max(read_number(request.args, "limit", 10), 1), MAX_LIMIT)
        found = self._services.related.of(self._kind.name, key, relation, limit)
        tongue = language(request)
        body = {
            "relation": relation,
            "relations": list(self._services.related.relations_of(self._kind.name)),
            "items": [_document(one, tongue) for one in found],
            "total": len(found),
        }
        return json_answer(body)


def _document(one: RelatedOne, tongue: str) -> Json:
    revision = one.revision
    return {
        "iri": revision.iri,
        "kind": revision.kind,
        "key": revision.key,
        "title": title(revision)[tongue],
        "score": one.score,
        "reason": one.reason[tongue],
        "_links": {"self": f"/api/v1/{revision.kind}/{revision.key}"},
    }
