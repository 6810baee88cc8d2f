"""The result list: the address is the state, and every part of it can be taken back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from smartland.domain.fields import PUBLIC, Field, Part
from smartland.domain.kinds import KINDS
from smartland.services.indexing import PLACE_FIELDS
from smartland.services.searching.answers import Results, SearchQuery
from smartland.services.searching.finding import MAIN_FACETS, filter_names
from smartland.web.pages.formats import number
from smartland.web.pages.highlight import asked_words
from smartland.web.pages.hits import make_hits
from smartland.web.pages.naming import Naming, capital
from smartland.web.pages.shown import Chip, Choice, FacetGroup, Hit
from smartland.web.pages.texts import TEXTS

PAGE_SIZE = 20
SEEN = 6
BESIDE_FILTERS = ("q", "kind", "sort", "cursor", "from", "lang")
SORT_DATES: Mapping[str, tuple[str, str]] = {
    "call": ("closes", "sort_closes"),
    "tender": ("closes", "sort_closes"),
    "project": ("-start", "sort_modified"),
    "dataset": ("-modified", "sort_modified"),
    "need": ("-issued", "sort_modified"),
    "offer": ("-issued", "sort_modified"),
}
"""Kind → the date by which its records may be sorted, and what the choice is called."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for; ``filters`` hold full IRIs."""

    q: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    cursor: str | None = None
    start: int = 1


@dataclass(frozen=True)
class ResultPage:
    """Everything that the result list shows."""

    asked: Asked
    title: str
    total: int
    found: str
    range: str
    relaxed: bool
    hits: tuple[Hit, ...]
    facets: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[tuple[str, str], ...]
    next_href: str
    first_href: str
    clear_href: str
    json_href: str


def read_asked(arguments: Iterable[tuple[str, str]], naming: Naming) -> Asked:
    """The query in an address; names that are no filter are ignored, as browsers add some."""
    many: dict[str, list[str]] = {}
    for name, value in arguments:
        if value:
            many.setdefault(name, []).append(value)
    start = many.get("from", ["1"])[0]
    return Asked(
        q=many.get("q", [""])[0],
        kinds=tuple(kind for kind in dict.fromkeys(many.get("kind", ())) if kind in KINDS),
        filters={
            name: tuple(dict.fromkeys(naming.expand(value) for value in values))
            for name, values in many.items()
            if name in filter_names() and name not in BESIDE_FILTERS
        },
        sort=many.get("sort", ["relevance"])[0],
        cursor=many.get("cursor", [None])[0],
        start=int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 1,
    )


def to_query(asked: Asked) -> SearchQuery:
    """What the search service is asked for."""
    return SearchQuery(
        q=asked.q,
        kinds=asked.kinds,
        filters=asked.filters,
        facets=facet_names(asked.kinds),
        sort=asked.sort,
        limit=PAGE_SIZE,
        cursor=asked.cursor,
    )


def facet_names(kinds: Sequence[str]) -> tuple[str, ...]:
    """The facets that make sense for what is looked for: the main ones, or those of one kind."""
    if len(kinds) != 1:
        return MAIN_FACETS
    kind = KINDS[kinds[0]]
    own = dict.fromkeys(one.name for one in _facet_fields(kind.fields))
    places = [name for name in PLACE_FIELDS if name in kind.by_name]
    names = [name for name in own if name not in places]
    return ("kind", *names, *(("in",) if places else ()))


def make_page(asked: Asked, results: Results, naming: Naming) -> ResultPage:
    """The page for one answer of the search service."""
    values = [value for counted in results.facets.values() for value, _ in counted]
    chosen = [value for many in asked.filters.values() for value in many]
    naming.learn(value for value in (*values, *chosen) if "://" in value)
    end = asked.start + len(results.items) - 1
    language = naming.language
    start = f"{number(asked.start, language)}–{number(end, language)}"
    total = number(results.total, language)
    following = asked.start + PAGE_SIZE
    return ResultPage(
        asked=asked,
        title=_title(asked, language),
        total=results.total,
        found=_found(results.total, language),
        range=TEXTS["shown_of"].format(shown=start, total=total)[language],
        relaxed=results.relaxed,
        hits=make_hits([one.revision for one in results.items], naming, asked_words(asked.q)),
        facets=tuple(_facets(asked, results, naming)),
        chips=tuple(_chips(asked, naming)),
        sorts=_sorts(asked.kinds, language),
        next_href=address(asked, naming, cursor=results.next, start=following)
        if results.next
        else "",
        first_href=address(asked, naming) if asked.cursor else "",
        clear_href=address(Asked(q=asked.q), naming),
        json_href=_json_href(asked, naming),
    )


