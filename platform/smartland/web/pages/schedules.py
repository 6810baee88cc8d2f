"""When a source is harvested, in words where a cron expression is simple enough."""

import re

from smartland.errors import Label

WHEN_ASKED = Label(it="solo a richiesta", en="only when asked")
SUNDAY = Label(it="domenica", en="Sunday")
DAYS = (
    SUNDAY,
    Label(it="lunedì", en="Monday"),
    Label(it="martedì", en="Tuesday"),
    Label(it="mercoledì", en="Wednesday"),
    Label(it="giovedì", en="Thursday"),
    Label(it="venerdì", en="Friday"),
    Label(it="sabato", en="Saturday"),
    SUNDAY,
)
_NAMES = {
    name: str(place) for place, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))
}
_HOURS = frozenset({2, 3, 4, 6, 8, 12})
_MINUTES = frozenset({2, 3, 4, 5, 6, 10, 12, 15, 20, 30})
"""Steps that come round evenly; with others the last pause is a shorter one."""


def schedule_words(schedule: str) -> Label | None:
    """``0 3 * * *`` as “every day at 03:00 UTC”; None for what has no short words."""
    parts = schedule.lower().split()
    if not parts:
        return WHEN_ASKED
    if len(parts) != 5 or parts[3] != "*":
        return None
    minute, hour, day, _, weekday = parts
    if (day, weekday) == ("*", "*"):
        steps = _steps(minute, hour)
        if steps is not None:
            return steps
    if not (minute.isdecimal() and hour.isdecimal()):
        return None
    return _on_days(f"{int(hour):02}:{int(minute):02}", day, weekday)


def _steps(minute: str, hour: str) -> Label | None:
    """Several times a day."""
    if hour == "*" and (count := _step(minute)) in _MINUTES:
        return Label(it=f"ogni {count} minuti", en=f"every {count} minutes")
    if not minute.isdecimal():
        return None
    if hour == "*":
        return Label(it=f"ogni ora, al minuto {int(minute)}", en=f"hourly, at minute {int(minute)}")
    if (count := _step(hour)) in _HOURS:
        return Label(it=f"ogni {count} ore", en=f"every {count} hours")
    return None


def _step(text: str) -> int:
    found = re.fullmatch(r"\*/(\d{1,2})", text)
    return int(found[1]) if found else 0


def _on_days(clock: str, day: str, weekday: str) -> Label | None:
    """At one moment of some days."""
    days = None
    if (day, weekday) == ("*", "*"):
        days = Label(it="ogni giorno", en="every day")
    elif weekday == "*" and day.isdecimal():
        days = Label(
            it=f"il giorno {int(day)} di ogni mese", en=f"on day {int(day)} of every month"
        )
    elif day == "*":
        days = _weekdays(weekday)
    return days and Label(it=f"{days.it} alle {clock} UTC", en=f"{days.en} at {clock} UTC")


def _weekdays(text: str) -> Label | None:
    """One day of the week, or some in a row."""
    numbers = [_NAMES.get(one, one) for one in text.split("-")]
    if len(numbers) > 2 or any(not one.isdecimal() or int(one) >= len(DAYS) for one in numbers):
        return None
    first, last = DAYS[int(numbers[0])], DAYS[int(numbers[-1])]
    if len(numbers) == 1:
        return Label(it=f"ogni {first.it}", en=f"every {first.en}")
    since = "dalla" if first == SUNDAY else "dal"
    until = "alla" if last == SUNDAY else "al"
    return Label(it=f"{since} {first.it} {until} {last.it}", en=f"{first.en} to {last.en}")
