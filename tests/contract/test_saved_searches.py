"""What ``ports.saved_searches`` promises, on every database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from smartland.adapters.sql import Database, open_database
from smartland.adapters.sql.alert_log import SqlAlertLog
from smartland.errors import Conflict, Label
from smartland.ports.saved_searches import (
    ACTIVE,
    BROKEN,
    CREATED,
    DISABLED,
    EVENTS,
    PAUSED,
    UNVERIFIED,
    VERIFIED,
    Delivery,
    Limits,
    NewAlert,
    SavedSearch,
    Webhook,
)
from smartland.ports.tokens import Token
from support.truths import NOW

pytest_plugins = ["support.databases"]

LEASE = timedelta(minutes=2)
LATER = NOW + timedelta(minutes=3)
WHY = Label(it="perché", en="why")
HOOK = Webhook("https://example.org/hook", "whsec_c2VjcmV0", due=NOW)
OTHER_HOOK = Webhook("https://other.example/", "whsec_b3RoZXI=", due=NOW)


def a_search(name: str = "a", webhook: Webhook | None = None) -> SavedSearch:
    """A saved search of ``tester`` called ``name``."""
    return SavedSearch(name, "tester", name, "q=acqua", "it", EVENTS, NOW, 0, webhook=webhook)


def an_alert(key: str, sequence: int, search: str = "a") -> NewAlert:
    """An alert about ``call/{key}``."""
    return NewAlert(
        search, f"https://example.org/id/call/{key}", "call", key, sequence, CREATED, NOW
    )


def keys(database: Database, search: str = "a") -> list[str]:
    """The keys of a search's alerts, newest first."""
    return [one.key for one in database.alerts.alerts(search, None, 1_000)]


def claimed(database: Database, at: datetime = NOW, size: int = 10) -> Delivery:
    """The message that is due."""
    found = database.outbox.claim(at, LEASE, size)
    assert found is not None
    return found


def in_use(database: Database) -> None:
    """One saved search whose webhook has accepted its first message."""
    database.searches.add(a_search(webhook=HOOK), Limits())
    database.outbox.delivered(claimed(database), NOW)


def test_a_search_comes_back_as_it_was_stored(database: Database) -> None:
    made = replace(a_search(webhook=HOOK), state=PAUSED, reason=WHY, after=7, events=(CREATED,))
    database.searches.add(made, Limits())
    assert database.searches.get("a") == made
    assert database.searches.get("b") is None
    assert database.searches.all("tester") == [made]
    assert database.searches.all("other") == []


def test_what_changes_is_written_and_the_owner_is_not(database: Database) -> None:
    database.searches.add(a_search(webhook=HOOK), Limits())
    changed = replace(a_search(), name="b", query="q=sole", owner="thief", state=PAUSED, after=3)
    assert database.searches.change(changed)
    assert database.searches.all() == [replace(changed, owner="tester", webhook=HOOK)]
    assert not database.searches.change(replace(changed, id="absent"))


def test_limits_hold_for_an_owner_and_for_all(database: Database) -> None:
    database.searches.add(a_search("a"), Limits(1, 2))
    with pytest.raises(Conflict):
        database.searches.add(a_search("b"), Limits(1, 2))
    database.searches.add(replace(a_search("c"), owner="other"), Limits(1, 2))
    with pytest.raises(Conflict):
        database.searches.add(replace(a_search("d"), owner="third"), Limits(1, 2))


def test_alerts_are_stored_once_with_the_position(database: Database) -> None:
    database.searches.add(a_search(), Limits())
    assert database.alerts.position() is None
    assert database.alerts.record([an_alert("1", 5)], {}, 5, expected=None)
    assert database.alerts.position() == 5
    assert database.alerts.record([an_alert("1", 5), an_alert("2", 6)], {}, 6, expected=5)
    assert keys(database) == ["2", "1"]


