"""A funding topic as a call of ours."""

import re
from collections.abc import Iterator
from typing import Final

from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found, Rejected
from smartland_importers.eu_calls_topic import STATES, Topic
from smartland_importers.html_text import html_to_text
from smartland_importers.values import (
    clean_line,
    money,
    read_date,
    read_or_remark,
    shorten,
    unique,
    web_link,
)

_LONGEST: Final = {"title": 2_000, "description": 20_000, "programme": 300}
_KEYWORDS: Final = 100
# the flat form has lost the tags of its headings: "…integration.Scope:Projects…"
_HEADING = re.compile(
    r"(?:^|(?<=[.;:)\]!?]))\s*(Expected Outcomes?|Expected Impacts?|Objectives?|Scope"
    r"|Specific Challenge|Specific objectives):\s*"
)
_GRANTS = (
    r"\bgrants?\b|\bactions\b|\bfellowships\b|\b(?:post)?doctoral\b|\bstaff exchanges\b"
    r"|\binfrastructure projects\b|\bblended\b"
)
_INSTRUMENTS = {
    "equity": re.compile(r"\bequity\b|\bblended\b", re.I),
    "grant": re.compile(_GRANTS, re.I),
    "innovation-procurement": re.compile(
        r"\bpre-commercial procurement\b|\bprocurement of innovative\b", re.I
    ),
    "prize": re.compile(r"\bprizes?\b", re.I),
}
"""What the types of action (RIA, IA, CSA, MSCA, prizes, PCP, PPI …) pay with, by their names."""


def describe(topic: Topic) -> Found | Rejected:
    """The call, with a remark for each value that was repaired, presumed or left out."""
    remarks = list(topic.remarks)
    title = _text("title", clean_line(html_to_text(topic.title)), remarks)
    if not title:
        return Rejected(topic.identifier, "title: holds nothing but markup or control characters")
    document: dict[str, Json] = {
        "title": {topic.language: title},
        "description": {topic.language: _description(topic, title, remarks)},
        "identifier": topic.identifier,
    }
    document |= _dates(topic, remarks) | _amounts(topic, remarks) | _lists(topic, remarks)
    state = STATES.get(topic.status.lower())
    if state:
        document["status"] = state
    elif topic.status:
        remarks.append(f"status {topic.status[:60]!r} left out: unknown")
    if topic.programme.isdecimal():
        remarks.append(f"programme {topic.programme} left out: a number without a known name")
    elif topic.programme:
        document["programme"] = _text("programme", clean_line(topic.programme), remarks)
    return Found(Description("call", topic.identifier, document), tuple(remarks))


def _text(field: str, text: str, remarks: list[str], limit: int = 0) -> str:
    """The text within the length of its field."""
    most = limit or _LONGEST[field]
    if len(text) > most:
        remarks.append(f"{field}: cut at {most} of {len(text)} characters")
    return shorten(text, most)


def _description(topic: Topic, title: str, remarks: list[str]) -> str:
    parted = _HEADING.sub(r"\n\n\1:\n", html_to_text(topic.description)).strip()
    if not parted:
        remarks.append("description: empty in the source; the title stands in for it")
    facts = shorten("\n".join(_facts(topic)), 2_000)
    room = _LONGEST["description"] - len(facts) - 2
    text = _text("description", parted, remarks, room) if parted else title
    return f"{text}\n\n{facts}".strip()


def _facts(topic: Topic) -> Iterator[str]:
    """What the source says and no field of ours holds."""
    call = " – ".join(unique((topic.call, clean_line(topic.call_title))))
    if topic.call and call != topic.identifier:
        yield f"Call: {call}"
    if topic.types:
        yield f"Type of action: {', '.join(map(clean_line, topic.types))}"
    if topic.expected_grants:
        yield f"Expected number of grants: {clean_line(topic.expected_grants)}"
    if topic.model and topic.model != "single-stage":
        yield f"Submission: {clean_line(topic.model)}"
    if len(topic.deadlines) > 1:
        yield f"Deadlines: {', '.join(sorted(clean_line(one)[:10] for one in topic.deadlines))}"


def _dates(topic: Topic, remarks: list[str]) -> dict[str, Json]:
    """``closes`` is the last deadline; of two stages the first, after which nobody may join.

    Not the next one that is open: that would change from day to day while the source does not.
    """
    found: dict[str, Json] = {}
    opens = read_or_remark("opens", topic.opens, lambda one: read_date(one).value, remarks)
    deadlines = [
        read_or_remark("deadline", one, lambda given: read_date(given).value, remarks)
        for one in topic.deadlines
    ]
    known = sorted(one for one in deadlines if one)
    if known:
        found["closes"] = known[0] if topic.model == "two-stage" else known[-1]
    if opens and known and opens[:10] > str(found["closes"])[:10]:
        remarks.append(f"opens {opens} left out: after the deadline")
    elif opens:
        found["opens"] = opens
    return found


def _amounts(topic: Topic, remarks: list[str]) -> dict[str, Json]:
    given = {"budget": topic.budget, "min_grant": topic.min_grant, "max_grant": topic.max_grant}
    read = {name: read_or_remark(name, one, money, remarks) for name, one in given.items()}
    if topic.shared_by > 1 and read["budget"]:
        remarks.append(
            f"budget: {topic.shared_by} topics of the call show the same one and may share it"
        )
    return {name: one for name, one in read.items() if one and one != "0"}


def _lists(topic: Topic, remarks: list[str]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    own = {topic.identifier, topic.call}
    keywords = unique(
        one for one in map(clean_line, topic.keywords) if one not in own and len(one) <= 200
    )
    if keywords:
        found["keyword"] = {topic.language: keywords[:_KEYWORDS]}
    types = " ".join(topic.types)
    instruments = [name for name, pattern in _INSTRUMENTS.items() if pattern.search(types)]
    if instruments:
        found["instrument"] = instruments
    page = read_or_remark("page", topic.page, web_link, remarks)
    return found | ({"page": [page]} if page else {})
