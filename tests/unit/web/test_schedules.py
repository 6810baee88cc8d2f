"""Cron expressions in words, where they have some."""

import pytest

from smartland.web.pages.schedules import schedule_words


@pytest.mark.parametrize(
    ("schedule", "italian", "english"),
    [
        ("", "solo a richiesta", "only when asked"),
        ("0 3 * * *", "ogni giorno alle 03:00 UTC", "every day at 03:00 UTC"),
        ("30 23 * * 1", "ogni lunedì alle 23:30 UTC", "every Monday at 23:30 UTC"),
        ("0 3 * * SUN", "ogni domenica alle 03:00 UTC", "every Sunday at 03:00 UTC"),
        ("0 3 * * 1-5", "dal lunedì al venerdì alle 03:00 UTC", "Monday to Friday at 03:00 UTC"),
        ("0 3 * * 0-2", "dalla domenica al martedì alle 03:00 UTC",
         "Sunday to Tuesday at 03:00 UTC"),
        ("0 3 1 * *", "il giorno 1 di ogni mese alle 03:00 UTC",
         "on day 1 of every month at 03:00 UTC"),
        ("*/15 * * * *", "ogni 15 minuti", "every 15 minutes"),
        ("5 * * * *", "ogni ora, al minuto 5", "hourly, at minute 5"),
        ("0 */6 * * *", "ogni 6 ore", "every 6 hours"),
    ],
)  # fmt: skip
def test_simple_schedules_are_said(schedule: str, italian: str, english: str) -> None:
    words = schedule_words(schedule)
    assert words is not None
    assert (words.it, words.en) == (italian, english)


@pytest.mark.parametrize(
    "schedule",
    [
        "*/15 * * * 1-5", "0 3,15 * * *", "0 3 1 1 *", "0 3 1 * 1", "*/7 * * * *", "0 */5 * * *",
        "0 3 * * 1,3", "0 3 * * 1#2", "0 3 L * *", "@daily", "0 3 * *", "0 3 * * 9", "* * * * *",
        "0 3 * * 1-5-6",
    ],
)  # fmt: skip
def test_others_are_left_as_they_are(schedule: str) -> None:
    assert schedule_words(schedule) is None
