"""Days and times as each language writes them, by Babel."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location


def day(value: date, language: str) -> str:
    """Return a day in words: 22 November 2026 in English, 22. November 2026 in German."""
    return str(format_date(value, format="long", locale=_locale(language)))


def weekday(value: date, language: str) -> str:
    """Return a day with its weekday: Friday, 4 December 2026 in English."""
    return str(format_date(value, format="full", locale=_locale(language)))


def moment(value: datetime, zone: str, language: str) -> dict[str, str]:
    """Return a moment for a sentence: its ``day``, ``time`` and ``place`` as a zone reads it."""
    place = ZoneInfo(zone)
    local = value.astimezone(place)
    return {
        "day": weekday(local.date(), language),
        "time": str(format_time(local, format="short", tzinfo=place, locale=_locale(language))),
        "place": str(get_timezone_location(place, locale=_locale(language), return_city=True)),
    }


def _locale(language: str) -> str:
    return "en_GB" if language == "en" else language
