"""Days as each language writes them."""

from datetime import date

from babel.dates import format_date


def day(value: date, language: str) -> str:
    """Return a day in words: 22 Nov 2026 in English, 22. Nov. 2026 in German."""
    locale = "en_GB" if language == "en" else language
    return format_date(value, format="medium", locale=locale)
