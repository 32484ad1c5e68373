"""What somebody types as a day or a time, as a moment of universal time; and the time zones."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import ClassVar, Final
from zoneinfo import ZoneInfo, available_timezones

from survey.errors import BearingError
from survey.fieldwork.dates.dates import DatesInvalid

TYPED: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?")
START_OF_DAY: Final = time(0, 0)
END_OF_DAY: Final = time(23, 59)
FRIDAY: Final = 4


class ZoneUnknown(BearingError):
    """There is no such time zone."""

    code: ClassVar[str] = "TIME-ZONE"


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones that are named after a place, and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if _is_place(name)))


def checked_zone(name: str) -> str:
    """Return a time zone's name; raises ``ZoneUnknown``."""
    if name not in zones():
        raise ZoneUnknown(
            "{name!r} is no time zone. Write it as the region and a large city of it, such as"
            " Europe/Berlin.",
            name=name,
        )
    return name


def read_moment(typed: str, zone: str, *, closing: bool) -> datetime:
    """Return the moment of a typed ``2026-12-18 18:00``, or of a day alone.

    Parameters
    ----------
    typed
        A day alone is its beginning, or its last minute where something closes.
    zone
        The time zone in which it was typed.
    closing
        Whether something ends then.

    Raises ``DatesInvalid`` for anything else, and for a time that the clocks leave out.
    """
    found = TYPED.fullmatch(typed.strip())
    try:
        if found is None:
            raise ValueError
        day = date.fromisoformat(found[1])
        clock = time.fromisoformat(found[2].zfill(5)) if found[2] else None
    except ValueError:
        raise DatesInvalid(
            "{typed!r} is no day and time: write it as 2026-12-18 18:00, or the day alone.",
            typed=typed,
        ) from None
    return moment_at(day, clock or (END_OF_DAY if closing else START_OF_DAY), zone, closing=closing)


def moment_at(day: date, clock: time, zone: str, *, closing: bool) -> datetime:
    """Return the moment of a time on a day.

    Where the clocks go back and show a time twice, an opening is the first of the two and a close
    the second, so that nobody loses an hour. Raises ``DatesInvalid`` for a time that they skip.
    """
    place = ZoneInfo(checked_zone(zone))
    local = datetime.combine(day, clock, tzinfo=place).replace(fold=int(closing))
    moment = local.astimezone(UTC)
    if moment.astimezone(place).replace(tzinfo=None) != local.replace(tzinfo=None, fold=0):
        raise DatesInvalid(
            "There is no {clock:%H:%M} on {day} in {zone}: the clocks go forward then. Give a time"
            " an hour earlier or later.",
            clock=clock,
            day=day,
            zone=zone,
        )
    return moment


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/", "US/"))


def on_a_working_day(day: date) -> date:
    """Return a day, or the Monday after it where it falls on a weekend.

    For days that are proposed: an end on a Sunday evening finds nobody at work to be reminded.
    """
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day
