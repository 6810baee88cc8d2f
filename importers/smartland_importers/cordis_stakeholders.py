"""Organisations by PIC as stakeholders: one document out of all the rows that name them."""

from collections.abc import Mapping, Sequence

from smartland.domain.kinds.stakeholder import ADMINISTRATION, ASSOCIATION, FIRM, UNIVERSITY
from smartland.domain.resource import Description, Json
from smartland.domain.text import every_word
from smartland.ports.importer import Found, Rejected
from smartland_importers.cordis_choice import Chosen, choose
from smartland_importers.cordis_records import Facts
from smartland_importers.cordis_store import Statement
from smartland_importers.cordis_tax import tax_numbers
from smartland_importers.cordis_towns import Seats
from smartland_importers.cordis_values import LOST_LETTER, is_unknown, line, point, web_address
from smartland_importers.values import shorten

ACTIVITIES: Mapping[str, str] = {
    "PRC": FIRM,
    "HES": UNIVERSITY,
    "REC": UNIVERSITY,
    "PUB": ADMINISTRATION,
    "OTH": ASSOCIATION,
}
"""Types of activity (cordisref-organizationActivityType) as our four kinds."""
_REMARKS = {
    "REC": "activityType REC: a research organisation counts as a university",
    "OTH": "activityType OTH: what is neither firm, administration nor university counts as an "
    "association",
}
_KINDS = {"firm": FIRM, "university": UNIVERSITY, "administration": ADMINISTRATION} | {
    "association": ASSOCIATION
}
_SEAT = ("street", "postcode", "city", "country", "nuts", "position")
_SILENT = ("kind", "short", "homepage")
_LONGEST_NAME, _LONGEST_ACRONYM, _LONGEST_ADDRESS = 1_000, 100, 500
OTHER_NAMES = 5

NO_KIND = "activityType is empty or unknown: the kind of stakeholder cannot be told"


def stakeholder(
    pic: str, statements: Sequence[Statement], seats: Seats | None
) -> Found | Rejected | None:
    """The stakeholder of one PIC; None where no row gives a name.

    ``seats`` finds Italian municipalities; without it none is linked.
    """
    chosen = choose([_repaired(one) for one in statements], _SEAT, _SILENT)
    facts, source_key = chosen.facts, f"organisation/pic/{pic}"
    name = facts.get("name", "")
    if not name:
        return None
    activity = facts.get("activity", "").strip().upper()
    kind = ACTIVITIES.get(activity) or _KINDS.get(facts.get("kind", "").lower())
    if not kind:
        return Rejected(source_key, NO_KIND)
    remarks = [*_repairs(statements), *chosen.remarks, *_oddities(name, activity)]
    document: dict[str, Json] = {
        "name": {_language(facts): shorten(name, _LONGEST_NAME)},
        "stakeholder_kind": kind,
        "pic": pic,
    }
    document |= _names(chosen) | _seat(facts, seats, remarks)
    numbers, left_out = tax_numbers(facts.get("vat", ""), facts.get("country", "").upper())
    document |= numbers
    remarks += left_out
    _add_homepage(document, facts, remarks)
    description = Description("stakeholder", source_key, document, key=f"pic-{pic}")
    return Found(description, tuple(dict.fromkeys(remarks)))


def _oddities(name: str, activity: str) -> list[str]:
    lost = [f"name: {name[:60]!r} has lost letters"] if LOST_LETTER.search(name) else []
    return [_REMARKS[activity], *lost] if activity in _REMARKS else lost


def _repaired(statement: Statement) -> Statement:
    """The statement with each text in the form in which it is shown, before any are compared."""
    facts = {name: text for name, cell in statement.facts.items() if (text := line(cell))}
    return Statement(statement.stamp, facts, statement.times)


def _repairs(statements: Sequence[Statement]) -> list[str]:
    wrong = {
        (name, cell)
        for one in statements
        for name, cell in one.facts.items()
        if not cell.isascii() and line(cell) != " ".join(cell.split())
    }
    return [f"{name}: {cell[:60]!r} repaired" for name, cell in sorted(wrong)]


def _language(facts: Facts) -> str:
    return "it" if facts.get("country", "").upper() == "IT" else "und"


def _names(chosen: Chosen) -> dict[str, Json]:
    """The acronym, and the names that other rows give, where they are other words."""
    name, document = chosen.facts["name"], dict[str, Json]()
    words = {tuple(every_word(name))}
    short = chosen.facts.get("short", "")
    if short and len(short) <= _LONGEST_ACRONYM and tuple(every_word(short)) not in words:
        document["acronym"] = short
        words.add(tuple(every_word(short)))
    others: list[str] = []
    for other in chosen.others.get("name", ()):
        if tuple(every_word(other)) not in words and len(other) <= _LONGEST_NAME:
            words.add(tuple(every_word(other)))
            others.append(other)
    if others:
        document["alt_name"] = {_language(chosen.facts): others[:OTHER_NAMES]}
    return document


def _seat(facts: Facts, seats: Seats | None, remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    given = {name: "" if is_unknown(cell) else cell for name, cell in facts.items()}
    town = " ".join(one for one in (given.get("postcode", ""), given.get("city", "")) if one)
    street, country = given.get("street", ""), facts.get("country", "").upper()
    if street or town:
        parts = (street, town, country)
        document["address"] = shorten(", ".join(one for one in parts if one), _LONGEST_ADDRESS)
    if given.get("position"):
        try:
            document["location"] = point(given["position"])
        except ValueError as error:
            remarks.append(f"geolocation {given['position'][:40]!r} left out: {error}")
    if seats and country == "IT" and given.get("city"):
        municipality = seats.find(given["city"], given.get("nuts", ""))
        if municipality:
            document["municipality"] = municipality
    return document


def _add_homepage(document: dict[str, Json], facts: Facts, remarks: list[str]) -> None:
    cell = facts.get("homepage", "")
    if is_unknown(cell):
        return
    try:
        document["homepage"] = web_address(cell)
    except ValueError:
        remarks.append(f"organizationURL {cell[:80]!r} left out: not an address on the web")
