"""What people type into the box, over the real index: meaning, reasons, mending, rectangle."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from smartland.domain.text import STOP_WORDS
from smartland.errors import Invalid
from smartland.services.searching.answers import Results, SearchQuery
from smartland.wiring import Services

pytest_plugins = ["support.doors"]

FIRM, VARZI, PAVIA = "vat-00743110157", "ipa-c_l690", "ror-00s6t1f81"
PROJECT, CALL = "cup-J41B21000010001", "call-ACQUA-2026"
ANYTHING = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORDS = ("acqua", "rete", "sensori", "perdite", "comune", "acquedotto", "montano", "piccoli")


def find(services: Services, q: str, **more: object) -> Results:
    query = SearchQuery(q, limit=100, explain=True, **more)  # type: ignore[arg-type]
    return services.search.find(query)


def keys(found: Results) -> Sequence[str]:
    return [one.revision.key for one in found.items]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("idrosensori oltrepo srl", FIRM),
        ("IDROSENSORI OLTREPÒ S.P.A.", FIRM),
        ("it 00743110157", FIRM),
        ("partita iva: 00743110157", FIRM),
        ("codice cup J41 B21 0000 10001", PROJECT),
        ("62.01", FIRM),
        ("c_l690 comune", VARZI),
        ("comune varzi", VARZI),
        ("ACQUA-2026", CALL),
        ("acqua 2026", CALL),
        ("smart aqueduct", PROJECT),
        ("bando acqua", CALL),
        ("stato:aperto", CALL),
        ("scadenza:>2099-01-01", CALL),
        ("budget:1mln..2mln", PROJECT),
        ("anno:2026 tipo:progetto", PROJECT),
        ("licenza:cc-by", "portate"),
        ("formato:csv", "portate"),
        ("tema:envi", "portate"),
        ("tipo:università", PAVIA),
    ],
)
def test_what_was_meant_comes_first(sample_services: Services, q: str, first: str) -> None:
    found = find(sample_services, q)
    assert not found.relaxed
    assert keys(found)[0] == first


def test_what_lies_in_a_province_is_found_by_its_name(sample_services: Services) -> None:
    found = find(sample_services, "provincia di pavia sensori")
    assert set(keys(found)) == {FIRM, "rete", "perdite"}
    reasons = {one.revision.key: one.why for one in found.items}
    why = reasons["perdite"]
    assert why
    assert [one.it for one in why.concepts[0].path] == ["Provincia di Pavia", "Varzi"]


def test_a_mistyped_word_is_named_and_mended(sample_services: Services) -> None:
    found = find(sample_services, "sensori acquedoto")
    exact = find(sample_services, "sensori acquedotto")
    assert (found.relaxed, found.suggestion) == (True, "sensori acquedotto")
    assert found.missing[0].nearest[0] == "acquedotto"
    assert keys(found) == keys(exact)
    for wrong in ("cquedotto", "caquedotto", "qacquedotto", "acqeudotto"):
        mended = find(sample_services, wrong)
        assert mended.missing[0].nearest[0].startswith("acquedott"), wrong
        assert set(keys(mended)) == set(keys(find(sample_services, "acquedotto"))), wrong


def test_every_result_says_why(sample_services: Services) -> None:
    for q in ("acquedotto", "water", "perdite", "aqueducts", "00743110157", "varzi", "acquedoto"):
        for one in find(sample_services, q).items:
            why = one.why
            assert why, (q, one.revision.key)
            assert why.code or why.passages or why.concepts or why.similar, (q, one.revision.key)


def test_the_rectangle_holds_what_stands_in_it(sample_services: Services) -> None:
    everything = find(sample_services, "", kinds=("stakeholder",))
    near = find(sample_services, "", kinds=("stakeholder",), box=(44.8, 9.1, 44.9, 9.3))
    assert near.total == everything.total == 4
    assert find(sample_services, "", box=(44.9, 9.1, 45.9, 9.3)).total == 0
    over = find(sample_services, "", kinds=("stakeholder",), box=(44, 170, 45, 9.3))
    assert over.total == 4, "over the antimeridian, to the west of 9.3"
    assert find(sample_services, "", kinds=("stakeholder",), box=(44, 10, 45, 9)).total == 0


def test_new_facets_count(sample_services: Services) -> None:
    facets = find(sample_services, "", facets=("year", "budget_band", "licence")).facets
    assert dict(facets["year"])["2026"] == 3
    assert dict(facets["budget_band"]) == {"1m-5m": 2, "50k-200k": 1}
    assert facets["licence"] == (("https://creativecommons.org/licenses/by/4.0/", 1),)


@ANYTHING
@given(q=st.text(max_size=80))
@example(q="\x00")
@example(q='""')
@example(q="-")
@example(q="budget:>9e999 anno:..")
@example(q="closes:<0001-01-01 -closes:>9999-12-31")
@example(q="anno:1..99999999999999999999")
@example(q="in:" * 40)
@example(q="(((((" * 90)
def test_whatever_is_typed_is_answered(sample_services: Services, q: str) -> None:
    found = find(sample_services, q)
    assert found.total >= len(found.items)
    sample_services.search.suggest(q)


GRAMMAR = (*"aAè9 -:\"'«”", "tipo:", "in:", "budget:", "scadenza:", ">", "..", "acqua", "–x")


@ANYTHING
@given(st.lists(st.sampled_from(GRAMMAR), max_size=30).map("".join))
def test_whatever_looks_like_grammar_is_answered(sample_services: Services, q: str) -> None:
    find(sample_services, q)


@ANYTHING
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
def test_a_word_more_never_finds_more(sample_services: Services, words: list[str]) -> None:
    # A space at the end: the last word is whole, as it is when another follows
    fewer, all_of_them = (
        find(sample_services, f"{' '.join(some)} ") for some in (words[:-1], words)
    )
    if len(words) > 1 and not all_of_them.relaxed:
        assert not fewer.relaxed
        assert set(keys(all_of_them)) <= set(keys(fewer))


@ANYTHING
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
def test_excluding_a_word_parts_what_is_found(sample_services: Services, words: list[str]) -> None:
    query = " ".join(words)
    without = find(sample_services, f"{query} -sensori")
    if not find(sample_services, query).relaxed and not without.relaxed:
        assert set(keys(without)) <= set(keys(find(sample_services, query)))


def test_what_is_wrong_is_named(sample_services: Services) -> None:
    with pytest.raises(Invalid) as caught:
        find(sample_services, "", sort="colour", box=(1, 2, 0, 3))
    assert [one.field for one in caught.value.problems] == ["sort", "box"]
    assert "budget" in caught.value.problems[0].message.en


def test_stop_words_alone_are_beginnings(sample_services: Services) -> None:
    for one in sorted(STOP_WORDS)[:20]:
        find(sample_services, one)
