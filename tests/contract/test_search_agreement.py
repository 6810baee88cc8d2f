"""A real server and the embedded engine give the same answers: totals, facets, sets and scores.

``SMARTLAND_TEST_AGREEMENT`` sets the number of documents.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from smartland.ports.search import SearchAnswer, SearchIndex, SearchRequest
from support.indexes import ENGINES, open_tantivy
from support.search_agreement import A_SOURCE, MANNERS, documents, prefixes, requests

SIZE = int(os.environ.get("SMARTLAND_TEST_AGREEMENT", "2000"))
DEEPEST = 10_000
CLOSE = 1e-3
SOME_LARGE = 2
"""How many sets of each manner that pages do not reach to the end are read piece by piece; of
the others the counts of each source agree."""
SERVERS = {name: opened for name, opened in ENGINES.items() if name != "tantivy"}
REQUESTS = requests(SIZE)


@dataclass(frozen=True)
class Pair:
    """Two engines that hold the same documents."""

    ours: SearchIndex
    server: SearchIndex


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """The embedded engine, filled anew: scores count what was replaced until it is merged away."""
    index = open_tantivy(tmp_path_factory.mktemp("ours"))
    index.rebuild(documents(SIZE), SIZE)
    yield index
    index.close()


@pytest.fixture(scope="module", params=SERVERS.values(), ids=list(SERVERS))
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ours: SearchIndex
) -> Iterator[Pair]:
    """It and a server filled with the same."""
    server: SearchIndex = request.param(tmp_path_factory.mktemp("server"))
    server.rebuild(documents(SIZE), SIZE)
    yield Pair(ours, server)
    server.close()


def test_there_are_enough_requests_and_they_find_something() -> None:
    assert sum(len(some) for some in REQUESTS.values()) >= 200


@pytest.mark.parametrize("manner", MANNERS)
def test_engines_agree(pair: Pair, manner: str) -> None:
    found = large = 0
    for request in REQUESTS[manner]:
        ours, theirs = (one.search(request) for one in (pair.ours, pair.server))
        found += ours.total > 0
        assert theirs.total == ours.total, request
        assert theirs.facets == ours.facets, request
        large += ours.total > DEEPEST
        _check_hits(pair, request, ours, piecemeal=large <= SOME_LARGE)
    assert found >= len(REQUESTS[manner]) / 2, "most requests must find something"


def _check_hits(
    pair: Pair, request: SearchRequest, first: SearchAnswer, *, piecemeal: bool
) -> None:
    whole = replace(request, facets=(), limit=DEEPEST)
    ours, theirs = (one.search(whole) for one in (pair.ours, pair.server))
    if request.sort != "relevance":
        assert [hit.iri for hit in theirs.hits] == [hit.iri for hit in ours.hits], request
        return
    scores, others = ({hit.iri: hit.score for hit in one.hits} for one in (ours, theirs))
    if first.total <= DEEPEST:
        assert others.keys() == scores.keys(), request
    elif piecemeal:
        _check_parts(pair, whole)
    for iri in scores.keys() & others.keys():
        assert others[iri] == pytest.approx(scores[iri], rel=CLOSE, abs=CLOSE), (iri, request)


def _check_parts(pair: Pair, whole: SearchRequest) -> None:
    """A set too large to be read at once, source by source."""
    for number in range(-(-SIZE // A_SOURCE)):
        part = replace(whole, filters={**whole.filters, "source": (f"source/{number}",)})
        ours, theirs = (one.search(part) for one in (pair.ours, pair.server))
        assert {hit.iri for hit in theirs.hits} == {hit.iri for hit in ours.hits}, part


@pytest.mark.parametrize("titles", [True, False])
def test_vocabularies_agree(pair: Pair, titles: bool) -> None:  # noqa: FBT001
    for prefix in prefixes():
        ours, theirs = (
            dict(one.vocabulary(prefix, DEEPEST, titles=titles)) for one in (pair.ours, pair.server)
        )
        assert theirs == ours, prefix


def test_digests_agree(pair: Pair) -> None:
    assert pair.server.digests() == pair.ours.digests()
    assert pair.server.state().documents == pair.ours.state().documents == SIZE
