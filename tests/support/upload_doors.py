"""The application over a platform whose uploads have limits of the test's own."""

from dataclasses import replace

from flask import Flask

from smartland.adapters.upload_process import UploadProcess
from smartland.services.preview import Preview
from smartland.services.uploads import UploadLimits, Uploads
from smartland.web.app import create_app
from smartland.wiring import Core, Services

LIMITS = UploadLimits()


def uploads_of(core: Core, limits: UploadLimits) -> Uploads:
    """The service, as the wiring makes it."""
    folder = core.settings.data_dir / "uploads"
    preview, reader = Preview(core.harvest), UploadProcess(folder)
    return Uploads(folder, preview, core.sources, core.harvest_log, reader, limits)


def upload_app(services: Services, limits: UploadLimits = LIMITS) -> Flask:
    """The application with these limits."""
    core = replace(services.core, uploads=uploads_of(services.core, limits))
    return create_app(replace(services, core=core))
