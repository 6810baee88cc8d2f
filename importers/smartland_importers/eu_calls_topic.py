"""Funding topics of the EU's Funding & Tenders portal, whichever way they are written down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from smartland.domain.resource import Json
from smartland_importers import json_text

PORTAL: Final = (
    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
)
TENDER, PROSPECT, CASCADE = "0", "2", "8"
STATES = {
    "forthcoming": "forthcoming",
    "open": "open",
    "closed": "closed",
    "31094501": "forthcoming",
    "31094502": "open",
    "31094503": "closed",
}
PROGRAMMES = {
    "111111": "EU External Action",
    "31045243": "Horizon 2020",
    "43089234": "Innovation Fund",
    "43108390": "Horizon Europe",
    "43152860": "Digital Europe",
    "43251567": "Connecting Europe Facility",
    "43251589": "CERV",
    "43251814": "Creative Europe",
    "43252368": "ISF",
    "43252386": "Justice",
    "43252405": "LIFE",
    "43252433": "Pericles IV",
    "43252449": "RFCS",
    "43252476": "Single Market Programme",
    "43253967": "Renewable Energy FM",
    "43254019": "ESF+",
    "43298916": "Euratom",
    "43332642": "EU4Health",
    "43353764": "Erasmus+",
    "43392145": "EMFAF",
    "43637601": "Pilot Projects & Preparatory Actions",
    "44181033": "European Defence Fund",
    "44416173": "Interregional Innovation",
    "45532249": "EU Agencies",
    "46324255": "Technical assistance for ERDF, CF and JTF (ERDF-TA)",
}
"""Framework programmes by the numbers of the portal's reference data."""


UNREAD = frozenset(
    ("conditions", "documentsUrl", "objectives", "qnaUrl", "supportInfo", "topicConditions")
)
"""Fields that nothing is taken from."""


@dataclass(frozen=True)
class Topic:
    """What a source says of one topic: texts may hold markup, dates and amounts are unread.

    ``shared_by`` counts the topics of the same call that show the very same budget; ``remarks``
    are those that its record brought already.
    """

    identifier: str
    title: str
    language: str = "en"
    description: str = ""
    call: str = ""
    call_title: str = ""
    status: str = ""
    opens: str = ""
    deadlines: tuple[str, ...] = ()
    model: str = ""
    budget: str = ""
    min_grant: str = ""
    max_grant: str = ""
    expected_grants: str = ""
    shared_by: int = 0
    programme: str = ""
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    page: str = ""
    remarks: tuple[str, ...] = ()


def read_flat(record: Mapping[str, Json]) -> Topic:
    """A topic of the flat form: one value a field, keywords in one text.

    Raises ValueError, naming the field, where the identifier or the title is missing.
    """
    reference = _text(record.get("reference"))
    return Topic(
        identifier=_needed("topicId", _text(record.get("topicId"))),
        title=_needed("title", _text(record.get("title"))),
        language=_language(reference[-2:]) if "TOPICS" in reference else "en",
        description=_text(record.get("description")),
        call=_text(record.get("callIdentifier")),
        call_title=_text(record.get("callTitle")),
        status=_text(record.get("callStatus")),
        deadlines=tuple(_texts(record.get("deadline"))),
        model=_text(record.get("deadlineModel")),
        min_grant=_text(record.get("budgetMin")),
        max_grant=_text(record.get("budgetMax")),
        expected_grants=_text(record.get("expectedGrants")),
        programme=_text(record.get("programme")),
        types=tuple(_texts(record.get("typesOfAction"))),
        keywords=tuple(split_keywords(_text(record.get("keywords")))),
        page=_text(record.get("portalUrl")),
    )


def read_result(record: Mapping[str, Json]) -> Topic:
    """A topic of the search API: ``metadata`` holds a list a field.

    Raises ValueError, naming the field, where the identifier or the title is missing or the
    record is of a tender.
    """
    metadata = record.get("metadata")
    if not isinstance(metadata, Mapping):
        raise ValueError("metadata: not an object")
    given = {name: _texts(value) for name, value in metadata.items()}
    identifier = _identifier(given)
    programme = _first(given, "frameworkProgramme")
    return Topic(
        identifier=identifier,
        title=_needed("metadata.title", _first(given, "title", "callTitle")),
        language=_language(_first(given, "language") or "en"),
        description=_first(given, "descriptionByte", "description") or _text(record.get("summary")),
        call=_first(given, "callIdentifier"),
        call_title=_first(given, "callTitle"),
        status=_first(given, "status"),
        opens=_first(given, "startDate"),
        deadlines=tuple(given.get("deadlineDate", ())),
        model=_first(given, "deadlineModel"),
        programme=PROGRAMMES.get(programme, programme),
        types=tuple(given.get("typesOfAction", ())),
        keywords=tuple(given.get("keywords", ())),
        page=_page(_first(given, "type"), identifier, _text(record.get("url"))),
        **_budget(given, identifier),
    )


