"""Saved searches for their owners: made, changed, tested, removed; every wrong field is named."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from smartland.errors import Busy, Invalid, Label, NotFound, Problem
from smartland.ports.alerts import Percolator
from smartland.ports.saved_searches import (
    ACTIVE,
    EVENTS,
    PAUSED,
    Limits,
    SavedSearch,
    SavedSearches,
    Webhook,
)
from smartland.ports.search import SearchRequest
from smartland.ports.truth import Truth
from smartland.services.alerts.delivering import Deliveries, Outcome
from smartland.services.alerts.queries import FIELD, read_query, write_query
from smartland.services.alerts.running import Compile, explained
from smartland.services.alerts.signing import new_secret
from smartland.services.catalogue import now
from smartland.services.source_addresses import check_remote

LIMITS = Limits()
ID_BYTES = 24
"""192 random bits: nobody guesses the address of a feed."""

NO_SEARCH = Label(it="Nessuna ricerca salvata «{id}».", en="There is no saved search “{id}”.")
NO_WEBHOOK = Label(
    it="Questa ricerca salvata non ha un webhook da provare.",
    en="This saved search has no webhook to test.",
)
UNDER_WAY = Label(
    it="Una prova con questo token è già in corso: aspettare che finisca.",
    en="A test with this token is under way: wait for its end.",
)
PATIENCE = 15
"""Seconds after which a test that is under way has surely ended."""


@dataclass(frozen=True)
class Wanted:
    """What an owner says of a saved search, already of the right types; None: as it is."""

    name: str | None = None
    query: str | None = None
    language: str | None = None
    events: tuple[str, ...] | None = None
    state: str | None = None


class Saving:
    """What owners do with their saved searches. ``compile_query`` is that of the search."""

    def __init__(
        self,
        searches: SavedSearches,
        truth: Truth,
        percolator: Percolator,
        compile_query: Compile,
        deliveries: Deliveries,
        limits: Limits = LIMITS,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._searches = searches
        self._truth = truth
        self._percolator = percolator
        self._compile = compile_query
        self._deliveries = deliveries
        self._limits = limits
        self._clock = clock
        self._testing: set[str] = set()
        self._lock = Lock()

    def create(self, owner: str, wanted: Wanted, webhook: str = "") -> SavedSearch:
        """A new saved search, which tells what changes from now on; its webhook has a new secret.

        Raises Invalid for a query that cannot be answered, Conflict when there are too many.
        """
        at = self._clock()
        made = SavedSearch(
            id=secrets.token_urlsafe(ID_BYTES),
            owner=owner,
            name=wanted.name or "",
            query=self.checked(wanted.query or ""),
            language=wanted.language or "it",
            events=wanted.events or EVENTS,
            created=at,
            after=self._truth.last_sequence(),
            webhook=_webhook(webhook, at) if webhook else None,
        )
        self._searches.add(made, self._limits)
        return made

    def sequence(self) -> int:
        """How far the truth is: what a feed shows depends on it."""
        return self._truth.last_sequence()

    def of_owner(self, owner: str) -> Sequence[SavedSearch]:
        """Those of one owner, the oldest first."""
        return self._searches.all(owner)

    def everybodys(self) -> Sequence[SavedSearch]:
        """All of them, for operators."""
        return self._searches.all()

    def get(self, search: str, owner: str | None = None) -> SavedSearch:
        """One of an owner, or of anybody. Raises NotFound, also for another owner's."""
        found = self._searches.get(search)
        if found is None or owner not in (None, found.owner):
            raise NotFound(NO_SEARCH.format(id=search[:40]))
        return found

    def change(self, search: SavedSearch, wanted: Wanted) -> SavedSearch:
        """Change what is given. Another query, or a search in use again, tells what changes from
        now on. Raises Invalid, or NotFound when it is gone."""
        query = search.query if wanted.query is None else self.checked(wanted.query)
        state = search.state if wanted.state is None else wanted.state
        anew = query != search.query or (state == ACTIVE and search.state != ACTIVE)
        if anew and state not in (ACTIVE, PAUSED):
            state = ACTIVE
        if anew and state == ACTIVE:
            self.checked(query)
        changed = replace(
            search,
            name=search.name if wanted.name is None else wanted.name,
            query=query,
            language=wanted.language or search.language,
            events=wanted.events or search.events,
            state=state,
            reason=None if state != search.state else search.reason,
            after=self._truth.last_sequence() if anew else search.after,
        )
        if not self._searches.change(changed):
            raise NotFound(NO_SEARCH.format(id=search.id))
        return changed

    def set_webhook(self, search: SavedSearch, address: str) -> SavedSearch:
        """Another webhook with a new secret, told what the one before did not accept; without one
        before, what is found next on. Empty: none. Raises Invalid."""
        webhook = _webhook(address, self._clock()) if address else None
        self._searches.set_webhook(search.id, webhook)
        return replace(search, webhook=webhook)

    def test(self, search: SavedSearch) -> Outcome:
        """Send a test to the webhook now. Raises Invalid where there is none, and Busy while one
        of the owner is under way: each keeps a thread of the server waiting."""
        if search.webhook is None:
            raise Invalid(NO_WEBHOOK, problems=(Problem("webhook", NO_WEBHOOK),))
        with self._lock:
            if search.owner in self._testing:
                raise Busy(UNDER_WAY, retry_after=PATIENCE)
            self._testing.add(search.owner)
        try:
            message = f"msg_{secrets.token_urlsafe(18)}"
            return self._deliveries.test(search, search.webhook, message)
        finally:
            with self._lock:
                self._testing.discard(search.owner)

    def remove(self, search: SavedSearch) -> None:
        """Forget a saved search and what it found."""
        self._searches.remove(search.id)

    def checked(self, text: str) -> str:
        """``text`` in canonical form. Raises Invalid, naming ``query``, for what the index cannot
        answer."""
        try:
            query = read_query(text)
            request = self._compile(query)
        except Invalid as error:
            label = explained(error)
            raise Invalid.of((Problem(FIELD, label),)) from error
        self._try(request)
        return write_query(query)

    def _try(self, request: SearchRequest) -> None:
        asked: Mapping[str, SearchRequest] = {FIELD: request}
        broken = self._percolator.matches((), asked).broken
        if broken:
            raise Invalid.of((Problem(FIELD, broken[FIELD]),))


def _webhook(address: str, at: datetime) -> Webhook:
    """A webhook that is to accept its first message. Raises Invalid naming ``webhook.url``."""
    try:
        check_remote(address)
    except Invalid as error:
        raise Invalid.of((Problem("webhook.url", error.problems[0].message),)) from error
    return Webhook(address, new_secret(), due=at)
