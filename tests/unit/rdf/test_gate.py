"""What is refused before the engine sees it, and what is put right on reading."""

from xml.parsers import expat

import pytest

from smartland.domain.kinds import KINDS
from smartland.domain.text import MOST_LANGUAGES
from smartland.errors import Malformed, TooLarge
from smartland.rdf.gate import LIMITS, LONGEST_TAG, check_json, check_xml, feed_xml
from smartland.rdf.parse import read_document
from smartland.rdf.read import read
from smartland.rdf.terms import Triple

DATASET = "http://a.example/d"
TITLE = "<http://purl.org/dc/terms/title>"


def test_an_element_with_too_many_attributes_is_refused() -> None:
    given = " ".join(f'a{number}="x"' for number in range(1_001))
    with pytest.raises(Malformed, match="more than 1000 attributes"):
        check_xml(f"<r {given}/>".encode(), LIMITS)


@pytest.mark.parametrize("start", ['<r a="', "<r><!--", "<r><?x "])
def test_a_token_without_end_is_refused(start: str) -> None:
    with pytest.raises(Malformed, match=r"line 1.*more than 1000000 bytes"):
        check_xml((start + "x" * (LONGEST_TAG + 100_000)).encode(), LIMITS)


def test_a_text_may_be_as_long_as_a_literal() -> None:
    check_xml(f"<r>{'x' * 3_000_000}</r>".encode(), LIMITS)


def test_pieces_end_where_the_document_does() -> None:
    parser = expat.ParserCreate()
    assert sum(1 for _ in feed_xml(parser, b"<r>" + b"x" * 130_000 + b"</r>")) == 3


def test_too_many_values_of_json_are_refused() -> None:
    with pytest.raises(Malformed, match="more than 1000000 values"):
        check_json("[" + "0," * 1_000_000 + "0]", LIMITS)


def test_a_term_beyond_what_the_engine_holds_is_too_large() -> None:
    text = f'<{DATASET}> {TITLE} "{"x" * 17_000_000}" .'
    with pytest.raises(TooLarge, match="16 megabytes"):
        read_document(text.encode(), "text/turtle", "http://a.example/")


def test_what_turns_letters_around_is_taken_out_and_told() -> None:
    text = f'<{DATASET}> {TITLE} "a\u202eb"@it, "c\u200fd"@ar .'
    parsed = read_document(text.encode(), "text/turtle", "http://a.example/")
    assert [term for _, _, term in parsed.triples] == ['"ab"@it', '"c\u200fd"@ar']
    assert [(note.subject, "U+202E" in note.text) for note in parsed.notes] == [
        (f"<{DATASET}>", True)
    ]


def test_of_many_languages_some_are_read_and_all_are_kept() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    tags = [f"x{a}{b}" for a in letters for b in letters][: MOST_LANGUAGES + 50]
    triples: list[Triple] = [(f"<{DATASET}>", TITLE, f'"t"@{tag}') for tag in [*tags, "it", "en"]]
    reading = read(KINDS["dataset"], DATASET, triples)
    assert len(reading.document["title"]) == MOST_LANGUAGES
    assert {"it", "en"} <= reading.document["title"].keys()
    assert reading.extra.count(TITLE) == len(triples) - MOST_LANGUAGES
