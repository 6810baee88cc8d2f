"""Triples to documents, by the declarations, without losing a triple.

What a field declares goes into the document; every other triple is kept as ``extra``. A foreign
spelling of a value (an untyped date, an e-mail as a literal) is read too: the triple stays in
``extra`` and ``compose`` does not write our spelling beside it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from smartland.domain.fields import (
    PUBLIC,
    Code,
    Concept,
    Date,
    Decimal,
    Email,
    Field,
    Flag,
    Integer,
    Link,
    Part,
    PartType,
    Point,
    Ref,
    Text,
)
from smartland.domain.kind import Kind
from smartland.domain.resource import Document, Json
from smartland.domain.text import MOST_LANGUAGES
from smartland.rdf.equivalents import spelling
from smartland.rdf.soundness import are_sound, checked
from smartland.rdf.terms import (
    Triple,
    iri,
    iri_of,
    is_blank,
    is_iri,
    lines_in,
    split_literal,
    to_lines,
)
from smartland.rdf.write import UNTAGGED, node, write

Graph = Mapping[str, Mapping[str, Sequence[str]]]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?")
_DECIMAL = re.compile(r"[+-]?\d{1,20}(\.\d{1,10})?")
_POINT = re.compile(
    r"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]{1,20})\s+(-?[\d.]{1,20})\s*\)\s*", re.I
)
_FIRST = ("it", "en", UNTAGGED)
SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:", "urn:", "ftp:")


@dataclass(frozen=True)
class Reading:
    """A document, and the triples that it does not account for, as sorted N-Triples lines."""

    document: Document
    extra: str


def read(kind: Kind, subject: str, triples: Sequence[Triple]) -> Reading:
    """Read one resource out of its graph; unreadable values are left in ``extra``, never lost."""
    document = _read_fields(_rows_of(kind), node(subject), index(triples))
    written = set(write(kind, subject, document))
    return Reading(document, to_lines(triple for triple in triples if triple not in written))


def compose(kind: Kind, subject: str, document: Document, extra: str) -> str:
    """The public graph of a document and its extra triples, as sorted N-Triples lines.

    Raises ValueError for what RDF does not allow.
    """
    own = write(kind, subject, document)
    if not extra:
        lines = to_lines(own)
        return lines if are_sound(own) else checked(lines)
    spelled = {(line[0], line[1], spelling(line[2])) for line in split_lines(extra)}
    kept = (one for one in own if (one[0], one[1], spelling(one[2])) not in spelled)
    return checked("".join(sorted({*lines_in(to_lines(kept)), *lines_in(extra)})))


def without(extra: str, subject: str, fields: Iterable[Field]) -> str:
    """``extra`` without the statements about ``fields`` of ``subject``: they were overwritten."""
    starts = tuple(
        f"{node(subject)} {iri(predicate)} "
        for field in fields
        for predicate in (field.iri, *field.also)
    )
    return "".join(line for line in lines_in(extra) if not line.startswith(starts))


def split_lines(lines: str) -> list[Triple]:
    """N-Triples lines of our own making (one space between terms) as triples."""
    triples = []
    for line in lines.split("\n"):
        if line:
            subject, predicate, rest = line.split(" ", 2)
            triples.append((subject, predicate, rest[:-2]))
    return triples


def index(triples: Iterable[Triple]) -> Graph:
    """Subject → predicate → objects, each list sorted so that reading is deterministic."""
    graph: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, term in triples:
        graph[subject][predicate].append(term)
    for predicates in graph.values():
        for terms in predicates.values():
            terms.sort()
    return graph


@cache
def _rows_of(owner: Kind | PartType) -> tuple[tuple[Field, tuple[str, ...]], ...]:
    """The public fields, each with the terms of its predicates."""
    return tuple(
        (one, tuple(map(iri, (one.iri, *one.also))))
        for one in owner.fields
        if one.visibility == PUBLIC
    )


def _read_fields(
    rows: Iterable[tuple[Field, tuple[str, ...]]], subject: str, graph: Graph
) -> dict[str, Json]:
    about = graph.get(subject, {})
    document: dict[str, Json] = {}
    for field, predicates in rows:
        terms = next((about[one] for one in predicates if one in about), None)
        if not terms:
            continue
        value = _read_part(field, terms, graph) if isinstance(field, Part) else _value(field, terms)
        if value is not None:
            document[field.name] = value
    return document


def _value(field: Field, terms: Sequence[str]) -> Json:
    if isinstance(field, Text) and field.languages:
        return _read_languages(field, terms)
    values = [
        value for value in (READ[type(field)](field, term) for term in terms) if value is not None
    ]
    if not values:
        return None
    return list(dict.fromkeys(values)) if field.many else values[0]


def _read_part(field: Part, terms: Sequence[str], graph: Graph) -> Json:
    parts = [
        {"iri": iri_of(term) if is_iri(term) else term}
        | _read_fields(_rows_of(field.of), term, graph)
        for term in terms
        if is_blank(term) or (is_iri(term) and _safe(iri_of(term)))
    ]
    if not parts:
        return None
    return parts if field.many else parts[0]


def _read_languages(field: Text, terms: Sequence[str]) -> Json:
    texts: dict[str, list[str]] = {}
    for term in terms:
        if not term.startswith('"'):
            continue
        text, language, _ = split_literal(term)
        if text.strip() and len(text) <= field.max_length:
            texts.setdefault(language or UNTAGGED, []).append(text)
    if not texts:
        return None
    if len(texts) > MOST_LANGUAGES:  # the others stay among the source's triples
        first = sorted(texts, key=lambda tag: (tag not in _FIRST, tag))[:MOST_LANGUAGES]
        texts = {tag: texts[tag] for tag in first}
    return texts if field.many else {language: found[0] for language, found in texts.items()}


def _literal(term: str) -> str | None:
    return split_literal(term)[0] if term.startswith('"') else None


def _read_text(field: Field, term: str) -> str | None:
    text = _literal(term)
    limit = field.max_length if isinstance(field, Text) else 0
    return text if text and text.strip() and len(text) <= limit else None


def _read_code(field: Field, term: str) -> str | None:
    text = _literal(term)
    if text is None or not isinstance(field, Code):
        return None
    try:
        return field.check(text)
    except ValueError:
        return None


def _read_concept(field: Field, term: str) -> str | None:
    scheme = field.scheme if isinstance(field, Concept) else ""
    return iri_of(term) if is_iri(term) and iri_of(term).startswith(scheme) else None


def _safe(value: str) -> bool:
    return value.lower().startswith(SAFE_SCHEMES)


def _read_iri(_: Field, term: str) -> str | None:
    return iri_of(term) if is_iri(term) and _safe(iri_of(term)) else None


def _read_email(_: Field, term: str) -> str | None:
    if is_iri(term) and not iri_of(term).lower().startswith("mailto:"):
        return None  # a relative address, resolved into an IRI of the source
    text = spelling(term)
    return text if re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+", text) else None


def _read_integer(field: Field, term: str) -> int | None:
    text = _literal(term)
    if text is None or not re.fullmatch(r"[+-]?\d{1,15}", text) or not isinstance(field, Integer):
        return None
    return int(text) if field.low <= int(text) <= field.high else None


def _read_decimal(_: Field, term: str) -> str | None:
    text = _literal(term)
    return text if text and _DECIMAL.fullmatch(text) else None


def _read_date(_: Field, term: str) -> str | None:
    text = _literal(term)
    return text if text and _DATE.fullmatch(text) else None


def _read_flag(_: Field, term: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(_literal(term) or "")


def _read_point(_: Field, term: str) -> dict[str, float] | None:
    match = _POINT.fullmatch(_literal(term) or "")
    if not match:
        return None
    try:
        lon, lat = float(match[1]), float(match[2])
    except ValueError:
        return None
    return {"lat": lat, "lon": lon} if abs(lat) <= 90 and abs(lon) <= 180 else None


READ: dict[type[Field], Callable[[Field, str], Json]] = {
    Text: _read_text,
    Code: _read_code,
    Concept: _read_concept,
    Ref: _read_iri,
    Link: _read_iri,
    Email: _read_email,
    Integer: _read_integer,
    Decimal: _read_decimal,
    Date: _read_date,
    Flag: _read_flag,
    Point: _read_point,
}
"""How each field type but Part is read from one object; None where it does not fit."""
