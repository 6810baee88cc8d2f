"""What an address of a result list asks for: the address is the whole state of the list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from smartland.domain.kinds import KINDS
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.boxes import SIDES, Box, read_box, read_sides, write_box
from smartland.services.searching.checking import RELEVANCE
from smartland.services.searching.finding import filter_names
from smartland.web.pages.naming import Naming

PAGE_SIZE = 20
BESIDE_FILTERS = ("q", "kind", "sort", "cursor", "from", "lang", "box", "view", *SIDES)
MAP = "map"


@dataclass(frozen=True)
class Asked:
    """What an address asks for; ``filters`` hold full IRIs; ``view`` is ``map`` where the map is
    shown above the list."""

    q: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    cursor: str | None = None
    start: int = 1
    box: Box | None = None
    view: str = ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values that are asked for of a filter, ``kind`` included."""
        return self.kinds if name == "kind" else self.filters.get(name, ())

    def choosing(self, name: str, values: Sequence[str]) -> "Asked":
        """The same question with other values of one filter, from its first result on."""
        first = replace(self, cursor=None, start=1)
        if name == "kind":
            return replace(first, kinds=tuple(values))
        others = {one: kept for one, kept in self.filters.items() if one != name}
        return replace(first, filters={**others, name: tuple(values)} if values else others)


def read_asked(arguments: Iterable[tuple[str, str]], naming: Naming) -> Asked:
    """The query in an address; names that are no filter are ignored, as browsers add some.

    Raises Invalid for a rectangle that is none.
    """
    many: dict[str, list[str]] = {}
    for name, value in arguments:
        if value:
            many.setdefault(name, []).append(value)
    one = {name: values[0] for name, values in many.items()}
    start = one.get("from", "1")
    return Asked(
        q=one.get("q", ""),
        kinds=tuple(kind for kind in dict.fromkeys(many.get("kind", ())) if kind in KINDS),
        filters={
            name: tuple(dict.fromkeys(naming.expand(value) for value in values))
            for name, values in many.items()
            if name in filter_names() and name not in BESIDE_FILTERS
        },
        sort=one.get("sort", RELEVANCE),
        cursor=one.get("cursor"),
        start=int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 1,
        box=read_box(one.get("box", "")) or read_sides(one),
        view=MAP if one.get("view") == MAP else "",
    )


def to_query(asked: Asked, facets: tuple[str, ...] = ()) -> SearchQuery:
    """What the search service is asked for: a page of results with their reasons."""
    return SearchQuery(
        q=asked.q,
        kinds=asked.kinds,
        filters=asked.filters,
        facets=facets,
        sort=asked.sort,
        limit=PAGE_SIZE,
        cursor=asked.cursor,
        box=asked.box,
        explain=True,
    )


def address(
    asked: Asked,
    naming: Naming,
    *,
    path: str = "/search",
    cursor: str | None = None,
    start: int = 1,
) -> str:
    """The address of a result list; another ``path`` gives the same list in another form."""
    pairs = [("q", asked.q)] if asked.q else []
    pairs += [("kind", kind) for kind in asked.kinds]
    for name, values in asked.filters.items():
        pairs += [(name, naming.shorten(value)) for value in values]
    if asked.box:
        pairs.append(("box", write_box(asked.box)))
    if asked.sort != RELEVANCE:
        pairs.append(("sort", asked.sort))
    if asked.view and path == "/search":
        pairs.append(("view", asked.view))
    if cursor:
        pairs += [("cursor", cursor), ("from", str(start))]
    text = urlencode(pairs, safe="/:,")
    return f"{naming.root}{path}{'?' if text else ''}{text}"
