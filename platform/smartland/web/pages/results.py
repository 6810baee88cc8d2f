"""The result list: what was found and why, what to filter by, and what else to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartland.domain.kinds import KINDS
from smartland.services.searching.answers import Results
from smartland.services.searching.checking import RELEVANCE
from smartland.web.pages.asked import MAP, PAGE_SIZE, Asked, address
from smartland.web.pages.facets import Above, make_chips, make_facets
from smartland.web.pages.formats import number
from smartland.web.pages.hits import make_hits
from smartland.web.pages.mapping import MapView, make_map
from smartland.web.pages.naming import Naming, capital
from smartland.web.pages.notes import Notes, make_notes
from smartland.web.pages.result_table import MOST_ROWS
from smartland.web.pages.shown import Chip, FacetGroup, Hit
from smartland.web.pages.texts import TEXTS

SORTS: Mapping[str, str] = {
    "closes": "sort_closes",
    "-closes": "sort_closed",
    "-start": "sort_start",
    "-modified": "sort_modified",
    "-issued": "sort_issued",
    "-budget": "sort_budget",
    "-population": "sort_population",
}
"""Orders that are offered where every kind looked for has the field, and what they are called."""


@dataclass(frozen=True)
class Forms:
    """The addresses of the same list for programs, spreadsheets and feed readers."""

    json: str
    csv: str
    atom: str


@dataclass(frozen=True)
class ResultPage:
    """Everything that the result list shows; ``map`` only where it was asked for."""

    asked: Asked
    title: str
    total: int
    found: str
    range: str
    relaxed: bool
    notes: Notes
    hits: tuple[Hit, ...]
    facets: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[tuple[str, str], ...]
    map: MapView | None
    map_href: str
    next_href: str
    first_href: str
    clear_href: str
    forms: Forms
    table_note: str


def make_page(asked: Asked, results: Results, naming: Naming, above: Above) -> ResultPage:
    """The page for one answer of the search service."""
    _learn(asked, results, naming)
    language = naming.language
    other_view = replace(asked, view="" if asked.view else MAP, cursor=None, start=1)
    return ResultPage(
        asked=asked,
        title=_title(asked, language),
        total=results.total,
        found=_found(results.total, language),
        range=_range(asked, results, language),
        relaxed=results.relaxed,
        notes=make_notes(asked, results, naming),
        hits=_hits(asked, results, naming),
        facets=tuple(make_facets(asked, results, naming, above)),
        chips=tuple(make_chips(asked, naming)),
        sorts=_sorts(asked, language),
        map=make_map(asked, results, naming, above.places) if asked.view else None,
        map_href=address(other_view, naming),
        next_href=address(asked, naming, cursor=results.next, start=asked.start + PAGE_SIZE)
        if results.next
        else "",
        first_href=address(asked, naming) if asked.cursor else "",
        clear_href=address(Asked(q=asked.q, view=asked.view), naming),
        forms=_forms(asked, naming),
        table_note=_table_note(results.total, language),
    )


def _hits(asked: Asked, results: Results, naming: Naming) -> tuple[Hit, ...]:
    revisions = [one.revision for one in results.items]
    return make_hits(revisions, naming, [one.why for one in results.items], asked.q)


def _learn(asked: Asked, results: Results, naming: Naming) -> None:
    """Look up every name that the filters will show, at once."""
    values = [value for counted in results.facets.values() for value, _ in counted]
    chosen = [value for many in asked.filters.values() for value in many]
    naming.learn(value for value in (*values, *chosen) if "://" in value)


def _range(asked: Asked, results: Results, language: str) -> str:
    end = asked.start + len(results.items) - 1
    shown = f"{number(asked.start, language)}–{number(end, language)}"
    total = number(results.total, language)
    return TEXTS["shown_of"].format(shown=shown, total=total)[language]


def _sorts(asked: Asked, language: str) -> tuple[tuple[str, str], ...]:
    """The orders to choose from, first the one that is taken where none is chosen."""
    kinds: Sequence[str] = asked.kinds
    # without words there is nothing to be relevant to, and the service goes by title
    offered = {RELEVANCE: "sort_title"}
    if asked.q.strip():
        offered = {RELEVANCE: "sort_relevance", "title": "sort_title"}
    for order, text in SORTS.items():
        field = order.removeprefix("-")
        if kinds and all(field in KINDS[kind].by_name for kind in kinds):
            offered[order] = text
    return tuple((order, TEXTS[text][language]) for order, text in offered.items())


def _title(asked: Asked, language: str) -> str:
    """What the list is of: one kind, everything, or what was searched."""
    if asked.q or asked.filters or asked.box or len(asked.kinds) > 1:
        return TEXTS["results"][language]
    if asked.kinds:
        return capital(KINDS[asked.kinds[0]].plural[language])
    return TEXTS["everything"][language]


def _found(total: int, language: str) -> str:
    if total == 0:
        return TEXTS["found_none"][language]
    if total == 1:
        return TEXTS["found_one"][language]
    return TEXTS["found_many"].format(total=number(total, language))[language]


def _forms(asked: Asked, naming: Naming) -> Forms:
    return Forms(
        json=address(asked, naming, path="/api/v1/search"),
        csv=address(asked, naming, path="/search.csv"),
        atom=address(asked, naming, path="/search.atom"),
    )


def _table_note(total: int, language: str) -> str:
    """That the table is cut, where it is."""
    if total <= MOST_ROWS:
        return ""
    return TEXTS["table_cut"].format(rows=number(MOST_ROWS, language))[language]
