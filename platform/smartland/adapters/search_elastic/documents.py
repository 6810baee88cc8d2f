"""How a document is laid out for the server, and under which name."""

import hashlib
from typing import Any

from smartland.adapters.search_common.fields import POSITION_IRI, stemmed, unstemmed
from smartland.adapters.search_common.layout import (
    EMPTY_TEXTS,
    NO_WORDS,
    different_words,
    lay_out_values,
    spoken_words,
)
from smartland.adapters.search_common.stems import stems
from smartland.ports.search import IndexDocument


def document_id(iri: str) -> str:
    """The server's name of a resource: 512 bytes at most, and harvested IRIs may be longer."""
    return hashlib.blake2b(iri.encode("utf-8", "replace"), digest_size=20).hexdigest()


POSITION_ID = document_id(POSITION_IRI)


def lay_out(document: IndexDocument, version: int) -> dict[str, Any]:
    """The field values of one document, with its texts already analysed."""
    values: dict[str, Any] = {
        "iri": document.iri,
        "kind": document.kind,
        "key": document.key,
        "digest": document.digest,
        "version": version,
        **lay_out_values(document),
    }
    for part, texts in (("title", document.title), ("text", document.text)):
        spoken = spoken_words(texts)
        for language, found in spoken.items():
            values[stemmed(part, language)] = " ".join(stems(language, found)) or NO_WORDS
        every = different_words(spoken)
        if every:
            values[unstemmed(part)] = every
    return values


def lay_out_position(sequence: int) -> dict[str, Any]:
    """The one document that is no resource: the last sequence applied."""
    return {"iri": POSITION_IRI, "position": sequence, **EMPTY_TEXTS}
