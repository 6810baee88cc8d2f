"""What is odd about a DCAT-AP_IT description: kept as it is, and told to whoever harvests it.

The rules follow the DCAT-AP_IT profile (mandatory properties, vocabularies) and the faults that
real Italian catalogues have.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from smartland.domain.fields import Concept, Date, Field, Link, Part, Ref, Text
from smartland.domain.kind import Kind
from smartland.domain.text import MOST_LANGUAGES
from smartland.rdf.names import short
from smartland.rdf.read import index
from smartland.rdf.terms import Triple, iri, iri_of, is_blank, is_iri, split_literal
from smartland_vocab.namespaces import DCAT, DCT, FOAF, RDF, VCARD

MOST = 30
"""Remarks of one item; a broken template repeats itself."""

Statements = Mapping[str, Sequence[str]]

_TYPE = iri(RDF.type)
_MANDATORY = {
    "dataset": (
        DCT.identifier,
        DCT.title,
        DCT.description,
        DCT.modified,
        DCAT.theme,
        DCT.rightsHolder,
        DCT.accrualPeriodicity,
        DCAT.distribution,
    ),
    "catalogue": (DCT.title, DCT.description, DCT.publisher, DCT.modified, DCAT.dataset),
    "data-service": (DCT.title, DCAT.endpointURL),
    "distribution": (DCT["format"], DCAT.accessURL, DCT.license),
    "agent": (DCT.identifier, FOAF.name),
    "contact_point": (VCARD.fn, VCARD.hasEmail),
}
_MISSPELT = {
    DCT.issue: "dct:issued",
    DCT.landingPage: "dcat:landingPage",
    DCT.landingpage: "dcat:landingPage",
    DCT.licence: "dct:license",
    DCT.keyword: "dcat:keyword",
    DCT.theme: "dcat:theme",
    DCT.contactPoint: "dcat:contactPoint",
    DCT.distribution: "dcat:distribution",
    DCT.frequency: "dct:accrualPeriodicity",
    DCAT.licence: "dct:license",
    DCAT.license: "dct:license",
    DCAT.landingpage: "dcat:landingPage",
    DCAT.title: "dct:title",
    DCAT.description: "dct:description",
    DCAT.identifier: "dct:identifier",
    DCAT.accessUrl: "dcat:accessURL",
    DCAT.downloadUrl: "dcat:downloadURL",
    DCAT.publisher: "dct:publisher",
    VCARD.email: "vcard:hasEmail",
    VCARD.hasFn: "vcard:fn",
}


def remarks(
    kind: Kind, root: str, triples: Sequence[Triple], relative: frozenset[str]
) -> tuple[str, ...]:
    """Every oddity of one resource's graph, each once, at most MOST and a count of the rest."""
    found = list(dict.fromkeys((*_of_triples(triples, relative), *_of_fields(kind, root, triples))))
    if len(found) > MOST:
        return (*found[:MOST], f"and {len(found) - MOST} more remarks")
    return tuple(found)


def _of_triples(triples: Sequence[Triple], relative: frozenset[str]) -> Iterator[str]:
    for subject, predicate, term in triples:
        name = short(iri_of(predicate))
        right = _MISSPELT.get(iri_of(predicate))
        if right:
            yield f"{name} is not a property; {right} was meant"
        if term.startswith('"') and not split_literal(term)[0].strip():
            yield f"an empty {name}"
        for node in (subject, term):
            if is_iri(node) and iri_of(node) in relative:
                yield f"a relative IRI, read as {node}"


def _of_fields(kind: Kind, root: str, triples: Sequence[Triple]) -> Iterator[str]:
    graph = index(triples)
    pending: list[tuple[str, str, Iterable[Field]]] = [(root, kind.name, kind.public_fields)]
    seen = set()
    for node, sort, fields in pending:  # it grows while we walk
        if (node, sort) in seen:
            continue
        seen.add((node, sort))
        about = graph.get(node, {})
        where = "" if node == root else f" of {sort.replace('_', ' ')} {node}"
        yield from _missing(sort, about, where)
        for field in fields:
            terms = about.get(f"<{field.iri}>", ())
            if terms:
                yield from _languages(field, terms, where)
                yield from _values(field, terms, where)
            if isinstance(field, Part):
                described = (term for term in terms if term in graph)
                pending.extend((term, field.of.name, field.of.fields) for term in described)


def _missing(sort: str, about: Statements, where: str) -> Iterator[str]:
    for one in _MANDATORY.get(sort, ()):
        if f"<{one}>" not in about:
            yield f"no {short(one)}{where}, which DCAT-AP_IT demands"


def _languages(field: Field, terms: Sequence[str], where: str) -> Iterator[str]:
    if not isinstance(field, Text) or len(terms) <= MOST_LANGUAGES:
        return
    languages = {split_literal(term)[1] for term in terms if term.startswith('"')}
    if len(languages) > MOST_LANGUAGES:
        name = short(field.iri)
        yield f"{len(languages)} languages of {name}{where}; {MOST_LANGUAGES} are read"


def _values(field: Field, terms: Sequence[str], where: str) -> Iterator[str]:
    name = short(field.iri)
    if not field.many and _too_many(field, terms):
        texts = ", ".join(_shown(term) for term in terms[:4])
        yield f"{len(terms)} values of {name}{where}: {texts}"
    for term in terms:
        if isinstance(field, Concept | Ref | Link | Part) and term.startswith('"'):
            if split_literal(term)[0].strip():
                yield f"{name}{where} is the text {_shown(term)}, an IRI was expected"
        elif isinstance(field, Concept) and is_iri(term):
            if not iri_of(term).startswith(field.scheme):
                yield f"{name}{where} is {term}, which is not in {field.scheme}"
        elif isinstance(field, Date) and not term.endswith(("#date>", "#dateTime>")):
            yield f"{name}{where} is {_shown(term)}, an xsd:date was expected"


def _too_many(field: Field, terms: Sequence[str]) -> bool:
    """More than one value; texts in several languages are one value."""
    if len(terms) < 2:
        return False
    languages = [split_literal(term)[1] for term in terms if term.startswith('"')]
    return len(languages) != len(set(languages)) or len(languages) != len(terms)


def _shown(term: str) -> str:
    if is_iri(term) or is_blank(term):
        return term
    text = " ".join(split_literal(term)[0].split())
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
