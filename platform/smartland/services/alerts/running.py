"""Tries the saved searches on what changed: each change once, whatever dies in between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.resource import Revision
from smartland.errors import Invalid, Label
from smartland.ports.alerts import Percolator
from smartland.ports.saved_searches import CHANGED, CREATED, AlertLog, NewAlert, SavedSearch
from smartland.ports.search import IndexDocument, SearchRequest
from smartland.ports.truth import Truth
from smartland.services.alerts.queries import read_query
from smartland.services.searching.answers import SearchQuery

BATCH = 500
"""Changes in one step: their descriptions are held in memory twice."""
NAMING_KINDS = frozenset({"concept", "corridor", "filiera", "scheme", "territory"})
"""Kinds whose names a search may stand on: with one of them changed, queries are read anew."""

Compile = Callable[[SearchQuery], SearchRequest]
Describe = Callable[[Sequence[Revision]], list[IndexDocument]]
Pairs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Change:
    """What a resource was before a batch (None: not there, or not public) and is after it."""

    before: Revision | None
    after: Revision


class AlertRunner:
    """Follows the change log; ``compile_query`` and ``describe`` are those of the search itself.

    Where it stands is stored in the same transaction as what it found, so that a crash at any
    moment loses nothing and tells nothing twice.
    """

    def __init__(
        self,
        truth: Truth,
        log: AlertLog,
        percolator: Percolator,
        compile_query: Compile,
        describe: Describe,
    ) -> None:
        self._truth = truth
        self._log = log
        self._percolator = percolator
        self._compile = compile_query
        self._describe = describe
        self._requests: dict[str, SearchRequest] = {}

    def catch_up(self) -> int:
        """Step until nothing is new; how many changes were looked at."""
        seen = 0
        while done := self.step():
            seen += done
        return seen

    def position(self) -> int:
        """The sequence number up to which changes were looked at."""
        return self._log.position() or 0

    def step(self) -> int:
        """Look at the next batch of changes; how many there were, 0 when nothing is new."""
        position, last = self._log.position(), self._truth.last_sequence()
        if position is None or position > last:  # greater: the truth was put back
            position = self._begin(position, last)
        if position == last:
            return 0
        # read after ``last``: a search that is saved later wants nothing up to there
        searches = self._log.active()
        if not searches:
            self._requests.clear()
            self._log.record((), {}, last, expected=position)
            return last - position
        changes = [one for one in self._truth.changes(position, BATCH) if one.sequence <= last]
        alerts, broken = self._look(changes, searches)
        self._log.record(alerts, broken, changes[-1].sequence, expected=position)
        return len(changes)

    def _begin(self, position: int | None, last: int) -> int:
        """Where to begin, stored: no saved search wants anything that is older."""
        place = min((one.after for one in self._log.active()), default=last)
        place = min(place, last)
        self._log.record((), {}, place, expected=position)
        return place

    def _look(
        self, changes: Sequence[Revision], searches: Sequence[SavedSearch]
    ) -> tuple[list[NewAlert], dict[str, Label]]:
        moved = {one.after.iri: one for one in self._moved(changes)}
        if any(one.kind in NAMING_KINDS for one in changes):
            self._requests.clear()
        requests, broken = self._read(searches)
        now = self._percolator.matches(self._describe([m.after for m in moved.values()]), requests)
        broken |= now.broken
        then = self._matched_before(moved, now.found, requests)
        alerts = [
            alert
            for search in searches
            for alert in _alerts(search, moved, now.found, then)
            if search.id not in broken
        ]
        return sorted(alerts, key=lambda one: (one.sequence, one.search)), broken

    def _moved(self, changes: Sequence[Revision]) -> Iterator[_Change]:
        """The resources that are public now, and whose public content is not what it was."""
        first: dict[str, Revision] = {}
        for one in changes:
            first.setdefault(one.iri, one)
        newest = {one.iri: one for one in changes}
        shown = [one for one in newest.values() if not one.withdrawn]
        previous = self._truth.previous([first[one.iri].sequence for one in shown])
        for after in shown:
            before = previous.get(first[after.iri].sequence)
            if before is None or before.withdrawn:
                yield _Change(None, after)
            elif before.triples != after.triples:
                yield _Change(before, after)

    def _read(
        self, searches: Sequence[SavedSearch]
    ) -> tuple[dict[str, SearchRequest], dict[str, Label]]:
        """Each saved search as a request to the index, or why it is none any more."""
        broken: dict[str, Label] = {}
        known, self._requests = self._requests, {}
        requests = {}
        for one in searches:
            try:
                request = known.get(one.query) or self._compile(read_query(one.query))
            except Invalid as error:
                broken[one.id] = explained(error)
            else:
                self._requests[one.query] = requests[one.id] = request
        return requests, broken

    def _matched_before(
        self, moved: Mapping[str, _Change], found: Pairs, requests: Mapping[str, SearchRequest]
    ) -> dict[str, frozenset[str]]:
        """Search → what of it was found before the batch already."""
        wanted = {iri for iris in found.values() for iri in iris}
        earlier = [one.before for iri, one in moved.items() if iri in wanted and one.before]
        if not earlier:
            return {}
        asked = {name: requests[name] for name in found}
        before = self._percolator.matches(self._describe(earlier), asked).found
        return {name: frozenset(iris) for name, iris in before.items()}


def explained(error: Invalid) -> Label:
    """What is wrong, in one text."""
    if not error.problems:
        return error.message
    return Label(
        it="; ".join(f"{one.field}: {one.message.it}" for one in error.problems),
        en="; ".join(f"{one.field}: {one.message.en}" for one in error.problems),
    )


def _alerts(
    search: SavedSearch,
    moved: Mapping[str, _Change],
    found: Pairs,
    then: Mapping[str, frozenset[str]],
) -> Iterator[NewAlert]:
    for iri in found.get(search.id, ()):
        after = moved[iri].after
        event = CHANGED if iri in then.get(search.id, ()) else CREATED
        if after.sequence > search.after and event in search.events:
            yield NewAlert(search.id, iri, after.kind, after.key, after.sequence, event, after.at)
