"""WCAG 2.1 AA as far as a program can tell, on every sort of page, at a desk and on a phone."""

import pytest
from selenium.webdriver import Chrome

from support.browser import DESKTOP, MOBILE, resize, violations
from support.pages import PAGES


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])
def test_no_violation_of_wcag(
    browser: Chrome, address: str, axe: str, path: str, size: tuple[int, int]
) -> None:
    resize(browser, size)
    browser.get(address + path)
    assert violations(browser, axe) == []


def test_no_violation_with_the_menu_open(browser: Chrome, address: str, axe: str) -> None:
    resize(browser, MOBILE)
    browser.get(address)
    browser.find_element("css selector", ".custom-navbar-toggler").click()
    assert violations(browser, axe) == []


def test_no_violation_in_english(browser: Chrome, address: str, axe: str) -> None:
    browser.get(f"{address}/?lang=en")
    assert browser.find_element("tag name", "html").get_attribute("lang") == "en"
    assert violations(browser, axe) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(browser: Chrome, address: str, path: str) -> None:
    """WCAG 1.4.10: at 320 CSS pixels a page scrolls one way only."""
    resize(browser, (320, 800))
    browser.get(address + path)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
