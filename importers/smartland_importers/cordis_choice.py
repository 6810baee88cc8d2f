"""One value a field out of many rows, whatever order they came in, and what they disagree on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.text import every_word
from smartland_importers.cordis_records import Facts
from smartland_importers.cordis_store import Statement

_SHOWN = 60


@dataclass(frozen=True)
class Chosen:
    """The facts that count, the other values by field (best first), and a remark a conflict."""

    facts: Facts
    others: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...]


def choose(
    statements: Sequence[Statement],
    together: Sequence[str] = (),
    silent: Collection[str] = (),
) -> Chosen:
    """The newest value of each field; of equally new ones the most frequent, then the longest, then
    the first by alphabet.

    The fields of ``together`` (an address) come from one row: the newest, then the one that fills
    most of them. Fields in ``silent`` may differ without a remark.
    """
    if not statements:
        return Chosen({}, {}, ())
    first = statements[0].facts
    if all(one.facts == first for one in statements[1:]):
        return Chosen(first, {}, ())
    facts: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    names = sorted({name for one in statements for name in one.facts} - set(together))
    for name in names:
        ranked = _ranked(statements, name)
        facts[name] = ranked[0]
        if len(ranked) > 1:
            others[name] = tuple(ranked[1:])
    facts |= _row_together(statements, together)
    told = (_conflict(name, facts[name], rest) for name, rest in others.items())
    remarks = tuple(
        text for name, text in zip(others, told, strict=True) if text and name not in silent
    )
    return Chosen(facts, others, remarks)


def _ranked(statements: Sequence[Statement], name: str) -> list[str]:
    newest: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in statements:
        value = one.facts.get(name)
        if value is not None:
            newest[value] = max(newest.get(value, ""), one.stamp)
            counts[value] = counts.get(value, 0) + one.times
    ranked = sorted(newest)
    ranked.sort(key=lambda value: (newest[value], counts[value], len(value)), reverse=True)
    return ranked


def _row_together(statements: Sequence[Statement], names: Sequence[str]) -> dict[str, str]:
    rows: dict[tuple[str, ...], tuple[str, int, int]] = {}
    for one in statements:
        row = tuple(one.facts.get(name, "") for name in names)
        stamp, filled, count = rows.get(row, ("", sum(map(bool, row)), 0))
        rows[row] = (max(stamp, one.stamp), filled, count + one.times)
    ranked = sorted(rows)
    ranked.sort(key=lambda row: rows[row], reverse=True)
    best = ranked[0] if ranked else ()
    return {name: cell for name, cell in zip(names, best, strict=False) if cell}


def _conflict(name: str, kept: str, others: Sequence[str]) -> str:
    """Empty where the others differ in case, accents and punctuation only, or are cut off."""
    letters = "".join(every_word(kept))
    apart = [one for one in others if not letters.startswith("".join(every_word(one)))]
    if not apart:
        return ""
    more = f" and {len(apart) - 1} more" if len(apart) > 1 else ""
    return f"{name}: {kept[:_SHOWN]!r} counts, not {apart[0][:_SHOWN]!r}{more}"
