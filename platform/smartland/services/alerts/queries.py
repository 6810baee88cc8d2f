"""The parameters of a search as one text, the same for the same search, and back."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from smartland.errors import Invalid, Label, Problem
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.boxes import SIDES, read_box, read_sides, write_box
from smartland.services.searching.checking import MOST_VALUES

LONGEST = 4_000
PRESENTATION = frozenset({
    "before", "cursor", "explain", "facets", "fields", "from", "lang", "limit", "page", "sort",
    "view",
})  # fmt: skip
"""Parameters of a page of results that say nothing of what is searched for."""
FIELD = "query"

UNREADABLE = Label(
    it="Il testo contiene mezzi caratteri, che non sono Unicode.",
    en="The text holds halves of characters, which are no Unicode.",
)
NO_PARAMETERS = Label(
    it="Servono i parametri di una ricerca, per esempio q=acqua&kind=call.",
    en="The parameters of a search are needed, for example q=acqua&kind=call.",
)
TOO_LONG = Label(
    it="Ricerca troppo lunga: al massimo {limit} caratteri e {values} valori.",
    en="The search is too long: {limit} characters and {values} values at most.",
)


def read_query(text: str) -> SearchQuery:
    """The search that ``text`` asks for: a query string as ``q=acqua&kind=need``, or the whole
    address of a page of results. How results are shown is left out. Raises Invalid."""
    if any("\ud800" <= one <= "\udfff" for one in text):
        raise Invalid.of((Problem(FIELD, UNREADABLE),))
    pairs = parse_qsl(_parameters(text.strip())) if len(text) <= LONGEST else []
    if len(text) > LONGEST or len(pairs) > MOST_VALUES:
        label = TOO_LONG.format(limit=LONGEST, values=MOST_VALUES)
        raise Invalid.of((Problem(FIELD, label),))
    # words alone are no parameters, and would be a search for everything
    if text.strip() and not ({"=", "/", "?"} & {*text}):
        raise Invalid.of((Problem(FIELD, NO_PARAMETERS),))
    return query_of(pairs)


def query_of(pairs: Iterable[tuple[str, str]]) -> SearchQuery:
    """The search that parameters (name, value) ask for. Raises Invalid for a bad box."""
    filters: dict[str, list[str]] = {}
    sides: dict[str, str] = {}
    words, box = "", None
    for name, value in pairs:
        if name == "q":
            words = words or " ".join(value.split())
        elif name == "box":
            box = read_box(value)
        elif name in SIDES:
            sides.setdefault(name, value)
        elif name not in PRESENTATION and value:
            filters.setdefault(name, []).append(value)
    kinds = filters.pop("kind", [])
    return SearchQuery(
        q=words,
        kinds=tuple(sorted(set(kinds))),
        filters={name: tuple(sorted(set(values))) for name, values in sorted(filters.items())},
        box=box or read_sides(sides),
    )


def write_query(query: SearchQuery) -> str:
    """The parameters of ``query`` as a query string; equal searches give equal texts."""
    pairs = [("q", query.q)] if query.q else []
    pairs += [("kind", kind) for kind in sorted(query.kinds)]
    pairs += [(name, value) for name, value in _pairs(query.filters)]
    if query.box is not None:
        pairs.append(("box", write_box(query.box)))
    return urlencode(pairs)


def _parameters(text: str) -> str:
    """What follows the ``?`` of an address; all of a text that is no address, where one may be
    part of what is searched for."""
    before, mark, after = text.partition("?")
    asked = after if mark and "=" not in before else text
    return asked.partition("#")[0]


def _pairs(filters: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, value) for name in sorted(filters) for value in sorted(filters[name])]
