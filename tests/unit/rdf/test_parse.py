"""Every syntax in, one form of triple out; hostile and broken files end as readable errors."""

import subprocess
import sys

import pytest

from smartland.errors import Malformed, SmartlandError, TooLarge, UnsupportedFormat
from smartland.rdf.gate import Limits
from smartland.rdf.parse import find_faults, invalid_iris, parse, read_document

BASE = "http://a.example/folder/file"
P = "<http://a.example/p>"
HEAD = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:a="http://a.example/">\n'
)


def xml(inner: str, declaration: str = "") -> str:
    return f"{declaration}{HEAD}{inner}\n</rdf:RDF>"


def one(body: str | bytes, media_type: str = "", base: str = BASE) -> tuple[str, str, str]:
    data = body.encode() if isinstance(body, str) else body
    (triple,) = parse(data, media_type, base)
    return triple


XML = xml('<rdf:Description rdf:about="http://a.example/s"><a:p>è</a:p></rdf:Description>')
TURTLE = '<http://a.example/s> <http://a.example/p> "è" .'
JSON = '{"@id": "http://a.example/s", "http://a.example/p": "è"}'
TRIG = '<http://a.example/g> { <http://a.example/s> <http://a.example/p> "è" }'
TRIPLE = ("<http://a.example/s>", P, '"è"')


@pytest.mark.parametrize(
    ("body", "media_type", "base"),
    [
        (XML, "application/rdf+xml", BASE),
        (XML, "application/xml", BASE),
        (XML, "text/plain", BASE),
        (XML, "", BASE + ".rdf"),
        (TURTLE, "text/turtle", BASE),
        (TURTLE, "application/octet-stream", BASE + ".ttl.gz"),
        (TURTLE, "", BASE + ".nt"),
        (TURTLE, "text/html", BASE + ".ttl?download=1"),
        (JSON, "application/ld+json", BASE),
        (JSON, "", BASE),
        (f"[{JSON}]", "", BASE),
        (TRIG, "application/trig", BASE),
        (TURTLE.replace(" .", " <http://a.example/g> ."), "application/n-quads", BASE),
    ],
)
def test_formats_are_told_by_media_type_extension_or_content(
    body: str, media_type: str, base: str
) -> None:
    assert one(body, media_type, base) == TRIPLE


@pytest.mark.parametrize("body", ["<!DOCTYPE html><p>", "<html><body>", "%PDF-1.7", "a;b;c"])
def test_what_is_no_rdf_is_said_to_be_none(body: str) -> None:
    with pytest.raises(UnsupportedFormat):
        parse(body.encode(), "text/html", BASE)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "utf-8"),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
        ("iso-8859-15", "ISO-8859-15"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_xml_is_read_in_the_encoding_that_it_has(encoding: str, declared: str) -> None:
    text = '<?xml version="1.0" encoding="' + declared + '"?>\n' + XML
    assert one(text.encode(encoding)) == TRIPLE


def test_latin_1_means_windows_1252_where_only_that_makes_sense() -> None:
    text = XML.replace("è", "l’ora").encode("cp1252")
    declaration = b'<?xml version="1.0" encoding="ISO-8859-1"?>'
    assert one(declaration + text)[2] == '"l’ora"'


def test_bytes_of_another_encoding_are_refused_with_the_line() -> None:
    with pytest.raises(Malformed, match=r"line 2.*UTF-8"):
        parse(XML.encode("latin-1"), "", BASE)
    with pytest.raises(Malformed, match="koi8-r"):
        parse(
            b'<?xml version="1.0" encoding="KOI8-R"?>' + XML.encode("koi8-r", "replace"), "", BASE
        )


def test_blank_lines_before_the_xml_declaration_do_no_harm() -> None:
    assert one('\n\n<?xml version="1.0"?>\n' + XML) == TRIPLE


def test_relative_iris_are_resolved_against_the_source() -> None:
    body = xml('<rdf:Description rdf:about=""><a:p rdf:resource="x"/></rdf:Description>')
    assert one(body) == (f"<{BASE}>", P, "<http://a.example/folder/x>")


def test_blank_nodes_are_numbered_as_they_come() -> None:
    triples = parse(b"_:zz <http://a.example/p> [ <http://a.example/p> _:zz ] .", "", BASE)
    again = parse(b"_:other <http://a.example/p> [ <http://a.example/p> _:other ] .", "", BASE)
    assert triples == again
    assert {term for triple in triples for term in triple} == {"_:b0", "_:b1", P}


def test_literals_are_written_as_ours_are() -> None:
    body = r'<http://a.example/s> <http://a.example/p> "tab\t \"q\" \\ line\n"@it-IT .'
    assert one(body, "text/turtle")[2] == '"tab\t \\"q\\" \\\\ line\\n"@it-it'


def test_a_wrong_language_tag_is_mended_and_told() -> None:
    body = xml('<rdf:Description rdf:about="x"><a:p xml:lang="it_IT">a</a:p></rdf:Description>')
    parsed = read_document(body.encode(), "", BASE)
    assert parsed.triples[0][2] == '"a"@it-it'
    assert "it_it" in parsed.notes[0].text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://a.example/a b", "http://a.example/a b"),
        ("a|b", "http://a.example/folder/a|b"),
        ("http://a.example/%zz", "http://a.example/%zz"),
        ("http://[a", "http://[a"),
        ("http://a.example/\u202egpj", "http://a.example/\u202egpj"),
        ("http://a.example/" + "x" * 9000, "http://a.example/" + "x" * 9000),
    ],
)
def test_an_invalid_iri_is_told_with_its_subject(written: str, read: str) -> None:
    body = xml(f'<rdf:Description rdf:about="s"><a:p rdf:resource="{written}"/></rdf:Description>')
    triples = parse(body.encode(), "", BASE)
    assert invalid_iris(triples) == [("<http://a.example/folder/s>", read)]


