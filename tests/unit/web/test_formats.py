"""How numbers, money, days and links are written."""

from datetime import UTC, datetime

import pytest

from smartland.web.pages import formats


@pytest.mark.parametrize(
    ("value", "italian", "english"),
    [
        ("1250000", "1.250.000 €", "€1,250,000"),
        ("4500000.50", "4.500.000,50 €", "€4,500,000.50"),
        ("0", "0 €", "€0"),
        ("molto", "molto", "molto"),
    ],
)
def test_money_has_the_separators_of_the_language(value: str, italian: str, english: str) -> None:
    assert (formats.money(value, "it"), formats.money(value, "en")) == (italian, english)


def test_numbers_have_the_separators_of_the_language() -> None:
    assert formats.number(1234567, "it") == "1.234.567"
    assert formats.number("1234.5", "en") == "1,234.5"


@pytest.mark.parametrize(
    ("value", "italian", "english"),
    [
        ("2026-05-31", "31 maggio 2026", "31 May 2026"),
        ("2026-03-01", "1º marzo 2026", "1 March 2026"),
        ("2026-05-31T10:00:00Z", "31 maggio 2026", "31 May 2026"),
        ("prima o poi", "prima o poi", "prima o poi"),
    ],
)
def test_days_are_written_out(value: str, italian: str, english: str) -> None:
    assert (formats.day(value, "it"), formats.day(value, "en")) == (italian, english)


def test_an_instant_says_its_zone() -> None:
    assert (
        formats.moment(datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "en") == "2 January 2026, 03:04 UTC"
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example/",
        "https://",
        "http://[bad",
        "urn:x:y",
        "",
    ],
)
def test_what_a_browser_must_not_follow_is_no_link(address: str) -> None:
    assert formats.safe_link(address) == ""


@pytest.mark.parametrize(
    "address", ["https://a.example/x?y=1", "http://a.example", "mailto:a@b.example", "tel:+39021"]
)
def test_what_a_browser_may_follow_is_a_link(address: str) -> None:
    assert formats.safe_link(address) == address


def test_addresses_are_read_without_scheme_and_last_slash() -> None:
    assert formats.bare_address("https://a.example/") == "a.example"
    assert formats.bare_address("mailto:a@b.example") == "a@b.example"
