"""The truth in memory, for tests of what stands on the port."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from smartland.domain.identity import resource_iri
from smartland.domain.resource import CREATE, Contribution, Document, Revision, Write
from smartland.errors import Conflict, Label, StaleWrite
from smartland.ports.truth import Window

BASE = "https://smartland.example.it/"
NOW = datetime(2026, 5, 31, 10, 0, tzinfo=UTC)

_NOT_KEPT = ("expected", "codes", "contributions", "dropped")


class FakeTruth:
    """Keeps every revision in one list: its change log. ``asked`` counts the batches of heads."""

    def __init__(self) -> None:
        self.log: list[Revision] = []
        self.asked = 0
        self._meta: dict[str, str] = {}
        self._codes: dict[str, tuple[str, Sequence[str]]] = {}

    def put(self, kind: str, key: str, document: Document, iri: str = "") -> Revision:
        """Write one document as it is, a new resource or the next revision; not of the port."""
        iri = iri or resource_iri(BASE, kind, key)
        head = self.head(iri)
        expected = head.sequence if head else None
        write = Write(iri, kind, key, CREATE, document, "", "", f"{iri}-etag", "tester", expected)
        return self.write((write,), NOW)[0]

    def write(self, writes: Sequence[Write], at: datetime) -> Sequence[Revision]:
        """Append all or nothing."""
        before = len(self.log)
        try:
            return [self._append(one, at) for one in writes]
        except (Conflict, StaleWrite):
            del self.log[before:]
            raise

    def head(self, iri: str) -> Revision | None:
        """The current revision of one IRI."""
        return next((one for one in reversed(self.log) if one.iri == iri), None)

    def find(self, kind: str, key: str) -> Revision | None:
        """The current revision by kind and key."""
        found = (one for one in reversed(self.log) if (one.kind, one.key) == (kind, key))
        return next(found, None)

    def heads(self, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The current revisions of many IRIs."""
        self.asked += 1
        newest = self._newest()
        return {iri: newest[iri] for iri in iris if iri in newest}

    def identified(self, kind: str, codes: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Code → IRIs that carry it."""
        found = {
            code: sorted(i for i, (of, own) in self._codes.items() if of == kind and code in own)
            for code in codes
        }
        return {code: iris for code, iris in found.items() if iris}

    def contributions(self, targets: Sequence[str]) -> Mapping[str, Sequence[Contribution]]:
        """Nothing: no source writes here."""
        return {}

    def page(self, kind: str, after: str, limit: int) -> Sequence[Revision]:
        """Current revisions of a kind, by key."""
        found = [one for one in self.all_heads() if one.kind == kind and one.key > after]
        return sorted(found, key=lambda one: one.key)[:limit]

    def all_heads(self, batch: int = 500) -> Iterator[Revision]:
        """Every current, not withdrawn revision by IRI."""
        newest = self._newest()
        return (newest[iri] for iri in sorted(newest) if not newest[iri].withdrawn)

    def history(self, iri: str) -> Sequence[Revision]:
        """Every revision of one IRI, newest first."""
        return [one for one in reversed(self.log) if one.iri == iri]

    def last_by(self, actors: str, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The last shown revision of each IRI by such an actor."""
        theirs = [one for one in self.log if one.actor.startswith(actors) and not one.withdrawn]
        return {one.iri: one for one in theirs if one.iri in iris}

    def revision(self, iri: str, number: int) -> Revision | None:
        """One past state."""
        return next((one for one in self.history(iri) if one.number == number), None)

    def as_of(self, iri: str, instant: datetime) -> Revision | None:
        """The state at ``instant``."""
        return next((one for one in self.history(iri) if one.at <= instant), None)

    def changes(self, after: int, limit: int) -> Sequence[Revision]:
        """The change log behind ``after``."""
        return [one for one in self.log if one.sequence > after][:limit]

    def latest(self, window: Window, limit: int, *, newest: bool = False) -> Sequence[Revision]:
        """Where each resource stands in public, by sequence."""
        found = [one for iri in self._newest() if (one := self.standing(iri))]
        found = [one for one in found if _within(window, one)]
        return sorted(found, key=lambda one: one.sequence, reverse=newest)[:limit]

    def standing(self, iri: str) -> Revision | None:
        """The head, or what took it away from the public."""
        past = self.history(iri)
        shown = next((n for n, one in enumerate(past) if not one.withdrawn), None)
        return None if shown is None else past[max(shown - 1, 0)]

    def previous(self, sequences: Sequence[int]) -> Mapping[int, Revision]:
        """The revision before each."""
        wanted = [one for one in self.log if one.sequence in sequences]
        found = ((one.sequence, self.revision(one.iri, one.number - 1)) for one in wanted)
        return {sequence: before for sequence, before in found if before}

    def last_sequence(self) -> int:
        """The highest sequence number."""
        return len(self.log)

    def counts(self) -> Mapping[str, int]:
        """Kind → number of current resources."""
        kinds = [one.kind for one in self.all_heads()]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}

    def meta(self, name: str) -> str | None:
        """A fact about the installation."""
        return self._meta.get(name)

    def set_meta(self, name: str, value: str) -> None:
        """Write such a fact."""
        self._meta[name] = value

    def close(self) -> None:
        """Nothing to release."""

    def _newest(self) -> dict[str, Revision]:
        return {one.iri: one for one in self.log}

    def _append(self, write: Write, at: datetime) -> Revision:
        head = self.head(write.iri)
        if write.expected is None and (head or self.find(write.kind, write.key)):
            raise Conflict(Label("occupato", "taken"))
        if write.expected is not None and (head is None or head.sequence != write.expected):
            raise StaleWrite(Label("superato", "stale"))
        values: dict[str, Any] = {
            name: value for name, value in vars(write).items() if name not in _NOT_KEPT
        }
        self._codes[write.iri] = (write.kind, write.codes)
        number = head.number + 1 if head else 1
        revision = Revision(sequence=len(self.log) + 1, number=number, at=at, **values)
        self.log.append(revision)
        return revision


def _within(window: Window, one: Revision) -> bool:
    return (
        window.after < one.sequence
        and (window.below is None or one.sequence < window.below)
        and (not window.kinds or one.kind in window.kinds)
        and (window.since is None or window.since <= one.at)
        and (window.before is None or one.at < window.before)
    )
