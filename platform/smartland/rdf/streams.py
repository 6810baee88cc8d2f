"""Graphs as files of any size, written piece by piece: a form has a head, a tail, and pieces
between them that each say everything about some subjects.

Blank nodes keep their labels, so that one node may occur in several pieces; names are prefixed
where that is cheap (properties, classes, datatypes), and IRIs are whole elsewhere.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from smartland.domain.resource import Json
from smartland.errors import NotAcceptable
from smartland.rdf.formats import NOT_IN_XML
from smartland.rdf.names import short, turtle_name
from smartland.rdf.terms import Triple, iri_of, is_blank, is_iri, split_literal
from smartland_vocab.namespaces import PREFIXES, RDF

About = Mapping[str, Mapping[str, list[str]]]
"""Subject term → predicate term → object terms, in order of their first use."""

_TYPE = f"<{RDF.type}>"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CACHE = 20_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKUP = re.compile('[&<>"\r\n\t]')
_RETURN = {"\r": "&#13;"}
_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_LAST_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")


@dataclass(frozen=True)
class Form:
    """A format that is written in pieces: ``head``, pieces joined by ``between``, ``tail``."""

    media_type: str
    head: str
    between: str
    tail: str
    piece: Callable[[About], str]

    def whole(self, pieces: Iterable[str]) -> Iterator[str]:
        """The file of some pieces, as chunks."""
        yield self.head
        for number, one in enumerate(pieces):
            yield f"{self.between}{one}" if number else one
        yield self.tail


def group(triples: Iterable[Triple]) -> dict[str, dict[str, list[str]]]:
    """The triples by subject and predicate, each triple once."""
    about: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, term in dict.fromkeys(triples):
        about.setdefault(subject, {}).setdefault(predicate, []).append(term)
    return about


def expressible(triple: Triple) -> bool:
    """True when every form can hold the triple: RDF/XML knows no control characters, and takes a
    property only where it ends in an XML name."""
    return not _CONTROL.search(triple[2]) and _has_name(triple[1])


@lru_cache(maxsize=_CACHE)
def _has_name(predicate: str) -> bool:
    return bool(_LAST_NAME.search(iri_of(predicate)))


# Turtle


def _turtle(about: About) -> str:
    return "".join(f"{subject} {_turtle_lines(said)} .\n" for subject, said in about.items())


def _turtle_lines(said: Mapping[str, list[str]]) -> str:
    return " ;\n    ".join(
        f"{_verb(predicate)} {', '.join(_object(predicate, one) for one in said[predicate])}"
        for predicate in sorted(said, key=lambda one: one != _TYPE)
    )


@lru_cache(maxsize=_CACHE)
def _verb(predicate: str) -> str:
    return "a" if predicate == _TYPE else turtle_name(iri_of(predicate))


def _object(predicate: str, term: str) -> str:
    if predicate == _TYPE and is_iri(term):
        return _class(term)
    if term[-1] == ">" and term[0] == '"':
        text, _, datatype = term.rpartition("^^")
        return f"{text}^^{_class(datatype)}"
    return term


@lru_cache(maxsize=_CACHE)
def _class(term: str) -> str:
    return turtle_name(iri_of(term))


# RDF/XML


def _xml(about: About) -> str:
    return "".join(
        f"<rdf:Description {_xml_subject(subject)}>\n{''.join(_xml_lines(said))}"
        "</rdf:Description>\n"
        for subject, said in about.items()
    )


def _xml_lines(said: Mapping[str, list[str]]) -> Iterator[str]:
    for predicate, terms in said.items():
        name, declared = _element(predicate)
        for term in terms:
            yield f" <{name}{declared}{_xml_object(term, name)}\n"


@lru_cache(maxsize=_CACHE)
def _element(predicate: str) -> tuple[str, str]:
    """The element of a property, and the declaration of its namespace where it is not ours."""
    iri = iri_of(predicate)
    name = short(iri)
    if name != iri:
        return name, ""
    local = _LAST_NAME.search(iri)
    if not local:
        raise NotAcceptable(NOT_IN_XML)
    return f"p:{local[0]}", f" xmlns:p={quoteattr(iri[: local.start()])}"


def _xml_subject(term: str) -> str:
    return f"rdf:nodeID={_node_id(term)}" if is_blank(term) else f"rdf:about={_attribute(term)}"


def _xml_object(term: str, name: str) -> str:
    if is_iri(term):
        return f" rdf:resource={_attribute(term)}/>"
    if is_blank(term):
        return f" rdf:nodeID={_node_id(term)}/>"
    text, language, datatype = split_literal(term)
    if _CONTROL.search(text):
        raise NotAcceptable(NOT_IN_XML)
    kept = escape(text, _RETURN) if _MARKUP.search(text) else text
    if language:
        return f' xml:lang="{language}">{kept}</{name}>'
    typed = f" rdf:datatype={quoteattr(datatype)}" if datatype else ""
    return f"{typed}>{kept}</{name}>"


def _attribute(term: str) -> str:
    iri = iri_of(term)
    return quoteattr(iri) if _MARKUP.search(iri) else f'"{iri}"'


def _node_id(term: str) -> str:
    """The label as an XML name; hexadecimal where it is none, as ``0a``."""
    label = term[2:]
    kept = label if _NCNAME.fullmatch(label) else f"x-{label.encode().hex()}"
    return f'"{kept}"'


# JSON-LD


def _json(about: About) -> str:
    return ",\n".join(_ENCODER.encode(_json_node(subject, said)) for subject, said in about.items())


def _json_node(subject: str, said: Mapping[str, list[str]]) -> Json:
    # <geo:45.4,9.1> would be read by the prefix "geo" of the context: such a node goes without it
    plain = any(_by_prefix(one) for one in (subject, *said, *(t for v in said.values() for t in v)))
    name = iri_of if plain else _short
    node: dict[str, Json] = {"@context": None} if plain else {}
    node["@id"] = _json_id(subject)
    for predicate, terms in said.items():
        if predicate == _TYPE and all(map(is_iri, terms)):
            node["@type"] = [name(one) for one in terms]
        else:
            node[name(predicate)] = [_json_value(one, name) for one in terms]
    return node


def _json_value(term: str, name: Callable[[str], str]) -> Json:
    if is_iri(term) or is_blank(term):
        return {"@id": _json_id(term)}
    text, language, datatype = split_literal(term)
    if language:
        return {"@value": text, "@language": language}
    return {"@value": text, "@type": name(f"<{datatype}>")} if datatype else text


def _by_prefix(term: str) -> bool:
    if not is_iri(term) or term.startswith(_USUAL):
        return False
    return iri_of(term).partition(":")[0] in PREFIXES


@lru_cache(maxsize=_CACHE)
def _short(term: str) -> str:
    return short(iri_of(term))


def _json_id(term: str) -> str:
    return term if is_blank(term) else iri_of(term)


_USUAL = ("<http", "<mailto:", "<urn:")
_TURTLE_HEAD = "".join(f"@prefix {name}: <{PREFIXES[name].iri}> .\n" for name in sorted(PREFIXES))
_XML_HEAD = "".join(f' xmlns:{name}="{PREFIXES[name].iri}"' for name in sorted(PREFIXES))
_CONTEXT = json.dumps({name: PREFIXES[name].iri for name in sorted(PREFIXES)})

FORMS: Mapping[str, Form] = {
    "ttl": Form("text/turtle", f"{_TURTLE_HEAD}\n", "", "", _turtle),
    "rdf": Form(
        "application/rdf+xml",
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{_XML_HEAD}>\n',
        "",
        "</rdf:RDF>\n",
        _xml,
    ),
    "jsonld": Form(
        "application/ld+json",
        f'{{"@context":{_CONTEXT},"@graph":[\n',
        ",\n",
        "\n]}\n",
        _json,
    ),
}
"""Every form by the ending of its files."""
