"""The tantivy schema: which field holds what, and how a document is laid out in it."""

import hashlib
import json
from importlib.metadata import version
from typing import Any

import tantivy

from smartland.adapters.search_common.fields import (
    PARTS,
    date_field,
    number_field,
    stemmed,
    term_field,
    unstemmed,
)
from smartland.adapters.search_common.layout import (
    NO_WORDS,
    different_words,
    lay_out_values,
    spoken_words,
)
from smartland.adapters.search_common.stems import stemmer
from smartland.domain.text import ANALYSIS, STOP_WORDS
from smartland.errors import LANGUAGES
from smartland.ports.search import IndexDocument
from smartland.ports.search_names import PLACE, IndexNames

LAYOUT = "3"
"""Raise it when ``build_schema`` or ``lay_out`` change for the same names."""


def build_schema(names: IndexNames) -> tantivy.Schema:
    """Every field; fast columns only where they are counted, sorted by or compared."""
    builder = tantivy.SchemaBuilder()
    _exact(builder, "iri", stored=True, fast=True)
    for name in ("kind", "key", "digest"):
        _exact(builder, name, stored=True)
    builder.add_integer_field("position", stored=True)
    builder.add_integer_field("version", stored=True)
    for part in PARTS:
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


def register_analyzers(index: tantivy.Index) -> None:
    """Make the analyzers of the schema known to an index just opened."""
    for language in LANGUAGES:
        index.register_tokenizer(f"stems_{language}", stemmer(language))
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
        **lay_out_values(document),
    }
    for part, texts in (("title", document.title), ("text", document.text)):
        spoken = spoken_words(texts)
        for language, found in spoken.items():
            values[stemmed(part, language)] = " ".join(found) or NO_WORDS
        every = different_words(spoken)
        if every:
            values[unstemmed(part)] = " ".join(every)
    return values
