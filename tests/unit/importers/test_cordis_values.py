"""How CORDIS files write values."""

import pytest

from smartland_importers.cordis_values import (
    amount,
    codes,
    day,
    is_nothing,
    is_unknown,
    keywords,
    line,
    point,
    prose,
    repaired,
    stamp,
    web_address,
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1499998", "1499998"),
        ("1499998.0", "1499998"),
        ("183454.8", "183454.80"),
        ("89000000.11", "89000000.11"),
        ("0", "0"),
        ("007", "7"),
        ("1299816,25", "1299816.25"),
        ("EUR 1 683 581", "1683581"),
        ("EUR 13 799 999,35", "13799999.35"),
        ("€ 1.683.581,50", "1683581.50"),
        ("1,683,581.5", "1683581.50"),
        ("1.683.581", "1683581"),
        ("1\u00a0683\u202f581", "1683581"),
        ("1234,567", "1234.57"),
        ("0.567", "0.57"),
        ("1.00146e+06", "1001460"),
    ],
)
def test_amounts(cell: str, expected: str) -> None:
    assert amount(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["", "NA", "-5", "1.234", "1,234", "1.2.3", "12.34.567", "1,2.3,4", "9" * 30, "1e99", "EUR"],
)
def test_what_is_no_amount_or_may_be_two(cell: str) -> None:
    with pytest.raises(ValueError, match=r"amount|decimals|billion"):
        amount(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-02-01", "2024-02-01"),
        ("2024-02-01 00:00:00", "2024-02-01"),
        ("2016-12-31, closed project |", "2016-12-31"),
        ("31/12/2016", "2016-12-31"),
        ("01.02.2015", "2015-02-01"),
    ],
)
def test_days(cell: str, expected: str) -> None:
    assert day(cell) == expected


@pytest.mark.parametrize("cell", ["", "NA", "2016-13-01", "31/31/2016", "soon", "2016"])
def test_what_is_no_day(cell: str) -> None:
    with pytest.raises(ValueError, match=r"date|range|month|day"):
        day(cell)


def test_stamps_compare_as_times_do() -> None:
    cells = ("", "2023-12-26 14:40:12", "2023-12-26 9:00", "2025-02-24T17:23:14", "nonsense")
    assert [stamp(one) for one in cells] == [
        "",
        "2023-12-26 14:40:12",
        "",
        "2025-02-24 17:23:14",
        "",
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("51.9863279,5.6679366", {"lat": 51.9863279, "lon": 5.6679366}),
        ("(45.46, -9.19)", {"lat": 45.46, "lon": -9.19}),
        ("[45.46 9]", {"lat": 45.46, "lon": 9.0}),
    ],
)
def test_positions(cell: str, expected: dict[str, float]) -> None:
    assert point(cell) == expected


@pytest.mark.parametrize("cell", ["", "0,0", "91,5", "45,181", "45", "45,9,1", "a,b"])
def test_what_is_no_position(cell: str) -> None:
    with pytest.raises(ValueError, match="position"):
        point(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("http://www.wageningenur.nl/nl.htm", "http://www.wageningenur.nl/nl.htm"),
        (" www.mpg.de ", "http://www.mpg.de"),
        ("https://a.eu/x y", "https://a.eu/x%20y"),
    ],
)
def test_addresses_on_the_web(cell: str, expected: str) -> None:
    assert web_address(cell) == expected


@pytest.mark.parametrize("cell", ["", "none yet", "javascript:alert(1)", "ftp://a.eu", "x@a.eu"])
def test_what_is_no_address(cell: str) -> None:
    with pytest.raises(ValueError, match="address"):
        web_address(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("M√ºnster", "Münster"),
        ("O√ú Skeleton Technologies", "OÜ Skeleton Technologies"),
        ("52¬∞North", "52°North"),
        ("ŒöŒùŒú", "ΚΝΜ"),
        ("GEPACK ‚Äì EMPRESA", "GEPACK – EMPRESA"),
        ("MÃ¼nster", "Münster"),
        ("UniversitÃ\xa0 degli Studi", "Università degli Studi"),
        # sound texts stay
        ("CAFÉ–BAR", "CAFÉ–BAR"),
        ("Università “È”", "Università “È”"),
        ("√2 and Ω", "√2 and Ω"),
        ("ÎLE-DE-FRANCE", "ÎLE-DE-FRANCE"),
        ("Ω≈√", "Ω≈√"),
    ],
)
def test_wrong_readings_of_utf_8_are_undone(cell: str, expected: str) -> None:
    assert repaired(cell) == expected


def test_lines_are_clean() -> None:
    assert line(" A &amp; B\u0000\n C\u202e ") == "A & B C"
    assert line("Marie Sk?odowska-Curie (IF)") == "Marie Skłodowska-Curie (IF)"
    assert line("\ud800x") == "x"


def test_prose_keeps_lines_and_loses_quotes_around_the_whole() -> None:
    assert prose("one\r\n\r\n\r\n two  three") == "one\n\ntwo three"
    assert prose('"The ""large"" one"') == 'The "large" one'
    assert prose('"A" and "B"') == '"A" and "B"'


def test_keywords_by_the_separator_that_is_there() -> None:
    assert keywords("a, b;c ; C") == ["a, b", "c"]
    assert keywords("sulfur, Arctic,, n/a, sulfur.") == ["sulfur", "Arctic"]


def test_several_codes_in_a_cell() -> None:
    assert codes("ERC-2023-STG; ERC-2023-STG,X-1") == ["ERC-2023-STG", "X-1"]


def test_nothing_and_unknown() -> None:
    assert is_nothing(" NULL ")
    assert not is_nothing("NA")  # Namibia
    assert is_unknown("NA")
    assert is_unknown("NotApplicable")
    assert not is_unknown("NAN" * 9)
