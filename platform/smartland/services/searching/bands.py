"""Facets that no field declares: the year and the size of the money, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from smartland.domain.text import fold
from smartland.errors import Label
from smartland.services.licences import complete_licence

YEAR, BUDGET_BAND, LICENCE = "year", "budget_band", "licence"

MAIN_DATES: Mapping[str, tuple[str, ...]] = {
    "call": ("closes", "opens"),
    "tender": ("closes", "opens"),
    "project": ("start", "end"),
    "dataset": ("modified", "issued"),
    "catalogue": ("modified", "issued"),
    "need": ("issued", "valid_from", "valid_until"),
    "offer": ("issued", "valid_from", "valid_until"),
    "stakeholder": ("founded",),
}
"""Kind → the fields of its main date, the first that is there counts."""
MONEY: Mapping[str, tuple[str, ...]] = {
    "call": ("budget", "max_grant"),
    "tender": ("budget",),
    "project": ("budget", "grant"),
    "need": ("budget",),
}
"""Kind → the fields that say how much money it is about."""


@dataclass(frozen=True)
class Band:
    """Amounts from ``low`` up to, but without, ``high`` euros; None is open."""

    name: str
    low: float
    high: float | None
    label: Label


BANDS = (
    Band("0-10k", 0, 10_000, Label(it="meno di 10.000 €", en="under €10,000")),
    Band("10k-50k", 10_000, 50_000, Label(it="10.000–50.000 €", en="€10,000–50,000")),
    Band("50k-200k", 50_000, 200_000, Label(it="50.000–200.000 €", en="€50,000–200,000")),
    Band("200k-1m", 200_000, 1e6, Label(it="200.000 €–1 milione", en="€200,000–1 million")),
    Band("1m-5m", 1e6, 5e6, Label(it="1–5 milioni di €", en="€1–5 million")),
    Band("5m-20m", 5e6, 20e6, Label(it="5–20 milioni di €", en="€5–20 million")),
    Band("20m-", 20e6, None, Label(it="20 milioni di € e più", en="€20 million and more")),
)


def band_of(amount: float) -> str:
    """The name of the band of an amount in euros; empty for what is no amount."""
    for one in BANDS:
        if one.low <= amount and (one.high is None or amount < one.high):
            return one.name
    return ""


_SHORT: Mapping[str, str] = {
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc010": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ccby": "https://creativecommons.org/licenses/by/4.0/",
    "ccby40": "https://creativecommons.org/licenses/by/4.0/",
    "ccbysa": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ccbysa40": "https://creativecommons.org/licenses/by-sa/4.0/",
}
"""What people call licences, in letters and digits only."""


def licence_called(text: str) -> str:
    """The IRI of the licence that people call ``text`` (``CC-BY 4.0``); empty for others."""
    return _SHORT.get("".join(one for one in fold(text) if one.isalnum()), "")


def facet_label(name: str, value: str) -> Label | None:
    """What a value of one of these facets is called; None where the value speaks for itself or
    the facet is another."""
    if name == BUDGET_BAND:
        return next((one.label for one in BANDS if one.name == value), None)
    if name == LICENCE:
        known = complete_licence({"iri": value})["name"]
        return Label(it=known.get("it", value), en=known.get("en", known.get("it", value)))
    return None
