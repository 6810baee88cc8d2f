"""One browser and one site for all browser tests; they skip where there is no browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from smartland.web.app import create_app
from support.browser import DESKTOP, console, find_browser, open_browser, resize, serving
from support.pages import sample_site

AXE = Path(__file__).resolve().parents[2] / ".cache" / "browser-tests" / "axe.min.js"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample site is served."""
    folder = tmp_path_factory.mktemp("browser")
    with sample_site(folder) as services, serving(create_app(services)) as address:
        yield address


@pytest.fixture(scope="session")
def _opened() -> Iterator[Chrome]:
    found = find_browser()
    if found is None:
        pytest.skip("no browser here: install Debian's chromium and chromium-driver")
    with open_browser(*found) as browser:
        yield browser


@pytest.fixture
def browser(_opened: Chrome) -> Chrome:
    """The browser as a newcomer has it: no cookies, the size of a desk."""
    _opened.delete_all_cookies()
    resize(_opened, DESKTOP)
    console(_opened)
    return _opened


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker; an editable install fetches it together with the assets."""
    if not AXE.is_file():
        pytest.skip("no axe-core here: install with `pip install -e .`")
    return AXE.read_text(encoding="utf-8")
