"""A real browser, where the machine has one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from werkzeug.serving import make_server

from support.servers import free_port

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars",
    "--force-prefers-reduced-motion",
)  # fmt: skip
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: arguments[0] }).then((found) => done(found.violations));
"""
DESKTOP, MOBILE = (1280, 900), (390, 844)


def find_browser() -> tuple[str, str] | None:
    """The browser and its driver; None where one of them is missing."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@contextmanager
def open_browser(browser: str, driver: str, language: str = "it") -> Iterator[webdriver.Chrome]:
    """A headless browser that keeps its console's messages."""
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--lang={language}", f"--accept-lang={language}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield opened
    finally:
        opened.quit()


def resize(browser: webdriver.Chrome, size: tuple[int, int]) -> None:
    """Give the page exactly this room; a window cannot be narrower than 500 px."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600},
    )


def console(browser: webdriver.Chrome) -> list[str]:
    """What the console has said since this was last asked."""
    found = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [str(one["message"]) for one in found]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address at which ``app`` answers."""
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def violations(browser: webdriver.Chrome, axe: str) -> list[str]:
    """What ``axe`` (the checker's script) has against the page as it is now."""
    browser.execute_script(axe)
    found: list[dict[str, Any]] = browser.execute_async_script(RUN, RULES)
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]
