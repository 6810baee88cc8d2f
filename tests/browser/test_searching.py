"""Search as people do it: type, choose, filter, look at the map, go back."""

from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from support.browser import DESKTOP, MOBILE, console, resize, violations

MAP = "/search?view=map&kind=stakeholder&kind=need&kind=project"


def _one(browser: Chrome, selector: str) -> WebElement:
    return browser.find_element("css selector", selector)


def _all(browser: Chrome, selector: str) -> list[WebElement]:
    return browser.find_elements("css selector", selector)


def _wait(browser: Chrome) -> WebDriverWait[Chrome]:
    return WebDriverWait(browser, 10)


def _asked(browser: Chrome) -> dict[str, list[str]]:
    return parse_qs(urlsplit(browser.current_url).query)


def _type(browser: Chrome, box: WebElement, text: str) -> None:
    box.send_keys(text)
    _wait(browser).until(lambda _: box.get_attribute("aria-expanded") == "true")


def _active(browser: Chrome, box: WebElement) -> WebElement:
    return browser.find_element("id", str(box.get_attribute("aria-activedescendant")))


def test_from_a_suggestion_over_filters_and_back(browser: Chrome, address: str) -> None:
    browser.get(address)
    box = _one(browser, "#hero-q")
    _type(browser, box, "acqued")
    box.send_keys(Keys.ARROW_DOWN)
    word = _active(browser, box).get_attribute("data-text")
    assert str(word).startswith("acqued")
    box.send_keys(Keys.ENTER)
    _wait(browser).until(lambda one: urlsplit(one.current_url).path == "/search")
    assert _asked(browser) == {"q": [word]}
    kind = _one(browser, 'input[name="kind"][value="project"]')
    _one(browser, f'label[for="{kind.get_attribute("id")}"]').click()
    _one(browser, ".sl-apply button").click()
    _wait(browser).until(lambda one: "kind=project" in one.current_url)
    assert _asked(browser)["q"] == [word]
    count = len(_all(browser, ".sl-hit"))
    _one(browser, ".sl-hit-title a").click()
    _wait(browser).until(lambda one: "/doc/project/" in one.current_url)
    browser.back()
    _wait(browser).until(lambda one: "kind=project" in one.current_url)
    assert _one(browser, 'input[name="kind"][value="project"]').is_selected()
    assert _one(browser, "#q").get_attribute("value") == word
    assert len(_all(browser, ".sl-hit")) == count
    assert console(browser) == []


