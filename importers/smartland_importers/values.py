"""Values as people and portals write them: amounts, dates, links, markup."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, DecimalException
from typing import Final
from urllib.parse import quote, urlsplit

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_CURRENCY = re.compile(r"€|\beuro\b|\beur\b", re.I)
_AMOUNT = re.compile(
    r"(?P<number>[0-9][0-9 .,'\u00a0\u2009\u202f]*)\s*"
    r"(?P<times>mila|milion[ei]|mln|million|miliard[oi]|mld|billion)?\s*(?:di|of)?\s*",
    re.I,
)
_TIMES = {"mila": 3, "milion": 6, "mln": 6, "millio": 6, "miliar": 9, "mld": 9, "billio": 9}
_BLANKS = re.compile(r"[\s']+")
_MOST: Final = Decimal("1e12")

_MONTHS = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_WORDS = re.compile(r"(?:(\d{1,2})[°º]?\s+)?([a-z]{3,9})\.?\s+(\d{4})")
# characters that turn the order of letters around are allowed in no address (RFC 3987, 4.1)
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\x9f<>\"{}|^`\\\[\]\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    r"|%(?![0-9A-Fa-f]{2})"
)


@dataclass(frozen=True)
class Moment:
    """A day (``2026-05-31``) or an instant (``2026-05-31T10:00:00Z``), and what was presumed."""

    value: str
    remark: str = ""

    @property
    def day(self) -> str:
        """The day alone."""
        return self.value[:10]


def clean_line(text: str) -> str:
    """One line: blanks collapsed, characters that no text may hold taken out."""
    return " ".join(_CONTROL.sub(" ", text).split())


def clean_lines(text: str) -> str:
    """Several lines, each clean; never more than one empty line in a row, none at the ends."""
    lines = [clean_line(line) for line in text.splitlines()]
    kept = (line for at, line in enumerate(lines) if line or (at and lines[at - 1]))
    return "\n".join(kept).strip()


def shorten(text: str, limit: int) -> str:
    """The text, cut at the end of a line or word where it is longer than ``limit``."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 2]
    end = max(cut.rfind("\n"), cut.rfind(" "))
    return f"{cut[:end] if end > limit // 2 else cut} …"


def money(written: str | int | float | Decimal) -> str:
    """An amount in euros as a plain decimal: ``€ 1.500.000,00`` → ``1500000``.

    The last of two kinds of separator parts the cents; a single one before three digits parts
    thousands if it is a point (Italian texts), and is ambiguous if it is a comma. Raises
    ValueError.
    """
    try:
        amount = _amount(written) if isinstance(written, str) else Decimal(str(written))
    except DecimalException as error:  # no number, or one beyond all exponents
        raise ValueError(f"not an amount: {str(written)[:60]!r}") from error
    if not amount.is_finite() or not 0 <= amount <= _MOST:
        raise ValueError(f"not an amount between 0 and 10^12: {str(written)[:60]!r}")
    rounded = amount.quantize(Decimal("0.01"))
    whole = rounded.to_integral_value()
    return format(whole if whole == rounded else rounded, "f")


def _amount(written: str) -> Decimal:
    text = _CURRENCY.sub(" ", written).strip()
    match = _AMOUNT.fullmatch(f"{text} ")
    if not match:
        raise ValueError(f"not an amount: {written[:60]!r}")
    number = Decimal(_plain_number(_BLANKS.sub("", match["number"])))
    times = _TIMES[match["times"].lower()[:6]] if match["times"] else 0
    return number.scaleb(times)


def _plain_number(text: str) -> str:
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
        thousands = "," if decimal == "." else "."
        return text.replace(thousands, "").replace(decimal, ".")
    if comma >= 0:
        groups = re.fullmatch(r"\d{1,3}(,\d{3})+", text)
        if groups and text.count(",") == 1:
            raise ValueError(f"ambiguous: {text!r} may be thousands or decimals")
        return text.replace(",", "") if groups else text.replace(",", ".")
    return text.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", text) else text


def read_date(written: str, *, last: bool = False) -> Moment:
    """A date in ISO form, ``31/05/2026``, ``1° marzo 2026``, ``maggio 2026``.

    A month alone means its first day, or its ``last`` one. An instant with a zone becomes UTC; a
    time of day without a zone is left out, as nobody knows which one is meant. Raises ValueError.
    """
    text = clean_line(written)
    iso = _ISO.fullmatch(text)
    if iso:
        return _instant(*iso.groups())
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        day, month, year = (int(one) for one in numbers.groups())
        return Moment(_day(year + 2000 if len(numbers[3]) == 2 else year, month, day))
    words = _WORDS.fullmatch(text.casefold())
    month = _SHORT.get(words[2][:3], 0) if words else 0
    if not words or not month or not _MONTHS[month - 1].startswith(words[2]):
        raise ValueError(f"not a date: {text[:60]!r}")
    year = int(words[3])
    if words[1]:
        return Moment(_day(year, month, int(words[1])))
    day = monthrange(year, month)[1] if last else 1
    return Moment(_day(year, month, day), f"only the month is known: {text[:60]!r}")


def _instant(day: str, time: str | None, zone: str | None) -> Moment:
    whole = date.fromisoformat(day)
    value = _day(whole.year, whole.month, whole.day)
    if not time or not zone:
        return Moment(value)
    moment = datetime.fromisoformat(f"{value}T{time}{zone}").astimezone(UTC)
    return Moment(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _day(year: int, month: int, day: int) -> str:
    if not 1900 <= year <= 2200:
        raise ValueError(f"the year {year} is out of reach")
    return date(year, month, day).isoformat()


def web_link(written: str) -> str:
    """An absolute http(s) address, characters that no address may hold percent-encoded.

    Raises ValueError for anything else, relative references and credentials included.
    """
    text = written.strip()
    parts = urlsplit(text)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(f"not an absolute http(s) address: {text[:80]!r}")
    if "." not in parts.hostname or _UNSAFE.search(parts.netloc) or len(text) > 4_000:
        raise ValueError(f"not an absolute http(s) address: {text[:80]!r}")
    return _UNSAFE.sub(lambda one: quote(one[0]), text)


def unique(values: Iterable[str]) -> list[str]:
    """The values that are not empty, each one once, in order."""
    return list(dict.fromkeys(one for one in values if one))


def read_or_remark(field: str, written: str, read: Callable[[str], str], remarks: list[str]) -> str:
    """A value in the form that ``read`` gives; empty, with a remark, where it raises ValueError."""
    if not written.strip():
        return ""
    try:
        return read(written)
    except ValueError as error:
        remarks.append(f"{field} left out: {error}")
        return ""
