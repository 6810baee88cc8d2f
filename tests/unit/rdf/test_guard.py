"""The guard lets SPARQL 1.1 queries in, and nothing that writes, reaches out or crashes."""

import time

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from smartland.errors import QueryRefused
from smartland.rdf.guard import Guarded, Limits, guard

ELSEWHERE = "<http://127.0.0.1:9/>"
E = f"PREFIX : {ELSEWHERE} PREFIX e: {ELSEWHERE} "
STAR = "; ".join(f"<http://e/p{n}> ?o{n}" for n in range(200))


def repeated(piece: str, count: int, between: str = " ") -> str:
    return between.join(piece.format(n=n) for n in range(count))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "select"),
        ("select*{?a?b?c}", "select"),
        ("SELECT (COUNT(*) AS ?n) { ?s a ?k . FILTER(?n<5 && ?m>=3) } GROUP BY ?k", "select"),
        ("SELECT(1AS?x){}", "select"),
        ("BASE <http://e/>\n# SERVICE <x> {\nPREFIX e: <e#>\nASK { e:a e:b 1.5e3 }", "ask"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "construct"),
        ("CONSTRUCT { ?s ?p [ ?q (1 2) ] } WHERE { ?s ?p ?q }", "construct"),
        ("DESCRIBE <http://e/s> <http://e/t>", "describe"),
        ('ASK { ?s ?p "SERVICE <http://e/> { DROP ALL }" }', "ask"),
        ("ASK { ?s ?p '''it's \"INSERT\" \\''' DELETE''' }", "ask"),
        ("ASK { ?SERVICE $LOAD _:INSERT }", "ask"),
        ("ASK { ex:SERVICE ex:DELETE.LOAD <http://e/SERVICE> }", "ask"),
        ("ASK { microservice:x ?p ?o }", "ask"),
        ('ASK { ?s ?p "x"@it-IT , "1"^^<http://e/d>, true, -1, .5, +1.0e-3 }', "ask"),
        ("ASK { ?s (<http://e/p>|^<http://e/q>)/!(a|^a)*/e:z+ ?o }", "ask"),
        ("ASK { VALUES (?a ?b) { (<http://e/M_(c)#x> UNDEF) ('x' <http://e/d#y>) } }", "ask"),
        ("ASK { ?s ?p ?o FILTER NOT EXISTS { ?s a ?k } MINUS { ?s ?q 1 } }", "ask"),
        ("ASK { ?s ?p ?o FILTER(?o IN (<http://e/a#b>, <http://e/c>) || ?o<?p&&?p>?s) }", "ask"),
        ("ASK { { SELECT ?s (MAX(?o)AS?m) { ?s ?p ?o } GROUP BY ?s HAVING(?m<9) } }", "ask"),
        ("ASK { ?s e:caf\u00e9 ?citt\u00e0 . ?s e:a%20b\\-c e:a. ?s ?p 1.}", "ask"),
        ("ASK { ?s <http://e/\\u00e8> '\\u00e8\\n' }", "ask"),
        ("ASK FROM NAMED <http://e/g> { GRAPH ?g { ?s ?p ?o } }", "ask"),
    ],
)  # fmt: skip
def test_queries_are_let_in_with_their_form(text: str, form: str) -> None:
    assert guard(text).form == form