def test_going_back_shows_the_filters_of_that_list(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/search?q=acqua")
    kind = _one(browser, 'input[name="kind"][value="need"]')
    _one(browser, f'label[for="{kind.get_attribute("id")}"]').click()
    _one(browser, ".sl-apply button").click()
    _wait(browser).until(lambda one: "kind=need" in one.current_url)
    browser.back()
    _wait(browser).until(lambda one: "kind=need" not in one.current_url)
    _wait(browser).until_not(
        lambda one: one.find_elements("css selector", 'input[name="kind"]:checked')
    )
    assert _asked(browser) == {"q": ["acqua"]}


def test_suggestions_keep_to_the_kinds_that_are_chosen(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/search?kind=project")
    box = _one(browser, "#q")
    _type(browser, box, "acqued")
    notes = [str(one.text) for one in _all(browser, "[role=option] .sl-suggest-note")]
    assert any(notes)
    assert all("progett" in one.lower() and "," not in one for one in notes if one), notes
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    _wait(browser).until(lambda one: "q=acqued" in one.current_url)
    assert _asked(browser)["kind"] == ["project"]
    assert _all(browser, ".sl-hit")


def test_keys_move_among_suggestions(browser: Chrome, address: str) -> None:
    browser.get(address)
    box = _one(browser, "#hero-q")
    _type(browser, box, "acq")
    options = [one.get_attribute("id") for one in _all(browser, "[role=option]")]
    assert len(options) > 2
    assert box.get_attribute("aria-activedescendant") is None
    for key, place in (
        (Keys.ARROW_DOWN, 0), (Keys.ARROW_DOWN, 1), (Keys.END, -1), (Keys.ARROW_DOWN, 0),
        (Keys.ARROW_UP, -1), (Keys.HOME, 0),
    ):  # fmt: skip
        box.send_keys(key)
        assert _active(browser, box).get_attribute("id") == options[place]
        chosen = _all(browser, '[role=option][aria-selected="true"]')
        assert [one.get_attribute("id") for one in chosen] == [options[place]]
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.get_attribute("value") == "acq"


def test_enter_without_a_choice_searches_what_was_typed(browser: Chrome, address: str) -> None:
    browser.get(address)
    box = _one(browser, "#hero-q")
    _type(browser, box, "acq")
    box.send_keys(Keys.ENTER)
    _wait(browser).until(lambda one: urlsplit(one.current_url).path == "/search")
    assert _asked(browser) == {"q": ["acq"]}


def test_a_record_is_one_click_away_on_every_page(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/vocabulary")
    box = _one(browser, "#header-q")
    _type(browser, box, "acquedotto intell")
    record = _one(browser, "[role=option][data-href]")
    assert "Acquedotto intelligente" in record.text
    record.click()
    _wait(browser).until(lambda one: "/doc/project/cup-" in one.current_url)
    assert _one(browser, "h1").text == "Acquedotto intelligente"


def test_the_number_of_suggestions_is_announced(browser: Chrome, address: str) -> None:
    browser.get(address)
    box = _one(browser, "#hero-q")
    _type(browser, box, "acqued")
    said = _one(browser, '.sl-search [role="status"]')
    count = len(_all(browser, "[role=option]"))
    assert str(said.get_attribute("textContent")).startswith(f"{count} suggeriment")
    box.send_keys("zzzz")
    _wait(browser).until(lambda _: said.get_attribute("textContent") == "Nessun suggerimento")
    assert box.get_attribute("aria-expanded") == "false"


def test_a_circle_of_the_map_filters(browser: Chrome, address: str) -> None:
    browser.get(address + MAP)
    circle = _all(browser, ".sl-map svg a circle")[-1].find_element("xpath", "..")
    name = str(circle.find_element("css selector", "title").get_attribute("textContent"))
    circle.click()
    _wait(browser).until(lambda one: "in=territory" in one.current_url)
    assert _asked(browser)["view"] == ["map"]
    assert name.partition(":")[0] in _one(browser, ".sl-chips").text


def test_a_rectangle_is_drawn_and_searched(browser: Chrome, address: str) -> None:
    browser.get(address + MAP)
    map_, button = _one(browser, ".sl-map svg"), _one(browser, "[data-map-draw]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    chain = ActionChains(browser).move_to_element_with_offset(map_, -60, -50).click_and_hold()
    chain.move_by_offset(90, 70).release().perform()
    assert button.get_attribute("aria-pressed") == "false"
    sides = {
        name: float(str(_one(browser, f"#box-{name}").get_attribute("value")))
        for name in ("south", "west", "north", "east")
    }
    assert sides["south"] < sides["north"]
    assert sides["west"] < sides["east"]
    _one(browser, ".sl-box .btn-primary").click()
    _wait(browser).until(lambda one: "south=" in one.current_url)
    assert float(_asked(browser)["east"][0]) == sides["east"]
    assert _one(browser, ".sl-map-frame").is_displayed()
    assert console(browser) == []


def test_a_tree_opens_without_scripts(browser: Chrome, address: str) -> None:
    resize(browser, (1280, 2000))  # all of it in sight: nothing has to be scrolled
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{address}/search")
        province = _one(browser, '#filter-in input[value="territory/istat-018"]')
        label = _one(browser, f'label[for="{province.get_attribute("id")}"]')
        assert not label.is_displayed()
        _one(browser, "#filter-in .sl-inside > summary").click()
        assert label.is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])
def test_no_violation_of_wcag_with_suggestions_open(
    browser: Chrome, address: str, axe: str, size: tuple[int, int]
) -> None:
    resize(browser, size)
    browser.get(address)
    box = _one(browser, "#hero-q")
    _type(browser, box, "acq")
    box.send_keys(Keys.ARROW_DOWN)
    assert violations(browser, axe) == []


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])
def test_no_violation_of_wcag_with_every_filter_open(
    browser: Chrome, address: str, axe: str, size: tuple[int, int]
) -> None:
    resize(browser, size)
    browser.get(f"{address}/search?q=acqua&in=territory/istat-018")
    browser.execute_script(
        "for (const one of document.querySelectorAll('details')) one.open = true"
    )
    assert violations(browser, axe) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= size[0]
