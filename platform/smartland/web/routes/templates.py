"""``/api/v1/templates``: the files to fill in, one a kind."""

import hashlib
from collections.abc import Mapping
from functools import partial

from flask import Response, request
from flask_smorest import Blueprint

from smartland.domain.kinds import KINDS
from smartland.ports.importer import Importer, Template
from smartland.services.filling import all_templates, template_of
from smartland.web.negotiation import language
from smartland.web.routes import documentation_uploads as docs
from smartland.web.routes.caching import cached, unchanged
from smartland.web.routes.shared import json_answer

PATH = "/api/v1/templates"


def templates_blueprint(importers: Mapping[str, Importer]) -> Blueprint:
    """The list of the templates, and each as CSV or XLSX."""
    blueprint = Blueprint("templates", __name__, url_prefix=PATH, description="Templates")

    def every() -> Response:
        return _file(all_templates(importers))

    def one(kind: str, *, workbook: bool) -> Response:
        return _file(template_of(importers, (kind,), workbook=workbook))

    for rule, name, does, document in (
        ("", "list", _templates, docs.TEMPLATES),
        ("/all.xlsx", "all", every, docs.ALL_TEMPLATES),
        ("/<kind>.csv", "csv", partial(one, workbook=False), docs.CSV_TEMPLATE),
        ("/<kind>.xlsx", "xlsx", partial(one, workbook=True), docs.XLSX_TEMPLATE),
    ):
        view = blueprint.doc(**document)(does)
        blueprint.route(rule, methods=["GET"], endpoint=name)(view)
    return blueprint


def _templates() -> Response:
    tongue = language(request)
    items = [
        {
            "kind": kind.name,
            "label": kind.plural[tongue],
            "_links": {one: f"{PATH}/{kind.name}.{one}" for one in ("csv", "xlsx")},
        }
        for kind in KINDS.values()
    ]
    links = {"self": PATH, "all": f"{PATH}/all.xlsx"}
    answer = json_answer({"items": items, "total": len(items), "_links": links})
    answer.vary.add("Accept-Language")
    return answer


def _file(template: Template) -> Response:
    tag = hashlib.sha256(template.body).hexdigest()[:32]
    kept = unchanged(tag)
    if kept is not None:
        return kept
    answer = Response(template.body, mimetype=template.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{template.name}"'
    return cached(answer, tag)