def test_a_query_that_names_its_graphs_is_marked() -> None:
    assert guard("SELECT * FROM <http://e/g> { ?s ?p ?o }") == Guarded("select", own_dataset=True)
    assert guard("SELECT * { ?from ?p 'FROM' }") == Guarded("select", own_dataset=False)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ sErViCe{ELSEWHERE}{{ ?s ?p ?o }} }}",
        # engines that know no word boundary
        E + "SELECT * { SERVICE:x { ?s ?p ?o } }",
        E + "SELECT * { servicee:x { ?s ?p ?o } }",
        E + "SELECT * { ?s ?p true.SERVICE:x { ?a ?b ?c } }",
        E + "SELECT * { ?s ?p trueSERVICE:x { ?a ?b ?c } }",
        E + "SELECT * { ?s ?p 5SERVICE:x { ?a ?b ?c } }",
        # an IRI to the eye, "less than" and a comment to the engine
        f"SELECT * {{ ?s ?p ?o FILTER(?o<6)SERVICE#>)\n{ELSEWHERE}{{ ?a ?b ?c }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?o<6#>'\n)SERVICE {ELSEWHERE}{{ ?a ?b ?c }}#'\n}}",
    ],
)
def test_a_way_that_an_engine_takes_to_another_endpoint_is_refused(text: str) -> None:
    store = Store()
    store.load(b"<http://e/s> <http://e/p> 5 , true .", RdfFormat.TURTLE)
    rows = store.query(text)
    assert isinstance(rows, QuerySolutions)
    with pytest.raises(OSError, match="port 9 is not allowed"):
        next(rows)
    with pytest.raises(QueryRefused):
        guard(text)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE SILENT {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICESILENT{ELSEWHERE}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }} }}",
        "SELECT * { SERVICE ?s { ?s ?p ?o } }",
        # a name to the eye, a keyword and a call to the engine
        f"{E}SELECT * {{ ?s ?p ?o FILTER:f(?o<6#>'\n)SERVICE {ELSEWHERE}{{?a ?b ?c}}#'\n}}",
    ],
)
def test_other_ways_to_another_endpoint_are_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        guard(text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://e/s> <http://e/p> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
        "drop all",
        "CREATE GRAPH <http://e/g>",
        "ADD DEFAULT TO <http://e/g>",
        "MOVE DEFAULT TO <http://e/g>",
        "COPY DEFAULT TO <http://e/g>",
        "WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "ASK { ?s ?p ?o } ;\nDROP ALL",
        "PREFIX e: <http://e/>\nSELECT * { ?s ?p ?o } LOAD <http://e/>",
    ],
)
def test_updates_are_refused_by_name(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"Line \d: [A-Z]+ is not allowed") as refusal:
        guard(text)
    assert "non è ammesso" in refusal.value.message.it


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (" \n# only a comment\n", "empty"),
        ("PREFIX e: <http://e/>", "SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT * {\n ?s ?p ?o", r"Line 2: unbalanced bracket “}”"),
        ("SELECT * {\n ?s ?p ?o ) }", r"Line 2: unbalanced bracket “\)”"),
        ("SELECT * { ?s ?p ?o } }", "unbalanced"),
        ("SEL\\u0045CT * { ?s ?p ?o }", "not SPARQL"),
        ("SELECT * { \\u0053ERVICE <http://e/> { ?s ?p ?o } }", "not SPARQL"),
        ("SELECT * { ?s ?p ?o \\u007D", "not SPARQL"),
        ("SELECT * { ?s ?p 'open }", r"Line 1: “'open }” is not SPARQL"),
        ("SELECT * { ?s ?p '''open'' }", "not SPARQL"),
        ("SELECT * { ?s ?p ?o . LATERAL { ?s ?q ?r } }", "not SPARQL"),
        ("SELECT * { <<?s ?p ?o>> ?q ?r }", "not SPARQL"),
        ("SELECT * { ?s ?p ?o {| ?q ?r |} }", "not SPARQL"),
        ("SELECT * { ?s ?p ?o FILTER(<<( ?s ?p ?o )>> = ?x) }", "not SPARQL"),
        ("SELECT * { ?s ?p ?o.\x0b?s ?p ?o }", "not SPARQL"),
        ("SELECT * {\u00a0?s ?p ?o }", "not SPARQL"),
        ("SELECT * { ?s ?p '\ud800' }", "no text"),
        ("SELECT * { ?s ?p '\x00' }", "no text"),
        ("SELECT * { ?s ?p ?o FILTER(?o<5#>\n) }", "space after"),
        ("PREFIX FROM: <http://e/> ASK { ?s ?p ?o }", "another name"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(QueryRefused, match=message):
        guard(text)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("SELECT * { ?s ?p '" + "\u00e8" * 100_000 + "' }", "200000 bytes"),
        ("SELECT * {" + "FILTER(1) " * 401 + "}", "400 FILTER"),
        ("DESCRIBE " + "<a>" * 20_001, "20000 tokens"),
        ("SELECT * " + "{" * 61 + "}" * 61, "60 levels"),
        ("SELECT (" + "(" * 60 + "1" + ")" * 60 + " AS ?x) {}", "60 levels"),
        ("SELECT * { ?s ?p " + "[ ?p " * 60 + "1" + "]" * 60 + "}", "60 levels"),
        ("SELECT * { ?s ?p ?o FILTER(" + "!" * 61 + "?o) }", "60 levels"),
        ("SELECT * { ?s " + STAR + "}", "100 triple"),
        ("SELECT * { ?s ?p " + repeated("?o{n}", 101, " , ") + "}", "100 triple"),
        ("SELECT * {" + repeated("?a{n} ?p ?o", 101, " . ") + "}", "100 triple"),
        ("SELECT * {" + "{ ?s ?p ?o }" * 101 + "}", "100 triple"),
        ("SELECT * { ?s ?p (" + "1 " * 101 + ") }", "100 triple"),
        ("SELECT * { ?s ?p " + "[ ?p ?o ] , " * 51 + " 1 }", "100 triple"),
        ("SELECT * {" + "?s ?p ?o FILTER(?o) " * 101 + "}", "100 triple"),
        ("SELECT * {" + "OPTIONAL { } " * 61 + "}", "60 OPTIONAL"),
        ("SELECT * {" + repeated("{{ }}", 202, "UNION") + "}", "200 UNION"),
        ("SELECT * {" + repeated("BIND({n} AS ?x{n})", 201) + "}", "200 UNION"),
        ("SELECT * {" + "MINUS { } " * 201 + "}", "200 UNION"),
        ("SELECT * { FILTER(" + repeated("?a", 1_002, "||") + ") }", "1000 operators"),
        ("SELECT * { FILTER(" + repeated("1", 1_002, "+") + ") }", "1000 operators"),
        ("SELECT * { ?s " + repeated("<p>", 102, "/") + " ?o }", "100 path"),
        ("SELECT * { ?s " + "(" * 50 + "<p>" + ")*" * 50 + "/<p>" * 51 + " ?o }", "100 path"),
        ("SELECT * {" + "{ SELECT * { } } " * 51 + "}", "50 sub-queries"),
        ("SELECT * { VALUES ?x { " + "1 " * 10_001 + "} }", "10000 listed"),
    ],
)  # fmt: skip
def test_every_limit_is_named(text: str, limit: str) -> None:
    with pytest.raises(QueryRefused, match=f"Line \\d+: .*limit of {limit}"):
        guard(text)


def test_ninety_patterns_and_long_lists_of_values_are_let_in() -> None:
    star = "; ".join(f"<http://e/p{n}> ?o{n}" for n in range(90))
    values = repeated("(<http://e/a#{n}> 'x')", 1_500)
    assert guard(f"SELECT * {{ ?s {star} VALUES (?s ?x) {{ {values} }} }}").form == "select"


def test_other_limits_may_be_set() -> None:
    assert guard("ASK { ?s ?p ?o }", Limits(tokens=6)).form == "ask"
    with pytest.raises(QueryRefused, match="5 tokens"):
        guard("ASK { ?s ?p ?o }", Limits(tokens=5))


@pytest.mark.parametrize(
    "piece",
    ["a.", "a.b", "a-", ":.", "'''\\'''", "<", "<a", "'", '"', "\\", "#", "#\n", "1.", "1e", "_:.",
     "@a-", "{", "<\\u00", "?", "a.a:", ":%4", "''", "\u00e8", "(?a<b"],
)  # fmt: skip
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = ("SELECT * { FILTER(?a" + piece * 200_000)[:99_000]
    start = time.process_time()
    with pytest.raises(QueryRefused):
        guard(text)
    assert time.process_time() - start < 1
