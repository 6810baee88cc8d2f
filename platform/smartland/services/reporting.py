"""What a source says, as it may stand in our reports: its keys and words are data like the rest.

Control characters would forge lines of a log or commands of a terminal, surrogates and NUL fit
into no database, overrides show a text in another order than it is read.
"""

import hashlib
import re
from dataclasses import replace

from smartland.domain.text import OVERRIDES
from smartland.ports.harvests import ItemOutcome
from smartland.ports.importer import Expected, Found, Item, Partial, Rejected, Removed

LONGEST_KEY, LONGEST_REASON = 1_000, 4_000
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|" + OVERRIDES.pattern
)
_MARK = "\ufffd"


def plain_text(text: str, limit: int = LONGEST_REASON) -> str:
    """One line of at most ``limit`` characters, unfit ones marked."""
    shown = " ".join(text[: limit + 1].splitlines())
    shown = _UNFIT.sub(_MARK, shown)
    return shown if len(text) <= limit else f"{shown[: limit - 2]} …"


def plain_key(key: str) -> str:
    """A key as it is where it may stand in a report; else a plain one that no other key becomes."""
    if len(key) <= LONGEST_KEY and not _UNFIT.search(key):
        return key
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{plain_text(key, LONGEST_KEY - 20)} ({digest})"


def with_plain_key(item: Item) -> Item:
    """The item under a key that may stand in a report."""
    if isinstance(item, Expected | Partial):
        return item
    if isinstance(item, Found):
        key = plain_key(item.description.source_key)
        if key == item.description.source_key:
            return item
        return replace(item, description=replace(item.description, source_key=key))
    if isinstance(item, Rejected | Removed):
        return replace(item, source_key=plain_key(item.source_key))
    return item


def plain_outcome(outcome: ItemOutcome) -> ItemOutcome:
    """The outcome with a reason that may stand in a report."""
    return replace(outcome, reason=plain_text(outcome.reason)) if outcome.reason else outcome
