"""What the form says of its wave's dates: until when, in how many days, and when answers go."""

from datetime import datetime

from survey.fieldwork.dates.dates import Dates, utc_now
from survey.i18n.catalogue import form_texts
from survey.i18n.dates import moment, weekday
from survey.store.protocol import CodeStanding


def until(dates: Dates, language: str, now: datetime | None = None) -> tuple[str, ...]:
    """Return until when answers are taken, how long that is, and whether it was prolonged."""
    left = dates.days_left(now or utc_now())
    if dates.closes is None or left is None:
        return ()
    say = form_texts(language)
    found = [say("form.until.text", **moment(dates.closes, dates.zone, language))]
    found.append(say.plural("form.until.left", left) if left > 0 else say("form.until.today"))
    if dates.planned_end is not None:
        before = moment(dates.planned_end, dates.zone, language)["day"]
        found.append(say("form.until.prolonged", day=before))
    return tuple(found)


def kept(dates: Dates, language: str) -> str:
    """Return how long answers are kept, in short."""
    say = form_texts(language)
    if dates.keep_until is None:
        return say("form.kept.long")
    return say("form.kept.until", day=weekday(dates.keep_until, language))


def kept_in_full(dates: Dates, language: str) -> str:
    """Return how long answers are kept, and what becomes of the rest."""
    say = form_texts(language)
    if dates.keep_until is None:
        return say("form.promise.long")
    return say("form.promise.until", day=weekday(dates.keep_until, language))


def outside(standing: CodeStanding, dates: Dates, language: str) -> str:
    """Return when a wave opens, or until when it was open, for a code that came outside of that."""
    say = form_texts(language)
    if standing is CodeStanding.EARLY and dates.opens:
        return say("form.early.opens", **moment(dates.opens, dates.zone, language))
    if standing is CodeStanding.CLOSED and dates.closes:
        return say("form.closed.since", **moment(dates.closes, dates.zone, language))
    return ""
