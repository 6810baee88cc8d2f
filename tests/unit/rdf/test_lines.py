"""Documents as N-Triples text: the fast way, and the slow one where something is wrong."""

import json

import pytest

from smartland.errors import Malformed, TooLarge, UnsupportedFormat
from smartland.rdf.gate import Limits
from smartland.rdf.lines import read_lines
from smartland.rdf.parse import CONTROL, INVALID_IRI, LONG

BASE = "https://e.example/base"
TURTLE = "text/turtle"
RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:e="https://e.example/"><rdf:Description rdf:about="a">'
    '<e:p xml:lang="{tag}">è</e:p></rdf:Description></rdf:RDF>'
)


def _lines(text: str, media_type: str = TURTLE) -> set[str]:
    return set(read_lines(text.encode(), media_type, BASE).lines.split("\n")) - {""}


def test_every_syntax_gives_the_same_lines() -> None:
    line = '<https://e.example/a> <https://e.example/p> "è"@it .'
    json_ld = {"@id": "a", "https://e.example/p": {"@value": "è", "@language": "it"}}
    assert _lines('<a> <https://e.example/p> "è"@it .') == {line}
    assert _lines(line, "application/n-triples") == {line}
    assert _lines(RDF_XML.format(tag="it"), "application/rdf+xml") == {line}
    assert _lines(json.dumps(json_ld), "application/ld+json") == {line}
    assert _lines(f"<https://e.example/g> {{ {line} }}", "application/trig") == {line}


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("<a> <https://e.example/p> <https://e.example/a b> .", INVALID_IRI),
        ("<a> <https://e.example/p> <https://e.example/\u202eb> .", INVALID_IRI),
        ("<a> <https://e.example/p> <https://e.example/\\u202eb> .", INVALID_IRI),
        ('<a> <https://e.example/p> "\\u0001" .', CONTROL),
        ('<a> <https://e.example/p> "\x07" .', CONTROL),
    ],
)
def test_a_fault_leaves_out_one_triple(text: str, sort: str) -> None:
    good = '<a> <https://e.example/p> "good" .'
    document = read_lines(f"{good}\n{text}".encode(), TURTLE, BASE)
    assert [one.sort for one in document.faults] == [sort]
    assert document.lines == '<https://e.example/a> <https://e.example/p> "good" .\n'


def test_an_endless_literal_is_left_out() -> None:
    text = f'<a> <https://e.example/p> "{"x" * 2_000}" . <a> <https://e.example/p> "y" .'
    document = read_lines(text.encode(), TURTLE, BASE, Limits(literal=1_000))
    assert [one.sort for one in document.faults] == [LONG]
    assert '"y"' in document.lines


def test_a_language_tag_is_mended_and_it_is_said() -> None:
    document = read_lines(RDF_XML.format(tag="it_IT").encode(), "application/rdf+xml", BASE)
    assert '"è"@it-it' in document.lines
    assert len(document.notes) == 1


def test_what_grows_beyond_measure_is_refused() -> None:
    prefix = f"@prefix a: <https://e.example/{'y' * 7_000}> .\n"
    text = f"{prefix}a: a: a:{',a:' * 20_000} ."
    with pytest.raises(TooLarge):
        read_lines(text.encode(), TURTLE, BASE, Limits(size=100_000))


def test_what_cannot_be_read_is_told_by_line() -> None:
    with pytest.raises(Malformed) as told:
        read_lines(b'<a> <https://e.example/p> "x" .\n<a> <b', TURTLE, BASE)
    assert "2" in told.value.message.en


def test_a_page_is_no_document() -> None:
    with pytest.raises(UnsupportedFormat):
        read_lines(b"<!doctype html><p>404", TURTLE, BASE)
