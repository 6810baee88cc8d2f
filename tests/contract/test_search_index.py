"""What every search engine finds: words, phrases, codes, terms, ranges."""

import unicodedata
from collections.abc import Iterator

import pytest

from smartland.errors import Invalid
from smartland.ports.search import (
    AllOf,
    AnyOf,
    BestOf,
    CodeIs,
    Everything,
    IndexDocument,
    Not,
    Phrase,
    Query,
    Range,
    SearchIndex,
    SearchRequest,
    TermIs,
    Words,
)
from support.indexes import ENGINES, a_document, found

LOMBARDIA, MILANO, LODI = "place/03", "place/015", "place/098"

DOCUMENTS = [
    a_document(
        "citta",
        "Città metropolitana: l’efficienza energetica",
        "Un progetto dell'amministrazione",
        territory=(MILANO, LOMBARDIA),
        numbers={"budget": 1_000.0},
        dates={"start": "2026-01-31"},
    ),
    a_document(
        "imprese",
        "Imprese innovative e start-up",
        "Energia solare per la città",
        codes=("J41 B21.0001-0001",),
        territory=(LODI, LOMBARDIA),
        numbers={"budget": 2_500.5},
        dates={"start": "2026-02-01"},
    ),
    a_document(
        "twins",
        "Digital twins of ports",
        "Predictive companies and AI",
        language="en",
        theme=("energy",),
        dates={"start": "2027-06-15"},
    ),
    a_document("mixed", "Smart Land", "Rete di imprese, network of cities", language="und"),
    a_document("accented", "Qualità della città più verde", language="fr"),
    a_document("plain", "Bando rivolto ai comuni"),
    a_document("canal", "Traghetto", "Il fiume e il canale"),
    a_document("banal", "Il canile e il traghetto"),
    a_document("ferry", "Il fiume"),
]


@pytest.fixture(scope="module", params=ENGINES.values(), ids=list(ENGINES))
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """An index of DOCUMENTS at sequence 6; no test changes it."""
    opened: SearchIndex = request.param(tmp_path_factory.mktemp("search"))
    opened.apply(DOCUMENTS, [], 6)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("citta", {"citta", "imprese", "accented"}),
        ("CITTÀ", {"citta", "imprese", "accented"}),
        (unicodedata.normalize("NFD", "città"), {"citta", "imprese", "accented"}),
        ("l'efficienza", {"citta"}),
        ("dell’efficienza", {"citta"}),
        ("l’amministrazione", {"citta"}),
        ("impresa", {"imprese", "mixed"}),
        ("innovativo", {"imprese"}),
        ("city", {"mixed"}),
        ("company", {"twins"}),
        ("port twin", {"twins"}),
        ("citta energia", {"imprese"}),
        ("the digital twins of the port", {"twins"}),
        ("qualita verde", {"accented"}),
        ("ai", {"twins"}),
        ("assente", set()),
        ("citta assente", set()),
    ],
)
def test_every_word_is_found_in_either_language(
    index: SearchIndex, text: str, keys: set[str]
) -> None:
    assert set(found(index, Words(text))) == keys


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (Words("ports solare assente", every=False), {"twins", "imprese"}),
        (Words("effic", prefix=True), {"citta"}),
        (Words("effic"), set()),
        (Words("effic metropolitana", prefix=True), {"citta"} - {"citta"}),
        (Words("metropolitana effic", prefix=True), {"citta"}),
        (Words("co", prefix=True), {"twins", "plain"}),
        (Words("an", prefix=True), set()),
        (Words("metropoltana", fuzzy=True), {"citta"}),
        (Words("metropoltana"), set()),
        (Words("innovaitve", fuzzy=True), {"imprese"}),
        (Words("prots", fuzzy=True), {"twins"}),
        (Words("lnd", fuzzy=True), set()),
        (Phrase("efficienza energetica"), {"citta"}),
        (Phrase("energetica efficienza"), set()),
        (Phrase("progetto di amministrazione"), {"citta"}),
        (Phrase("digital twin"), {"twins"}),
        (Phrase("twins"), {"twins"}),
        (CodeIs("j41b2100010001"), {"imprese"}),
        (CodeIs("J41 B210001.0001"), {"imprese"}),
        (CodeIs("J41B21000100"), set()),
        (TermIs("theme", "energy"), {"twins"}),
        (TermIs("theme", "Energy"), set()),
        (TermIs("territory", LOMBARDIA), {"citta", "imprese"}),
        (TermIs("territory", LODI), {"imprese"}),
        (Range("budget", 1_000), {"citta", "imprese"}),
        (Range("budget", 1_000.5, 2_500.5), {"imprese"}),
        (Range("budget", high=1_000), {"citta"}),
        (Range("budget"), {"citta", "imprese"}),
        (Range("start", "2026-01-31", "2026-02-01"), {"citta", "imprese"}),
        (Range("start", "2026-02-02"), {"twins"}),
        (Range("start", high="2026-01-31T23:59:59Z"), {"citta"}),
        (Range("budget", float("-inf"), float("inf")), {"citta", "imprese"}),
        (Range("budget", float("inf")), set()),
        (Range("budget", high=float("-inf")), set()),
        (Range("lat", 45, 46), {one.key for one in DOCUMENTS}),
        (Range("lon", 10), set()),
    ],
)
def test_each_node_finds(index: SearchIndex, query: Query, keys: set[str]) -> None:
    assert set(found(index, query)) == keys


