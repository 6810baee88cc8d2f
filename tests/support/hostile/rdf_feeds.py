"""Hostile DCAT catalogues whose syntax is sound: their values, names and shapes are not."""

from collections.abc import Callable, Iterator
from itertools import combinations

from smartland.rdf.read import split_lines
from smartland.rdf.terms import iri_of, is_iri
from support.harvesting import BASE, Bench
from support.hostile.case import DONE, FAILED, Case
from support.hostile.stage import Stage

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <http://a.example/> .
"""
GOOD = 'e:good a dcat:Dataset ; dct:title "Buono"@it ; dct:description "Va bene."@it .\n'
KEPT = ("http://a.example/good",)
ENERGY = "https://w3id.org/smartland/concept/corridor/energy"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
OURS = (BASE, "https://w3id.org/smartland/")
RTL = "fattura\u202efdp.exe\u202c \u2067nascosto\u2069"


def in_turtle(text: str | Callable[[], Iterator[str]]) -> Callable[[Stage], str]:
    """A feed of one Turtle file, with a good dataset behind the bad statements."""

    def feed(stage: Stage) -> str:
        pieces = [text] if isinstance(text, str) else text()
        return stage.file(
            "catalogue.ttl", (one.encode() for one in (PREFIXES, *pieces, "\n", GOOD))
        )

    return feed


def dataset(name: str, more: str = "") -> str:
    """A dataset in Turtle."""
    return f'{name} a dcat:Dataset ; dct:title "{name.strip("<>")[-20:]}" {more} .\n'


def _languages() -> Iterator[str]:
    tags = (f"{a}{b}{c}" for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrst"
            for c in "abcdefghijklmnopqrst")  # fmt: skip
    texts = ", ".join(f'"titolo {tag}"@{tag}' for tag, _ in zip(tags, range(10_000), strict=False))
    yield f"e:d a dcat:Dataset ; dct:title {texts} ."


def _complete(size: int) -> Iterator[str]:
    yield dataset("e:d", "; dct:relation _:n0")
    for one, other in combinations(range(size), 2):
        yield f"_:n{one} dct:relation _:n{other} . _:n{other} dct:relation _:n{one} .\n"


def _ring() -> Iterator[str]:
    yield dataset("e:d", "; dct:relation _:n0")
    for number in range(8_000):
        yield f"_:n{number} dct:relation _:n{(number + 1) % 8_000} .\n"


def _shared() -> Iterator[str]:
    """Each of many datasets reaches the same large description."""
    for number in range(3_000):
        yield dataset(f"e:d{number}", "; dct:publisher e:agent")
    for number in range(9_000):
        yield f'e:agent foaf:nick "{number}" .\n'


def _tiny() -> Iterator[str]:
    for number in range(1_000):
        yield dataset(f"e:d{number}")


def _listed() -> Iterator[str]:
    yield 'e:cat a dcat:Catalog ; dct:title "c" ; dcat:dataset '
    yield ", ".join(f"e:n{number}" for number in range(600_000)) + " .\n"


def _statements() -> Iterator[str]:
    """As many different statements as fit into a document."""
    yield "e:d a dcat:Dataset .\n"
    for number in range(520_000):
        yield f'e:d{number} e:p "{number}" .\n'


def _distributions() -> Iterator[str]:
    yield "e:d a dcat:Dataset ; dct:title 'D' ; dcat:distribution "
    yield ", ".join(f"[ dcat:accessURL <http://a.example/{n}> ]" for n in range(8_000)) + " .\n"


def _only_own_subjects(bench: Bench, _: Stage) -> str:
    """No source says anything of what is ours, in whichever graph."""
    for head in bench.core.catalogue.truth.all_heads():
        if head.source != "source":
            continue
        for subject, predicate, term in split_lines(head.triples):
            about_ours = is_iri(subject) and iri_of(subject).startswith(OURS)
            # that what is named as a publisher is an agent is our own conclusion
            if about_ours and predicate != TYPE and iri_of(subject) != head.iri:
                return f"{head.iri} says of {subject}: {predicate} {term}"
    label = bench.core.labels.many([ENERGY])[ENERGY]
    return "" if "Hacked" not in (label.it, label.en) else "the concept has another label now"


def _another_source(bench: Bench, stage: Stage) -> str:
    """A second source claims what the first one brought."""
    claim = PREFIXES + GOOD.replace("Buono", "Rubato")
    run = bench.run(stage.file("thief.ttl", claim), "thief")
    if run.counts != {"kept": 1}:
        return f"the thief's run counts {run.counts}"
    head = bench.core.catalogue.by_iri(KEPT[0])
    return "" if head and head.document["title"] == {"it": "Buono"} else "the title was stolen"


def _a_persons_dataset(bench: Bench, stage: Stage) -> str:
    """A source claims a dataset that somebody made here."""
    given = {"title": {"it": "Mio"}, "description": {"it": "Mia."}}
    made = bench.core.catalogue.create("dataset", given, "someone")
    claim = f'{PREFIXES}<{made.iri}> a dcat:Dataset ; dct:title "Suo" ; dct:identifier "x" .\n'
    run = bench.run(stage.file("thief.ttl", claim), "thief")
    after = bench.core.catalogue.by_iri(made.iri)
    if after is None or after.number != made.number:
        return f"the dataset was changed: {after and after.triples}"
    return "" if run.counts == {"kept": 1} else f"the thief's run counts {run.counts}"


def _title_is_plain(bench: Bench, _: Stage) -> str:
    head = bench.core.catalogue.by_iri("http://a.example/d")
    shown = head.document["title"]["it"] if head else ""
    return "" if shown == "fatturafdp.exe nascosto" else f"the title is {shown!r}"


def case(name: str, text: str | Callable[[], Iterator[str]], **expected: object) -> Case:
    """A case of one Turtle file whose good dataset must be in."""
    given: dict[str, object] = {"state": DONE, "kept": KEPT, **expected}
    return Case(f"dcat: {name}", "dcat", in_turtle(text), **given)  # type: ignore[arg-type]


CASES = (
    case(
        "a decimal whose exponent is a gigabyte",
        dataset("e:d", '; dcat:byteSize "1E999999999"^^xsd:decimal ; dct:issued "9E9"^^xsd:date'),
        counts={"created": 2},
    ),
    case(
        "an integer of two million digits",
        lambda: iter([dataset("e:d", f'; dcat:byteSize "{"9" * 2_000_000}"^^xsd:integer')]),
        counts={"created": 1, "rejected": 1},
        reason="a literal of 20000",
    ),
    case("ten thousand languages of one title", _languages, reason="languages"),
    case(
        "cycles of broader and part of",
        dataset("e:d", "; dct:subject e:c1 ; dct:isPartOf e:d2 ; dct:hasVersion e:d")
        + dataset("e:d2", "; dct:isPartOf e:d")
        + "e:c1 skos:broader e:c2 . e:c2 skos:broader e:c1, e:c2 ; skos:narrower e:c1 .",
        counts={"created": 3},
    ),
    case("a ring of 8,000 blank nodes", _ring, counts={"unchanged": 2}, runs=2),
    case("every one of 220 blank nodes knows every other", lambda: _complete(220)),
    case(
        "names with blanks, quotes, brackets and line breaks",
        dataset("<http://a.example/a b>")
        + dataset("<http://a.example/\\u003E\\u0020.\\u0020x>")
        + dataset("<http://a.example/\\u0022x>")
        + dataset("<http://a.example/\\u000Ax>"),
        counts={"created": 1, "rejected": 4},
        reason="invalid or unsafe",
    ),
    case(
        "override characters in names",
        dataset("<http://a.example/\u202egro.elgoog>", ""),
        counts={"created": 1, "rejected": 1},
        reason="invalid or unsafe",
    ),
    case(
        "names that are scripts, data and files",
        dataset("<javascript:alert(1)>")
        + dataset("<data:text/html,x>")
        + dataset("<file:///etc/passwd>")
        + dataset("e:d", "; dcat:landingPage <javascript:alert(1)>")
        + dataset("e:e", '; dcat:landingPage " JavaScript:alert(1)"'),
        counts={"created": 1, "rejected": 5},
        reason="unsafe address",
    ),
    case(
        "names of ours",
        dataset(f"<{ENERGY}>")
        + dataset("<https://w3id.org/smartland/ns#Stakeholder>")
        + dataset(f"<{BASE}id/stakeholder/ipa-c_f205>")
        + dataset(f"<{BASE}doc/dataset/x>")
        + dataset(f"<{BASE}>"),
        counts={"created": 1, "rejected": 5},
        reason="belongs to this platform",
        vocabulary=True,
    ),
    case(
        "statements about what is ours",
        dataset("e:d", f"; dcat:theme <{ENERGY}> ; dct:publisher <{BASE}id/stakeholder/x>")
        + f'<{ENERGY}> skos:prefLabel "Hacked"@it, "Hacked"@en ; skos:broader <{ENERGY}> .'
        + f'<{BASE}id/stakeholder/x> foaf:name "Hacked" .',
        counts={"created": 2},
        reason="left out: .*belongs to this platform",
        vocabulary=True,
        check=_only_own_subjects,
    ),
    case("another source claims it", "", counts={"created": 1}, check=_another_source),
    case("a source claims a person's dataset", "", check=_a_persons_dataset),
    case(
        "override and control characters in a title",
        f'e:d a dcat:Dataset ; dct:title "{RTL}"@it .\n'
        'e:nul a dcat:Dataset ; dct:title "\\u0000" .',
        counts={"created": 2, "rejected": 1},
        reason="U\\+202E",
        check=_title_is_plain,
    ),
    case("a large description shared by 3,000", _shared, state=FAILED, says="share", kept=()),
    case("1,000 tiny datasets", _tiny, counts={"created": 1_001}),
    case(
        "a catalogue that lists 600,000",
        _listed,
        counts={"created": 1, "rejected": 1},
        reason="statements, more than 500000",
    ),
    case(
        "half a million statements that belong to nothing",
        _statements,
        state=FAILED,
        says="500000 subjects: register it in parts",
        kept=(),
    ),
    case("8,000 distributions", _distributions),
    case(
        "one literal of 19 MB",
        lambda: iter([f'e:d a dcat:Dataset ; dct:title "{"x" * 19_000_000}" .']),
        state=FAILED,
        says="more than 16 megabytes",
        kept=(),
    ),
    case(
        "one literal of 2 MB",
        lambda: iter([f'e:d a dcat:Dataset ; dct:title "{"x" * 2_000_000}" .']),
        counts={"created": 1, "rejected": 1},
        reason="a literal of 20000",
    ),
    Case(
        "dcat: relative names in a file",
        "dcat",
        lambda stage: stage.file(
            "catalogue.ttl", PREFIXES + "<../../etc/passwd> a dcat:Dataset ; dct:title 'x' ."
        ),
        state=DONE,
    ),
)
