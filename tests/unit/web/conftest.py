"""One site on the sample data for all tests of pages."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from smartland.web.app import create_app
from smartland.wiring import Services
from support.pages import Page, sample_site

Read = Callable[..., Page]


@pytest.fixture(scope="session")
def site_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The services below the site; read them, do not change them."""
    with sample_site(tmp_path_factory.mktemp("site")) as services:
        yield services


@pytest.fixture(scope="session")
def site(site_services: Services) -> FlaskClient:
    """A client that keeps no cookies: each page is read for the first time."""
    return create_app(site_services).test_client(use_cookies=False)


@pytest.fixture
def read(site: FlaskClient) -> Read:
    """Reads a page as a browser would; ``status`` is what it must answer."""

    def read(path: str, status: int = 200, language: str = "it") -> Page:
        headers = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": language}
        answer = site.get(path, headers=headers)
        assert answer.status_code == status, (path, answer.status, answer.text[:500])
        return Page(answer.text)

    return read