def test_whoever_is_late_stores_nothing(database: Database) -> None:
    database.searches.add(a_search(), Limits())
    assert database.alerts.record([], {}, 5, expected=None)
    assert not database.alerts.record([an_alert("1", 3)], {"a": WHY}, 5, expected=None)
    assert not database.alerts.record([an_alert("1", 3)], {"a": WHY}, 9, expected=3)
    assert database.alerts.position() == 5
    assert keys(database) == []
    assert [one.state for one in database.alerts.active()] == [ACTIVE]


def test_of_many_at_once_one_moves_on(url: str, database: Database) -> None:
    database.searches.add(a_search(), Limits())
    database.alerts.record([], {}, 1, expected=None)
    others = [open_database(url) for _ in range(4)]

    def move(number: int) -> bool:
        alert = an_alert(f"{number}", 2)
        return others[number].alerts.record([alert], {}, 2, expected=1)

    try:
        with ThreadPoolExecutor(4) as pool:
            moved = list(pool.map(move, range(4)))
    finally:
        for one in others:
            one.close()
    assert sorted(moved) == [False, False, False, True]
    assert keys(database) == [f"{moved.index(True)}"]


def test_alerts_of_what_is_gone_are_left_out(database: Database) -> None:
    database.searches.add(a_search(), Limits())
    alerts = [an_alert("1", 1, "gone"), an_alert("1", 1)]
    assert database.alerts.record(alerts, {"gone": WHY}, 1, expected=None)
    assert keys(database) == ["1"]
    assert keys(database, "gone") == []


def test_a_broken_search_is_no_longer_tried(database: Database) -> None:
    database.searches.add(a_search("a"), Limits())
    database.searches.add(a_search("b"), Limits())
    database.alerts.record([], {"a": WHY}, 1, expected=None)
    assert [one.id for one in database.alerts.active()] == ["b"]
    broken = database.searches.get("a")
    assert broken is not None
    assert (broken.state, broken.reason) == (BROKEN, WHY)


def test_pages_of_alerts(database: Database) -> None:
    database.searches.add(a_search(), Limits())
    database.alerts.record([an_alert(f"{n}", n) for n in range(5)], {}, 5, expected=None)
    first = database.alerts.alerts("a", None, 2)
    assert [one.key for one in first] == ["4", "3"]
    assert [one.key for one in database.alerts.alerts("a", first[-1].id, 9)] == ["2", "1", "0"]


def test_the_newest_are_kept_and_the_webhook_hears_how_many_are_missing(
    database: Database,
) -> None:
    in_use(database)
    log = SqlAlertLog(database.engines, kept=3)
    log.record([an_alert(f"{n}", n) for n in range(5)], {}, 5, expected=None)
    assert keys(database) == ["4", "3", "2"]
    delivery = claimed(database)
    assert [one.key for one in delivery.alerts] == ["2", "3", "4"]
    assert delivery.omitted == 2
    database.outbox.delivered(delivery, NOW)
    log.record([an_alert("5", 6)], {}, 6, expected=5)
    assert claimed(database).omitted == 0


def test_a_removed_search_takes_everything_along(database: Database) -> None:
    database.searches.add(a_search(webhook=HOOK), Limits())
    database.alerts.record([an_alert("1", 1)], {}, 1, expected=None)
    assert database.searches.remove("a")
    assert not database.searches.remove("a")
    assert keys(database) == []
    assert database.outbox.claim(NOW, LEASE, 10) is None


def test_the_first_message_has_no_alerts(database: Database) -> None:
    database.searches.add(a_search(webhook=HOOK), Limits())
    database.alerts.record([an_alert("1", 1)], {}, 1, expected=None)
    ping = claimed(database)
    assert not ping.verified
    assert ping.alerts == ()
    database.outbox.delivered(ping, NOW)
    following = claimed(database)
    assert following.verified
    assert [one.key for one in following.alerts] == ["1"]


def test_a_message_is_one_senders_until_its_lease_is_over(database: Database) -> None:
    in_use(database)
    database.alerts.record([an_alert("1", 1)], {}, 1, expected=None)
    first = claimed(database)
    assert database.outbox.claim(NOW, LEASE, 10) is None
    again = claimed(database, LATER)
    assert again.message == first.message
    assert again.alerts == first.alerts
    assert again.first == first.first