def test_an_iri_cannot_smuggle_a_statement_in() -> None:
    about = "http://a.example/a&gt; &lt;http://a.example/b&gt; &lt;c"
    body = xml(f'<rdf:Description rdf:about="{about}"><a:p>x</a:p></rdf:Description>')
    subject, predicate, term = one(body)
    assert (predicate, term) == (P, '"x"')
    assert " " not in subject
    assert subject.count("<") == 1
    assert invalid_iris([(subject, predicate, term)])[0][1].startswith("http://a.example/a> <")


def test_good_iris_are_left_alone() -> None:
    assert invalid_iris([("<http://città.example/è?q=1#f>", P, "<urn:uuid:1>"), TRIPLE]) == []


# hostile input


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rdf:RDF [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>',
        '<!DOCTYPE rdf:RDF SYSTEM "http://a.example/evil.dtd">',
        '<!DOCTYPE rdf:RDF [<!ENTITY % p SYSTEM "http://a.example/"> %p;]>',
    ],
)
def test_a_doctype_is_refused_with_its_line(prolog: str) -> None:
    body = xml("<rdf:Description><a:p>&x;</a:p></rdf:Description>", f"\n{prolog}\n")
    with pytest.raises(Malformed, match=r"line 2.*DOCTYPE"):
        parse(body.encode(), "application/rdf+xml", BASE)


def test_a_doctype_in_another_encoding_is_refused_too() -> None:
    bomb = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    body = f'<!DOCTYPE r [<!ENTITY e0 "x">{bomb}]>' + xml("<a:p>&e29;</a:p>")
    for encoding in ("utf-16", "utf-8-sig"):
        with pytest.raises(Malformed, match="DOCTYPE"):
            parse(body.encode(encoding), "application/rdf+xml", BASE)


def test_a_comment_about_a_doctype_is_none() -> None:
    assert one("<!-- no <!DOCTYPE here -->" + XML) == TRIPLE


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (
            "<http://a.example/s> <http://a.example/p> " + "<<( <x:a> <x:b> " * 200_000,
            "text/turtle",
        ),
        ("<x:s> <x:p> " + "<<(<x:a> <x:b> " * 200_000, "application/n-triples"),
        ('{"x:p":' * 20_000 + "1" + "}" * 20_000, "application/ld+json"),
        ("[" * 300_000, "application/ld+json"),
        (xml("<a:n>" * 5_000 + "</a:n>" * 5_000), "application/rdf+xml"),
    ],
)
def test_nests_that_would_end_the_process_are_refused(body: str, media_type: str) -> None:
    with pytest.raises(Malformed):
        parse(body.encode(), media_type, BASE)


def test_brackets_in_turtle_may_be_nested() -> None:
    body = "<x:s> <x:p> " + "[ <x:p> " * 100_000 + "1" + "]" * 100_000 + " ."
    assert len(parse(body.encode(), "text/turtle", BASE)) == 100_001


@pytest.mark.parametrize(
    "context",
    [
        '"http://a.example/context"',
        '["file:///etc/passwd"]',
        '{"@import": "http://a.example/c"}',
        '{"p": {"@id": "http://a.example/p", "@context": "http://a.example/c"}}',
    ],
)
def test_a_context_is_never_fetched(context: str) -> None:
    with pytest.raises(Malformed, match="never fetched"):
        parse(f'{{"@context": {context}, "p": 1}}'.encode(), "application/ld+json", BASE)


