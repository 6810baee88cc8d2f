"""A source in parts is the source: nothing lost, nothing renamed twice."""

import random

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from smartland.errors import TooLarge
from smartland.rdf import partition as module
from smartland.rdf.blank import name_blank_nodes
from smartland.rdf.partition import REST, partition
from smartland.rdf.terms import Triple, to_lines
from smartland_vocab.namespaces import DCAT, DCATAPIT, DCT, RDF, SCHEMA, XSD

A, B, C, D = (f"<http://a.example/{name}>" for name in "abcd")
P, Q = "<http://a.example/p>", "<http://a.example/q>"


def graph(triples: list[Triple]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=to_lines(triples), format="nt")


def union(graphs: dict[str, list[Triple]]) -> list[Triple]:
    return [triple for triples in graphs.values() for triple in triples]


def test_a_graph_goes_as_far_as_the_next_root() -> None:
    source = [(A, P, C), (C, P, '"shared"'), (C, Q, B), (B, P, C), (B, Q, '"b"')]
    graphs = partition(source, [A, B])
    assert graphs[A] == [(A, P, C), (C, P, '"shared"'), (C, Q, B)]
    assert graphs[B] == [(C, P, '"shared"'), (C, Q, B), (B, P, C), (B, Q, '"b"')]
    assert set(union(graphs)) == set(source)


def test_what_nobody_reaches_is_kept_apart_or_given_to_the_rest() -> None:
    source = [(A, P, '"a"'), (C, P, '"lost"')]
    assert partition(source, [A])[REST] == [(C, P, '"lost"')]
    assert partition(source, [A], rest=A) == {A: source}
    assert partition([(A, P, '"a"')], [A]) == {A: [(A, P, '"a"')]}


def test_circles_end() -> None:
    source = [(A, P, C), (C, P, D), (D, P, C), (D, P, A)]
    assert partition(source, [A]) == {A: source}


def test_a_shared_blank_node_has_one_name_in_every_graph() -> None:
    source = [(A, P, "_:x"), (B, P, "_:x"), ("_:x", Q, '"contact"')]
    graphs = partition(source, [A, B])
    assert graphs[A][0][2] == graphs[B][0][2]
    assert isomorphic(graph(union(graphs)), graph(source))


def test_twins_are_told_apart_and_both_kept() -> None:
    source = [(A, P, "_:x"), (A, P, "_:y"), ("_:x", Q, '"1"'), ("_:y", Q, '"1"')]
    graphs = partition(source, [A])
    assert len(graphs[A]) == 4
    assert isomorphic(graph(graphs[A]), graph(source))


def test_names_do_not_depend_on_labels_or_order() -> None:
    source = [
        (A, P, "_:x"),
        (A, P, "_:y"),
        ("_:x", Q, '"1"'),
        ("_:y", Q, "_:z"),
        ("_:z", Q, '"1"'),
        (B, P, "_:z"),
    ]
    expected = to_lines(name_blank_nodes(source))
    shuffled = [tuple(term.replace("_:", "_:other") for term in triple) for triple in source]
    random.Random(1).shuffle(shuffled)  # noqa: S311 - not a secret
    assert to_lines(name_blank_nodes([(s, p, o) for s, p, o in shuffled])) == expected


def test_sources_do_not_share_blank_nodes() -> None:
    source = [("_:x", P, '"1"')]
    assert name_blank_nodes(source, "x:one") != name_blank_nodes(source, "x:two")


def test_a_longer_chain_does_not_take_the_names_of_a_shorter_one() -> None:
    source = [("_:a", P, "_:b"), ("_:c", P, "_:d"), ("_:d", P, "_:e")]
    named = name_blank_nodes(source)
    assert len({term for s, _, o in named for term in (s, o)}) == 5