def test_a_message_stays_what_it_is_while_others_come(database: Database) -> None:
    in_use(database)
    database.alerts.record([an_alert("1", 1)], {}, 1, expected=None)
    first = claimed(database)
    database.alerts.record([an_alert("2", 2)], {}, 2, expected=1)
    database.outbox.failed(first, WHY, LATER)
    assert database.outbox.claim(NOW, LEASE, 10) is None
    again = claimed(database, LATER)
    assert (again.message, again.alerts) == (first.message, first.alerts)
    assert (again.webhook.attempts, again.webhook.reason) == (1, WHY)
    database.outbox.delivered(again, LATER)
    following = claimed(database, LATER)
    assert following.message != first.message
    assert [one.key for one in following.alerts] == ["2"]
    database.outbox.delivered(following, LATER)
    assert database.outbox.claim(LATER, LEASE, 10) is None


def test_what_was_delivered_by_another_is_not_settled_again(database: Database) -> None:
    in_use(database)
    database.alerts.record([an_alert("1", 1)], {}, 1, expected=None)
    late = claimed(database)
    database.outbox.delivered(claimed(database, LATER), LATER)
    database.outbox.failed(late, WHY, None)
    found = database.searches.get("a")
    assert found is not None
    assert found.webhook is not None
    assert (found.webhook.state, found.webhook.reason) == (VERIFIED, None)


def test_a_disabled_webhook_is_not_due_until_it_is_verified(database: Database) -> None:
    in_use(database)
    database.alerts.record([an_alert("1", 1)], {}, 1, expected=None)
    first = claimed(database)
    database.outbox.failed(first, WHY, None)
    found = database.searches.get("a")
    assert found is not None
    assert found.webhook is not None
    assert found.webhook.state == DISABLED
    database.alerts.record([an_alert("2", 2)], {}, 2, expected=1)
    assert database.outbox.claim(LATER, LEASE, 10) is None
    database.outbox.verify("a", first.webhook, LATER)
    again = claimed(database, LATER)
    assert again.message == first.message
    assert again.first == LATER


def test_a_test_of_the_webhook_before_says_nothing_of_the_one_now(database: Database) -> None:
    database.searches.add(a_search("a", HOOK), Limits())
    tested = claimed(database).webhook
    database.searches.set_webhook("a", OTHER_HOOK)
    database.outbox.verify("a", tested, LATER)
    found = database.searches.get("a")
    assert found is not None
    assert found.webhook is not None
    assert found.webhook.state == UNVERIFIED


def test_the_longest_due_comes_first(database: Database) -> None:
    for name, minutes in (("b", 2), ("a", 3), ("c", 1)):
        due = NOW - timedelta(minutes=minutes)
        database.searches.add(a_search(name, replace(HOOK, due=due)), Limits())
    assert [claimed(database).search.id for _ in range(3)] == ["a", "b", "c"]


def test_a_message_has_as_many_alerts_as_asked_for(database: Database) -> None:
    in_use(database)
    database.alerts.record([an_alert(f"{n}", n) for n in range(5)], {}, 5, expected=None)
    sizes = []
    while delivery := database.outbox.claim(NOW, LEASE, 2):
        sizes.append(len(delivery.alerts))
        database.outbox.delivered(delivery, NOW)
    assert sizes == [2, 2, 1]


def test_a_revoked_token_is_told_nothing_more(database: Database) -> None:
    for name in ("tester", "other"):
        database.tokens.add(Token(name, name, NOW))
    in_use(database)
    database.alerts.record([an_alert("1", 1)], {}, 1, expected=None)
    database.tokens.revoke("other")
    assert [one.id for one in database.alerts.active()] == ["a"]
    database.tokens.revoke("tester")
    assert database.alerts.active() == []
    assert database.outbox.claim(NOW, LEASE, 10) is None
