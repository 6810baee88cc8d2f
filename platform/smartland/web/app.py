"""The application factory: services in, a WSGI application out."""

from flask import Flask, Response
from flask_smorest import Api

from smartland import __version__
from smartland.web.cors import share
from smartland.web.errors import handle_errors
from smartland.web.pages import make_pages
from smartland.web.pages.data import data_page
from smartland.web.pages.filling import FillingPage
from smartland.web.pages.harvesting import harvest_pages
from smartland.web.pages.validation import ValidationPage
from smartland.web.routes.alerts import alerts_blueprint, search_feed_blueprint
from smartland.web.routes.changes import changes_blueprint
from smartland.web.routes.ckan import ckan_blueprint
from smartland.web.routes.evidence import evidence_blueprint
from smartland.web.routes.exports import exports_blueprint
from smartland.web.routes.finding import finding_blueprint
from smartland.web.routes.harvesting import harvesting_blueprint
from smartland.web.routes.linked import linked_blueprint
from smartland.web.routes.meta import describe, status_blueprint
from smartland.web.routes.oai import oai_blueprint
from smartland.web.routes.reconcile import reconcile_blueprint
from smartland.web.routes.resources import resources_blueprints
from smartland.web.routes.reviewing import reviewing_blueprint
from smartland.web.routes.sparql import sparql_blueprint
from smartland.web.routes.templates import templates_blueprint
from smartland.web.routes.uploads import uploads_blueprint
from smartland.web.routes.validation import validation_blueprint
from smartland.wiring import Services

POLICY = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


class _Api(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest for the API document; errors have one table of their own."""

    def _register_error_handlers(self) -> None:
        return


def create_app(services: Services) -> Flask:
    """Every door: pages, JSON API, linked data and SPARQL."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config.update(
        API_TITLE="Smart Land",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        MAX_CONTENT_LENGTH=services.settings.max_body,
        MAX_FORM_MEMORY_SIZE=services.settings.max_body,
    )
    pages = make_pages(services)
    handle_errors(app, pages.error)
    share(app)
    api = _Api(app)
    describe(api)
    for blueprint in (*resources_blueprints(services), finding_blueprint(services)):
        api.register_blueprint(blueprint)
    for make in (evidence_blueprint, harvesting_blueprint, reviewing_blueprint):
        api.register_blueprint(make(services))
    api.register_blueprint(status_blueprint(services))
    api.register_blueprint(alerts_blueprint(services))
    app.register_blueprint(search_feed_blueprint(services))
    app.register_blueprint(linked_blueprint(services, pages.entity))
    app.register_blueprint(sparql_blueprint(services, pages.sparql))
    for make in (oai_blueprint, changes_blueprint, reconcile_blueprint, ckan_blueprint):
        app.register_blueprint(make(services))
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(harvest_pages(services))
    core = services.core
    page = data_page(services.exports, core.base)
    app.register_blueprint(exports_blueprint(services.exports, core.base, page))
    app.register_blueprint(FillingPage(core.uploads, core.base).blueprint())
    api.register_blueprint(templates_blueprint(core.harvest.importers))
    api.register_blueprint(uploads_blueprint(services, core.uploads))
    checking = ValidationPage(core.validation, core.base)
    app.register_blueprint(checking.blueprint())
    api.register_blueprint(validation_blueprint(core.validation, core.tokens, checking.report))

    @app.after_request
    def secure(answer: Response) -> Response:
        for name, value in POLICY.items():
            answer.headers.setdefault(name, value)
        return answer

    return app
