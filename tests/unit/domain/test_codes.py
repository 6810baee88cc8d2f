"""The registers' identifiers: canonical forms and refusals."""

from collections.abc import Callable

import pytest

from smartland.domain import codes

Check = Callable[[str], str]


@pytest.mark.parametrize(
    ("check", "typed", "canonical"),
    [
        (codes.vat_number, "IT 0074311 0157", "00743110157"),
        (codes.ipa_code, " C_F205 ", "c_f205"),
        (codes.cup, "j41b 2100 0010 001", "J41B21000010001"),
        (codes.rea_number, "MI-0123456", "MI-123456"),
        (codes.ror, "https://ror.org/01nffqt88", "01nffqt88"),
        (codes.istat_code, "015146", "015146"),
        (codes.ateco_code, "62.01", "62.01"),
        (codes.pic, "999 879 881", "999879881"),
        (codes.nuts_code, "itc4c", "ITC4C"),
    ],
)
def test_canonical_form(check: Check, typed: str, canonical: str) -> None:
    assert check(typed) == canonical


@pytest.mark.parametrize(
    ("check", "typed"),
    [
        (codes.vat_number, "00743110158"),
        (codes.tax_code, "RSSMRA80A01F205X"),
        (codes.ror, "01nffqt89"),
        (codes.cup, "J41B2100001000"),
        (codes.ateco_code, "6201"),
        (codes.istat_code, "1514"),
    ],
)
def test_wrong_code_is_refused(check: Check, typed: str) -> None:
    with pytest.raises(ValueError, match=r"not a|must not"):
        check(typed)
