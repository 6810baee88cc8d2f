"""VAT numbers of participants."""

import pytest

from smartland.domain.resource import Json
from smartland_importers.cordis_tax import tax_numbers


@pytest.mark.parametrize(
    ("cell", "country", "expected"),
    [
        ("IT00816350276", "IT", {"vat": "00816350276"}),
        ("00816350276", "IT", {"vat": "00816350276"}),
        ("IT 80007010376", "IT", {"tax_code": "80007010376"}),
        ("NL811383696B01", "NL", {"identifier": ["vat:NL811383696B01"]}),
        ("EL090101655", "EL", {"identifier": ["vat:EL090101655"]}),
        ("811383696B01", "NL", {"identifier": ["vat:NL811383696B01"]}),
        ("ESQ2818014I", "ES", {"identifier": ["vat:ESQ2818014I"]}),
        ("BE 0745.750.648", "BE", {"identifier": ["vat:BE0745750648"]}),
        ("", "IT", {}),
        ("MISSING", "DE", {}),
        ("NOT APPLICABLE", "DE", {}),
        ("-", "DE", {}),
    ],
)
def test_where_a_number_goes(cell: str, country: str, expected: Json) -> None:
    assert tax_numbers(cell, country) == (expected, ())


@pytest.mark.parametrize(
    ("cell", "country"),
    [
        ("RSSMRA80A01F205X", "IT"),
        ("ITRSSMRA80A01F205X", "IT"),
        ("ES12345678Z", "ES"),
        ("12345678Z", "ES"),
        ("BG7523169263", "BG"),
        ("CZ7103192745", "CZ"),
        ("LV01017012345", "LV"),
    ],
)
def test_a_persons_number_is_neither_kept_nor_repeated(cell: str, country: str) -> None:
    document, remarks = tax_numbers(cell, country)
    assert document == {}
    assert remarks == ("vatNumber left out: it has the form of a person's number",)


@pytest.mark.parametrize(
    ("cell", "country"), [("IT00816350277", "IT"), ("?!", "DE"), ("DEX", "DE")]
)
def test_a_wrong_number_is_left_out_and_told(cell: str, country: str) -> None:
    document, remarks = tax_numbers(cell, country)
    assert document == {}
    assert remarks[0].startswith(f"vatNumber {cell!r} left out: not a ")
