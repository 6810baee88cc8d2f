"""A whole platform in a temporary folder, with its real engines, and a client for its doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from smartland.settings import Settings
from smartland.web.app import create_app
from smartland.wiring import Services, open_services

BASE = "http://localhost:8000/"


@contextmanager
def running(folder: Path) -> Iterator[Services]:
    """Everything open, the steward following."""
    services = open_services(Settings(data_dir=folder, base_url=BASE, sparql_readers=1))
    services.steward.start()
    try:
        yield services
    finally:
        services.close()


def settle(services: Services) -> None:
    """Wait until both projections show everything that is written."""
    assert services.steward.wait(services.catalogue.truth.last_sequence(), 60)


def client_of(services: Services) -> FlaskClient:
    """A client; errors are answered as in production."""
    return create_app(services).test_client()
