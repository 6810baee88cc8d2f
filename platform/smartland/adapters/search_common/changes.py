"""What one call of ``apply`` means: one change an IRI, each with its version."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartland.ports.search import IndexDocument


@dataclass(frozen=True)
class Changes:
    """``documents`` to hold and ``removed`` to drop, by IRI; no IRI is in both. ``versions`` has
    that of each."""

    documents: dict[str, IndexDocument]
    removed: tuple[str, ...]
    versions: dict[str, int]


def changes_of(
    documents: Sequence[IndexDocument], removed: Sequence[str], sequence: int
) -> Changes:
    """The last of several documents with one IRI counts, and none whose IRI is in ``removed``.

    What has no version of its own has that of the whole, ``sequence``.
    """
    newest = {one.iri: one for one in documents}
    for iri in removed:
        newest.pop(iri, None)
    versions = dict.fromkeys(removed, sequence)
    versions |= {one.iri: version_of(one, sequence) for one in newest.values()}
    return Changes(newest, tuple(dict.fromkeys(removed)), versions)


def version_of(document: IndexDocument, sequence: int) -> int:
    """The version of ``document``; ``sequence`` where it says none."""
    return document.version or sequence