@pytest.mark.parametrize("number", ["1E999999999", "9" * 6_000, "-0.1E-99999"])
def test_numbers_without_bound_stay_text(number: str) -> None:
    body = f'{{"@id": "x", "http://a.example/p": {number}}}'
    assert len(one(body, "application/ld+json")[2]) < 10_000
    typed = f'<x:s> <x:p> "{number}"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
    assert split_text(one(typed, "text/turtle")[2]) == number


def split_text(term: str) -> str:
    return term[1:].partition('"')[0]


def test_contexts_that_multiply_are_refused() -> None:
    terms = ", ".join(f'"t{number}": "x:{number}"' for number in range(2_000))
    inner = ", ".join(['{"@context": {"a": "x:a"}, "a": 1}'] * 3_000)
    body = f'{{"@context": {{{terms}}}, "t1": [{inner}]}}'
    with pytest.raises(Malformed, match="3001"):
        parse(body.encode(), "application/ld+json", BASE)


def test_blanks_without_end_cost_little() -> None:
    body = "<a>" + " " * 5_000_000 + "</b>"
    with pytest.raises(Malformed):
        parse(body.encode(), "application/rdf+xml", BASE)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_only_python_takes_for_json_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match=value):
        parse(f'{{"http://a.example/p": {value}}}'.encode(), "application/ld+json", BASE)


@pytest.mark.parametrize("body", [XML, TURTLE, JSON])
def test_nul_is_refused(body: str) -> None:
    with pytest.raises(Malformed, match="NUL"):
        parse(body.replace("è", "\0").encode(), "", BASE)


def test_an_escaped_nul_is_refused_with_its_subject() -> None:
    body = TURTLE.replace("è", "\\u0000")
    with pytest.raises(Malformed, match=r"a\.example/s.*U\+0000"):
        parse(body.encode(), "text/turtle", BASE)
    faults = list(find_faults(read_document(body.encode(), "text/turtle", BASE).triples))
    assert [fault.triple[0] for fault in faults] == ["<http://a.example/s>"]


def test_a_literal_over_the_limit_names_its_subject() -> None:
    body = TURTLE.replace("è", "x" * 1_000_001)
    with pytest.raises(TooLarge, match=r"<http://a\.example/s>"):
        parse(body.encode(), "text/turtle", BASE)


def test_a_document_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(TooLarge, match="20000001"):
        parse(b"x" * 20_000_001, "text/turtle", BASE)
    with pytest.raises(TooLarge):
        parse(TURTLE.encode(), "text/turtle", BASE, Limits(size=10))


@pytest.mark.parametrize(
    ("body", "media_type", "place"),
    [
        (XML[:-10], "application/rdf+xml", "line 3, column 1"),
        (XML.replace("</a:p>", "</a:q>"), "application/rdf+xml", r"line 2, column \d+"),
        (XML.replace("è", "&egrave;"), "application/rdf+xml", "undefined entity"),
        (xml('\n<a:x rdf:ID="1 2"/>'), "application/rdf+xml", "line 3"),
        (xml("<b:x/>"), "application/rdf+xml", "line 2"),
        (f"{TURTLE}\n<x:s> <x:p> .", "text/turtle", "line 2, column 13"),
        (f"{TURTLE}\nb:s <x:p> 1 .", "text/turtle", "line 2"),
        (f'{TURTLE}\n<x:s> <x:p> "', "text/turtle", "line 2"),
        (JSON[:-1], "application/ld+json", "line 1, column"),
        ("", "text/turtle", "empty"),
        (" \n", "", "empty"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(body: str, media_type: str, place: str) -> None:
    with pytest.raises(Malformed, match=place):
        parse(body.encode(), media_type, BASE)


def test_every_cut_of_a_file_ends_in_an_answer() -> None:
    """No prefix of a file crashes, hangs or raises anything but our errors."""
    refused = 0
    for text, media_type in ((XML, "application/rdf+xml"), (TURTLE, "text/turtle"), (JSON, "")):
        data = text.encode()
        for end in range(len(data)):
            try:
                parse(data[:end], media_type, BASE)
            except SmartlandError:
                refused += 1
    assert refused >= len(XML)


def test_the_guard_is_still_needed() -> None:
    """When this fails, the engine has learnt to bound its recursion, and the guard may go."""
    program = (
        "import pyoxigraph as ox; "
        "body = '<x:s> <x:p> ' + '<<( <x:a> <x:b> ' * 300000 + '1' + ')>>' * 300000 + '.'; "
        "list(ox.parse(body, ox.RdfFormat.TURTLE, lenient=True))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=30)
    assert done.returncode < 0
