"""Fixtures that several rooms of the tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from smartland.ports.harvests import Source
from smartland.wiring import Services
from support.platform import client_of, running, settle


@pytest.fixture(scope="session")
def demo_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One platform with the vocabularies and the demonstration; read it, do not change it."""
    with running(tmp_path_factory.mktemp("demo")) as services:
        services.core.load_vocabularies()
        run = services.core.harvest.run(Source("demo", "demo", "packaged"))
        assert run.state == "done", run.message
        settle(services)
        yield services


@pytest.fixture(scope="session")
def demo(demo_services: Services) -> FlaskClient:
    """A client of that platform."""
    return client_of(demo_services)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An empty platform of one's own."""
    with running(tmp_path) as services:
        yield services


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """A client of it."""
    return client_of(services)


@pytest.fixture
def bearer(services: Services) -> dict[str, str]:
    """Headers that may write to it."""
    return {"Authorization": f"Bearer {services.core.tokens.create('tester')}"}
