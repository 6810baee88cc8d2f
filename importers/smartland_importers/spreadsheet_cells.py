"""What a person writes in a cell, as the JSON of a field; what does not fit is said in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal as Number

from smartland.domain import codes
from smartland.domain.fields import (
    Code,
    Concept,
    Date,
    Decimal,
    Email,
    Field,
    Flag,
    Integer,
    Link,
    Part,
    Point,
    Ref,
    Text,
)
from smartland.domain.resource import Json
from smartland.errors import Label
from smartland_importers import spreadsheet_texts as texts
from smartland_importers.spreadsheet_concepts import concept_iri, is_own
from smartland_importers.spreadsheet_refs import find_ref
from smartland_importers.towns import Towns

SEPARATOR = "|"
_SPLIT = re.compile(r"(?<!\\)((?:\\\\)*)[|\n]")
_SPLITTING = re.compile(r"[|\n\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ERRORS = frozenset({"#N/A", "#N/D", "#DIV/0!", "#VALUE!", "#VALORE!", "#REF!", "#RIF!"}) | {
    *("#NAME?", "#NOME?", "#NULL!", "#NULLO!", "#NUM!")
}
_FORMULA = re.compile(r"[=+\-@\t\r]")
# phone numbers and negative amounts begin alike and are none
_NUMBER = re.compile(r"[+-]?[\d\s.,()/%€-]+")
_IRI = re.compile(
    r"(?:https?://|mailto:|urn:|ftp://|tel:)"
    r"(?:%[0-9A-Fa-f]{2}|[^\x00-\x20\x7f-\x9f<>\"{}|^`\\\[\]%\ud800-\uf8ff\ufff0-\uffff\u2028\u2029])+"
)
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?:[:/?#]\S*)?")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$&'*+/=?_~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_TAIL = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.0+)?(Z|[+-]\d\d:\d\d)?")
_PLAIN = re.compile(r"(-?\d+)(?:[.,](\d+))?")
_GROUPED = re.compile(
    r"(?P<whole>-?\d{1,3}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,](?P<decimals>\d+))?"
)
_COORDINATES = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)\s*[;, ]\s*(-?\d{1,3}(?:[.,]\d+)?)")
_YES = frozenset({"si", "sì", "s", "vero", "x", "1", "yes", "y", "true"})
_NO = frozenset({"no", "n", "falso", "0", "false"})
_FISCAL = (codes.vat_number, codes.tax_code)


class BadCell(Exception):
    """A value that does not fit its column; ``message`` says what would."""

    def __init__(self, message: Label) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass
class Reading:
    """What reading the cells of a row needs, and the ``remarks`` that it leaves."""

    base: str
    towns: Towns | None = None
    remarks: list[Label] = field(default_factory=list)


def read_cell(field: Field, text: str, reading: Reading) -> Json:
    """The JSON of a cell that is not empty. Raises BadCell."""
    if text.upper() in _ERRORS:
        raise BadCell(texts.SPREADSHEET_ERROR.format(value=text))
    if _CONTROL.search(text):
        raise BadCell(texts.CONTROL)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        reading.remarks.append(texts.FORMULA.format(start=text[:1]))
    read = READ[type(field)]
    if not field.many:
        return read(field, text, reading)
    values = [read(field, one, reading) for one in split_values(text)]
    return list(dict.fromkeys(values))


def split_values(text: str) -> list[str]:
    r"""The values of a cell: parted by ``|`` or a line break; ``\|`` is a plain bar."""
    if not _SPLITTING.search(text):
        return [text]
    parts, start = [], 0
    for match in _SPLIT.finditer(text):
        parts.append(text[start : match.end() - 1])
        start = match.end()
    parts.append(text[start:])
    plain = (re.sub(r"\\([\\|])", r"\1", part).strip() for part in parts)
    return [part for part in plain if part]


def _text(field: Field, text: str, _: Reading) -> str:
    limit = field.max_length if isinstance(field, Text) else 0
    if len(text) > limit:
        raise BadCell(texts.LONG_TEXT.format(length=len(text), limit=limit))
    return text


def _code(field: Field, text: str, reading: Reading) -> str:
    if not isinstance(field, Code):
        raise TypeError(field.name)
    try:
        return field.check(text)
    except ValueError as error:
        padded = _with_zeros(field, text)
        if padded:
            reading.remarks.append(texts.ZEROS.format(code=padded))
            return padded
        raise BadCell(_not_a_code(field, error)) from error


def _with_zeros(field: Code, text: str) -> str:
    """The code with the zeros that a spreadsheet program took away from its front."""
    width = 11 if field.check in _FISCAL else 6 if field.check is codes.istat_code else 0
    if not text.isdecimal() or not width - 5 <= len(text) < width:
        return ""
    try:
        return field.check(text.zfill(width))
    except ValueError:
        return ""


def _not_a_code(field: Code, error: ValueError) -> Label:
    # the value is not repeated: it may be a person's
    reason = str(error)[:1].upper() + str(error)[1:]
    message = texts.NOT_CODE.format(label_it=field.label.it, reason=reason)
    if not field.example:
        return message
    return Label(
        it=f"{message.it} Esempio: {field.example}.", en=f"{message.en} Example: {field.example}."
    )


def _concept(field: Field, text: str, _: Reading) -> str:
    scheme = field.scheme if isinstance(field, Concept) else ""
    if is_own(scheme):
        found = concept_iri(scheme, text)
    else:
        inner = scheme if scheme.endswith("/") else f"{scheme}/"
        full = text if ":" in text else f"{inner}{text}" if _TAIL.fullmatch(text) else ""
        found = full if full.startswith(inner) and _IRI.fullmatch(full) else ""
    if not found:
        raise BadCell(texts.NOT_CONCEPT.format(value=text[:60], scheme=scheme))
    return found


def _ref(field: Field, text: str, reading: Reading) -> str:
    kinds = field.kinds if isinstance(field, Ref) else ()
    found = find_ref(kinds, text, reading.base, reading.towns)
    if not found:
        message = texts.NOT_PLACE if "territory" in kinds else texts.NOT_REF
        raise BadCell(message.format(value=text[:60], kinds=", ".join(kinds)))
    return found


def _link(_: Field, text: str, reading: Reading) -> str:
    if not _IRI.fullmatch(text) and _DOMAIN.fullmatch(text) and "@" not in text:
        text = f"https://{text}"
        reading.remarks.append(texts.SCHEME_ADDED.format(address=text))
    if len(text) > 4_000 or not _IRI.fullmatch(text):
        raise BadCell(texts.NOT_LINK)
    return text


def _email(_: Field, text: str, __: Reading) -> str:
    address = text.removeprefix("mailto:")
    if not _EMAIL.fullmatch(address):
        raise BadCell(texts.NOT_EMAIL)
    return address


def _amount(text: str, message: Label) -> str:
    """A number with a point for its decimals: ``€ 1.250,50`` → ``1250.50``.

    Raises BadCell with ``message`` for what is none, and for ``1.250``, which is one number in
    Italian and another in English.
    """
    bare = re.sub(r"[\s€'’]|EUR(?:O)?\b", "", text, flags=re.I)
    plain, grouped = _PLAIN.fullmatch(bare), _GROUPED.fullmatch(bare)
    if plain and plain[2] and len(plain[2]) == 3 and grouped and plain[1].lstrip("-")[0] != "0":
        whole, point = plain[1] + plain[2], f"{plain[1]}.{plain[2]}"
        raise BadCell(texts.AMBIGUOUS_NUMBER.format(plain=whole, point=point))
    if plain:
        return f"{plain[1]}.{plain[2]}" if plain[2] else plain[1]
    if not grouped:
        raise BadCell(message)
    whole = grouped["whole"].replace(grouped["mark"], "")
    return f"{whole}.{grouped['decimals']}" if grouped["decimals"] else whole


def _integer(field: Field, text: str, _: Reading) -> int:
    low, high = (field.low, field.high) if isinstance(field, Integer) else (0, 0)
    message = texts.NOT_INTEGER.format(low=low, high=high)
    amount = re.sub(r"\.0+$", "", _amount(text, message))
    if not re.fullmatch(r"-?\d{1,18}", amount) or not low <= int(amount) <= high:
        raise BadCell(message)
    return int(amount)


def _decimal(field: Field, text: str, _: Reading) -> str:
    low, high = (field.low, field.high) if isinstance(field, Decimal) else ("0", "0")
    message = texts.NOT_DECIMAL.format(low=low, high=high)
    amount = _amount(text, message)
    fits = re.fullmatch(r"-?\d{1,20}(\.\d{1,10})?", amount)
    if not fits or not Number(low) <= Number(amount) <= Number(high):
        raise BadCell(message)
    return amount


def _date(_: Field, text: str, __: Reading) -> str:
    found = _DAY.fullmatch(text)
    if found:
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    instant = _INSTANT.fullmatch(text)
    try:
        if not instant:
            return date.fromisoformat(text).isoformat() if len(text) == 10 else _no_date()
        if not instant[4]:
            # spreadsheet programs have midnight for a day; any other time has no zone
            return instant[1] if instant[2] == "00:00" else _no_date(texts.NO_ZONE)
        moment = f"{instant[1]}T{instant[2]}{instant[3] or ':00'}{instant[4]}"
        datetime.fromisoformat(moment)
    except ValueError as error:
        raise BadCell(texts.NOT_DATE) from error
    return moment


def _no_date(message: Label = texts.NOT_DATE) -> str:
    raise BadCell(message)


def _flag(_: Field, text: str, __: Reading) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise BadCell(texts.NOT_FLAG)


def _point(_: Field, text: str, __: Reading) -> dict[str, float]:
    found = _COORDINATES.fullmatch(text)
    if not found:
        raise BadCell(texts.NOT_POINT)
    lat, lon = (float(one.replace(",", ".")) for one in found.groups())
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadCell(texts.NOT_POINT)
    return {"lat": lat, "lon": lon}


def _part(field: Field, _: str, __: Reading) -> Json:
    raise BadCell(texts.IS_PART.format(name=field.name))


READ: dict[type[Field], Callable[[Field, str, Reading], Json]] = {
    Text: _text,
    Code: _code,
    Concept: _concept,
    Ref: _ref,
    Link: _link,
    Email: _email,
    Integer: _integer,
    Decimal: _decimal,
    Date: _date,
    Flag: _flag,
    Point: _point,
    Part: _part,
}
"""How each field type takes one value of a cell."""
