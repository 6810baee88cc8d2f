"""How numbers, money, days and links are written on a page."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

MONTHS = {
    "it": (
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
        "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_LINKABLE = ("http", "https", "mailto", "tel")


def number(value: int | str, language: str) -> str:
    """A whole or decimal number with the language's separators; what is no number stays as is."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    text = f"{exact:,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "it" else text


def money(value: str, language: str) -> str:
    """An amount in euros; cents only where there are any."""
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return value
    text = number(f"{exact:.2f}" if exact % 1 else f"{exact:.0f}", language)
    return f"{text} €" if language == "it" else f"€{text}"


def day(value: str, language: str) -> str:
    """``2026-05-31`` (or an instant) as ``31 maggio 2026``; what is no date stays as it is."""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    first = "1º" if language == "it" and when.day == 1 else str(when.day)
    return f"{first} {MONTHS[language][when.month - 1]} {when.year}"


def moment(value: datetime, language: str) -> str:
    """An instant in UTC to the minute."""
    when = value.astimezone(UTC) if value.tzinfo else value
    return f"{day(when.date().isoformat(), language)}, {when:%H:%M} UTC"


def safe_link(address: str) -> str:
    """``address`` if a browser may follow it, else an empty text: data never become scripts."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in _LINKABLE or (parts.scheme.startswith("http") and not parts.netloc):
        return ""
    return address.strip()


def bare_address(address: str) -> str:
    """A web address as people read it: without its scheme and its last slash."""
    for start in ("https://", "http://", "mailto:", "tel:"):
        if address.startswith(start):
            return address.removeprefix(start).rstrip("/")
    return address