CITTA, ENERGIA = Words("citta"), Words("energia")
EVERY_KEY = {one.key for one in DOCUMENTS}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (AllOf((CITTA, Not(ENERGIA))), {"citta", "accented"}),
        (Not(CITTA), {"twins", "mixed", "plain", "canal", "banal", "ferry"}),
        (Not(Not(CITTA)), {"citta", "imprese", "accented"}),
        (AnyOf((ENERGIA, TermIs("theme", "energy"))), {"imprese", "twins"}),
        (AllOf((AnyOf((CITTA, Words("port"))), Range("budget"))), {"citta", "imprese"}),
        (AnyOf((Not(Everything()), CodeIs("J41B2100010001"))), {"imprese"}),
        (BestOf((ENERGIA, TermIs("theme", "energy"))), {"imprese", "twins"}),
        (AllOf((BestOf((CITTA, Words("port"))), Range("budget"))), {"citta", "imprese"}),
        (BestOf((Words("la"), ENERGIA)), {"imprese"}),
        (BestOf(()), set()),
        (Everything(), EVERY_KEY),
        (AllOf(()), EVERY_KEY),
        (AnyOf(()), set()),
    ],
)
def test_nodes_combine(index: SearchIndex, query: Query, keys: set[str]) -> None:
    assert set(found(index, query)) == keys


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (Words("il dell' the"), EVERY_KEY),
        (Words(""), EVERY_KEY),
        (Words("* \\ …"), EVERY_KEY),
        (Phrase("di un"), EVERY_KEY),
        (Not(Words("il")), EVERY_KEY),
        (AllOf((Words("la"), ENERGIA)), {"imprese"}),
        (AnyOf((Words("la"), ENERGIA)), {"imprese"}),
        (Words("il dell'", every=False), set()),
    ],
)
def test_text_without_words_says_nothing(index: SearchIndex, query: Query, keys: set[str]) -> None:
    assert set(found(index, query)) == keys


@pytest.mark.parametrize(
    "text",
    ['title:"x" AND (', "iri:*", "-citta +/x/ [a TO b}", "a\x00b", "é" * 9_000],
)
def test_no_text_is_query_syntax(index: SearchIndex, text: str) -> None:
    assert found(index, AllOf((Words(text, prefix=True, fuzzy=True), Phrase(text)))) == []


def test_better_matches_come_first(index: SearchIndex) -> None:
    assert found(index, Words("imprese citta", every=False))[0] == "imprese"
    assert found(index, Words("metropolitana solare", every=False)) == ["citta", "imprese"]
    assert found(index, AnyOf((Words("citta"), CodeIs("J41B2100010001"))))[0] == "imprese"
    boosted = (TermIs("territory", MILANO), TermIs("territory", LODI, boost=2.0))
    assert found(index, AnyOf(boosted)) == ["imprese", "citta"]


