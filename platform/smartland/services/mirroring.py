"""What mirrors follow: the public side of the change log, as entries and as RDF Patch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from smartland.domain.identity import graph_iri
from smartland.domain.resource import (
    CREATE,
    MERGE,
    REPLACE,
    RESTORE,
    WITHDRAW,
    Json,
    Revision,
    instant,
)
from smartland.errors import Gone, Label
from smartland.ports.truth import Truth
from smartland.rdf.terms import lines_in

MAX_REVISIONS = 1_000
BATCH = 100
MAX_BYTES = 5_000_000
"""A patch ends with the revision that passes this, however many it was to look at."""
AHEAD = Label(
    it="Il registro delle modifiche finisce a {last}: è stato ripristinato da una copia. "
    "Ricominciare da after=0.",
    en="The change log ends at {last}: it was restored from a backup. Start again at after=0.",
)


@dataclass(frozen=True)
class Change:
    """What the public sees of a revision; ``before`` is the public graph that it replaces."""

    revision: Revision
    operation: str
    before: str


@dataclass(frozen=True)
class Stretch:
    """The changes with ``after`` < sequence <= ``position``; the log goes on to ``last``."""

    after: int
    position: int
    last: int
    changes: tuple[Change, ...]

    @property
    def complete(self) -> bool:
        """True when nothing follows for now."""
        return self.position >= self.last


class Mirroring:
    """Reads the change log for those who keep a copy; ``base`` is the installation's IRI base."""

    def __init__(self, truth: Truth, base: str) -> None:
        self._truth = truth
        self._base = base

    def changes(self, after: int, limit: int) -> Stretch:
        """The public changes among the ``limit`` revisions behind ``after``, rising.

        Private revisions are looked at but not told of, so that a stretch may be empty before the
        end. Raises Gone when ``after`` is beyond the log.
        """
        last = self._last(after)
        position, found = after, []
        for revision, change in islice(self._walk(after), min(limit, MAX_REVISIONS)):
            position = revision.sequence
            if change:
                found.append(change)
        return Stretch(after, position, max(last, position), tuple(found))

    def patch(self, after: int, limit: int) -> tuple[str, Stretch]:
        """RDF Patch (Apache Jena) from the state at ``after`` to that at ``position``.

        One transaction a revision that changed the public graph; a copy that applies every patch
        from 0 holds exactly the public graph. Raises Gone.
        """
        last, position, size = self._last(after), after, 0
        parts: list[str] = []
        for revision, change in islice(self._walk(after), min(limit, MAX_REVISIONS)):
            position = revision.sequence
            text = self._transaction(change) if change else ""
            parts.append(text)
            size += len(text)
            if size > MAX_BYTES:
                break
        head = f"H id {self._state(position)} .\n"
        if after:
            head += f"H prev {self._state(after)} .\n"
        return head + "".join(parts), Stretch(after, position, max(last, position), ())

    def entry(self, change: Change) -> Json:
        """A change as JSON."""
        revision = change.revision
        entry: dict[str, Json] = {
            "sequence": revision.sequence,
            "at": instant(revision.at),
            "operation": change.operation,
            "iri": revision.iri,
            "graph": self._graph(revision),
            "kind": revision.kind,
            "key": revision.key,
            "etag": revision.etag,
        }
        if change.operation == MERGE:
            entry["merged_into"] = revision.merged_into
        return entry

    def _last(self, after: int) -> int:
        last = self._truth.last_sequence()
        if after > last:
            raise Gone(AHEAD.format(last=last))
        return last

    def _walk(self, after: int) -> Iterator[tuple[Revision, Change | None]]:
        while batch := self._truth.changes(after, BATCH):
            yield from zip(batch, self._public(batch), strict=True)
            after = batch[-1].sequence

    def _public(self, batch: Sequence[Revision]) -> Iterator[Change | None]:
        earlier = self._truth.previous([one.sequence for one in batch if one.number > 1])
        for revision in batch:
            before = earlier.get(revision.sequence)
            operation = public_operation(revision, before)
            old = before.triples if before else ""
            yield Change(revision, operation, old) if operation else None

    def _transaction(self, change: Change) -> str:
        old, new = lines_in(change.before), lines_in(change.revision.triples)
        dropped, added = set(old) - set(new), set(new) - set(old)
        if not dropped and not added:
            return ""
        graph = f"<{self._graph(change.revision)}> .\n"
        rows = [f"D {line[:-2]}{graph}" for line in old if line in dropped]
        rows += [f"A {line[:-2]}{graph}" for line in new if line in added]
        return f"TX .\n{''.join(rows)}TC .\n"

    def _graph(self, revision: Revision) -> str:
        return graph_iri(self._base, revision.kind, revision.key)

    def _state(self, sequence: int) -> str:
        """The name of a state: where one reads what comes after it."""
        return f"<{self._base}changes.rdfp?after={sequence}>"


def public_operation(revision: Revision, before: Revision | None) -> str:
    """What a revision is to the public; empty when nobody may know of it.

    Hiding looks like a withdrawal, publishing what was private like a creation.
    """
    was_shown = before is not None and not before.withdrawn
    if revision.withdrawn:
        gone = MERGE if revision.operation == MERGE else WITHDRAW
        return gone if was_shown else ""
    if was_shown:
        return REPLACE
    return RESTORE if revision.operation == RESTORE else CREATE