NODES = [A, B, *(f"_:n{number}" for number in range(6)), '"1"']
TRIPLES = st.lists(
    st.tuples(st.sampled_from(NODES[:-1]), st.sampled_from([P, Q]), st.sampled_from(NODES)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(TRIPLES)
def test_the_union_is_isomorphic_to_any_source(source: list[Triple]) -> None:
    graphs = partition(source, [A, B])
    assert len(set(union(graphs))) == len(set(source))
    assert isomorphic(graph(union(graphs)), graph(source))


@settings(max_examples=100, deadline=None)
@given(TRIPLES, st.randoms(use_true_random=False))
def test_any_order_of_a_source_gives_the_same_graphs(
    source: list[Triple], chance: random.Random
) -> None:
    """Where colour refinement tells everything apart, which on six nodes it all but always does."""
    shuffled = list(source)
    chance.shuffle(shuffled)
    one, other = name_blank_nodes(source), name_blank_nodes(shuffled)
    assert to_lines(one) == to_lines(other)


SPELLINGS = [f"<{space}startDate>" for space in (DCATAPIT.iri, SCHEMA.iri, DCAT.iri)]
DAYS = [f'"{year}-01-01"^^<{XSD.date}>' for year in (2021, 2022)]


def spelt(days: list[str]) -> st.SearchStrategy[list[Triple]]:
    plain = st.tuples(st.sampled_from(NODES[:-1]), st.sampled_from([P, Q]), st.sampled_from(NODES))
    dated = st.tuples(
        st.sampled_from(NODES[2:-1]), st.sampled_from(SPELLINGS), st.sampled_from(days)
    )
    return st.lists(st.one_of(plain, dated), min_size=1, max_size=14)


def said_in_full(source: list[Triple]) -> list[Triple]:
    """As it is given back: every day in three spellings, and a class for every nameless node."""
    nameless = sorted({term for s, _, o in source for term in (s, o) if term.startswith("_:")})
    return [
        *source,
        *((s, one, o) for s, p, o in source if p in SPELLINGS for one in SPELLINGS),
        *((one, f"<{RDF.type}>", f"<{DCT.PeriodOfTime}>") for one in nameless),
    ]


@settings(max_examples=150, deadline=None)
@given(spelt(DAYS))
def test_what_is_said_in_more_spellings_keeps_its_names(source: list[Triple]) -> None:
    named = name_blank_nodes(source)
    assert to_lines(set(name_blank_nodes(said_in_full(source)))) == to_lines(
        set(said_in_full(named))
    )


@settings(max_examples=100, deadline=None)
@given(spelt([*DAYS, '"2021-01-01"']), st.randoms(use_true_random=False))
def test_nodes_that_only_spell_differently_are_two_in_any_order(
    source: list[Triple], chance: random.Random
) -> None:
    shuffled = list(source)
    chance.shuffle(shuffled)
    named = name_blank_nodes(source)
    assert to_lines(named) == to_lines(name_blank_nodes(shuffled))
    assert isomorphic(graph(named), graph(source))


def test_another_day_or_another_class_is_another_name() -> None:
    other = f"<{RDF.type}>", "<http://a.example/Class>"
    for one, two in (
        ((SPELLINGS[0], DAYS[0]), (SPELLINGS[0], DAYS[1])),
        ((P, DAYS[0]), (P, '"2021-01-01"')),
        (other, (other[0], f"<{DCT.PeriodOfTime}>")),
    ):
        names = [name_blank_nodes([(A, P, "_:x"), ("_:x", *said)])[0][2] for said in (one, two)]
        assert len(set(names)) == 2


def test_thousands_of_symmetric_nodes_are_named_within_bounds() -> None:
    source = [(A, P, f"_:n{number}") for number in range(20_000)]
    source += [("_:hub", Q, f"_:n{number}") for number in range(20_000)]
    named = name_blank_nodes(source, work=50_000)
    assert len({o for _, _, o in named}) == 20_000


def test_a_chain_of_thousands_of_nodes_is_named_within_bounds() -> None:
    source = [(f"_:n{number}", P, f"_:n{number + 1}") for number in range(10_000)]
    named = name_blank_nodes(source, work=50_000)
    assert len({s for s, _, _ in named}) == 10_000


def test_a_shared_thesaurus_is_not_copied_into_every_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REACH", 10)
    chain = [(f"<x:{number}>", P, f"<x:{number + 1}>") for number in range(100)]
    graphs = partition([(A, P, "<x:0>"), *chain], [A])
    assert len(graphs[A]) < 15
    assert len(graphs[A]) + len(graphs[REST]) == 101


def test_a_source_that_multiplies_itself_is_refused() -> None:
    shared = [(C, P, f'"{number}"') for number in range(1_000)]
    roots = [f"<x:{number}>" for number in range(1_000)]
    with pytest.raises(TooLarge):
        partition([*shared, *((root, P, C) for root in roots)], roots)
