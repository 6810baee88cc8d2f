"""Participations of one project: who, in which role, with how much money."""

from collections.abc import Mapping, Sequence

from smartland.domain.resource import Json
from smartland_importers.cordis_choice import choose
from smartland_importers.cordis_columns import folded_name
from smartland_importers.cordis_records import Facts
from smartland_importers.cordis_store import Statement
from smartland_importers.cordis_values import amount, is_unknown

COORDINATOR, PARTNER, THIRD_PARTY = "coordinator", "partner", "third-party"
ROLES: Mapping[str, str] = {
    "coordinator": COORDINATOR,
    "participant": PARTNER,
    "beneficiary": PARTNER,
    "hostinstitution": PARTNER,
    # who gets no grant and does not sign: all 7,142 "partners" of H2020 are without contribution
    "partner": THIRD_PARTY,
    "associatedpartner": THIRD_PARTY,
    "internationalpartner": THIRD_PARTY,
    "thirdparty": THIRD_PARTY,
    "linkedthirdparty": THIRD_PARTY,
    "affiliatedentity": THIRD_PARTY,
}
"""Roles of CORDIS, folded, as ours."""
_LAST = 10**6
_RANKS = {COORDINATOR: 0, PARTNER: 1, THIRD_PARTY: 2}


def participants(
    parts: Mapping[str, Sequence[Statement]], remarks: list[str]
) -> list[dict[str, Json]]:
    """One participation a PIC, in CORDIS's order, else coordinators first, then by PIC."""
    found: list[tuple[int, int, str, dict[str, Json]]] = []
    for pic, statements in parts.items():
        chosen = choose(statements, silent=("acronym", "programme", "order"))
        remarks += [f"participant {pic}: {text}" for text in chosen.remarks]
        one = _participation(pic, chosen.facts, remarks)
        rank = _RANKS.get(one.get("role", ""), 3)
        found.append((_order(chosen.facts), rank, pic, one))
    return [one for *_, one in sorted(found, key=lambda each: each[:3])]


def _participation(pic: str, facts: Facts, remarks: list[str]) -> dict[str, Json]:
    one: dict[str, Json] = {"stakeholder": f"stakeholder/pic-{pic}"}
    role = facts.get("role", "")
    known = ROLES.get(folded_name(role))
    if known:
        one["role"] = known
    elif role:
        remarks.append(f"participant {pic}: role {role[:40]!r} left out: unknown")
    # net of what a participant passes on to its third parties, who have rows of their own
    grant = facts.get("net", "")
    _add_amount(one, "grant", facts.get("gross", "") if is_unknown(grant) else grant, remarks)
    _add_amount(one, "share", facts.get("cost", ""), remarks)
    if one.get("share") == "0":  # the files write 0 for a cost that is not told
        del one["share"]
    return one


def _add_amount(one: dict[str, Json], name: str, cell: str, remarks: list[str]) -> None:
    if is_unknown(cell):
        return
    try:
        one[name] = amount(cell)
    except ValueError as error:
        remarks.append(f"{one['stakeholder']}: {name} {cell[:40]!r} left out: {error}")


def _order(facts: Facts) -> int:
    cell = facts.get("order", "").removesuffix(".0")
    return int(cell) if cell.isdecimal() and len(cell) < 7 else _LAST