def address(asked: Asked, naming: Naming, *, cursor: str | None = None, start: int = 1) -> str:
    """The address of a result list."""
    pairs = [("q", asked.q)] if asked.q else []
    pairs += [("kind", kind) for kind in asked.kinds]
    for name, values in asked.filters.items():
        pairs += [(name, naming.shorten(value)) for value in values]
    if asked.sort != "relevance":
        pairs.append(("sort", asked.sort))
    if cursor:
        pairs += [("cursor", cursor), ("from", str(start))]
    text = urlencode(pairs, safe="/:")
    return f"{naming.root}/search{'?' if text else ''}{text}"


def field_label(name: str, kinds: Sequence[str], language: str) -> str:
    """What a filter is called: by the kind looked for, else by the first that has the field."""
    if name == "kind":
        return TEXTS["kind"][language]
    if name == "in":
        return capital(KINDS["territory"].label[language])
    if name == "source":
        return TEXTS["source"][language]
    for kind in (*(KINDS[one] for one in kinds), *KINDS.values()):
        for one in _facet_fields(kind.fields):
            if one.name == name:
                return capital(one.label[language])
    return name


def _facet_fields(fields: Iterable[Field]) -> Iterator[Field]:
    for one in fields:
        if isinstance(one, Part):
            yield from _facet_fields(one.of.fields)
        elif one.facet and one.visibility == PUBLIC:
            yield one


def _facets(asked: Asked, results: Results, naming: Naming) -> Iterator[FacetGroup]:
    for name, counted in results.facets.items():
        chosen = asked.kinds if name == "kind" else asked.filters.get(name, ())
        missing = tuple((value, 0) for value in chosen if value not in dict(counted))
        choices = [
            Choice(
                f"f-{name}-{place}",
                naming.shorten(value),
                value_text(name, value, naming),
                count,
                value in chosen,
            )
            for place, (value, count) in enumerate((*counted, *missing))
        ]
        if not choices or (len(choices) == 1 and not chosen):
            continue
        choices.sort(key=lambda one: not one.chosen)
        seen = max(SEEN, len(chosen))
        label = field_label(name, asked.kinds, naming.language)
        yield FacetGroup(name, label, tuple(choices[:seen]), tuple(choices[seen:]))


def value_text(name: str, value: str, naming: Naming) -> str:
    """What one value of a filter is called."""
    if name == "kind":
        return capital(KINDS[value].plural[naming.language]) if value in KINDS else value
    return capital(naming.text(value)) if "://" in value else value


def _chips(asked: Asked, naming: Naming) -> Iterator[Chip]:
    for name, values in (("kind", asked.kinds), *asked.filters.items()):
        for value in values:
            rest = tuple(one for one in values if one != value)
            if name == "kind":
                less = Asked(asked.q, rest, asked.filters, asked.sort)
            else:
                others = {n: rest if n == name else v for n, v in asked.filters.items()}
                less = Asked(asked.q, asked.kinds, others, asked.sort)
            label = field_label(name, asked.kinds, naming.language)
            yield Chip(label, value_text(name, value, naming), address(less, naming))


def _sorts(kinds: Sequence[str], language: str) -> tuple[tuple[str, str], ...]:
    sorts = [("relevance", TEXTS["sort_relevance"]), ("title", TEXTS["sort_title"])]
    if len(kinds) == 1 and kinds[0] in SORT_DATES:
        name, text = SORT_DATES[kinds[0]]
        sorts.append((name, TEXTS[text]))
    return tuple((name, label[language]) for name, label in sorts)


def _title(asked: Asked, language: str) -> str:
    """What the list is of: one kind, everything, or what was searched."""
    if asked.q or asked.filters or len(asked.kinds) > 1:
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


def _json_href(asked: Asked, naming: Naming) -> str:
    """The same question to the API, which answers for one kind at a time."""
    if len(asked.kinds) != 1:
        return ""
    pairs = [("q", asked.q)] if asked.q else []
    pairs += [(name, value) for name, values in asked.filters.items() for value in values]
    if asked.sort != "relevance":
        pairs.append(("sort", asked.sort))
    return f"{naming.root}/api/v1/{asked.kinds[0]}?{urlencode(pairs)}"
