"""Sends alerts to webhooks: at least once, each message under one id, later if need be."""

import json
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartland.domain.resource import Json
from smartland.errors import FetchRefused, Label, SourceFailed
from smartland.ports.saved_searches import Delivery, Outbox, SavedSearch, Webhook
from smartland.ports.webhooks import Postman, Reply
from smartland.services.alerts.signing import headers
from smartland.services.alerts.telling import ALERT, PING, TEST, Telling
from smartland.services.catalogue import now

SIZE = 100
"""Alerts of one message at most."""
LEASE = timedelta(minutes=2)
"""How long a silent sender keeps a message; far longer than sending takes."""
SHORTEST = timedelta(seconds=10)
LONGEST = timedelta(hours=6)
GIVE_UP = timedelta(days=3)
"""A message that nobody has accepted for so long disables its webhook."""
GONE = 410

log = logging.getLogger(__name__)

STRANGE = Label(
    it="L'indirizzo non si riesce a contattare.", en="The address could not be contacted."
)
STATUS = Label(it="Il destinatario risponde {status}.", en="The receiver answers {status}.")
REDIRECT = Label(
    it="Il destinatario rimanda altrove ({status}): dare l'indirizzo definitivo.",
    en="The receiver redirects ({status}): give the final address.",
)
NO_LONGER = Label(
    it="Il destinatario non vuole più messaggi (410): disattivato.",
    en="The receiver wants no more messages (410): disabled.",
)
GIVEN_UP = Label(
    it="Disattivato: nessun messaggio accettato per {days} giorni. {reason}",
    en="Disabled: no message was accepted for {days} days. {reason}",
)


@dataclass(frozen=True)
class Outcome:
    """How an attempt went: accepted, or why not; ``wait`` is what the receiver asked for."""

    accepted: bool
    status: int | None = None
    reason: Label | None = None
    wait: timedelta | None = None


class Deliveries:
    """Takes messages out of the outbox and sends them, one a ``step``; any number of threads and
    processes may do so at the same time. ``shake`` gives a factor around 1 for each delay, so that
    many failures do not come back together."""

    def __init__(
        self,
        outbox: Outbox,
        telling: Telling,
        postman: Postman,
        clock: Callable[[], datetime] = now,
        shake: Callable[[], float] = lambda: random.uniform(0.75, 1.25),  # noqa: S311 - no secret
    ) -> None:
        self._outbox = outbox
        self._telling = telling
        self._postman = postman
        self._clock = clock
        self._shake = shake

    def step(self) -> bool:
        """Send the message that has been due the longest; False when none is due."""
        delivery = self._outbox.claim(self._clock(), LEASE, SIZE)
        if delivery is None:
            return False
        sort = ALERT if delivery.verified else PING
        entries = self._telling.entries(delivery.search, delivery.alerts)
        if sort == ALERT and not entries and not delivery.omitted:
            # everything was withdrawn meanwhile: there is nothing to tell
            self._outbox.delivered(delivery, self._clock())
            return True
        body = self._telling.message(
            sort, delivery.search, entries, delivery.first, delivery.omitted
        )
        outcome = self._send(delivery.webhook, delivery.message, body)
        self._settle(delivery, outcome)
        return True

    def test(self, search: SavedSearch, webhook: Webhook, message: str) -> Outcome:
        """Send a test now; one that is accepted puts the webhook in use, again if need be."""
        body = self._telling.message(TEST, search, [], self._clock(), 0)
        outcome = self._send(webhook, message, body)
        if outcome.accepted:
            self._outbox.verify(search.id, webhook, self._clock())
        return outcome

    def _send(self, webhook: Webhook, message: str, body: Json) -> Outcome:
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        stamp = int(self._clock().timestamp())
        signed = headers(webhook.secret, message, stamp, content)
        try:
            reply = self._postman.post(
                webhook.address, content, {"Content-Type": "application/json", **signed}
            )
        except (FetchRefused, SourceFailed) as error:
            return Outcome(accepted=False, reason=error.message)
        except Exception:
            # whatever an address does to the libraries below is a failure of that one webhook,
            # and counts as one, or it would be tried for ever
            log.exception("a webhook could not be asked")
            return Outcome(accepted=False, reason=STRANGE)
        return _outcome(reply)

    def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        at = self._clock()
        reason = outcome.reason
        if outcome.accepted or reason is None:
            self._outbox.delivered(delivery, at)
            return
        due: datetime | None = None
        if outcome.status == GONE:
            reason = NO_LONGER
        elif at - delivery.first >= GIVE_UP:
            reason = Label(
                it=GIVEN_UP.it.format(days=GIVE_UP.days, reason=reason.it),
                en=GIVEN_UP.en.format(days=GIVE_UP.days, reason=reason.en),
            )
        else:
            due = at + self._delay(delivery.webhook.attempts, outcome.wait)
        self._outbox.failed(delivery, reason, due)

    def _delay(self, attempts: int, wanted: timedelta | None) -> timedelta:
        """Twice as long after each failure, and no shorter than the receiver wants."""
        doubled: timedelta = SHORTEST * (1 << min(attempts, 20))
        usual = min(doubled, LONGEST) * self._shake()
        return max(usual, min(wanted or usual, LONGEST))


def _outcome(reply: Reply) -> Outcome:
    status = reply.status
    if 200 <= status < 300:
        return Outcome(accepted=True, status=status)
    text = REDIRECT if 300 <= status < 400 else STATUS
    wait = None if reply.wait is None else timedelta(seconds=min(reply.wait, 1e6))
    return Outcome(accepted=False, status=status, reason=text.format(status=status), wait=wait)
