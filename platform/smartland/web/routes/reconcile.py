"""``/reconcile``: the Reconciliation Service API 0.2, for OpenRefine."""

import json

from flask import Blueprint, Response, request

from smartland import __version__
from smartland.domain.resource import Json, Revision
from smartland.errors import Label, Malformed
from smartland.services.labels import title
from smartland.services.reconcile.query import MAX_TEXT, read_batch, read_extension
from smartland.services.reconcile.service import (
    Reconciler,
    describe,
    entity_id,
    find_properties,
    find_types,
)
from smartland.services.reconcile.types import (
    manifest,
    properties_of,
    property_json,
    types_of,
)
from smartland.web.negotiation import language
from smartland.web.pages.frame import current_frame, render
from smartland.web.reading import read_number
from smartland.web.routes.caching import cached, tag_of, unchanged
from smartland.web.routes.shared import json_answer
from smartland.wiring import Services

MAX_PROPERTIES = 100
NOT_JSON = Label(it="«{name}» non è JSON valido.", en="“{name}” is not valid JSON.")
FRAMED = (
    "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors *"
)
"""A preview is made to be shown inside of other sites; it has no form and no script."""


def reconcile_blueprint(services: Services) -> Blueprint:
    """The endpoint and its suggest, preview and extension services."""
    blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
    doors = ReconcileDoors(services)
    blueprint.add_url_rule("", "endpoint", doors.endpoint, methods=["GET", "POST"])
    blueprint.add_url_rule("/suggest/<any(entity, type, property):what>", "suggest", doors.suggest)
    blueprint.add_url_rule("/properties", "properties", doors.properties)
    blueprint.add_url_rule("/preview", "preview", doors.preview)
    return blueprint


class ReconcileDoors:
    """What OpenRefine asks."""

    def __init__(self, services: Services) -> None:
        index = services.projections.index
        self._reconciler = Reconciler(index, services.catalogue, services.labels)
        self._base = services.core.base

    def endpoint(self) -> Response:
        """The manifest, or the answers to ``queries`` or ``extend``."""
        given, tongue = request.values, language(request)
        if "queries" in given:
            batch = read_batch(_json("queries"))
            return _spoken(
                {
                    name: {"result": self._reconciler.candidates(one, tongue)}
                    for name, one in batch.items()
                }
            )
        if "extend" in given:
            return _spoken(self._reconciler.extend(read_extension(_json("extend")), tongue))
        tag = tag_of(__version__, self._base, tongue)
        known = unchanged(tag)
        return _varied(known) if known else cached(_spoken(manifest(self._base, tongue)), tag)

    def suggest(self, what: str) -> Response:
        """Entities, types or properties by the beginning of their names."""
        prefix, tongue = request.args.get("prefix", "")[:MAX_TEXT], language(request)
        if what == "entity":
            skip = read_number(request.args, "cursor", 0)
            return _spoken({"result": self._reconciler.suggest(prefix, skip, tongue)})
        return _spoken((find_types if what == "type" else find_properties)(prefix, tongue))

    def properties(self) -> Response:
        """The properties that entities of a type may have."""
        sort, tongue = request.args.get("type", "")[:MAX_TEXT], language(request)
        limit = min(max(read_number(request.args, "limit", MAX_PROPERTIES), 1), MAX_PROPERTIES)
        found = [property_json(one, tongue) for one in properties_of(sort)[:limit]]
        return _spoken({"type": sort, "limit": limit, "properties": found})

    def preview(self) -> Response:
        """A small page about one entity. Raises NotFound."""
        revision = self._reconciler.entity(request.args.get("id", "")[:MAX_TEXT])
        tag = tag_of(revision.etag, language(request))
        answer = unchanged(tag) or cached(Response(_page(revision), mimetype="text/html"), tag)
        answer.headers["Content-Security-Policy"] = FRAMED
        return _varied(answer)


def _page(revision: Revision) -> str:
    frame = current_frame()
    return render(
        "reconcile_preview.html",
        frame,
        title=title(revision)[frame.language],
        href=f"{frame.root}/doc/{entity_id(revision)}",
        types=[one.name[frame.language] for one in types_of(revision)],
        description=describe(revision, frame.language),
    )


def _json(name: str) -> Json:
    """A form element or argument that holds JSON. Raises Malformed."""
    try:
        return json.loads(request.values[name])
    except (ValueError, RecursionError) as error:
        raise Malformed(NOT_JSON.format(name=name)) from error


def _spoken(body: Json) -> Response:
    return _varied(json_answer(body))


def _varied(answer: Response) -> Response:
    answer.headers["Content-Language"] = language(request)
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer
