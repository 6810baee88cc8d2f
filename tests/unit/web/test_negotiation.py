"""Which media type and which language a request gets (RFC 9110 §12)."""

import pytest
from flask import Flask, Request, request

from smartland.errors import NotAcceptable
from smartland.web.negotiation import best_type, language, media_type, wants_page

HTML, JSON, LD, TURTLE = "text/html", "application/json", "application/ld+json", "text/turtle"
OFFERED = (HTML, JSON, LD, TURTLE)
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
APP = Flask(__name__)


def requested(path: str = "/", **headers: str) -> Request:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with APP.test_request_context(path, headers=given):
        return request._get_current_object()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("", HTML),
        ("  ", HTML),
        ("*/*", HTML),
        (CHROMIUM, HTML),
        ("text/turtle", TURTLE),
        ("TEXT/Turtle", TURTLE),
        ("text/turtle;charset=utf-8", TURTLE),
        ("text/turtle ; charset=utf-8 ; q=0.3", TURTLE),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', LD),
        ('application/ld+json;profile="a,text/html;b";q=0.2, application/json;q=0.1', LD),
        ("application/*", JSON),
        ("text/*", HTML),
        ("text/html;q=0.2, text/turtle;q=0.9", TURTLE),
        ("text/turtle;q=0.5, application/json;q=0.5", JSON),
        ("*/*;q=0.1, text/turtle", TURTLE),
        ("text/*;q=0.9, text/html;q=0.1", TURTLE),
        ("text/html;q=0, */*", JSON),
        ("text/turtle;q=7", TURTLE),
        ("image/png, text/turtle;Q=0.1", TURTLE),
        ("text/turtle;q=0", ""),
        ("*/*;q=0", ""),
        ("text/turtle;q=nan", ""),
        ("text/turtle;q=-1", ""),
        ("text/turtle;q=none", ""),
        ("image/png", ""),
        ("turtle", ""),
        (",;,;=", ""),
    ],
)
def test_the_best_type_is_the_one_that_is_wanted_most(accept: str, best: str) -> None:
    assert best_type(accept, OFFERED) == best


@pytest.mark.parametrize("junk", ['"\\' * 30_000, '"' * 60_000, "a/b," * 20_000, ";" * 60_000])
def test_a_hostile_header_is_read_at_once(junk: str) -> None:
    assert best_type(f"text/turtle, {junk}", OFFERED) == TURTLE


def test_what_is_not_offered_is_not_acceptable_and_names_what_is() -> None:
    with pytest.raises(NotAcceptable, match=TURTLE):
        media_type(requested(Accept="image/png"), OFFERED)


def test_without_an_accept_header_the_first_is_given() -> None:
    assert media_type(requested(), OFFERED) == HTML


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (CHROMIUM, True),
        (HTML, True),
        ("*/*", False),
        ("", False),
        (JSON, False),
        ("application/json, text/html;q=0.9", False),
        ("text/html, application/json", False),
        ("text/html;q=0", False),
    ],
)
def test_a_page_is_for_those_who_want_html_more_than_json(accept: str, *, page: bool) -> None:
    assert wants_page(requested(Accept=accept)) is page


@pytest.mark.parametrize(
    ("path", "headers", "found"),
    [
        ("/", {}, "it"),
        ("/", {"Accept_Language": "en"}, "en"),
        ("/", {"Accept_Language": "en-GB,en;q=0.9"}, "en"),
        ("/", {"Accept_Language": "de"}, "it"),
        ("/", {"Accept_Language": "de, en;q=0.2"}, "en"),
        ("/", {"Accept_Language": "*;q=x, ,,;"}, "it"),
        ("/", {"Accept_Language": "it", "Cookie": "lang=en"}, "en"),
        ("/", {"Cookie": "lang=xx"}, "it"),
        ("/?lang=en", {"Accept_Language": "it", "Cookie": "lang=it"}, "en"),
        ("/?lang=xx", {"Accept_Language": "en"}, "en"),
    ],
)
def test_the_language_is_asked_for_by_address_cookie_or_header(
    path: str, headers: dict[str, str], found: str
) -> None:
    assert language(requested(path, **headers)) == found
