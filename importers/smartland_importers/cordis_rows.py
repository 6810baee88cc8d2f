"""Rows of a recognised table as records: which project, which organisation, which facts."""

import re
from collections.abc import Callable, Iterator, Mapping

from smartland.domain.codes import pic as pic_code
from smartland.ports.importer import Rejected
from smartland_importers.cordis_columns import (
    CLASS_OF,
    ORGANISATION,
    PART_OF,
    PARTICIPATION,
    PROJECT,
    SITE_OF,
    TOPIC,
    TOPIC_OF,
    UNUSED,
)
from smartland_importers.cordis_records import Described, Facts, Part, Record, SameProject, Tag
from smartland_importers.cordis_values import codes, is_nothing, line, stamp

Read = Iterator[Record | Rejected]

# a grant number that a spreadsheet program has made a decimal number
_DECIMAL = re.compile(r"(\d{3,12})\.0+")
_TITLED_TOPIC = re.compile(r"(\S*\d\S*) - (\S.{2,})")
_NOT_OF_PROJECTS = ("id", "stamp", "topic_title", "topic_keywords")
_TAKING_PART = ("role", "net", "gross", "cost", "order", "acronym", "programme")
_OF_THE_PROJECT = ("start", "end", "budget", "grant", "programme")
_WEBSITE = ("relatedwebsite", "projectwebsite", "website")


def facts_of(
    row: Mapping[str, str], columns: Mapping[str, str], programme: str = ""
) -> dict[str, str]:
    """The filled cells of ``row`` by our field names.

    ``programme`` is what the file's name tells (``H2020``); it becomes a fact of its own.
    """
    facts = {
        field: cell
        for field, column in columns.items()
        if (cell := row[column]) and not is_nothing(cell)
    }
    if programme:
        facts["programme"] = programme
    return facts


def read_row(sort: str, facts: Facts, where: str) -> Read:
    """The records of one row, whose file and number ``where`` names; a Rejected where it lacks
    what it is about."""
    return _READERS[sort](facts, where)


def project_key(facts: Facts, field: str) -> str:
    """``grant/633053``, or ``rcn/221856`` where only the record number is given; empty: neither."""
    number = _plain_number(facts.get(field, ""))
    if number:
        return f"grant/{number}"
    record = _plain_number(facts.get("rcn", ""))
    return f"rcn/{record}" if record else ""


def _plain_number(cell: str) -> str:
    text = cell.strip()
    if text.isdecimal() and text.isascii():
        return text if 3 <= len(text) <= 12 else ""
    found = _DECIMAL.fullmatch(text)
    return found[1] if found else ""


def _project(facts: Facts, where: str) -> Read:
    key = project_key(facts, "id")
    if not key:
        yield Rejected(where, f"id: {facts.get('id', '')[:60]!r} is not a grant number")
        return
    written = stamp(facts.get("stamp", ""))
    facts = _topic_apart(facts)
    own = {name: one for name, one in facts.items() if name not in _NOT_OF_PROJECTS}
    yield Described(PROJECT, key, own, written)
    record = _plain_number(facts.get("rcn", ""))
    if record and key.startswith("grant/"):
        yield SameProject(record, key)
    yield from _own_topic(facts)


def _topic_apart(facts: Facts) -> Facts:
    """A topic whose title stands behind a dash: ``ENERGY.2012.2.3.1 - Wind conversion systems``."""
    found = _TITLED_TOPIC.fullmatch(line(facts.get("topics", "")))
    return {**facts, "topics": found[1], "topic_title": found[2]} if found else facts


def _own_topic(facts: Facts) -> Read:
    """The topic that a project's row describes itself."""
    named = codes(facts.get("topics", ""))
    title = facts.get("topic_title", "")
    if title and len(named) == 1:
        told = {"title": title, "keywords": facts.get("topic_keywords", "")}
        told |= {name: facts[name] for name in ("framework", "part", "programme") if name in facts}
        yield Described(TOPIC, named[0], {name: one for name, one in told.items() if one})


def _organisation(facts: Facts, where: str) -> Read:
    try:
        code = _pic(facts.get("pic", ""))
    except ValueError as error:
        name = line(facts.get("name", ""))[:80]
        yield Rejected(f"{where}: {name!r}", f"PIC {facts.get('pic', '')[:40]!r}: {error}")
        return
    written = stamp(facts.get("stamp", ""))
    apart = (*_TAKING_PART, "pic", "project", "rcn", "stamp")
    own = {name: one for name, one in facts.items() if name not in apart}
    if own:
        yield Described(ORGANISATION, code, own, written)
    project = project_key(facts, "project")
    if project:
        yield Part(project, code, _only(facts, _TAKING_PART), written)


def _participation(facts: Facts, where: str) -> Read:
    project = project_key(facts, "project")
    if not project:
        yield Rejected(where, "neither a grant number nor a record number of a project")
        return
    try:
        code = _pic(facts.get("pic", ""))
    except ValueError as error:
        yield Rejected(where, f"PIC {facts.get('pic', '')[:40]!r}: {error}")
        return
    yield Part(project, code, _only(facts, _TAKING_PART))
    own = _only(facts, _OF_THE_PROJECT)
    if own:
        yield Described(PROJECT, project, own)


def _topic(facts: Facts, where: str) -> Read:
    code = line(facts.get("code", ""))
    if not code:
        yield Rejected(where, "topicCode is empty")
        return
    yield Described(TOPIC, code, _only(facts, ("title", "part", "programme")))


def _topic_of(facts: Facts, where: str) -> Read:
    yield from _topic(facts, where)
    yield from _tag(facts, TOPIC_OF)


def _tag(facts: Facts, sort: str) -> Read:
    project = project_key(facts, "project")
    if project:
        yield Tag(project, sort, line(facts.get("code", "")), line(facts.get("title", "")))


def _class_of(facts: Facts, _: str) -> Read:
    return _tag(facts, CLASS_OF)


def _part_of(facts: Facts, _: str) -> Read:
    return _tag(facts, PART_OF)


def _site_of(facts: Facts, _: str) -> Read:
    """The project's own website; CORDIS lists deliverables, news and accounts in the same table."""
    kind = facts.get("type", "").replace(" ", "").lower()
    of_the_project = facts.get("represents", "project").lower() == "project"
    if kind in _WEBSITE and of_the_project and facts.get("status", "valid").lower() == "valid":
        yield from _tag({**facts, "code": facts.get("address", "")}, SITE_OF)


def _unused(_: Facts, __: str) -> Read:
    return iter(())


def _only(facts: Facts, names: tuple[str, ...]) -> dict[str, str]:
    return {name: facts[name] for name in names if name in facts}


def _pic(cell: str) -> str:
    """The PIC; raises ValueError."""
    if len(cell) == 9 and cell.isdecimal() and cell.isascii():
        return cell
    return pic_code(cell.removesuffix(".0"))


_READERS: Mapping[str, Callable[[Facts, str], Read]] = {
    PROJECT: _project,
    ORGANISATION: _organisation,
    PARTICIPATION: _participation,
    TOPIC: _topic,
    TOPIC_OF: _topic_of,
    CLASS_OF: _class_of,
    PART_OF: _part_of,
    SITE_OF: _site_of,
    UNUSED: _unused,
}
