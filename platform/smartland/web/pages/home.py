"""The home page: what is here, by kind, corridor and territory, and what closes soon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from smartland.domain.kinds import KINDS
from smartland.domain.kinds.shared import CORRIDORS
from smartland.domain.resource import Revision
from smartland.services.searching.answers import Results
from smartland.web.pages.formats import MONTHS
from smartland.web.pages.hits import make_hits, summary
from smartland.web.pages.naming import Naming, Speech
from smartland.web.pages.shown import Hit
from smartland.web.pages.texts import TEXTS

COUNTED = ("stakeholder", "claim", "need", "offer", "project", "call", "dataset", "territory")
IN_CORRIDORS = ("stakeholder", "project", "call", "need", "offer", "dataset")
CORRIDOR_CODES = ("mobility", "water", "energy", "digital", "care")
TERRITORIES_SHOWN = 8
CALLS_SHOWN = 5
MANY_DAYS = 120
SUGGESTIONS: Mapping[str, tuple[str, ...]] = {
    "it": ("efficienza energetica", "gestione delle acque", "anziani", "mobilità", "dati aperti"),
    "en": ("energy efficiency", "water management", "older people", "mobility", "open data"),
}


@dataclass(frozen=True)
class Count:
    """How many resources of a kind there are."""

    kind: str
    label: str
    count: int
    href: str


@dataclass(frozen=True)
class CorridorCard:
    """One corridor and what is published along it."""

    code: str
    title: str
    text: Speech | None
    href: str
    page: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Place:
    """One territory: ``share`` of the most frequent one in per cent, for its bar."""

    text: str
    href: str
    count: int
    share: int


@dataclass(frozen=True)
class Closing:
    """A call that closes soon, ``days`` from today; its calendar leaf shows ``day``, ``month``."""

    hit: Hit
    closes: str
    days: int
    left: str
    day: int
    month: str


def count_kinds(counts: Mapping[str, int], naming: Naming) -> tuple[Count, ...]:
    """The figures of the home page; kinds without any are left out."""
    return tuple(_count(kind, counts[kind], naming, {}) for kind in COUNTED if counts.get(kind, 0))


def make_corridors(
    found: Mapping[str, Results], naming: Naming, heads: Mapping[str, Revision]
) -> tuple[CorridorCard, ...]:
    """The five cards. ``found``: corridor IRI → an answer with the facet ``kind``."""
    cards = []
    for code in CORRIDOR_CODES:
        iri = f"{CORRIDORS}/{code}"
        counted = dict(found[iri].facets.get("kind", ())) if iri in found else {}
        head = heads.get(iri)
        query = {"corridor": naming.shorten(iri)}
        cards.append(
            CorridorCard(
                code,
                naming.text(iri),
                summary(head.document, naming.language) if head else None,
                f"{naming.root}/search?{urlencode(query, safe='/')}",
                f"{naming.root}/doc/corridor/corridor-{code}",
                tuple(
                    _count(kind, counted[kind], naming, query)
                    for kind in IN_CORRIDORS
                    if counted.get(kind)
                ),
            )
        )
    return tuple(cards)


def make_places(counted: Sequence[tuple[str, int]], naming: Naming) -> tuple[Place, ...]:
    """The territories with most descriptions, the fullest first."""
    most = max((count for _, count in counted), default=1)
    shown = counted[:TERRITORIES_SHOWN]
    naming.prepare(iri for iri, _ in shown)
    return tuple(
        Place(
            naming.text(iri),
            f"{naming.root}/search?{urlencode({'in': naming.shorten(iri)}, safe='/')}",
            count,
            max(1, round(100 * count / most)),
        )
        for iri, count in shown
    )


def make_closing(calls: Sequence[Revision], naming: Naming, today: date) -> tuple[Closing, ...]:
    """Calls in the order given, with the days that are left."""
    hits = make_hits(calls, naming)
    return tuple(
        _closing(hit, one.document["closes"], naming.language, today)
        for one, hit in zip(calls, hits, strict=True)
    )


def days_text(days: int, language: str) -> str:
    """How long a call stays open; nothing where that is far away and the date says enough."""
    if days > MANY_DAYS:
        return ""
    if days <= 1:
        return TEXTS["day_left" if days == 0 else "one_day_left"][language]
    return TEXTS["days_left"].format(days=days)[language]


def _closing(hit: Hit, closes: str, language: str, today: date) -> Closing:
    when = date.fromisoformat(closes[:10])
    days = (when - today).days
    month = MONTHS[language][when.month - 1][:3]
    return Closing(hit, closes, days, days_text(days, language), when.day, month)


def _count(kind: str, count: int, naming: Naming, query: Mapping[str, str]) -> Count:
    declared = KINDS[kind]
    label = (declared.label if count == 1 else declared.plural)[naming.language]
    address = urlencode({"kind": kind, **query}, safe="/")
    return Count(kind, label, count, f"{naming.root}/search?{address}")
