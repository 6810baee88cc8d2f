"""Identifiers of the registers, checked as far as each register's own rule allows.

Each function takes what a person typed, gives the canonical form, or raises ValueError with the
reason in English (the Italian text lives with the field).
"""

import re

from stdnum import exceptions
from stdnum.it import codicefiscale, iva

_SPACES = re.compile(r"[\s.\-/]+")
_ATECO = re.compile(r"[0-9]{2}(\.[0-9]{1,2}(\.[0-9]{1,2})?)?")
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def _compact(text: str) -> str:
    return _SPACES.sub("", text).upper()


def vat_number(text: str) -> str:
    """Partita IVA: 11 digits, Luhn-like check digit (art. 35 DPR 633/1972)."""
    digits = _compact(text).removeprefix("IT")
    try:
        return str(iva.validate(digits))
    except exceptions.ValidationError as error:
        raise ValueError("not a valid partita IVA (11 digits, wrong check digit?)") from error


def tax_code(text: str) -> str:
    """Codice fiscale of a body: 11 digits like a partita IVA.

    The 16-character form is a person's and is refused: it would be personal data in the open.
    """
    compact = _compact(text)
    if len(compact) == 16:
        raise ValueError("a person's codice fiscale must not be published; give the body's")
    try:
        return str(codicefiscale.validate(compact))
    except exceptions.ValidationError as error:
        raise ValueError("not a valid codice fiscale of a body (11 digits)") from error


def ipa_code(text: str) -> str:
    """Code of the Indice PA: lower case, 1–20 letters, digits, ``_`` or ``-`` (IPA data sheet)."""
    code = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9_-]{1,20}", code):
        raise ValueError("not an IPA code (1 to 20 letters, digits or _)")
    return code


def cup(text: str) -> str:
    """Codice unico di progetto: 15 characters, letter + 2 digits + letter + 11 (CIPE 143/2002)."""
    code = _compact(text)
    if not re.fullmatch(r"[A-Z][0-9]{2}[A-Z][0-9]{2}[A-Z0-9]{9}", code):
        raise ValueError("not a CUP (15 characters like J41B21000010001)")
    return code


def cig(text: str) -> str:
    """Codice identificativo gara: 10 characters (ANAC)."""
    code = _compact(text)
    if not re.fullmatch(r"[A-Z0-9]{10}", code):
        raise ValueError("not a CIG (10 letters or digits)")
    return code


def rea_number(text: str) -> str:
    """REA number: province of the chamber of commerce, a dash, up to 7 digits (``MI-1234567``)."""
    match = re.fullmatch(r"([A-Z]{2})0*([0-9]{1,7})", _compact(text))
    if not match:
        raise ValueError("not a REA number (like MI-1234567)")
    return f"{match[1]}-{match[2]}"


def pic(text: str) -> str:
    """Participant identification code of the EU: 9 digits."""
    code = _compact(text)
    if not re.fullmatch(r"[0-9]{9}", code):
        raise ValueError("not a PIC (9 digits)")
    return code


def ror(text: str) -> str:
    """ROR identifier: ``0`` + 6 base-32 characters + 2 check digits (ISO/IEC 7064 mod 97-10)."""
    code = text.strip().lower().removeprefix("https://ror.org/")
    if not _ROR.fullmatch(code):
        raise ValueError("not a ROR identifier (like 01nffqt88)")
    number = 0
    for character in code[1:7]:
        number = number * 32 + _ROR_ALPHABET.index(character)
    if 98 - (number * 100 % 97) != int(code[7:]):
        raise ValueError("not a ROR identifier (its check digits are wrong)")
    return code


def istat_code(text: str) -> str:
    """ISTAT code: 2 digits a region, 3 a province, 6 a municipality."""
    code = text.strip()
    if not re.fullmatch(r"[0-9]{2}|[0-9]{3}|[0-9]{6}", code):
        raise ValueError("not an ISTAT code (2, 3 or 6 digits)")
    return code


def nuts_code(text: str) -> str:
    """NUTS code: country and up to three characters (Regulation (EC) 1059/2003)."""
    code = _compact(text)
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{0,3}", code):
        raise ValueError("not a NUTS code (like ITC4C)")
    return code


def ateco_code(text: str) -> str:
    """ATECO code with its dots (``62.01.00``); the edition is kept beside it."""
    code = text.strip()
    if not _ATECO.fullmatch(code):
        raise ValueError("not an ATECO code (like 62.01 or 62.01.00)")
    return code


def cpv_code(text: str) -> str:
    """CPV code: 8 digits and an optional check digit (Regulation (EC) 213/2008)."""
    code = text.strip()
    if not re.fullmatch(r"[0-9]{8}(-[0-9])?", code):
        raise ValueError("not a CPV code (like 72000000-5)")
    return code


def identifier(text: str) -> str:
    """Any register's identifier that has no rule of its own: 1–250 printable characters."""
    code = text.strip()
    if not 1 <= len(code) <= 250 or not code.isprintable():
        raise ValueError("not an identifier (1 to 250 printable characters)")
    return code
