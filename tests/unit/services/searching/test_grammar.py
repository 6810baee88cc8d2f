"""What people type, as a query."""

from smartland.ports.search import AllOf, AnyOf, CodeIs, Everything, Not, Phrase, TermIs, Words
from smartland.services.searching.grammar import parse

NAMES = frozenset({"corridor"})


def test_nothing_asks_for_everything() -> None:
    assert parse("  ", NAMES) == Everything()


def test_words_must_all_occur_the_last_as_a_beginning() -> None:
    assert parse("accumulo energia", NAMES) == Words("accumulo energia", prefix=True)


def test_phrases_exclusions_and_filters() -> None:
    assert parse('"banda larga" -fibra corridor:x rete', NAMES) == AllOf(
        (
            Phrase("banda larga"),
            Not(Words("fibra")),
            TermIs("corridor", "x"),
            Words("rete", prefix=True),
        )
    )


def test_an_unknown_name_is_just_a_word() -> None:
    assert parse("a:b", NAMES) == Words("a:b", prefix=True)


def test_a_text_with_digits_is_looked_up_as_a_code_too() -> None:
    found = parse("c_f205", NAMES)
    assert isinstance(found, AnyOf)
    assert CodeIs("c_f205", 20.0) in found.parts


def test_an_exclusion_alone_is_taken_from_everything() -> None:
    assert parse("-fibra", NAMES) == AllOf((Not(Words("fibra")), Everything()))
