"""Descriptions on their way from the truth to the catalogues: on disk but for their places."""

from dataclasses import dataclass
from typing import BinaryIO

from smartland.domain.resource import Revision
from smartland.rdf.read import split_lines
from smartland.rdf.streams import expressible
from smartland.rdf.terms import Triple, to_lines
from smartland.services.agents import Agent
from smartland.services.completing import Completed


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a completed description lies in the spool: its own lines, then what it shares."""

    holder: str
    iri: str
    kind: str
    modified: str
    place: int
    own: int
    shared: int


@dataclass(frozen=True, slots=True)
class Harvested:
    """Where a description that came out of another catalogue lies, as it is."""

    kind: str
    iri: str
    place: int
    size: int


class Spool:
    """A file of triples, and where in it which description lies."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.native: list[Entry] = []
        self.foreign: dict[str, list[Harvested]] = {}
        self.holders: dict[str, Agent] = {}
        self.inexpressible: set[str] = set()

    def add_native(self, completed: Completed, kind: str) -> None:
        """One of ours."""
        place = self._file.tell()
        shared = [one for said in completed.shared.values() for one in said]
        sizes = [self._file.write(to_lines(t).encode()) for t in (completed.own, shared)]
        holder = completed.holder
        self.holders.setdefault(holder.key, holder)
        self.native.append(
            Entry(holder.key, completed.iri, kind, completed.modified[:10], place, *sizes)
        )

    def add_foreign(self, revision: Revision) -> None:
        """One that was harvested, as it is."""
        place = self._file.tell()
        size = self._file.write(revision.triples.encode())
        found = self.foreign.setdefault(revision.source, [])
        found.append(Harvested(revision.kind, revision.iri, place, size))
        if not all(map(expressible, split_lines(revision.triples))):
            self.inexpressible.add(revision.source)

    def read(self, place: int, size: int) -> list[Triple]:
        """The triples that lie there."""
        self._file.seek(place)
        return split_lines(self._file.read(size).decode())
