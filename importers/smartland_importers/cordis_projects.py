"""Projects as documents: what is said of one, its participants, classes and call."""

import re
from collections.abc import Mapping, Sequence

from smartland.domain.codes import identifier
from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found
from smartland_importers.cordis_calls import call_key
from smartland_importers.cordis_choice import choose
from smartland_importers.cordis_classes import Classes
from smartland_importers.cordis_columns import CLASS_OF, PART_OF, SITE_OF, TOPIC_OF
from smartland_importers.cordis_parts import participants
from smartland_importers.cordis_programmes import programme_of
from smartland_importers.cordis_records import Facts, Tag
from smartland_importers.cordis_store import ProjectStatements
from smartland_importers.cordis_values import (
    LONGEST_KEYWORD,
    amount,
    codes,
    day,
    is_unknown,
    keywords,
    line,
    prose,
    web_address,
)
from smartland_importers.values import shorten, unique

PAGE = "https://cordis.europa.eu/project/id/"
RECORD_PAGE = "https://cordis.europa.eu/project/rcn/"
DOI = "https://doi.org/"
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_ACRONYM = 2_000, 20_000, 100
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[A-Za-z0-9._/-]{1,100})")
MOST_KEYWORDS = 50

_STATES: Mapping[str, str] = {
    "closed": "completed",
    "completed": "completed",
    "terminated": "cancelled",
    "cancelled": "cancelled",
    "ongoing": "running",
}
_SIGNED = "signed"
# facts that vary from one copy to the next and are no contradiction
_SILENT = ("programme", "rcn", "part", "framework", "nameless", "keywords", "call")


def project(said: ProjectStatements, classes: Classes | None) -> Found:
    """The project with everything that the source says of it.

    ``classes`` finds the IRIs of EuroSciVoc; without it the classes stay as keywords only.
    """
    chosen = choose(said.statements, silent=_SILENT)
    remarks = list(chosen.remarks)
    facts = _with_parts(chosen.facts, said)
    written = max((one.stamp for one in said.statements), default="")
    sort, _, number = said.key.partition("/")
    document: dict[str, Json] = {"title": _title(facts, sort, number, remarks)}
    if sort == "grant":
        document["grant_number"] = number
    document |= _texts(facts, remarks) | _times(facts, written, remarks)
    document |= _money(facts, remarks) | _links(facts, sort, number, said.tags, remarks)
    document |= _subjects(facts, said.tags, classes) | _funding(facts, said.tags, remarks)
    taking_part = participants(said.parts, remarks)
    if taking_part:
        document["participation"] = taking_part
    if "nameless" in facts:
        remarks.append(f"{facts['nameless']} partners are named without a PIC: left out")
    key = "" if sort == "grant" else f"cordis-{number}"
    source_key = f"project/{said.key}"
    description = Description("project", source_key, document, key=key or f"grant-{number}")
    return Found(description, tuple(dict.fromkeys(remarks)))


def _with_parts(facts: Facts, said: ProjectStatements) -> Facts:
    """The acronym and programme that participants' rows give, where the project's own do not."""
    rows = [row.facts for rows in said.parts.values() for row in rows]
    named = {
        name: min(row[name] for row in rows if name in row)
        for name in ("acronym", "programme")
        if name not in facts and any(name in row for row in rows)
    }
    return {**named, **facts}


def _title(facts: Facts, sort: str, number: str, remarks: list[str]) -> dict[str, str]:
    """The title, else the acronym, else programme and number in plain words."""
    title = line(facts.get("title", ""))
    if title:
        return {"en": shorten(title, _LONGEST_TITLE)}
    acronym = line(facts.get("acronym", ""))
    if acronym:
        remarks.append("title: the source has none; the acronym stands in its place")
        return {"und": shorten(acronym, _LONGEST_TITLE)}
    remarks.append("title: the source has none; it is made of programme and number")
    programme = programme_of(facts)
    name = programme.name if programme else "CORDIS"
    if sort == "grant":
        return {"en": f"{name} project {number}", "it": f"Progetto {name} {number}"}
    return {
        "en": f"{name} project, CORDIS record {number}",
        "it": f"Progetto {name}, scheda CORDIS {number}",
    }


