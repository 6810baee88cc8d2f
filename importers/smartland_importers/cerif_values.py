"""CERIF's values as fields: texts by language, days, amounts, and names that last.

The elements are those of the OpenAIRE Guidelines for CRIS Managers, versions 1.0 to 1.2.
"""

import calendar
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from smartland.domain.identity import resource_iri
from smartland.domain.resource import Json
from smartland_importers.xml_tree import Element

LONGEST = 20_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:Z|[+-]\d{2}:\d{2})?")
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,4})?")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
EURO = "EUR"


@dataclass(frozen=True)
class Scope:
    """Whose identifiers they are: internal ones mean something inside one repository only."""

    base: str
    repository: str

    def key(self, internal: str) -> str:
        """The key of what the repository calls ``internal`` (``OrgUnits/312345``)."""
        digest = hashlib.sha256(f"{self.repository}|{internal}".encode()).hexdigest()[:16]
        return f"cerif-{digest}"

    def iri(self, kind: str, internal: str) -> str:
        """The IRI of that."""
        return resource_iri(self.base, kind, self.key(internal))

    def code(self, internal: str) -> str:
        """The identifier with its register in front (``cris.example.org:OrgUnits/312345``)."""
        return f"{self.repository}:{internal}"[:250]


def repository_of(identifier: str, otherwise: str) -> str:
    """The repository in an OAI identifier (``oai:cris.example.org:Projects/1``), else that."""
    scheme, _, rest = identifier.partition(":")
    name, colon, _ = rest.partition(":")
    return name if scheme == "oai" and colon and name else otherwise


def internal_of(element: Element, identifier: str) -> str:
    """The internal identifier of a record's entity: its ``id``, else the end of the OAI one."""
    return element.attributes.get("id", "").strip() or identifier.split(":", 2)[-1]


def clean(text: str) -> str:
    """Without the control characters that RDF and JSON refuse."""
    return _CONTROL.sub("", text).strip()


def texts(element: Element, name: str, remarks: list[str], longest: int) -> dict[str, str]:
    """A multilingual text, the first one of each language; too long ones are cut."""
    found: dict[str, str] = {}
    for one in element.all(name):
        text = clean(one.text)
        if len(text) > longest:
            remarks.append(f"{name} of {len(text)} characters cut to {longest}")
            text = text[: longest - 1] + "…"
        if text:
            found.setdefault(language_tag(one.language), text)
    return found


def keywords(element: Element) -> dict[str, list[str]]:
    """The keywords of each language, each once."""
    found: dict[str, list[str]] = {}
    for one in element.all("Keyword"):
        text = clean(one.text)
        listed = found.setdefault(language_tag(one.language), [])
        if text and len(text) <= LONGEST and text not in listed:
            listed.append(text)
    return {language: listed for language, listed in found.items() if listed}


def language_tag(written: str) -> str:
    """A language tag in lower case, ``und`` where none is written or it is none."""
    tag = written.strip().lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else "und"


def day(text: str, *, last: bool = False) -> str:
    """``2018``, ``2018-01`` or ``2018-01-31`` as a day, the first or ``last`` one that it may
    mean; empty for what is no date."""
    match = _DAY.fullmatch(text.strip())
    if not match:
        return ""
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    try:
        end = calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, int(match[3]) if match[3] else end).isoformat()
    except ValueError:  # calendar.IllegalMonthError is one
        return ""


def period(element: Element, names: tuple[str, str], remarks: list[str]) -> dict[str, Json]:
    """``start`` and ``end`` from two elements; an end before its start is left out."""
    document: dict[str, Json] = {}
    for field, name in zip(("start", "end"), names, strict=True):
        written = element.text_at(name)
        found = day(written, last=field == "end")
        if found:
            document[field] = found
        elif written:
            remarks.append(f"{name} {written[:40]!r} left out: not a date")
    if document.get("end", "9999") < document.get("start", ""):
        remarks.append(f"{names[1]} {document.pop('end')} left out: before {names[0]}")
    return document


def euros(element: Element | None, remarks: list[str]) -> str:
    """An ``Amount`` as a decimal; empty where there is none or it is in another currency."""
    if element is None:
        return ""
    currency = element.attributes.get("currency", "").upper()
    if currency != EURO:
        remarks.append(f"Amount in {currency or 'no currency'} left out: only euros are kept")
        return ""
    if not _AMOUNT.fullmatch(element.text):
        remarks.append(f"Amount {element.text[:40]!r} left out: not a number")
        return ""
    return element.text


def identifiers(element: Element) -> list[tuple[str, str]]:
    """(last part of the type, value) of each ``Identifier``."""
    found = []
    for one in element.all("Identifier"):
        sort = re.split(r"[#/]", one.attributes.get("type", ""))[-1]
        if one.text:
            found.append((sort, clean(one.text)))
    return found


def web_address(text: str) -> str:
    """``text`` where it is an http address; empty otherwise."""
    written = text.strip()
    return written if _WEB.fullmatch(written) and len(written) <= 4_000 else ""


def checked(check: Callable[[str], str], value: str, name: str, remarks: list[str]) -> str:
    """The canonical form of a register's code; empty, and told, where it is none."""
    if not value:
        return ""
    try:
        return check(value)
    except ValueError as error:
        remarks.append(f"{name} {value[:60]!r} left out: {error}")
        return ""
