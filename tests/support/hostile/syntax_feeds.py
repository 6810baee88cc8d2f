"""Documents that attack whoever parses them: XML, JSON-LD and Turtle, in any encoding."""

from collections.abc import Callable

from support.hostile.case import DONE, FAILED, Case
from support.hostile.rdf_feeds import GOOD, PREFIXES
from support.hostile.stage import Stage
from support.sites import body

RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">'
)
INSIDE = '<dcat:Dataset rdf:about="http://a.example/good"><dct:title>{}</dct:title></dcat:Dataset>'
KEPT = ("http://a.example/good",)


def xml(title: str, *, before: str = "", more: str = "", head: str = RDF) -> str:
    """A catalogue in RDF/XML of one dataset."""
    return f"{before}{head}{more}{INSIDE.format(title)}</rdf:RDF>"


def _file(name: str, content: bytes | str | Callable[[], str]) -> Callable[[Stage], str]:
    """A feed of one file; what is large is made when it is wanted."""
    return lambda stage: stage.file(name, content() if callable(content) else content)


def _many(value: str, times: int) -> Callable[[Stage], str]:
    """A document of JSON-LD that is a list of one value again and again."""
    return _file("a.jsonld", lambda: f"[{f'{value},' * times}{value}]")


def _external(declaration: str) -> Callable[[Stage], str]:
    """A document type that points to the secret file, or to the canary."""

    def feed(stage: Stage) -> str:
        places = {"file": stage.secret_file().as_uri(), "url": f"{stage.canary().url}/x.dtd"}
        doctype = f"<!DOCTYPE r {declaration.format(**places)}>\n"
        return stage.file("catalogue.rdf", xml("&x;", before=doctype))

    return feed


def _laughs() -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return xml("&a9;", before=f"<!DOCTYPE r [{entities}]>")


def _quadratic() -> str:
    return xml("&a;" * 20_000, before=f'<!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]>')


def _attributes() -> str:
    given = " ".join(f'dct:a{n}="x"' for n in range(1_000_000))
    return xml("x", more=f'<dcat:Dataset rdf:about="http://a.example/d" {given}/>')


def _many_attributes() -> str:
    given = " ".join(f'dct:a{n}="x"' for n in range(40_000))
    return xml("x", more=f'<dcat:Dataset rdf:about="http://a.example/d" {given}/>')


def _context(context: str) -> Callable[[Stage], str]:
    def feed(stage: Stage) -> str:
        places = {"file": stage.secret_file().as_uri(), "url": f"{stage.canary().url}/c"}
        text = context.format(**places)
        body = f'{{"@context": {text}, "@id": "http://a.example/d", "@type": "Dataset"}}'
        return stage.file("catalogue.jsonld", body)

    return feed


def _styled(stage: Stage) -> str:
    """A processing instruction and a schema's place, which nobody needs to look up."""
    url = stage.canary().url
    head = RDF.replace(
        "<rdf:RDF",
        '<rdf:RDF xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xmlns:xi="http://www.w3.org/2001/XInclude" xsi:schemaLocation="{url}/a {url}/a.xsd"',
    )
    style = f'<?xml-stylesheet type="text/xsl" href="{url}/evil.xsl"?>'
    include = f'<!-- <xi:include href="{url}/x"/> -->'
    return stage.file("catalogue.rdf", xml("x", before=style, more=include, head=head))


def _served(content: bytes, media_type: str) -> Callable[[Stage], str]:
    def feed(stage: Stage) -> str:
        site = stage.site()
        site.answers["/catalogue"] = body(content, media_type)
        return f"{site.url}/catalogue"

    return feed


GOOD_TURTLE = (PREFIXES + GOOD).encode()


def case(name: str, feed: Callable[[Stage], str], says: str = "", state: str = FAILED) -> Case:
    """A case that fails as a whole, or whose one good dataset is in."""
    kept = KEPT if state == DONE else ()
    return Case(f"dcat: {name}", "dcat", feed, state, says, kept=kept)


