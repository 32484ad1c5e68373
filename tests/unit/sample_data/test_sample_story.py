"""The demonstration's story fits the day on which it is built, whichever that is."""

from datetime import date, timedelta

import pytest

from sample_data.organisation import organisation
from sample_data.story import Story
from survey.fieldwork.dates.dates import require_sound, utc_now

WRITTEN = organisation().waves
ENDED = {"start": date(2025, 9, 1), "end": date(2026, 2, 28), "since": "2025", "state": "done"}
RUNNING = {"start": date(2025, 10, 1), "end": date(2026, 12, 31), "since": "2025",
           "state": "running"}  # fmt: skip


@pytest.mark.parametrize(
    ("today", "names"),
    [
        (date(2026, 11, 29), ["2024", "2025", "2026 spring", "2026 autumn"]),
        (date(2027, 10, 18), ["2024", "2025", "2026 spring", "2026 autumn"]),
        (date(2027, 10, 20), ["2025", "2026", "2027 spring", "2027 autumn"]),
        (date(2032, 2, 29), ["2029", "2030", "2031 spring", "2031 autumn"]),
    ],
)
def test_the_years_of_the_story_move_on_as_a_whole(today: date, names: list[str]) -> None:
    story = Story(today)
    assert [story.name(wave.name) for wave in WRITTEN] == names
    days = [story.day(wave.day) for wave in WRITTEN[:3]]
    assert [day.year for day in days] == [int(name[:4]) for name in names[:3]]
    assert days == sorted(days)
    opens = story.open_wave.first_day
    assert opens is not None
    assert days[-1] + timedelta(days=100) < opens < today


@pytest.mark.parametrize("today", [date(2026, 11, 29), date(2027, 3, 1), date(2030, 12, 31)])
def test_what_is_done_lies_behind_and_what_is_under_way_ahead(today: date) -> None:
    story = Story(today)
    done, running = story.action(ENDED), story.action(RUNNING)
    assert done["start"] < done["end"] < today
    assert running["start"] < today < running["end"]
    assert done["since"] == story.name("2025")


def test_a_clock_that_stands_in_the_past_gives_no_day_to_come() -> None:
    story = Story(date(2025, 6, 1))
    assert [story.day(wave.day) for wave in WRITTEN] == [
        date(2024, 4, 19), date(2025, 4, 20), date(2025, 6, 1), date(2025, 6, 1),
    ]  # fmt: skip


def test_the_open_wave_has_begun_and_its_dates_are_sound() -> None:
    dates = Story(utc_now().date()).open_wave
    assert require_sound(dates, utc_now()) == dates
    assert dates.days_left(utc_now()) in (84, 83)
