"""How CORDIS files write values, and what is meant: amounts, days, positions, addresses, texts."""

import html
import re
from decimal import ROUND_HALF_UP, Decimal

from smartland_importers.mojibake import repair
from smartland_importers.values import clean_line, clean_lines, read_date, web_link

NOTHING = frozenset({"", "null", "none", "nan"})
"""What exports write, in any case, where there is no value."""
UNKNOWN = NOTHING | frozenset({"na", "n/a", "-", "missing", "notapplicable", "not applicable"})
"""What stands for no value, too, where a number, a day or a code is expected; as text it may be a
name, and as a country ``NA`` is Namibia."""

_CENT = Decimal("0.01")
_LARGEST = 11  # the power of ten of the first digit
_PLAIN = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")
_AMOUNT = re.compile(r"[+-]?\d[\d.,]*(?:e[+-]?\d{1,2})?", re.I)
_CURRENCY = re.compile(r"\b(?:EUR|euros?)\b|€", re.I)
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_TIME = re.compile(r"\d\d:\d\d:\d\d")
_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_POINT = re.compile(rf"[(\[]?\s*({_NUMBER})\s*[,; ]\s*({_NUMBER})\s*[)\]]?")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});", re.I)
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FOREIGN = re.compile(r"[^\x00-\x7f]{2,}")
# letters and the punctuation of texts: what a run of wrongly decoded characters may turn into
_MEANT = re.compile(r"[\u00a0-\u024f\u0370-\u052f\u1e00-\u1eff\u2010-\u2044\u20ac\u2122]+")
_WINDOWS = re.compile("[ÂÃÄÅÎÏÐÑâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_SEPARATOR = re.compile(r"[;|\n]")
LONGEST_KEYWORD = 200
LOST_LETTER = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])")
# the name of the fellowships, in a thousand titles of topics
_KNOWN_NAMES = {"Sk?odowska": "Skłodowska"}

NOT_AMOUNT = "not an amount"
UNCLEAR = "a single separator before three digits: thousands or decimals?"


def is_nothing(cell: str) -> bool:
    """True for an empty cell and what exports write for one."""
    return len(cell) < 20 and cell.strip().lower() in NOTHING


def is_unknown(cell: str) -> bool:
    """True where a number, a day or a code is said to be missing."""
    return len(cell) < 20 and cell.strip().lower() in UNKNOWN


def amount(cell: str) -> str:
    """Euros as ``1683581`` or ``1683581.50``; ``EUR 1 683 581``, ``1.683.581,5`` are read.

    Rounded to cents, so that ``50000``, ``50000.0`` and ``50 000,00`` are the same. Raises
    ValueError for a negative amount, and where thousands and decimals cannot be told apart: the
    files of one programme write both ``1.234`` and ``1,234`` for something else.
    """
    simple = _PLAIN.fullmatch(cell)
    if simple:
        cents = (simple[2] or "").ljust(2, "0")
        return f"{int(simple[1])}" if cents == "00" else f"{int(simple[1])}.{cents}"
    plain = "".join(_CURRENCY.sub("", cell).split()).replace("'", "")
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(NOT_AMOUNT)
    given = Decimal(_with_point(plain))
    if given < 0:
        raise ValueError("a negative amount")
    if given.adjusted() > _LARGEST:
        raise ValueError("more than a thousand billion")
    value = given.quantize(_CENT, ROUND_HALF_UP)
    whole = value.to_integral_value()
    return str(whole) if whole == value else str(value)


def _with_point(text: str) -> str:
    """The number with a point for decimals and nothing between thousands."""
    marks = [one for one in text if one in ".,"]
    if not marks:
        return text
    last = marks[-1]
    if len(set(marks)) == 2:  # 1.683.581,50: the last one parts the decimals
        if marks.count(last) > 1:
            raise ValueError(NOT_AMOUNT)
        return text.replace("," if last == "." else ".", "").replace(last, ".")
    if len(marks) > 1:
        if not _GROUPS.fullmatch(text):
            raise ValueError(NOT_AMOUNT)
        return text.replace(last, "")
    # 1234,567 can only be decimals; so can 0,567
    if _GROUPS.fullmatch(text) and not text.startswith("0"):
        raise ValueError(UNCLEAR)
    return text.replace(",", ".")


def day(cell: str) -> str:
    """A day, ISO: ``2016-12-31``, ``2016-12-31, closed project |``, ``31/12/2016``.

    Day before month, as the European institutions write. Raises ValueError.
    """
    return read_date(cell.partition(",")[0]).day


def stamp(cell: str) -> str:
    """When a row was written, so that texts compare as times do; empty where it is not told."""
    try:
        return " ".join((day(cell), *_TIME.findall(cell)[:1]))
    except ValueError:
        return ""


def point(cell: str) -> dict[str, float]:
    """WGS 84 coordinates of ``51.98,5.66`` or ``(51.98, 5.66)``, latitude first.

    Raises ValueError; 0,0 is in the Atlantic, where nobody sits.
    """
    found = _POINT.fullmatch(cell.strip())
    if not found:
        raise ValueError("not a position")
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:
        raise ValueError("not a position on earth")
    return {"lat": latitude, "lon": longitude}


def web_address(cell: str) -> str:
    """An absolute http address; ``www.example.eu`` gets its scheme. Raises ValueError."""
    text = cell.strip()
    return web_link(text if "://" in text else f"http://{text}")


def line(cell: str) -> str:
    """One line of text: repaired, entities resolved, no control characters, single blanks."""
    return clean_line(_plain(cell)) if cell else ""


def prose(cell: str) -> str:
    """A text of several lines, clean; quotes that an export put around the whole are taken off."""
    if not cell:
        return ""
    text = clean_lines(_plain(cell))
    if len(text) > 2 and text[0] == text[-1] == '"':
        inner = text[1:-1]
        if '"' not in inner.replace('""', ""):
            return inner.replace('""', '"').strip()
    return text


def _plain(cell: str) -> str:
    text = repaired(cell)
    if "?" in text:
        for wrong, right in _KNOWN_NAMES.items():
            text = text.replace(wrong, right)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text if text.isascii() else _BIDI.sub("", text)


def repaired(text: str) -> str:
    """UTF-8 that somebody read as Mac Roman or Windows-1252, read again.

    ``M√ºnster`` and ``MÃ¼nster`` become ``Münster``. Only runs that are valid UTF-8 of letters or
    punctuation change; all else stays as it is.
    """
    if text.isascii():
        return text
    text = _FOREIGN.sub(_from_mac, text)
    return repair(text).text if _WINDOWS.search(text) else text


def _from_mac(found: re.Match[str]) -> str:
    try:
        text = found[0].encode("mac_roman").decode()
    except UnicodeError:
        return found[0]
    return text if _MEANT.fullmatch(text) else found[0]


def keywords(cell: str) -> list[str]:
    """Single keywords: parted by semicolons, bars or lines where there are any, else by commas."""
    if not cell:
        return []
    text = _plain(cell)
    parts = _SEPARATOR.split(text) if _SEPARATOR.search(text) else text.split(",")
    found: dict[str, str] = {}
    for part in parts:
        word = clean_line(part).strip(" .,")
        if word and len(word) <= LONGEST_KEYWORD and not is_unknown(word):
            found.setdefault(word.casefold(), word)
    return list(found.values())


def codes(cell: str) -> list[str]:
    """The codes of a cell that holds several: topics, legal bases."""
    if not cell:
        return []
    parts = (clean_line(part) for part in re.split(r"[;,|\n]", cell))
    return list(dict.fromkeys(one for one in parts if one))
