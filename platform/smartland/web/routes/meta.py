"""``/status`` and what is said about the API as a whole."""

from dataclasses import asdict
from functools import partial

from flask import Response
from flask_smorest import Api, Blueprint

from smartland import __version__
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.ports.jobs import DONE, FAILED, RUNNING, WAITING
from smartland.schemas.openapi import json_schema
from smartland.services.scheduling import HARVEST, RECOGNISE
from smartland.web.errors import PROBLEM
from smartland.web.routes import documentation as docs
from smartland.web.routes.documentation_profiles import SCHEMA as PROFILE
from smartland.web.routes.documentation_profiles import profiled
from smartland.web.routes.shared import json_answer
from smartland.wiring import Services

TEXT = {"type": "string"}
JOBS = 1_000
"""The newest jobs that are looked at: the same work is queued once, so few ever wait."""


def status_blueprint(services: Services) -> Blueprint:
    """Whether everything works, and how far the projections are."""
    blueprint = Blueprint("status", __name__, url_prefix="/status", description="State")

    view = blueprint.doc(**docs.STATUS)(partial(_status, services))
    blueprint.route("", endpoint="status")(view)
    return blueprint


def _status(services: Services) -> Response:
    last = services.catalogue.truth.last_sequence()
    graph = services.projections.graph.position()
    index = services.projections.index.position()
    search = services.projections.index.state()
    faults = (services.steward.fault, search.fault, services.alerts.threads.fault)
    well = services.steward.alive and not any(faults)
    answer = json_answer(
        {
            "status": "ok" if well else "degraded",
            "version": __version__,
            "sequence": last,
            "projections": {"graph": graph, "index": index},
            "behind": {"graph": last - graph, "index": last - index},
            "search": asdict(search),
            "resources": dict(services.catalogue.counts()),
            "alerts": {
                "position": services.alerts.runner.position(),
                "fault": services.alerts.threads.fault,
            },
            "worker": _worker(services),
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _worker(services: Services) -> Json:
    """How much waits, how much is being done, and what was done last."""
    jobs = [one for one in services.core.jobs.latest(JOBS) if one.verb in (HARVEST, RECOGNISE)]
    over = (one for one in jobs if one.state in (DONE, FAILED))
    last = max(over, key=lambda one: one.id, default=None)
    return {
        "waiting": sum(one.state == WAITING for one in jobs),
        "running": sum(one.state == RUNNING for one in jobs),
        "last": last
        and {
            "job": last.id,
            "verb": last.verb,
            "argument": last.argument,
            "state": last.state,
            "_links": {"self": f"/api/v1/jobs/{last.id}"},
        },
    }


def describe(api: Api) -> None:
    """Add the schemas of every kind, derived from the declarations, to the API document."""
    components = api.spec.components
    components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    problem = {
        "description": "What went wrong (RFC 9457), with the fields named.",
        "content": {PROBLEM: {"schema": _problem()}},
    }
    components.response("Problem", problem)
    for kind in KINDS.values():
        given = json_schema(kind)
        patch = json_schema(kind, required=False)
        components.schema(f"{kind.name}-input", given)
        components.schema(f"{kind.name}-patch", _nullable(patch))
        components.schema(kind.name, profiled(kind, _with_identity(patch)))
        components.schema(f"{kind.name}-list", _page(f"#/components/schemas/{kind.name}"))
    for name, schema in _general().items():
        components.schema(name, schema)


def _with_identity(schema: Json) -> Json:
    public = {n: s for n, s in schema["properties"].items() if not s.get("x-private")}
    identity = {"iri": TEXT, "kind": TEXT, "key": TEXT, "_meta": {"type": "object"}}
    properties = {**identity, **public, "_links": {"type": "object"}}
    return schema | {"properties": properties, "required": ["iri", "kind", "key"]}


def _nullable(schema: Json) -> Json:
    """In a merge patch null removes a value."""
    properties = {
        name: {"anyOf": [one, {"type": "null"}]} for name, one in schema["properties"].items()
    }
    return schema | {"properties": properties}


def _page(item: str) -> Json:
    return {
        "type": "object",
        "required": ["items", "total", "_links"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": item}},
            "total": {"type": "integer"},
            "facets": {"type": "object"},
            "_links": {"type": "object"},
        },
    }


def _problem() -> Json:
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "instance": TEXT,
            "errors": {
                "type": "array",
                "items": {"type": "object", "properties": {"field": TEXT, "message": TEXT}},
            },
        },
    }


def _general() -> dict[str, Json]:
    names = {"type": "array", "items": TEXT, "maxItems": 50}
    anything = {"type": "array", "items": {"type": "object"}}
    found = {"items": anything, "total": {"type": "integer"}}
    return {
        "profile": PROFILE,
        "history": {"type": "object", "properties": found},
        "matches": {"type": "object", "properties": found},
        "results": {
            "type": "object",
            "properties": {
                **found,
                "facets": {"type": "object"},
                "relaxed": {"type": "boolean"},
                "missing": anything,
                "understood": anything,
                "suggestion": {"type": ["string", "null"]},
                "unknown_fields": {"type": "array", "items": TEXT},
            },
        },
        "match-input": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "text": {"type": "string", "maxLength": 10_000},
                "competence": names,
                "corridor": names,
                "territory": TEXT,
                "want": {"type": "string", "enum": list(KINDS)},
                "limit": {"type": "integer", "minimum": 1, "maximum": 50},
            },
        },
    }
