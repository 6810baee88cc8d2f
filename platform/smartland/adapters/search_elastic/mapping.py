"""The mapping: which field holds what. Texts arrive as stems, so that any server will do."""

import hashlib
import json
from importlib.metadata import version
from typing import Any

from smartland.adapters.search_common.fields import (
    PARTS,
    date_field,
    number_field,
    stemmed,
    term_field,
    unstemmed,
)
from smartland.adapters.search_common.layout import LONGEST_TERM
from smartland.domain.text import ANALYSIS, STOP_WORDS
from smartland.errors import LANGUAGES
from smartland.ports.search_names import PLACE, IndexNames

LAYOUT = "1"
"""Raise it when documents are laid out otherwise for the same mapping."""

Body = dict[str, Any]

_KEPT: Body = {"type": "keyword", "index": False, "doc_values": False}
"""Only given back, from ``_source``."""
_SORTED: Body = {
    "type": "keyword",
    "index": False,
    "doc_values": True,
    "ignore_above": LONGEST_TERM,
}
_COUNTED: Body = {"type": "keyword"}
_FILTERED: Body = {"type": "keyword", "doc_values": False}
_STEMS: Body = {"type": "text", "analyzer": "whitespace", "similarity": "stems"}
SOURCE = ("iri", "kind", "key", "digest", "version", "position")
"""What the server gives back; everything else is made anew from the truth."""


def build_mapping(names: IndexNames) -> Body:
    """Every field; columns only where they are counted, sorted by or compared."""
    fields: Body = {
        "iri": _SORTED,
        **dict.fromkeys(("kind", "key", "digest"), _KEPT),
        "version": {"type": "long", "index": False, "doc_values": False},
        "position": {"type": "long", "index": False},
        "title_order": _SORTED,
        "codes": _FILTERED,
    }
    for part in PARTS:
        fields |= {stemmed(part, language): _STEMS for language in LANGUAGES}
        fields[unstemmed(part)] = _COUNTED
    fields |= {term_field(name): _COUNTED for name in names.facets}
    fields |= {term_field(name): _FILTERED for name in names.filters}
    fields |= {number_field(name): {"type": "double"} for name in (*names.numbers, *PLACE)}
    fields |= {date_field(name): {"type": "integer"} for name in names.dates}
    return {"dynamic": "strict", "_source": {"includes": list(SOURCE)}, "properties": fields}


def build_settings(replicas: int, similarity: str) -> Body:
    """One shard: counts are exact and words as rare as they are; shown when we say so."""
    return {
        "number_of_shards": 1,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "similarity": {"stems": {"type": similarity, "k1": 1.2, "b": 0.75}},
    }


def schema_hash(names: IndexNames) -> str:
    """Twelve characters that change when an index built before could not be used any more."""
    # tantivy's stemmers, and our stop words, are part of what documents hold
    parts = [ANALYSIS, sorted(STOP_WORDS), build_mapping(names), version("tantivy"), LAYOUT]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
