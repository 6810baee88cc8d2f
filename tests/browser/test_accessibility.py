"""WCAG 2.1 AA as far as a program can tell, on every sort of page, at a desk and on a phone."""

from typing import Any

import pytest
from selenium.webdriver import Chrome

from support.browser import DESKTOP, MOBILE, resize
from support.pages import PAGES

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: arguments[0] }).then((found) => done(found.violations));
"""


def _violations(browser: Chrome, axe: str) -> list[str]:
    browser.execute_script(axe)
    found: list[dict[str, Any]] = browser.execute_async_script(RUN, RULES)
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])
def test_no_violation_of_wcag(
    browser: Chrome, address: str, axe: str, path: str, size: tuple[int, int]
) -> None:
    resize(browser, size)
    browser.get(address + path)
    assert _violations(browser, axe) == []


def test_no_violation_with_the_menu_open(browser: Chrome, address: str, axe: str) -> None:
    resize(browser, MOBILE)
    browser.get(address)
    browser.find_element("css selector", ".custom-navbar-toggler").click()
    assert _violations(browser, axe) == []


def test_no_violation_in_english(browser: Chrome, address: str, axe: str) -> None:
    browser.get(f"{address}/?lang=en")
    assert browser.find_element("tag name", "html").get_attribute("lang") == "en"
    assert _violations(browser, axe) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(browser: Chrome, address: str, path: str) -> None:
    """WCAG 1.4.10: at 320 CSS pixels a page scrolls one way only."""
    resize(browser, (320, 800))
    browser.get(address + path)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
