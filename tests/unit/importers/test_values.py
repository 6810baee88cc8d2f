"""Amounts, dates, links and markup as people write them."""

from decimal import Decimal
from time import process_time

import pytest

from smartland_importers.html_text import LONGEST, html_to_text, links_of
from smartland_importers.json_pages import query_of, with_query
from smartland_importers.values import (
    clean_line,
    clean_lines,
    money,
    read_date,
    read_or_remark,
    shorten,
    web_link,
)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("€ 1.500.000,00", "1500000"),
        ("1.500.000 euro", "1500000"),
        ("EUR 1 683 581", "1683581"),
        ("1\u00a0683\u00a0581,5 €", "1683581.50"),
        ("6.388.188,71", "6388188.71"),
        ("1,500,000.00", "1500000"),
        ("245310.5", "245310.50"),
        ("1.500", "1500"),
        ("37.50", "37.50"),
        ("37,5", "37.50"),
        ("1'200'000", "1200000"),
        ("2,5 milioni di euro", "2500000"),
        ("3 mln €", "3000000"),
        ("1,2 miliardi", "1200000000"),
        ("50 mila euro", "50000"),
        ("4326.4", "4326.40"),
        (8_000_000, "8000000"),
        (0.1 + 0.2, "0.30"),
        (Decimal("4261419.61"), "4261419.61"),
        ("0.0", "0"),
    ],
)
def test_an_amount(written: str | float | Decimal, amount: str) -> None:
    assert money(written) == amount


@pytest.mark.parametrize(
    "written",
    ["", "€", "gratis", "1,500", "-5", "1e400", "10 %", "1.2.3", "da 5 a 10", "9" * 20, "NaN"],
)
def test_what_is_no_certain_amount(written: str) -> None:
    with pytest.raises(ValueError, match=r"amount|ambiguous"):
        money(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-05-31", "2026-05-31"),
        ("2026-05-27T08:54:34.000", "2026-05-27"),
        ("2026-05-20T14:00:00+00:00", "2026-05-20T14:00:00Z"),
        ("2024-04-18T19:00:00.000+0200", "2024-04-18T17:00:00Z"),
        ("2024-02-29T23:30:00Z", "2024-02-29T23:30:00Z"),
        ("31/05/2026", "2026-05-31"),
        ("1/10/2025", "2025-10-01"),
        ("02/12/25", "2025-12-02"),
        ("31-05-2026", "2026-05-31"),
        ("31.05.2026", "2026-05-31"),
        ("31 maggio 2026", "2026-05-31"),
        ("1° Marzo 2026", "2026-03-01"),
        ("5 dic. 2026", "2026-12-05"),
        ("aprile 2024", "2024-04-01"),
    ],
)
def test_a_date(written: str, value: str) -> None:
    assert read_date(written).value == value


@pytest.mark.parametrize(
    "written",
    ["", "presto", "31/02/2026", "2026-13-01", "00/00/0000", "1/1/0026", "5 marte 2026", "2026"],
)
def test_what_is_no_date(written: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|year|format"):
        read_date(written)


def test_a_month_alone_has_two_ends_and_says_so() -> None:
    assert read_date("febbraio 2024", last=True).value == "2024-02-29"
    assert read_date("febbraio 2024").remark == "only the month is known: 'febbraio 2024'"
    assert read_date("1 febbraio 2024").remark == ""


@pytest.mark.parametrize(
    ("written", "link"),
    [
        (" https://example.org/a b ", "https://example.org/a%20b"),
        ("http://example.org/è?x=[1]", "http://example.org/è?x=%5B1%5D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
    ],
)
def test_a_link(written: str, link: str) -> None:
    assert web_link(written) == link


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "/it/catalogo",
        "//example.org/a",
        "ftp://example.org/",
        "https://",
        "https://user:secret@example.org/",
        "https://localhost/",
        "https://exa mple.org/",
        "mailto:a@example.org",
        "https://[::1",
    ],
)
def test_what_is_no_link(written: str) -> None:
    with pytest.raises(ValueError, match=r"address|IPv6"):
        web_link(written)


def test_text_without_control_characters() -> None:
    assert clean_line(" a\x00\tb\u2028\ud800 c\ufeff ") == "a b c"
    assert clean_lines("a \n\n\n b\x07\n") == "a\n\nb"


def test_a_long_text_is_cut_between_words() -> None:
    assert shorten("uno due tre", 11) == "uno due tre"
    assert shorten("uno due tre", 10) == "uno due …"
    assert len(shorten("x" * 50, 20)) == 20


def test_a_bad_value_leaves_a_remark() -> None:
    remarks: list[str] = []
    assert read_or_remark("budget", "tanto", money, remarks) == ""
    assert read_or_remark("budget", " ", money, remarks) == ""
    assert remarks == ["budget left out: not an amount: 'tanto'"]


def test_paragraphs_and_lists_are_lines() -> None:
    markup = (
        "<h2>Cos&egrave;</h2><p>Uno <b>due</b><br/>tre</p>\n<ul><li>a\n b</li><li>c</ul>"
        "<table><tr><td>x</td><td>y</td></tr></table>"
    )
    assert html_to_text(markup) == "Cosè\n\nUno due\ntre\n\n- a b\n\n- c\n\nx y"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<script>alert('x')</script>b", "ab"),
        ("a<SCRIPT >x</sCript >b<style>p{}</style>", "ab"),
        ("a<!-- <p>no --> b", "a b"),
        ("a<!-- open <p>no", "a"),
        ("a<svg><script>x</script></svg>b", "ab"),
        ("l&amp;#039;innovazione", "l'innovazione"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("plain\n\n\ntext", "plain\n\ntext"),
        ("R&D; &notanentity;", "R&D; ¬anentity;"),
        ("<p>a", "a"),
        ("</p></script>a", "a"),
        ('<img src=x onerror="alert(1)">a', "a"),
        (f'<img src="data:{"A" * 5000}">a', "a"),
    ],
)
def test_nothing_of_the_markup_stays(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "</",
        "<!--",
        "<!",
        "<![",
        "<a ",
        '<a href="',
        "<a b=",
        "&",
        "&#",
        "<script>",
        "<li>",
        "<?",
    ],
)
def test_broken_markup_takes_no_time(piece: str) -> None:
    start = process_time()
    html_to_text(piece * (2 * LONGEST // len(piece)))
    assert process_time() - start < 3  # 0.2 s on an idle machine; html.parser alone takes minutes


def test_links_come_out_of_markup() -> None:
    assert links_of('<a href="https://example.org/?a=1&amp;b=2">x</a>') == [
        "https://example.org/?a=1&b=2"
    ]
    assert links_of("https://example.org/") == []


def test_a_query_keeps_its_other_parameters() -> None:
    address = with_query("https://example.org/s?text=***&page=1&a=x%20y", page=2)
    assert address == "https://example.org/s?text=***&a=x+y&page=2"
    assert query_of(address) == {"text": "***", "a": "x y", "page": "2"}
