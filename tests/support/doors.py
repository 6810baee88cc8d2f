"""The doors over one platform with the vocabularies and the sample: read it, do not change it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from smartland.web.app import create_app
from smartland.wiring import Services
from support.pages import sample_site


@pytest.fixture(scope="session")
def sample_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The services behind the doors."""
    with sample_site(tmp_path_factory.mktemp("doors")) as services:
        yield services


@pytest.fixture(scope="session")
def sample(sample_services: Services) -> FlaskClient:
    """A client that keeps no cookies."""
    return create_app(sample_services).test_client(use_cookies=False)


@pytest.fixture(scope="session")
def sample_bearer(sample_services: Services) -> dict[str, str]:
    """Headers that may write; only what is refused is sent with them."""
    return {"Authorization": f"Bearer {sample_services.core.tokens.create('tester')}"}
