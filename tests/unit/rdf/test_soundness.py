"""What is taken for sound without the engine, the engine takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.domain.kinds import KINDS
from smartland.rdf.soundness import are_sound, checked
from smartland.rdf.terms import literal, to_lines
from smartland.rdf.write import write
from support.examples import EXAMPLES

ONE = "<https://data.example/1>"
TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_example_of_every_kind_is_sound(kind: str) -> None:
    assert are_sound(write(KINDS[kind], "https://data.example/1", EXAMPLES[kind]))


@given(TEXTS, st.sampled_from(["", "it", "en", "de-AT", "x", "1"]))
def test_the_engine_takes_every_sound_literal(text: str, language: str) -> None:
    triple = (ONE, ONE, literal(text, language=language))
    if are_sound([triple]):
        assert checked(to_lines([triple]))


@given(st.text(max_size=30))
def test_the_engine_takes_every_sound_iri(tail: str) -> None:
    triple = (ONE, ONE, f"<https://data.example/{tail}>")
    if are_sound([triple]):
        assert checked(to_lines([triple]))


@pytest.mark.parametrize(
    "term",
    [
        "<no-scheme>",
        "<https://a b/>",
        "_:b0",
        '"half \ud800"',
        '"x"@toolonglanguagetag',
        '"x"^^<a>',
    ],
)
def test_what_may_not_be_sound_is_left_to_the_engine(term: str) -> None:
    assert not are_sound([(ONE, ONE, term)])
