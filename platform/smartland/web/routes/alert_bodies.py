"""Saved searches as they are sent and answered; every wrong field is named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smartland.domain.resource import Json, instant
from smartland.errors import LANGUAGES, Invalid, Label, Problem
from smartland.ports.saved_searches import ACTIVE, EVENTS, PAUSED, SavedSearch, Webhook
from smartland.services.alerts.delivering import Outcome
from smartland.services.alerts.saving import Wanted
from smartland.web.routes.shared import UNKNOWN

PATH = "/api/v1/saved-searches"
NEW = ("name", "query", "language", "on", "webhook")
CHANGES = (*NEW, "state")
LONGEST_NAME = 200

NO_BODY = Label(it="Serve un oggetto JSON.", en="A JSON object is needed.")
NEEDED = Label(it="Manca.", en="It is missing.")
NOT_TEXT = Label(it="Serve un testo.", en="A text is needed.")
BAD_NAME = Label(
    it="Serve un nome di una riga, al massimo {limit} caratteri.",
    en="A name of one line is needed, {limit} characters at most.",
)
ONE_OF = Label(it="Uno di: {known}.", en="One of: {known}.")
SOME_OF = Label(
    it="Serve un elenco con almeno uno di: {known}.",
    en="A list with at least one of: {known} is needed.",
)
BAD_WEBHOOK = Label(
    it='Serve un oggetto {"url": "https://…"}.', en='An object {"url": "https://…"} is needed.'
)


@dataclass(frozen=True)
class Sent:
    """What a body says; ``webhook`` None: nothing, empty: take it away."""

    wanted: Wanted
    webhook: str | None


def read_new(body: Json) -> Sent:
    """A new saved search. Raises Invalid."""
    return _read(body, NEW, needed=("name", "query"))


def read_changes(body: Json) -> Sent:
    """What is to change (RFC 7396: null takes the webhook away). Raises Invalid."""
    return _read(body, CHANGES, needed=())


def _read(body: Json, known: tuple[str, ...], needed: tuple[str, ...]) -> Sent:
    if not isinstance(body, dict):
        raise Invalid.of((Problem("(document)", NO_BODY),))
    problems = [Problem(name, UNKNOWN) for name in body if name not in known]
    problems += [Problem(name, NEEDED) for name in needed if name not in body]
    problems += [
        Problem(name, text)
        for name, (test, text) in CHECKS.items()
        if name in known and name in body and not test(body[name])
    ]
    if problems:
        raise Invalid.of(tuple(problems))
    events = body.get("on")
    wanted = Wanted(
        name=body["name"].strip() if "name" in body else None,
        query=body.get("query"),
        language=body.get("language"),
        events=tuple(one for one in EVENTS if one in events) if events else None,
        state=body.get("state"),
    )
    if "webhook" not in body:
        return Sent(wanted, None)
    return Sent(wanted, body["webhook"]["url"] if body["webhook"] else "")


def _is_name(value: Json) -> bool:
    fits = isinstance(value, str) and len(value) <= LONGEST_NAME
    return fits and value.isprintable() and bool(value.strip())


def _one_of(known: tuple[str, ...]) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, str) and value in known


def _is_events(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(one in EVENTS for one in value)


def _is_webhook(value: Json) -> bool:
    if value is None:
        return True
    return isinstance(value, dict) and list(value) == ["url"] and isinstance(value["url"], str)


CHECKS: Mapping[str, tuple[Callable[[Json], bool], Label]] = {
    "name": (_is_name, BAD_NAME.format(limit=LONGEST_NAME)),
    "query": (lambda value: isinstance(value, str), NOT_TEXT),
    "language": (_one_of(LANGUAGES), ONE_OF.format(known=", ".join(LANGUAGES))),
    "state": (_one_of((ACTIVE, PAUSED)), ONE_OF.format(known=f"{ACTIVE}, {PAUSED}")),
    "on": (_is_events, SOME_OF.format(known=", ".join(EVENTS))),
    "webhook": (_is_webhook, BAD_WEBHOOK),
}
"""What each field must be, and what is said where it is not."""


def search_document(search: SavedSearch, tongue: str, *, secret: bool = False) -> Json:
    """A saved search for its owner; the ``secret`` only where it was made just now."""
    own = f"{PATH}/{search.id}"
    return {
        "id": search.id,
        "name": search.name,
        "query": search.query,
        "language": search.language,
        "on": list(search.events),
        "state": search.state,
        "reason": _said(search.reason, tongue),
        "created": instant(search.created),
        "webhook": _webhook(search.webhook, tongue, secret=secret),
        "_links": {
            "self": own,
            "feed": f"{own}/feed.atom",
            "search": f"/search?{search.query}",
            "test": f"{own}/test",
        },
    }


def outcome_document(outcome: Outcome, tongue: str) -> Mapping[str, Json]:
    """How a test went."""
    return {
        "accepted": outcome.accepted,
        "status": outcome.status,
        "reason": _said(outcome.reason, tongue),
    }


def _webhook(webhook: Webhook | None, tongue: str, *, secret: bool) -> Json:
    if webhook is None:
        return None
    return {
        "url": webhook.address,
        "state": webhook.state,
        "reason": _said(webhook.reason, tongue),
        "attempts": webhook.attempts,
        "next": instant(webhook.due) if webhook.due else None,
        "delivered": instant(webhook.delivered) if webhook.delivered else None,
    } | ({"secret": webhook.secret} if secret else {})


def _said(reason: Label | None, tongue: str) -> str | None:
    return reason[tongue] if reason else None
