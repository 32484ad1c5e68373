"""The made-up story on the calendar of whoever has it built: names, days and actions.

Its years are moved on as a whole, so that the open wave is one of the last twelve months; that wave
began a few days ago. What the ledger says is another matter: it has the day on which all of this
was written down.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from sample_data.organisation import organisation
from survey.fieldwork.actions import ENDS, ActionState
from survey.fieldwork.dates.dates import Dates

ZONE: Final = "Europe/Berlin"
BEGUN: Final = timedelta(days=9)
OPEN_FOR: Final = timedelta(weeks=12)
"""Longer than a survey would be: whoever keeps the demonstration can go on trying it."""

KEPT_FOR: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=30)
"""How far ahead the end of an action lies that is under way."""

YEAR: Final = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Story:
    """The story as it is told on a day."""

    today: date

    @cached_property
    def years(self) -> int:
        """The whole years since it was written."""
        written = organisation().waves[-1].day
        return max(0, self.today.year - written.year - (self.today < self._in(written)))

    def name(self, wave: str) -> str:
        """Return a wave's name with its year."""
        return YEAR.sub(lambda found: str(int(found[0]) + self.years), wave)

    def day(self, written: date) -> date:
        """Return a day of the story; none is still to come."""
        return min(_later(written, self.years), self.today)

    def action(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of an action; one that is under way ends later than today."""
        end = _later(fields["end"], self.years)
        if ActionState(fields["state"]) not in ENDS:
            end = max(end, self.today + AHEAD)
        start, since = self.day(fields["start"]), self.name(fields["since"])
        return {**fields, "start": start, "end": end, "since": since}

    @property
    def open_wave(self) -> Dates:
        """The dates of the wave that is open."""
        last = self.today + OPEN_FOR
        return Dates(
            zone=ZONE,
            opens=_at(self.today - BEGUN, time(8)),
            closes=_at(last, time(18)),
            keep_until=last + KEPT_FOR,
            begun=True,
        )

    def _in(self, written: date) -> date:
        return written.replace(year=self.today.year)


def _later(written: date, years: int) -> date:
    return written.replace(year=written.year + years)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
