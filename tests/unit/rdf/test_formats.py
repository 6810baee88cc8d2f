"""Each format holds the same triples to the last character, whatever a source wrote."""

import pyoxigraph as ox
import pytest

from smartland.errors import NotAcceptable
from smartland.rdf.formats import WRITERS, serialise
from smartland.rdf.terms import literal, to_lines
from smartland_vocab.namespaces import DCT, RDF, XSD

S, P, V = "<https://example.org/s>", "<https://example.org/p>", "<https://example.org/v>"
TYPE = f"<{RDF.type}>"
TURTLE, XML, JSON_LD = "text/turtle", "application/rdf+xml", "application/ld+json"
READ = {TURTLE: ox.RdfFormat.TURTLE, XML: ox.RdfFormat.RDF_XML, JSON_LD: ox.RdfFormat.JSON_LD}
NUMBERS = ("1", "0", "-1", "+5", "007", " 5 ", "5.", ".5", "-0.50", "1.50", "1048576", "1e3")
WORDS = ("true", "TRUE", "false", "true ", "INF", "NaN", "", "abc", "45.4642123456789", "1.0E5")
TEXTS = (
    'a "quoted" text',
    "ends in \\",
    "two\nlines\r\nand\rmore",
    "\t <b>&amp;</b> ]]>",
    "è 😀 \u2028",
)
each_format = pytest.mark.parametrize("media_type", WRITERS)


def canonical(data: bytes, form: ox.RdfFormat) -> list[str]:
    """The triples with blank nodes named alike in every syntax."""
    dataset = ox.Dataset(ox.parse(data, format=form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


def assert_kept(lines: str, media_type: str) -> None:
    written = serialise(lines, media_type)
    assert canonical(written, READ[media_type]) == canonical(lines.encode(), ox.RdfFormat.N_TRIPLES)
    assert serialise(lines, media_type) == written


@each_format
@pytest.mark.parametrize("name", ["integer", "decimal", "double", "boolean", "date", "float"])
def test_literals_keep_their_lexical_form(media_type: str, name: str) -> None:
    values = [literal(text, datatype=XSD[name]) for text in (*NUMBERS, *WORDS)]
    assert_kept(to_lines((S, P, value) for value in values), media_type)


@each_format
def test_texts_keep_every_character(media_type: str) -> None:
    plain = [literal(text) for text in TEXTS]
    tagged = [literal(text, language="it") for text in TEXTS]
    own = [literal(text, datatype="https://example.org/type?a=1&b=%20") for text in TEXTS]
    assert_kept(to_lines((S, P, value) for value in (*plain, *tagged, *own)), media_type)


@each_format
def test_blank_nodes_keep_their_place(media_type: str) -> None:
    shared = [(S, P, "_:a"), (V, P, "_:a"), ("_:a", P, "_:b"), ("_:b", TYPE, V)]
    ring = [("_:r", P, "_:t"), ("_:t", P, "_:r"), ("_:self", P, "_:self")]
    loose = [("_:alone", P, V), (S, TYPE, "_:class")]
    assert_kept(to_lines([*shared, *ring, *loose]), media_type)


@each_format
def test_a_long_chain_of_blank_nodes_is_no_deep_recursion(media_type: str) -> None:
    chain = [(f"_:n{number}", P, f"_:n{number + 1}") for number in range(3_000)]
    written = serialise(to_lines([(S, P, "_:n0"), *chain]), media_type)
    assert len(list(ox.parse(written, format=READ[media_type]))) == 3_001


@each_format
def test_a_scheme_is_not_taken_for_a_prefix(media_type: str) -> None:
    geo = "<http://www.opengis.net/ont/geosparql#Feature>"
    assert_kept(to_lines([(S, TYPE, geo), (S, P, "<geo:45.4,9.1>")]), media_type)


@each_format
@pytest.mark.parametrize("name", ["a.b", "123", "", "x/y", "%20", "a'b", "-a", "perché"])
def test_names_that_no_prefix_shortens_stay_whole(media_type: str, name: str) -> None:
    term = f"<{DCT[name]}>"
    assert_kept(to_lines([(S, P, term), (S, TYPE, term)]), media_type)


@each_format
def test_nothing_is_an_empty_graph(media_type: str) -> None:
    assert_kept("", media_type)


@pytest.mark.parametrize("text", ["a\x07b", "\ufffe"])
def test_rdf_xml_refuses_what_xml_cannot_hold(text: str) -> None:
    lines = to_lines([(S, P, literal(text))])
    assert_kept(lines, TURTLE)
    with pytest.raises(NotAcceptable, match="another format"):
        serialise(lines, XML)


def test_turtle_reads_well() -> None:
    lines = to_lines(
        [
            (S, TYPE, f"<{DCT.Agent}>"),
            (S, f"<{DCT.title}>", literal("Titolo", language="it")),
            (S, f"<{DCT.extent}>", literal("1.50", datatype=XSD.decimal)),
            (S, f"<{DCT.publisher}>", "_:p"),
            ("_:p", f"<{DCT.title}>", literal("Comune")),
        ]
    )
    assert serialise(lines, TURTLE).decode() == (
        "@prefix dct: <http://purl.org/dc/terms/> .\n\n"
        "<https://example.org/s> a dct:Agent ;\n"
        "    dct:extent 1.50 ;\n"
        '    dct:publisher [ dct:title "Comune" ] ;\n'
        '    dct:title "Titolo"@it .\n'
    )
