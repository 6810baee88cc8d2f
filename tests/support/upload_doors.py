"""The doors of templates, dry runs and uploads over a platform, also where it does not open them
by itself."""

from flask import Flask

from smartland.adapters.upload_process import UploadProcess
from smartland.services.preview import Bounds, Preview
from smartland.services.uploads import BOUNDS, Uploads
from smartland.web.app import create_app
from smartland.web.pages.filling import FillingPage
from smartland.web.routes.templates import templates_blueprint
from smartland.web.routes.uploads import uploads_blueprint
from smartland.wiring import Core, Services


def uploads_of(core: Core, bounds: Bounds = BOUNDS) -> Uploads:
    """The service, as the wiring makes it."""
    folder = core.settings.data_dir / "uploads"
    preview = Preview(core.harvest)
    reader = UploadProcess(folder)
    most = core.settings.max_body
    return Uploads(folder, preview, core.sources, core.harvest_log, reader, most, bounds)


def upload_app(services: Services, bounds: Bounds = BOUNDS) -> Flask:
    """The application with these doors."""
    app = create_app(services)
    core = services.core
    uploads = uploads_of(core, bounds)
    for blueprint in (
        templates_blueprint(core.harvest.importers),
        uploads_blueprint(services, uploads),
        FillingPage(uploads, core.base).blueprint(),
    ):
        if blueprint.name not in app.blueprints:
            app.register_blueprint(blueprint)
    return app