CASES = (
    case("an external entity of a file", _external('[<!ENTITY x SYSTEM "{file}">]'), "DOCTYPE"),
    case("an external entity of a server", _external('[<!ENTITY x SYSTEM "{url}">]'), "DOCTYPE"),
    case("an external document type", _external('SYSTEM "{url}"'), "DOCTYPE"),
    case(
        "a parameter entity",
        _external('[<!ENTITY % p SYSTEM "{url}"> %p; <!ENTITY x "y">]'),
        "DOCTYPE",
    ),
    case("a billion laughs", _file("a.rdf", _laughs), "DOCTYPE"),
    case("quadratic blow-up", _file("a.rdf", _quadratic), "DOCTYPE"),
    case("a million attributes", _file("a.rdf", _attributes), "more than 1000000 bytes"),
    case("40,000 attributes", _file("a.rdf", _many_attributes), "more than 1000 attributes"),
    case("a comment without end", _file("a.rdf", lambda: f"{RDF}<!--{'x' * 18_000_000}"),
         "more than 1000000 bytes"),
    case(
        "200,000 nested elements",
        _file("a.rdf", f"{RDF}{'<dct:a>' * 200_000}"),
        "nested deeper than 200",
    ),
    case("a style sheet, a schema and an inclusion", _styled, state=DONE),
    case(
        "UTF-7",
        _file(
            "a.rdf",
            '<?xml version="1.0" encoding="UTF-7"?>' + xml("+ADwAIQ-DOCTYPE r+AD4-"),
        ),
        "encoding utf-7 is not read",
    ),
    case(
        "a document type hidden in UTF-16",
        _file(
            "a.rdf",
            xml("&x;", before='<!DOCTYPE r [<!ENTITY x "y">]>').encode("utf-16"),
        ),
        "DOCTYPE",
    ),
    case("UTF-16 with a mark", _file("a.rdf", xml("però").encode("utf-16")), state=DONE),
    case(
        "UTF-8 that says it is UTF-16",
        _file("a.rdf", '<?xml version="1.0" encoding="UTF-16"?>' + xml("x")),
        "encoding utf-16 is not read",
    ),
    case(
        "Latin-1 that says it is UTF-8",
        _file("a.rdf", ('<?xml version="1.0" encoding="UTF-8"?>' + xml("però")).encode("latin-1")),
        "not UTF-8",
    ),
    case("a mark of UTF-8 in front", _file("a.rdf", b"\xef\xbb\xbf" + xml("x").encode()),
         state=DONE),
    case("overlong and broken UTF-8", _file("a.ttl", GOOD_TURTLE + b'e:d e:p "\xc0\xaf\xff" .'),
         "not UTF-8"),
    case("NUL characters", _file("a.rdf", xml("x\0y")), "NUL"),
    case("a remote context", _context('"{url}"'), "contexts are never fetched"),
    case("a context from a file", _context('["{file}"]'), "contexts are never fetched"),
    case(
        "an imported context", _context('{{"@version": 1.1, "@import": "{url}"}}'), "never fetched"
    ),
    case(
        "JSON-LD of 100,000 levels",
        _file("a.jsonld", '{"a":' * 100_000 + "1" + "}" * 100_000),
        "nested deeper",
    ),
    case(
        "contexts times terms",
        _file(
            "a.jsonld",
            lambda: '{"@context": {'
            + ",".join(f'"t{n}": "http://e/{n}"' for n in range(5_000))
            + '}, "@graph": ['
            + ",".join('{"@context": {}}' for _ in range(50_000))
            + "]}",
        ),
        "too many contexts",
    ),
    case("six million empty lists of JSON-LD", _many("[]", 6_000_000),
         "more than 1000000 values"),
    case("two million objects of JSON-LD", _many('{"a":0}', 2_000_000),
         "more than 1000000 values"),
    case("100,000 nested blank nodes", _file("a.ttl", PREFIXES + "e:d e:p " + "[ e:p " * 100_000)),
    case("100,000 nested lists", _file("a.ttl", PREFIXES + "e:d e:p " + "(" * 100_000)),
    case(
        "nested triple terms",
        _file("a.ttl", PREFIXES + "e:d e:p " + "<<( e:s e:p " * 50_000),
        "triple terms",
    ),
    case("a page that says it is Turtle", _served(b"<!DOCTYPE html><html><p>Login", "text/turtle"),
         "does not look like RDF"),
    case("an image that says it is RDF/XML", _served(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
         "application/rdf+xml"), "Unreadable"),
    case("Turtle that says it is JSON", _served(GOOD_TURTLE, "application/json"), "Unreadable"),
    case("nothing at all", _served(b"", "text/turtle"), "empty"),
)  # fmt: skip