def _texts(facts: Facts, remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    acronym, objective = line(facts.get("acronym", "")), prose(facts.get("objective", ""))
    if acronym and len(acronym) <= _LONGEST_ACRONYM:
        document["acronym"] = acronym
    elif acronym:
        remarks.append(f"acronym of {len(acronym)} characters left out")
    if objective:
        document["description"] = {"en": shorten(objective, _LONGEST_TEXT)}
    if len(objective) > _LONGEST_TEXT:
        remarks.append(f"objective of {len(objective)} characters shortened")
    return document


def _times(facts: Facts, written: str, remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    for name in ("start", "end"):
        cell = facts.get(name, "")
        if is_unknown(cell):
            continue
        try:
            document[name] = day(cell)
        except ValueError as error:
            remarks.append(f"{name} {cell[:40]!r} left out: {error}")
    if document.get("start", "") > document.get("end", "9"):
        remarks.append(f"end {document.pop('end')} left out: before the start")
    state = _state(facts, document.get("start", ""), written)
    if state:
        document["status"] = state
    elif line(facts.get("status", "")):
        remarks.append(f"status {facts['status'][:40]!r} left out: unknown")
    return document


def _state(facts: Facts, start: str, written: str) -> str:
    """The state on the day that the source speaks of, so that reading again tells the same.

    A signed grant runs once its start is past. Copies write the state behind the last day.
    """
    status = line(facts.get("status", "")).lower()
    if not status and "closed project" in facts.get("end", "").lower():
        status = "closed"
    if status == _SIGNED:
        return "running" if start and start <= written[:10] else "funded"
    return _STATES.get(status, "")


def _money(facts: Facts, remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    for name, column in (("budget", "totalCost"), ("grant", "ecMaxContribution")):
        cell = facts.get(name, "")
        if is_unknown(cell):
            continue
        try:
            document[name] = amount(cell)
        except ValueError as error:
            remarks.append(f"{column} {cell[:40]!r} left out: {error}")
    # lump sums have no cost in the files, which write 0 for it
    if document.get("budget") == "0":
        del document["budget"]
        if document.get("grant", "0") != "0":
            remarks.append("totalCost 0 left out: less than the grant")
    return document


def _links(
    facts: Facts, sort: str, number: str, tags: Sequence[Tag], remarks: list[str]
) -> dict[str, Json]:
    pages = [f"{PAGE if sort == 'grant' else RECORD_PAGE}{number}"]
    doi = _DOI.fullmatch(facts.get("doi", "").strip())
    if doi:
        pages.append(f"{DOI}{doi[1].lower()}")
    document: dict[str, Json] = {"page": pages}
    for cell in (facts.get("homepage", ""), *(one.code for one in tags if one.sort == SITE_OF)):
        if is_unknown(cell) or "homepage" in document:
            continue
        try:
            document["homepage"] = web_address(cell)
        except ValueError:
            remarks.append(f"website {cell[:80]!r} left out: not an address on the web")
    return document


def _subjects(facts: Facts, tags: Sequence[Tag], classes: Classes | None) -> dict[str, Json]:
    """Keywords: the project's own, then its classes and the parts of the programme by title."""
    named = [one for one in tags if one.sort == CLASS_OF]
    titles = [one.title for one in (*named, *(one for one in tags if one.sort == PART_OF))]
    words: dict[str, str] = {}
    for word in (*keywords(facts.get("keywords", "")), *titles):
        if word and len(word) <= LONGEST_KEYWORD:
            words.setdefault(word.casefold(), word)
    document: dict[str, Json] = {}
    if words:
        document["keyword"] = {"en": list(words.values())[:MOST_KEYWORDS]}
    iris = unique(sorted(classes.find(one.code, one.title) for one in named)) if classes else []
    if iris:
        document["classification"] = iris
    return document


def _funding(facts: Facts, tags: Sequence[Tag], remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    of_tables = [one.code for one in tags if one.sort == TOPIC_OF]
    parts = [one.code for one in tags if one.sort == PART_OF]
    named = codes(facts.get("topics", "")) or of_tables or codes(facts.get("call", ""))
    programme = programme_of(facts, *of_tables, *parts)
    if programme:
        document["programme"] = programme.name
    if named:
        try:
            document["call"] = f"call/{call_key(identifier(named[0]))}"
        except ValueError as error:
            remarks.append(f"topic {named[0][:60]!r} left out: {error}")
    if len(named) > 1:
        remarks.append(f"topic {named[0]!r} counts, not {', '.join(named[1:])[:100]!r}")
    return document
