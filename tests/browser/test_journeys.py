"""What people do on the site, done in a browser."""

from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from support.browser import MOBILE, console, resize
from support.pages import PAGES

REFUSED = "/sparql?text=this+is+no+query"


def _one(browser: Chrome, selector: str) -> WebElement:
    return browser.find_element("css selector", selector)


def _wait(browser: Chrome) -> WebDriverWait[Chrome]:
    return WebDriverWait(browser, 10)


def _focused(browser: Chrome) -> WebElement:
    return browser.switch_to.active_element


@pytest.mark.parametrize("path", PAGES)
def test_the_console_stays_silent(browser: Chrome, address: str, path: str) -> None:
    """No script error, no blocked style, no missing file."""
    browser.get(address + path)
    assert [one for one in console(browser) if path != REFUSED or "400" not in one] == []


@pytest.mark.parametrize("path", ["/", "/sparql", "/doc/need/perdite"])
def test_every_request_stays_here(browser: Chrome, address: str, path: str) -> None:
    browser.get(address + path)
    names: list[str] = browser.execute_script(
        "return performance.getEntriesByType('resource').map((one) => one.name)"
    )
    assert {urlsplit(name).netloc for name in names} == {urlsplit(address).netloc}
    assert any(name.endswith(".woff2") for name in names)


def test_from_the_search_box_to_a_partner(browser: Chrome, address: str) -> None:
    browser.get(address)
    _one(browser, "#hero-q").send_keys("sensori acqua", Keys.ENTER)
    _wait(browser).until(lambda one: "/search?q=sensori" in one.current_url)
    box = _one(browser, 'input[name="kind"][value="stakeholder"]')
    _one(browser, f'label[for="{box.get_attribute("id")}"]').click()
    _one(browser, ".sl-apply").click()
    _wait(browser).until(lambda one: "kind=stakeholder" in one.current_url)
    assert _one(browser, ".sl-hit-kind span").text == "Attore"
    browser.find_element("partial link text", "Idrosensori").click()
    assert _one(browser, "h1").text == "Idrosensori Oltrepò S.r.l."
    assert _one(browser, ".sl-contacts a").get_attribute("href") == "https://idrosensori.example/"


def test_a_filter_goes_away_with_its_chip(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/search?kind=project&corridor=corridor/water")
    _one(browser, ".sl-chip").click()
    assert urlsplit(browser.current_url).query == "corridor=corridor/water"


def test_the_language_stays_chosen(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/search?q=acqua")
    _one(browser, '.sl-languages a[lang="en"]').click()
    assert "Search results" in browser.title
    browser.get(f"{address}/privacy")
    assert _one(browser, "h1").text == "Privacy notice"


def test_the_first_tab_skips_to_the_content(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/vocabulary")
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert _focused(browser).text == "Vai al contenuto principale"
    assert _focused(browser).is_displayed()
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    assert _focused(browser).get_attribute("id") == "main"


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(browser: Chrome, address: str) -> None:
    resize(browser, MOBILE)
    browser.get(address)
    button = _one(browser, ".custom-navbar-toggler")
    button.send_keys(Keys.ENTER)
    menu = _one(browser, "#main-menu")
    _wait(browser).until(lambda one: menu.get_attribute("role") == "dialog")
    _wait(browser).until(lambda one: menu.find_element("link text", "Progetti").is_displayed())
    assert button.get_attribute("aria-expanded") == "true"
    _wait(browser).until(
        lambda one: one.execute_script("return arguments[0].contains(document.activeElement)", menu)
    )
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    _wait(browser).until(lambda one: button.get_attribute("aria-expanded") == "false")
    _wait(browser).until(lambda one: _focused(browser) == button)


def test_filters_wait_folded_on_a_phone(browser: Chrome, address: str) -> None:
    resize(browser, MOBILE)
    browser.get(f"{address}/search?q=acqua")
    assert not _one(browser, ".sl-filters fieldset").is_displayed()
    _one(browser, ".sl-filters > summary").click()
    assert _one(browser, ".sl-filters fieldset").is_displayed()


def test_an_example_query_runs_from_the_keyboard(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/sparql")
    browser.find_element("partial link text", "Chi partecipa ai progetti").click()
    query = _one(browser, "#text")
    assert "sl:participation" in str(query.get_attribute("value"))
    query.send_keys(Keys.CONTROL, Keys.ENTER)
    _wait(browser).until(lambda one: one.find_elements("css selector", "#answer tbody tr"))
    assert "3 righe" in _one(browser, "#answer").text
    assert "Comune di Varzi" in _one(browser, "#answer").text


def test_a_need_leads_to_who_might_answer_with_reasons(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/doc/need/perdite")
    first = _one(browser, ".sl-match")
    assert first.find_elements("css selector", ".sl-reasons li")
    name = first.find_element("css selector", "h3 a")
    title = name.text
    name.click()
    assert _one(browser, "h1").text == title


def test_the_identifier_can_be_copied(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/doc/need/perdite")
    browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    button = _one(browser, "[data-copy='#iri']")
    button.click()
    _wait(browser).until(lambda one: button.text == "Copiato")


def test_everything_works_without_scripts(browser: Chrome, address: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{address}/search?q=acqua")
        _one(browser, "#q").send_keys(" perdite", Keys.ENTER)
        _wait(browser).until(lambda one: "perdite" in one.current_url)
        assert browser.find_elements("css selector", ".sl-hit")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
