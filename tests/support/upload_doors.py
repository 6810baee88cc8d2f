"""The doors of templates, dry runs and uploads over a platform, also where it does not open them
by itself."""

from flask import Flask

from smartland.adapters.upload_process import UploadProcess
from smartland.services.preview import Preview
from smartland.services.uploads import UploadLimits, Uploads
from smartland.web.app import create_app
from smartland.web.pages.filling import FillingPage
from smartland.web.routes.templates import templates_blueprint
from smartland.web.routes.uploads import uploads_blueprint
from smartland.wiring import Core, Services

LIMITS = UploadLimits()


def uploads_of(core: Core, limits: UploadLimits) -> Uploads:
    """The service, as the wiring makes it."""
    folder = core.settings.data_dir / "uploads"
    preview, reader = Preview(core.harvest), UploadProcess(folder)
    return Uploads(folder, preview, core.sources, core.harvest_log, reader, limits)


def upload_app(services: Services, limits: UploadLimits = LIMITS) -> Flask:
    """The application with these doors."""
    app = create_app(services)
    core = services.core
    uploads = uploads_of(core, limits)
    for blueprint in (
        templates_blueprint(core.harvest.importers),
        uploads_blueprint(services, uploads),
        FillingPage(uploads, core.base).blueprint(),
    ):
        if blueprint.name not in app.blueprints:
            app.register_blueprint(blueprint)
    return app
