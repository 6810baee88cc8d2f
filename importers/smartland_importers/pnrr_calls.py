"""The calls (avvisi) of PA digitale 2026, and the way to find one by its title."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from smartland.domain.identity import mint_key, resource_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Description, Json
from smartland.domain.text import fold
from smartland.ports.importer import Found, Rejected
from smartland_importers.values import clean_line, money, read_date, read_or_remark, shorten, unique

PROGRAMME: Final = "PNRR – PA digitale 2026"
COLUMNS = frozenset({"titolo", "misura", "data_inizio_bando", "data_fine_bando"})
_STATES = {
    "terminato": "closed",
    "chiuso": "closed",
    "in corso": "open",
    "aperto": "open",
    "pubblicato": "open",
    "in arrivo": "forthcoming",
    "programmato": "forthcoming",
}


@dataclass(frozen=True)
class Notice:
    """A call that applications name by its title: its IRI here and its measure."""

    iri: str
    measure: str


def title_key(title: str) -> str:
    """A title as titles are compared: without capitals, accents and surplus blanks."""
    return " ".join(fold(title).split())


def describe_call(cells: Mapping[str, str], where: str) -> Found | Rejected:
    """The call of one row; ``where`` names the row.

    The source has no codes: it joins applications to calls by the title, so a digest of the title
    is the identifier.
    """
    title = clean_line(cells.get("titolo", ""))
    if not title:
        return Rejected(where, "titolo, which identifies the call, is empty")
    remarks: list[str] = []
    identifier = identifier_of(title)
    document: dict[str, Json] = {
        "title": {"it": shorten(title, 2_000)},
        "description": {"it": _description(cells, title)},
        "identifier": identifier,
        "instrument": ["grant"],
        "programme": PROGRAMME,
    }
    document |= _dates(cells, remarks)
    amount = cells.get("totale_importo_stanziato", "")
    told = {
        "budget": read_or_remark("totale_importo_stanziato", amount, money, remarks),
        "status": read_or_remark("stato", cells.get("stato", ""), _state, remarks),
    }
    document |= {name: value for name, value in told.items() if value not in ("", "0")}
    # whoever may apply is in the register of administrations, schools and health bodies too
    universities = "universita" in fold(cells.get("soggetti_destinatari", ""))
    document["eligible_kind"] = ["administration", *(["university"] if universities else [])]
    return Found(Description("call", identifier, document), tuple(remarks))


def identifier_of(title: str) -> str:
    """The identifier of the call with that title."""
    digest = hashlib.sha256(title_key(title).encode()).hexdigest()
    return f"padigitale2026:{digest[:12]}"


def notice_of(found: Found, cells: Mapping[str, str], base: str) -> Notice:
    """A described call as applications refer to it."""
    key = mint_key(KINDS["call"], found.description.document)
    return Notice(resource_iri(base, "call", key), clean_line(cells.get("misura", "")))


def _state(written: str) -> str:
    state = _STATES.get(fold(clean_line(written)))
    if state is None:
        raise ValueError(f"{written[:60]!r} is unknown")
    return state


def day_of(written: str) -> str:
    """The day of a date. Raises ValueError."""
    return read_date(written).day


def _description(cells: Mapping[str, str], title: str) -> str:
    return "\n".join(_lines(cells)) or title


def _lines(cells: Mapping[str, str]) -> Iterator[str]:
    measure = clean_line(cells.get("misura", ""))
    bodies = unique(clean_line(one) for one in cells.get("soggetti_destinatari", "").split(";"))
    if measure:
        yield f"Misura del PNRR: {shorten(measure, 500)}"
    if bodies:
        yield f"Soggetti destinatari: {shorten(', '.join(bodies), 2_000)}"


def _dates(cells: Mapping[str, str], remarks: list[str]) -> dict[str, Json]:
    opens = read_or_remark("data_inizio_bando", cells.get("data_inizio_bando", ""), day_of, remarks)
    closes = read_or_remark("data_fine_bando", cells.get("data_fine_bando", ""), day_of, remarks)
    if opens and closes and opens > closes:
        remarks.append(f"data_inizio_bando {opens} left out: after data_fine_bando {closes}")
        opens = ""
    return {name: one for name, one in (("opens", opens), ("closes", closes)) if one}
