"""What ``ports.alerts`` promises: the same documents that the search itself would find."""

from pathlib import Path

import pytest

from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.adapters.search_tantivy.percolator import TantivyPercolator
from smartland.errors import Invalid
from smartland.ports.search import (
    AllOf,
    Everything,
    IndexDocument,
    Not,
    Range,
    SearchIndex,
    SearchRequest,
    TermIs,
    Words,
)
from support.fake_index import FakeIndex
from support.percolating import some_conditions, some_documents, some_requests


def by_search(
    index: SearchIndex, requests: dict[str, SearchRequest], most: int
) -> dict[str, set[str]]:
    """What the search finds, request by request."""
    found = {}
    for name, one in requests.items():
        answer = index.search(SearchRequest(one.query, one.filters, limit=most))
        assert answer.total == len(answer.hits)
        if answer.hits:
            found[name] = {hit.iri for hit in answer.hits}
    return found


def percolated(
    percolator: TantivyPercolator,
    documents: list[IndexDocument],
    requests: dict[str, SearchRequest],
) -> dict[str, set[str]]:
    answer = percolator.matches(documents, requests)
    assert not answer.broken
    assert all(len(set(iris)) == len(iris) for iris in answer.found.values())
    return {name: set(iris) for name, iris in answer.found.items()}


def test_a_thousand_searches_on_a_thousand_documents_as_the_index_has_them(tmp_path: Path) -> None:
    documents, requests = some_documents(1_000), some_requests(1_000)
    index = TantivyIndex(tmp_path, heap_bytes=20_000_000)
    index.apply(documents, [], 1)
    expected = by_search(index, requests, 1_000)
    index.close()
    assert sum(map(len, expected.values())) > 1_000
    assert len(expected) < len(requests)
    assert percolated(TantivyPercolator(), documents, requests) == expected


def test_each_condition_finds_what_its_definition_says() -> None:
    documents, requests = some_documents(80), some_conditions(200)
    plain = FakeIndex()
    plain.apply(documents, [], 1)
    expected = by_search(plain, requests, 1_000)
    assert 50 < len(expected) < 200
    assert percolated(TantivyPercolator(), documents, requests) == expected


def test_each_batch_stands_by_itself() -> None:
    documents, percolator = some_documents(20), TantivyPercolator()
    requests = {"all": SearchRequest(Everything())}
    for part in (documents[:7], documents[7:8], documents[8:]):
        assert percolated(percolator, part, requests) == {"all": {one.iri for one in part}}
    assert percolated(percolator, [], requests) == {}


def test_the_request_of_a_name_may_change() -> None:
    documents, percolator = some_documents(50), TantivyPercolator()
    for kind in ("need", "call", "need"):
        requests = {"one": SearchRequest(TermIs("kind", kind))}
        expected = {one.iri for one in documents if one.kind == kind}
        assert percolated(percolator, documents, requests) == {"one": expected}


def test_filters_hold_together_and_values_are_alternatives() -> None:
    documents = some_documents(100)
    corridor = documents[0].terms["corridor"][0]
    filters = {"kind": ("need", "call"), "corridor": (corridor,), "theme": ()}
    expected = {
        one.iri
        for one in documents
        if one.kind in ("need", "call") and corridor in one.terms["corridor"]
    }
    requests = {"one": SearchRequest(Everything(), filters=filters)}
    assert percolated(TantivyPercolator(), documents, requests) == {"one": expected}


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest(TermIs("colour", "red")),
        SearchRequest(Everything(), filters={"colour": ("red",)}),
        SearchRequest(Range("issued", "no day", None)),
        SearchRequest(AllOf(tuple(Words("a") for _ in range(2_000)))),
    ],
)
@pytest.mark.parametrize("count", [0, 5])
def test_what_cannot_be_answered_is_told_and_stops_nobody(
    request_: SearchRequest, count: int
) -> None:
    documents = some_documents(count)
    requests = {"bad": request_, "good": SearchRequest(Not(TermIs("kind", "nothing")))}
    answer = TantivyPercolator().matches(documents, requests)
    assert set(answer.broken) == {"bad"}
    assert answer.broken["bad"].it
    assert set(answer.found.get("good", ())) == {one.iri for one in documents}


def test_a_document_that_no_index_takes_is_an_error() -> None:
    strange = IndexDocument("https://example.org/1", "call", "1", {}, {}, terms={"colour": ("r",)})
    with pytest.raises(Invalid):
        TantivyPercolator().matches([strange], {"all": SearchRequest(Everything())})
