"""Documents and graphs say the same, and no triple of a source is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.domain.fields import FIELD_TYPES, Part
from smartland.domain.kinds import KINDS
from smartland.rdf.read import READ, compose, read, split_lines, without
from smartland.rdf.terms import literal, split_literal
from smartland.rdf.write import WRITE, canonical, write
from support.examples import EXAMPLES

BASE = "https://example.org/"
DATASET = "https://example.org/d"
DATASET_KIND = KINDS["dataset"]


def _triple(predicate: str, term: str) -> tuple[str, str, str]:
    return f"<{DATASET}>", f"<{predicate}>", term


def test_every_field_type_is_written_and_read() -> None:
    assert set(WRITE) | {Part} == set(FIELD_TYPES)
    assert set(READ) | {Part} == set(FIELD_TYPES)


def test_an_example_of_every_kind_survives_the_round_trip() -> None:
    for name, document in EXAMPLES.items():
        kind = KINDS[name]
        iri = f"{BASE}id/{name}/x"
        lines = canonical(kind, iri, document)
        reading = read(kind, iri, split_lines(lines))
        assert reading.extra == ""
        assert canonical(kind, iri, reading.document) == lines, name


def test_private_fields_are_not_written() -> None:
    document = EXAMPLES["need"] | {"contact": "someone@example.org", "contact_name": "Someone"}
    lines = canonical(KINDS["need"], f"{BASE}id/need/x", document)
    assert "someone" not in lines.lower()


def test_undeclared_triples_are_kept_and_given_back() -> None:
    odd = _triple("http://purl.org/dc/terms/issue", literal("2020"))
    title = _triple("http://purl.org/dc/terms/title", literal("Titolo", language="it"))
    reading = read(DATASET_KIND, DATASET, [odd, title])
    assert reading.document["title"] == {"it": "Titolo"}
    lines = compose(DATASET_KIND, DATASET, reading.document, reading.extra)
    assert {odd, title} <= set(split_lines(lines))


def test_a_foreign_spelling_of_a_value_is_read_and_not_repeated() -> None:
    untyped = _triple("http://purl.org/dc/terms/modified", literal("2024-05-01"))
    reading = read(DATASET_KIND, DATASET, [untyped])
    assert reading.document["modified"] == "2024-05-01"
    lines = compose(DATASET_KIND, DATASET, reading.document, reading.extra)
    assert [line[2] for line in split_lines(lines) if line[1] == untyped[1]] == ['"2024-05-01"']


def test_an_overwritten_field_takes_its_foreign_spelling_along() -> None:
    untyped = _triple("http://purl.org/dc/terms/modified", literal("2024-05-01"))
    other = _triple("http://purl.org/dc/terms/issue", literal("2020"))
    reading = read(DATASET_KIND, DATASET, [untyped, other])
    left = without(reading.extra, DATASET, [DATASET_KIND.by_name["modified"]])
    assert split_lines(left) == [other]


def test_a_second_title_in_one_language_stays_in_the_graph() -> None:
    titles = [
        _triple("http://purl.org/dc/terms/title", literal(text, language="it")) for text in "ab"
    ]
    reading = read(DATASET_KIND, DATASET, titles)
    lines = compose(DATASET_KIND, DATASET, reading.document, reading.extra)
    assert set(titles) <= set(split_lines(lines))


@pytest.mark.parametrize(
    ("term", "address"),
    [
        ("<mailto:office@example.org>", "office@example.org"),
        ('"office@example.org"', "office@example.org"),
        ("<https://example.org/source/office@example.org>", None),
    ],
)
def test_an_address_is_a_mailto_iri_or_a_text(term: str, address: str | None) -> None:
    kind = KINDS["stakeholder"]
    triple = (f"<{DATASET}>", "<http://www.w3.org/2006/vcard/ns#hasEmail>", term)
    assert read(kind, DATASET, [triple]).document.get("email") == address


def test_a_cyclic_part_ends() -> None:
    agent = "<https://example.org/agent>"
    loop = (agent, "<http://purl.org/dc/terms/publisher>", agent)
    reading = read(
        DATASET_KIND, DATASET, [_triple("http://purl.org/dc/terms/publisher", agent), loop]
    )
    assert reading.document["publisher"] == {"iri": "https://example.org/agent"}


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_literals_survive_escaping(text: str) -> None:
    assert split_literal(literal(text, language="it")) == (text, "it", "")


@given(
    st.dictionaries(
        st.sampled_from(["it", "en", "und", "de"]),
        st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
        min_size=1,
    )
)
def test_any_title_survives_the_round_trip(texts: dict[str, str]) -> None:
    triples = write(DATASET_KIND, DATASET, {"title": texts})
    assert read(DATASET_KIND, DATASET, triples).document["title"] == texts
