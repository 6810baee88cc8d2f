"""Sources and runs as pages show them."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    MISSING,
    REJECTED,
    UNCHANGED,
    WITHDRAWN,
    Run,
    Source,
)
from smartland.services.reasons import is_ours, speak
from smartland.services.source_addresses import LOCAL, shown_address
from smartland.services.source_facts import SourceFacts
from smartland.web.pages.formats import bare_address, moment, number, safe_link
from smartland.web.pages.schedules import schedule_words
from smartland.web.pages.shown import Shown
from smartland.web.pages.texts import TEXTS

RUNNING = "running"
STATES = {
    RUNNING: ("run_running", "primary"),
    "done": ("run_done", "success"),
    "failed": ("run_failed", "danger"),
    "interrupted": ("run_interrupted", "secondary"),
}
"""State → text and colour."""
ITEMS = {
    CREATED: "items_created",
    CHANGED: "items_changed",
    UNCHANGED: "items_unchanged",
    REJECTED: "items_rejected",
    KEPT: "items_kept",
    MISSING: "items_missing",
    WITHDRAWN: "items_withdrawn",
}
"""Outcome → text, in the order of the picture."""
LEAST = 1.0
"""Per cent of the picture that even one item has, so that it is seen."""


@dataclass(frozen=True)
class Share:
    """One outcome: its part of the picture, from ``start``, both in per cent."""

    outcome: str
    text: str
    start: float
    width: float


@dataclass(frozen=True)
class RunRow:
    """One harvest; ``said`` describes the picture, ``message`` is what may be told to all."""

    id: int
    state: str
    colour: str
    running: bool
    started: datetime
    lasted: str
    shares: tuple[Share, ...]
    said: str
    message: str


@dataclass(frozen=True)
class SourceRow:
    """One source; ``when`` is in words, or a cron expression where ``cron`` is set; ``due`` is
    when it is harvested next, in words."""

    name: str
    label: str
    href: str
    address: Shown
    when: str
    cron: bool
    paused: bool
    due: str
    last: RunRow | None
    registered: bool


def make_source(facts: SourceFacts, language: str, root: str) -> SourceRow:
    """A source with its last run."""
    source = facts.source
    schedule = source.schedule if source else ""
    words = schedule_words(schedule)
    address = source.address if source else facts.last.address if facts.last else ""
    return SourceRow(
        name=facts.name,
        label=facts.label[language],
        href=source_href(facts.name, root),
        address=_address(address, language),
        when=words[language] if words else schedule,
        cron=words is None,
        paused=bool(source and source.paused),
        due=_due(source, language) if source else "–",
        last=make_run(facts.last, language) if facts.last else None,
        registered=source is not None,
    )


def source_href(name: str, root: str) -> str:
    """The page of a source."""
    return f"{root}/sources/{quote(name, safe='')}"


def make_run(run: Run, language: str) -> RunRow:
    """A harvest with its picture."""
    text, colour = STATES[run.state]
    shares = make_shares(run.counts, language)
    told = run.message and is_ours(run.message)
    hidden = TEXTS["run_reason_kept"][language] if run.message else ""
    return RunRow(
        id=run.id,
        state=TEXTS[text][language],
        colour=colour,
        running=run.state == RUNNING,
        started=run.started,
        lasted=_lasted(run, language),
        shares=shares,
        said=", ".join(one.text for one in shares) or TEXTS["run_empty"][language],
        message=speak(run.message)[language] if told else hidden,
    )


def make_shares(counts: Mapping[str, int], language: str) -> tuple[Share, ...]:
    """The outcomes that occurred, side by side over the whole width."""
    found = [(name, counts[name]) for name in ITEMS if counts.get(name)]
    total = sum(count for _, count in found)
    widths = [max(LEAST, 100 * count / total) for _, count in found]
    scale = 100 / sum(widths) if widths else 0
    shares, start = [], 0.0
    for (name, count), width in zip(found, widths, strict=True):
        text = f"{TEXTS[ITEMS[name]][language]}: {number(count, language)}"
        shares.append(Share(name, text, round(start, 2), round(width * scale, 2)))
        start += width * scale
    return tuple(shares)


def ask_commands(name: str, base: str) -> Sequence[tuple[str, str]]:
    """How a harvest is asked for: (key of the text, command)."""
    path = f"{base}api/v1/sources/{quote(name, safe='')}/run"
    return (
        ("by_command", f"smartland source run {shlex.quote(name)}"),
        ("by_api", f'curl -X POST -H "Authorization: Bearer $TOKEN" "{path}"'),
    )


def report_commands(name: str, run: int, base: str) -> Sequence[tuple[str, str]]:
    """How the report of a run is read."""
    path = f"{base}api/v1/runs/{run}/outcomes?outcome={REJECTED}"
    accept = '-H "Accept: text/csv"'
    return (
        ("by_command", f"smartland harvest --report --source {shlex.quote(name)}"),
        ("by_api", f'curl -H "Authorization: Bearer $TOKEN" {accept} "{path}"'),
    )


def _address(address: str, language: str) -> Shown:
    shown = shown_address(address)
    if shown == LOCAL:
        return Shown(TEXTS["source_local"][language])
    # an address whose secrets were taken out leads nowhere
    href = safe_link(shown) if shown == address else ""
    return Shown(bare_address(shown), href, outside=True)


def _due(source: Source, language: str) -> str:
    if source.paused:
        return "–"
    if source.due is not None:
        return moment(source.due, language)
    return TEXTS["source_never" if source.schedule else "source_unplanned"][language]


def _lasted(run: Run, language: str) -> str:
    if run.ended is None:
        return "–"
    seconds = (run.ended - run.started).total_seconds()
    if seconds < 60:
        return f"{number(f'{seconds:.1f}', language)} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"