def _scores(index: SearchIndex, query: Query) -> dict[str, float]:
    return {hit.key: hit.score for hit in index.search(SearchRequest(query)).hits}


def test_the_best_of_several_ways_counts_once(index: SearchIndex) -> None:
    strong, weak = TermIs("territory", LOMBARDIA, 5.0), TermIs("territory", MILANO, 2.0)
    assert _scores(index, BestOf((weak, strong))) == {"citta": 5.0, "imprese": 5.0}
    assert _scores(index, AnyOf((weak, strong))) == {"citta": 7.0, "imprese": 5.0}
    assert _scores(index, BestOf((Words("citta"), Words("citta")))) == pytest.approx(
        _scores(index, Words("citta"))
    )


def test_boosts_multiply_scores(index: SearchIndex) -> None:
    for plain, boosted in (
        (Words("citta"), Words("citta", boost=2.5)),
        (Words("effic", prefix=True), Words("effic", prefix=True, boost=2.5)),
        (Words("prots", fuzzy=True), Words("prots", fuzzy=True, boost=2.5)),
        (Phrase("digital twin"), Phrase("digital twin", boost=2.5)),
        (Phrase("twins"), Phrase("twins", boost=2.5)),
        (CodeIs("J41B2100010001"), CodeIs("J41B2100010001", boost=2.5)),
    ):
        expected = {key: 2.5 * score for key, score in _scores(index, plain).items()}
        assert _scores(index, boosted) == pytest.approx(expected, rel=1e-4)
        assert expected


def test_a_title_weighs_more_than_text(index: SearchIndex) -> None:
    assert found(index, Words("fiume")) == ["ferry", "canal"]


FORMS = [
    a_document("waste", "Raccolta dei rifiuti", "Rifiuti"),
    a_document("one", "Il rifiuto organico"),
    a_document("town", "Comune di Rifiano"),
    a_document("harbour", "Il porto e i suoi moli"),
    a_document("gate", "La porta della valle"),
    a_document("lakes", "Tre laghi alpini"),
    a_document("cities", "Resilient cities", language="en"),
]


@pytest.fixture(scope="module", params=ENGINES.values(), ids=list(ENGINES))
def forms_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """FORMS; no test changes it."""
    opened: SearchIndex = request.param(tmp_path_factory.mktemp("forms"))
    opened.apply(FORMS, [], len(FORMS))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "scores"),
    [
        (Words("rifiuti"), {"waste", "one", "town"}),
        (Words("RIFIUTI", exact=True), {"waste": 1.0, "one": 0.8}),
        (Words("rifiuto", exact=True, boost=10.0), {"one": 10.0, "waste": 8.0}),
        (Words("porto", exact=True), {"harbour": 1.0}),
        (Words("porte", exact=True), {"gate": 0.8}),
        (Words("lago", exact=True), {"lakes": 0.8}),
        (Words("city", exact=True), {"cities": 0.8}),
        (Words("raccolta rifiuti", exact=True), {"waste": 2.0}),
        (Words("raccolta rifiuto", every=False, exact=True), {"waste": 1.8, "one": 1.0}),
        (Words("rifiut", exact=True), {}),
    ],
)
def test_exact_words_are_found_as_typed_or_in_another_number(
    forms_index: SearchIndex, query: Query, scores: dict[str, float] | set[str]
) -> None:
    hits = forms_index.search(SearchRequest(query)).hits
    assert {hit.key for hit in hits} == set(scores)
    if isinstance(scores, dict):
        assert {hit.key: hit.score for hit in hits} == pytest.approx(scores)


def test_exact_words_come_before_similar_ones(index: SearchIndex) -> None:
    assert found(index, Words("canale", fuzzy=True)) == ["canal", "banal"]
    assert found(index, Words("canile", fuzzy=True)) == ["banal", "canal"]


