"""VAT numbers of participants: which register they belong to, and whether they name a person."""

import re

from smartland.domain.codes import tax_code, vat_number
from smartland.domain.resource import Json
from smartland_importers.cordis_values import is_unknown

_NOISE = re.compile(r"[\s.\-/]+")
_NUMBER = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,14}")
_ITALIAN_PERSON = re.compile(
    r"(IT)?[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]"
)
# where the form of a number tells people from firms (European Commission, VIES: structures of
# VAT identification numbers): DNI and NIE, EGN, rodné číslo, personas kods
_PERSONS = re.compile(r"ES(\d{8}[A-Z]|[XYZ]\d{7}[A-Z])|BG\d{10}|CZ\d{9,10}|LV[0-3]\d{10}")


def tax_numbers(cell: str, country: str) -> tuple[dict[str, Json], tuple[str, ...]]:
    """The fields that a VAT number fills, and remarks on what was left out.

    An Italian number whose check digit is right is the partita IVA, or, where it begins with 8 or
    9 as only codici fiscali of bodies without a partita IVA do (DM 23 December 1976), the codice
    fiscale. Others go under ``vat:`` with their country. A person's number is never kept.
    """
    text = _NOISE.sub("", cell).upper()
    if is_unknown(text):
        return {}, ()
    if _ITALIAN_PERSON.fullmatch(text) or _PERSONS.fullmatch(_with_country(text, country)):
        return {}, ("vatNumber left out: it has the form of a person's number",)
    if text.startswith("IT") or (country == "IT" and text.isdecimal()):
        return _italian(text.removeprefix("IT"), cell)
    number = _with_country(text, country)
    if not _NUMBER.fullmatch(number) or not any(one.isdecimal() for one in number):
        return {}, (f"vatNumber {cell[:40]!r} left out: not a VAT number",)
    return {"identifier": [f"vat:{number}"]}, ()


def _with_country(text: str, country: str) -> str:
    return text if text[:2].isalpha() else f"{country}{text}"


def _italian(digits: str, cell: str) -> tuple[dict[str, Json], tuple[str, ...]]:
    try:
        if digits[:1] in ("8", "9"):
            return {"tax_code": tax_code(digits)}, ()
        return {"vat": vat_number(digits)}, ()
    except ValueError as error:
        return {}, (f"vatNumber {cell[:40]!r} left out: {error}",)
