"""Days as each language writes them, by Babel."""

from datetime import date

from babel.dates import format_date


def day(value: date, language: str) -> str:
    """Return a day in words: 22 November 2026 in English, 22. November 2026 in German."""
    locale = "en_GB" if language == "en" else language
    return str(format_date(value, format="long", locale=locale))
