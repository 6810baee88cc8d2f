"""The parameters of a search as one text, the same for the same search, and back."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from smartland.errors import Invalid, Label, Problem
from smartland.services.searching.answers import SearchQuery

Box = tuple[float, float, float, float]

LONGEST = 4_000
MOST_VALUES = 100
PRESENTATION = frozenset({
    "before", "cursor", "explain", "facets", "fields", "format", "lang", "limit", "page", "sort",
    "view",
})  # fmt: skip
"""Parameters of a page of results that say nothing of what is searched for."""
FIELD = "query"

UNREADABLE = Label(
    it="Il testo contiene mezzi caratteri, che non sono Unicode.",
    en="The text holds halves of characters, which are no Unicode.",
)
TOO_LONG = Label(
    it="Ricerca troppo lunga: al massimo {limit} caratteri e {values} valori.",
    en="The search is too long: {limit} characters and {values} values at most.",
)
BAD_BOX = Label(
    it="Il riquadro è sud,ovest,nord,est in gradi: 45.0,9.0,45.6,9.8.",
    en="The box is south,west,north,east in degrees: 45.0,9.0,45.6,9.8.",
)


def read_query(text: str) -> SearchQuery:
    """The search that ``text`` asks for: a query string as ``q=acqua&kind=need``, or the whole
    address of a page of results. How results are shown is left out. Raises Invalid."""
    if any("\ud800" <= one <= "\udfff" for one in text):
        raise Invalid.of((Problem(FIELD, UNREADABLE),))
    before, mark, after = text.strip().partition("?")
    pairs = parse_qsl((after if mark else before).partition("#")[0])
    if len(text) > LONGEST or len(pairs) > MOST_VALUES:
        label = TOO_LONG.format(limit=LONGEST, values=MOST_VALUES)
        raise Invalid.of((Problem(FIELD, label),))
    return query_of(pairs)


def query_of(pairs: Iterable[tuple[str, str]]) -> SearchQuery:
    """The search that parameters (name, value) ask for. Raises Invalid for a bad box."""
    filters: dict[str, list[str]] = {}
    words, box = "", None
    for name, value in pairs:
        if name == "q":
            words = words or " ".join(value.split())
        elif name == "box":
            box = _read_box(value) if value else None
        elif name not in PRESENTATION and value:
            filters.setdefault(name, []).append(value)
    kinds = filters.pop("kind", [])
    return SearchQuery(
        q=words,
        kinds=tuple(sorted(set(kinds))),
        filters={name: tuple(sorted(set(values))) for name, values in sorted(filters.items())},
        box=box,
    )


def write_query(query: SearchQuery) -> str:
    """The parameters of ``query`` as a query string; equal searches give equal texts."""
    pairs = [("q", query.q)] if query.q else []
    pairs += [("kind", kind) for kind in sorted(query.kinds)]
    pairs += [(name, value) for name, value in _pairs(query.filters)]
    if query.box is not None:
        pairs.append(("box", ",".join(f"{one:.5f}".rstrip("0").rstrip(".") for one in query.box)))
    return urlencode(pairs)


def _pairs(filters: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, value) for name in sorted(filters) for value in sorted(filters[name])]


def _read_box(text: str) -> Box:
    """South, west, north, east. Raises Invalid naming ``box``."""
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError as error:
        raise Invalid.of((Problem("box", BAD_BOX),)) from error
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise Invalid.of((Problem("box", BAD_BOX),))
    return south, west, north, east
