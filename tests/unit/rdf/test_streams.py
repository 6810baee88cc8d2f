"""Files in pieces: every form says the same graph, whatever stands in it."""

import pytest
import rdflib
from rdflib.compare import isomorphic

from smartland.errors import NotAcceptable
from smartland.rdf.ranges import ranges
from smartland.rdf.streams import FORMS, expressible, group
from smartland.rdf.terms import Triple, to_lines

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

READERS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}
A, B = "<http://e.example/a>", "<http://e.example/b>"
TITLE = "<http://purl.org/dc/terms/title>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
ODD: list[Triple] = [
    (A, TYPE, "<http://www.w3.org/ns/dcat#Dataset>"),
    (A, TITLE, r'"a \"quoted\" <b>&amp; \\ \n \r line"@it'),
    (A, TITLE, '"plain"'),
    (A, TITLE, '"2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
    (A, TITLE, '"x"^^<http://e.example/type#own>'),
    (A, "<http://unknown.example/p#own-name>", "_:shared"),
    (B, "<http://unknown.example/p#own-name>", "_:shared"),
    ("_:shared", TITLE, '"one node"@en'),
    ("_:0digit", TITLE, '"a label that is no XML name"'),
    (B, "<http://e.example/is>", "<geo:45.4,9.1>"),
    (B, "<http://e.example/is>", "<dct:no-prefix>"),
    (B, "<http://e.example/is>", "<http://e.example/?a=1&b=%22'>"),
]


def graph(triples: list[Triple]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=to_lines(triples), format="nt")


@pytest.mark.parametrize("form", FORMS)
def test_pieces_say_what_the_triples_say(form: str) -> None:
    # two pieces: the blank node of the first is that of the second
    pieces = [group(ODD[:6]), group(ODD[6:])]
    text = "".join(FORMS[form].whole(FORMS[form].piece(one) for one in pieces))
    assert isomorphic(rdflib.Graph().parse(data=text, format=READERS[form]), graph(ODD))


@pytest.mark.parametrize("form", FORMS)
def test_a_file_without_pieces_is_whole(form: str) -> None:
    text = "".join(FORMS[form].whole(()))
    assert len(rdflib.Graph().parse(data=text, format=READERS[form])) == 0


@pytest.mark.parametrize(
    "triple",
    [(A, TITLE, '"bell \x07"'), (A, "<http://e.example/p/123>", '"no XML name"')],
)
def test_what_xml_cannot_say_is_told_apart(triple: Triple) -> None:
    assert not expressible(triple)
    with pytest.raises(NotAcceptable):
        FORMS["rdf"].piece(group([triple]))
    for form in ("ttl", "jsonld"):
        text = "".join(FORMS[form].whole([FORMS[form].piece(group([triple]))]))
        assert isomorphic(rdflib.Graph().parse(data=text, format=READERS[form]), graph([triple]))


def test_what_is_only_pointed_at_gets_its_class_and_a_name() -> None:
    theme = "<http://publications.europa.eu/resource/authority/data-theme/TECH>"
    said = [
        (A, "<http://www.w3.org/ns/dcat#theme>", theme),
        (A, "<http://purl.org/dc/terms/license>", B),
        (B, TYPE, "<http://purl.org/dc/terms/LicenseDocument>"),
    ]
    told = list(ranges(said))
    assert (theme, TYPE, "<http://www.w3.org/2004/02/skos/core#Concept>") in told
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    assert (theme, label, '"Scienza e tecnologia"@it') in told
    assert not [one for one in told if one[0] == B], "described already"
