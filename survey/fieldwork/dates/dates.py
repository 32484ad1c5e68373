"""When a wave takes answers, and until when they are kept: fixed when it opens, in one time zone.

Kept as moments of universal time, so that no change of clocks moves them, with the zone in which
people read them.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from survey.errors import BearingError


class DatesInvalid(BearingError):
    """The dates of a wave cannot be these."""

    code: ClassVar[str] = "WAVE-DATES"


class Phase(StrEnum):
    """Whether an open wave takes answers at a moment."""

    EARLY = "early"
    RUNNING = "running"
    OVER = "over"


class Dates(BaseModel):
    """The dates of one wave; each may be missing.

    Attributes
    ----------
    zone
        The time zone in which they are read, such as ``Europe/Berlin``.
    opens, closes
        From when on, and until when, answers are taken. Without them: at once, and until somebody
        closes the wave.
    planned_end
        When it was to close before it was prolonged.
    publishes
        Whether it is published by itself once it is closed.
    keep_until
        The last day on which single answers are kept.
    begun
        Whether ``opens`` was seen to pass: then a clock that is set back changes nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: str = "UTC"
    opens: datetime | None = None
    closes: datetime | None = None
    planned_end: datetime | None = None
    publishes: bool = False
    keep_until: date | None = None
    begun: bool = False

    @property
    def first_day(self) -> date | None:
        """The day on which it opens, where that was planned."""
        return self.opens.astimezone(ZoneInfo(self.zone)).date() if self.opens else None

    @property
    def last_day(self) -> date | None:
        """The day on which it closes, where that was planned."""
        return self.closes.astimezone(ZoneInfo(self.zone)).date() if self.closes else None

    @property
    def destroys(self) -> datetime | None:
        """The moment from which on no single answer may be left: the end of ``keep_until``."""
        if self.keep_until is None:
            return None
        midnight = datetime.combine(self.keep_until + timedelta(days=1), time())
        return midnight.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def phase(self, now: datetime) -> Phase:
        """Return whether answers are taken at a moment."""
        if self.closes and now >= self.closes:
            return Phase.OVER
        if self.opens and not self.begun and now < self.opens:
            return Phase.EARLY
        return Phase.RUNNING

    def ahead(self, now: datetime, *, taking: bool, has_answers: bool) -> "Dates":
        """Return what of them still lies ahead.

        ``taking`` is whether nobody has closed the wave so far, ``has_answers`` whether its single
        answers are still there.
        """
        gone: dict[str, object] = {}
        if not taking:
            gone |= {"closes": None, "publishes": False}
        if not taking or self.phase(now) is not Phase.EARLY:
            gone |= {"opens": None}
        if not has_answers:
            gone |= {"keep_until": None}
        return self.model_copy(update=gone)

    def days_left(self, now: datetime) -> int | None:
        """Return how many days there are still to come after today, by the calendar of the zone."""
        if self.last_day is None:
            return None
        return (self.last_day - now.astimezone(ZoneInfo(self.zone)).date()).days

    def named(self) -> dict[str, str]:
        """Return the dates as the ledger names them."""
        moments = {"opens": self.opens, "closes": self.closes}
        said = {key: _minute(moment) for key, moment in moments.items() if moment}
        if self.publishes:
            said["publishes"] = "at_close"
        if self.keep_until:
            said["keep_until"] = self.keep_until.isoformat()
        return said | ({"zone": self.zone} if said else {})


NO_DATES: Final = Dates()
"""The dates of a wave that opens at once and is closed by its coordinator."""


def utc_now() -> datetime:
    """Return the moment that it is."""
    return datetime.now(UTC)


def require_sound(dates: Dates, now: datetime) -> Dates:
    """Return the dates of a wave that is being opened; raises ``DatesInvalid``."""
    if dates.opens and not dates.begun and dates.opens <= now:
        raise DatesInvalid("The opening has passed already: leave it out, and the wave opens now.")
    if dates.closes and dates.closes <= max(dates.opens or now, now):
        raise DatesInvalid("The wave would close before it opens: give a later moment to close.")
    if dates.publishes and not dates.closes:
        raise DatesInvalid("To publish at the close, say when the wave closes.")
    last = dates.last_day or dates.first_day or now.astimezone(ZoneInfo(dates.zone)).date()
    if dates.keep_until and dates.keep_until <= last:
        raise DatesInvalid(
            "Answers would be destroyed on {keep_until}, before the results can be"
            " published: keep them longer than {last}.",
            keep_until=dates.keep_until,
            last=last,
        )
    return dates


def prolonged(dates: Dates, closes: datetime, now: datetime) -> Dates:
    """Return the dates with a later end; raises ``DatesInvalid`` once the end has passed."""
    if dates.closes is None:
        raise DatesInvalid("The wave has no planned end: it is open until it is closed.")
    if dates.phase(now) is Phase.OVER:
        raise DatesInvalid("The wave's end has passed, and people were told so: it stays closed.")
    if closes <= dates.closes:
        raise DatesInvalid(
            "The new end has to be later than the one that people were told. To end the wave"
            " sooner, close it."
        )
    later = dates.model_copy(
        update={"closes": closes, "planned_end": dates.planned_end or dates.closes}
    )
    if later.keep_until and later.last_day and later.keep_until <= later.last_day:
        raise DatesInvalid(
            "People were promised that answers are kept until {keep_until} and no longer:"
            " close the wave before that day.",
            keep_until=later.keep_until,
        )
    return later


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