def test_everything_scores_alike(index: SearchIndex) -> None:
    answer = index.search(SearchRequest(Everything()))
    assert {hit.score for hit in answer.hits} == {1.0}


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest(TermIs("nonesuch", "x")),
        SearchRequest(Range("nonesuch", 1)),
        SearchRequest(Range("theme", 1)),
        SearchRequest(Range("budget", "2026-01-01")),
        SearchRequest(Range("budget", float("nan"))),
        SearchRequest(Range("start", "yesterday")),
        SearchRequest(Range("start", 7)),
        SearchRequest(Everything(), filters={"nonesuch": ("x",)}),
        SearchRequest(Everything(), filters={"nonesuch": ()}),
        SearchRequest(Everything(), facets=("nonesuch",)),
        SearchRequest(Everything(), facets=("refers",)),
        SearchRequest(Everything(), facets=("kind",), facet_size=0),
        SearchRequest(Everything(), sort="nonesuch"),
        SearchRequest(Everything(), sort="-relevance"),
        SearchRequest(Everything(), limit=-1),
        SearchRequest(Words(" ".join(f"word{n}" for n in range(1_000)))),
        SearchRequest(AnyOf(tuple(TermIs("kind", str(n)) for n in range(2_000)))),
    ],
)
def test_bad_requests_are_invalid(index: SearchIndex, request_: SearchRequest) -> None:
    with pytest.raises(Invalid):
        index.search(request_)


def test_bottomless_queries_are_invalid(index: SearchIndex) -> None:
    query: Query = Everything()
    for _ in range(5_000):
        query = Not(query)
    with pytest.raises(Invalid):
        index.search(SearchRequest(query))


def test_queries_as_deep_and_wide_as_may_be_are_answered(index: SearchIndex) -> None:
    leaf: Query = AllOf((Words("citta energia", fuzzy=True, prefix=True), Phrase("citta")))
    for depth in range(11):
        join = AnyOf if depth % 2 else BestOf
        leaf = join((AllOf((leaf, Not(Words("assente")))), CodeIs("none")))
        if depth == 5:
            assert found(index, leaf) == ["imprese"]
    with pytest.raises(Invalid):
        index.search(SearchRequest(leaf))
    wide = AnyOf(tuple(Words(f"citta word{n}", every=False) for n in range(119)))
    assert set(found(index, wide)) == {"citta", "imprese", "accented"}


def test_long_texts_may_be_matched_by_any_word(index: SearchIndex) -> None:
    text = "solare " + " ".join(f"word{n}" for n in range(5_000))
    assert found(index, Words(text, every=False)) == ["imprese"]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("cit", ["citta"]),
        ("impr", ["imprese"]),
        ("qualita", ["qualita"]),
        ("energi", []),
        ("", []),
        ("zz", []),
    ],
)
def test_completion(index: SearchIndex, prefix: str, expected: list[str]) -> None:
    assert [word for word, _ in index.vocabulary(prefix, 5)] == expected


@pytest.mark.parametrize(
    "prefix",
    [
        ".",
        ".*",
        "c.",
        "cit.*",
        "[a-z]",
        "(",
        "cit|impr",
        "a\\",
        '"',
        "#",
        "~",
        "@",
        "<1-9>",
        "&",
        "é",
    ],
)
def test_no_beginning_is_a_pattern(index: SearchIndex, prefix: str) -> None:
    assert list(index.vocabulary(prefix, 5)) == []


def test_vocabularies_count_documents_most_frequent_first(index: SearchIndex) -> None:
    assert list(index.vocabulary("c", 2)) == [("citta", 2), ("canile", 1)]
    words = dict(index.vocabulary("c", 50, titles=False))
    assert words == {"citta": 1, "canale": 1, "cities": 1, "companies": 1}
    assert list(index.vocabulary("c" * 500, 5)) == []


def test_an_engine_says_what_it_is(index: SearchIndex) -> None:
    state = index.state()
    assert state.engine in ("tantivy", "elasticsearch", "opensearch")
    assert state.version[0].isdigit()
    assert (state.documents, state.fault) == (len(DOCUMENTS), "")


def test_digests(index: SearchIndex) -> None:
    assert index.digests() == {one.iri: one.digest for one in DOCUMENTS}


def test_a_name_nobody_could_search_by_is_invalid(index: SearchIndex) -> None:
    document = IndexDocument("https://x/1", "project", "1", {}, {}, numbers={"nonesuch": 1.0})
    with pytest.raises(Invalid):
        index.apply([document], [], 7)
    assert index.position() == 6
    assert len(index.digests()) == len(DOCUMENTS)