def _identifier(given: Mapping[str, Sequence[str]]) -> str:
    sort = _first(given, "type")
    if sort == TENDER:
        raise ValueError("metadata.type: a tender, not a call")
    if sort == CASCADE:  # it repeats the identifier of the project that gives the money on
        number = _needed("metadata.callccm2Id", _first(given, "callccm2Id"))
        return f"competitive-call-{number}"
    return _needed("metadata.identifier", _first(given, "identifier", "callIdentifier"))


@dataclass
class _Money:
    """The lines of a budget overview that are one topic's own, added up."""

    budget: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    expected: int = 0
    shared: int = 0


def _budget(given: Mapping[str, Sequence[str]], identifier: str) -> dict[str, Json]:
    """The fields of a Topic about money, from the overview that is JSON inside the JSON."""
    total = _Money(budget=_number(_first(given, "budget")))
    for actions in _overview(_first(given, "budgetOverview")):
        sums = [_year_sum(one) for one in actions]
        for action, amount in zip(actions, sums, strict=True):
            if _text(action.get("action")).partition(" - ")[0].strip() != identifier:
                continue
            total.budget += amount
            total.low = total.low or _number(action.get("minContribution"))
            total.high = max(total.high, _number(action.get("maxContribution")))
            total.expected += int(_number(action.get("expectedGrants")))
            total.shared = max(total.shared, sums.count(amount) if amount else 0)
    shown = {"budget": total.budget, "min_grant": total.low, "max_grant": total.high}
    fields: dict[str, Json] = {name: str(value) if value else "" for name, value in shown.items()}
    expected = str(total.expected) if total.expected else ""
    return fields | {"expected_grants": expected, "shared_by": total.shared}


def _overview(text: str) -> Iterator[list[Mapping[str, Json]]]:
    """The lines of each call in a ``budgetOverview``; none where it cannot be read."""
    try:
        read = json_text.load(text, decimals=True) if text else {}
    except ValueError:
        return
    calls = read.get("budgetTopicActionMap") if isinstance(read, dict) else None
    for actions in calls.values() if isinstance(calls, dict) else ():
        if isinstance(actions, list):
            yield [one for one in actions if isinstance(one, dict)]


def _year_sum(action: Mapping[str, Json]) -> Decimal:
    years = action.get("budgetYearMap")
    values = years.values() if isinstance(years, dict) else ()
    return sum((_number(one) for one in values), Decimal(0))


def _number(value: Json) -> Decimal:
    """A number as it stands; 0 for anything else."""
    text = _text(value)
    plain = text.replace(".", "", 1).isdecimal() and text.isascii() and len(text) <= 15
    return Decimal(text) if plain else Decimal(0)


def _page(sort: str, identifier: str, url: str) -> str:
    if sort == CASCADE:
        return f"{PORTAL}/competitive-calls-cs/{identifier.rpartition('-')[2]}"
    if sort != PROSPECT and identifier:
        return f"{PORTAL}/topic-details/{identifier.lower()}"
    return "" if url.endswith(".json") else url


def split_keywords(text: str) -> Iterator[str]:
    """Keywords between commas; commas in brackets part nothing."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == "," and depth == 0:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def _first(given: Mapping[str, Sequence[str]], *names: str) -> str:
    return next((one for name in names for one in given.get(name, ()) if one), "")


def _texts(value: Json) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(_text, values) if text]


def _text(value: Json) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        return ""
    return str(value).strip()


def _language(tag: str) -> str:
    return tag.lower() if tag.isascii() and tag.isalpha() and len(tag) == 2 else "en"


def _needed(field: str, value: str) -> str:
    if not value:
        raise ValueError(f"{field}: is missing")
    return value
