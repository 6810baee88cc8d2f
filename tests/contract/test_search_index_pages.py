"""Facets, filters, orders and pages of every search engine, against the plain Python answer."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from smartland.domain.text import fold
from smartland.errors import Invalid
from smartland.ports.search import (
    AllOf,
    AnyOf,
    Everything,
    IndexDocument,
    Query,
    SearchIndex,
    SearchRequest,
    TermIs,
    Words,
)
from support.indexes import ENGINES, a_document, found, pages

DEEPEST = 10_000
MANY = DEEPEST + 50
TITLES = ("Ähnlich", "ahnung", "Zeta", "Élite", "elica", "Alfa", "alfa", "Città", "citta")


def _documents() -> list[IndexDocument]:
    chance = random.Random(7)  # noqa: S311  # test data
    provinces = [f"province/{number}" for number in range(5)]
    documents = []
    for number in range(240):
        place = chance.choice(provinces)
        zero = 0.0 if number % 2 else -0.0
        documents.append(
            a_document(
                f"{chance.randrange(10**9):09}-{number}",
                chance.choice(TITLES) if number % 11 else "",
                "progetto " * chance.randrange(3) + "comune",
                numbers={"budget": chance.randrange(-2, 4) + zero or zero} if number % 3 else {},
                dates={"start": f"2026-0{chance.randrange(1, 9)}-15"} if number % 4 else {},
                theme=tuple(chance.sample(["energy", "water", "soil", "air"], number % 4)),
                territory=(place, "region/03"),
                status=(chance.choice(["open", "closed"]),),
                holder=(f"holder/{chance.randrange(120):03}",),
            )
        )
    return documents


DOCUMENTS = _documents()


@pytest.fixture(scope="module", params=ENGINES.values(), ids=list(ENGINES))
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """DOCUMENTS, brought in over several commits and partly twice; no test changes it."""
    opened: SearchIndex = request.param(tmp_path_factory.mktemp("pages"))
    for begin in range(0, 240, 60):
        opened.apply(DOCUMENTS[max(begin - 10, 0) : begin + 60], [], begin + 60)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=ENGINES.values(), ids=list(ENGINES))
def crowd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """More documents than pages reach, with few different scores and values."""
    opened: SearchIndex = request.param(tmp_path_factory.mktemp("crowd"))
    opened.apply([_in_crowd(number) for number in range(MANY)], [], MANY)
    yield opened
    opened.close()


def _in_crowd(number: int) -> IndexDocument:
    # Keys in another order than that of arrival
    key = f"{number * 7_919 % MANY:05}"
    status = "open" if number % 3 else "closed"
    return a_document(key, "comune", status=(status,), numbers={"budget": number % 2})


def _has(document: IndexDocument, filters: Mapping[str, tuple[str, ...]]) -> bool:
    return all(set(document.terms.get(name, ())) & set(values) for name, values in filters.items())


FILTERS: list[dict[str, tuple[str, ...]]] = [
    {},
    {"theme": ("energy",)},
    {"theme": ("energy", "water"), "status": ("open",)},
    {"territory": ("province/1", "province/2"), "theme": ("soil",), "status": ("closed",)},
    {"territory": ("region/03",), "kind": ("project",)},
    {"theme": ()},
    {"theme": ("nothing",), "status": ("open",)},
]


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("query", [Everything(), Words("progetto")])
def test_facets_are_exact_and_each_ignores_its_own_filter(
    index: SearchIndex, query: Query, filters: dict[str, tuple[str, ...]]
) -> None:
    names = ("theme", "territory", "status", "kind", "corridor")
    answer = index.search(SearchRequest(query, filters=filters, facets=names))
    active = {name: values for name, values in filters.items() if values}
    asked = [one for one in DOCUMENTS if query == Everything() or "progetto" in one.text["it"]]
    assert answer.total == sum(_has(one, active) for one in asked)
    assert set(answer.facets) == set(names)
    for name in names:
        others = {other: values for other, values in active.items() if other != name}
        counts = Counter(
            chain.from_iterable(one.terms.get(name, ()) for one in asked if _has(one, others))
        )
        expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        assert list(answer.facets[name]) == expected, name


@pytest.mark.parametrize("size", [1, 3, 10, 50, 119, 500])
def test_facets_are_cut_by_count_then_value(index: SearchIndex, size: int) -> None:
    request = SearchRequest(Everything(), facets=("holder",), facet_size=size)
    counts = Counter(chain.from_iterable(one.terms["holder"] for one in DOCUMENTS))
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:size]
    assert list(index.search(request).facets["holder"]) == expected


def test_many_filter_values(index: SearchIndex) -> None:
    holders = tuple(f"holder/{number:03}" for number in range(100))
    keys = {one.key for one in DOCUMENTS if one.terms["holder"][0] in holders}
    request = SearchRequest(Everything(), filters={"holder": holders}, limit=240)
    assert {hit.key for hit in index.search(request).hits} == keys


SORTS: dict[str, Callable[[IndexDocument], Any]] = {
    "title": lambda one: fold(one.title.get("it", "")) or None,
    "budget": lambda one: one.numbers.get("budget"),
    "start": lambda one: one.dates.get("start"),
}


def _sorted(sort: str, documents: list[IndexDocument]) -> list[str]:
    """The keys in order of a value, then of IRI; those without the value last."""
    value = SORTS[sort.removeprefix("-")]
    by_iri = sorted(documents, key=lambda one: one.iri)
    there = [one for one in by_iri if value(one) is not None]
    gone = [one for one in by_iri if value(one) is None]
    there.sort(key=value, reverse=sort.startswith("-"))
    return [one.key for one in (*there, *gone)]


@pytest.mark.parametrize("limit", [7, 40, 239, 240, 1_000])
@pytest.mark.parametrize("sort", ["title", "-title", "budget", "-budget", "start", "-start"])
def test_every_order_is_total_and_paged_without_loss(
    index: SearchIndex, sort: str, limit: int
) -> None:
    request = SearchRequest(Everything(), sort=sort, limit=limit)
    paged = pages(index, request)
    assert list(chain.from_iterable(paged)) == _sorted(sort, DOCUMENTS)
    assert [len(page) for page in paged[:-1]] == [limit] * (len(paged) - 1)


def test_filtered_pages(index: SearchIndex) -> None:
    filters = {"status": ("open",), "theme": ("energy", "soil")}
    request = SearchRequest(Everything(), filters=filters, sort="-start", limit=10)
    kept = [one for one in DOCUMENTS if _has(one, filters)]
    assert list(chain.from_iterable(pages(index, request))) == _sorted("-start", kept)


@pytest.mark.parametrize("limit", [7, 100])
def test_relevance_is_paged_without_loss(index: SearchIndex, limit: int) -> None:
    query = AnyOf((Words("progetto alfa citta", every=False), TermIs("status", "open")))
    whole = index.search(SearchRequest(query, limit=240))
    ranked = [(-hit.score, hit.iri) for hit in whole.hits]
    assert ranked == sorted(ranked)
    paged = list(chain.from_iterable(pages(index, SearchRequest(query, limit=limit))))
    assert paged == [hit.key for hit in whole.hits]


def test_equal_scores_are_in_order_of_iri(index: SearchIndex) -> None:
    alike = (Everything(), TermIs("kind", "project"), AllOf((Words("il"), Everything())))
    for query in alike:
        assert found(index, query) == sorted(one.key for one in DOCUMENTS)


@pytest.mark.parametrize("sort", ["relevance", "budget"])
def test_thousands_of_equals_are_paged_without_loss(crowd: SearchIndex, sort: str) -> None:
    """Pages end where pages may end, and until then nothing is twice or lost."""
    query = AnyOf((Words("comune"), TermIs("status", "open")))
    request = SearchRequest(query, sort=sort, limit=1_700)
    keys = [key for page in pages(crowd, request) for key in page]
    assert len(set(keys)) == len(keys) == min(DEEPEST, MANY)
    best = {"relevance": _is_open, "budget": _is_even}[sort]
    firsts = sorted(filter(best, keys))
    assert keys[: len(firsts)] == firsts


def test_what_changes_takes_its_place_among_many_equals(tmp_path: Path) -> None:
    """On the embedded engine, which remembers the order of equals; servers order them anew."""
    index = ENGINES["tantivy"](tmp_path)
    index.apply([_in_crowd(number) for number in range(1_500)], [], 1)
    request = SearchRequest(AnyOf((Words("comune"), TermIs("status", "closed"))), limit=3)
    first = [hit.key for hit in index.search(request).hits]
    assert [hit.key for hit in index.search(request).hits] == first == sorted(first)
    there = a_document("00000a", "comune", status=("closed",), numbers={"budget": 0})
    index.apply([there], [a_document(first[0]).iri], 2)
    assert [hit.key for hit in index.search(request).hits] == sorted(["00000a", *first[1:]])
    narrowed = SearchRequest(request.query, filters={"status": ("open",)}, limit=3)
    assert not {hit.key for hit in index.search(narrowed).hits} & {"00000a", *first}
    index.close()


KEY_NUMBERS = {f"{number * 7_919 % MANY:05}": number for number in range(MANY)}


def _is_open(key: str) -> bool:
    return KEY_NUMBERS[key] % 3 != 0


def _is_even(key: str) -> bool:
    return KEY_NUMBERS[key] % 2 == 0


def test_no_hits_are_wanted(index: SearchIndex) -> None:
    answer = index.search(SearchRequest(Everything(), facets=("status",), limit=0))
    assert (answer.total, answer.hits, answer.next) == (240, (), None)
    assert sum(count for _, count in answer.facets["status"]) == 240


def test_the_last_page_has_no_next(index: SearchIndex) -> None:
    assert index.search(SearchRequest(Everything(), limit=240)).next is None
    assert index.search(SearchRequest(TermIs("theme", "nothing"))).next is None


@pytest.mark.parametrize("cursor", ["", "x", "é", "W10", "bnVsbA", "e30", "WzEsMl0", "A" * 10_000])
def test_a_made_up_cursor_is_invalid(index: SearchIndex, cursor: str) -> None:
    with pytest.raises(Invalid):
        index.search(SearchRequest(Everything(), after=cursor))


def test_a_cursor_of_another_order_is_invalid(index: SearchIndex) -> None:
    cursor = index.search(SearchRequest(Everything(), limit=3)).next
    assert cursor is not None
    for other in (
        SearchRequest(Everything(), sort="title", after=cursor),
        SearchRequest(Everything(), filters={"status": ("open",)}, after=cursor),
    ):
        with pytest.raises(Invalid):
            index.search(other)
