"""A published description and its revisions, as values that travel between the rooms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = Any
"""One JSON value; its shape is that of its field type (see ``schemas.fields``)."""

Document = Mapping[str, Json]
"""The JSON of a kind's fields (no ``iri``, ``kind`` or ``key``)."""

CREATE, REPLACE, WITHDRAW, RESTORE, MERGE = "create", "replace", "withdraw", "restore", "merge"
HIDE = "hide"
"""A revision of a description that is private for now: kept, edited, shown to nobody else."""
PARTED = "parted: nobody speaks of it any more"
"""The note of what was withdrawn by the undoing of a merge: by nobody's wish, a source may bring
it back."""
UNSEEN = (WITHDRAW, MERGE, HIDE)


def instant(at: datetime) -> str:
    """A moment in UTC as RFC 3339 has it, ``Z`` at its end."""
    return at.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class Revision:
    """One state of a resource; ``sequence`` is its place in the change log, ``number`` its own.

    ``triples`` is the public graph as sorted N-Triples lines, empty while it is private, withdrawn
    or merged; ``extra`` are the source's lines that no field declares. ``etag`` is another one for
    each revision. ``merged_into`` is the IRI that took this one over.
    """

    sequence: int
    number: int
    iri: str
    kind: str
    key: str
    operation: str
    document: Document
    extra: str
    triples: str
    etag: str
    at: datetime
    actor: str
    source: str = ""
    owner: str = ""
    note: str = ""
    merged_into: str = ""

    @property
    def withdrawn(self) -> bool:
        """True when there is nothing to show to the public."""
        return self.operation in UNSEEN

    @property
    def private(self) -> bool:
        """True when only those who may write it may see it."""
        return self.operation == HIDE


@dataclass(frozen=True)
class Contribution:
    """What one source says of a resource that others describe too, or that people edited.

    ``claimed`` is the IRI under which the source's item stands by itself, ``target`` the resource
    that it is part of. ``conflicts`` names the fields where the source changed its mind after a
    person had edited them. ``source`` is empty for what people had written before a merge; what
    they had taken out is then null in ``document``.
    """

    claimed: str
    target: str
    source: str
    document: Document
    extra: str = ""
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Write:
    """A revision to be: ``expected`` is the sequence of the head that the writer saw.

    None means that the resource must not exist yet. ``codes`` are the register codes by which
    the resource is recognised from now on. ``contributions`` are stored, and the
    ``dropped`` ones (claimed IRI, source) forgotten, in the same transaction.
    """

    iri: str
    kind: str
    key: str
    operation: str
    document: Document
    extra: str
    triples: str
    etag: str
    actor: str
    expected: int | None
    source: str = ""
    owner: str = ""
    note: str = ""
    merged_into: str = ""
    codes: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Description:
    """What an importer found: one resource of a kind, not yet validated.

    Give ``document`` (JSON of the fields), or ``triples`` of a foreign graph (N-Triples lines)
    from which the document is read. ``iri`` empty: minted from ``key``, or from the identifying
    fields where that is empty too. ``source_key`` is the item's stable name in its source.
    ``extra`` is filled when the triples are read: those that no field declares.
    """

    kind: str
    source_key: str
    document: Document = field(default_factory=dict)
    triples: str = ""
    iri: str = ""
    key: str = ""
    extra: str = ""
