"""The dates of a wave: read in its time zone, also when the clocks change, and what is due then."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from survey.fieldwork.dates.dates import (
    NO_DATES,
    Dates,
    DatesInvalid,
    Phase,
    prolonged,
    require_sound,
)
from survey.fieldwork.dates.due import DueStep, due
from survey.fieldwork.dates.moments import (
    ZoneUnknown,
    checked_zone,
    moment_at,
    on_a_working_day,
    read_moment,
    zones,
)
from survey.fieldwork.policy import Policy
from survey.store.protocol import Unit, Wave
from survey.vocabulary import WaveState
from tests.instruments import small_instrument

BERLIN = "Europe/Berlin"
OPENS = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 18, 17, 0, tzinfo=UTC)
DATES = Dates(zone=BERLIN, opens=OPENS, closes=CLOSES, publishes=True, keep_until=date(2027, 3, 31))
EARLIER = datetime(2026, 11, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def wave(dates: Dates, state: WaveState = WaveState.OPEN) -> Wave:
    units = (Unit(0, "Stores", "Day", 9),)
    return Wave("2026", state, small_instrument(), Policy(), units, date(2026, 11, 20), None, None,
                dates=dates)  # fmt: skip


# What is typed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "closing", "moment"),
    [
        ("2026-12-18 18:00", True, datetime(2026, 12, 18, 17, 0, tzinfo=UTC)),
        ("2026-12-18T8:05", False, datetime(2026, 12, 18, 7, 5, tzinfo=UTC)),
        ("2026-07-18 18:00", True, datetime(2026, 7, 18, 16, 0, tzinfo=UTC)),
        ("2026-12-18", True, datetime(2026, 12, 18, 22, 59, tzinfo=UTC)),
        ("2026-12-18", False, datetime(2026, 12, 17, 23, 0, tzinfo=UTC)),
    ],
)
def test_what_is_typed_is_a_moment_of_its_zone(typed: str, closing: bool, moment: datetime) -> None:
    assert read_moment(typed, BERLIN, closing=closing) == moment


@pytest.mark.parametrize(
    "typed", ["18.12.2026", "2026-12-18 18", "2026-02-30", "2026-12-18 25:00", "tomorrow", ""]
)
def test_what_is_no_day_and_time_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(DatesInvalid, match="2026-12-18 18:00"):
        read_moment(typed, BERLIN, closing=True)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(DatesInvalid, match="clocks go forward"):
        read_moment("2027-03-28 02:30", BERLIN, closing=True)
    assert read_moment("2027-03-28 03:00", BERLIN, closing=True).hour == 1


def test_where_the_clocks_show_a_time_twice_nobody_loses_an_hour() -> None:
    day, clock = date(2026, 10, 25), time(2, 30)
    assert moment_at(day, clock, BERLIN, closing=False).hour == 0
    assert moment_at(day, clock, BERLIN, closing=True).hour == 1


def test_a_zone_is_a_place_and_any_other_is_refused() -> None:
    assert checked_zone(BERLIN) == BERLIN
    assert zones()[0] == "UTC"
    for name in ("Berlin", "CET", "Etc/GMT+1", "../../etc/passwd", ""):
        with pytest.raises(ZoneUnknown, match="Europe/Berlin"):
            checked_zone(name)


# What the dates say ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (OPENS - MINUTE, Phase.EARLY),
        (OPENS, Phase.RUNNING),
        (CLOSES - MINUTE, Phase.RUNNING),
        (CLOSES, Phase.OVER),
        (CLOSES + MINUTE, Phase.OVER),
    ],
)
def test_answers_are_taken_from_the_opening_to_the_end(now: datetime, phase: Phase) -> None:
    assert DATES.phase(now) is phase
    assert NO_DATES.phase(now) is Phase.RUNNING


def test_an_opening_that_was_seen_to_pass_stays_passed() -> None:
    begun = DATES.model_copy(update={"begun": True})
    assert begun.phase(OPENS - MINUTE) is Phase.RUNNING


def test_days_are_left_by_the_calendar_of_the_zone() -> None:
    late = datetime(2026, 12, 15, 23, 30, tzinfo=UTC)  # in Berlin the 16th has begun
    assert DATES.days_left(late) == 2
    assert DATES.days_left(CLOSES - MINUTE) == 0
    assert NO_DATES.days_left(late) is None
    spring = Dates(zone=BERLIN, closes=read_moment("2027-03-29 08:00", BERLIN, closing=True))
    assert spring.days_left(read_moment("2027-03-27 12:00", BERLIN, closing=False)) == 2


def test_answers_are_kept_to_the_end_of_the_last_day_in_its_zone() -> None:
    assert DATES.destroys == datetime(2027, 3, 31, 22, 0, tzinfo=UTC)  # by then in summer time
    assert NO_DATES.destroys is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"opens": EARLIER - MINUTE}, "leave it out"),
        ({"closes": OPENS}, "before it opens"),
        ({"closes": None}, "say when the wave closes"),
        ({"keep_until": date(2026, 12, 18)}, "keep them longer than 2026-12-18"),
        ({"opens": None, "closes": EARLIER}, "before it opens"),
    ],
)
def test_dates_that_cannot_be_are_refused(changed: dict[str, object], said: str) -> None:
    assert require_sound(DATES, EARLIER) == DATES
    with pytest.raises(DatesInvalid, match=said):
        require_sound(DATES.model_copy(update=changed), EARLIER)


def test_a_wave_is_prolonged_before_its_end_and_says_what_it_was() -> None:
    once = prolonged(DATES, CLOSES + timedelta(days=2), OPENS)
    again = prolonged(once, CLOSES + timedelta(days=5), OPENS)
    assert (again.closes, again.planned_end) == (CLOSES + timedelta(days=5), CLOSES)


@pytest.mark.parametrize(
    ("dates", "closes", "now", "said"),
    [
        (DATES, CLOSES + MINUTE, CLOSES, "stays closed"),
        (DATES, CLOSES, OPENS, "has to be later"),
        (NO_DATES, CLOSES, OPENS, "no planned end"),
        (DATES, datetime(2027, 3, 31, 12, 0, tzinfo=UTC), OPENS, "were promised"),
    ],
)
def test_a_wave_is_not_prolonged_otherwise(
    dates: Dates, closes: datetime, now: datetime, said: str
) -> None:
    with pytest.raises(DatesInvalid, match=said):
        prolonged(dates, closes, now)


# What is due -----------------------------------------------------------------------------------

DESTROYS = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "state", "has_answers", "steps"),
    [
        (OPENS - MINUTE, WaveState.OPEN, True, ()),
        (OPENS, WaveState.OPEN, True, (DueStep.BEGIN,)),
        (CLOSES - MINUTE, WaveState.OPEN, True, (DueStep.BEGIN,)),
        (CLOSES, WaveState.OPEN, True, (DueStep.CLOSE, DueStep.PUBLISH)),
        (CLOSES, WaveState.CLOSED, True, (DueStep.PUBLISH,)),
        (CLOSES, WaveState.RELEASED, True, ()),
        (DESTROYS - MINUTE, WaveState.RELEASED, True, ()),
        (DESTROYS, WaveState.RELEASED, True, (DueStep.PURGE,)),
        (DESTROYS, WaveState.WITHDRAWN, True, (DueStep.PURGE,)),
        (DESTROYS, WaveState.CLOSED, True, (DueStep.PUBLISH, DueStep.PURGE)),
        (DESTROYS, WaveState.OPEN, True, (DueStep.CLOSE, DueStep.PUBLISH, DueStep.PURGE)),
        (DESTROYS, WaveState.RELEASED, False, ()),
        (DESTROYS, WaveState.CLOSED, False, ()),
    ],
)
def test_what_is_due_follows_from_dates_and_state(
    now: datetime, state: WaveState, has_answers: bool, steps: tuple[DueStep, ...]
) -> None:
    assert due(wave(DATES, state), now, has_answers=has_answers) == steps


def test_without_dates_nothing_is_ever_due() -> None:
    for state in WaveState:
        assert due(wave(NO_DATES, state), DESTROYS, has_answers=True) == ()


def test_answers_go_on_their_day_though_nothing_was_to_be_published_or_closed() -> None:
    kept = Dates(zone=BERLIN, keep_until=date(2027, 3, 31))
    assert due(wave(kept), DESTROYS, has_answers=True) == (DueStep.CLOSE, DueStep.PURGE)
    assert due(wave(kept), DESTROYS - MINUTE, has_answers=True) == ()


@pytest.mark.parametrize(
    ("day", "proposed"), [(18, 18), (19, 21), (20, 21), (21, 21)], ids=["Fri", "Sat", "Sun", "Mon"]
)
def test_no_end_is_proposed_on_a_weekend(day: int, proposed: int) -> None:
    assert on_a_working_day(date(2026, 12, day)) == date(2026, 12, proposed)
