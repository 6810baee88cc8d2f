"""The tantivy schema: which field holds what, and how a document is laid out in it."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from typing import Any

import tantivy

from smartland.domain.text import ANALYSIS, STOP_WORDS, compact_code, every_word, words
from smartland.errors import LANGUAGES
from smartland.ports.search import IndexDocument
from smartland.ports.search_names import PLACE, IndexNames

STEMMERS = {"it": "italian", "en": "english"}
POSITION_IRI = "position:"
"""The IRI of the one document that is not a resource: it holds the last sequence applied."""

SORT_KEY_LENGTH = 200


LAYOUT = "2"
"""Raise it when ``build_schema`` or ``lay_out`` change for the same names."""


def stemmed(part: str, language: str) -> str:
    """The field of stems of ``part`` (title, text) in one language."""
    return f"{part}_{language}"


def unstemmed(part: str) -> str:
    """The field of folded words of ``part`` in all languages: prefixes, typing errors."""
    return f"{part}_words"


def term_field(name: str) -> str:
    """The field of exact values called ``name``."""
    return f"term_{name}"


def number_field(name: str) -> str:
    """The field of the number called ``name``."""
    return f"number_{name}"


def date_field(name: str) -> str:
    """The field of the day called ``name``, counted from 0001-01-01."""
    return f"date_{name}"


def build_schema(names: IndexNames) -> tantivy.Schema:
    """Every field; fast columns only where they are counted, sorted by or compared."""
    builder = tantivy.SchemaBuilder()
    _exact(builder, "iri", stored=True, fast=True)
    for name in ("kind", "key", "digest"):
        _exact(builder, name, stored=True)
    builder.add_integer_field("position", stored=True)
    builder.add_integer_field("version", stored=True)
    for part in ("title", "text"):
        for language in LANGUAGES:
            builder.add_text_field(stemmed(part, language), tokenizer_name=f"stems_{language}")
        builder.add_text_field(unstemmed(part), tokenizer_name="words", index_option="basic")
    _exact(builder, "title_order", fast=True)
    _exact(builder, "codes")
    for name in names.facets:
        _exact(builder, term_field(name), fast=True)
    for name in names.filters:
        _exact(builder, term_field(name))
    for name in (*names.numbers, *PLACE):
        builder.add_float_field(number_field(name), indexed=True, fast=True)
    for name in names.dates:
        builder.add_integer_field(date_field(name), indexed=True, fast=True)
    return builder.build()


def _exact(
    builder: tantivy.SchemaBuilder, name: str, *, stored: bool = False, fast: bool = False
) -> None:
    builder.add_text_field(
        name, stored=stored, fast=fast, tokenizer_name="raw", index_option="basic"
    )


def schema_hash(names: IndexNames) -> str:
    """Twelve characters that change when an index built before could not be used any more."""
    parts = [ANALYSIS, sorted(STOP_WORDS), repr(names), version("tantivy"), LAYOUT]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


@lru_cache
def stems(language: str) -> tantivy.TextAnalyzer:
    """The stemmer that documents and queries of ``language`` go through, after ``words``."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer(STEMMERS[language])).build()


def register_analyzers(index: tantivy.Index) -> None:
    """Make the analyzers of the schema known to an index just opened."""
    for language in LANGUAGES:
        index.register_tokenizer(f"stems_{language}", stems(language))
    whole = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", whole)


def lay_out(document: IndexDocument) -> dict[str, Any]:
    """The field values of one document; texts arrive analysed but for the stems."""
    values: dict[str, Any] = {
        "iri": document.iri,
        "kind": document.kind,
        "key": document.key,
        "digest": document.digest,
        "version": document.version,
        "codes": list({compact_code(code) for code in document.codes}),
    }
    order = title_order(document.title)
    if order:
        values["title_order"] = order
    _lay_out_text("title", document.title, values)
    _lay_out_text("text", document.text, values)
    for name, terms in document.terms.items():
        values[term_field(name)] = list(dict.fromkeys(terms))
    for name, number in _numbers(document):
        values[number_field(name)] = number
    for name, day in document.dates.items():
        ordinal = day_number(day)
        # Harvested years beyond the calendar (0000, 12024) cannot be compared; the text stays
        if ordinal is not None:
            values[date_field(name)] = ordinal
    return values


def title_order(title: Mapping[str, str]) -> str:
    """What titles are sorted by: the Italian one first, folded, without punctuation."""
    for tag in ("it", "und", *sorted(title)):
        if tag in title:
            return " ".join(every_word(title[tag]))[:SORT_KEY_LENGTH]
    return ""


def day_number(day: str) -> int | None:
    """Days since 0001-01-01 of an ISO 8601 day or instant; None where no calendar has it."""
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None


def _lay_out_text(part: str, texts: Mapping[str, str], values: dict[str, Any]) -> None:
    by_language = {tag: words(text) for tag, text in texts.items()}
    unspoken = [found for tag, found in by_language.items() if tag not in LANGUAGES]
    for language in LANGUAGES:
        spoken = list(chain(by_language.get(language, ()), *unspoken))
        if spoken:
            values[stemmed(part, language)] = " ".join(spoken)
    every = dict.fromkeys(chain.from_iterable(by_language.values()))
    if every:
        values[unstemmed(part)] = " ".join(every)


def _numbers(document: IndexDocument) -> Iterable[tuple[str, float]]:
    point = document.point or ()
    for name, number in (*document.numbers.items(), *zip(PLACE, point, strict=False)):
        if math.isfinite(number):
            yield name, number + 0.0  # never -0.0, which equals 0.0 here but not in the index
